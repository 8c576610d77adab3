"""Find calendar expressions: days, months, years, quarters, seasons, ranges, and relative ones such as "last month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire.extractors.date_grammar import AGO, HOLIDAYS, MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Attrs, expression_at
from certwire.model import Mention, Release
from certwire.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HEADS = (
    *MONTHS, *WEEKDAYS, *SEASONS, *ORDINALS, *(h.split()[0] for h in HOLIDAYS), "since", "from", "between", "today", "yesterday", "tomorrow", "tonight", "this", "last", "next", "previous", "prior", "coming",
    "upcoming", "current", "early", "late", "later", "earlier", "mid", "beginning", "start", "end", "close", "middle", "remainder", "rest", "fiscal", "financial", "calendar", "full-year", "full", "year-end", "year", "month-end", "month", "quarter-end", "same", "the",
)  # fmt: skip
# Every word an expression can start with. Digits are tried wherever a number starts.
_TRIGGER = re.compile(
    r"(?<![\w$€£¥#@%])(?:"
    + "|".join(re.escape(h) for h in sorted(set(_HEADS), key=lambda h: (-len(h), h)))
    + r"|[QH][1-4]|FY|YE|[1-4](?=[QH]\d|[QH]\b)|\d{1,4}(?=[\s/.–—-]|st|nd|rd|th|\b|['’]?s\b))(?![A-Za-z]{12})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\])]+|\]\([^)\s]*\)|\S+@\S+|\bdoi:\S+")
_WORDS_BEFORE = re.compile(r"(?:[\w’'.$#&-]+[^\S\n]*[,(:;–—\"“”]?\s{0,3}){0,4}\Z")
_LAST_WORD = re.compile(r"([\w’'&.-]+|[^\w\s])\s*\Z")
_NEXT_WORD = re.compile(r"[\s(\"“]{0,3}([\w’'-]+)")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s+(?=[A-Z\"“(])|\n\s*\n|\s{2,}(?=[A-Z])|⏎")
_REACH = 160


@dataclass(frozen=True, slots=True)
class _Cues:
    """The vocabulary, compiled once."""

    future: re.Pattern[str]
    past: re.Pattern[str]
    today_verb: re.Pattern[str]


def _alternatives(key: str) -> str:
    return "|".join(re.escape(w) for w in sorted(words("dates_words", key), key=lambda w: (-len(w), w)))


_NOT_PAST = "|".join(words("dates_words", "not_past"))
_FUTURE = re.compile(rf"\b(?:{_alternatives('future')})\b", re.IGNORECASE)
_PAST = re.compile(rf"\b(?:(?!(?:{_NOT_PAST})\b)[a-z]{{2,14}}ed|{_alternatives('past')})\b", re.IGNORECASE)
_TODAY_VERB = re.compile(rf"\b(?:{_alternatives('today_verbs')})\b", re.IGNORECASE)
_SETS = {
    key: frozenset(words("dates_words", key))
    for key in (
        "month_after",
        "month_doubtful",
        "month_preposition",
        "weekday_after",
        "weekday_habit",
        "today_after",
        "not_year_after",
        "not_year_before",
        "street",
        "year_after",
    )
}


@dataclass(frozen=True, kw_only=True)
class DateExtractor:
    """Find calendar expressions and say what was read; values come later, in ``normalize.dates``.

    Attributes of a mention, where they apply:
        pattern: ``day | days | month | year | years | quarter | half | season | decade | century | weekday | holiday | unit | deictic | ago``.
        year, month, day, weekday (Monday 0), season (21-24), quarter, half, decade, century, holiday, weekend: as written.
        end_...: the same for the second end of a range.
        det, shift: "this", "last", "next" and 0, -1, 1.
        unit, number, way: of "three months ago", "two years later"; ``about`` where the text hedges.
        part: ``early | mid | late | start | end`` of it.
        open: ``end`` for "since 2015".
        tense: ``past | future`` by the nearest cue of the sentence.

    Example:
        "Acme was certified in May 2024." -> Mention(kind="date", text="May 2024", attrs={"pattern": "month", "month": 5, "year": 2024, "tense": "past"})
    """

    name: str = "dates.v1"
    emits: tuple[str, ...] = ("date",)

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        text = release.text
        for start, end, attrs in _found(text):
            tense = _tense(text, start, end)
            if tense:
                attrs["tense"] = tense
            yield Mention(kind="date", start=start, end=end, text=text[start:end], source=self.name, attrs=attrs)


def _found(text: str) -> Iterator[tuple[int, int, Attrs]]:
    """Accepted expressions in order, without overlap."""
    ago = _ago(text)
    taken = 0
    blocked = [m.span() for m in _ADDRESS.finditer(text)]
    at = 0
    for trigger in _TRIGGER.finditer(text):
        start = trigger.start()
        while ago and ago[0][0] <= start:
            if ago[0][0] >= taken:
                yield ago[0]
                taken = ago[0][1]
            ago.pop(0)
        if start < taken:
            continue
        while at < len(blocked) and blocked[at][1] <= start:
            at += 1
        if at < len(blocked) and blocked[at][0] <= start:
            continue
        read = expression_at(text, start)
        if read is None:
            continue
        if _is_date(text, start, read.end, read.attrs):
            taken = read.end
            yield start, read.end, dict(read.attrs)
    for item in ago:
        if item[0] >= taken:
            yield item


def _ago(text: str) -> list[tuple[int, int, Attrs]]:
    """ "three years ago", "two years later": read backwards from their last word."""
    found = []
    for word in re.finditer(r"(?<=\s)(?:ago|earlier|later)\b", text, re.IGNORECASE):
        low = max(0, word.start() - 45)
        match = None
        for match in AGO.finditer(text, low, word.end()):
            pass
        if match is None or match.end() != word.end() or (match.start() > 0 and text[match.start() - 1].isalnum()):
            continue
        said = match["number"].lower()
        number = int(said) if said.isdigit() else NUMBERS[said]
        way = match["way"].lower()
        if way != "ago" and match["unit"].lower() != "year":
            continue
        attrs: Attrs = {"pattern": "ago", "number": number, "unit": match["unit"].lower(), "way": way, "about": bool(match["about"])}
        found.append((match.start(), match.end(), attrs))
    return found


def _is_date(text: str, start: int, end: int, attrs: Attrs) -> bool:
    """Is the expression meant as a date here?"""
    pattern = attrs["pattern"]
    if "month" in attrs and not _month_written(text, start, end):
        return False
    before = _word_before(text, start)
    if pattern == "day" or "end_day" in attrs:
        return "year" in attrs or before not in ("every", "each")
    if "open" in attrs or "end_pattern" in attrs:
        return pattern != "deictic" or "end_pattern" in attrs
    if pattern == "month":
        return "year" in attrs or "det" in attrs or "part" in attrs or _is_month(text, start, end, before)
    if pattern == "weekday":
        return _is_weekday(text, start, end, before, attrs)
    if pattern == "year" or pattern == "years":
        return "part" in attrs or not text[start:end].isdigit() and pattern == "year" or _is_year(text, start, end, before)
    if pattern == "deictic":
        return (
            _is_today(text, start, end, before)
            if attrs["deictic"] == "today"
            else attrs["deictic"] != "tonight" and not _possessive(text, end) and before not in ("of", "and", "for")
        )
    if pattern == "season":
        return "year" in attrs or _is_season(text, start, end, before, attrs)
    if pattern == "unit":
        return _is_unit(text, start, end, before, attrs)
    if pattern == "quarter" or pattern == "half":
        return not (pattern == "quarter" and attrs.get("quarter") and "year" not in attrs and text[start:end].lower().startswith("last"))
    if pattern == "holiday":
        return "year" in attrs or "det" in attrs or bool(attrs["weekend"]) or before == "on"
    return True


def _month_written(text: str, start: int, end: int) -> bool:
    """Months are capitalised, or written in capitals."""
    for word in re.findall(r"[A-Za-z]+", text[start:end]):
        if word.lower() in MONTHS and not word[0].isupper():
            return False
    return True


def _is_month(text: str, start: int, end: int, before: str) -> bool:
    word = text[start:end].rstrip(".").lower()
    following = _word_after(text, end)
    if len(word) <= 3 and word != "may":
        return False
    if word in _SETS["month_doubtful"]:
        return before in _SETS["month_preposition"] and not (
            following[:1].isupper() and word in ("may", "april", "june", "august") and before not in ("in", "since")
        )
    return before in _SETS["month_after"] and following.lower() != "month"


def _is_weekday(text: str, start: int, end: int, before: str, attrs: Attrs) -> bool:
    if before in _SETS["weekday_habit"] or re.match(
        r"s\b|\s?(?:-|–|—|through|to|thru)\s?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|['’]?s?,? (?:from )?\d{1,2}(?::\d\d)? ?[ap]\.?m|s? at \d",
        text[end : end + 24],
        re.IGNORECASE,
    ):
        return False
    if not text[start:end].split()[-1][0].isupper():
        return False
    if "det" in attrs:
        return True
    if before == "the":
        return _word_after(text, end).lower() in ("afternoon", "morning", "evening", "night")
    return before in _SETS["weekday_after"] or (before.endswith("ed") and before not in ("limited",))


def _is_year(text: str, start: int, end: int, before: str) -> bool:
    year = int(text[start : start + 4])
    glued = text[start - 1] if start else " "
    if glued in "-–/.:,+&*_" and not (glued in "-–—:,*" and start > 1 and text[start - 2].isalpha() and glued in "—"):
        return False
    raw = _raw_before(text, start)
    if raw and raw[0].isdigit() and not re.fullmatch(r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)?", raw):
        return False
    if raw == ":" and re.search(r"\d\s?:\s?\Z", text[max(0, start - 6) : start]):
        return False
    if before in _SETS["not_year_after"] or re.search(
        r"\b(?:act|law),? (?:of )?\Z|(?:copyright|©|\(c\)|rights reserved)[^\n]{0,20}\Z", text[max(0, start - 34) : start], re.IGNORECASE
    ):
        return False
    following = _word_after(text, end)
    low = following.lower()
    if low in _SETS["not_year_before"]:
        return False
    if (
        re.match(rf"\s(?:[NSEW]\.? )?(?:[A-Z][\w.]+ ){{1,3}}(?:{'|'.join(_SETS_SORTED_STREET)})\b", text[end : end + 60], re.IGNORECASE)
        and not before
    ):
        return False
    if following[:1].isupper() and re.match(
        rf"\s(?:[NSEW]\.? )?(?:[A-Z][\w.]+ ){{1,3}}(?:{'|'.join(w.title() for w in _SETS_SORTED_STREET)})\b", text[end : end + 60]
    ):
        return False
    if (
        year % 50 == 0
        and low
        and following[0].islower()
        and before not in ("in", "since", "by", "until", "from", "year", "early", "late", "of", "to", "and")
    ):
        return False
    if year < 1900 or year > 2100:
        return (
            before
            in (
                "in",
                "since",
                "by",
                "until",
                "from",
                "founded",
                "established",
                "between",
                "to",
                "year",
                "of",
                "est",
                "circa",
                "before",
                "after",
            )
            and following[:1] not in "0123456789"
        )
    if raw and raw[0].isupper() and before not in _SETS["year_after"]:
        return not text[start - 1 : start] in (" ", "\u00a0", "\n") or _opens_sentence(text, start, raw)
    return True


_SETS_SORTED_STREET = sorted(_SETS["street"])


def _opens_sentence(text: str, start: int, raw: str) -> bool:
    """The word before is capitalised only because its sentence starts there."""
    at = text.rfind(raw, 0, start)
    lead = text[max(0, at - 3) : at].rstrip(" ")
    return (not lead or lead[-1] in ".!?\n") and raw[1:].islower() and raw.lower() in _SETS["year_after"]


def _is_today(text: str, start: int, end: int, before: str) -> bool:
    if text[start:end].isupper() and text[start : start + 5].isupper() and not text[max(0, start - 12) : start].isupper():
        return False
    if before in ("usa", "the") or before in ("of", "for", "in"):
        return before == "of" and text[max(0, start - 6) : start].lower() == "as of "
    if text[start].isupper() and re.match(r" Show\b", text[end : end + 6]):
        return False
    before_text = text[max(0, start - 40) : start].lower().rstrip()
    if any(re.search(rf"(?:^|\W){re.escape(w)}$", before_text) for w in _SETS["today_after"]):
        return True
    if _possessive(text, end):
        return bool(
            re.match(
                r"['’]s (?:announcement|vote|news|decision|launch|ruling|agreement|achievement|milestone|event|ceremony|approval)\b",
                text[end : end + 24],
            )
        )
    after = text[end : end + 40]
    if re.match(r",? (?:(?:[a-z]+ly|has|it) )?(?:\w+ )?", after) and _TODAY_VERB.match(text, _skip_adverbs(text, end)):
        return True
    if re.match(r"[^\S\n](?:[a-z]{3,}ed)\b", after) and not re.match(r" (?:need|based|used|limited)\b", after):
        return True
    if re.match(r",? (?:we are|we’re|we're|I am) (?:proud|excited|thrilled|pleased|happy|delighted)", after):
        return True
    if re.search(rf"\b(?:{_alternatives('today_verbs')})(?: \w+){{0,2}}\Z", before_text):
        return not re.search(r"\b(?:you|your|started|companies)\b[^.]{0,30}\Z", before_text)
    begin, _ = _sentence(text, start, end)
    sentence = text[begin:start]
    closes = re.match(r"\s?(?:[.,;!]|$|that\b|at\b|with\b|in\b|the\b|its\b)", after) is not None
    return (
        closes
        and bool(
            re.search(
                r"\b(?:announced|announces|published|released|launched|unveiled|reported|filed|celebrates|certified|awarded|handed over)\b",
                sentence,
            )
        )
        and not re.search(r"\b(?:you|your|market|available)\b", sentence[-60:])
    )


def _skip_adverbs(text: str, end: int) -> int:
    found = re.compile(r"[,\s]{1,2}(?:(?:[a-z]+ly|has|have|once again|also|is|was|again) )*").match(text, end)
    return found.end() if found else end


def _is_season(text: str, start: int, end: int, before: str, attrs: Attrs) -> bool:
    following = _word_after(text, end).lower()
    if following in (
        "months",
        "season",
        "into",
        "apart",
        "short",
        "behind",
        "under",
        "within",
        "of",
        "semester",
        "heat",
        "weather",
        "temperatures",
        "sale",
        "cleaning",
        "water",
    ):
        return False
    if "part" in attrs:
        return before not in ("every", "each")
    if attrs.get("det") == "the":
        return before in ("in", "by", "during", "throughout", "until", "for", "this") and following not in ("and", "or")
    return "det" in attrs


def _is_unit(text: str, start: int, end: int, before: str, attrs: Attrs) -> bool:
    det = attrs.get("det")
    if det is None:
        return True
    if text[end : end + 1] in ("-", "–") and text[end + 1 : end + 2].isalpha():
        return False
    if attrs["unit"] in ("day", "weekend") and det not in ("this", "last", "next"):
        return False
    if attrs["unit"] == "day":
        return False
    if before == "the" and det in ("last", "next", "coming"):
        return "sort" in attrs
    if before in ("than", "every") or (before in ("over", "during", "for") and det == "last"):
        return det == "this"
    if det in ("current", "coming", "upcoming", "prior"):
        return "sort" in attrs or attrs["unit"] in ("quarter",)
    if "sort" in attrs or attrs["unit"] in ("week", "month", "quarter", "year", "weekend"):
        return True
    return False


def _possessive(text: str, end: int) -> bool:
    return text[end : end + 2] in ("'s", "’s")


def _raw_before(text: str, start: int) -> str:
    """The word or sign before, on the same line."""
    found = _LAST_WORD.search(text, max(0, start - 40), start)
    return found[1] if found and "\n" not in text[found.start() : start] else ""


def _word_before(text: str, start: int) -> str:
    raw = _raw_before(text, start)
    return raw.lower().rstrip(".") if raw not in (".", "-") else raw


def _word_after(text: str, end: int) -> str:
    found = _NEXT_WORD.match(text, end)
    return found[1] if found and "\n" not in found[0] else ""


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence around a span, within reach."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    begin = low
    for stop in _SENTENCE_END.finditer(text, low, start):
        begin = stop.end()
    stop_after = _SENTENCE_END.search(text, end, high)
    return begin, stop_after.start() if stop_after else high


def _tense(text: str, start: int, end: int) -> str | None:
    """ "past" or "future" by the cue nearest to the expression, those before it first."""
    begin, finish = _sentence(text, start, end)
    for low, high, last in ((begin, start, True), (end, finish, False)):
        marks = [(m.start(), kind) for kind, cue in (("future", _FUTURE), ("past", _PAST)) for m in cue.finditer(text, low, high)]
        if marks:
            return (max if last else min)(marks)[1]
    return None


EXTRACTOR = DateExtractor()
