"""Wires the stages for one release: zones -> annotate -> extract -> normalize -> records. The only module that sees them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from certwire import __version__, annotation, nlp, zones
from certwire.extractors import built_in, installed
from certwire.model import Extractor, Issue, Mention, Release
from certwire.normalize import document
from certwire.records import DocumentRecord, EventRecord, PipelineInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read off one release."""

    document: DocumentRecord
    events: tuple[EventRecord, ...]
    mentions: tuple[Mention, ...] = ()


@dataclass(kw_only=True)
class Reader:
    """Reads releases one at a time; holds the warm model and the extractors, and no state of any release.

    Attributes:
        extractors: in the order they run.
        issues: extensions that had to be left out.
        config: hash of the configuration, as records carry it.
    """

    extractors: Sequence[Extractor] = ()
    issues: tuple[Issue, ...] = ()
    config: str = "default"
    _info: PipelineInfo | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.extractors:
            extra, self.issues = installed()
            self.extractors = (*built_in(), *extra)
        self._info = PipelineInfo(version=__version__, model=nlp.model_name(), config=self.config)

    def mentions(self, release: Release) -> tuple[Mention, ...]:
        """Every mention of every extractor, in order of position."""
        doc = nlp.load()(release.text)
        annotation.put_zones(doc, zones.layout(release.text, title=release.title))
        for extractor in self.extractors:
            annotation.put_mentions(doc, tuple(extractor(doc, release)))
        return tuple(sorted(annotation.mentions_of(doc), key=lambda m: (m.start, m.end, m.kind, m.source)))

    def read(self, release: Release) -> Reading:
        """One release in, its records out."""
        assert self._info is not None
        layout = zones.layout(release.text, title=release.title)
        mentions = self.mentions(release)
        record, events = document.records(release, layout, mentions, info=self._info)
        return Reading(document=record, events=events, mentions=mentions)
