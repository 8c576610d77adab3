"""What a run came to, as run.json tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from certwire.batch.outcome import Outcome
from certwire.records import EventRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that could not be read."""

    path: str
    code: str
    message: str


@dataclass(slots=True, kw_only=True)
class RunSummary:
    """Counts of a run.

    Attributes:
        out: the output folder.
        documents: lines in documents.jsonl.
        statuses: documents by status.
        events: lines in events.jsonl.
        actions: events by action.
        issues: issues of documents and events by code.
        samples: the first ``SAMPLES_KEPT`` events, in a few words each.
        failures: the first ``FAILURES_KEPT`` inputs that failed; ``statuses["failed"]`` counts all.
        left_out: messages about extensions that could not be loaded.
        reused: documents whose result was taken over from an earlier run.
        bytes_read: bytes of the input that are done; ``bytes_planned`` of how many, once they are counted.
    """

    out: Path | str = Path()
    documents: int = 0
    statuses: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("events", "no_event", "unsupported_language", "failed"), 0))
    events: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    reused: int = 0
    bytes_read: int = 0
    bytes_planned: int | None = None

    @property
    def failed(self) -> int:
        return self.statuses["failed"]

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        document = outcome.document
        self.documents += 1
        self.statuses[document.status] += 1
        self.events += len(outcome.events)
        room = SAMPLES_KEPT - len(self.samples)
        self.samples.extend(in_words(event) for event in outcome.events[:room])
        for event in outcome.events:
            self.actions[event.action] = self.actions.get(event.action, 0) + 1
        for issue in (*document.issues, *(i for e in outcome.events for i in e.issues)):
            self.issues[issue.code] = self.issues.get(issue.code, 0) + 1
        if document.status == "failed" and len(self.failures) < FAILURES_KEPT:
            last = document.issues[-1]
            self.failures.append(Failure(path=document.document.path, code=last.code, message=last.message))

    def absorb(self, other: RunSummary) -> None:
        """Add the counts of a part of the run; samples and failures are the caller's business, they have an order."""
        self.documents += other.documents
        self.events += other.events
        for mine, theirs in ((self.statuses, other.statuses), (self.actions, other.actions), (self.issues, other.issues)):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count

    def counts(self) -> Mapping[str, object]:
        """The counts as run.json holds them."""
        return {
            "documents": self.documents,
            "statuses": self.statuses,
            "events": self.events,
            "actions": dict(sorted(self.actions.items())),
            "issues": dict(sorted(self.issues.items())),
        }


def in_words(event: EventRecord) -> str:
    """An event on one line: ``granted  ISO 22000 to Quayside Roasters Ltd. by Northgate Assurance, 2024-05-02``."""
    scheme = " ".join(filter(None, (event.scheme.text or event.scheme.name or "a certificate", event.scheme.level)))
    who = ", ".join(r.name for r in event.recipients)
    by = f" by {event.certifier.name}" if event.certifier else ""
    day = f", {event.dates.effective.edtf}" if event.dates.effective else ""
    return f"{event.action.replace('_', ' '):11}  {scheme}{f' to {who}' if who else ''}{by}{day}"


FAILURES_KEPT = 100
SAMPLES_KEPT = 10
