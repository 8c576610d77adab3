"""Names, editions and levels in sentences of our own; as many that look alike and are none."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import knowledge
from certwire.knowledge import tokens

# text, with the expected hit in brackets: [span], then scheme (or -), edition (or -), level (or -)
FOUND = [
    ("Harrow Mills earns [ISO/IEC 27001:2022] certification.", "iso-27001", "2022", "-"),
    ("Harrow Mills is [ISO9001] certified.", "iso-9001", "-", "-"),
    ("The [ISO-9001:2015] audit is over.", "iso-9001", "2015", "-"),
    ("certified to [ISO 9001-2015] last week", "iso-9001", "2015", "-"),
    ("an [ISO 27001 2022] certified cloud", "iso-27001", "2022", "-"),
    ("the old [ISO/TS 16949] certificate", "iso-ts-16949", "-", "-"),
    ("[EN ISO 13485:2016] for syringes", "iso-13485", "2016", "-"),
    ("[BS EN ISO 22000] for a dairy", "iso-22000", "-", "-"),
    ("[AS9100D] approval for wing ribs", "as9100", "D", "-"),
    ("[AS 9120 Rev B] for stockists", "as9120", "Rev B", "-"),
    ("[AS9100 Rev. D] for forgings", "as9100", "Rev. D", "-"),
    ("[IATF 16949:2016] at the axle plant", "iatf-16949", "2016", "-"),
    ("[NIST SP 800-171] controls", "nist-800-171", "-", "-"),
    ("[SOC 2 Type II] report", "soc-2", "-", "Type II"),
    ("[SOC 1® Type 1] report", "soc-1", "-", "Type 1"),
    ("[SOC 2, Type II] examination", "soc-2", "-", "Type II"),
    ("[SOC 2], Tier 3+ and the rest", "soc-2", "-", "-"),
    ("an [A+ rating from the Better Business Bureau]", "bbb-rating", "-", "A+"),
    ("a [LEED-certified] school", "leed", "-", "-"),
    ("a [Certified Financial Planner]TM in Hull", "cfp", "-", "-"),
    ("a [Greenguard Gold]-certified crib", "ul-greenguard", "-", "Gold"),
    ("the [DO-178C] certified autopilot", "do-178c", "C", "-"),
    ("a [James Hardie Elite Preferred Contractor] of Hull", "james-hardie-preferred", "-", "-"),
    ("a [Master Shingle Applicator] of Hull", "certainteed-applicator", "-", "-"),
    ("a [Shingle Technology Specialist] of Hull", "certainteed-shingle-specialist", "-", "-"),
    ("certified among [Canada's Best Managed Companies]", "best-managed-companies", "-", "-"),
    ("a [Certified Assisted Living Administrator (CALA)] in Hull", "cala", "-", "-"),
    ("[SOC 2 (Type II)] examination", "soc-2", "-", "Type II"),
    ("[SOC2 Type2] done", "soc-2", "-", "Type2"),
    ("[System and Organization Controls (SOC) 2 Type II] examination", "soc-2", "-", "Type II"),
    ("[System and Organization Controls 2 (SOC 2) Type 1] examination", "soc-2", "-", "Type 1"),
    ("[UL 2218 Class 4] shingles", "ul-2218", "-", "Class 4"),
    ("[FIPS 140-3 Level 3] module", "fips-140-3", "-", "Level 3"),
    ("[NSF/ANSI 61] valves", "nsf-ansi-61", "-", "-"),
    ("tested to [ASTM F963] for toys", "-", "-", "-"),
    ("[EN 1090] steelwork", "en-1090", "-", "-"),
    ("the forerunner [BS 25999]", "bs-25999", "-", "-"),
    ("[PAS 2060] neutrality", "pas-2060", "-", "-"),
    ("[SA8000:2014] at the sewing hall", "sa8000", "2014", "-"),
    ("[OHSAS 18001:2007] at the quarry", "ohsas-18001", "2007", "-"),
    ("[ASPICE v4.0 CL3] for braking software", "aspice", "v4.0", "CL3"),
    ("[PCI DSS v4.0 Level 1] service provider", "pci-dss", "v4.0", "Level 1"),
    ("[PCI-DSS 4.0.1] attested", "pci-dss", "4.0.1", "-"),
    ("a [Level 1 PCI DSS] service provider", "pci-dss", "-", "Level 1"),
    ("[FAA Part 137] certificate for crop spraying", "faa-part-137", "-", "-"),
    ("[CMMC Level 2] assessment", "cmmc", "-", "Level 2"),
    ("[FedRAMP High] authorization", "fedramp", "-", "High"),
    ("[version 1.2 of the Capability Maturity Model Integration (CMMI)] appraisal", "cmmi", "1.2", "-"),
    ("[ISO 26262 (ASIL-D)] steering chip", "iso-26262", "-", "ASIL-D"),
    ("The library won [LEED Gold] certification.", "leed", "-", "Gold"),
    ("The library won [gold-level LEED] status.", "leed", "-", "gold"),
    ("[Leadership in Energy and Environmental Design® (LEED) Platinum] for the depot", "leed", "-", "Platinum"),
    ("a [LEED v4 Silver] school", "leed", "v4", "Silver"),
    ("It was certified under [BREEAM In-Use] this spring.", "breeam-in-use", "-", "-"),
    ("the inn's [WELL Platinum] certification", "well", "-", "Platinum"),
    ("a kettle with [CE] and a certified lid", "ce-marking", "-", "-"),
    ("The pump is [CE-certified].", "ce-marking", "-", "-"),
    ("[FSC®-certified] paper", "fsc", "-", "-"),
    ("Forty acres are [Forest Stewardship Council (FSC)] certified.", "fsc", "-", "-"),
    ("a [Great Place to Work] again", "great-place-to-work", "-", "-"),
    ("the beach flies the [Blue Flag] again", "blue-flag", "-", "-"),
    ("Ada Quill is a [certified public accountant].", "cpa", "-", "-"),
    ("three [Certified Financial Planners] joined", "cfp", "-", "-"),
    ("Ada Quill, [CFA], joins the mill as treasurer.", "cfa", "-", "-"),
    ("The ferry is [Green Marine Level 4] certified.", "green-marine", "-", "Level 4"),
    ("The hotel is [EarthCheck Silver] certified.", "earthcheck", "-", "Silver"),
    ("Data hall with [Uptime Institute Tier III] papers", "uptime-tier", "-", "Tier III"),
    ("[BRCGS Storage and Distribution AA+] for the cold store", "brcgs-storage", "-", "AA+"),
    ("[NADCAP] for heat treatment", "nadcap", "-", "-"),
    ("steel under [ResponsibleSteel] rules", "responsible-steel", "-", "-"),
    ("kosher by [OU Kosher]", "ou-kosher-cert", "-", "-"),
    ("a [Joint Commission-accredited] clinic", "joint-commission", "-", "-"),
]

NONE = [
    "Unit ISOLATE 27001 shipped.",
    "They are the best managed companies of Hull.",
    "Seats in tier 3+ of the stadium are cold.",
    "A greenguard dog sleeps by the door.",
    "He reads up on shingle technology.",
    "James Hardie wrote a preferred novel.",
    "Homes for assisted living need an administrator.",
    "The paper got an A+ from her teacher.",
    "We sell w/CE stickers near certified kettles.",
    "All is well, and certified mail went out.",
    "Well done, said the certified coach.",
    "the edge of the certified field",
    "EDGE Markets certified its accounts.",
    "She won a gold medal and a certified cheque.",
    "The SOC alone watches at night.",
    "SOC 25 opens on Monday.",
    "A new CEO was certified by the court.",
    "Five hours of CE credits for certified staff.",
    "RESULTS at the BULL ring were certified.",
    "The ULTRA runner is certified.",
    "Harbour Foods (NASDAQ: LEED) rose.",
    "Shares of $LEED rose.",
    "Read /news/iso-9001-certified-mill today.",
    "blue flag on the mast",
    "Such a great place to work!",
    "Take the next STEP toward certified seed.",
    "inside their CRM, manage leads",
    "A CMC-driven certified filing",
    "the GLP-1 market is certified by nobody",
    "ISO 400 film and ISO 12 film",
    "iso 12345 of the catalogue",
    "NSF 24 awarded grants",
    "AS 500 PEOPLE CAME",
    "API 12 calls",
    "informed choices for families",
    "the well of the ship",
    "a soc 2",
    "UL",
    "CE",
]


@pytest.mark.parametrize(("marked", "scheme", "edition", "level"), FOUND)
def test_found(marked: str, scheme: str, edition: str, level: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "", 1).replace("]", "", 1)
    hits = knowledge.matcher().find(text)
    shown = [(text[h.start : h.end], h.schemes, h.edition, h.level) for h in hits]
    assert [(h.start, h.end) for h in hits] == [(start, end)], shown
    assert (hits[0].scheme or "-", hits[0].edition or "-", hits[0].level or "-") == (scheme, edition, level), shown


@pytest.mark.parametrize("text", NONE)
def test_none(text: str) -> None:
    hits = knowledge.matcher().find(text)
    assert not hits, [(text[h.start : h.end], h.schemes) for h in hits]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ISO 14001 and 45001", ["ISO 14001", "ISO 45001"]),
        ("ISO 9001:2015, 14001:2015 and 45001:2018", ["ISO 9001:2015", "ISO 14001:2015", "ISO 45001:2018"]),
        ("ISO 9001/14001/45001", ["ISO 9001", "ISO 14001", "ISO 45001"]),
        ("ISO 9001 and 500 employees", ["ISO 9001"]),
        ("ISO 9001 and 2015 was busy", ["ISO 9001"]),
        ("ISO 9001, ISO 14001 and ISO 45001", ["ISO 9001", "ISO 14001", "ISO 45001"]),
        ("AS9100D and ISO 9001:2015", ["AS9100D", "ISO 9001:2015"]),
        ("IEC 61215 and IEC 61730", ["IEC 61215", "IEC 61730"]),
        ("SOC 1 & SOC 2", ["SOC 1", "SOC 2"]),
        ("ISO 37001:2025", ["ISO 37001:2025"]),
        ("DIN EN 77777", ["EN 77777"]),
        ("ISO/IEC 99999:2031", ["ISO/IEC 99999:2031"]),
    ],
)
def test_names_of_numbered_standards(text: str, names: list[str]) -> None:
    assert [hit.name for hit in knowledge.matcher().find(text)] == names


def test_a_shared_level_belongs_to_all_of_a_run() -> None:
    hits = knowledge.matcher().find("SOC 1 and 2 Type II reports")
    assert [(h.scheme, h.level) for h in hits] == [("soc-1", "Type II"), ("soc-2", "Type II")]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("LEED Gold certified", "Gold"),
        ("LEED Gold Coast tower", None),
        ("Mill Completes SOC 2 Type II Compliance Audit", "Type II"),
        ("Mill Passes CMMC Level 2 Assessment", "Level 2"),
        ("Platinum rating from EcoVadis", "Platinum"),
        ("EcoVadis Gold Medal", "Gold"),
        ("LEED with a gold leaf door", None),
        ("HITRUST r2 Certification", "r2"),
        ("DoD Impact Level 5", "Impact Level 5"),
        ("SQF Level 3", "Level 3"),
        ("SOC 2 level of care", None),
        ("ISO 9001 class of 2020", None),
    ],
)
def test_levels(text: str, level: str | None) -> None:
    assert [h.level for h in knowledge.matcher().find(text)] == [level]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("audited by TÜV SÜD America in May", [("TÜV SÜD America", "tuv-sud")]),
        (
            "the U.S. Green Building Council and US Green Building Council",
            [("U.S. Green Building Council", "usgbc"), ("US Green Building Council", "usgbc")],
        ),
        ("issued by Bureau Veritas", [("Bureau Veritas", "bureau-veritas")]),
        ("Lloyd’s Register surveyed it", [("Lloyd’s Register", "lloyds-register")]),
        ("SGS certified the mill", [("SGS", "sgs")]),
        ("a bureau of veritas", []),
        ("the facts of the matter", []),
        ("DNVish and SGSX", []),
    ],
)
def test_bodies(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(text[h.start : h.end], h.bodies[0]) for h in knowledge.matcher().bodies(text)] == spans


def test_an_ambiguous_body_keeps_its_candidates() -> None:
    hits = knowledge.matcher().bodies("certified by the BSI in Bonn")
    assert set(hits[0].bodies) == {"bsi", "bsi-germany"}


def test_a_level_belongs_to_one_name() -> None:
    """What one hit has taken, the next does not take again."""
    hits = knowledge.matcher().find("a SOC 2 Type II SOC 1 binder")
    assert [(h.scheme, h.level) for h in hits] == [("soc-2", "Type II"), ("soc-1", None)]


@pytest.mark.parametrize("text", ["a beach with a Blue. Flag it", "painted Blue, Flag Street", "It turned Green: Key West certified it"])
def test_a_name_does_not_cross_a_stop(text: str) -> None:
    assert knowledge.matcher().find(text) == []


PIECES = st.sampled_from(
    [
        "ISO",
        " ",
        "27001",
        ":",
        "2022",
        "SOC",
        "2",
        "Type",
        "II",
        "LEED",
        "Gold",
        "(",
        ")",
        "®",
        "é",
        "𝔸",
        "\n",
        "and",
        "/",
        "-",
        "UL",
        "Level",
        "certified",
        "x",
        "\u0301",
        "ﬁ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_and_order(text: str) -> None:
    matcher = knowledge.matcher()
    done = 0
    for hit in matcher.find(text):
        assert done <= hit.start <= hit.core[0] < hit.core[1] <= hit.end <= len(text)
        done = hit.end
        if hit.level_span:
            assert text[slice(*hit.level_span)] == hit.level
    done = 0
    for body in matcher.bodies(text):
        assert done <= body.start < body.end <= len(text)
        done = body.end


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=string.ascii_lowercase + " ,.\n\U0001f6a2é", max_size=60))
def test_what_stands_before_shifts_the_offsets_only(before: str) -> None:
    text = before + " . ISO/IEC 27001:2022 . "
    hits = [h for h in knowledge.matcher().find(text) if h.scheme == "iso-27001"]
    assert [text[h.start : h.end] for h in hits] == ["ISO/IEC 27001:2022"]


def test_windows_lose_nothing() -> None:
    filler = "quay " * (tokens.WINDOW // 5)
    for shift in range(0, 40, 3):
        text = filler[:-20] + "x" * shift + " holds SOC 2 Type II and ISO 9001:2015 now " + filler
        assert [h.scheme for h in knowledge.matcher().find(text)] == ["soc-2", "iso-9001"]


@pytest.mark.parametrize("unit", ["ISO 9001, ", "x", "ISO", "9", "(", "SOC 2 Type ", "LEED ", "a-", "&", "U.S. ", "certified ", "®"])
def test_work_grows_with_the_text(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text makes at most about twice the tokens and look-ups: counted, not timed."""
    counts = []
    for size in (20_000, 40_000):
        work = 0
        plain = tokens.plain_gap

        def counted(text: str, end: int, start: int, plain=plain) -> bool:  # type: ignore[no-untyped-def]  # stand-in of the same signature
            nonlocal work
            work += 1
            return bool(plain(text, end, start))

        monkeypatch.setattr("certwire.knowledge.matching.plain_gap", counted)
        text = unit * (size // len(unit))
        work += sum(len(window.words) for window in tokens.windows(text))
        knowledge.matcher().find(text)
        counts.append(work)
        monkeypatch.undo()
    assert counts[1] <= 2.5 * counts[0] + 100


def test_a_wall_of_letters_is_read() -> None:
    for wall in ("a" * 5_000_000, "ISO" * 1_000_000, "1" * 2_000_000):
        assert knowledge.matcher().find(wall) == []
