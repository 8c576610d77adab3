"""Date mentions -> ResolvedDate (placeholder until the date extractor lands)."""

from __future__ import annotations

from collections.abc import Sequence

from certwire.model import Mention, Release, ResolvedDate, Zones


def resolve(mentions: Sequence[Mention], *, release: Release, zones: Zones) -> tuple[ResolvedDate, ...]:
    """Every date mention with its value, in order of position."""
    return ()
