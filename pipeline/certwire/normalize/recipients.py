"""What kind of thing a certificate is about, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from certwire.model import Span
from certwire.records import RecipientKind
from certwire.vocabulary import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A party of an event under its fullest name; ``span`` and ``text`` where the event names it."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    id: str | None
    span: Span
    text: str

    @property
    def record_kind(self) -> RecipientKind:
        """The kind as records write it."""
        kinds: dict[str, RecipientKind] = {
            "organization": "organization",
            "person": "person",
            "place": "place",
            "product": "product",
            "facility": "facility",
        }
        return kinds[self.kind]


def governs_place(role: str) -> bool:
    """Whether who has this role stands for a place: what a mayor is mayor of is a town.

    Example:
        ``governs_place("Deputy Mayor")`` -> ``True``
    """
    return any(word in words("recipients", "place_heads") for word in re.findall(r"[a-z]+", role.lower()))


def places_of(text: str) -> set[str]:
    """The names that the text gives to places, by what they are the ... of.

    Example:
        ``places_of("Jane Roe, mayor of Harwick, said")`` -> ``{"Harwick"}``
    """
    return {m[1] for m in _place_of().finditer(text)}


@cache
def _place_of() -> re.Pattern[str]:
    heads = "|".join(re.escape(w) for w in words("recipients", "place_of"))
    return re.compile(rf"\b(?i:{heads}) of ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,3}})")


def kind_of(name: str) -> RecipientKind:
    """The kind of a thing that is neither a person nor an organization, by the head words of its name; product where none tells.

    Example:
        ``kind_of("Bantry Bay Port")`` -> ``"place"``
    """
    said = re.findall(r"[a-z]+", name.lower())
    if said and said[-1] in words("recipients", "works"):
        return "facility"
    for word in reversed(said):
        if word in words("recipients", "facility"):
            return "facility"
        if word in words("recipients", "place"):
            return "place"
    return "product"
