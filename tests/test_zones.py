"""The layout of a release: zones that cover it in order, whatever it is, and the quotations in it with their speakers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.model import Zones
from certwire.vocabulary import words
from certwire.zones import layout, paragraphs

LEAD = "Harbor Mill today announced that its weir has been certified to ISO 9001:2015 after an audit of two days."
BODY = "The weir was built in 1889. It has been repaired twice since, and the second time it was raised by a foot."

RELEASE = f"""Harbor Mill certified to ISO 9001

LEEDS, England, May 6, 2024 -- {LEAD}

{BODY}

About Harbor Mill
Harbor Mill grinds oats and has done so for a hundred years.

Media Contact:
Jane Roe
jane@example.org

SOURCE Harbor Mill
"""


def kinds(text: str, *, title: str | None = None) -> list[tuple[str, str]]:
    """Kind and opening word of every zone."""
    return [(z.kind, text[z.start : z.end].split()[0]) for z in layout(text, title=title).blocks]


def zone_of(text: str, words_: str) -> str:
    zone = layout(text).at(text.index(words_))
    assert zone is not None
    return zone.kind


def test_a_release_by_the_book() -> None:
    assert kinds(RELEASE) == [
        ("headline", "Harbor"),
        ("dateline", "LEEDS,"),
        ("lead", "Harbor"),
        ("body", "The"),
        ("about", "About"),
        ("about", "Harbor"),
        ("contact", "Media"),
        ("contact", "Jane"),
        ("contact", "jane@example.org"),
        ("source", "SOURCE"),
    ]


def test_a_title_that_ingest_found_is_the_headline() -> None:
    text = f"Harbor Mill certified to ISO 9001 {LEAD}\n"
    first, second = layout(text, title="Harbor Mill certified to ISO 9001").blocks
    assert (first.kind, text[first.start : first.end].strip()) == ("headline", "Harbor Mill certified to ISO 9001")
    assert second.kind == "lead"


def test_a_title_that_is_not_in_the_text_is_none() -> None:
    assert "headline" not in {z.kind for z in layout(LEAD, title="Something else").blocks}


@pytest.mark.parametrize(
    "dateline",
    [
        "LEEDS, England, May 6, 2024 -- ",
        "LEEDS, England, May 6, 2024 /PRNewswire/ -- ",
        "LEEDS, England--(BUSINESS WIRE)--",
        "LEEDS, England, May 06, 2024 (GLOBE NEWSWIRE) -- ",
        "Leeds, England – May 6, 2024 – ",
        "LEEDS, May 6 — ",
        "SEJONG, South Korea – ",
        "LEEDS – ",
    ],
)
def test_datelines_are_told_from_the_lead(dateline: str) -> None:
    text = f"Harbor Mill certified\n\n{dateline}{LEAD}\n"
    zones = [(z.kind, text[z.start : z.end]) for z in layout(text).blocks]
    assert zones[1] == ("dateline", dateline)
    assert zones[2] == ("lead", LEAD + "\n")


@pytest.mark.parametrize(
    "lead",
    [
        LEAD,
        "The weir – built in 1889 – was certified to ISO 9001:2015 after an audit of two days by people from elsewhere.",
        "In May 2024 the mill was certified to ISO 9001:2015, the first in the valley -- and the last, as some people say in jest.",
        "harbor mill, a maker of oats -- and of bran -- was certified to ISO 9001:2015 after an audit of two days in May.",
    ],
)
def test_a_lead_without_a_dateline_stays_whole(lead: str) -> None:
    text = f"Harbor Mill certified\n\n{lead}\n"
    assert [z.kind for z in layout(text).blocks] == ["headline", "lead"]


def test_about_run_into_one_line() -> None:
    text = f"Harbor Mill certified  LEEDS, May 6, 2024 -- {LEAD}  {BODY}  About Harbor Mill: Harbor Mill grinds oats.  SOURCE: Harbor Mill"
    assert [z.kind for z in layout(text, title="Harbor Mill certified").blocks] == [
        "headline",
        "dateline",
        "lead",
        "body",
        "about",
        "source",
    ]


@pytest.mark.parametrize(
    ("heading", "subject"),
    [
        ("About Harbor Mill", "Harbor Mill"),
        ("About Harbor Mill:", "Harbor Mill"),
        ("ABOUT HARBOR MILL", "HARBOR MILL"),
        ("**About Harbor Mill**", "Harbor Mill"),
        ("About Harbor Mill Harbor Mill is a maker of oats.", "Harbor Mill"),
        ("About Harbor Mill: Harbor Mill is a maker of oats.", "Harbor Mill"),
        ("About Harbor Mill -- Harbor Mill is a maker of oats.", "Harbor Mill"),
    ],
)
def test_about_has_a_subject(heading: str, subject: str) -> None:
    text = f"{LEAD}\n\n{heading}\nIt is ISO 9001-certified.\n"
    about = [z for z in layout(text).blocks if z.kind == "about"]
    assert about[0].subject == subject
    assert about[-1].end == len(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "About half of the oats are ground at night, and the other half are ground by day, as they were a hundred years ago.",
        "About a hundred people came to see the certificate, and some of them stayed for supper and for a walk by the weir.",
        "About to retire, the miller looked back on a hundred years of oats and on a certificate that came at last in May.",
        "Abouta Mill is another mill, and it stands on another weir, and grinds another sort of oats than the one named above.",
    ],
)
def test_about_that_opens_a_sentence_is_no_heading(sentence: str) -> None:
    assert zone_of(f"{LEAD}\n\n{BODY}\n\n{sentence}\n", sentence[:12]) == "body"


@pytest.mark.parametrize(
    "heading",
    [
        "Media Contact",
        "Media Contact:",
        "Press contact: Jane Roe",
        "CONTACT:",
        "Contacts",
        "For media inquiries: jane@example.org",
        "### Media Relations",
    ],
)
def test_contact_blocks(heading: str) -> None:
    text = f"{LEAD}\n\n{BODY}\n\n{heading}\nJane Roe\n"
    assert zone_of(text, heading) == "contact"
    assert zone_of(text, "Jane Roe\n") == "contact"


@pytest.mark.parametrize(
    "sentence",
    ["Contact with water is avoided.", "Press the oats twice before use.", "Media were present in numbers.", "Contactors were fitted."],
)
def test_words_of_contact_in_a_sentence_are_none(sentence: str) -> None:
    assert zone_of(f"{LEAD}\n\n{BODY}\n\n{sentence}\n", sentence) == "body"


def test_prose_after_a_contact_block_is_body_again() -> None:
    prose = "The oats are ground at night, and " * 8 + "nobody knows why."
    text = f"{LEAD}\n\nMedia Contact\nJane Roe\n\n{prose}\n"
    assert zone_of(text, prose) == "body"


@pytest.mark.parametrize("line", ["SOURCE Harbor Mill", "Source: Harbor Mill", "###", "- Ends -"])
def test_source_lines(line: str) -> None:
    assert zone_of(f"{LEAD}\n\n{BODY}\n\n{line}\n", line) == "source"


@pytest.mark.parametrize("line", ["Source of the oats is the valley.", "Sources say that the weir leaks."])
def test_source_in_a_sentence_is_none(line: str) -> None:
    assert zone_of(f"{LEAD}\n\n{BODY}\n\n{line}\n", line) == "body"


@pytest.mark.parametrize(
    "line", ["Forward-Looking Statements", "Safe Harbor", "This press release contains forward-looking statements.", "© 2024 Harbor Mill."]
)
def test_legal_boilerplate_lasts(line: str) -> None:
    text = f"{LEAD}\n\n{BODY}\n\n{line}\n\nOats may fall.\n"
    assert zone_of(text, line) == "legal"
    assert zone_of(text, "Oats may fall") == "legal"


QUOTED = [
    ("“The weir has been raised by a foot and holds,” said Jane Roe, miller at Harbor Mill.", "Jane Roe"),
    ("“The weir has been raised by a foot and holds,” Jane Roe said.", "Jane Roe"),
    ("“The weir has been raised by a foot and holds,” Jane Roe, miller at Harbor Mill, said.", "Jane Roe"),
    ('"The weir has been raised by a foot and holds," she added.', "she"),
    ("Jane Roe, miller at Harbor Mill, said: “The weir has been raised by a foot and holds.”", "Jane Roe"),
    ("«The weir has been raised by a foot and holds», says Dr. Jane Roe.", "Dr. Jane Roe"),
    ("“The weir has been raised by a foot and holds.”", None),
    ("A sign at the weir reads “The weir has been raised by a foot and holds” in red.", None),
]


@pytest.mark.parametrize(("sentence", "speaker"), QUOTED)
def test_quotations_have_their_speakers(sentence: str, speaker: str | None) -> None:
    text = f"{LEAD}\n\n{sentence}\n"
    (quotation,) = layout(text).quotations
    assert "raised by a foot" in text[quotation.start : quotation.end]
    assert text[quotation.start] in '“"«'
    assert text[quotation.end - 1] in '”"»'
    assert (text[slice(*quotation.speaker)] if quotation.speaker else None) == speaker


@pytest.mark.parametrize("sentence", ["The “Blue Seal” mark is new.", 'It is 5" wide.', "“We are never done,"])
def test_marked_words_and_open_quotes_are_no_quotations(sentence: str) -> None:
    assert layout(f"{LEAD}\n\n{sentence}\n").quotations == ()


def test_look_up_by_place() -> None:
    zones = layout(RELEASE)
    assert zones.at(len(RELEASE)) is None
    assert zones.at(0) is zones.blocks[0]
    assert all(zones.at(z.end - 1) is z for z in zones.blocks)
    assert Zones(blocks=()).at(0) is None
    assert zones.quotation_at(0) is None


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \n", "a", "About", "“", "--", "# \n# \n"])
def test_next_to_nothing_has_a_layout(text: str) -> None:
    check(text, layout(text))


def test_a_dateline_with_nothing_behind_it_leaves_no_empty_lead() -> None:
    text = "Harbor Mill Harbor Mill Harbor Mill Harbor Mill LEEDS, May 6, 2024 -- "
    check(text, layout(text))
    assert [z.kind for z in layout(text).blocks] == ["dateline"]


PIECES = (
    "About Acme", "About", "Contact:", "Media Contact", "SOURCE Acme", "###", "Safe Harbor", "“", "”", '"', " said Jane Roe",
    "LEEDS, May 6, 2024 -- ", "\n", "\n\n", "  ", "Acme is a maker of oats. ", "\u2028", "\r", "\x85", "\u00a0", "# ", "* ",
    "Harbor Mill ", "--", "(", "2024", "é", "𝔸",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map("".join), st.none() | st.text(max_size=12))
def test_zones_cover_any_text_in_order_without_overlap(text: str, title: str | None) -> None:
    check(text, layout(text, title=title))
    check(text, layout(text, title=text[:5] or None))


def check(text: str, zones: Zones) -> None:
    assert "".join(text[z.start : z.end] for z in zones.blocks) == text
    assert all(z.start < z.end for z in zones.blocks)
    for one, other in pairwise(zones.blocks):
        assert one.end == other.start
    for quotation in zones.quotations:
        zone = zones.at(quotation.start)
        assert zone is not None and quotation.start < quotation.end <= zone.end
        if quotation.speaker:
            assert text[slice(*quotation.speaker)].strip()
            assert quotation.speaker[1] <= quotation.start or quotation.end <= quotation.speaker[0]
    for first, second in pairwise(zones.quotations):
        assert first.end <= second.start


@given(st.text(alphabet="ab \n", max_size=60))
def test_paragraphs_hold_all_that_is_not_blank(text: str) -> None:
    spans = list(paragraphs(text))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all("\n" not in text[a:b] and text[a:b].strip() for a, b in spans)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A ",
        "A",
        " ",
        "“",
        '"',
        "“a” ",
        "“" + "a" * 30 + "” said ",
        "(",
        "- ",
        ". About A",
        "About ",
        "2024 ",
        "# ",
        "LEEDS, ",
        "\n",
        "Said He, ",
        "a. ",
        " said J",
        "<p>",
    ],
)
def test_work_grows_with_the_text(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: layout(text, title="a")

    grows_in_line(make, 200_000)


@pytest.mark.parametrize("key", ["about", "about_not", "contact", "contact_heading_only", "source", "legal"])
def test_the_words_are_lower_case_and_meant(key: str) -> None:
    listed = words("zones", key)
    assert listed
    assert all(w == w.lower() and w.strip() for w in listed)


def test_headings_that_need_a_colon_are_headings() -> None:
    assert set(words("zones", "contact_heading_only")) <= set(words("zones", "contact"))
    assert all(w.startswith("about ") for w in words("zones", "about_not"))
