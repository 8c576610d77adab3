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
_MARKED = re.compile(r"[^\W\d_]{2}(?<=[a-z])TM\Z")
"""A trademark sign in letters: "PlannerTM"."""
WINDOW = 1 << 16
LOOKAHEAD = 1 << 11
LONGEST = 64
"""No name has a token longer than this; longer ones are cut, so that a hostile text is not folded as a whole."""


@dataclass(slots=True)
class Tokens:
    """Tokens of one window of a text, as written and folded; matches may start before ``stop``."""

    raw: list[str]
    words: list[str]
    text: str
    first: int
    limit: int
    stop: int
    _starts: list[int] | None = None
    _ends: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """First code point of each token; worked out when asked for, which most texts are not."""
        if self._starts is None:
            self._starts = [m.start() for m in TOKEN.finditer(self.text, self.first, self.limit)]
        return self._starts

    @property
    def ends(self) -> list[int]:
        """One past the last code point of each token."""
        if self._ends is None:
            self._ends = [start + len(word) for start, word in zip(self.starts, self.raw, strict=True)]
        return self._ends


@lru_cache(maxsize=1 << 16)
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
        raw = TOKEN.findall(text, at, limit)
        if text.find("TM", at, limit) >= 0:
            raw = [w[:-2] if _MARKED.search(w) else w for w in raw]
        short = [word[:LONGEST] for word in raw] if len(max(raw, key=len, default="")) > LONGEST else raw
        stop = size if limit == size else at + WINDOW
        yield Tokens(raw, list(map(fold, short)), text, at, limit, stop)
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
