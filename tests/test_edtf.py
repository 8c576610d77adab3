"""EDTF values: what is written is valid, reads back the same, and lies between its first and last day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import edtf
from certwire.edtf import Interval, Unit

# edtf-validate is written for an older pyparsing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

YEARS = st.integers(1, 9999)


@st.composite
def days(draw: st.DrawFn) -> Unit:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    return Unit(year=year, part=month, day=draw(st.integers(1, monthrange(year, month)[1])), approximate=draw(st.booleans()))


WHOLE = st.builds(Unit, year=YEARS, approximate=st.booleans())
MONTHS = st.builds(Unit, year=YEARS, part=st.integers(1, 12), approximate=st.booleans())
PARTS = st.builds(Unit, year=YEARS, part=st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36]))
DECADES = st.builds(lambda n: Unit(year=n * 10, unspecified=1), st.integers(1, 999))
CENTURIES = st.builds(lambda n: Unit(year=n * 100, unspecified=2), st.integers(1, 99))
UNITS = st.one_of(days(), WHOLE, MONTHS, PARTS, DECADES, CENTURIES)
ENDS = st.one_of(days(), WHOLE, MONTHS)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = draw(ENDS), draw(ENDS)
    if start.first > end.first:
        start, end = end, start
    open_end = draw(st.sampled_from(["neither", "start", "end"]))
    return Interval(start=None if open_end == "start" else start, end=None if open_end == "end" else end)


VALUES: st.SearchStrategy[edtf.Value] = st.one_of(UNITS, intervals())


@given(VALUES)
def test_reads_what_it_writes(value: edtf.Value) -> None:
    assert edtf.parse(str(value)) == value


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_is_valid_edtf(value: edtf.Value) -> None:
    validator = import_module("edtf_validate.valid_edtf")
    assert validator.is_valid(str(value)), str(value)


@given(VALUES)
def test_first_day_is_not_after_last(value: edtf.Value) -> None:
    first, last = edtf.bounds(value)
    assert first is None or last is None or first <= last
    assert (first, last) != (None, None)


@given(st.text(max_size=12))
def test_any_other_text_is_refused(text: str) -> None:
    try:
        value = edtf.parse(text)
    except ValueError:
        return
    assert str(value) == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-33", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-36", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-21", date(2024, 3, 1), date(2024, 5, 31)),
        ("2024-23", date(2024, 9, 1), date(2024, 11, 30)),
        ("2024-24", date(2023, 12, 1), date(2025, 2, 28)),
        ("198X", date(1980, 1, 1), date(1989, 12, 31)),
        ("18XX", date(1800, 1, 1), date(1899, 12, 31)),
        ("2015~", date(2015, 1, 1), date(2015, 12, 31)),
        ("2019/..", date(2019, 1, 1), None),
        ("../2019-06", None, date(2019, 6, 30)),
        ("2024-01-05/2024-01-07", date(2024, 1, 5), date(2024, 1, 7)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("9999-24", date(9998, 12, 1), date(9999, 12, 31)),
        ("0001-24", date(1, 1, 1), date(2, 2, 28)),
    ],
)
def test_bounds(text: str, first: date | None, last: date | None) -> None:
    assert edtf.bounds(edtf.parse(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000",
        "99999",
        "2023-02-29",
        "1900-02-29",
        "2024-13",
        "2024-00",
        "2024-20",
        "2024-37",
        "2024-33-01",
        "2024-1",
        "2024/2023",
        "2024-05/2024",
        "../..",
        "2024/",
        "2024-33/2024-36",
        "198X/1995",
        "198X~",
        "2024-33~",
        "00XX",
        "２０２４",
        "2024\n",
        " 2024",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError):
        edtf.parse(text)
