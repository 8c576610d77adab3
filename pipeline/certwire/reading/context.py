"""One release as event reading sees it: folded text, sentences, zones and the mentions of others, with quick look-ups by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire import cues
from certwire.annotation import mentions_of, zones_of
from certwire.model import Mention, Release, Span, Zones

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a feature may look at. ``year`` is that of publication; ``sentences`` are cut at zone borders and ascend; the mention lists ascend."""

    text: str
    folded: str
    title: str | None
    year: int | None
    zones: Zones
    sentences: tuple[Span, ...]
    schemes: tuple[Mention, ...]
    people: tuple[Mention, ...]
    organizations: tuple[Mention, ...]
    dates: tuple[Mention, ...]

    def sentence_index(self, offset: int) -> int:
        """Which sentence holds a code point offset."""
        return max(bisect_right(self.sentences, (offset, 1 << 62)) - 1, 0)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds a code point offset."""
        return self.sentences[self.sentence_index(offset)] if self.sentences else (0, len(self.text))


def of(doc: Doc, release: Release) -> Context:
    """Gather the context of one release from its annotated doc."""
    return Context(
        text=release.text,
        folded=cues.fold(release.text),
        title=release.title,
        year=release.published.year if release.published else None,
        zones=zones_of(doc),
        sentences=sentences(doc),
        schemes=mentions_of(doc, "scheme"),
        people=_outermost(mentions_of(doc, "person")),
        organizations=_outermost(mentions_of(doc, "organization")),
        dates=mentions_of(doc, "date"),
    )


def sentences(doc: Doc) -> tuple[Span, ...]:
    """Sentences cut at zone borders too: a heading is no part of the paragraph below it."""
    edges = {e for z in zones_of(doc).blocks for e in (z.start, z.end)}
    for sent in doc.sents:
        edges.update((sent.start_char, sent.end_char))
    ordered = sorted(edges)
    return tuple(zip(ordered, ordered[1:], strict=False))


def within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """The mentions (ascending, not nested) that begin in ``[start, end)``."""
    first = bisect_left(mentions, start, key=lambda m: m.start)
    last = bisect_left(mentions, end, key=lambda m: m.start)
    return mentions[first:last]


def _outermost(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Of nested or equal spans, the outermost."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
