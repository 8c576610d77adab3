"""What the tagger sees of a token: hashed traces of its form, and signs of its place in the document.

A form never enters as text: only row numbers of a table, which many forms share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from certwire import sentences

WORD_ROWS = 1 << 15
AFFIX_ROWS = 1 << 13
SHAPE_ROWS = 1 << 10
ROWS = WORD_ROWS + AFFIX_ROWS + SHAPE_ROWS
"""Rows of the table: words (two hashes each), then prefixes and suffixes, then shapes."""
PER_FORM = 8
WORD_FEATURES = 2
"""The first so many of a form's rows tell the word itself; training hides them now and then."""
FLAGS = 16

_YEAR = re.compile(r"(?:19|20)\d\d\Z", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)
_RUN = re.compile(r"(.)\1{2,}")
_MAX_FORM = 40


def _hash(text: str, size: int, salt: int) -> int:
    return crc32(text.encode("utf8", "surrogatepass"), salt) % size


_SIGNS = str.maketrans({chr(c): "X" if chr(c).isupper() else "x" if chr(c).isalpha() else "d" for c in range(128) if chr(c).isalnum()})


def _shape(form: str) -> str:
    if form.isascii():
        signs = form.translate(_SIGNS)
    else:
        signs = "".join("X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in form)
    return _RUN.sub(r"\1\1", signs)[:12]


def rows_of(form: str) -> tuple[int, ...]:
    """Rows of the table that describe a form, always ``PER_FORM`` of them.

    Example:
        ``rows_of("Inc.")`` -> eight numbers below ``ROWS``, the same on every machine
    """
    form = form[:_MAX_FORM]
    if not form.strip():
        form = "\n" if "\n" in form else " "
    affixes = WORD_ROWS
    shapes = WORD_ROWS + AFFIX_ROWS
    if form.isascii() and form.isalpha():  # three new forms in four; told in half the time
        said = form.lower().encode("ascii")
        return (
            crc32(said, 1) % WORD_ROWS,
            crc32(said[::-1], 2) % WORD_ROWS,
            affixes + crc32(said[:3], 3) % AFFIX_ROWS,
            affixes + crc32(said[:4], 4) % AFFIX_ROWS,
            affixes + crc32(said[-2:], 5) % AFFIX_ROWS,
            affixes + crc32(said[-3:], 6) % AFFIX_ROWS,
            affixes + crc32(said[-4:], 7) % AFFIX_ROWS,
            shapes + crc32(_shape(form).encode("ascii"), 8) % SHAPE_ROWS,
        )
    low = "<year>" if _YEAR.match(form) else _DIGIT.sub("0", form.lower())
    return (
        _hash(low, WORD_ROWS, 1),
        _hash(low[::-1], WORD_ROWS, 2),
        affixes + _hash(low[:3], AFFIX_ROWS, 3),
        affixes + _hash(low[:4], AFFIX_ROWS, 4),
        affixes + _hash(low[-2:], AFFIX_ROWS, 5),
        affixes + _hash(low[-3:], AFFIX_ROWS, 6),
        affixes + _hash(low[-4:], AFFIX_ROWS, 7),
        shapes + _hash(_shape(form), SHAPE_ROWS, 8),
    )


# Bits that describe a form by itself; worked out once a form, then looked up.
_UPPER, _CAPS, _LOWER, _LINE, _SPACE, _QUOTE_ON, _QUOTE_OFF, _QUOTE, _OPEN, _CLOSE, _ALPHA = (1 << i for i in range(11))


@lru_cache(maxsize=1 << 16)
def bits_of(form: str) -> int:
    """Casing and sign class of a form, as a bit set for ``flags_of``."""
    bits = 0
    if form[:1].isupper():
        bits |= _UPPER
    if len(form) > 1 and form.isupper():
        bits |= _CAPS
    if form.islower():
        bits |= _LOWER
    if "\n" in form:
        bits |= _LINE
    if not form.strip():
        bits |= _SPACE
    if form in ("“", "``"):
        bits |= _QUOTE_ON
    if form in ("”", "''"):
        bits |= _QUOTE_OFF
    if form == '"':
        bits |= _QUOTE
    if form in ("(", "["):
        bits |= _OPEN
    if form in (")", "]"):
        bits |= _CLOSE
    if form[:1].isalpha():
        bits |= _ALPHA
    return bits


def groups_of(forms: Sequence[str], bits: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each different form of a document the number of its family: capitalized forms that differ in case only are one.

    Example:
        ``["Acme", "ACME", "acme"]`` -> ``[0, 0, 1]``
    """
    families: dict[tuple[str, bool], int] = {}
    out = [families.setdefault((form.lower(), bool(bit & _UPPER)), len(families)) for form, bit in zip(forms, bits.tolist(), strict=True)]
    return np.array(out, dtype=np.int32)


def flags_of(
    forms: Sequence[str], bits: NDArray[np.int32], types: NDArray[np.int32], groups: NDArray[np.int32], starts: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Signs of every token's place in its document, zeros and ones.

    Args:
        forms: the different forms of the document.
        bits: ``bits_of`` each form.
        types: for each token the index of its form.
        groups: for each token its family.
        starts: for each token whether a sentence starts there.
    """
    n = len(types)
    token = bits[types]
    upper = (token & _UPPER) != 0
    out = np.zeros((n, FLAGS), dtype=np.float32)
    line = np.zeros(n, dtype=bool)
    line[0] = True
    line[1:] = (token[:-1] & _LINE) != 0
    out[:, 0] = line
    out[:, 1] = starts
    number = np.cumsum(line) - 1
    out[:, 2] = number == 0
    lines = int(number[-1]) + 1
    alpha = np.bincount(number, (token & _ALPHA) != 0, lines)
    capital = np.bincount(number, upper, lines)
    caps = np.bincount(number, (token & _CAPS) != 0, lines)
    out[:, 3] = ((caps > 0.6 * alpha) & (alpha > 1))[number]
    out[:, 4] = ((capital > 0.65 * alpha) & (alpha > 2))[number]
    out[:, 5] = (alpha <= 5)[number]
    low = {form for form, bit in zip(forms, bits.tolist(), strict=True) if bit & _LOWER}
    echoed = np.array([bool(bit & _UPPER) and form.lower() in low for form, bit in zip(forms, bits.tolist(), strict=True)])
    out[:, 6] = upper & echoed[types]
    inside = upper & ~line & ~starts & (out[:, 4] == 0)
    size = int(groups.max()) + 1
    out[:, 7] = upper & (np.bincount(groups, inside, size) > 0)[groups]
    count = np.bincount(groups, minlength=size)[groups]
    out[:, 8] = upper & (count == 1)
    out[:, 9] = upper & (count > 3)
    first = np.empty(size, dtype=np.int64)
    place = np.arange(n)
    first[groups[::-1]] = place[::-1]  # of several values for one place the last stays, here the earliest token
    out[:, 10] = upper & (first[groups] == place)
    # A quotation that nobody closes ends with its line.
    on = np.cumsum((token & _QUOTE_ON) != 0) - np.cumsum((token & _QUOTE_OFF) != 0)
    base = np.concatenate(([0], on[:-1]))[np.flatnonzero(line)][number]
    straight = np.cumsum((token & _QUOTE) != 0)
    straight_base = np.concatenate(([0], straight[:-1]))[np.flatnonzero(line)][number]
    out[:, 11] = (on > base) | ((straight - straight_base) % 2 == 1)
    depth = np.cumsum((token & _OPEN) != 0) - np.cumsum((token & _CLOSE) != 0)
    depth_base = np.concatenate(([0], depth[:-1]))[np.flatnonzero(line)][number]
    out[:, 12] = depth > depth_base
    out[:, 13] = place < 60
    out[:, 14] = place > 0.8 * n
    out[:, 15] = place > n - 60
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A document as the network sees it.

    Attributes:
        forms: its different forms, in order of first occurrence.
        types: for each token the index of its form.
        groups: for each token the family of its form, see ``groups_of``.
        flags: signs of its place, see ``flags_of``.
        starts: whether a sentence starts there.
    """

    forms: tuple[str, ...]
    types: NDArray[np.int32]
    groups: NDArray[np.int32]
    flags: NDArray[np.float32]
    starts: NDArray[np.bool_]

    @classmethod
    def of(cls, words: Sequence[str], starts: NDArray[np.bool_] | None = None) -> View:
        """From the texts of a document's tokens, at least one; sentence starts are worked out where they are not given."""
        forms = tuple(dict.fromkeys(words))
        numbers = dict(zip(forms, range(len(forms)), strict=True))
        types = np.array(list(map(numbers.__getitem__, words)), dtype=np.int32)
        bits = np.fromiter(map(bits_of, forms), dtype=np.int32, count=len(forms))
        if starts is None:
            starts = sentences.starts(words)
        groups = groups_of(forms, bits)[types]
        return cls(forms=forms, types=types, groups=groups, flags=flags_of(forms, bits, types, groups, starts), starts=starts)
