"""What the stages before an extractor have laid on the Doc: zones, and the mentions of extractors that ran earlier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from certwire.model import Mention, Span, Zones

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from certwire.network import Leaning
    from certwire.sheet import Sheet

_ZONES = "certwire.zones"
_MENTIONS = "certwire.mentions"
_SENTENCES = "certwire.sentences"
_LEANINGS = "certwire.leanings"


def put_zones(doc: Doc, zones: Zones) -> None:
    """Lay the layout on a doc (the runner's business)."""
    doc.user_data[_ZONES] = zones


def zones_of(doc: Doc) -> Zones:
    """The layout of the doc's text; no blocks where none was laid on it."""
    zones = doc.user_data.get(_ZONES)
    return zones if isinstance(zones, Zones) else Zones(blocks=())


def put_sentences(doc: Doc | Sheet, sentences: Iterable[Span]) -> None:
    """Lay sentences on a doc that has none of its own."""
    doc.user_data[_SENTENCES] = tuple(sentences)


def sentences_of(doc: Doc) -> tuple[Span, ...]:
    """Spans of the sentences, in code points of the text: those laid on the doc, or else its own.

    Example:
        the doc of "It rains. We stay." -> ``((0, 9), (10, 18))``
    """
    laid: tuple[Span, ...] | None = doc.user_data.get(_SENTENCES)
    return _own_sentences(doc) if laid is None else laid


def _own_sentences(doc: Doc) -> tuple[Span, ...]:
    # Read from the arrays: a sentence of spaCy's costs a Token for each of its words.
    if not len(doc):
        return ()
    begins, offsets, lengths = doc.to_array(["SENT_START", "IDX", "LENGTH"]).astype(np.int64).T
    first = np.flatnonzero(begins == 1)
    if not len(first) or first[0]:
        first = np.concatenate(([0], first))
    last = np.append(first[1:], len(doc)) - 1
    return tuple(zip(offsets[first].tolist(), (offsets[last] + lengths[last]).tolist(), strict=True))


def put_leanings(doc: Doc | Sheet, leanings: Mapping[int, Leaning]) -> None:
    """Note what the tagger was torn between, by the offset of the token (the tagger's business)."""
    doc.user_data[_LEANINGS] = leanings


def leanings_of(doc: Doc) -> Mapping[int, Leaning]:
    """What the tagger was torn between, by the offset of the token; nothing where no tagger read the doc."""
    found: Mapping[int, Leaning] = doc.user_data.get(_LEANINGS, {})
    return found


def put_mentions(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Add mentions for later extractors to see (the runner's business)."""
    doc.user_data[_MENTIONS] = (*mentions_of(doc), *mentions)


def mentions_of(doc: Doc, *kinds: str) -> tuple[Mention, ...]:
    """Mentions found so far, of the kinds given or of all, in order of position."""
    found: tuple[Mention, ...] = doc.user_data.get(_MENTIONS, ())
    return tuple(m for m in found if not kinds or m.kind in kinds)
