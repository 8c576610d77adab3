"""Wires the stages for one release: zones -> annotate -> extract -> normalize -> records. The only module that sees them all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from certwire import __version__, annotation, knowledge, nlp, sheet, zones
from certwire.errors import ExtensionError
from certwire.extractors import built_in, installed, is_own, ordered
from certwire.model import Extractor, Issue, Mention, Release, Zones
from certwire.normalize import document
from certwire.reading import models
from certwire.records import DocumentRecord, EventRecord, IssueRecord, PipelineInfo, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc

LANGUAGE = "en"


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
        registry: the user's own TOML files of schemes and bodies, laid over those of the package; for the whole process.
    """

    extractors: Sequence[Extractor] = ()
    issues: tuple[Issue, ...] = ()
    config: str = "default"
    registry: tuple[str, ...] = ()
    info: PipelineInfo = field(init=False, repr=False)
    _own: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        knowledge.use(self.registry)
        if not self.extractors:
            self.extractors, self.issues = found()
        self._own = all(map(is_own, self.extractors))
        self.info = PipelineInfo(version=__version__, model=f"{nlp.model_name()} {models.version()}", config=self.config)

    def zone(self) -> AbstractContextManager[object]:
        """Memory that the model takes for releases inside is given back at the end; no Doc may live longer."""
        return nullcontext() if self._own else nlp.load().memory_zone()

    def mentions(self, release: Release) -> tuple[Mention, ...]:
        """Every mention of every extractor, in order of position; those of an extractor that fails are left out."""
        return self._annotate(release, zones.layout(release.text, title=release.title))[0]

    def read(self, release: Release) -> Reading:
        """One release in, its records out."""
        if release.language != LANGUAGE:
            return Reading(document=without_records(release, status="unsupported_language", info=self.info), events=())
        layout = zones.layout(release.text, title=release.title)
        mentions, issues = self._annotate(release, layout)
        noted = replace(release, issues=(*release.issues, *issues)) if issues else release
        record, events = document.records(noted, layout, mentions, info=self.info)
        return Reading(document=record, events=events, mentions=mentions)

    def _annotate(self, release: Release, layout: Zones) -> tuple[tuple[Mention, ...], tuple[Issue, ...]]:
        doc = cast("Doc", sheet.of(release.text)) if self._own else nlp.load()(release.text)
        annotation.put_zones(doc, layout)
        issues: list[Issue] = []
        for extractor in self.extractors:
            try:
                annotation.put_mentions(doc, checked(extractor, doc, release))
            except Exception as error:
                reason = str(error) if isinstance(error, ExtensionError) else f"{type(error).__name__}: {error}"
                issues.append(Issue(code="extension_failed", message=f"extractor {extractor.name!r} was left out: {reason}"))
        mentions = sorted(annotation.mentions_of(doc), key=lambda m: (m.start, m.end, m.kind, m.source))
        return tuple(mentions), tuple(issues)


def found() -> tuple[tuple[Extractor, ...], tuple[Issue, ...]]:
    """Every extractor of ours and of other packages, in order of what they read, and an Issue for each that was left out."""
    own = built_in()
    extra, issues = installed()
    try:
        return ordered((*own, *extra)), issues
    except ExtensionError as error:
        return own, (*issues, Issue(code="extension_failed", message=f"all extensions were left out: {error}"))


def checked(extractor: Extractor, doc: Doc, release: Release) -> tuple[Mention, ...]:
    """All mentions of one extractor in one release.

    Raises:
        ExtensionError: one of them does not stand in the text where it says.
    """
    mentions = tuple(extractor(doc, release))
    for m in mentions:
        if not isinstance(m, Mention):
            raise ExtensionError(f"it yielded a {type(m).__name__}, not a Mention")
        if not (0 <= m.start < m.end <= len(release.text) and release.text[m.start : m.end] == m.text):
            raise ExtensionError(f"its {m.kind} mention {m.text!r} does not stand at {m.start}-{m.end} of the text")
    return mentions


def without_records(release: Release, *, status: Status, info: PipelineInfo) -> DocumentRecord:
    """The line of a document that nothing was read from."""
    return DocumentRecord(
        schema_version="1.0",
        document=document.document_info(release),
        status=status,
        people=[],
        organizations=[],
        dates=[],
        events=[],
        issues=[IssueRecord(code=i.code, message=i.message) for i in release.issues],
        pipeline=info,
    )
