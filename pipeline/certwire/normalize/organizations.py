"""Organization mentions -> Organizations (placeholder)."""

from __future__ import annotations

from collections.abc import Sequence

from certwire.model import Mention, Organization, Release, Zones


def gather(mentions: Sequence[Mention], *, release: Release, zones: Zones) -> tuple[Organization, ...]:
    """Gather the surface forms of each organization into one entity, in order of first mention."""
    return ()
