"""Date mentions -> values: EDTF against the day of publication, never more precise than the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from certwire import edtf
from certwire.edtf import Interval, Unit, Value
from certwire.model import Attr, DateBasis, Issue, Mention, PartialDate, Release, ResolvedDate, Zones
from certwire.normalize import date_arithmetic
from certwire.normalize.date_arithmetic import Attrs, number

# How far back, in code points, "the same year" and "two years later" look for the year they speak of.
_BACK = 250
# The dateline stands in the opening of a release; its day is "today" where it is this close to the publication date.
_OPENING = 700
_SAME_NEWS = timedelta(days=3)
_RELATIVE = frozenset({"deictic", "shift", "number", "end_deictic", "end_shift"})
_STATED = frozenset({"year", "end_year", "decade", "century"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a date is resolved against.

    Attributes:
        today: the day to count from, or None.
        near: the day of the last date, shortly before, that has its year in the text.
        reported: the quarter that the release reports on, as ``year * 4 + quarter - 1``.
    """

    today: date | None
    near: date | None
    reported: int | None


def resolve(mentions: Sequence[Mention], *, release: Release, zones: Zones) -> tuple[ResolvedDate, ...]:
    """Every date mention with its value, in order of position.

    A mention that needs a day to count from has no value, and is left out, where the release has no day of publication (see
    ``unresolved``); so is one that names no possible day ("February 30").

    Example:
        "January this year" in a release of 2018-11-05 -> ``PartialDate(edtf="2018-01", ..., basis="relative")``
    """
    found: list[ResolvedDate] = []
    dates = sorted((m for m in mentions if m.kind == "date"), key=lambda m: (m.start, m.end))
    today = _today(dates, release)
    reported: int | None = None
    for mention in dates:
        seen = _Seen(today=today, near=_near(found, mention), reported=reported)
        try:
            value = _value(mention.attrs, seen)
        except (ValueError, OverflowError):  # no such day, or one beyond the calendar
            continue
        if value is not None:
            first, last = edtf.bounds(value)
            partial = PartialDate(edtf=str(value), earliest=first, latest=last, basis=_basis(mention.attrs))
            found.append(ResolvedDate(mention=mention, value=partial))
            reported = _reported(mention.attrs, today, reported)
    return tuple(found)


def unresolved(mentions: Sequence[Mention], resolved: Sequence[ResolvedDate], *, release: Release) -> tuple[Issue, ...]:
    """An issue where dates had to be left out because the release has no day of publication.

    Example:
        "today" in a release without a date -> ``Issue(code="relative_date_unresolved", ...)``
    """
    done = {d.mention.span for d in resolved}
    left = [m.text for m in mentions if m.kind == "date" and m.span not in done]
    if release.published is not None or not left:
        return ()
    message = f"{len(left)} dates such as {left[0]!r} have no value: the release has no publication date to count from"
    return (Issue(code="relative_date_unresolved", message=message),)


def _today(dates: Iterable[Mention], release: Release) -> date | None:
    """The day that "today" means: the dateline's where it agrees roughly with the publication date, which may be that of a crawl."""
    if release.published is None:
        return None
    for mention in dates:
        if mention.start > _OPENING:
            break
        if (
            mention.attrs.get("pattern") == "day"
            and not mention.attrs.get("ambiguous")
            and mention.attrs.keys() >= {"year", "month", "day"}
            and not _ends(mention.attrs)
        ):
            try:
                stated = date(*(number(mention.attrs[key]) for key in ("year", "month", "day")))
            except ValueError:
                continue
            if abs(stated - release.published) <= _SAME_NEWS:
                return stated
    return release.published


def _near(found: Sequence[ResolvedDate], mention: Mention) -> date | None:
    for earlier in reversed(found):
        if mention.start - earlier.mention.end > _BACK:
            return None
        if earlier.value.basis == "stated":
            return earlier.value.earliest
    return None


def _reported(attrs: Attrs, today: date | None, before: int | None) -> int | None:
    """The last quarter stated so far, where it is this quarter or the one before: results are told of the quarter that ended."""
    if today is None or not attrs.keys() >= {"year", "quarter"}:
        return before
    now = today.year * 4 + (today.month - 1) // 3
    stated = number(attrs["year"]) * 4 + number(attrs["quarter"]) - 1
    return max(stated, before or stated) if now - 1 <= stated <= now else before


def _basis(attrs: Attrs) -> DateBasis:
    if attrs.keys() & _RELATIVE:
        return "relative"
    return "stated" if attrs.keys() & _STATED else "inferred"


def _ends(attrs: Attrs) -> dict[str, Attr]:
    return {key[4:]: value for key, value in attrs.items() if key.startswith("end_")}


def _value(attrs: Attrs, seen: _Seen) -> Value | None:
    begins: dict[str, Attr] = {key: value for key, value in attrs.items() if not key.startswith("end_")}
    ends = _ends(attrs)
    if not ends:
        value = _point(begins, seen)
        if value is None or attrs.get("open") != "end":
            return value
        if isinstance(value, Unit) and value.unspecified:  # "since the 1980s"
            return Interval(start=Unit(year=value.year, approximate=True), end=None)
        return Interval(start=_start(value), end=None)
    if "pattern" not in ends:  # "June 4-6", "2024-2025": the second end says only what differs
        ends = begins | ends
    dated = {"year", "shift", "deictic"}
    if "year" in ends and not begins.keys() & dated:  # "Nov. 30 to Jan. 5, 2025"
        begins["year"] = ends["year"]
        if _later(_point(begins, seen), _point(ends, seen)):
            begins["year"] = number(ends["year"]) - 1
    begin = _point(begins, seen)
    if begin is None:
        return None
    if not ends.keys() & dated:  # "Oct. 14 to Jan. 5"
        ends["year"] = _start(begin).year
        if _later(begin, _point(ends, seen)):
            ends["year"] = _start(begin).year + 1
    finish = _point(ends, seen)
    if finish is None:
        return None
    start, end = _start(begin), _end(finish)
    to_its_end = ends.get("part") == "end" and end.part is not None  # "from now to the end of July"
    if start.day and not end.day and (to_its_end or start.first > end.first):
        end = edtf.day(end.last)
    elif start.part and not end.part and start.first > end.first:  # "from May through 2025"
        end = Unit(year=end.year, part=12)
    return Interval(start=start, end=end)


def _later(begin: Value | None, finish: Value | None) -> bool:
    return begin is not None and finish is not None and _start(begin).first > _end(finish).last


def _start(value: Value) -> Unit:
    """The unit that an interval from a value starts with: intervals run between years, months and days."""
    if isinstance(value, Interval):
        if value.start is None:
            raise ValueError("open start")
        return value.start
    return value if value.part is not None and value.part <= 12 else _coarse(value, value.first)


def _end(value: Value) -> Unit:
    if isinstance(value, Interval):
        if value.end is None:
            raise ValueError("open end")
        return value.end
    return value if value.part is not None and value.part <= 12 else _coarse(value, value.last)


def _coarse(value: Unit, when: date) -> Unit:
    if value.part is None:
        return Unit(year=when.year, approximate=value.approximate)
    return Unit(year=when.year, part=when.month)


def _point(attrs: Attrs, seen: _Seen) -> Value | None:
    """The value of one end, or None where there is no day to count from."""
    pattern, part = attrs["pattern"], attrs.get("part")
    if pattern == "decade":
        return Unit(year=number(attrs["decade"]), unspecified=1)
    if pattern == "century":
        first = (number(attrs["century"]) - 1) * 100
        return Unit(year=first + 50, approximate=True) if part == "mid" else Unit(year=first, unspecified=2)
    if pattern == "ago":
        return date_arithmetic.ago(attrs, seen.today, seen.near)
    if pattern in ("deictic", "unit", "next", "weekday"):
        return _counted(attrs, seen.today, seen) if seen.today else None
    year = date_arithmetic.year_of(attrs, seen.today)
    if year is None:
        return None
    if attrs.get("ambiguous"):  # "3/4/2025" is March or April
        return Unit(year=year)
    if pattern in ("year", "years"):
        return Unit(year=year, part={"start": 1, "end": 12}.get(str(part)), approximate=part == "mid")
    if pattern in ("day", "days"):
        return Unit(year=year, part=number(attrs["month"]), day=number(attrs["day"]))
    if pattern == "half":
        first = 1 if attrs["half"] == 1 else 7
        return Interval(start=Unit(year=year, part=first), end=Unit(year=year, part=first + 5))
    if pattern == "holiday":
        return date_arithmetic.holiday(attrs, year)
    if pattern == "quarter":
        return Unit(year=year, part=edtf.FIRST_QUARTER - 1 + number(attrs["quarter"]))
    return Unit(year=year, part=number(attrs["season" if pattern == "season" else "month"]))


def _counted(attrs: Attrs, today: date, seen: _Seen) -> Value | None:
    """Values that count from today, whatever the year."""
    pattern = attrs["pattern"]
    if pattern == "deictic":
        return edtf.day(today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(str(attrs["deictic"]), 0)))
    if pattern == "weekday":
        return edtf.day(date_arithmetic.weekday(attrs, today))
    if pattern == "next":
        days = number(attrs["number"]) * (7 if attrs["unit"] == "week" else 1)
        return Interval(start=edtf.day(today), end=edtf.day(today + timedelta(days=days)))
    return date_arithmetic.unit(attrs, today, near=seen.near, reported=seen.reported)
