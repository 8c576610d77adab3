"""What a calendar expression looks like: read one at a given place of a text, and say what was read.

No judgement whether it is meant as a date (that is ``dates.py``) and no calendar arithmetic (that is ``normalize.dates``). Every pattern is
anchored and bounded, so that a text costs time in proportion to its length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from certwire.model import Attr
from certwire.vocabulary import table

Attrs = dict[str, Attr]


@dataclass(frozen=True, slots=True)
class Read:
    """An expression that ends at ``end``; ``attrs`` are those that ``dates.DateExtractor`` documents."""

    end: int
    attrs: Attrs


def _numbered(key: str, first: int) -> dict[str, int]:
    return {form: i for i, forms in enumerate(table("dates_words")[key], first) for form in forms}


def _any(forms: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(f).replace("'", "['’]").replace(r"\ ", " ") for f in sorted(forms, key=lambda f: (-len(f), f))) + ")"


MONTHS = _numbered("months", 1)
WEEKDAYS = _numbered("weekdays", 0)
SEASONS = _numbered("seasons", 21)
ORDINALS = _numbered("ordinals", 1)
NUMBERS: dict[str, int] = dict(table("dates_words")["numbers"])
HOLIDAYS: dict[str, list[int]] = dict(table("dates_words")["holidays"])

_GROUP = re.compile(r"\(\?P<(\w+)>")


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile with repeated group names numbered: year, year2, year3."""
    seen: Counter[str] = Counter()

    def numbered(found: re.Match[str]) -> str:
        seen[found[1]] += 1
        return f"(?P<{found[1]}{seen[found[1]] if seen[found[1]] > 1 else ''}>"

    return re.compile(_GROUP.sub(numbered, pattern), re.IGNORECASE)


# A gap between two words of one expression: some blanks, with one line break at most.
S = r"(?:[^\S\n]{1,3}\n?|\n)"
_E = r"(?![\w])"
_FULL = _any(forms[0] for forms in table("dates_words")["months"])
_SHORT = _any(form for forms in table("dates_words")["months"] for form in forms[1:])
_MONTH = rf"(?P<month>{_FULL}{_E}|{_SHORT}{_E}\.?)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%°]|[.,:]\d|/\d)"
_END_DAY = r"(?P<end_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
# A day with its year behind it may stand without a blank: "April 20,2026".
_DAY_OF_YEAR = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)(?![\w%@]|[.,:]\d|-\d)"
_YEAR_PAIR = r"(?P<year>(?:19|20)\d\d)[-–/](?:(?:19|20)\d\d|\d\d)(?![\w/%-])"
_SHORT_YEAR = r"['’]?(?P<year>(?:19|20)?\d\d)(?![\w%]|[.,:]\d)"
_SEASON = rf"(?P<season>{_any(SEASONS)}){_E}"
_WEEKDAY = rf"(?P<weekday>{_any(f for f in WEEKDAYS if len(f) > 5 or f in ('tues', 'thurs'))}){_E}"
_WEEKDAY_BEFORE = rf"(?:(?:(?:this|next|last|coming){S})?(?P<weekday>{_any(WEEKDAYS)}){_E}\.?,?{S})?"
_YEAR_TAIL = rf"(?:(?:,{S}?|{S}|{S}of{S}){_YEAR}|,?{S}(?:of{S})?(?P<det>this|last|next){S}year{_E})"
_FISCAL_YEAR = rf"(?:(?:the{S})?(?:fiscal|financial){S}(?:year{S})?|FY{S}?)?{_YEAR}"
# After "Q1" or "H1", whose digits must not run into the year's: "Q1-2024", "Q1 FY25", "H2 ’25"; not "H100".
_CODED_YEAR = rf"(?:{S}|-|{S}of{S})?(?:FY{S}?['’]?(?P<year>\d\d)|['’](?P<year>\d\d)|(?:{S}|-)(?P<year>(?:19|20)\d\d))(?![\w%]|[.,:]\d)"
_NAMED_YEAR = rf"(?:the{S})?(?P<det>this|last|next)?{S}?(?:fiscal{S}|financial{S})?year{_E}"
_WHICH_YEAR = rf"(?:{S}of{S}(?:{_FISCAL_YEAR}|{_NAMED_YEAR})|,?{S}{_FISCAL_YEAR})"
_UNIT = r"(?P<unit>day|week|month|quarter|year|weekend)"

_POINTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, _compile(pattern))
    for name, pattern in (
        ("day", rf"{_WEEKDAY_BEFORE}{_MONTH}{S}?(?:the{S})?{_DAY_OF_YEAR}(?:,{S}?|{S}){_YEAR}"),
        ("day", rf"{_WEEKDAY_BEFORE}(?:the{S})?{_DAY_OF_YEAR}{S}(?:of{S})?{_MONTH}(?:,{S}?|{S}){_YEAR}"),
        ("day", r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\w-])"),
        ("day", r"(?P<month>0?[1-9]|1[0-2])(?P<slash>/)(?P<day>0?[1-9]|[12]\d|3[01])/(?P<year>(?:19|20)\d\d)(?![\w/])"),
        ("day", r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/])"),
        ("day", r"(?P<day>0?[1-9]|[12]\d|3[01])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)(?!\w|\.\d)"),
        (
            "days",
            rf"{_DAY_OF_YEAR}(?:{S}?[-–—]{S}?|{S}(?:to|and|until|through){S}){_END_DAY}{S}(?:of{S})?{_MONTH}(?:,?{S}{_YEAR})?",
        ),
        ("month", rf"{_MONTH}{_YEAR_TAIL}"),
        ("day", rf"{_WEEKDAY_BEFORE}{_MONTH}{S}(?:the{S})?{_DAY}"),
        ("day", rf"{_WEEKDAY_BEFORE}(?:the{S})?{_DAY}{S}(?:of{S})?{_MONTH}"),
        ("season", rf"{_SEASON}(?:(?:,|{S}of)?{S}{_YEAR})(?![-/]\d)"),
        ("season", rf"{_SEASON}{S}{_YEAR_PAIR}"),
        ("season", rf"{_SEASON}{S}of{S}(?P<det>this|last|next){S}year{_E}"),
        ("season", rf"{_YEAR}{S}{_SEASON}(?:{S}(?:term|semester){_E})?"),
        ("quarter", rf"(?P<quarter>[1-4])Q(?:{S}|-)?(?:FY{S}?)?{_SHORT_YEAR}"),
        ("quarter", rf"Q(?P<quarter>[1-4])(?:{_WHICH_YEAR}|{_CODED_YEAR})"),
        ("quarter", rf"{_YEAR}{S}(?:Q(?P<quarter>[1-4])|(?P<ordinal>{_any(ORDINALS)})(?:{S}|-)quarter){_E}"),
        ("quarter", rf"Q(?P<quarter>[1-4]){_E}(?!-\d)"),
        ("quarter", rf"(?P<ordinal>{_any(ORDINALS)})(?:{S}fiscal)?(?:{S}|-)quarter{_E}{_WHICH_YEAR}"),
        ("quarter", rf"(?!last)(?P<ordinal>{_any(ORDINALS)})(?:{S}fiscal)?(?:{S}|-)quarter{_E}"),
        ("half", rf"(?P<half>[12])H(?:{S}|-)?(?:FY{S}?)?{_SHORT_YEAR}"),
        ("half", rf"H(?P<half>[12])(?:{_WHICH_YEAR}|{_CODED_YEAR})"),
        ("half", rf"{_YEAR}{S}(?:H(?P<half>[12])|(?P<half>[12])H){_E}"),
        ("half", rf"(?:H(?P<half>[12])|(?P<half>[12])H){_E}(?!-)"),
        ("half", rf"(?P<ordinal>first|second|last|1st|2nd)(?:(?:{S}|-)half|{S}six{S}months){_WHICH_YEAR}"),
        ("half", rf"(?P<year>20\d\d){S}half-year{_E}"),
        ("years", rf"FY(?:{S}|-)?['’]?(?P<year>(?:20)?\d\d)[-–/](?P<end_year>(?:20)?\d\d){_E}"),
        ("year", rf"FY(?:{S}|-)?{_SHORT_YEAR}"),
        ("year", rf"(?:fiscal|financial)(?:{S}year)?{S}{_YEAR}"),
        ("year", rf"(?:full[- ]year|calendar{S}year|year){S}{_YEAR}"),
        ("years", rf"(?P<year>(?:19|20)\d\d)[-–/](?P<end_year>(?:(?:19|20)\d\d|\d\d))(?![\w/%-])(?:{S}(?:academic|school){S}year{_E})?"),
        ("decade", r"(?P<decade>(?:1[5-9]|20)\d0)(?:['’]s|s)(?![\w])"),
        ("century", rf"(?P<century>1[5-9]|20)th(?:{S}|-)century{_E}"),
        ("year", rf"{_YEAR}{S}(?:(?:fiscal|financial|calendar){S}year|fiscal){_E}"),
        ("year", _YEAR),
        ("holiday", rf"(?P<holiday>{_any(HOLIDAYS)}){_E}(?P<weekend>{S}weekend{_E})?(?:,?{S}{_YEAR})?"),
        ("deictic", r"(?P<deictic>today|yesterday|tomorrow|tonight)(?![\w-])"),
        (
            "unit",
            rf"(?P<det>this|last|next|previous|coming|current|upcoming|prior)(?:{S}(?P<sort>fiscal|financial|academic|school|calendar)){{0,1}}{S}{_UNIT}(?![\w-])",
        ),
        ("unit", rf"(?P<det>same|that){S}(?P<unit>year){_E}"),
        ("unit", rf"(?P<det>new){S}(?P<unit>year)(?![\w'’-])"),
        ("next", rf"next{S}(?P<number>\d{{1,3}}|{_any(NUMBERS)}){S}(?P<unit>day|week)s{_E}"),
        ("unit", rf"(?P<det>same){S}(?P<unit>quarter|month|week){S}(?P<back>last){S}year{_E}"),
        ("season", rf"(?P<det>this|last|next|coming|current|upcoming|the){S}(?:past{S})?{_SEASON}(?!{S}of{S})(?!-)"),
        ("month", rf"(?P<det>this|last|next|coming){S}(?:past{S})?{_MONTH}"),
        ("weekday", rf"(?P<det>this|last|next|coming){S}(?:past{S})?{_WEEKDAY}"),
        ("holiday", rf"(?P<det>this|last|next){S}(?P<holiday>{_any(HOLIDAYS)}){_E}(?P<weekend>{S}weekend{_E})?"),
        ("month", _MONTH),
        ("weekday", _WEEKDAY),
    )
)

# All of them side by side, to learn in one step which is the first to fit, if any.
_ANY_POINT = re.compile("|".join(f"({_GROUP.sub('(?:', pattern.pattern)})" for _, pattern in _POINTS), re.IGNORECASE)

# "early 2025", "later this year", "mid-May"; "the end of April" and the like want their "of": "to close in Q4" is no part of it.
_PART = re.compile(
    rf"(?:the{S})?(?:(?P<part>early|late|mid|later|earlier)(?:{S}in)?(?:{S}|-)(?:the{S})?"
    rf"|(?P<edge>beginning|start|end|close|middle|turn|remainder|rest){S}of{S}(?:the{S})?)(?=\S)",
    re.IGNORECASE,
)
_SAID_UNIT = re.compile(rf"(?P<unit>month|quarter|year|week|decade)(?![\w-])(?!{S}ended|{S}ending)", re.IGNORECASE)
_UNIT_END = re.compile(rf"(?P<unit>year|month|quarter)[- ]end{_E}(?:,?{S}{_YEAR})?|YE(?P<year2>\d\d){_E}", re.IGNORECASE)
_SINCE = re.compile(rf"since{S}(?:the{S}(?=\d))?", re.IGNORECASE)
_FROM = re.compile(rf"(?P<word>from|between){S}", re.IGNORECASE)
_NOW = re.compile(rf"(?:now|today){_E}", re.IGNORECASE)
_SEPARATOR = re.compile(rf",?{S}?(?:--?|–|—|(?<=\s)(?:to|through|thru|until|till)(?=\s)){S}?", re.IGNORECASE)
_JOINER = re.compile(rf"{S}(?:and|&){S}|/", re.IGNORECASE)
_ONWARDS = re.compile(rf"{S}(?:and{S}(?:beyond|onwards?)|onwards?){_E}", re.IGNORECASE)
_ON = re.compile(rf"{S}on(?=[\s,])(?!{S}(?:the|a|our|its)\b){_E}", re.IGNORECASE)
_SECOND_DAY = re.compile(
    rf"{S}?(?:-|–|—|to{S}|through{S}|and{S}|until{S}|&{S}){S}?(?:the{S})?{_END_DAY}"
    rf"(?![\w%°:]|[.,]\d|/\d)(?!{S}?[ap]\.?m)(?:(?:,{S}?|{S}){_YEAR})?",
    re.IGNORECASE,
)
_SHIFTS = {
    "this": 0,
    "current": 0,
    "last": -1,
    "previous": -1,
    "prior": -1,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "same": 0,
    "the": 0,
    "that": 0,
    "new": 0,
}
_ABOUT = "about|over|almost|nearly|around|some|more than|just over|approximately|roughly|less than|well over"
AGO = re.compile(
    rf"(?:(?P<about>{_ABOUT}){S})?(?P<number>\d{{1,3}}|{_any(NUMBERS)}){S}(?P<unit>day|week|month|year)s?{S}(?P<way>ago|earlier|later){_E}",
    re.IGNORECASE,
)


def _in_small(pattern: re.Pattern[str]) -> str:
    """A pattern for text in small letters, without groups."""
    return re.sub(r"(?<!\\)[A-Z]", lambda m: m[0].lower(), _GROUP.sub("(?:", pattern.pattern))


_BEGINS = re.compile("|".join(map(_in_small, (_SINCE, _FROM, _UNIT_END, _PART, *(pattern for _, pattern in _POINTS)))))


def may_begin(low: str, pos: int) -> bool:
    """Whether an expression may start at ``pos`` of a text in small letters: one look instead of five, and none at capitals.

    Example:
        ``may_begin("the first of them", 0)`` -> ``False``
    """
    return _BEGINS.match(low, pos) is not None


def point_at(text: str, pos: int) -> Read | None:
    """The longest single calendar expression that starts at ``pos``, without a range.

    Example:
        ``point_at("May 5, 2024 (", 0)`` -> ``Read(11, {"pattern": "day", "month": 5, "day": 5, "year": 2024})``
    """
    fits = _ANY_POINT.match(text, pos)
    if fits is None or fits.lastindex is None:
        return None
    name, pattern = _POINTS[fits.lastindex - 1]
    found = pattern.match(text, pos)
    return Read(found.end(), _attrs(name, found)) if found else None


def expression_at(text: str, pos: int) -> Read | None:
    """The longest calendar expression that starts at ``pos``: a point, part of one, a range, or an open range.

    Example:
        ``expression_at("since 2015.", 0)`` -> ``Read(10, {"pattern": "year", "year": 2015, "open": "end"})``
    """
    since = _SINCE.match(text, pos)
    if since:
        inner = _parted(text, since.end())
        opens = inner and "end_year" not in inner.attrs and not (inner.attrs["pattern"] == "unit" and "part" not in inner.attrs)
        return Read(inner.end, inner.attrs | {"open": "end"}) if inner and opens else None
    lead = _FROM.match(text, pos)
    if lead:
        return _from(text, lead)
    first = _parted(text, pos)
    if first is None:
        return None
    return _ranged(text, pos, first) or _open(text, first) or first


def _from(text: str, lead: re.Match[str]) -> Read | None:
    pos = lead.end()
    between = lead["word"].lower() == "between"
    now = _NOW.match(text, pos)
    first = Read(now.end(), {"pattern": "deictic", "deictic": "today"}) if now else _parted(text, pos)
    if first is None:
        return None
    joined = _JOINER.match(text, first.end) if between else None
    found = _joined(text, first, joined) if joined else _ranged(text, pos, first)
    if found or between or now:
        return found
    on = _ON.match(text, first.end) if first.attrs["pattern"] in ("year", "month", "day") else None
    # "From 2017 the scheme will ..." opens; "a survey from 2017" does not.
    opens = on or (lead[0][0] == "F" and first.attrs["pattern"] == "year")
    return _open(text, first) or (Read(on.end() if on else first.end, first.attrs | {"open": "end"}) if opens else None)


def _parted(text: str, pos: int) -> Read | None:
    """A point, or the early, middle or late part of one."""
    whole = _UNIT_END.match(text, pos)
    if whole:
        year = whole["year"] or (f"20{whole['year2']}" if whole["year2"] else None)
        attrs: Attrs = {"pattern": "unit", "unit": (whole["unit"] or "year").lower(), "shift": 0, "part": "end"}
        return Read(whole.end(), {"pattern": "year", "year": int(year), "part": "end"} if year else attrs)
    part = _PART.match(text, pos)
    if not part:
        return point_at(text, pos)
    word = (part["part"] or part["edge"]).lower()
    inner = point_at(text, part.end())
    if inner is None:
        unit = _SAID_UNIT.match(text, part.end())
        if not unit or not part["edge"]:
            return None
        inner = Read(unit.end(), {"pattern": "unit", "unit": unit["unit"].lower(), "shift": 0})
    return Read(inner.end, inner.attrs | {"part": {"beginning": "start", "close": "end", "middle": "mid"}.get(word, word)})


def _ranged(text: str, pos: int, first: Read) -> Read | None:
    if first.attrs["pattern"] == "day" and "year" not in first.attrs:
        second = _SECOND_DAY.match(text, first.end)
        if second and int(second["end_day"]) > int(str(first.attrs["day"])):
            month_follows = point_at(text, second.start("end_day"))
            if month_follows is None or month_follows.attrs["pattern"] not in ("day", "days"):
                year: Attrs = {"year": int(second["year"])} if second["year"] else {}
                return Read(second.end(), first.attrs | year | {"end_day": int(second["end_day"])})
    separator = _SEPARATOR.match(text, first.end)
    if separator:
        return _joined(text, first, separator)
    joiner = _JOINER.match(text, first.end)
    if joiner and first.attrs["pattern"] == "month" and "det" not in first.attrs and "year" not in first.attrs:
        return _joined(text, first, joiner)
    return None


def _joined(text: str, first: Read, separator: re.Match[str]) -> Read | None:
    second = _parted(text, separator.end())
    kind, other = first.attrs["pattern"], second.attrs["pattern"] if second else None
    if second is None or "end_day" in second.attrs or "end_year" in second.attrs or "end_day" in first.attrs or "end_year" in first.attrs:
        return None
    if kind not in ("day", "month", "year", "quarter", "season", "deictic", "decade") or not (
        kind == other or kind == "deictic" or (kind, other) == ("year", "month")
    ):
        return None
    return Read(second.end, first.attrs | {f"end_{key}": value for key, value in second.attrs.items()})


def _open(text: str, first: Read) -> Read | None:
    found = _ONWARDS.match(text, first.end)
    if found and first.attrs["pattern"] in ("year", "month", "day"):
        return Read(found.end(), first.attrs | {"open": "end"})
    return None


def _attrs(name: str, found: re.Match[str]) -> Attrs:
    groups = {key.rstrip("0123456789"): value.lower() for key, value in found.groupdict().items() if value}
    attrs: Attrs = {"pattern": name}
    for key in ("year", "day", "end_day", "decade", "century", "quarter", "half"):
        if key in groups:
            attrs[key] = int(groups[key])
    if "year" in attrs and len(groups["year"]) == 2:
        attrs["year"] = 2000 + int(groups["year"])
    if "end_year" in groups:
        end = groups["end_year"]
        attrs["end_year"] = int(end) if len(end) == 4 else int(str(attrs["year"])[:2] + end)
    for key, numbers in (("month", MONTHS), ("weekday", WEEKDAYS), ("season", SEASONS)):
        word = groups.get(key, "").rstrip(".")
        if word:
            attrs[key] = int(word) if word.isdigit() else numbers[word]
    if "ordinal" in groups:
        attrs[name] = min(ORDINALS[groups["ordinal"]], 2 if name == "half" else 4)
    if name == "half" and "half" not in attrs:
        attrs["half"] = 1
    for key in ("deictic", "sort", "unit"):
        if key in groups:
            attrs[key] = groups[key]
    if "slash" in groups and int(groups["day"]) <= 12 and attrs["day"] != attrs["month"]:
        attrs["ambiguous"] = True
    if "number" in groups:
        attrs["number"] = int(groups["number"]) if groups["number"].isdigit() else NUMBERS[groups["number"]]
    if "holiday" in groups:
        attrs["holiday"] = groups["holiday"].replace("’", "'")
        attrs["weekend"] = "weekend" in groups
    if "det" in groups:
        attrs["det"] = groups["det"]
        attrs["shift"] = _SHIFTS[groups["det"]]
        if (name == "month" and found[0].lower().startswith(groups["month"])) or (
            name == "season" and found[0].lower().startswith(groups["season"])
        ):
            attrs["of_year"] = True
    if "back" in groups:
        attrs["back"] = True
    return attrs
