"""Calendar expressions: exact spans of dates, and nothing read off their look-alikes.

A case marks every date with square brackets; a case without any is a text in which no date may be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from certwire.extractors import date_grammar
from certwire.extractors.date_grammar import expression_at, point_at
from certwire.extractors.dates import EXTRACTOR
from certwire.model import Mention, Release
from certwire.vocabulary import table, words

FOUND = [
    "LEEDS, England, [May 6, 2024] -- Harbor Mill was certified on [6 May 2024].",
    "The audit took place on [Tuesday, 14 January 2025], and again on [Wednesday, March 26th].",
    "The mill opened [April 20,2026] and closed on [1st of August].",
    "The certificate of [2024-05-02] replaces that of [04/21/2022] and the one of [21.04.2019].",
    "It was renewed in [January 2020], in [March] and [since July].",
    "First issued in [November of 2023], it was extended in [February of this year].",
    "The survey ran [June 4th to 6th], then [6-8 November], then [22 October to 7 November].",
    "Open [from Aug 14 - Sept 4] and [Oct. 10-12, 2024].",
    "Entries open [November 2024 to February 2025].",
    "She served [from 2019 to 2024]; sales rose [between 2018 and 2024].",
    "The plan for [2024-2030] follows the [2023/2024] one.",
    "Certified [since 2015] and, [since mid-August], listed.",
    "Growth is expected [from 2025 onwards], in [2026 and beyond].",
    "Sales rose in [Q2 2025], in [2Q26], in the [second quarter of this year] and in [H1-2024].",
    "Revenue for [FY26] and for [fiscal 2025] beat the [2024 fiscal year].",
    "The mill was built in the [1980s], altered in [the early 2000’s] and sold [since the early 1990s].",
    "It reopens in [Spring 2025] or [late summer 2026], perhaps [this fall].",
    "Auditors come in [late 2026], by [the end of April] or [mid-October].",
    "Harbor Mill [today] announced its certificate.",
    "Harbor Mill announced [today] that it was certified.",
    "The list was published [today].",
    "The step took effect [yesterday].",
    "The award was handed over [last week], after the audit of [last month].",
    "Work starts [next year] and ends [later this year].",
    "It was founded [three years ago], [about a year ago] or [over 12 years ago].",
    "The rule came in [2016] and the exam [two years later].",
    "The audit went on in [2023]. In the [same year] it ended.",
    "Announced [Tuesday], celebrated on [Friday], due [next Monday].",
    "The [2019] results, the [2022] study and a [2023] launch.",
    "Founded in [1889], the mill grew.",
    "Winner of the Builder Award [2023] and [2024].",
    "Offers end at [Christmas 2024] or [Memorial Day weekend].",
    "Open [from now until July 28, 2024].",
    "Valid [between now and 2034].",
]

NOT_FOUND = [
    "You may vary it; the staff will march on.",
    "Theresa May, April Jones and August Wilson spoke to June Carter.",
    "Certified to ISO 9001:2015, IEC 61508:2010 and ISO 42001: 2023.",
    "Compliant with ISO/IEC 27001:2022 and ISO 20000-1:2018.",
    "The Private Securities Litigation Reform Act of 1995 and the BIS Act, 2016.",
    "Copyright 2024 Harbor Mill. © 2020 Harbor Mill.",
    "Meet us at Expo Nova 2025 and at the Harbor Forum 2026 in Rome.",
    "Vision 2030, Agenda 2063 and Windows 2000.",
    "Call 1-800-555-2019 or (682) 500-1907, open 24/7.",
    "Contact us\n\n1905 Sherman Street, Denver",
    "It costs $2000, weighs 2024 kg and has over 2000 users.",
    "Nearly 2000 members met for five years at the age of 45.",
    "Consumers today are savvy; in today's market they read USA Today.",
    "Register today. Contact our team today!",
    "Companies of today and tomorrow build a better tomorrow.",
    "Open Monday through Friday, every Saturday and each Sunday, 9:00 to 17:00.",
    "Over the past decade, in recent years and for three years it grew.",
    "See https://example.org/2021/10/30/march-2024-news and [news](/2024/05/06).",
    "Slip and fall cases; spring water; a summer of love.",
    "The H100 and H200 chips, H2 production and the X Q3 Spin.",
    "During this year-long project and the next ten years.",
    "Versions 2.2024 and 2022-49-INF.",
    "Six months later she returned, years ago.",
    "Q1: What made you start this business?",
    "Act now: now is the time.",
    "Black Friday and Giving Tuesday sales.",
    "AIRDROP2049 and WSD2025#P10 are codes; press2024@example.org is an address.",
    "The 21st century has come.",
    "Join Engage! 2025 in Rome on Monday Night Football day.",
    "Hours are 12 pm to 7 pm on Monday.",
    "Their new building on 1905 24th Ave NW opens its doors.",
    "Expected to close in the quarter; beginning the summer well.",
    "Financial Literacy Month and the May Company.",
]


def mentions(text: str) -> list[Mention]:
    release = Release(id="t", path="t.txt", sha256="0", text=text)
    return list(EXTRACTOR(Doc(Vocab()), release))


@pytest.mark.parametrize("case", FOUND)
def test_found(case: str) -> None:
    text = re.sub(r"\[([^\]]*)\]", r"\1", case)
    assert [m.text for m in mentions(text)] == re.findall(r"\[([^\]]*)\]", case)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert [m.text for m in mentions(text)] == []


@pytest.mark.parametrize(
    ("text", "attrs"),
    [
        ("It was certified in May.", {"pattern": "month", "month": 5, "tense": "past", "near": True}),
        ("It will end by Friday, Dec. 5.", {"pattern": "day", "weekday": 4, "month": 12, "day": 5}),
        ("Opened 6-8 November.", {"pattern": "days", "day": 6, "end_day": 8, "month": 11, "tense": "past", "near": True}),
        ("Sales in 3Q24 rose.", {"pattern": "quarter", "quarter": 3, "year": 2024}),
        ("Held since 2015.", {"pattern": "year", "year": 2015, "open": "end"}),
        ("It starts next month", {"pattern": "unit", "unit": "month", "det": "next", "shift": 1, "tense": "future", "near": True}),
        ("Signed 3/4/2025", {"pattern": "day", "month": 3, "day": 4, "year": 2025, "ambiguous": True}),
        ("in the mid-1980s", {"pattern": "decade", "decade": 1980, "part": "mid"}),
    ],
)
def test_attributes(text: str, attrs: dict[str, object]) -> None:
    (found,) = mentions(text)
    assert dict(found.attrs) == attrs


def test_offsets_count_code_points() -> None:
    (found,) = mentions("🏭🏭 Zoë was certified in 𝔸 and in 2019.")
    assert (found.text, found.kind, found.source) == ("2019", "date", "dates.v1")
    assert "🏭🏭 Zoë was certified in 𝔸 and in 2019."[found.start : found.end] == "2019"


@given(
    st.lists(
        st.sampled_from(
            [
                "May",
                "2024",
                "5",
                ",",
                "-",
                "–",
                "to",
                "since",
                "the",
                "end of",
                "Q1",
                "last",
                "year",
                "ago",
                "two",
                "Monday",
                "\n",
                ".",
                "'25",
                "1980s",
                "and",
                "today",
            ]
        ),
        max_size=14,
    )
)
def test_spans_hold_and_do_not_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    found = mentions(text)
    assert found == mentions(text)
    for m in found:
        assert text[m.start : m.end] == m.text == m.text.strip() != ""
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for m in mentions(text):
        assert text[m.start : m.end] == m.text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "2024",
        "2024 ",
        "May ",
        "since ",
        "(",
        "](",
        "www.",
        "two years ago ",
        "Monday, ",
        " ",
        "the end of ",
        "2024-",
        "5 to ",
        "@",
        "ago",
        "\n",
        "Q1",
        "today today's ",
    ],
)
def test_time_is_linear(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: mentions(text)

    grows_in_line(make, 80_000)


def test_two_readings_of_the_same_words_give_one_date() -> None:
    assert [m.text for m in mentions("in the next two weeks ago")] == ["next two weeks"]


def test_grammar_reads_the_longest() -> None:
    read = expression_at("May 5, 2024 to June 1, 2024", 0)
    assert read is not None and read.end == 27
    point = point_at("May 5, 2024 (", 0)
    assert point is not None and (point.end, point.attrs["day"]) == (11, 5)
    assert point_at("Maybe", 0) is None


def test_vocabulary_is_lower_case_and_without_duplicates() -> None:
    for key, value in table("dates_words").items():
        if isinstance(value, list) and value and isinstance(value[0], str):
            listed = words("dates_words", key)
            assert len(set(listed)) == len(listed), key
            assert all(w == w.lower() for w in listed), key
    flat = [form for key in ("months", "weekdays", "seasons") for forms in table("dates_words")[key] for form in forms]
    assert len(set(flat)) == len(flat)


def test_one_step_finds_what_trying_each_pattern_in_turn_finds() -> None:
    samples = "May 5, 2024|5 May 2024|2024-05-05|Q1 2024|H2 2023|FY25|summer of 2024|1990s|Easter|next year|Mayor|5.5.2024".split("|")
    for text in samples:
        fits = next(((name, m.end()) for name, p in date_grammar._POINTS if (m := p.match(text, 0))), None)
        point = point_at(text, 0)
        assert (point and (point.attrs["pattern"], point.end)) == fits, text
