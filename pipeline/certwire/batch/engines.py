"""Who reads the tasks: this process, or local worker processes. ``cluster`` has the one for Dask."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Protocol

from certwire.batch import limits
from certwire.batch.tasks import Result, Task
from certwire.batch.worker import IDLE, Job, Worker
from certwire.errors import EngineError


class WorkerDied(Exception):
    """A worker ended in the middle of a task; ``number`` is what it last told of where it was, None when nobody knows."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__(number)
        self.number = number


class Engine(Protocol):
    """Reads tasks somewhere. ``slots``: how many at the same time."""

    slots: int

    def open(self, job: Job) -> None:
        """Get ready for the tasks of a job; called again for another job, when all tasks are done."""

    def submit(self, task: Task) -> Future[Result]:
        """Begin a task; its future ends with a Result, a WorkerDied, or an EngineError that ends the run."""

    def close(self, *, at_once: bool = False) -> None:
        """Let the workers go; ``at_once``: in the middle of their tasks."""


@dataclass(kw_only=True)
class Inline:
    """Reads in this process, one task after the other: for notebooks, debuggers and tests.

    The time limit is kept as ``limits`` can keep it; nothing saves the run from a document that ends the process.
    """

    slots: int = 1
    _worker: Worker | None = None
    _at: int = IDLE
    _restore: Callable[[], None] | None = None

    def open(self, job: Job) -> None:
        self.close()
        if limits.possible():
            self._restore = limits.begin()
        self._renew(job)

    def _renew(self, job: Job) -> None:
        def watch(number: int) -> None:
            self._at = number

        self._worker = Worker(job=job, watch=watch, guarded=self._restore is not None)

    def submit(self, task: Task) -> Future[Result]:
        assert self._worker is not None
        done: Future[Result] = Future()
        try:
            done.set_result(self._worker.run(task))
        except limits.TooLong:
            limits.disarm()
            done.set_exception(WorkerDied(self._at))
            self._renew(self._worker.job)  # what was left in the middle may not be whole
        return done

    def close(self, *, at_once: bool = False) -> None:
        if self._restore:
            self._restore()
            self._restore = None
        if self._worker:
            self._worker.close()
            self._worker = None


@dataclass(kw_only=True)
class Local:
    """Reads in worker processes of this machine, each with the model loaded once.

    Each worker is a pool of its own, so that one that dies takes nobody along and tells which task it died of.

    Args:
        workers: how many; the cores by default.
    """

    workers: int | None = None
    slots: int = field(init=False)
    _lanes: list[_Lane] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.slots = self.workers or cores()

    def open(self, job: Job) -> None:
        self.close()
        self._lanes = [_Lane(job) for _ in range(self.slots)]

    def submit(self, task: Task) -> Future[Result]:
        lane = next(lane for lane in self._lanes if not lane.busy)
        return lane.submit(task)

    def close(self, *, at_once: bool = False) -> None:
        for lane in self._lanes:
            lane.close(at_once=at_once)
        self._lanes = []


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Lane:
    """One worker process, started when it is first needed and again after it died."""

    def __init__(self, job: Job) -> None:
        self.busy = False
        self._job = job
        self._pool: ProcessPoolExecutor | None = None
        self._context = multiprocessing.get_context("spawn")
        self._at: Any = None
        self._stillborn = 0

    def submit(self, task: Task) -> Future[Result]:
        self.busy = True
        outer: Future[Result] = Future()
        try:
            if self._pool is None:
                self._at = self._context.Value("q", _STARTING, lock=False)
                self._pool = ProcessPoolExecutor(1, mp_context=self._context, initializer=_start, initargs=(self._job, self._at))
                with _one_thread():  # the process starts with the first task
                    inner = self._pool.submit(_run, task)
            else:
                inner = self._pool.submit(_run, task)
        except BrokenProcessPool:  # it died between two tasks
            self._drop()
            return self.submit(task)
        inner.add_done_callback(lambda done: self._settle(done, outer))
        return outer

    def _settle(self, inner: Future[Result], outer: Future[Result]) -> None:
        try:
            result = inner.result()
        except BrokenProcessPool:
            number = int(self._at.value)
            self._drop()
            self._stillborn = self._stillborn + 1 if number == _STARTING else 0
            self.busy = False
            if self._stillborn >= _PATIENCE:
                outer.set_exception(EngineError("worker processes end while they start: too little memory, or a broken installation?"))
            else:
                outer.set_exception(WorkerDied(number))
        except (Exception, CancelledError) as error:
            self.busy = False
            outer.set_exception(error)
        else:
            self._stillborn = 0
            self.busy = False
            outer.set_result(result)

    def _drop(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def close(self, *, at_once: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((pool._processes or {}).values())
        if at_once:
            for process in processes:
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that start inside compute with one thread each: with several, workers take turns at the cores and all wait."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables by which numpy's libraries learn how many threads they may use, when they are loaded."""
_STARTING = -9
_PATIENCE = 3
_worker: Worker | None = None
_failed: str | None = None


def _start(job: Job, at: Any) -> None:
    """Begin the life of a worker process: it ends with its parent, and when a document takes too long."""
    global _worker, _failed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells us when to end
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def watch(number: int) -> None:
        at.value = number

    guarded = hasattr(signal, "setitimer")
    if guarded:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        _worker = Worker(job=job, watch=watch, guarded=guarded)
    except Exception as error:
        _failed = f"{type(error).__name__}: {error}"
    # What is loaded by now stays; looked through for garbage again and again it would cost every document some percent.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    watch(IDLE)


def _run(task: Task) -> Result:
    if _worker is None:
        raise EngineError(f"a worker process could not be made ready: {_failed}")
    try:
        return _worker.run(task)
    except MemoryError:
        os._exit(1)  # as if the memory manager had ended us: a fresh process tries again with less


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
