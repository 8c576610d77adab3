"""Proves an output against its sources: every hash, every offset, every piece of evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from pydantic import ValidationError

from certwire.batch.assembly import hash_of
from certwire.batch.linesum import LineSum
from certwire.batch.outcome import READING_FAILED, WORKER_DIED
from certwire.batch.rereading import read_run, units
from certwire.batch.writing import DOCUMENTS, EVENTS
from certwire.errors import UsageError
from certwire.ingest import IngestOptions, Unit, open_unit
from certwire.ingest.reading import CONTAINERS
from certwire.model import Issue, Release
from certwire.normalize.document import document_info
from certwire.records import DocumentInfo, DocumentRecord, EventRecord, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold: ``file``, its ``line`` (from 1; None for the file as a whole), and what is wrong."""

    file: str
    line: int | None
    message: str


@dataclass(slots=True, kw_only=True)
class Verification:
    """What was proved: documents read again, events, and offsets looked up in the text; ``findings`` is what did not hold."""

    documents: int = 0
    events: int = 0
    offsets: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify(out: Path, *, source: Sequence[Path] = ()) -> Verification:
    """Read the sources of an output again and prove the output.

    Args:
        out: the folder that extract wrote.
        source: where the inputs lie now, one for each, if not where they lay.

    Raises:
        UsageError: there is no output, or an input is gone.
        VerificationError: run.json was altered, so nothing in it can be trusted.

    Example:
        ``verify(Path("out")).findings`` -> ``[Finding(file="events.jsonl", line=3, message="evidence of scheme ...")]``
    """
    run = read_run(out)
    proof = Verification()
    with ExitStack() as stack:
        documents = _Lines(stack.enter_context(_opened(out / DOCUMENTS)), DOCUMENTS, DocumentRecord, proof)
        events = _Lines(stack.enter_context(_opened(out / EVENTS)), EVENTS, EventRecord, proof)
        _walk(units(run, source=source), run.options.ingest, documents, events)
        documents.finish(run.files[DOCUMENTS])
        events.finish(run.files[EVENTS])
    return proof


class _Lines(Generic[R]):
    """The records of one output file, one after the other; knows the line last read, and sums up the whole file."""

    def __init__(self, file: IO[bytes], name: str, kind: type[R], proof: Verification) -> None:
        self.proof = proof
        self._file = file
        self._name = name
        self._kind = kind
        self._sum = LineSum()
        self._digest = hashlib.sha256()
        self._ahead: list[R | None] = []

    def peek(self) -> R | None:
        """The record that ``next`` will give."""
        if not self._ahead:
            self._ahead.append(self.next())
        return self._ahead[0]

    def next(self) -> R | None:
        """The record of the next line; None at the end and, with a finding, for a line that holds none."""
        if self._ahead:
            return self._ahead.pop()
        line = self._file.readline()
        if not line:
            return None
        self._add(line)
        try:
            return self._kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            self.find(f"not a {self._kind.__name__}: {'.'.join(map(str, first['loc']))}: {first['msg']}")
            return None

    def find(self, message: str) -> None:
        """Report what is wrong with the line last read."""
        self.proof.findings.append(Finding(file=self._name, line=self._sum.count, message=message))

    def finish(self, recorded: Mapping[str, Any]) -> None:
        """Compare the whole file with what run.json recorded of it, and name the line that was altered."""
        for line in self._file:
            self._add(line)
        if self._digest.hexdigest() == recorded["sha256"]:
            return
        altered = self._sum.altered(recorded["line_sums"]) if self._sum.count == recorded["lines"] else None
        what = (
            "this line was altered" if altered else f"altered in several places; {recorded['lines']} lines written, {self._sum.count} here"
        )
        self.proof.findings.append(Finding(file=self._name, line=altered, message=f"{what}: not the hash that run.json recorded"))

    def _add(self, line: bytes) -> None:
        self._sum.add(line)
        self._digest.update(line)


def _walk(sources: Iterator[Unit], options: IngestOptions, documents: _Lines[DocumentRecord], events: _Lines[EventRecord]) -> None:
    """Go through sources, documents and events side by side: they have one order. Ends where the order breaks."""
    proof = documents.proof
    known = 0
    for item in _items(sources, options, documents):
        record = documents.next()
        if record is None:
            if len(proof.findings) == known:
                documents.find(f"the last line, but the input goes on with {item.path}")
            return
        if record.document.path != item.path:
            documents.find(f"{record.document.path}: here the input has {item.path} now")
            return
        proof.documents += 1
        _prove_document(item, record, documents)
        for event_id in record.events:
            event = events.next()
            if event is None:
                events.find(f"no event {event_id} of {item.path} after or on this line")
                continue
            proof.events += 1
            _prove_event(item, record, event_id, event, events)
        known = len(proof.findings)
    for extra in iter(documents.next, None):
        documents.find(f"{extra.document.path}: the input holds no such document")
    for event in iter(events.next, None):
        events.find(f"event {event.event_id} of {event.document.path} is in no document's list")


def _items(sources: Iterator[Unit], options: IngestOptions, documents: _Lines[DocumentRecord]) -> Iterator[Release | Issue]:
    """Every document of the sources, but what had ended its worker while it was taken apart is not taken apart again: of that file only
    the hash is proved, and of a container what lies before it.
    """
    for unit in sources:
        found = open_unit(unit, options)
        while not _lost(documents.peek(), unit):
            item = next(found, None)
            if item is None:
                break
            yield item
        else:
            lost = documents.next()
            documents.proof.documents += 1
            now = hash_of(unit.path) if lost and lost.document.sha256 else None
            if lost and now != lost.document.sha256:
                documents.find(f"{unit.relative}: the source was altered: sha256 {now}, recorded {lost.document.sha256}")


def _lost(record: DocumentRecord | None, unit: Unit) -> bool:
    """Whether a record says that a unit, or a document in it, could not even be opened."""
    if record is None or record.status != "failed" or record.document.language is not None:
        return False
    path = record.document.path
    owner = path.rpartition("#")[0] if unit.format in CONTAINERS else path
    return record.issues[-1].code == WORKER_DIED and owner == unit.relative


def _prove_document(item: Release | Issue, record: DocumentRecord, lines: _Lines[DocumentRecord]) -> None:
    about = record.document
    if isinstance(item, Issue):
        if record.status != "failed":
            lines.find(f"{about.path}: it can no longer be read: {item.code}: {item.message}")
        elif about.sha256 != item.sha256:
            lines.find(f"{about.path}: the source was altered: sha256 {item.sha256}, recorded {about.sha256}")
        return
    if record.status == "failed" and all(i.code not in (READING_FAILED, WORKER_DIED) for i in record.issues):
        lines.find(f"{about.path}: recorded as unreadable, but it can be read now")
        return
    _prove_info(item, about, lines)
    for person in record.people:
        _prove_span(item, person.start, person.end, person.text, f"person {person.name!r}", lines)
    for date in record.dates:
        _prove_span(item, date.start, date.end, date.text, f"date {date.edtf!r}", lines)
    for organization in record.organizations:
        for start, end in organization.mentions:
            _prove_span(item, start, end, None, f"organization {organization.name!r}", lines)


def _prove_event(item: Release | Issue, record: DocumentRecord, event_id: str, event: EventRecord, lines: _Lines[EventRecord]) -> None:
    if event.event_id != event_id:
        lines.find(f"event {event.event_id}, but documents.jsonl has {event_id} here")
    if event.document != record.document:
        lines.find(f"its document is not as documents.jsonl has it: {_difference(record.document, event.document)}")
    if isinstance(item, Release):
        for evidence in event.evidence:
            _prove_span(item, evidence.start, evidence.end, evidence.text, f"evidence of {evidence.field}", lines)


def _prove_info(release: Release, about: DocumentInfo, lines: _Lines[DocumentRecord]) -> None:
    now = document_info(release)
    if now.sha256 != about.sha256:
        lines.find(f"{about.path}: the source was altered: sha256 {now.sha256}, recorded {about.sha256}")
    elif now != about:
        lines.find(f"{about.path}: the source reads otherwise: {_difference(now, about)}")


def _prove_span(release: Release, start: int, end: int, text: str | None, what: str, lines: _Lines[Any]) -> None:
    """``text`` None: only that the span lies in the text."""
    lines.proof.offsets += 1
    if not 0 <= start < end <= len(release.text):
        lines.find(f"{what}: {start}-{end} does not lie in the text of {release.path}, which has {len(release.text)} code points")
    elif text is not None and release.text[start:end] != text:
        lines.find(f"{what}: {text!r} recorded at {start}-{end} of {release.path}, but {release.text[start:end]!r} stands there")


def _difference(now: Record, then: Record) -> str:
    return ", ".join(f"{k} {v!r}, recorded {getattr(then, k)!r}" for k, v in now if v != getattr(then, k))


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
