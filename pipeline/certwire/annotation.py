"""What the stages before an extractor have laid on the Doc: zones, and the mentions of extractors that ran earlier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from certwire.model import Mention, Zones

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ZONES = "certwire.zones"
_MENTIONS = "certwire.mentions"


def put_zones(doc: Doc, zones: Zones) -> None:
    """Lay the layout on a doc (the runner's business)."""
    doc.user_data[_ZONES] = zones


def zones_of(doc: Doc) -> Zones:
    """The layout of the doc's text; no blocks where none was laid on it."""
    zones = doc.user_data.get(_ZONES)
    return zones if isinstance(zones, Zones) else Zones(blocks=())


def put_mentions(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Add mentions for later extractors to see (the runner's business)."""
    doc.user_data[_MENTIONS] = (*mentions_of(doc), *mentions)


def mentions_of(doc: Doc, *kinds: str) -> tuple[Mention, ...]:
    """Mentions found so far, of the kinds given or of all, in order of position."""
    found: tuple[Mention, ...] = doc.user_data.get(_MENTIONS, ())
    return tuple(m for m in found if not kinds or m.kind in kinds)
