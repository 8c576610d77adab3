"""Roles: the verbatim title, and the organization it is held at, for each shape in which releases say them.

A case is a text and, for each person, name, role and organization as read; None where nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.extractors import people
from certwire.extractors.role_fences import Spans, no_organization
from certwire.extractors.role_phrases import read
from certwire.extractors.role_titles import titles
from certwire.extractors.roles import EXTRACTOR, find
from certwire.model import Extractor, Mention

Row = tuple[str, str | None, str | None]

CASES: list[tuple[str, Sequence[Row]]] = [
    ('"Fine," said Amal Okafor, CEO of Harbor Mill.', [("Amal Okafor", "CEO", "Harbor Mill")]),
    (
        "Amal Okafor, MD, PhD, chief executive officer at Harbor Mill Inc., spoke.",
        [("Amal Okafor", "chief executive officer", "Harbor Mill Inc.")],
    ),
    ("said Harbor Mill CEO Amal Okafor.", [("Amal Okafor", "CEO", "Harbor Mill")]),
    ("Harbor Mill's founder and CEO, Amal Okafor, said so.", [("Amal Okafor", "founder and CEO", "Harbor Mill")]),
    (
        "Nora Feldman, Senior Vice President, Client Services at Quill Bank, agreed.",
        [("Nora Feldman", "Senior Vice President, Client Services", "Quill Bank")],
    ),
    (
        "Nora Feldman, director of sales and marketing for Quill Bank, agreed.",
        [("Nora Feldman", "director of sales and marketing", "Quill Bank")],
    ),
    ("Nora Feldman, Founder, President, and CEO of Quill Bank, agreed.", [("Nora Feldman", "Founder, President, and CEO", "Quill Bank")]),
    ("Mayor Lucia Brandt opened the plant.", [("Lucia Brandt", "Mayor", None)]),
    ("the executive director of Quill Trust, Lucia Brandt, said.", [("Lucia Brandt", "executive director", "Quill Trust")]),
    ("Lucia Brandt was appointed Chief Risk Officer of Quill Bank.", [("Lucia Brandt", "Chief Risk Officer", "Quill Bank")]),
    ("Lucia Brandt, who is the managing director of Quill Bank, spoke.", [("Lucia Brandt", "managing director", "Quill Bank")]),
    (
        "Thomas Brandt and Lucia Brandt, co-founders of Quill Bank, spoke.",
        [("Thomas Brandt", "co-founder", "Quill Bank"), ("Lucia Brandt", "co-founder", "Quill Bank")],
    ),
    ("said Adam Lindqvist of Quill Partners.", [("Adam Lindqvist", None, "Quill Partners")]),
    ("By Nora Feldman, Millpost\n\nThe mill is open.", [("Nora Feldman", None, "Millpost")]),
    ("Media Contact:\n\nNora Feldman\n\nQuill PR\n\nnora@quillpr.test", [("Nora Feldman", "Media Contact", "Quill PR")]),
    (
        "Contact:\n\nNora Feldman\n\nMarketing Manager\n\nQuill Bank\n\nnora@quill.test",
        [("Nora Feldman", "Marketing Manager", "Quill Bank")],
    ),
    ("Quill Bank grew. Its chairman is Othmar Vance.", [("Othmar Vance", "chairman", "Quill Bank")]),
    ("Dr. Amal Okafor met Ms. Keiko Tanaka.", [("Amal Okafor", None, None), ("Keiko Tanaka", None, None)]),
    ("Amal Okafor, 45, walked home with the team and the director of nothing.", [("Amal Okafor", None, None)]),
    ("Amal Okafor, now a three-time Top Doctor, smiled.", [("Amal Okafor", None, None)]),
    ("According to Amal Okafor, partners and members paid.", [("Amal Okafor", None, None)]),
    ("Lucia Brandt, President, Harbor Partners\n\nMore.", [("Lucia Brandt", "President", "Harbor Partners")]),
    ("Nora Feldman, Head of Blue Solution Sales, agreed.", [("Nora Feldman", "Head of Blue Solution Sales", None)]),
    ("Nora Feldman, Best-Selling Author, agreed.", [("Nora Feldman", "Best-Selling Author", None)]),
    ("board-certified cardiologist Dr. Amal Okafor spoke.", [("Amal Okafor", "cardiologist", None)]),
    ("Harbor Mill named Dr. Amal Okafor CEO on Monday.", [("Amal Okafor", "CEO", "Harbor Mill")]),
    ("On the panel:\n* Nora Feldman: Executive Director at Quill Bank", [("Nora Feldman", "Executive Director", "Quill Bank")]),
    ("The mill opens.\n\nPress: Nora Feldman, nora@quill.test", [("Nora Feldman", "Press", None)]),
    ("Contact:\n\nAmal OkaforChief Executive OfficerHarbor Mill Inc.", [("Amal Okafor", "Chief Executive Officer", "Harbor Mill Inc.")]),
    ("Contact: Nora Feldman, communications, nora@quill.test", [("Nora Feldman", "communications", None)]),
    ("The mill opens. Please press on with Nora Feldman.", [("Nora Feldman", None, None)]),
    ("Quill Bank met Dr. Amal Okafor CEO of nothing.", [("Amal Okafor", None, None)]),
    ("Quill Bank grew. With her was associate Nora Feldman.", [("Nora Feldman", "associate", "Quill Bank")]),
    ("Amal Okafor lives upstream and serves as chair of Quill Trust.", [("Amal Okafor", "chair", "Quill Trust")]),
    (
        "Nora Feldman met Thomas Brandt, who works as treasurer of Quill Trust.",
        [("Nora Feldman", None, None), ("Thomas Brandt", "treasurer", "Quill Trust")],
    ),
    (
        "Nora Feldman sings. “It serves as clerk of nothing,” said Thomas Brandt.",
        [("Nora Feldman", None, None), ("Thomas Brandt", None, None)],
    ),
    (
        "Nora Feldman is taking the newly created role of Chief Risk Officer at Quill Bank.",
        [("Nora Feldman", "Chief Risk Officer", "Quill Bank")],
    ),
    (
        "Quill Bank welcomes Nora Feldman, known from three choirs, to its team as treasurer of Quill Trust.",
        [("Nora Feldman", "treasurer", "Quill Trust")],
    ),
    ("Quill Bank welcomes Nora Feldman as a friend of the house.", [("Nora Feldman", None, None)]),
    (
        "Quill Bank is led by partners Thomas Brandt, Esq. Lucia Brandt, Esq., and Amal Okafor, Esq., and by luck.",
        [("Thomas Brandt", "partner", "Quill Bank"), ("Lucia Brandt", "partner", "Quill Bank"), ("Amal Okafor", "partner", "Quill Bank")],
    ),
    (
        "Thomas Brandt, a board-certified surgeon, Lucia Brandt and Amal Okafor spoke.",
        [("Thomas Brandt", "surgeon", None), ("Lucia Brandt", None, None), ("Amal Okafor", None, None)],
    ),
    ("said Nora Feldman, Quill Bank, Head of Sales, 12 Mill Lane.", [("Nora Feldman", "Head of Sales", "Quill Bank")]),
    (
        "Contact: Amal OkaforCFO and Corporate Secretary\nHarbor Mill Inc.",
        [("Amal Okafor", "CFO and Corporate Secretary", "Harbor Mill Inc.")],
    ),
    ("“Good.”  Amal Okafor CEO, Harbor Mill  Professionals may call.", [("Amal Okafor", "CEO", "Harbor Mill")]),
    ("Amal Okafor was named Whistleblower of the Year by Quill Trust.", [("Amal Okafor", None, None)]),
    (
        "so said harbormaster Amal Okafor to brewmaster Nora Feldman.",
        [("Amal Okafor", "harbormaster", None), ("Nora Feldman", "brewmaster", None)],
    ),
    ("“Good,” said Nora Feldman COO at Quill Bank.", [("Nora Feldman", "COO", "Quill Bank")]),
    ("“Good,” said Nora Feldman Deputy of nothing.", [("Nora Feldman", None, None)]),
    (
        "Nora Feldman, Technology, Security, Contracts & Compliance Manager at Quill Bank, spoke.",
        [("Nora Feldman", "Technology, Security, Contracts & Compliance Manager", "Quill Bank")],
    ),
    ("Nora Feldman, Director PX Sales at Quill Bank, spoke.", [("Nora Feldman", "Director PX Sales", "Quill Bank")]),
    ("Nora Feldman, CEO of parent company Quill Bank, spoke.", [("Nora Feldman", "CEO", "Quill Bank")]),
    ("Contact: Nora Feldman, Director of Sales 215-555-0100 or call.", [("Nora Feldman", "Director of Sales", None)]),
    ("Contact: Nora Feldman, ChairmanE-mail: nora@quill.test", [("Nora Feldman", "Chairman", None)]),
    ("Lucia Brandt met her partner Thomas Brandt.", [("Lucia Brandt", None, None), ("Thomas Brandt", None, None)]),
    ("Lucia Brandt, MBA and Thomas Brandt, MBA are authors and hosts.", [("Lucia Brandt", None, None), ("Thomas Brandt", None, None)]),
    ("it rained on Lucia Brandt, whose whistleblower case was won.", [("Lucia Brandt", None, None)]),
    ("on the panel:\n* Lucia Brandt, ND: A naturopathic doctor who reads", [("Lucia Brandt", "naturopathic doctor", None)]),
    ("Quill Bank (QLB:XX) chief executive Lucia Brandt spoke.", [("Lucia Brandt", "chief executive", "Quill Bank")]),
    (
        "Lucia Brandt, Vice President of Quality, Ferngrove Community Care, spoke.",
        [("Lucia Brandt", "Vice President of Quality", "Ferngrove Community Care")],
    ),
    ("so spoke director/producer/writer Lucia Brandt.", [("Lucia Brandt", "director/producer/writer", None)]),
    ("Lucia Brandt was named chair of Program Year 2031.", [("Lucia Brandt", "chair", None)]),
    (
        "Lucia Brandt, Territory Manager for Greater Fennel at Quill Bank, spoke.",
        [("Lucia Brandt", "Territory Manager for Greater Fennel", "Quill Bank")],
    ),
    ("Lucia Brandt, Principal of Greater Fennel Bank, spoke.", [("Lucia Brandt", "Principal", "Greater Fennel Bank")]),
    ("please contact Lucia Brandt of Fennel Relations at lucia@fennel.test", [("Lucia Brandt", None, "Fennel Relations")]),
    ("a song by Lucia Brandt of Upper Fennel was played.", [("Lucia Brandt", None, None)]),
    (
        "Amal Okafor, DBA, CPA/PFS, MS Tax, Chief Learning Officer of Quill Bank, spoke.",
        [("Amal Okafor", "Chief Learning Officer", "Quill Bank")],
    ),
]
KNOWN = ["Harbor Waste Solutions", "Harbor Mill International", "Quill Traders"]
KNOWN += ["Harbor Mill Inc.", "Harbor Mill", "Quill Bank", "Quill Trust", "Quill Partners", "Quill PR"]


def organizations(text: str) -> list[Mention]:
    found: list[Mention] = []
    for name in KNOWN:
        start = text.find(name)
        if start >= 0 and not any(m.start == start for m in found):
            found.append(Mention(kind="organization", start=start, end=start + len(name), text=name, source="test"))
    return found


def held_at(text: str, mention: Mention | None) -> str | None:
    span = mention.attrs.get("organization") if mention else None
    return text[int(str(span[0])) : int(str(span[1]))] if isinstance(span, tuple) else None


def rows(text: str, *, known: bool) -> list[Row]:
    named = people.find(text)
    said = find(text, people=named, organizations=organizations(text) if known else ())
    out: list[Row] = []
    for person in named:
        if person.attrs["partial"]:
            continue
        mine = [m for m in said if m.attrs["person"] == person.span]
        role = next((m for m in mine if m.kind == "role"), None)
        held = role or next(iter(mine), None)
        out.append((person.text, role.text if role else None, held_at(text, held)))
    return out


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_roles_and_organizations_are_read_verbatim(text: str, expected: Sequence[Row]) -> None:
    assert rows(text, known=True) == expected


@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 8, 9, 11, 13])
def test_organizations_are_read_without_anybody_s_help(number: int) -> None:
    text, expected = CASES[number]
    assert rows(text, known=False) == expected


def test_every_mention_cites_its_person_and_its_words() -> None:
    text = "Amal Okafor, CEO of Harbor Mill and chair of Quill Trust, met Mayor Lucia Brandt."
    named = people.find(text)
    said = find(text, people=named, organizations=organizations(text))
    assert [m.text for m in said if m.kind == "role"] == ["CEO", "chair", "Mayor"]
    assert {m.attrs["person"] for m in said} == {m.span for m in named}
    assert all(text[m.start : m.end] == m.text for m in said)


def test_the_company_is_the_one_that_speaks() -> None:
    head = "Quill Bank earns ISO 27001 certification\n\nQuill Bank today announced a certificate."
    text = head + "\n\n“Good,” said Nora Feldman, president of the company."
    found = find(text, people=people.find(text), organizations=organizations(text))
    assert [(m.text, held_at(text, m)) for m in found] == [("president", "Quill Bank")]


def test_words_of_departments_are_no_employers() -> None:
    def phrase(text: str) -> str:
        none = Spans.of([])
        found = read(text, 0, people=none, organizations=none)
        assert found is not None
        return text[slice(*found.role)]

    assert phrase("Vice President of Research and Development at Quill Bank") == "Vice President of Research and Development"
    assert phrase("CEO of Quill Bank") == "CEO"
    assert phrase("Head of Human Resources, Quill Bank") == "Head of Human Resources"
    assert phrase("renowned chief economist at Quill Bank") == "chief economist"


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Nora Feldman is a leader in health and CEO of Quill Bank.", "CEO"),
        ("Nora Feldman is a surgeon and owner of Quill Bank.", "surgeon and owner"),
        ("Nora Feldman is founder and CEO of Quill Bank.", "founder and CEO"),
        ("Nora Feldman, a registered nurse, was appointed director of Quill Trust.", "director"),
        (
            "The appointment of Nora Feldman, a nurse, as the bank's new medical advisor was news. She works as president of Quill Trust.",
            "medical advisor",
        ),
        ("Nora Feldman was named a Verified Expert and is president of Quill Trust. She is president of Quill Trust.", "president"),
        ("Nora Feldman, CEO of Quill Bank, was appointed treasurer of Quill Trust in 2009.", "CEO"),
    ],
)
def test_what_a_release_reports_and_offices_outrank_praise(text: str, best: str) -> None:
    found = [m for m in find(text, people=people.find(text), organizations=organizations(text)) if m.kind == "role"]
    assert max(found, key=lambda m: int(str(m.attrs["rank"]))).text == best


@pytest.mark.parametrize("text", ["the mill grew", "Harbor Mill", "of the CEO", "and so on", "leading the way to certification"])
def test_no_role_is_read_where_none_begins(text: str) -> None:
    none = Spans.of([])
    found = read(text, 0, people=none, organizations=none)
    assert found is None or found.role[0] > 0


def test_vocabularies_hold_what_they_promise() -> None:
    t = titles()
    assert t.weak <= t.heads | {"star"}
    assert {"ceo", "mayor", "co-founder"} <= t.heads
    assert not t.functions & {"ceo", "founder", "mayor"}
    assert t.head.fullmatch("co-founders") and t.head.fullmatch("Mayor") and not t.head.fullmatch("mill")
    assert "media contact" in t.contact_roles


def test_the_extractor_says_what_it_reads_and_emits() -> None:
    assert isinstance(EXTRACTOR, Extractor)
    assert EXTRACTOR.reads == ("person", "organization")  # type: ignore[attr-defined]  # optional attributes of the protocol
    assert EXTRACTOR.emits == ("role", "affiliation")  # type: ignore[attr-defined]


@given(
    st.lists(
        st.sampled_from(
            ["Amal Okafor", ", ", "CEO", " of ", "Quill Bank", " said ", "and ", "\n\n", "“", "the company's ", "(", "director", ". "]
        ),
        max_size=30,
    )
)
def test_any_order_of_words_is_read_with_true_offsets(parts: list[str]) -> None:
    text = "".join(parts)
    named = people.find(text)
    said = find(text, people=named, organizations=organizations(text))
    assert said == find(text, people=named, organizations=organizations(text))
    assert all(text[m.start : m.end] == m.text and m.text for m in said)
    assert all(m.attrs["person"] in {p.span for p in named} for m in said)


@pytest.mark.parametrize("piece", ["CEO ", "CEO of ", "and ", "said Amal Okafor, CEO of Quill Bank. ", "A", ", "])
def test_time_grows_in_line_with_the_text(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = "Amal Okafor, CEO of Quill Bank, said " + piece * (size // len(piece))
        named = people.find(text)
        return lambda: find(text, people=named)

    grows_in_line(make, 40_000)


# Names whose last word is one of departments or titles too: only who knows the name can tell.
TELLING_NAMES: list[tuple[str, Sequence[Row]]] = [
    ("said Harbor Waste Solutions Founder and CEO Amal Okafor.", [("Amal Okafor", "Founder and CEO", "Harbor Waste Solutions")]),
    ("said Harbor Mill International President Amal Okafor.", [("Amal Okafor", "President", "Harbor Mill International")]),
    ("said Quill Traders CEO Amal Okafor.", [("Amal Okafor", "CEO", "Quill Traders")]),
    ("Waste Solutions Director Amal Okafor of Harbor Mill spoke.", [("Amal Okafor", "Waste Solutions Director", "Harbor Mill")]),
]


@pytest.mark.parametrize(("text", "expected"), TELLING_NAMES, ids=[c[0][:40] for c in TELLING_NAMES])
def test_a_role_starts_behind_the_organization_that_is_known(text: str, expected: Sequence[Row]) -> None:
    assert rows(text, known=True) == expected


@pytest.mark.parametrize("name", ["Executive Publicist", "Senior Partners", "Board Members", "the company", "Managing Directors"])
def test_titles_and_nouns_are_no_organizations(name: str) -> None:
    assert no_organization(name)


@pytest.mark.parametrize("name", ["Acme Publicists", "Quill Traders", "Harbor Mill", "QUILL TRADERS"])
def test_names_that_end_in_people_are_organizations(name: str) -> None:
    assert not no_organization(name)
