"""The tokens that names are compared by: runs of letters, runs of digits, and the signs & + ( ).

"SOC2", "SOC-2" and "SOC® 2" all read soc, 2. What lies between two tokens of a name must be a short, plain gap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

TOKEN = re.compile(r"[^\W\d_]+|\d+|[&+()]")
GAP = re.compile(r"[®™℠]?[.,:%\"“”]?[®™℠]?[ \t\u00a0\-‐‑–/’'‘ʼ]{0,2}(?:\r?\n[ \t]?)?[®™℠\"“”]?")
PUNCTUATION = re.compile(r"[,:%\"“”]|\.(?=\s)")
"""What may lie between the tokens of a name only if the name has such a sign."""
_MARKS = re.compile(r"[®™℠]")
WINDOW = 1 << 16
LOOKAHEAD = 1 << 11
LONGEST = 64
"""No name has a token longer than this; longer ones are cut, so that a hostile text is not folded as a whole."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one window of a text: folded words and their spans in code points; matches may start before ``stop``."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    stop: int


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Comparison form of one token: no case, no diacritics, ``&`` as ``and``.

    Example:
        ``fold("TÜV")`` -> ``"tuv"``
    """
    if word == "&":
        return "and"
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.casefold()


def split(text: str) -> tuple[str, ...]:
    """Raw tokens of a short text such as a name: ``"ISO/IEC 27001"`` -> ``("ISO", "IEC", "27001")``."""
    return tuple(TOKEN.findall(_MARKS.sub("", text)))


def key(text: str) -> str:
    """Normalised key of a name: ``"The  U.S. Green Building Council®"`` -> ``"u s green building council"``."""
    words = [fold(w[:LONGEST]) for w in split(text) if w not in "()"]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def windows(text: str) -> Iterator[Tokens]:
    """Tokens of a text in windows, so that memory stays flat; each window sees a little of the next."""
    at, size = 0, len(text)
    while at < size:
        limit = min(size, at + WINDOW + LOOKAHEAD)
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for found in TOKEN.finditer(text, at, limit):
            start, end = found.span()
            if text[end - 1] == "M" and end - start > 5 and text[end - 2] == "T" and text[end - 3].islower():
                end -= 2  # "PlannerTM"
                words.append(fold(text[start : min(end, start + LONGEST)]))
                starts.append(start)
                ends.append(end)
                continue
            words.append(fold(found[0] if end - start <= LONGEST else text[start : start + LONGEST]))
            starts.append(start)
            ends.append(end)
        stop = size if limit == size else at + WINDOW
        yield Tokens(words, starts, ends, stop)
        at = stop


def plain_gap(text: str, end: int, start: int) -> bool:
    """Whether two tokens of a name may be parted by what lies from ``end`` to ``start``."""
    if end == start:
        return True
    if start - end > 5:
        return False
    gap = text[end:start]
    return gap == " " or GAP.fullmatch(gap) is not None


def same_signs(said: str, name: str) -> bool:
    """Whether every comma, colon, quote or full stop between the words said stands in the name too.

    Example:
        ``same_signs("At the mill. Green Key", "Mill Green Key")`` -> ``False``
    """
    return all(sign in name for sign in PUNCTUATION.findall(said))
