"""Cuts a text into words and marks, each with what the lexicon knows of it. Finer than spaCy's tokens where names need it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from certwire.orgs.lexicon import Flag, flags
from certwire.vocabulary import words

Shape = Literal["C", "N", "l", "p"]
"""Capitalised word, number, word in lower case, punctuation."""

_WORD = re.compile(
    r"\s*(?:"
    r"[a-z]+(?=[ ,;\n])"  # three words in four; the last but two would find the same, later
    r"|(?:https?://|www\.)[^\s)\]>]+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S., S.p.A.
    r"|[A-Z]/[A-Z](?![\w/])"
    r"|[^\W_]+(?:[’'‘\-–+@&][^\W_]+|\.(?=[a-z0-9])[^\W_]+)*[+!]?"  # words with their inner marks: AT&T, O'Neill, HR.com, UTF-8
    r"|&amp;|\S)"
)
"""A word with the white space before it."""
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


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark and what it can be, wherever it stands: texts share their words.

    ``gap`` is what parts it from the word before, signs like ® left out; ``marked`` tells that such a sign follows.
    """

    text: str
    low: str
    shape: Shape
    flags: int
    possessive: bool = False
    gap: str = ""
    marked: bool = False


class Words(NamedTuple):
    """The words and marks of a text, and where each starts and ends."""

    words: list[Word]
    starts: list[int]
    ends: list[int]


_kept: dict[str, tuple[Word, int, int]] = {}
"""Words of pieces of text, white space and all, from one text to the next; emptied when full, so that no text fills the memory."""


def split(text: str) -> Words:
    """Every word and mark of a text.

    Example:
        ``"Acme's AT&T line"`` -> ``Acme`` (possessive), ``AT&T``, ``line``
    """
    kept = _kept.get
    found = Words([], [], [])
    out, starts, ends = found
    n = len(text)
    at = end = 0  # how far the pattern has read, and where the last word ends with what belongs to it
    # White space at the end would be tried from each of its places.
    for piece in _WORD.findall(text.rstrip()):
        word, blank, plainness = kept(piece) or _looked_at(piece)
        start = at + blank
        at += len(piece)
        if start < end:
            continue
        if plainness == _ALWAYS or (plainness == _MOSTLY and (at == n or text[at] not in _MATTERING)):
            out.append(word)
            starts.append(start)
            ends.append(at)
            end = at
        else:
            end = _irregular(text, start, at, piece[:blank], found)
    if "first" in text.lower() and _FIRST_ON.search(text):
        for i in range(2, len(out)):
            if out[i].shape == "l" and out[i - 1].low == "on" and out[i - 2].low == "first" and not out[i].flags & Flag.FUNCTION:
                out[i] = replace(out[i], shape="C")  # "appeared first on acme": a feed's own name
    return found


def _looked_at(piece: str) -> tuple[Word, int, int]:
    """The word of a piece, how much white space stands before it, and whether it is one word whatever stands beside it."""
    text = piece.lstrip()
    gap = piece[: len(piece) - len(text)]
    low, plainness = text, _ALWAYS
    if not (text.islower() and text.isalpha()):
        low = text.lower()
        torn = text[0].isupper() and len(text) > 5 and _cut(text)
        plainness = _NEVER if text in _TRAILING or _owned(text) or torn else _MOSTLY
    found = _word(text, low, gap.replace("\xa0", " ")), len(gap), plainness
    if len(piece) <= _LONGEST_KEPT:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[piece] = found
    return found


def _irregular(text: str, start: int, stop: int, gap: str, found: Words) -> int:
    """Add a word that may be cut, may take what follows it, or belongs to the one before; tells where it ends with that."""
    out, starts, ends = found
    piece, at, following = text[start:stop], stop, text[stop : stop + 1]

    def add(first: int, last: int, gap: str, *, possessive: bool = False) -> None:
        out.append(_word(text[first:last], text[first:last].lower(), gap, possessive=possessive))
        starts.append(first)
        ends.append(last)

    if piece in _TRAILING and out and start - ends[-1] < 2:
        out[-1] = replace(out[-1], marked=True)
        return at
    possessive = False
    if _owned(piece):
        possessive, stop = True, stop - 2
    elif piece[-1].isalpha() and following in ("'", "’") and piece[-1] == "s" and text[stop + 1 : stop + 2] in (" ", "\n"):
        possessive = True
    elif following == "." and (piece.lower() in _DOTTED or (len(piece) == 1 and piece.isupper())):
        stop += 1
    if piece[0].isupper() and len(piece) > 5 and (cut := _cut(text[start:stop])):
        add(start, start + cut, gap)
        start += cut
        gap = ""
        if text[start] in "-–":
            start += 1
    add(start, stop, gap.replace("\xa0", " "), possessive=possessive)
    end = max(at, stop)
    return end + 1 if possessive and text[end : end + 1] in ("'", "’") else end


def _owned(piece: str) -> bool:
    return len(piece) > 2 and piece[-1] in "sS" and piece[-2] in "'’‘"


def _cut(piece: str) -> int:
    """Where a word falls in two, or 0."""
    if "-" in piece or "–" in piece:
        suffixed = _SUFFIXED.fullmatch(piece)
        return suffixed.end(1) if suffixed else 0
    glued = _GLUED.match(piece)
    return glued.end() if glued and glued.end() < len(piece) else 0


def _word(text: str, low: str, gap: str, *, possessive: bool = False) -> Word:
    return Word(text, low, _shape(text, low), flags().get(low.replace(".", ""), 0), possessive, gap)


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
