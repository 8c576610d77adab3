"""The words around a scheme mention as features: those of its sentence and headline, pairs beside it, the verbs around it.

Words written in lower case only, and of a headline those that releases write in lower case elsewhere: never names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from certwire import verbs, vocabulary
from certwire.model import Span

_WORD = re.compile(r"(?<![\w'’-])[a-z][a-z'’-]*(?!\w)")
_HEAD_WORD = re.compile(r"[a-z][a-z'’-]+")
_NEAR = 12
_REACH = 160
# A list of thousands of names has thousands of words.
_LONGEST = 1_000


def around(text: str, *, sentence: Span, first: int, last: int) -> Iterator[str]:
    """The words of a sentence, and the pairs among the twelve before and behind a span of it.

    Args:
        text: the release.
        sentence: its span, in code points.
        first: where the span of scheme and anchor begins.
        last: where it ends.

    Example:
        "Acme has earned ISO 9001 again." -> ``said=has``, ``said=earned``, ``said=again``, ``to=has earned``
    """
    start, end = max(sentence[0], first - _LONGEST), min(sentence[1], last + _LONGEST)
    yield from _said(text[start:first])
    yield from _said(text[last:end])
    before = _WORD.findall(text, max(start, first - _REACH), first)[-_NEAR:]
    behind = _WORD.findall(text, last, min(end, last + _REACH))[:_NEAR]
    for side, words in (("to", before), ("on", behind)):
        for one, other in pairwise(words):
            yield f"{side}={one} {other}"


@lru_cache(maxsize=256)
def _said(piece: str) -> tuple[str, ...]:
    return tuple(f"said={word}" for word in dict.fromkeys(_WORD.findall(piece)))


def verbs_around(text: str, *, sentence: Span, first: int, last: int) -> Iterator[str]:
    """The two verbs before a span, the first behind it and the first of the sentence, as features.

    Args:
        text: the release.
        sentence: its span, in code points.
        first: where the span of scheme and anchor begins.
        last: where it ends.

    Example:
        "Acme has earned ISO 9001." -> ``verb-1=earn``, ``verb-1=VBD``, ``verb-1:has``, ``verb-1=earn:has``, ...
    """
    found = verbs.of(text[sentence[0] : sentence[1]])
    left = [v for v in found if v.start < first - sentence[0]]
    right = next((v for v in found if v.start >= last - sentence[0]), None)
    last_two = [*reversed(left[-2:]), None, None][:2]
    for place, verb in (("-1", last_two[0]), ("-2", last_two[1]), ("+1", right), ("1", found[0] if found else None)):
        yield from _verb(f"verb{place}", verb)


def _verb(name: str, verb: verbs.Verb | None) -> Iterator[str]:
    if verb is None:
        yield f"{name}=none"
        return
    yield f"{name}={verb.lemma}"
    yield f"{name}={verb.tag}"
    for word in verb.lead:
        yield f"{name}:{word}"
        yield f"{name}={verb.lemma}:{word}"
    yield f"{name}:{' '.join(verb.lead)} {verb.tag}"
    if verb.next:
        yield f"{name}={verb.lemma} {verb.next}"


# What a scheme in front of a noun describes: "ISO 9001 certified steel works", "CPR certification course".
_NOUNS = re.compile(r"[®™]*(?:\s*\([^)\n]{1,30}\))?[®™]*[ -](?P<nouns>[A-Za-z][\w'’&/-]*(?: [A-Za-z][\w'’&/-]*){0,5})")
_APPOSED = re.compile(r"(?:,|[-–—]) (?:a|an|the|one of)\b[^,;.]*$")


def described(text: str, *, sentence: Span, first: int, last: int) -> Iterator[str]:
    """The noun that a span of scheme and anchor describes, where it stands in front of one, and whether the two are an apposition.

    Example:
        "Acme, an ISO 9001 certified steel works, opened." -> ``describes=works``, ``apposed``, ``apposed&describes=True``
    """
    found = _NOUNS.match(text, last, min(sentence[1], last + 80))
    head = ""
    for word in found["nouns"].split() if found else ():
        low = word.lower().removesuffix("'s").removesuffix("’s")
        if low in _closing():
            break
        head = low
    if head:
        yield f"describes={head if head in _common() else 'X'}"
        yield f"described_by={head[-3:]}"
    yield f"describes:{bool(head)}"
    if _APPOSED.search(text, max(sentence[0], first - 80), first):
        yield "apposed"
        yield f"apposed&describes={bool(head)}"


@cache
def _closing() -> frozenset[str]:
    """Words that end a group of nouns."""
    return vocabulary.word_set("clauses", "finite") | vocabulary.word_set("clauses", "asides") | vocabulary.word_set("clauses", "closing")


@lru_cache(maxsize=64)
def of_headline(folded: str) -> tuple[str, ...]:
    """The common words of a headline in lower case.

    Example:
        "acme earns iso 9001" -> ``("headline:earns",)``
    """
    common = _common()
    return tuple(f"headline:{word}" for word in dict.fromkeys(_HEAD_WORD.findall(folded[:_LONGEST])) if word in common)


@cache
def _common() -> frozenset[str]:
    return frozenset(vocabulary.lines("people_words.txt"))
