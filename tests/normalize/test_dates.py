"""Values of dates: what a careful reader on the day of publication would write down, and never more than the text says."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from certwire import edtf
from certwire.extractors.dates import EXTRACTOR
from certwire.model import Mention, Release, ResolvedDate, Zones
from certwire.normalize.dates import resolve, unresolved

PUBLISHED = date(2018, 11, 5)  # a Monday


def read(text: str, published: date | None = PUBLISHED) -> tuple[ResolvedDate, ...]:
    release = Release(id="t", path="t.txt", sha256="0", text=text, published=published)
    return resolve(list(EXTRACTOR(Doc(Vocab()), release)), release=release, zones=Zones(blocks=()))


def values(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [d.value.edtf for d in read(text, published)]


@pytest.mark.parametrize(
    ("text", "value", "basis"),
    [
        ("in January this year", "2018-01", "relative"),
        ("given at a ceremony on December 10", "2018-12-10", "inferred"),
        ("the rate fell in October", "2018-10", "inferred"),
        ("the audit was held in August", "2018-08", "inferred"),
        ("the audit will be held in August", "2019-08", "inferred"),
        ("expects to finish the audit by March", "2019-03", "inferred"),
        ("It was won in December", "2017-12", "inferred"),
        ("a gala will follow on January 9", "2019-01-09", "inferred"),
        ("Voters, asked in the past what they wanted, go to the February 3 primary", "2019-02-03", "inferred"),
        ("It was signed on February 3", "2018-02-03", "inferred"),
        ("announced on Friday", "2018-11-02", "inferred"),
        ("announced on Monday", "2018-11-05", "inferred"),
        ("will start on Friday", "2018-11-09", "inferred"),
        ("last Monday", "2018-10-29", "relative"),
        ("next Monday", "2018-11-12", "relative"),
        ("The list was published today.", "2018-11-05", "relative"),
        ("It took effect yesterday.", "2018-11-04", "relative"),
        ("It opened last week.", "2018-10-29/2018-11-04", "relative"),
        ("It opens next month.", "2018-12", "relative"),
        ("It opened last year.", "2017", "relative"),
        ("later this year", "2018", "relative"),
        ("before the end of the year", "2018-12", "relative"),
        ("since the start of the year", "2018-01/..", "relative"),
        ("this quarter", "2018-36", "relative"),
        ("last quarter", "2018-35", "relative"),
        ("Sales in the second quarter rose.", "2018-34", "inferred"),
        ("Sales in Q3 2017 rose.", "2017-35", "stated"),
        ("Q4 FY2019", "2019-36", "stated"),
        ("in the first half of 2019", "2019-01/2019-06", "stated"),
        ("in 2H19", "2019-07/2019-12", "stated"),
        ("FY19", "2019", "stated"),
        ("the 2018-2019 academic year", "2018/2019", "stated"),
        ("the coming academic year", "2019/2020", "relative"),
        ("in spring 2019", "2019-21", "stated"),
        ("this fall", "2018-23", "relative"),
        ("last summer", "2018-22", "relative"),
        ("next spring", "2019-21", "relative"),
        ("certified since 2015", "2015/..", "stated"),
        ("certified since May 2015", "2015-05/..", "stated"),
        ("certified since July", "2018-07/..", "inferred"),
        ("since the early 1980s", "1980~/..", "stated"),
        ("in the 1980s", "198X", "stated"),
        ("in the late 19th century", "18XX", "stated"),
        ("in mid-2015", "2015~", "stated"),
        ("in late 2015", "2015", "stated"),
        ("at the end of 2015", "2015-12", "stated"),
        ("by the end of March", "2019-03", "inferred"),
        ("from 2019 to 2024", "2019/2024", "stated"),
        ("June 4th to 6th, 2019", "2019-06-04/2019-06-06", "stated"),
        ("from November 30 to January 5", "2018-11-30/2019-01-05", "inferred"),
        ("from Nov. 30 to Jan. 5, 2019", "2018-11-30/2019-01-05", "stated"),
        ("November 2018 to February 2019", "2018-11/2019-02", "stated"),
        ("from now until July 28, 2019", "2018-11-05/2019-07-28", "stated"),
        ("from now through 2018", "2018-11-05/2018-12-31", "stated"),
        ("from now to the end of November", "2018-11-05/2018-11-30", "relative"),
        ("within the next two weeks", "2018-11-05/2018-11-19", "relative"),
        ("three years ago", "2015", "relative"),
        ("about a year ago", "2017~", "relative"),
        ("50 years ago", "1968~", "relative"),
        ("two months ago", "2018-09", "relative"),
        ("on 29 February 2016", "2016-02-29", "stated"),
        ("Signed 3/4/2018", "2018", "stated"),
        ("Signed 4/23/2018", "2018-04-23", "stated"),
        ("on Memorial Day weekend 2018", "2018-05-26/2018-05-28", "stated"),
        ("Thanksgiving 2018", "2018-11-22", "stated"),
    ],
)
def test_value(text: str, value: str, basis: str) -> None:
    (found,) = read(text)
    assert found.value.edtf == value
    if "from now" not in text:
        assert found.value.basis == basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rule came in 2016, the exam two years later.", ["2016", "2018"]),
        ("Sales reached 14 million in 2016, more than in the previous year.", ["2016", "2015"]),
        ("It began in 2011. In the same year it was certified.", ["2011", "2011"]),
        ("3Q18 sales beat those of last quarter and of the same quarter last year.", ["2018-35", "2018-34", "2017-35"]),
        ("It closes on February 30, 2018, not on February 28, 2018.", ["2018-02-28"]),
        ("Founded in 0000, 99999 and 2019-13-45.", []),
    ],
)
def test_values_in_context(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("Fourth-quarter revenue: 3 million", date(2019, 3, 6), "2018-36"),
        ("Fourth-quarter revenue: 3 million", date(2018, 11, 6), "2018-36"),
        ("We'll launch it in Q4", date(2019, 3, 6), "2019-36"),
        ("Winners will be announced at the end of April", date(2019, 5, 7), "2019-04"),
        ("Winners will be announced at the end of April", date(2019, 7, 7), "2020-04"),
        ("into the new year", date(2018, 12, 29), "2019"),
        ("into the new year", date(2019, 2, 2), "2019"),
        ("on February 29", date(2024, 3, 5), "2024-02-29"),
        ("last winter", date(2024, 3, 5), "2023-24"),
    ],
)
def test_value_by_day_of_publication(text: str, published: date, value: str) -> None:
    assert values(text, published) == [value]


def test_dateline_near_publication_is_today() -> None:
    text = "OSLO, November 2, 2018 -- Fjordmill announced today that it was certified yesterday. It took effect yesterday."
    assert values(text) == ["2018-11-02", "2018-11-02", "2018-11-01", "2018-11-01"]
    assert values(text, date(2018, 12, 24))[1] == "2018-12-24"


def test_without_publication_only_stated_dates_have_values() -> None:
    text = "The list was published today, in May, on Friday and on 2 May 2018."
    release = Release(id="t", path="t.txt", sha256="0", text=text)
    found = list(EXTRACTOR(Doc(Vocab()), release))
    resolved = resolve(found, release=release, zones=Zones(blocks=()))
    assert [d.value.edtf for d in resolved] == ["2018-05-02"]
    (issue,) = unresolved(found, resolved, release=release)
    assert issue.code == "relative_date_unresolved" and "3 dates" in issue.message
    assert unresolved(found, resolved, release=Release(id="t", path="t", sha256="0", text=text, published=PUBLISHED)) == ()


def test_other_mentions_are_left_alone() -> None:
    release = Release(id="t", path="t", sha256="0", text="Acme", published=PUBLISHED)
    assert (
        resolve([Mention(kind="organization", start=0, end=4, text="Acme", source="x.v1")], release=release, zones=Zones(blocks=())) == ()
    )


PIECES = (
    *("since", "from", "to", "until", "and", "between", "now", ",", "-", "–", "was", "will"),
    *("the end of", "early", "late", "mid-", "this", "last", "next", "year", "month", "week", "quarter"),
    *("the same year", "academic year", "two years ago", "ten years later", "today", "yesterday", "Monday", "Friday"),
    *("January", "Feb.", "May", "December", "29", "31", "1st", "2023", "2024", "9999", "1500", "1980s"),
    *("Q4", "FY25", "2H19", "2024-25", "12/31/1999", "spring", "winter", "fall", "Christmas", "Memorial Day weekend", "19th century"),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_value_is_edtf_within_its_bounds(pieces: list[str], published: date) -> None:
    for found in read(" ".join(pieces), published):
        value = edtf.parse(found.value.edtf)
        assert str(value) == found.value.edtf
        assert edtf.bounds(value) == (found.value.earliest, found.value.latest)
        assert found.value.earliest is None or found.value.latest is None or found.value.earliest <= found.value.latest


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%b. %d, %Y", "%A, %B %d, %Y", "%Y-%m-%d", "%B %Y"]),
)
def test_stated_dates_agree_with_dateparser(when: date, form: str) -> None:
    dateparser = import_module("dateparser")
    text = when.strftime(form).replace("May.", "May")
    (found,) = read(f"It was certified in {text}.")
    other = dateparser.parse(text, languages=["en"], settings={"PREFER_DAY_OF_MONTH": "first", "REQUIRE_PARTS": ["month", "year"]})
    assert other is not None and other.date() == found.value.earliest
    assert found.value.basis == "stated"
