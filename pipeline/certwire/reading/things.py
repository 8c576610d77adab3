"""Things without a name of their own that a certificate may be about: noun phrases around the nouns for what is run, made or taught."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from certwire.model import Span
from certwire.vocabulary import word_set, words

_WORD = re.compile(r"[\w®™'’&/.+-]*[\w®™]")
_MODIFIERS = 4
_GAP = re.compile(r"[ \u00a0]")


@cache
def _heads() -> re.Pattern[str]:
    nouns = {n for key in ("facility", "place", "things") for n in words("recipients", key)}
    body = "|".join(sorted(map(re.escape, nouns), key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w-])(?:{body})(?:e?s)?(?![\w-])", re.IGNORECASE)


# "has given", "had earlier seen": the participle is no part of a name for a thing.
_AUXILIARY = re.compile(r"(?:^|[^\w-])(?:has|have|had|having)[ \u00a0]$", re.IGNORECASE)
_VERBAL = re.compile(r"(?:\w+ly |earlier |later |since |long |even |again |already )?\w+(?:ed|en|wn|ght|ept|ade)[ \u00a0]")


def _behind_verb(text: str, start: int, first: int, head: int) -> int:
    """Where a phrase begins that runs on from "has given": behind the participle."""
    if _AUXILIARY.search(text, max(start, first - 8), first):
        verbal = _VERBAL.match(text, first, head)
        if verbal:
            return verbal.end()
    return first


def noun_phrases(text: str, start: int, end: int) -> Iterator[Span]:
    """The phrases in a stretch of the text that end in such a noun, without article and owner: up to four words before it.

    Example:
        "Ostrow's old parking structure in Lyon is certified." -> span of "old parking structure"
    """
    breaks = word_set("recipients", "breaks")
    for head in _heads().finditer(text, start, end):
        first = head.start()
        for _ in range(_MODIFIERS):
            before = first - 1
            if before <= start or not _GAP.match(text, before):
                break
            begin = before
            while begin > start and not text[begin - 1].isspace():
                begin -= 1
            word = text[begin:before]
            if not _WORD.fullmatch(word) or word.lower() in breaks or word.endswith(("'s", "’s", "s'", "s’")):
                break
            first = begin
        first = _behind_verb(text, start, first, head.start())
        if first < head.start() or head[0][0].isupper():
            yield first, head.end()
        else:
            yield head.span()
