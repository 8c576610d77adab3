"""The words by which announcements speak of certification: one source for triage, scheme finding and event reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from certwire.spotting import Spotter
from certwire.vocabulary import words


def fold(text: str) -> str:
    """Lower-case ASCII and plain quotes and hyphens, code point for code point: offsets stay as they are.

    Example:
        ``fold("ISO‑Certified")`` -> ``"iso-certified"``
    """
    return small(text).replace("’", "'").replace("‐", "-").replace("‑", "-").replace("\u00a0", " ")


def small(text: str) -> str:
    """Lower-case ASCII, code point for code point.

    Example:
        ``small("ÉCLAT Foods")`` -> ``"Éclat foods"``
    """
    if text.isascii():
        return text.lower()
    # Bytes know the small letters of ASCII only, and are thirty times as fast as a table.
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def openings(literals: Iterable[str]) -> re.Pattern[str]:
    """Matches nothing, at every place of a folded text where one of some words or beginnings of words stands.

    Example:
        ``[m.start() for m in openings(["earn", "won"]).finditer("he earned it")]`` -> ``[3]``
    """
    by_letter: dict[str, list[str]] = {}
    for literal in sorted(set(literals)):
        by_letter.setdefault(literal[0], []).append(_spaced(literal[1:]))
    tried = "|".join(rf"{re.escape(letter)}(?:{'|'.join(tails)})" for letter, tails in by_letter.items())
    return re.compile(rf"(?<![\w-])(?=[{''.join(map(re.escape, by_letter))}])(?={tried})")


def _spaced(literal: str) -> str:
    """A pattern for a literal, with any white space for its spaces."""
    return re.escape(literal).replace(r"\ ", r"\s+")


def pattern(key: str, *, stems: bool = False) -> re.Pattern[str]:
    """One alternation over the cue words under ``key`` (as ``triggers.granted``), longest first, for folded text."""
    return _pattern(key, stems)


@cache
def _pattern(key: str, stems: bool) -> re.Pattern[str]:
    literals = sorted({w.strip() for w in words("cues", key)}, key=lambda w: (-len(w), w))
    body = "|".join(map(_spaced, literals))
    return re.compile(rf"(?<![\w-])(?:{body})" + ("" if stems else r"(?!\w)"))


ACTIONS = ("withdrawn", "renewed", "expanded", "in_progress", "granted", "held")
"""What may become of a certificate, in the order in which the words of a sentence outweigh each other."""


@cache
def _tellers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((action, re.compile(_by_letter(words("cues", f"actions.{action}")))) for action in ACTIONS)


_LETTER = re.compile(r"\\b([a-z])(?![?*+{])")


def _by_letter(patterns: Iterable[str]) -> str:
    """One pattern that is found where one of some is: those that begin a word sorted by its letter, so that few are tried at a place."""
    rest: dict[str, list[str]] = {}
    other: list[str] = []
    for pattern in patterns:
        if opening := _LETTER.match(pattern):
            rest.setdefault(opening[1], []).append(pattern[opening.end() :])
        else:
            other.append(pattern)
    letters = "|".join(f"{letter}(?:{'|'.join(tails)})" for letter, tails in rest.items())
    return "|".join([rf"\b(?:{letters})", *other] if letters else other)


@lru_cache(maxsize=4096)
def told(sentence: str) -> tuple[str, ...]:
    """The actions that a folded sentence has words for, the weightiest first.

    Example:
        ``told("acme has lost its halal certificate")`` -> ``("withdrawn",)``
    """
    return tuple(action for action, pattern in _tellers() if pattern.search(sentence))


@cache
def members(key: str) -> frozenset[str]:
    """The cue words under ``key`` as a set."""
    return frozenset(words("cues", key))


@cache
def spotter(key: str) -> Spotter:
    """Finds what ``pattern(key)`` matches in a long folded text, faster."""
    return Spotter(pattern(key), (w.strip() for w in words("cues", key)))


@cache
def anchor_spotter() -> Spotter:
    """Finds what ``anchors()`` matches in a long folded text, faster."""
    return Spotter(anchors(), (word for key in _ANCHORS.values() for word in words("cues", key)))


_ANCHORS = {"participle": "anchors.participles", "noun": "anchors.nouns", "verb": "anchors.verbs"}


@cache
def anchors() -> re.Pattern[str]:
    """Participles, nouns and verbs of certification, in folded text; named groups tell which."""
    return re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(
            f"(?P<{name}>" + "|".join(re.escape(w) for w in sorted(words("cues", key), key=lambda w: (-len(w), w))) + ")"
            for name, key in _ANCHORS.items()
        )
        + r")(?![^\W_])"
    )
