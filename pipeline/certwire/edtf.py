"""Calendar values in EDTF (ISO 8601-2): read, write, and the days they can mean.

The part of EDTF that announcements need: day, month, year, season (21-24), quarter (33-36), decade and century with unspecified digits
(``198X``, ``18XX``), approximate (``~``), intervals, open ones included (``2019/..``). Nothing else is read or written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
FIRST_QUARTER = 33

_UNIT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?(~?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One calendar unit.

    Attributes:
        year: 1 to 9999; the first year where digits are unspecified.
        part: month 1-12, season 21-24 (spring, summer, autumn, winter) or quarter 33-36; None for a whole year.
        day: day of the month; None for a whole part.
        unspecified: how many last digits of the year are unspecified: 0, 1 (decade) or 2 (century).
        approximate: about then.

    Raises:
        ValueError: there is no such day, month or year.
    """

    year: int
    part: int | None = None
    day: int | None = None
    unspecified: int = 0
    approximate: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"year {self.year} is outside 1 to 9999")
        if self.unspecified:
            if (
                self.unspecified not in (1, 2)
                or self.part is not None
                or self.approximate
                or self.year % 10**self.unspecified
                or self.year < 10**self.unspecified
            ):
                raise ValueError("a decade or century is the bare first year with one or two unspecified digits")
        elif self.part is None:
            if self.day is not None:
                raise ValueError("a day needs a month")
        elif not (1 <= self.part <= 12 or (self.day is None and (SPRING <= self.part <= WINTER or 33 <= self.part <= 36))):
            raise ValueError(f"part {self.part} is no month, season or quarter")
        elif self.part > 12 and self.approximate:
            raise ValueError("a season or quarter is not written as approximate")
        elif self.day is not None and not 1 <= self.day <= monthrange(self.year, self.part)[1]:
            raise ValueError(f"there is no day {self.day} in {self.year:04}-{self.part:02}")

    def __str__(self) -> str:
        digits = f"{self.year:04}"
        if self.unspecified:
            return digits[: -self.unspecified] + "X" * self.unspecified
        rest = "".join(f"-{n:02}" for n in (self.part, self.day) if n is not None)
        return digits + rest + ("~" if self.approximate else "")

    @property
    def first(self) -> date:
        """The first day it can mean. Seasons are the northern meteorological ones; a winter may begin in the year before."""
        if self.part is None:
            return date(self.year, 1, 1)
        if self.part == WINTER:
            return date(self.year - 1, 12, 1) if self.year > 1 else date(1, 1, 1)
        return date(self.year, _months(self.part)[0], self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        if self.part is None:
            return date(self.year + 10**self.unspecified - 1, 12, 31)
        if self.part == WINTER:
            return _month_end(self.year + 1, 2) if self.year < 9999 else date(9999, 12, 31)
        return date(self.year, self.part, self.day) if self.day else _month_end(self.year, _months(self.part)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From one unit to another; None is an open end, never both.

    Raises:
        ValueError: both ends are open, the end begins before the start, or an end is a season, quarter, decade or century.
    """

    start: Unit | None
    end: Unit | None

    def __post_init__(self) -> None:
        ends = [unit for unit in (self.start, self.end) if unit is not None]
        if not ends:
            raise ValueError("an interval needs one closed end")
        if any(unit.unspecified or (unit.part or 0) > 12 for unit in ends):
            raise ValueError("an interval runs between years, months or days")
        if self.start and self.end and self.start.first > self.end.first:
            raise ValueError(f"{self.end} begins before {self.start}")

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}"


Value = Unit | Interval


def parse(text: str) -> Value:
    """Read an EDTF value of the kinds above.

    Raises:
        ValueError: it is none of them.

    Example:
        ``parse("2024-33")`` -> ``Unit(year=2024, part=33)``
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _unit(text)
    return Interval(start=None if start == ".." else _unit(start), end=None if end == ".." else _unit(end))


def bounds(value: Value) -> tuple[date | None, date | None]:
    """First and last day a value can mean; None where it is open. ``~`` does not widen them.

    Example:
        ``bounds(parse("2024-33"))`` -> ``(date(2024, 1, 1), date(2024, 3, 31))``
    """
    if isinstance(value, Unit):
        return value.first, value.last
    return value.start.first if value.start else None, value.end.last if value.end else None


def day(when: date, *, approximate: bool = False) -> Unit:
    """A day as a unit."""
    return Unit(year=when.year, part=when.month, day=when.day, approximate=approximate)


def _unit(text: str) -> Unit:
    found = _UNIT.fullmatch(text)
    if not found or not text.isascii():
        raise ValueError(f"{text!r} is no EDTF value that certwire reads")
    digits, part, dom, approximate = found.groups()
    return Unit(
        year=int(digits.replace("X", "0")),
        part=int(part) if part else None,
        day=int(dom) if dom else None,
        unspecified=digits.count("X"),
        approximate=bool(approximate),
    )


def _months(part: int) -> tuple[int, int]:
    """First and last month of a part of the year (winter excepted)."""
    if part <= 12:
        return part, part
    first = (part - SPRING + 1) * 3 if part < FIRST_QUARTER else (part - FIRST_QUARTER) * 3 + 1
    return first, first + 2


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
