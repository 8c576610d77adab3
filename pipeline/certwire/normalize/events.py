"""Event mentions -> EventRecords (placeholder)."""

from __future__ import annotations

from collections.abc import Sequence

from certwire.model import Mention, Organization, Person, Release, ResolvedDate, Zones
from certwire.records import DocumentInfo, EventRecord, PipelineInfo


def build(
    mentions: Sequence[Mention],
    *,
    release: Release,
    zones: Zones,
    organizations: Sequence[Organization],
    people: Sequence[Person],
    dates: Sequence[ResolvedDate],
    document: DocumentInfo,
    info: PipelineInfo,
) -> tuple[EventRecord, ...]:
    """One record for each certification event."""
    return ()
