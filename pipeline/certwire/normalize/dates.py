"""Date mentions -> values: EDTF against the day of publication, never more precise than the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from certwire import edtf
from certwire.edtf import Interval, Unit, Value
from certwire.model import Attr, DateBasis, Mention, PartialDate, Release, ResolvedDate, Zones
from certwire.vocabulary import table

_Attrs = dict[str, Attr]
# A day without a year is the nearest one, unless that is farther than this and the tense says otherwise: header dates can be weeks off.
_NEAR = 100
_ROUND_YEARS = 15


def resolve(mentions: Sequence[Mention], *, release: Release, zones: Zones) -> tuple[ResolvedDate, ...]:
    """Every date mention with its value, in order of position.

    A mention that needs a day to count from has no value, and is left out, where the release has no day of publication; so is one that
    names no possible day ("February 30").

    Example:
        "January this year" in a release of 2018-11-05 -> ``PartialDate(edtf="2018-01", ..., basis="relative")``
    """
    found: list[ResolvedDate] = []
    dates = sorted((m for m in mentions if m.kind == "date"), key=lambda m: (m.start, m.end))
    anchor = _anchor(dates, release)
    for mention in dates:
        near = found[-1] if found and mention.start - found[-1].mention.end < 250 else None
        try:
            value = _value(dict(mention.attrs), anchor, near)
        except (ValueError, OverflowError):
            value = None
        if value is not None:
            first, last = edtf.bounds(value)
            found.append(
                ResolvedDate(mention=mention, value=PartialDate(edtf=str(value), earliest=first, latest=last, basis=_basis(mention.attrs)))
            )
    return tuple(found)


def _anchor(dates: Sequence[Mention], release: Release) -> date | None:
    """The day that "today" means: the dateline's where it is within three days of the publication date, which may be the day of the crawl."""
    published = release.published
    if published is None:
        return None
    for mention in dates:
        if mention.start > 700:
            break
        year, month, day = (mention.attrs.get(k) for k in ("year", "month", "day"))
        if (
            mention.attrs.get("pattern") == "day"
            and isinstance(year, int)
            and isinstance(month, int)
            and isinstance(day, int)
            and "end_day" not in mention.attrs
        ):
            try:
                stated = date(year, month, day)
            except ValueError:
                continue
            if abs((stated - published).days) <= 3:
                return stated
    return published


def _basis(attrs: object) -> DateBasis:
    found = dict(attrs) if isinstance(attrs, dict) else {}
    if found.keys() & {"deictic", "shift", "way"} or found.get("end_deictic"):
        return "relative"
    if found.keys() & {"year", "decade", "century", "end_year"}:
        return "stated"
    return "inferred"


def _value(attrs: _Attrs, anchor: date | None, near: ResolvedDate | None) -> Value | None:
    ends: _Attrs = {k[4:]: v for k, v in attrs.items() if k.startswith("end_")}
    tense = attrs.get("tense")
    if not ends:
        start = _point(attrs, anchor, near)
        if start is None:
            return None
        if attrs.get("open") == "end":
            first = _first(start)
            if attrs.get("decade"):
                first = Unit(year=first.year, approximate=True)
            return Interval(start=first, end=None)
        return start
    if "pattern" not in ends:  # "June 4-6", "2024-2025", "6-8 November"
        ends = {k: v for k, v in attrs.items() if not k.startswith("end_")} | ends
    elif "year" in ends and not attrs.keys() & {"year", "shift", "deictic"}:
        attrs = attrs | {"year": ends["year"]}
        lead = _point({k: v for k, v in attrs.items() if not k.startswith("end_")}, anchor, near)
        trail = _point(ends, anchor, near)
        if lead and trail and _first(lead).first > _last(trail).last:
            attrs = attrs | {"year": _int(ends["year"]) - 1}
    begin = _point({k: v for k, v in attrs.items() if not k.startswith("end_")}, anchor, near)
    if begin is None:
        return None
    if not ends.keys() & {"year", "shift", "deictic"} and ends["pattern"] != "year":
        ends["year"] = _first(begin).year
        finish = _point(ends, anchor, near)
        if finish and _last(finish).last < _first(begin).first:
            ends["year"] = _first(begin).year + 1
    finish = _point(ends | {"tense": tense}, anchor, near)
    if finish is None:
        return None
    return Interval(start=_first(begin), end=_last(finish))


def _first(value: Value) -> Unit:
    """The unit that an interval from a value starts with."""
    if isinstance(value, Interval):
        if value.start is None:
            raise ValueError("open start")
        return value.start
    if value.unspecified or (value.part or 0) > 12:
        return Unit(year=value.first.year, part=None if value.unspecified else value.first.month)
    return value


def _last(value: Value) -> Unit:
    if isinstance(value, Interval):
        if value.end is None:
            raise ValueError("open end")
        return value.end
    if value.unspecified or (value.part or 0) > 12:
        return Unit(year=value.last.year, part=None if value.unspecified else value.last.month)
    return value


def _point(attrs: _Attrs, anchor: date | None, near: ResolvedDate | None) -> Value | None:
    pattern = attrs.get("pattern")
    if pattern == "decade":
        return Unit(year=_int(attrs["decade"]), unspecified=1)
    if pattern == "century":
        return Unit(year=(_int(attrs["century"]) - 1) * 100, unspecified=2)
    if pattern == "ago":
        return _ago(attrs, anchor, near)
    if pattern == "deictic":
        return edtf.day(anchor + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(str(attrs["deictic"]), 0))) if anchor else None
    if pattern == "unit":
        return _unit(attrs, anchor, near)
    year = _year(attrs, anchor)
    if year is None and pattern != "weekday":
        return None
    if pattern in ("year", "years"):
        if attrs.get("part") == "end":
            return Unit(year=_int(year), part=12)
        return Unit(year=_int(year), approximate=attrs.get("part") == "mid")
    if pattern in ("day", "days"):
        return Unit(year=_int(year), part=_int(attrs["month"]), day=_int(attrs["day"]))
    if pattern == "month":
        return Unit(year=_int(year), part=_int(attrs["month"]))
    if pattern == "quarter":
        return Unit(year=_int(year), part=32 + _int(attrs["quarter"]))
    if pattern == "half":
        first = 1 if attrs["half"] == 1 else 7
        return Interval(start=Unit(year=_int(year), part=first), end=Unit(year=_int(year), part=first + 5))
    if pattern == "season":
        return Unit(year=_int(year), part=_int(attrs["season"]))
    if pattern == "holiday":
        return _holiday(attrs, _int(year))
    if pattern == "weekday" and anchor:
        return edtf.day(_weekday(attrs, anchor))
    return None


def _year(attrs: _Attrs, anchor: date | None) -> int | None:
    """The year written, or the one that shift, tense and nearness choose."""
    if "year" in attrs:
        return _int(attrs["year"])
    if anchor is None:
        return None
    shift, tense, pattern = attrs.get("shift"), attrs.get("tense"), attrs.get("pattern")
    if attrs.get("open") == "end":
        tense = "past"
    if pattern == "month" and shift is not None:
        month = _int(attrs["month"])
        # "May of last year" shifts the year; "last May" is the latest May before this month.
        if attrs.get("of_year"):
            return anchor.year + _int(shift)
        if shift == 0:
            return anchor.year
        return anchor.year - (month >= anchor.month) if shift == -1 else anchor.year + (month <= anchor.month)
    if pattern == "season" and shift is not None:
        start = Unit(year=anchor.year, part=_int(attrs["season"])).first if attrs["season"] != edtf.WINTER else date(anchor.year, 12, 1)
        if shift == -1:
            return anchor.year - (start > anchor or Unit(year=anchor.year, part=_int(attrs["season"])).last >= anchor)
        if shift == 1:
            return anchor.year + (start <= anchor)
        return anchor.year
    if shift is not None:
        return anchor.year + _int(shift)
    if pattern in ("quarter", "half"):
        first_month = (_int(attrs["quarter"]) - 1) * 3 + 1 if pattern == "quarter" else (_int(attrs["half"]) - 1) * 6 + 1
        ahead = first_month - anchor.month
        return anchor.year - (ahead > 0 and (tense == "past" or ahead > 8) and tense != "future")
    if pattern == "month":
        return _month_year(_int(attrs["month"]), anchor, tense)
    if pattern == "holiday":
        return anchor.year
    if pattern in ("day", "days"):
        return _day_year(_int(attrs["month"]), _int(attrs["day"]), attrs.get("weekday"), anchor, tense)
    return None


def _month_year(month: int, anchor: date, tense: Attr) -> int:
    ahead = (month - anchor.month) % 12
    if tense == "past" or (tense is None and ahead > 6):
        return anchor.year - (month > anchor.month)
    if tense == "future" or ahead:
        return anchor.year + (month < anchor.month)
    return anchor.year


def _day_year(month: int, day: int, weekday: Attr, anchor: date, tense: Attr) -> int:
    candidates: list[tuple[int, int]] = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            candidates.append(((date(year, month, day) - anchor).days, year))
        except ValueError:  # February 29
            continue
    if weekday is not None:
        agreeing = [c for c in candidates if date(c[1], month, day).weekday() == weekday]
        if agreeing:
            return min(agreeing, key=lambda c: (abs(c[0]), c[0]))[1]
    if not candidates:
        raise ValueError(f"no day {day} in month {month} near {anchor}")
    nearest = min(candidates, key=lambda c: (abs(c[0]), c[0]))
    if abs(nearest[0]) > _NEAR and tense in ("past", "future"):
        fitting = [c for c in candidates if (c[0] <= 0) == (tense == "past")]
        return min(fitting or [nearest], key=lambda c: abs(c[0]))[1]
    return nearest[1]


def _weekday(attrs: _Attrs, anchor: date) -> date:
    ahead = (_int(attrs["weekday"]) - anchor.weekday()) % 7
    shift = attrs.get("shift")
    if shift == -1:
        return anchor - timedelta(days=(-ahead) % 7 or 7)
    if shift == 1:
        return anchor + timedelta(days=ahead or 7)
    if shift == 0 or attrs.get("tense") == "future":
        return anchor + timedelta(days=ahead)
    return anchor - timedelta(days=(-ahead) % 7)


def _unit(attrs: _Attrs, anchor: date | None, near: ResolvedDate | None) -> Value | None:
    if anchor is None:
        return None
    shift, unit = _int(attrs["shift"]), attrs["unit"]
    year = anchor.year - 1 if attrs.get("back") else anchor.year
    if attrs.get("det") == "previous" and near is not None and unit == "year" and near.value.earliest:
        year = near.value.earliest.year
    if unit == "year":
        if attrs.get("sort") in ("academic", "school"):
            begin = year + shift - (anchor.month < 8 and attrs.get("det") in ("this", "current", "last"))
            begin -= attrs.get("det") in ("coming", "upcoming", "next")
            begin += attrs.get("det") in ("coming", "upcoming", "next") and anchor.month >= 8
            return Interval(start=Unit(year=begin), end=Unit(year=begin + 1))
        return (
            Unit(year=year + shift, part=12 if attrs.get("part") == "end" else None)
            if attrs.get("part") != "start"
            else Unit(year=year + shift)
        )
    if unit == "month":
        months = year * 12 + anchor.month - 1 + shift
        return Unit(year=months // 12, part=months % 12 + 1)
    if unit == "quarter":
        quarters = year * 4 + (anchor.month - 1) // 3 + shift
        return Unit(year=quarters // 4, part=33 + quarters % 4)
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(days=7 * shift)
    if unit == "week":
        return Interval(start=edtf.day(monday), end=edtf.day(monday + timedelta(days=6)))
    if unit == "weekend":
        return Interval(start=edtf.day(monday + timedelta(days=5)), end=edtf.day(monday + timedelta(days=6)))
    return None


def _ago(attrs: _Attrs, anchor: date | None, near: ResolvedDate | None) -> Value | None:
    number, unit = _int(attrs["number"]), attrs["unit"]
    if attrs["way"] != "ago":
        if near is None or near.value.earliest is None:
            return None
        return Unit(year=near.value.earliest.year + (number if attrs["way"] == "later" else -number))
    if anchor is None:
        return None
    about = bool(attrs.get("about"))
    if unit == "year":
        return Unit(year=anchor.year - number, approximate=about or number >= _ROUND_YEARS)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - number
        return Unit(year=months // 12, part=months % 12 + 1, approximate=about)
    days = number * 7 if unit == "week" else number
    return edtf.day(anchor - timedelta(days=days), approximate=about or unit == "week")


def _holiday(attrs: _Attrs, year: int) -> Value:
    rule: list[int] = table("dates_words")["holidays"][str(attrs["holiday"])]
    if len(rule) == 2:
        when = date(year, rule[0], rule[1])
    else:
        month, weekday, which = rule
        if which > 0:
            first = date(year, month, 1)
            when = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
        else:
            last = Unit(year=year, part=month).last
            when = last - timedelta(days=(last.weekday() - weekday) % 7)
    if attrs.get("weekend"):
        saturday = (
            when - timedelta(days=(when.weekday() - 5) % 7) if when.weekday() in (0, 1, 6, 5) else when + timedelta(days=5 - when.weekday())
        )
        return Interval(start=edtf.day(saturday), end=edtf.day(max(when, saturday + timedelta(days=1))))
    return edtf.day(when)


def _int(value: Attr) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{value!r} is no number")
    return value
