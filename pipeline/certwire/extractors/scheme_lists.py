"""Lists that share one word of certification: "FOO, BAR and BAZ certifications", "certified to standards such as FOO, BAR and BAZ"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from certwire import knowledge
from certwire.cues import members
from certwire.extractors.scheme_found import Found
from certwire.extractors.scheme_known import from_hit
from certwire.model import Span
from certwire.phrases import run_after, run_before
from certwire.vocabulary import word_set, words

_BACK = re.compile(r"(?P<sign>,\s+(?:and|or|&)\s+|\s+(?:and|or|&)\s+|,\s*|\s?/\s?)(?:the\s+|an?\s+)?$")
_ON = re.compile(
    r"[\s®™*]*(?:\([^()\n]{1,40}\))?[\s®™*]*(?P<sign>,\s+(?:and|or|&)\s+|\s+(?:and|or|&)\s+|,\s+|\s?/\s?|;\s+)"
    r"(?:the\s+|an?\s+)?(?=\w)"
)
_OWNER = re.compile(r"['’]s\s+")
_OXFORD = re.compile(r",\s+(?:and|or|&)\s")
_AND = re.compile(r"\s+(?:and|&)\s+(?=[A-Z0-9])")
_OTHER = re.compile(r"\s+(?:and|or)\s+(?:many\s+)?other\s+(?:[a-z-]+\s+){0,2}$")
_LONGEST_LIST = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a list: where it stands, and which hit of the registry it is."""

    span: Span
    hit: int | None = None


def listed_before(
    text: str, first: Span, anchor: Span, word: str, floor: int, hits: Sequence[knowledge.Hit], used: set[int], *, body: Span | None
) -> Iterator[Found]:
    """The names that a list ties to the one at ``first``, right before a word of certification.

    Example:
        "Quay, Harbor and Weir certifications", first "Weir" -> ``prefix`` for "Quay", ``prefix`` for "Harbor"
    """
    plural = word.endswith("s")
    items: list[Item] = []
    at, ended = first[0], False
    while len(items) < _LONGEST_LIST and (tie := _BACK.search(text, max(floor, at - 12), at)):
        last = "and" in tie["sign"] or "or" in tie["sign"] or "&" in tie["sign"] or "/" in tie["sign"]
        if last and ended and "/" not in tie["sign"]:
            break
        item = _before(text, tie.start(), floor, hits)
        if item is None or len(text[slice(*item.span)].split()) > 4:
            break
        shouted = item.hit is not None or _is_acronym(text[slice(*item.span)])
        if not (last or ended) and not (plural and shouted):
            break
        if not plural and not shouted:
            break
        ended = ended or last
        items.append(item)
        at = item.span[0]
    for item in items:
        yield from _found(text, item, anchor, word, body, hits, used, form="prefix")


def parted_before(text: str, before: Span, word: str) -> list[Span]:
    """ "Quay and Weir certifications": two names that one run holds, the nearer one last.

    Example:
        ``parted_before("Quay and Weir certifications", (0, 13), "certifications")`` -> spans of "Quay" and "Weir"
    """
    cut = _AND.search(text, *before)
    if cut is None or _AND.search(text, cut.end(), before[1]):
        return [before]
    left, right = (before[0], cut.start()), (cut.end(), before[1])
    if text[slice(*right)].lower() in members("anchors.generic"):
        return [before]
    both = _is_acronym(text[slice(*left)]) and _is_acronym(text[slice(*right)])
    return [left, right] if both or (word.endswith("s") and "&" not in cut[0]) else [before]


def named_with_others(text: str, anchor: Span, word: str, floor: int, hits: Sequence[knowledge.Hit], used: set[int]) -> Iterator[Found]:
    """ "alongside Quay and other certifications": what is named of the many.

    Example:
        "Quay, Weir and other certifications" -> ``prefix`` for "Weir", ``prefix`` for "Quay"
    """
    tie = _OTHER.search(text, max(floor, anchor[0] - 50), anchor[0])
    item = _before(text, tie.start(), floor, hits) if tie else None
    if tie is None or item is None:
        return
    yield from _found(text, item, anchor, word, None, hits, used, form="prefix")
    yield from listed_before(text, item.span, anchor, word, floor, hits, used, body=None)


def listed_behind(
    text: str, last: int, anchor: Span, word: str, ceiling: int, hits: Sequence[knowledge.Hit], used: set[int]
) -> Iterator[Found]:
    """The short and shouted names that go on a list of known schemes behind a word of certification.

    Example:
        "certified to ISO 9001, QXR and ISO 14001", behind "ISO 9001" -> ``to`` for "QXR", ``known`` for "ISO 14001"
    """
    at = last
    for _ in range(_LONGEST_LIST):
        tie = _ON.match(text, at, ceiling)
        item = _after(text, tie.end(), ceiling, hits, part=True) if tie else None
        if tie is None or item is None or (item.hit is None and not _is_acronym(text[slice(*item.span)])):
            return
        yield from _found(text, item, anchor, word, None, hits, used, form="to")
        if "and" in tie["sign"]:
            return
        at = item.span[1]


def listed_after(text: str, anchor: Span, word: str, ceiling: int, hits: Sequence[knowledge.Hit], used: set[int]) -> Iterator[Found]:
    """What a list behind "such as", "including" or a colon names: schemes, or bodies where words for bodies stand before it.

    Example:
        "certifications from makers including Quay and Weir" -> ``by`` for "Quay" and for "Weir" if "makers" are bodies
    """
    opened = _opener().match(text, anchor[1], ceiling)
    if opened is None:
        return
    said = opened["said"].split()
    if not word_set("schemes", "list_breaks").isdisjoint(said):
        return
    bodies = not word_set("schemes", "body_nouns").isdisjoint(said)
    items = items_on(text, opened.end(), ceiling, hits)
    sign = opened["sign"]
    if not items or any(text[slice(*i.span)].split()[0].lower() in word_set("schemes", "cut") for i in items[:1]):
        return
    if items[0].hit is None and ((sign and not word.endswith("s")) or (len(items) == 1 and (sign == "(" or not word.endswith("s")))):
        return
    for item in items:
        yield from _found(text, item, anchor, word, None, hits, used, form="by" if bodies else "to")


def items_on(text: str, start: int, ceiling: int, hits: Sequence[knowledge.Hit]) -> list[Item]:
    """The members of a list from ``start`` on.

    Example:
        ``items_on("Quay, Weir and Harbor", 0, 21, ())`` -> items at "Quay", "Weir", "Harbor"
    """
    oxford = _OXFORD.search(text, start, min(ceiling, start + 240)) is not None
    items: list[Item] = []
    at, commas = start, 0
    while len(items) < _LONGEST_LIST:
        item = _after(text, at, ceiling, hits, part=not oxford)
        if item is None:
            break
        items.append(item)
        tie = _ON.match(text, item.span[1], ceiling)
        if tie is None:
            break
        at = tie.end()
        if "and" in tie["sign"] or "or" in tie["sign"]:
            last = _after(text, at, ceiling, hits, part=False)
            return [*items, last] if last else items
        commas += 1
    # Without an "and" the list may have run into the next clause.
    return items if not commas or all(i.hit is not None or _is_acronym(text[slice(*i.span)]) for i in items) else items[:1]


def _before(text: str, end: int, floor: int, hits: Sequence[knowledge.Hit]) -> Item | None:
    bare = end
    while bare > floor and text[bare - 1] in " ®™*":
        bare -= 1
    at = bisect_left(hits, bare, key=lambda h: h.end)
    if at < len(hits) and hits[at].start < bare <= hits[at].end and hits[at].start >= floor:
        return Item((hits[at].start, hits[at].end), at)
    run = run_before(text, end, floor=floor)
    if run is None or run[1] < bare or not text[run[0]].isalpha():
        return None
    cuts = [*_AND.finditer(text, *run), *_OWNER.finditer(text, *run)]
    return Item((max((cut.end() for cut in cuts), default=run[0]), run[1]))


def _after(text: str, start: int, ceiling: int, hits: Sequence[knowledge.Hit], *, part: bool) -> Item | None:
    at = bisect_left(hits, start, key=lambda h: h.start)
    if at < len(hits) and hits[at].start - start <= 1 and hits[at].end <= ceiling:
        return Item((hits[at].start, hits[at].end), at)
    run = run_after(text, start, ceiling=ceiling)
    if run is None or run[0] - start > 1 or len(text[slice(*run)].split()) > 8 or not text[run[0]].isalpha():
        return None
    if part and (cut := _AND.search(text, *run)):
        return Item((run[0], cut.start()))
    return Item(run)


def _found(
    text: str, item: Item, anchor: Span, word: str, body: Span | None, hits: Sequence[knowledge.Hit], used: set[int], *, form: str
) -> Iterator[Found]:
    if item.hit is not None:
        if item.hit not in used:
            used.add(item.hit)
            yield from_hit(hits[item.hit], anchor=anchor, word=word, body=body)
        return
    own = item.span if form in {"prefix", "by"} else None
    yield Found(
        start=item.span[0],
        end=item.span[1],
        form=form,
        anchor=anchor,
        word=word,
        body=body or own,
        name=None if form == "by" else text[slice(*item.span)],
    )


def _is_acronym(said: str) -> bool:
    """Whether a name is short and shouted: "CSA", "Tier 3+" is none, "ISO 9001" is one."""
    return len(said) <= 16 and sum(c.isupper() for c in said) > 1 and not any(len(w) > 2 and w[1:].islower() for w in said.split())


@cache
def _opener() -> re.Pattern[str]:
    lead = "|".join(words("schemes", "list_openers"))
    return re.compile(rf"(?P<said>(?:\s+[a-z][\w'-]*){{0,6}}?),?(?:\s*(?P<sign>[:(])|\s+(?:{lead}))\s*(?:the\s+|both\s+)?[“\"]?")
