"""Words that speak of certification only in a certain company: seals, labels and ratings with a name, "verified by X", diplomates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from certwire.extractors.scheme_found import Found
from certwire.extractors.scheme_grammar import body_after, listed, phrase_start
from certwire.extractors.scheme_level import level_of
from certwire.model import Span
from certwire.phrases import run_after, run_before
from certwire.spotting import places
from certwire.vocabulary import word_set, words


def spots(folded: str) -> list[int]:
    """Where a weak word may stand in a folded text, in order: most sentences hold none, and need not be searched.

    Example:
        ``spots("it was granted the lodestar seal")`` -> ``[28]``
    """
    return list(places(folded, _cores()))


@cache
def _cores() -> tuple[str, ...]:
    """Plain strings of which every weak word holds one."""
    said = {w.removesuffix("s?") for key in _GROUPS for w in words("schemes", f"weak_{key}")}
    return tuple(sorted(w for w in said if not any(other in w for other in said - {w})))


def weak(text: str, folded: str, start: int, end: int) -> Iterator[Found]:
    """What the weak words of one sentence name.

    Example:
        "The rinse was granted the Lodestar Seal of Taste." -> ``Found(form="prefix", word="seal", name="Lodestar Seal of Taste")``
    """
    getting = None
    for found in _words().finditer(folded, start, end):
        span = found.span()
        if found["diplomate"]:
            yield from _diplomate(text, span, found[0], end)
        elif found["mark"]:
            if getting is None:
                getting = bool(_getting().search(folded, start, end))
            if getting:
                yield from _mark(text, folded, span, found[0], start, end)
        else:
            yield from _checked(text, span, found[0], start, end)


def _diplomate(text: str, span: Span, word: str, ceiling: int) -> Iterator[Found]:
    """ "a diplomate of the Lodestar Board of Pain": the board is the body."""
    of = _OF.match(text, span[1], ceiling)
    body = run_after(text, of.end(), ceiling=ceiling) if of else None
    if of and body and body[0] - of.end() <= 2:
        for one in listed(text, body, ceiling):
            yield Found(start=span[0], end=one[1], form="by", anchor=span, word=word, body=one)


def _mark(text: str, folded: str, span: Span, word: str, floor: int, ceiling: int) -> Iterator[Found]:
    """ "the Lodestar Seal", "the Lodestar label": the name in front, and what the seal is of."""
    before = run_before(text, span[0], floor=floor)
    if before is None and word == "homologation":
        yield Found(start=phrase_start(folded, span[0], floor), end=span[1], form="generic", anchor=span, word=word)
    if before is None or text[before[1] : span[0]].strip(" -®™”\"’'s") or not any(c.isalpha() for c in text[slice(*before)]):
        return
    said = text[before[0] : before[1]].lower().split()
    if not word_set("schemes", "weak_not").isdisjoint(said):
        return
    end = span[1]
    if text[span[0]].isupper() and (of := _OF.match(text, end, ceiling)):
        kind = run_after(text, of.end(), ceiling=ceiling)
        end = kind[1] if kind and kind[0] == of.end() else end
    level, named = level_of(text[slice(*before)])
    yield Found(
        start=before[0],
        end=end,
        form="prefix" if named or end > span[1] else "generic",
        anchor=span,
        word=word,
        body=body_after(text, end, ceiling) or (before if named else None),
        name=text[before[0] : end] if named or end > span[1] else None,
        level=level,
    )


def _checked(text: str, span: Span, word: str, floor: int, ceiling: int) -> Iterator[Found]:
    """ "Lodestar-verified", "verified by the Lodestar Institute"."""
    if text[span[0] - 1 : span[0]] == "-":
        before = run_before(text, span[0], floor=floor)
        if before and before[1] == span[0] - 1:
            yield Found(start=before[0], end=span[1], form="prefix", anchor=span, word=word, body=before, name=text[before[0] : before[1]])
        return
    by = _BY.search(text, span[1], min(ceiling, span[1] + 90))
    body = run_after(text, by.end(), ceiling=ceiling) if by else None
    if by and body and body[0] == by.end() and len(text[slice(*body)].split()) > 1:
        yield Found(start=span[0], end=body[1], form="by", anchor=span, word=word, body=body)


_GROUPS = ("diplomate", "mark", "checked")
_OF = re.compile(r"s?\s+of\s+(?:the\s+|both\s+(?:the\s+)?)?")
_BY = re.compile(r"\bby\s+(?:the\s+)?")


@cache
def _words() -> re.Pattern[str]:
    groups = {key: "|".join(words("schemes", f"weak_{key}")) for key in _GROUPS}
    return re.compile(r"(?<![^\W_])(?:" + "|".join(f"(?P<{key}>{body})" for key, body in groups.items()) + r")(?![^\W_])")


@cache
def _getting() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('schemes', 'weak_getting'))})\b")
