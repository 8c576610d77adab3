"""What one input document comes to; the unit of work that any engine may call in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from certwire import runner, staging
from certwire.config import Options
from certwire.ingest.assembling import identity
from certwire.model import Issue, Release
from certwire.records import DocumentInfo, DocumentRecord, EventRecord, IssueRecord, PipelineInfo
from certwire.runner import Reader, without_records

READING_FAILED = "reading_failed"
WORKER_DIED = "worker_died"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One line for documents.jsonl and the lines for events.jsonl that belong to it."""

    document: DocumentRecord
    events: tuple[EventRecord, ...] = ()


def open_reader(options: Options) -> Reader:
    """A reader for these options, with the model and the extractors loaded.

    Raises:
        ConfigError: a registry file cannot be read or is wrong.
    """
    return Reader(config=options.fingerprint(), registry=options.registry)


def read_item(reader: Reader, item: Release | Issue, *, options: Options) -> Outcome:
    """Read one document; whatever happens, it gets its line."""
    if isinstance(item, Issue):
        return _unreadable(reader.info, item)
    try:
        if isinstance(reader, runner.Reader):
            reading = staging.read(reader, item, relevant=options.entities == "relevant")
        else:
            reading = reader.read(item)
    except MemoryError:  # not the document's fault alone: the engine tries again in a fresh process
        raise
    except Exception as error:  # one document must never end a run
        issue = IssueRecord(code=READING_FAILED, message=f"certwire could not read this document: {type(error).__name__}: {error}")
        record = without_records(item, status="failed", info=reader.info)
        return Outcome(document=record.model_copy(update={"issues": [*record.issues, issue]}))
    return _kept(Outcome(document=reading.document, events=reading.events), options)


def left_out(info: PipelineInfo, item: Release | Issue, *, seconds: float, often: str = ", more than once") -> Outcome:
    """The line of a document that ends whoever reads it."""
    message = f"reading it ended the worker process or took longer than {seconds:g} seconds{often}; it was left out"
    if isinstance(item, Issue):
        return _unreadable(info, Issue(code=WORKER_DIED, message=message, path=item.path, sha256=item.sha256))
    record = without_records(item, status="failed", info=info)
    return Outcome(document=record.model_copy(update={"issues": [*record.issues, IssueRecord(code=WORKER_DIED, message=message)]}))


def _unreadable(info: PipelineInfo, issue: Issue) -> Outcome:
    path = issue.path or ""
    return Outcome(
        document=DocumentRecord(
            schema_version="1.0",
            document=DocumentInfo(
                id=identity(path, issue.sha256 or ""),
                path=path,
                sha256=issue.sha256,
                title=None,
                published=None,
                source=None,
                language=None,
            ),
            status="failed",
            people=[],
            organizations=[],
            dates=[],
            events=[],
            issues=[IssueRecord(code=issue.code, message=issue.message)],
            pipeline=info,
        )
    )


def _kept(outcome: Outcome, options: Options) -> Outcome:
    """What the options leave of an outcome."""
    document, events = outcome.document, outcome.events
    if options.min_confidence is not None:
        floor = options.min_confidence
        events = tuple(e for e in events if e.confidence.overall is None or e.confidence.overall >= floor)
    if len(events) < len(outcome.events):
        document = document.model_copy(
            update={"events": [e.event_id for e in events], "status": "events" if events else "no_event"},
        )
    if options.entities == "relevant" and not events:
        document = document.model_copy(update={"people": [], "organizations": [], "dates": []})
    return Outcome(document=document, events=events)
