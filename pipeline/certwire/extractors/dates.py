"""Find calendar expressions: days, months, years, quarters, seasons, ranges, and relative ones such as "last month"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

from certwire import cues
from certwire.extractors.date_grammar import AGO, HOLIDAYS, MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Attrs, expression_at, may_begin
from certwire.extractors.date_sense import is_date, sentence
from certwire.model import Mention, Release
from certwire.spotting import places
from certwire.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HEADS = (*MONTHS, *WEEKDAYS, *SEASONS, *ORDINALS, *(h.split()[0] for h in HOLIDAYS), *words("dates_words", "openers"))


def _by_letter(heads: Iterable[str]) -> str:
    """An alternation of words, longest first, that looks only at those of the right first letter."""
    groups: dict[str, list[str]] = {}
    for head in sorted(set(heads), key=lambda h: (-len(h), h)):
        groups.setdefault(head[0], []).append(re.escape(head[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in sorted(groups.items()))


# Every word an expression can start with. Digits are tried wherever a number starts. For text in small letters: without regard to case,
# no alternative could be passed over by its first letter, and this is the dearest search of a release.
_TRIGGER = re.compile(
    rf"(?<![\w$€£¥#@%])(?:{_by_letter(h.lower() for h in _HEADS)}|[qh][1-4]|fy|ye|[1-4][qh]|\d{{1,4}})(?:\b|(?<=[\d])|(?<=fy|ye|\d[qh]))"
)
_GLUED = re.compile(r"[a-z](?=[A-Z])")
_INNER_TRIGGER = re.compile(_TRIGGER.pattern.removeprefix(r"(?<![\w$€£¥#@%])"))
_AGO_WORDS = ("ago", "earlier", "later")
_AGO_WORD = re.compile(r"(?<=\s)(?:ago|earlier|later)\b")
_AGO_REACH = 45
_IN_YEAR = re.compile(r" in (?:19|20)\d\d")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\])]+|\]\([^()\s]*\)|\bdoi:\S+")


_WORD = re.compile(r"[A-Za-z]+")
# A cue this many words before the expression, at most, governs it.
_NEAR_WORDS = 3
_BY = re.compile(r"\b(?:by|until|till|through) (?:the )?\Z", re.IGNORECASE)
# Cues of one word or two.
_FUTURE = frozenset(words("dates_words", "future"))
_PAST = frozenset(words("dates_words", "past"))
_NOT_PAST = frozenset(words("dates_words", "not_past"))
# Patterns whose value depends on the tense, where no year is written.
_TENSED = frozenset({"day", "days", "month", "weekday", "quarter", "half", "unit", "holiday"})


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
        ambiguous: day and month may be the other way round ("3/4/2025").
        tense: ``past | future`` by the nearest cue of the sentence, where the value depends on it;
            ``near`` where that cue stands right before ("was signed on February 3").

    Example:
        "Acme was certified in May." -> ``Mention(kind="date", text="May", ...)`` with attributes
        ``{"pattern": "month", "month": 5, "tense": "past", "near": True}``
    """

    name: str = "dates.v1"
    emits: tuple[str, ...] = ("date",)

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        text = release.text
        for start, end, attrs in _found(text):
            if attrs["pattern"] in _TENSED and "year" not in attrs:
                attrs |= _tense(text, start, end)
            yield Mention(kind="date", start=start, end=end, text=text[start:end], source=self.name, attrs=attrs)


def _found(text: str) -> Iterator[tuple[int, int, Attrs]]:
    """Accepted expressions in order, without overlap."""
    taken = 0
    for start, end, attrs in merge(_read(text), _ago(text), key=lambda found: found[0]):
        if start >= taken:
            taken = end
            yield start, end, attrs


def _read(text: str) -> Iterator[tuple[int, int, Attrs]]:
    """Accepted expressions that are read forwards from their first word."""
    taken = 0
    addresses = _addresses(text)
    address = next(addresses, None)
    low = cues.small(text)
    for start in _triggers(text, low):
        if start < taken or not may_begin(low, start):
            continue
        while address and address.end() <= start:
            address = next(addresses, None)
        if address and address.start() <= start:
            continue
        read = expression_at(text, start)
        if read and is_date(text, start, read.end, read.attrs):
            taken = read.end
            yield start, read.end, dict(read.attrs)


def _triggers(text: str, low: str) -> Iterator[int]:
    """Where an expression may begin: at a word, or at a capital that a converter glued to the word before."""
    glued = (m.end() for m in _GLUED.finditer(text) if _INNER_TRIGGER.match(low, m.end()))
    return merge((m.start() for m in _TRIGGER.finditer(low)), glued)


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """The addresses of a text, in order; looked for where one may begin."""
    done = 0
    for begin in places(text, ("http", "www.", "](", "doi:")):
        if begin >= done and (found := _ADDRESS.match(text, begin)):
            done = found.end()
            yield found


def _ago(text: str) -> Iterator[tuple[int, int, Attrs]]:
    """ "three years ago", "two years later": read backwards from their last word."""
    low = cues.small(text)
    for word in filter(None, (_AGO_WORD.match(low, at) for at in places(low, _AGO_WORDS))):
        near = AGO.finditer(text, max(0, word.start() - _AGO_REACH), word.end())
        match = next((m for m in near if m.end() == word.end() and not text[m.start() - 1 : m.start()].isalnum()), None)
        if match is None:
            continue
        said, unit, way = match["number"].lower(), match["unit"].lower(), match["way"].lower()
        # "six months later" tells a story; "10 years earlier in 2013" says its year.
        if way != "ago" and (unit != "year" or _IN_YEAR.match(text, word.end())):
            continue
        number = int(said) if said.isdigit() else NUMBERS[said]
        yield match.start(), match.end(), {"pattern": "ago", "number": number, "unit": unit, "way": way, "about": bool(match["about"])}


def _tense(text: str, start: int, end: int) -> Attrs:
    """The tense by the cue nearest to the expression, those before it first; "by May" goes with either."""
    if _BY.search(text, max(0, start - 12), start):
        return {}
    begin, finish = sentence(text, start, end)
    before = [w.lower() for w in _WORD.findall(text, begin, start)]
    for i in range(len(before) - 1, -1, -1):
        tense = _told(before, i)
        if tense:
            near = len(before) - i <= _NEAR_WORDS
            return {"tense": tense, "near": True} if near else {"tense": tense}
    after = [w.lower() for w in _WORD.findall(text, end, finish)]
    tense = next(filter(None, (_told(after, i) for i in range(len(after)))), None)
    return {"tense": tense} if tense else {}


def _told(said: Sequence[str], i: int) -> str | None:
    """The tense that the word at ``i``, or it and the next, tells."""
    word, pair = said[i], " ".join(said[i : i + 2])
    if word in _FUTURE or pair in _FUTURE:
        return "future"
    told = word in _PAST or pair in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST)
    return "past" if told and said[max(0, i - 1) : i] != ["be"] else None  # not "will be held in May"


EXTRACTOR = DateExtractor()
