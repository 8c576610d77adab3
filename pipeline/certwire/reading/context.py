"""One release as event reading sees it: folded text, sentences, zones and the mentions of others, with quick look-ups by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from certwire import cues
from certwire.annotation import mentions_of, sentences_of, zones_of
from certwire.model import Mention, Release, Span, Zones

if TYPE_CHECKING:
    from spacy.tokens import Doc

T = TypeVar("T")
_start = attrgetter("start")
# What is read of a sentence grows with its length for every scheme in it: a list of thousands of names is no sentence.
_LONGEST_SENTENCE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a feature may look at.

    Attributes:
        text, title, zones: of the release.
        folded: the text in lower case, code point for code point.
        year: that of publication, or None.
        sentences: cut at zone borders, in order.
        schemes, dates: mentions in order.
        people, organizations, roles: the outermost mentions in order; none overlaps another.
    """

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
    roles: tuple[Mention, ...] = ()
    _memory: dict[Callable[[Context], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, of_document: Callable[[Context], T]) -> T:
        """What a function says of the whole document, asked only the first time.

        Example:
            ``ctx.once(main_parties)`` -> what ``main_parties(ctx)`` gives
        """
        if of_document not in self._memory:
            self._memory[of_document] = of_document(self)
        return cast(T, self._memory[of_document])

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
        roles=_outermost(mentions_of(doc, "role")),
    )


def sentences(doc: Doc) -> tuple[Span, ...]:
    """Sentences cut at zone borders too: a heading is no part of the paragraph below it. None is longer than 4,000 code points."""
    edges = {e for z in zones_of(doc).blocks for e in (z.start, z.end)}
    for sentence in sentences_of(doc):
        edges.update(sentence)
    ordered = sorted(edges)
    return tuple(_parts(pairwise(ordered)))


def _parts(spans: Iterator[Span]) -> Iterator[Span]:
    for start, end in spans:
        for at in range(start, end, _LONGEST_SENTENCE):
            yield at, min(at + _LONGEST_SENTENCE, end)


def within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """The mentions (ascending, not nested) that begin in ``[start, end)``."""
    first = bisect_left(mentions, start, key=_start)
    return mentions[first : bisect_left(mentions, end, first, key=_start)]


def last_before(mentions: Sequence[Mention], offset: int) -> Mention | None:
    """The last of some mentions (ascending) that begins before a code point offset."""
    at = bisect_left(mentions, offset, key=_start)
    return mentions[at - 1] if at else None


def meets(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether one of some mentions (ascending, none overlapping another) overlaps a span."""
    last = last_before(mentions, end)
    return last is not None and start < last.end


def _outermost(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Of nested or equal spans, the outermost."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
