"""Person and role mentions -> People (placeholder)."""

from __future__ import annotations

from collections.abc import Sequence

from certwire.model import Mention, Organization, Person, Release, Zones


def gather(mentions: Sequence[Mention], organizations: Sequence[Organization], *, release: Release, zones: Zones) -> tuple[Person, ...]:
    """Each person once under the fullest name, with role and organization, in order of first mention."""
    return ()
