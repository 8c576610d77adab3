"""The texts behind an output: what the length of a document and the zone of an event are read from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from certwire import zones
from certwire.batch.rereading import read_run, reread
from certwire.evaluation.keys import Entity
from certwire.model import Release, Zones

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document's text and its layout."""

    text: str
    layout: Zones

    @property
    def words(self) -> int:
        return len(self.text.split())

    def zone_of(self, event: Entity) -> str:
        """The zone that an event's evidence stands in: gold quotes a clause, records give offsets."""
        start = self._start(event.get("evidence"))
        if start is None:
            return UNKNOWN
        if self.layout.quotation_at(start):
            return "quotation"
        zone = self.layout.at(start)
        return zone.kind if zone else UNKNOWN

    def _start(self, evidence: object) -> int | None:
        if isinstance(evidence, str) and evidence.strip():
            found = re.search(r"\s+".join(map(re.escape, evidence.split())), self.text)
            return found.start() if found else None
        if isinstance(evidence, Sequence) and evidence and isinstance(evidence[0], Mapping):
            by_field = {e["field"]: int(e["start"]) for e in reversed(evidence)}
            return by_field.get("action", int(evidence[0]["start"]))
        return None


Sources: TypeAlias = Mapping[str, Source]


def read_sources(out: Path, source: Sequence[Path] | None = None) -> Sources:
    """The sources of an output by document: the stem of its path."""
    releases = (item for item in reread(read_run(out), source=source or ()) if isinstance(item, Release))
    return {PurePosixPath(r.path).stem: Source(text=r.text, layout=zones.layout(r.text, title=r.title)) for r in releases}
