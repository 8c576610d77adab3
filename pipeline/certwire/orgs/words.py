"""Cuts a text into words and marks, each with what the lexicon knows of it. Finer than spaCy's tokens where names need it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from certwire.orgs.lexicon import Flag, flags
from certwire.vocabulary import words

Shape = Literal["C", "N", "l", "p"]
"""Capitalised word, number, word in lower case, punctuation."""

_WORD = re.compile(
    r"[a-z]+(?=[ ,;\n])"  # three words in four; the next but one would find the same, later
    r"|(?:https?://|www\.)[^\s)\]>]+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S., S.p.A.
    r"|[A-Z]/[A-Z](?![\w/])"
    r"|[^\W_]+(?:[’'‘\-–+@&][^\W_]+|\.(?=[a-z0-9])[^\W_]+)*[+!]?"  # words with their inner marks: AT&T, O'Neill, HR.com, UTF-8
    r"|&amp;|\S"
)
_TRAILING = "®™℠©"
# NIST-based, Joint Commission-accredited: a name and what it did
_SUFFIXED = re.compile(
    r"(.*[^\W\d_].*?)[-–](?:[a-z]+ed|based|led|built|owned|run|compliant|friendly|ready|style|only|grade|level|wide|born|bound|native|backed|specific|related|driven|listed|like|approved)$"
)
# Layout lost between a caption and a name, or a name set twice: DetailsAcme, AcmeAcme, GmbHJane
_GLUED = re.compile(r"(?:Details|Contact|About|Source|GmbH|LLC|Inc)(?=[A-Z][a-z]|[A-Z]+$)|([A-Z]\w{3,30})(?=\1$)")
_FIRST_ON = re.compile(r"\bfirst\s+on\b", re.IGNORECASE)
_DOTTED = frozenset(words("organizations_words", "dotted"))


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
    out: list[Word] = []
    add = out.append
    end = 0
    for match in _WORD.finditer(text):
        piece = match[0]
        start = match.start()
        if start < end:
            continue
        if piece.islower() and piece.isalpha():  # three words in four: no name starts here
            gap = " " if start == end + 1 and text[end] == " " else text[end:start].replace("\xa0", " ")
            end = match.end()
            add(Word(start, end, piece, piece, "l", known_flags(piece, 0), False, gap))
            continue
        if piece in _TRAILING and out and start - out[-1].end < 2:
            out[-1].marked = piece != "*"
            end = match.end()
            continue
        possessive = False
        stop = match.end()
        if len(piece) > 2 and piece[-1] in "sS" and piece[-2] in "'’‘":
            possessive, stop = True, stop - 2
        elif piece[-1].isalpha() and text[stop : stop + 1] in ("'", "’") and piece[-1] == "s" and text[stop + 1 : stop + 2] in (" ", "\n"):
            possessive = True
        elif text[stop : stop + 1] == "." and (piece.lower() in _DOTTED or (len(piece) == 1 and piece.isupper())):
            stop += 1
        if piece[0].isupper() and len(piece) > 5 and (cut := _cut(text[start:stop])):
            out.append(_word(text, start, start + cut, gap=text[end:start], possessive=False, known=known))
            start += cut
            end = start
            if text[start] in "-–":
                start += 1
                end = start
        out.append(_word(text, start, stop, gap=text[end:start].replace("\xa0", " "), possessive=possessive, known=known))
        end = max(match.end(), stop)
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


def _word(text: str, start: int, stop: int, *, gap: str, possessive: bool, known: dict[str, int]) -> Word:
    piece = text[start:stop]
    low = piece.lower()
    first = piece[0]
    shape: Shape
    if (low.startswith(("http", "www.")) and ("/" in piece or low.startswith("www."))) or "@" in piece:
        shape = "p"
    elif first.isupper() or first.istitle():
        shape = "C"
    elif first.isalpha():
        # eBay, iHire, mRNA: a capital inside
        shape = "C" if len(piece) > 2 and any(c.isupper() for c in piece[1:]) and "-" not in piece else "l"
    elif first.isdigit():
        shape = "C" if any(c.isupper() for c in piece) and not low.endswith(("am", "pm", "th", "st", "nd", "rd")) else "N"
    else:
        shape = "p"
    return Word(start, stop, piece, low, shape, known.get(low.replace(".", ""), 0), possessive, gap)


def _merge_marks(found: list[Word]) -> list[Word]:
    """Drop the apostrophe left over after a plural possessive."""
    return [w for i, w in enumerate(found) if not (w.text in ("'", "’") and i and found[i - 1].possessive and found[i - 1].end == w.start)]
