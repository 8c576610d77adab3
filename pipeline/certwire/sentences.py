"""Sentence starts by rule: full stops that end nothing ("Dr.", "Inc.", "No. 5"), lines that are wrapped and lines that are not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from certwire.vocabulary import words

_STOP, _NEVER, _MAYBE, _CLOSER, _SPACE, _LINE, _PARAGRAPH, _OPENER, _UPPER, _LOWER, _FRESH, _JOIN, _STEM, _COUNT, _DIGIT = (
    1 << i for i in range(15)
)
_ENDS = _STOP | _MAYBE | _LINE | _PARAGRAPH
_CLOSERS = frozenset("\"'”’»)]}")
_STOPS = frozenset({".", "!", "?", "…", "...", "....", "!!", "?!", "!?", "!!!", "。"})
_BULLETS = frozenset("•●▪■◆*–—-·►✓✔➢➤")
WRAPPED = 60
"""Code points from which on a line that ends in mid-sentence counts as wrapped."""
_CACHE = 1 << 16
_signs: dict[str, int] = {}
"""What ``sign_of`` says of the forms met so far: a look-up in it is a third of a call, and is done for every token."""


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], ...]:
    never = frozenset(words("abbreviations", "never"))
    return (
        never,
        frozenset(words("abbreviations", "maybe")) - never,
        frozenset(words("abbreviations", "openers")),
        frozenset(words("abbreviations", "split")),
        frozenset(words("abbreviations", "numbered")),
    )


def sign_of(form: str) -> int:
    """What a form can mean for sentence starts, as a bit set."""
    never, maybe, openers, split, numbered = _words()
    low = form[:24].lower()
    bits = 0
    if form in _STOPS:
        bits |= _STOP
    elif low in never or (len(form) == 2 and form[1] == "." and form[0].isupper()):
        bits |= _NEVER
    elif low in maybe or (form.endswith(".") and form[:1].isalpha() and len(form) > 2):
        bits |= _MAYBE
    if low in split:
        bits |= _STEM
    if low in numbered:
        bits |= _COUNT
    if form[:1].isdigit():
        bits |= _DIGIT
    if form in _CLOSERS or form == "''":
        bits |= _CLOSER
    if not form.strip():
        bits |= _SPACE
        if "\n" in form:
            bits |= _PARAGRAPH if form.count("\n") > 1 else _LINE
    if form[:1].isupper():
        bits |= _UPPER
        if low in openers:
            bits |= _OPENER
    if form[:1].islower():
        bits |= _LOWER
    if form[:1].isdigit() or form[:1] in "“\"'‘«([#@$€£" or form[:1] in _BULLETS or form == "``":
        bits |= _FRESH
    if form in (",", "&", "/", "(", "–", "—", "-") or low in ("and", "or", "of", "the", "for", "in", "at", "by", "with", "to", "a", "an"):
        bits |= _JOIN
    return bits


def _signs_of(forms: Sequence[str]) -> list[int]:
    """``sign_of`` each form."""
    new = set(forms).difference(_signs)
    if len(_signs) + len(new) > _CACHE:
        _signs.clear()
        new = set(forms)
    _signs.update((form, sign_of(form)) for form in new)
    return list(map(_signs.__getitem__, forms))


def starts(forms: Sequence[str]) -> NDArray[np.bool_]:
    """Where sentences start, a truth value a token.

    Args:
        forms: the text of each token, white space tokens among them.

    Example:
        ``["Acme", "Inc.", "won", ".", "Dr.", "Roe", "spoke", "."]`` -> true for "Acme" and "Dr."
    """
    n = len(forms)
    bits = _signs_of(forms)
    out = np.zeros(n, dtype=bool)
    if not n:
        return out
    out[0] = True
    line_from = 0
    for i in [i for i, sign in enumerate(bits) if sign & _ENDS]:
        sign = bits[i]
        j = i + 1
        if sign & _STOP and i and bits[i - 1] & _STEM:
            continue
        if not sign & _SPACE:
            while j < n and j < i + 4 and bits[j] & _CLOSER:
                j += 1
        broken = False
        while j < n and bits[j] & _SPACE:
            broken = broken or bool(bits[j] & _PARAGRAPH)
            j += 1
        if j >= n:
            break
        after = bits[j]
        if sign & _STOP and i and bits[i - 1] & _COUNT and after & _DIGIT:
            continue
        if sign & _PARAGRAPH or broken:
            begins = True
            line_from = j if sign & _SPACE else line_from
        elif sign & _LINE:
            wrapped = sum(map(len, forms[line_from:i])) >= WRAPPED
            begins = not (after & _LOWER or (wrapped and i and not after & _FRESH)) and not (i and bits[i - 1] & _JOIN)
            line_from = j
        elif sign & _MAYBE:
            begins = bool(after & _OPENER)
        else:
            begins = bool(after & (_UPPER | _FRESH)) or (not after & (_LOWER | _STOP | _CLOSER | _JOIN) and j > i + 1)
        out[j] |= begins
    return out
