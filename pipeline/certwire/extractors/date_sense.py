"""Is a calendar expression meant as a date where it stands? "in May", not "may vary"; "in 2015", not "ISO 9001:2015" or "Expo Nova 2025".

Each judgement looks at a few words on either side, with the vocabulary of ``data/dates_words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from certwire.extractors.date_grammar import MONTHS, Attrs
from certwire.vocabulary import words

_LAST_WORD = re.compile(r"([\w’'&.-]+|[^\w\s])\s*\Z")
_NEXT_WORD = re.compile(r"[\s(\"“]{0,3}([\w’'-]+)")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s+(?=[A-Z\"“(])|\n\s*\n|\s{2,}(?=[A-Z])")
_REACH = 160

_SETS = {
    key: frozenset(words("dates_words", key))
    for key in (
        "month_after",
        "month_doubtful",
        "month_preposition",
        "weekday_after",
        "weekday_habit",
        "not_year_after",
        "not_year_before",
        "old_year_after",
        "year_after",
        "abbreviations",
        "season_not_before",
    )
}


def _any(key: str) -> str:
    return "|".join(re.escape(w) for w in sorted(words("dates_words", key), key=lambda w: (-len(w), w)))


_STREET = re.compile(rf"\s(?:[NSEW]\.? )?(?:(?:[A-Z]|\d{{1,3}}(?=st|nd|rd|th))[\w.]+ ){{1,3}}(?:{_any('street')})\b", re.IGNORECASE)
_LAW_OR_COPYRIGHT = re.compile(r"\b(?:act|law),? (?:of )?\Z|(?:copyright|©|\(c\)|rights reserved)[^\n]{0,20}\Z", re.IGNORECASE)
_MORE_YEARS = re.compile(r"(?:,? (?:and|&) |, ?)(?:19|20)\d\d\b")
_HABIT_AFTER = re.compile(
    r"s\b|\s?(?:-|–|—|through|to|thru)\s?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|['’]?s?,? (?:from )?\d{1,2}(?::\d\d)? ?[ap]\.?m|s? at \d",
    re.IGNORECASE,
)
_TODAY_VERB = re.compile(rf"\b(?:{_any('today_verbs')})\b", re.IGNORECASE)
_TODAY_VERB_BEFORE = re.compile(rf"\b(?!(?:{_any('today_nouns')})\b)(?:{_any('today_verbs')})(?: \w+){{0,2}}\Z", re.IGNORECASE)
_TODAY_LEAD = re.compile(rf"(?:^|\W)(?:{_any('today_after')})\Z", re.IGNORECASE)
_TODAY_NEWS = re.compile(rf"\b(?:{_any('today_news')})\b", re.IGNORECASE)
_TODAY_POSSESSED = re.compile(rf"['’]s (?:{_any('today_possessed')})\b", re.IGNORECASE)
_TODAY_WE = re.compile(r",? (?:we are|we’re|we're|I am) (?:proud|excited|thrilled|pleased|happy|delighted)")
_BETWEEN = re.compile(r"[,\s]{1,2}(?:(?:[a-z]+ly|has|have|once again|also|again) ){0,3}")
_PAST_FORM = re.compile(r" (?!(?:need|based|used|limited)\b)[a-z]{3,14}ed\b")
_CLAUSE_END = re.compile(r"\s?(?:[.,;!]|\Z|(?:that|at|with|in|the|its)\b)")
_HOURS_BEFORE = re.compile(r"[ap]\.?m\.?[^\n]*\d ?[ap]\.?m\.? on\s\Z", re.IGNORECASE)
_QUESTION = re.compile(r"\s?:[^.!?\n]{0,250}\?")
_DAYPART = re.compile(r" (?:afternoon|morning|evening|night)\b")


@dataclass(frozen=True, slots=True)
class _Place:
    """An expression in its text, and the words beside it on the same line."""

    text: str
    start: int
    end: int

    @property
    def said(self) -> str:
        return self.text[self.start : self.end]

    @property
    def raw(self) -> str:
        """The word or sign before, as written."""
        found = _LAST_WORD.search(self.text, max(0, self.start - 40), self.start)
        return found[1] if found and "\n" not in self.text[found.start() : self.start] else ""

    @property
    def before(self) -> str:
        """The word before, folded; a full stop where a sentence ended there."""
        raw = self.raw
        if raw.endswith(".") and raw.lower().rstrip(".") not in _SETS["abbreviations"]:
            return "."
        return raw.lower().rstrip(".")

    @property
    def after(self) -> str:
        """The word after, as written."""
        found = _NEXT_WORD.match(self.text, self.end)
        return found[1] if found and "\n" not in found[0] else ""

    def lead(self, length: int) -> str:
        return self.text[max(0, self.start - length) : self.start]

    def trail(self, length: int) -> str:
        return self.text[self.end : self.end + length]


def is_date(text: str, start: int, end: int, attrs: Attrs) -> bool:
    """Is the expression meant as a date here?

    Example:
        ``is_date("You may vary it.", 4, 7, {"pattern": "month", "month": 5})`` -> ``False``
    """
    place = _Place(text, start, end)
    if "month" in attrs and any(w.lower() in MONTHS and not w[0].isupper() for w in re.findall(r"[A-Za-z]+", place.said)):
        return False
    if attrs["pattern"] == "day" or "end_day" in attrs:
        return "year" in attrs or place.before not in ("every", "each")
    if "end_pattern" in attrs:
        return attrs["pattern"] != "month" or "end_year" in attrs or place.before not in ("", ",", ".", ":", "-", "–")
    if "open" in attrs:
        return True
    judge = _JUDGES.get(str(attrs["pattern"]))
    return judge is None or judge(place, attrs)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence around a span, no farther than ``_REACH`` code points from it."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    begin = low
    for stop in _SENTENCE_END.finditer(text, low, min(start + 1, len(text))):
        begin = min(stop.end(), start)
    after = _SENTENCE_END.search(text, end, high)
    return begin, after.start() if after else high


def _month(place: _Place, attrs: Attrs) -> bool:
    if attrs.keys() & {"year", "det", "part"}:
        return True
    word = place.said.rstrip(".").lower()
    if len(word) <= 3 and word != "may":
        return False
    if word in _SETS["month_doubtful"]:
        named = place.after[:1].isupper() and word in ("may", "april", "june", "august") and place.before not in ("in", "since")
        return place.before in _SETS["month_preposition"] and not named
    return place.before in _SETS["month_after"] and place.after.lower() != "month"


def _weekday(place: _Place, attrs: Attrs) -> bool:
    if place.before in _SETS["weekday_habit"] or _HABIT_AFTER.match(place.trail(24)) or not place.said.split()[-1][0].isupper():
        return False
    if place.after == "Night" or _HOURS_BEFORE.search(place.lead(30)):
        return False
    if "det" in attrs:
        return True
    if place.before == "the":
        return bool(_DAYPART.match(place.trail(12)))
    return place.before in _SETS["weekday_after"] or (place.before.endswith("ed") and place.before != "limited")


def _year(place: _Place, attrs: Attrs) -> bool:
    if "part" in attrs or not place.said.isdigit():
        return True
    text, start, raw, before, after = place.text, place.start, place.raw, place.before, place.after
    if start and text[start - 1] in "-–/.:,+&*_":
        return False
    if raw[:1].isdigit() and before != "." and not re.fullmatch(r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)?", raw):
        return False
    if raw == "!" and text[start - 1] == " " != text[start - 2]:  # a name with a shout: "Engage! 2025"
        return False
    if raw == ":" and re.search(r"\d\s?:\s?\Z", place.lead(6)):
        return False
    if before in _SETS["not_year_after"] or _LAW_OR_COPYRIGHT.search(place.lead(34)) or after.lower() in _SETS["not_year_before"]:
        return False
    if before in ("", ",", "at", "on", ":", ";", "-", "–", "|", "*", ".") and _STREET.match(place.trail(60)):
        return False
    year = int(place.said)
    if not 1900 <= year <= 2100:
        return before in _SETS["old_year_after"] and not after[:1].isdigit()
    if year % 50 == 0 and after[:1].islower() and before not in _SETS["old_year_after"]:
        return False
    if raw[:1].isupper() and before != "." and before not in _SETS["year_after"]:
        # A name runs on into the year, unless a list of years follows ("Builder Award 2023 and 2024").
        return bool(_MORE_YEARS.match(place.trail(12)))
    return True


def _years(place: _Place, attrs: Attrs) -> bool:
    first, last = attrs.get("year"), attrs.get("end_year")
    if not (isinstance(first, int) and isinstance(last, int) and first < last) or (last - first > 5 and place.said[5:7] != str(last)[:2]):
        return False
    if place.text[place.start - 1 : place.start] in ("-", "–", "/", ".", ":"):
        return False
    return not (place.raw[:1].isupper() and place.before != "." and place.before not in _SETS["year_after"])


def _deictic(place: _Place, attrs: Attrs) -> bool:
    if attrs["deictic"] == "today":
        return _today(place)
    if attrs["deictic"] == "tomorrow":
        return place.before in ("until", "from", "starting", "by", "begins", "opens", "launches", "launching") or bool(
            _DAYPART.match(place.trail(12))
        )
    return attrs["deictic"] == "yesterday" and place.trail(2) not in ("'s", "’s") and place.before not in ("of", "and", "for", "only")


def _today(place: _Place) -> bool:
    """The day of publication, not "nowadays" nor a call to act."""
    text, start, end = place.text, place.start, place.end
    lead = place.lead(40).rstrip()
    if place.said.isupper() and not lead[-8:].isupper():
        return False
    if place.before in ("of", "for", "in", "usa", "the"):
        return lead.lower().endswith("as of")
    if place.said[0].isupper() and place.trail(5) == " Show":
        return False
    if _TODAY_POSSESSED.match(place.trail(30)):
        return True
    if place.trail(2) in ("'s", "’s"):
        return False
    between = _BETWEEN.match(text, end)
    if (
        _TODAY_LEAD.search(lead)
        or _PAST_FORM.match(text, end)
        or _TODAY_WE.match(text, end)
        or (between and _TODAY_VERB.match(text, between.end()))
    ):
        return True
    if _TODAY_VERB_BEFORE.search(lead):
        return not re.search(r"\b(?:you|your|started|companies)\b[^.]{0,30}\Z", lead, re.IGNORECASE)
    begin, finish = sentence(text, start, end)
    if begin == start:
        return bool(_TODAY_NEWS.search(text, end, finish))
    before = text[max(begin, start - 70) : start]
    return bool(
        _CLAUSE_END.match(text, end)
        and _TODAY_NEWS.search(before)
        and not re.search(r"\b(?:you|your|market|available|industries)\b", before)
    )


def _season(place: _Place, attrs: Attrs) -> bool:
    if "year" in attrs:
        return True
    if place.after.lower() in _SETS["season_not_before"]:
        return False
    if attrs.get("det") == "the":
        return place.before in ("in", "by", "throughout", "until") and place.after.lower() not in ("and", "or")
    return "det" in attrs or ("part" in attrs and place.before not in ("every", "each"))


def _unit(place: _Place, attrs: Attrs) -> bool:
    det, unit = attrs.get("det"), attrs["unit"]
    if det is None:  # "the end of the year"; not "Year-End Sale"
        return not (place.said[0].isupper() and place.after[:1].isupper())
    if re.match(r"[-–][a-z]", place.trail(2)) or unit == "day":
        return False
    if det == "new":
        return place.before == "the" and place.said.islower()
    if det in ("same", "that"):
        return "back" in attrs or (unit == "year" and place.before in ("the", "in", "later", "of"))
    if place.before == "the" and det in ("last", "next", "coming"):
        return "sort" in attrs
    if place.before == "than" or (place.before in ("every", "for") and det == "last"):
        return False
    return not (det in ("current", "coming", "upcoming", "prior") and "sort" not in attrs and unit != "quarter")


def _next(place: _Place, attrs: Attrs) -> bool:
    return place.before in ("the", "within", "in")


def _quarter(place: _Place, attrs: Attrs) -> bool:
    if attrs.keys() & {"year", "shift"}:
        return True
    if _QUESTION.match(place.text, place.end):  # "Q1: What is new?"
        return False
    name = place.raw[:1].isupper() and place.before not in _SETS["year_after"] and not place.raw.endswith("s") and place.after[:1].isupper()
    return not name


def _half(place: _Place, attrs: Attrs) -> bool:
    # A bare "H2" may be hydrogen, or a heading.
    return place.said not in ("H1", "H2") or place.before in _SETS["month_preposition"] | {"for", "the", "our", "into", "a"}


def _century(place: _Place, attrs: Attrs) -> bool:
    return not (place.said.istitle() and place.after[:1].isupper())


def _holiday(place: _Place, attrs: Attrs) -> bool:
    return bool(attrs.keys() & {"year", "det"} or attrs.get("weekend")) or place.before in ("on", "celebrates")


_JUDGES: dict[str, Callable[[_Place, Attrs], bool]] = {
    "month": _month,
    "weekday": _weekday,
    "year": _year,
    "years": _years,
    "deictic": _deictic,
    "season": _season,
    "unit": _unit,
    "next": _next,
    "quarter": _quarter,
    "half": _half,
    "century": _century,
    "holiday": _holiday,
}
