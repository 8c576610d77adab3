"""Reads tasks: what runs in every worker, whatever the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from certwire import ingest
from certwire.batch import known, limits
from certwire.batch.outcome import Outcome, left_out, read_item
from certwire.batch.summary import RunSummary
from certwire.batch.tasks import Result, Task
from certwire.batch.writing import lines
from certwire.config import Options
from certwire.ingest import Unit, streams
from certwire.ingest.assembling import digest
from certwire.ingest.reading import limit_of, opened
from certwire.model import Issue, Release
from certwire.records import DocumentRecord, EventRecord, PipelineInfo
from certwire.runner import Reading

if TYPE_CHECKING:
    from certwire.runner import Reader


SKIPPING = -2
"""Told to ``watch`` while a worker passes over the documents of a container that come before its range."""
IDLE = -1
"""Told to ``watch`` between tasks."""


class ReleaseReader(Protocol):
    """What a worker reads with; ``runner.Reader`` is one.

    An optional method ``zone()`` gives a context manager that is entered for every task, where memory that a task takes is given back.
    """

    @property
    def info(self) -> PipelineInfo: ...

    def read(self, release: Release) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all tasks of a run share; picklable.

    Attributes:
        options: how to read and what to keep.
        reader: "module:function" that makes a reader from the options; for tests and for pipelines of one's own.
        seconds: how long one document may take before its worker is ended.
        table: results of earlier runs.
    """

    options: Options
    reader: str = "certwire.batch.outcome:open_reader"
    seconds: float = 120.0
    table: known.Table | None = None

    def open_reader(self) -> ReleaseReader:
        """Make the reader.

        Raises:
            ConfigError: the options do not fit the files they name.
        """
        module, _, name = self.reader.partition(":")
        make = cast(Callable[[Options], ReleaseReader], getattr(import_module(module), name))
        return make(self.options)


@dataclass(slots=True, kw_only=True)
class Worker:
    """A warm reader that tasks are read with, one after the other.

    Attributes:
        job: what the tasks share.
        watch: told the number of each document of a task before it is read.
        guarded: raise an alarm when a document takes too long. Where nothing handles the signal it ends the process.
    """

    job: Job
    watch: Callable[[int], None] = field(default=lambda number: None)
    guarded: bool = False
    _reader: ReleaseReader | None = None
    _known: known.Known | None = None
    _container: tuple[Unit, int, Iterator[Release | Issue]] | None = None

    def __post_init__(self) -> None:
        self._reader = self.job.open_reader()
        if self.job.table is not None:
            try:
                self._known = known.Known(table=self.job.table)
            except OSError:  # on another machine without a shared folder: nothing is taken over, all is read
                self._known = None

    def run(self, task: Task) -> Result:
        """Read the documents of a task."""
        made = _Making()
        with _zone(self._reader):
            numbers = range(task.documents)
            found = self._documents(task)
            for number in numbers:
                self.watch(number)
                self._arm()
                outcome = next(found, None)
                if outcome is None:
                    return made.result(more=False)
                made.add(*outcome)
            self.watch(IDLE)
            self._disarm()
        return made.result(more=task.stop is not None)

    def _documents(self, task: Task) -> Iterator[tuple[Outcome | tuple[bytes, bytes], bytes]]:
        try:
            if task.stop is not None:
                for item in self._range(task):
                    yield self._read(item, task.units[0], task)
                return
            for unit in task.units:
                same = self._same_file(unit)
                if same is not None and not task.give_up:
                    yield same
                    continue
                for item in ingest.open_unit(unit, self.job.options.ingest):
                    yield self._read(item, unit, task)
        finally:
            self._disarm()

    def _range(self, task: Task) -> Iterator[Release | Issue]:
        """The documents of a range; a container stays open for the range that follows."""
        unit, first = task.units[0], task.place[1]
        kept = self._container
        if kept is None or kept[0] != unit or kept[1] > first:
            kept = (unit, 0, ingest.open_unit(unit, self.job.options.ingest))
        self._container = None
        _, at, items = kept
        for number in range(at, task.stop or 0):
            if number < first:
                self.watch(SKIPPING)
                self._arm()
            elif number == first and at < first:
                self.watch(0)
            item = next(items, None)
            if item is None:
                return
            if number + 1 == task.stop:
                self._container = (unit, number + 1, items)
            if number >= first:
                yield item

    def _read(self, item: Release | Issue, unit: Unit, task: Task) -> tuple[Outcome | tuple[bytes, bytes], bytes]:
        key = known.key(item.path or "", item.sha256, unit.hint)
        if task.give_up:
            return left_out(self.reader.info, item, seconds=self.job.seconds), key
        earlier = self._known.find(key) if self._known else None
        return earlier or read_item(cast("Reader", self.reader), item, options=self.job.options), key

    def _same_file(self, unit: Unit) -> tuple[tuple[bytes, bytes], bytes] | None:
        """The earlier result of a file that is as it was; spares taking it apart."""
        if self._known is None or unit.issue is not None or unit.compression is not None:
            return None
        try:
            with closing(opened(unit.path)) as file:
                data = streams.read_all(file, limit_of(unit.format, self.job.options.ingest))
        except OSError:
            return None
        if data is None:
            return None
        key = known.key(unit.relative, digest(data), unit.hint)
        earlier = self._known.find(key)
        return (earlier, key) if earlier else None

    @property
    def reader(self) -> ReleaseReader:
        assert self._reader is not None
        return self._reader

    def _arm(self) -> None:
        # In a worker process the kernel ends it when the time is up: that works in any loop, in C or in Python.
        if self.guarded:
            limits.arm(self.job.seconds)

    def _disarm(self) -> None:
        if self.guarded:
            limits.disarm()

    def close(self) -> None:
        """Let go of open files."""
        self._container = None
        if self._known:
            self._known.close()


@dataclass(slots=True)
class _Making:
    """A result in the making."""

    documents: list[bytes] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)
    index: list[bytes] = field(default_factory=list)
    summary: RunSummary = field(default_factory=RunSummary)
    reused: int = 0

    def add(self, outcome: Outcome | tuple[bytes, bytes], key: bytes) -> None:
        if isinstance(outcome, Outcome):
            document, events = lines(outcome)
        else:
            document, events = outcome
            outcome = _parsed(document, events)
            self.reused += 1
        self.documents.append(document)
        self.events.append(events)
        self.index.append(known.entry(key, len(document), len(events)))
        self.summary.add(outcome)

    def result(self, *, more: bool) -> Result:
        return Result(
            documents=b"".join(self.documents),
            events=b"".join(self.events),
            index=b"".join(self.index),
            summary=self.summary,
            more=more,
            reused=self.reused,
        )


def _parsed(document: bytes, events: bytes) -> Outcome:
    return Outcome(
        document=DocumentRecord.model_validate_json(document),
        events=tuple(EventRecord.model_validate_json(line) for line in events.splitlines()),
    )


def _zone(reader: ReleaseReader | None) -> AbstractContextManager[Any]:
    zone = getattr(reader, "zone", None)
    return cast(AbstractContextManager[Any], zone()) if zone else nullcontext()
