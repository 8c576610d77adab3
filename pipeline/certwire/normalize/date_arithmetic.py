"""Calendar arithmetic for dates that leave something out: which year, weekday or quarter is meant, seen from the day of publication.

Every function takes the attributes of a date mention (see ``extractors.dates.DateExtractor``) and the day to count from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from certwire import edtf
from certwire.edtf import Interval, Unit, Value
from certwire.model import Attr
from certwire.vocabulary import table

Attrs = Mapping[str, Attr]

# A day without a year is the nearest one, unless that is farther than this and the tense says otherwise: header dates can be weeks off,
# and a cue that does not govern the date says little.
_NEAR_DAYS = {True: 45, False: 100}
# "50 years ago" is a round number; "12 years ago" is not.
_ROUND_YEARS = 15


def number(value: Attr) -> int:
    """The attribute as a number.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, int):
        raise ValueError(f"{value!r} is no number")
    return value


def year_of(attrs: Attrs, today: date | None) -> int | None:
    """The year written, or the one that "this" and "last", tense and nearness choose; None where there is no day to count from.

    Example:
        ``year_of({"pattern": "month", "month": 10, "tense": "past"}, date(2021, 4, 7))`` -> ``2020``
    """
    if "year" in attrs:
        return number(attrs["year"])
    if today is None:
        return None
    pattern, shift = attrs["pattern"], attrs.get("shift")
    tense = "past" if attrs.get("open") == "end" else attrs.get("tense")
    if shift is not None:
        return _shifted_year(attrs, number(shift), today)
    if pattern == "month":
        return _month_year(number(attrs["month"]), today, tense)
    if pattern in ("day", "days"):
        return _day_year(number(attrs["month"]), number(attrs["day"]), attrs, today)
    if pattern in ("quarter", "half"):
        first_month = (number(attrs["quarter"]) - 1) * 3 + 1 if pattern == "quarter" else (number(attrs["half"]) - 1) * 6 + 1
        ahead = first_month - today.month
        return today.year - (ahead > 0 and tense != "future" and (tense == "past" or ahead > 6))
    return today.year if pattern == "holiday" else None


def _shifted_year(attrs: Attrs, shift: int, today: date) -> int:
    pattern = attrs["pattern"]
    if pattern == "month" and not attrs.get("of_year"):  # "last May" is the latest May before this month
        month = number(attrs["month"])
        return today.year - (shift == -1 and month >= today.month) + (shift == 1 and month <= today.month)
    if pattern == "season" and not attrs.get("of_year"):
        season = Unit(year=today.year, part=number(attrs["season"]))
        begin = season.first if season.part != edtf.WINTER else date(today.year, 12, 1)
        return today.year - (shift == -1 and season.last >= today) + (shift == 1 and begin <= today)
    return today.year + shift


def _month_year(month: int, today: date, tense: Attr) -> int:
    ahead = (month - today.month) % 12
    if ahead == 11:  # last month, whatever the tense: nobody says so little of a month a year away
        past = True
    elif tense in ("past", "future"):
        past = tense == "past" and ahead > 0
    else:
        past = ahead > 6
    return today.year - (month > today.month) if past else today.year + (month < today.month)


def _day_year(month: int, day: int, attrs: Attrs, today: date) -> int:
    weekday, tense = attrs.get("weekday"), attrs.get("tense")
    candidates: list[date] = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:  # February 29
            continue
    candidates = [c for c in candidates if c.weekday() == weekday] or candidates
    if not candidates:
        raise ValueError(f"there is no day {day} in month {month} near {today}")
    nearest = min(candidates, key=lambda c: abs((c - today).days))
    if abs((nearest - today).days) > _NEAR_DAYS[bool(attrs.get("near"))] and tense in ("past", "future"):
        fitting = [c for c in candidates if (c <= today) == (tense == "past")]
        nearest = min(fitting or [nearest], key=lambda c: abs((c - today).days))
    return nearest.year


def weekday(attrs: Attrs, today: date) -> date:
    """The weekday meant: today or before, after with "this", "next" or a future tense."""
    ahead = (number(attrs["weekday"]) - today.weekday()) % 7
    shift = attrs.get("shift")
    if shift == 1:
        return today + timedelta(days=ahead or 7)
    if shift == 0 or (shift is None and attrs.get("tense") == "future"):
        return today + timedelta(days=ahead)
    behind = -ahead % 7
    return today - timedelta(days=behind or 7 if shift == -1 else behind)


def unit(attrs: Attrs, today: date, *, near: date | None, reported: int | None) -> Value | None:
    """ "this week", "last month", "the previous quarter", "the coming academic year", "that year".

    Args:
        attrs: with ``unit`` and ``shift``.
        today: the day to count from.
        near: the day of the last date stated before, for "the same year".
        reported: the quarter that the release reports on, as ``year * 4 + quarter - 1``, for "last quarter".
    """
    kind, det, shift = attrs["unit"], attrs.get("det"), number(attrs["shift"])
    if kind == "year":
        return _year_unit(attrs, today, near)
    if kind == "month":
        return _month_of(today.year * 12 + today.month - 1 + shift - (12 if attrs.get("back") else 0))
    if kind == "quarter":
        base = (
            reported
            if reported is not None and det in ("this", "last", "previous", "prior", "same")
            else today.year * 4 + (today.month - 1) // 3
        )
        quarters = base + shift - (4 if attrs.get("back") else 0)
        return Unit(year=quarters // 4, part=edtf.FIRST_QUARTER + quarters % 4)
    monday = today - timedelta(days=today.weekday() - 7 * shift)
    if kind == "week":
        return Interval(start=edtf.day(monday), end=edtf.day(monday + timedelta(days=6)))
    if kind == "weekend":
        return Interval(start=edtf.day(monday + timedelta(days=5)), end=edtf.day(monday + timedelta(days=6)))
    return None


def _year_unit(attrs: Attrs, today: date, near: date | None) -> Value | None:
    det, shift, part = attrs.get("det"), number(attrs["shift"]), attrs.get("part")
    if det in ("same", "that"):
        return Unit(year=near.year) if near else None
    if det == "new":  # "into the new year"
        return Unit(year=today.year + (today.month > 8))
    if attrs.get("sort") in ("academic", "school"):
        begin = today.year - (today.month < 8) + shift
        return Interval(start=Unit(year=begin), end=Unit(year=begin + 1))
    if part == "end" and det is None and attrs.get("tense") == "past" and today.month < 10:
        shift = -1
    base = near.year if det == "previous" and near else today.year
    return Unit(year=base + shift, part={"start": 1, "end": 12}.get(str(part)))


def ago(attrs: Attrs, today: date | None, near: date | None) -> Value | None:
    """ "three months ago", "about a year ago"; "two years later" counts from the last date stated before."""
    count, kind = number(attrs["number"]), attrs["unit"]
    if attrs["way"] != "ago":
        return Unit(year=near.year + (count if attrs["way"] == "later" else -count)) if near else None
    if today is None:
        return None
    about = bool(attrs.get("about"))
    if kind == "year":
        return Unit(year=today.year - count, approximate=about or count >= _ROUND_YEARS)
    if kind == "month":
        return _month_of(today.year * 12 + today.month - 1 - count, approximate=about)
    days = count * 7 if kind == "week" else count
    return edtf.day(today - timedelta(days=days), approximate=about or kind == "week")


def holiday(attrs: Attrs, year: int) -> Value:
    """The day of a feast, or of its weekend."""
    rule: list[int] = table("dates_words")["holidays"][str(attrs["holiday"])]
    month = Unit(year=year, part=rule[0])
    if len(rule) == 2:
        when = date(year, *rule)
    elif rule[2] > 0:
        when = month.first + timedelta(days=(rule[1] - month.first.weekday()) % 7 + 7 * (rule[2] - 1))
    else:
        when = month.last - timedelta(days=(month.last.weekday() - rule[1]) % 7)
    if not attrs.get("weekend"):
        return edtf.day(when)
    # A feast on Monday or Tuesday has its weekend before it, else after.
    saturday = when - timedelta(days=when.weekday() + 2) if when.weekday() < 2 else when + timedelta(days=5 - when.weekday())
    return Interval(start=edtf.day(min(when, saturday)), end=edtf.day(max(when, saturday + timedelta(days=1))))


def _month_of(months: int, *, approximate: bool = False) -> Unit:
    return Unit(year=months // 12, part=months % 12 + 1, approximate=approximate)
