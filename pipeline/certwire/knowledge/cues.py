"""The literals behind the matcher, for triage: what must stand in a text if it is to name a scheme."""

from __future__ import annotations

from dataclasses import dataclass

from certwire.knowledge.grammar import grammar
from certwire.knowledge.registry import Registry, forms
from certwire.knowledge.tokens import key
from certwire.vocabulary import words

_ANCHORS = ("anchors.participles", "anchors.nouns", "anchors.verbs")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Literal:
    """A form of a scheme: ``folded`` in any case; ``cued`` only near a word of certification."""

    text: str
    folded: bool = False
    cued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Everything that can make a text worth a look.

    Attributes:
        words: the anchors of data/cues.toml (participles, nouns, verbs of certification), in its order, once each.
        literals: the forms of the schemes, sorted, without those that hold one of ``words`` and so tell nothing more.
        heads: heads of the families of numbered standards ("ISO/IEC", "NIST SP"), sorted.
    """

    words: tuple[str, ...]
    literals: tuple[Literal, ...]
    heads: tuple[str, ...]


def of(registry: Registry) -> Cues:
    """The cues of a registry."""
    anchors = tuple(dict.fromkeys(word for group in _ANCHORS for word in words("cues", group)))
    telling = frozenset(anchors)
    found = {
        (form.text, form.mode == "fold", form.mode == "cued")
        for scheme in registry.schemes.values()
        for form in forms(scheme)
        if telling.isdisjoint(key(form.text).split())
    }
    return Cues(
        words=anchors,
        literals=tuple(Literal(text=text, folded=folded, cued=cued) for text, folded, cued in sorted(found)),
        heads=tuple(sorted({head for family in grammar().families for head in family.heads})),
    )
