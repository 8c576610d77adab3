"""Cuts a text into words and marks, each with what the lexicon knows of it. Finer than spaCy's tokens where names need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from certwire.orgs.lexicon import Flag, flags
from certwire.vocabulary import words

Shape = Literal["C", "N", "l", "p"]
"""Capitalised word, number, word in lower case, punctuation."""

_WORD = re.compile(
    r"(\s*)(?:"
    r"([a-z]+)(?=[ ,;\n])"  # three words in four, known by their group; the last but two would find the same, later
    r"|((?:https?://|www\.)[^\s)\]>]+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S., S.p.A.
    r"|[A-Z]/[A-Z](?![\w/])"
    r"|[^\W_]+(?:[’'‘\-–+@&][^\W_]+|\.(?=[a-z0-9])[^\W_]+)*[+!]?"  # words with their inner marks: AT&T, O'Neill, HR.com, UTF-8
    r"|&amp;|\S))"
)
"""The white space before a word and the word itself: as the second group if in small letters, else as the third."""
_TRAILING = "®™℠©"
# NIST-based, Joint Commission-accredited: a name and what it did
_SUFFIXED = re.compile(
    r"(.*[^\W\d_].*?)[-–](?:[a-z]+ed|based|led|built|owned|run|compliant|friendly|ready|style|only|grade|level|wide|born|bound|native|backed|specific|related|driven|listed|like|approved)$"
)
# Layout lost between a caption and a name, or a name set twice: DetailsAcme, AcmeAcme, GmbHJane
_GLUED = re.compile(r"(?:Details|Contact|About|Source|GmbH|LLC|Inc)(?=[A-Z][a-z]|[A-Z]+$)|([A-Z]\w{3,30})(?=\1$)")
_FIRST_ON = re.compile(r"\bfirst\s+on\b", re.IGNORECASE)
_DOTTED = frozenset(words("organizations_words", "dotted"))
_MATTERING = ("'", "’", ".")
"""What makes another word of the one that it follows."""
_NEVER, _MOSTLY, _ALWAYS = range(3)
"""Whether a piece is one word as it stands: never, unless something that matters follows, always."""
_MOST_KEPT = 1 << 15
_LONGEST_KEPT = 30
_kept: dict[str, tuple[str, str, Shape, int, int]] = {}
"""What is known of pieces, from one text to the next; emptied when full, so that no text can fill the memory."""


@dataclass(slots=True)
class Word:
    """One word or mark: where it stands and what it can be.

    ``gap`` is what parts it from the word before, signs like ® left out; ``marked`` tells that such a sign follows.
    """

    start: int
    end: int
    text: str
    low: str
    shape: Shape
    flags: int
    possessive: bool = False
    gap: str = ""
    marked: bool = False


def split(text: str) -> list[Word]:
    """Every word and mark of a text.

    Example:
        ``"Acme's AT&T line"`` -> ``Acme`` (possessive), ``AT&T``, ``line``
    """
    known = flags()
    known_flags = known.get
    kept = _kept
    kept_get = kept.get
    out: list[Word] = []
    add = out.append
    n = len(text)
    at = end = 0  # how far the pattern has read, and where the last word ends with what belongs to it
    # White space at the end would be tried from each of its places.
    for gap, low, other in _WORD.findall(text.rstrip()):
        start = at + len(gap)
        if low:  # no name starts here
            at = start + len(low)
            if start < end:
                continue
            end = at
            add(Word(start, at, low, low, "l", known_flags(low, 0), False, gap if gap == " " else gap.replace("\xa0", " ")))
            continue
        at = stop = start + len(other)
        if start < end:
            continue
        form = kept_get(other)
        if form is None:
            form = _form(other, known)
            if len(other) <= _LONGEST_KEPT:
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                kept[other] = form
        word, lowered, shape, bits, plainness = form
        if plainness == _ALWAYS or (plainness == _MOSTLY and (stop == n or text[stop] not in _MATTERING)):
            end = at
            add(Word(start, at, word, lowered, shape, bits, False, gap if gap == " " else gap.replace("\xa0", " ")))
            continue
        following = text[stop] if stop < n else ""
        if other in _TRAILING and out and start - out[-1].end < 2:
            out[-1].marked = True
            end = at
            continue
        possessive = False
        if len(other) > 2 and other[-1] in "sS" and other[-2] in "'’‘":
            possessive, stop = True, stop - 2
        elif other[-1].isalpha() and following in ("'", "’") and other[-1] == "s" and text[stop + 1 : stop + 2] in (" ", "\n"):
            possessive = True
        elif following == "." and (other.lower() in _DOTTED or (len(other) == 1 and other.isupper())):
            stop += 1
        if other[0].isupper() and len(other) > 5 and (cut := _cut(text[start:stop])):
            add(_word(text, start, start + cut, gap=gap, possessive=False, known=known))
            start += cut
            gap = ""
            if text[start] in "-–":
                start += 1
        add(_word(text, start, stop, gap=gap.replace("\xa0", " "), possessive=possessive, known=known))
        end = max(at, stop)
        if possessive and text[end : end + 1] in ("'", "’"):
            end += 1
    if _FIRST_ON.search(text):
        for a, b, c in zip(out, out[1:], out[2:], strict=False):
            if c.shape == "l" and b.low == "on" and a.low == "first" and not c.flags & Flag.FUNCTION:
                c.shape = "C"  # "appeared first on acme": a feed's own name
    return _merge_marks(out)


def _cut(piece: str) -> int:
    """Where a word falls in two, or 0."""
    if "-" in piece or "–" in piece:
        suffixed = _SUFFIXED.fullmatch(piece)
        return suffixed.end(1) if suffixed else 0
    glued = _GLUED.match(piece)
    return glued.end() if glued and glued.end() < len(piece) else 0


def _form(piece: str, known: Mapping[str, int]) -> tuple[str, str, Shape, int, int]:
    """Text, lower case, shape and flags of a piece of text, and whether it is one word whatever stands beside it."""
    if piece.islower() and piece.isalpha():
        return piece, piece, "l", known.get(piece, 0), _ALWAYS
    low = piece.lower()
    owned = len(piece) > 2 and piece[-1] in "sS" and piece[-2] in "'’‘"
    cut = piece[0].isupper() and len(piece) > 5 and _cut(piece)
    plainness = _NEVER if piece in _TRAILING or owned or cut else _MOSTLY
    return piece, low, _shape(piece, low), known.get(low.replace(".", ""), 0), plainness


def _word(text: str, start: int, stop: int, *, gap: str, possessive: bool, known: Mapping[str, int]) -> Word:
    piece = text[start:stop]
    low = piece.lower()
    return Word(start, stop, piece, low, _shape(piece, low), known.get(low.replace(".", ""), 0), possessive, gap)


def _shape(piece: str, low: str) -> Shape:
    first = piece[0]
    if (low.startswith(("http", "www.")) and ("/" in piece or low.startswith("www."))) or "@" in piece:
        return "p"
    if first.isupper() or first.istitle():
        return "C"
    if first.isalpha():
        # eBay, iHire, mRNA: a capital inside
        return "C" if len(piece) > 2 and any(c.isupper() for c in piece[1:]) and "-" not in piece else "l"
    if first.isdigit():
        return "C" if any(c.isupper() for c in piece) and not low.endswith(("am", "pm", "th", "st", "nd", "rd")) else "N"
    return "p"


def _merge_marks(found: list[Word]) -> list[Word]:
    """Drop the apostrophe left over after a plural possessive."""
    marks = [i for i, w in enumerate(found) if i and w.shape == "p" and w.text in ("'", "’")]
    gone = {i for i in marks if found[i - 1].possessive and found[i - 1].end == found[i].start}
    return [w for i, w in enumerate(found) if i not in gone] if gone else found
