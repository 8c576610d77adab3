"""Runs a whole input: tasks to the workers, parts to the disk, and the output put together in input order."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from certwire import ingest
from certwire.batch import assembly, known, tasks
from certwire.batch.engines import Engine, Local, WorkerDied
from certwire.batch.journal import Part, WorkFolder, explained
from certwire.batch.mirror import mirrored
from certwire.batch.outcome import left_out
from certwire.batch.summary import FAILURES_KEPT, Failure, RunSummary
from certwire.batch.tasks import Place, Result, Sizes, Task
from certwire.batch.worker import SKIPPING, Job, ReleaseReader
from certwire.batch.writing import lines
from certwire.config import Options
from certwire.errors import UsageError
from certwire.ingest import remote
from certwire.model import Issue
from certwire.records import SCHEMA_VERSION

Progress = Callable[[RunSummary], None]
"""Called with the counts so far, after every part that is done."""

READER = "certwire.batch.outcome:open_reader"
TRIES = 2
"""How often a document may end its worker, alone in its task, before it is left out."""


def extract(
    inputs: Sequence[Path | str],
    out: Path | str,
    *,
    options: Options | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    engine: Engine | None = None,
    reader: str = READER,
    sizes: Sizes | None = None,
    seconds: float = 120.0,
) -> RunSummary:
    """Read every document of the inputs and write events.jsonl, documents.jsonl and run.json into ``out``.

    Whatever ends it - a signal, a full disk, power - the same call later goes on where it was. What an earlier run with the same
    configuration and model has read is taken over, document by document, by path and content.

    Args:
        inputs: files and folders, or URLs of them as fsspec knows them, in the order that the output keeps.
        out: folder, or URL of one, created where it is missing; an earlier output in it is replaced, when the new one is whole.
        options: how to read and what to keep.
        fresh: take nothing over from an earlier run.
        progress: told the counts after every part.
        engine: who reads; worker processes of this machine by default. Never changes the output.
        reader: "module:function" that makes a reader from the options, in every worker.
        sizes: of the tasks. Never changes the output.
        seconds: how long one document may take.

    Raises:
        UsageError: an input does not exist, ``out`` is no folder, or another run is writing there.
        OutputError: the disk is full, or the store does not answer.
        EngineError: there are no workers to be had.

    Example:
        ``extract([Path("releases")], Path("out"))`` -> ``RunSummary(documents=12, events=3, ...)``
    """
    options = options or Options()
    check_paths(inputs, out)
    job = Job(options=options, reader=reader, seconds=seconds)
    model = job.open_reader()
    engine = engine or Local(workers=options.workers)
    with explained(out), mirrored(out) as (here, mirror):
        here.mkdir(parents=True, exist_ok=True)
        folder = WorkFolder(here, run=run_name(model), mirror=mirror)
        run = _Run(inputs=inputs, out=out, job=job, model=model, engine=engine, sizes=sizes or Sizes(), folder=folder, progress=progress)
        try:
            return run.go(fresh=fresh)
        finally:
            folder.close()


def run_name(model: ReleaseReader) -> str:
    """Names everything but the input that a document's result depends on: configuration, versions, extractors."""
    about = [SCHEMA_VERSION, model.info.model_dump(), [e.name for e in getattr(model, "extractors", ())]]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]


@dataclass(kw_only=True)
class _Run:
    inputs: Sequence[Path | str]
    out: Path | str
    job: Job
    model: ReleaseReader
    engine: Engine
    sizes: Sizes
    folder: WorkFolder
    progress: Progress | None
    summary: RunSummary = field(init=False)
    parts: list[Part] = field(default_factory=list)
    queue: deque[Task] = field(default_factory=deque)
    waiting: dict[Future[Result], Task] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    """Containers that cannot be read past a document, by unit."""
    open_ended: dict[int, Task] = field(default_factory=dict)
    """The range that was last asked for of each container that may have more."""
    begun: float = 0.0

    def __post_init__(self) -> None:
        self.summary = RunSummary(out=self.out, left_out=[i.message for i in getattr(self.model, "issues", ())])

    def go(self, *, fresh: bool) -> RunSummary:
        if fresh:
            self.folder.forget()
        sources = self.folder.sources()
        table = self.folder.share(known.build(self.folder.path / "known.npy", sources)) if sources else None
        self.folder.begin({"inputs": [whole(p) for p in self.inputs]})
        self.begun = time.monotonic()
        threading.Thread(target=self._count, daemon=True).start()
        self.engine.open(replace(self.job, table=table))
        try:
            self._read()
        except BaseException:
            self.engine.close(at_once=True)
            raise
        self.engine.close()
        return self._finish()

    def _count(self) -> None:
        """Count the input beside the reading, so that progress can say how much is left."""
        self.summary.bytes_planned = sum(unit.size for unit in ingest.plan(self.inputs, exclude=[self.out]))
        with suppress(OSError):
            self.folder.note({"planned": self.summary.bytes_planned}, durable=False)

    def _read(self) -> None:
        source = tasks.tasks(ingest.plan(self.inputs, exclude=[self.out]), self.sizes)
        while True:
            while len(self.waiting) < self.engine.slots and (task := self._next(source)) is not None:
                self.waiting[self.engine.submit(task)] = task
            if not self.waiting:
                return
            for future in wait(self.waiting, return_when=FIRST_COMPLETED).done:
                task = self.waiting.pop(future)
                try:
                    result = future.result()
                except WorkerDied as died:
                    self._died(task, died.number)
                else:
                    self._done(task, result)

    def _next(self, source: Iterator[Task]) -> Task | None:
        while self.queue:
            task = self.queue.popleft()
            if not self._beyond(task.place):
                return task
        # Ranges of a container that was found to be long are read at the same time; what lies past its end comes back empty.
        for number, last in self.open_ended.items():
            self.open_ended[number] = tasks.following(last, self.sizes)
            return self.open_ended[number]
        return next(source, None)

    def _beyond(self, place: Place) -> bool:
        return place[1] > self.ended.get(place[0], 1 << 62)

    def _done(self, task: Task, result: Result) -> None:
        number = task.place[0]
        if task.stop is not None:
            if not result.more:
                self.open_ended.pop(number, None)
            elif task.place[1] == 0 and task.stop == self.sizes.documents and number not in self.ended:
                self.open_ended[number] = task
            if not result.index and task.place[1]:
                return
        if not self._beyond(task.place):
            self._keep(task.place, result, size=task.size)

    def _died(self, task: Task, number: int | None) -> None:
        if self._beyond(task.place):
            return
        if number == SKIPPING:
            # It did not get to its own documents. The task that holds the culprit finds it; unless that is never.
            if task.tries < 2 * TRIES:
                self.queue.append(replace(task, tries=task.tries + 1))
            else:
                self._lose(task)
        elif task.documents > 1:
            self.queue.extendleft(reversed(tasks.split(task, number)))
        elif task.give_up:
            self._lose(task)
        else:
            self.queue.appendleft(replace(task, tries=task.tries + 1, give_up=task.tries + 1 >= TRIES))

    def _lose(self, task: Task) -> None:
        """A document that cannot even be opened: say so without opening it. In a container nothing after it can be reached."""
        unit, number = task.units[0], task.place[1]
        path = unit.relative
        sha256 = None
        if task.stop is not None:
            path = f"{path}#{number + 1}"
            self.ended[task.place[0]] = min(number, self.ended.get(task.place[0], number))
            self.open_ended.pop(task.place[0], None)
        else:
            sha256 = assembly.hash_of(unit.path)
        outcome = left_out(self.model.info, Issue(code="", message="", path=path, sha256=sha256), seconds=self.job.seconds)
        document, events = lines(outcome)
        summary = RunSummary()
        summary.add(outcome)
        index = known.entry(known.key(path, sha256, unit.hint), len(document), len(events))
        self._keep(task.place, Result(documents=document, events=events, index=index, summary=summary), size=task.size)

    def _keep(self, place: Place, result: Result, *, size: int) -> None:
        part = self.folder.keep(place, result, size=size, seconds=time.monotonic() - self.begun)
        self.parts.append(part)
        self.summary.absorb(result.summary)
        self.summary.reused += result.reused
        self.summary.bytes_read += size
        if self.progress:
            self.progress(self.summary)

    def _finish(self) -> RunSummary:
        parts = sorted((p for p in self.parts if not self._beyond(p.place)), key=lambda p: p.place)
        total = RunSummary(out=self.out, left_out=self.summary.left_out, reused=self.summary.reused)
        failures: list[Failure] = []
        for part in parts:
            total.absorb(part.counts)
            failures.extend(part.counts.failures[: FAILURES_KEPT - len(failures)])
        total.failures = failures
        total.bytes_read, total.bytes_planned = self.summary.bytes_read, self.summary.bytes_planned
        run = description(self.inputs, total, options=self.job.options, model=self.model)
        total.samples = assembly.assemble(self.folder, parts, run, reused=total.reused)
        return total


def check_paths(inputs: Sequence[Path | str], out: Path | str) -> None:
    """Refuse what cannot be before anything is loaded."""
    for path in inputs:
        if remote.is_url(path):
            try:
                there = remote.exists(str(path))
            except OSError as error:
                raise UsageError(f"{path}: {error}") from error
        else:
            there = Path(path).exists() or Path(path).is_symlink()
        if not there:
            raise UsageError(f"{path}: no such file or folder")
    if not remote.is_url(out) and Path(out).exists() and not Path(out).is_dir():
        raise UsageError(f"{out}: not a folder")
    if whole(out) in map(whole, inputs):
        raise UsageError(f"{out}: both input and output")


def whole(path: Path | str) -> str:
    """A path from the root, or a URL as it is, without a slash at its end."""
    return str(path).rstrip("/") if remote.is_url(path) else str(Path(path).resolve())


def description(inputs: Sequence[Path | str], summary: RunSummary, *, options: Options, model: ReleaseReader) -> dict[str, object]:
    """What run.json says, but for the files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "pipeline": model.info.model_dump(),
        "configuration": options.settings(),
        "extractors": [e.name for e in getattr(model, "extractors", ())],
        "inputs": [whole(path) for path in inputs],
        **summary.counts(),
        "left_out": summary.left_out,
    }
