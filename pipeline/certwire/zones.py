"""Where in a release one is: headline, dateline, lead, body, quotation, "About", contact block, SOURCE line, legal boilerplate."""

from __future__ import annotations

from certwire.model import Zone, Zones


def layout(text: str, *, title: str | None = None) -> Zones:
    """Divide a release's text into zones."""
    return Zones(blocks=(Zone(kind="body", start=0, end=len(text)),))
