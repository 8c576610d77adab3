"""What words say about names: given names, surnames, plain words, and the words around names, from the data files ``people_*``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from certwire import vocabulary

STRONG, WEAK, NONE = 2, 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word lists for reading names; lookups take a word as it stands in the text.

    Attributes:
        given: given name -> ``STRONG``, or ``WEAK`` where the word is also a plain word or a place.
        surnames: the same for surnames.
        plain: words that releases write in lower case.
        honorifics, titles, suffixes, postnominals, speech, person_verbs, never, seldom, particles, contact_labels, glued_labels, firms:
            see ``data/people.toml``; all in lower case but ``glued_labels`` and ``suffixes``.
    """

    given: dict[str, int]
    surnames: dict[str, int]
    plain: frozenset[str]
    honorifics: frozenset[str]
    titles: frozenset[str]
    suffixes: frozenset[str]
    postnominals: frozenset[str]
    speech: frozenset[str]
    person_verbs: frozenset[str]
    never: frozenset[str]
    seldom: frozenset[str]
    particles: frozenset[str]
    contact_labels: frozenset[str]
    glued_labels: frozenset[str]
    firms: frozenset[str]

    def as_given(self, word: str) -> int:
        """How surely a word is a given name: ``"Amal"`` -> ``STRONG``, ``"Grace"`` -> ``WEAK``, ``"Audit"`` -> ``NONE``."""
        return _look_up(self.given, word)

    def as_surname(self, word: str) -> int:
        """How surely a word is a surname: ``"Okafor"`` -> ``STRONG``."""
        return _look_up(self.surnames, word)

    def is_plain(self, word: str) -> bool:
        """Whether releases also write the word in lower case: ``"Vision"`` -> True."""
        return word.lower() in self.plain


def _look_up(table: dict[str, int], word: str) -> int:
    found = table.get(word)
    if found is None and word.isupper() and len(word) > 3:
        found = table.get(word.capitalize())
    if found is None and "-" in word:
        parts = [table.get(part, NONE) for part in word.split("-")]
        found = max(parts)
    return found or NONE


def _graded(name: str) -> dict[str, int]:
    return {line.rstrip("?"): WEAK if line.endswith("?") else STRONG for line in vocabulary.lines(name)}


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """The word lists of the package, read once."""
    around = vocabulary.table("people")

    def lower(key: str) -> frozenset[str]:
        return frozenset(word.lower() for word in around[key])

    return Lexicon(
        given=_graded("people_given.txt"),
        surnames=_graded("people_surnames.txt"),
        plain=frozenset(vocabulary.lines("people_words.txt")),
        honorifics=lower("honorifics"),
        titles=lower("titles"),
        suffixes=frozenset(around["suffixes"]),
        postnominals=lower("postnominals"),
        speech=lower("speech"),
        person_verbs=lower("person_verbs"),
        never=lower("never"),
        seldom=lower("seldom"),
        particles=lower("particles"),
        contact_labels=lower("contact_labels"),
        glued_labels=frozenset(around["glued_labels"]),
        firms=lower("firms"),
    )
