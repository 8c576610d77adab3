"""The literals behind the matcher, for triage: what must stand in a text if it is to name a scheme."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from certwire.knowledge.grammar import grammar
from certwire.knowledge.registry import Registry, forms


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
        words: cue words of data/cues.toml, in its order, once each.
        literals: every form of every scheme, sorted.
        heads: heads of the families of numbered standards ("ISO/IEC", "NIST SP"), sorted.
    """

    words: tuple[str, ...]
    literals: tuple[Literal, ...]
    heads: tuple[str, ...]


def of(registry: Registry) -> Cues:
    """The cues of a registry."""
    found = {(form.text, form.mode == "fold", form.mode == "cued") for scheme in registry.schemes.values() for form in forms(scheme)}
    return Cues(
        words=tuple(dict.fromkeys(_words())),
        literals=tuple(Literal(text=text, folded=folded, cued=cued) for text, folded, cued in sorted(found)),
        heads=tuple(sorted({head for family in grammar().families for head in family.heads})),
    )


def _words() -> Iterator[str]:
    file = resources.files("certwire").joinpath("data", "cues.toml")
    if file.is_file():
        yield from _strings(tomllib.loads(file.read_text("utf-8")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
