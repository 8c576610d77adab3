"""A Doc without spaCy: as much of one as certwire's own extractors look at, at a fraction of the cost.

Where an extension is installed, every extractor gets a true Doc (``nlp``); both say the same of a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from certwire import annotation, splitting
from certwire.model import Span
from certwire.tagger import Tagger


class Entity(NamedTuple):
    """What the tagger found, named as spaCy's Span names it; offsets are code points."""

    start_char: int
    end_char: int
    label_: str


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Stands for a Doc: its entities, and what ``annotation`` lays on it."""

    ents: tuple[Entity, ...] = ()
    user_data: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The tagger of this process, with the weights that the package ships."""
    return Tagger()


def of(text: str) -> Sheet:
    """A text with entities, leanings and sentences, as ``nlp.load()(text)`` has them.

    Example:
        ``of("Jane Roe spoke.").ents`` -> ``(Entity(0, 8, "PERSON"),)``
    """
    split = splitting.shared().split(text)
    words, starts = split.words, split.starts
    sheet = Sheet()
    if not words:
        annotation.put_sentences(sheet, ())
        return sheet
    entities, begins, leans = tagger().read(words)
    sheet.ents = tuple(Entity(starts[i], starts[j - 1] + len(words[j - 1]), label) for i, j, label in entities)
    annotation.put_leanings(sheet, {starts[i]: leaning for i, leaning in leans.items()})
    annotation.put_sentences(sheet, _sentences(words, starts, begins))
    return sheet


def _sentences(words: Sequence[str], starts: Sequence[int], begins: Sequence[bool]) -> list[Span]:
    first = [i for i, begin in enumerate(begins) if begin]
    last = [i - 1 for i in first[1:]] + [len(words) - 1]
    return [(starts[i], starts[j] + len(words[j])) for i, j in zip(first, last, strict=True)]
