"""Finds the matches of a pattern of many phrases by way of the few words that one of them must hold.

A regular expression of phrases is tried at every code point of a text; a word is searched for at the speed of memory.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SLACK = 8


def places(text: str, words: Iterable[str]) -> Iterator[int]:
    """Where one of some words stands, in order.

    Example:
        ``places("a bad cab", ("ab", "b"))`` -> 2, 7, 8
    """
    found: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.add(at)
            at = text.find(word, at + 1)
    yield from sorted(found)


def matches_at(pattern: re.Pattern[str], text: str, begins: Iterable[int], stop: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """The matches that ``finditer`` gives, where ``begins``, ascending, holds every place at which one can begin.

    Example:
        ``matches_at(re.compile("ab?"), "ab a", [0, 3])`` -> matches of "ab" and "a"
    """
    done = 0
    for at in begins:
        if at >= done and (found := pattern.match(text, at, stop)):
            done = found.end()
            yield found


@dataclass(slots=True)
class Spotter:
    """Matches a pattern where it can match at all.

    Args:
        pattern: every match is one of the phrases, and begins behind no letter or digit.
        phrases: plain; blanks stand for white space.
    """

    pattern: re.Pattern[str]
    phrases: Iterable[str]
    _cores: tuple[str, ...] = field(init=False)
    _reach: int = field(init=False)

    def __post_init__(self) -> None:
        phrases = set(self.phrases)
        self._reach = max(map(len, phrases)) + _SLACK
        self._cores = tuple(_cores(phrases))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What ``pattern.finditer(text)`` gives."""
        begins: set[int] = set()
        for at in places(text, self._cores):
            begins.update(i for i in range(max(0, at - self._reach), at + 1) if not i or not text[i - 1].isalnum())
        yield from matches_at(self.pattern, text, sorted(begins))


def _cores(phrases: set[str]) -> Iterator[str]:
    """Few words of which every phrase holds one: the word that most phrases have, then that of most of the others, and so on."""
    left = set(phrases)
    words = {word for phrase in phrases for word in phrase.split()}
    while left:
        held = Counter({word: sum(word in phrase for phrase in left) for word in words})
        core = max(words, key=lambda word: (held[word], len(word), word))
        left = {phrase for phrase in left if core not in phrase}
        yield core
