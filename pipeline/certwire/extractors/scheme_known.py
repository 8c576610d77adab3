"""Schemes that the registry knows, and which of them a word of certification speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from certwire import knowledge
from certwire.extractors.scheme_found import Found
from certwire.extractors.scheme_grammar import body_after
from certwire.model import Attr, Span
from certwire.vocabulary import word_set, words

_LIST = re.compile(
    r"[\s®™]*(?:\([^()]{1,60}\))?[\s®™]*(?:,|/|&|;|\+|•)?\s*(?:and|or|as well as|along with|plus|&)?\s*(?:the\s+|also\s+|both\s+)?"
)
FAR = 60
_LONGEST_LIST = 40
_GAP = re.compile(r"[\s®™©*()\-\u2011]*")


def chained(text: str, hits: Sequence[knowledge.Hit], beside: Sequence[int], floor: int, ceiling: int) -> list[int]:
    """The hits beside the word and those that a list ties to them.

    Example:
        "certified to ISO 9001, ISO 14001 (environment) and ISO 45001", beside ``[0]`` -> ``[0, 1, 2]``
    """
    first, last = min(beside), max(beside)
    floor_at, ceiling_at = max(0, first - _LONGEST_LIST), min(len(hits), last + _LONGEST_LIST)
    while first > floor_at and hits[first - 1].start >= floor and _LIST.fullmatch(text, hits[first - 1].end, hits[first].start):
        first -= 1
    while last + 1 < ceiling_at and hits[last + 1].end <= ceiling and _LIST.fullmatch(text, hits[last].end, hits[last + 1].start):
        last += 1
    return list(range(first, last + 1))


def touches(text: str, hit: knowledge.Hit, start: int, end: int, floor: int, ceiling: int) -> bool:
    """A known scheme belongs to the word when only marks, brackets or a list of schemes lie between them, or "to", "for", "in".

    Example:
        "ISO 9001" and "certified" in "certified to ISO 9001" -> True; in "certified products. ISO 9001" -> False
    """
    if not (floor <= hit.start and hit.end <= ceiling):
        return False
    if hit.start <= start and end <= hit.end:
        return True
    gap = text[hit.end : start] if hit.end <= start else text[end : hit.start]
    if len(gap) > FAR:
        return False
    bare = _GAP.sub(" ", gap).strip().lower()
    if hit.end <= start:
        said = bare.split()
        return (
            not bare
            or bare in word_set("schemes", "gap_before")
            or (len(said) <= 3 and "." not in bare and "," not in bare and word_set("schemes", "gap_breaks").isdisjoint(said))
        )
    return bool(_after().fullmatch(bare))


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, words('schemes', 'gap_after')))})\s*)*")


def from_hit(hit: knowledge.Hit, *, anchor: Span | None, word: str, body: Span | None) -> Found:
    """A scheme of the registry or a numbered one, with the word of certification and the body beside it.

    Example:
        the hit "ISO 9001:2015" -> ``Found(form="known", ids=("iso-9001",), edition="2015", ...)``
    """
    return Found(
        start=hit.start,
        end=hit.end,
        form="known",
        anchor=anchor,
        word=word,
        body=body,
        ids=hit.schemes,
        name=hit.name or hit.alias,
        edition=hit.edition,
        level=hit.level,
        number=hit.number,
        extra=_row(hit.schemes),
    )


def _row(ids: Sequence[str]) -> dict[str, Attr]:
    """What the registry says of the first scheme it may be."""
    row = knowledge.matcher().registry.scheme(ids[0]) if ids else None
    if row is None:
        return {}
    grants = (*row.certifiers, *((row.owner,) if row.owner_grants and row.owner else ()))
    return {"domain": row.domain, "applies_to": row.applies_to, "grants": grants, "kind": row.kind}


def known(text: str, hits: Sequence[knowledge.Hit], used: set[int]) -> Iterator[Found]:
    """The hits that no word of certification has taken.

    Example:
        "Acme: ISO 9001, organic" -> the hit "ISO 9001", without an anchor
    """
    for i, hit in enumerate(hits):
        if i not in used:
            yield from_hit(hit, anchor=None, word="", body=body_after(text, hit.end, min(len(text), hit.end + 140)))
