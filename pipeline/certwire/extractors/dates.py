"""Find calendar expressions: days, months, years, quarters, seasons, ranges, and relative ones such as "last month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire.extractors.date_grammar import AGO, HOLIDAYS, MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Attrs, expression_at
from certwire.extractors.date_sense import is_date, sentence
from certwire.model import Mention, Release
from certwire.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HEADS = (*MONTHS, *WEEKDAYS, *SEASONS, *ORDINALS, *(h.split()[0] for h in HOLIDAYS), *words("dates_words", "openers"))
# Every word an expression can start with. Digits are tried wherever a number starts.
_TRIGGER = re.compile(
    r"(?:(?<![\w$€£¥#@%])|(?<=[a-z])(?-i:(?=[A-Z])))(?:"
    + "|".join(re.escape(h) for h in sorted(set(_HEADS), key=lambda h: (-len(h), h)))
    + r"|[QH][1-4]|FY|YE|[1-4][QH]|\d{1,4})(?:\b|(?<=[\d])|(?<=FY|YE|\d[QH]))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\])]+|\]\([^)\s]*\)|\S+@\S+|\bdoi:\S+")


def _alternatives(key: str) -> str:
    return "|".join(re.escape(w) for w in sorted(words("dates_words", key), key=lambda w: (-len(w), w)))


_NOT_PAST = "|".join(words("dates_words", "not_past"))
_BY = re.compile(r"\b(?:by|until|till|through) (?:the )?\Z", re.IGNORECASE)
_FUTURE = re.compile(rf"\b(?:{_alternatives('future')})\b", re.IGNORECASE)
_PAST = re.compile(rf"\b(?<!\bbe )(?:(?!(?:{_NOT_PAST})\b)[a-z]{{2,14}}ed|{_alternatives('past')})\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class DateExtractor:
    """Find calendar expressions and say what was read; values come later, in ``normalize.dates``.

    Attributes of a mention, where they apply:
        pattern: ``day | days | month | year | years | quarter | half | season | decade | century | weekday | holiday | unit | deictic |
            ago | next``.
        year, month, day, weekday (Monday 0), season (21-24), quarter, half, decade, century, holiday, weekend: as written.
        end_...: the same for the second end of a range.
        det, shift: "this", "last", "next" and 0, -1, 1.
        unit, number, way: of "three months ago", "two years later"; ``about`` where the text hedges.
        part: ``early | mid | late | start | end`` of it.
        open: ``end`` for "since 2015".
        tense: ``past | future`` by the nearest cue of the sentence.

    Example:
        "Acme was certified in May 2024." -> ``Mention(kind="date", text="May 2024", ...)`` with attributes
        ``{"pattern": "month", "month": 5, "year": 2024, "tense": "past"}``
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
        if is_date(text, start, read.end, read.attrs):
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
        matches = [
            m for m in AGO.finditer(text, low, word.end()) if m.end() == word.end() and not text[m.start() - 1 : m.start()].isalnum()
        ]
        if not matches:
            continue
        match = matches[0]
        said = match["number"].lower()
        number = int(said) if said.isdigit() else NUMBERS[said]
        way = match["way"].lower()
        if way != "ago" and (match["unit"].lower() != "year" or re.match(r" in (?:19|20)\d\d", text[word.end() : word.end() + 8])):
            continue
        attrs: Attrs = {"pattern": "ago", "number": number, "unit": match["unit"].lower(), "way": way, "about": bool(match["about"])}
        found.append((match.start(), match.end(), attrs))
    return found


def _tense(text: str, start: int, end: int) -> str | None:
    """ "past" or "future" by the cue nearest to the expression, those before it first; "by May" goes with either."""
    if _BY.search(text, max(0, start - 12), start):
        return None
    begin, finish = sentence(text, start, end)
    for low, high, last in ((begin, start, True), (end, finish, False)):
        marks = [(m.start(), kind) for kind, cue in (("future", _FUTURE), ("past", _PAST)) for m in cue.finditer(text, low, high)]
        if marks:
            return (max if last else min)(marks)[1]
    return None


EXTRACTOR = DateExtractor()
