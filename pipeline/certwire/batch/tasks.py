"""Cuts a run into tasks: shards of files by size, and ranges of the documents in a container. The same input, the same tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from certwire.batch.summary import RunSummary
from certwire.ingest import Unit
from certwire.ingest.reading import CONTAINERS

Place: TypeAlias = tuple[int, int]
"""Where in the whole input: number of the unit, number of the document in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large a task may be.

    Attributes:
        documents: at most so many a task.
        bytes: of input files a task; a larger file is a task of its own.
    """

    documents: int = 256
    bytes: int = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Some neighbouring documents that one worker reads at one go; picklable.

    Attributes:
        place: of the first document; the output is put together in order of places.
        units: files of one document each, or a single container.
        size: bytes of input that count as done with it.
        stop: past the last document of a container; the range begins at ``place[1]``. None: the units are no container.
        tries: how often a worker has died of it since it holds a single document.
        give_up: do not read the document, only say what it is and that it was left out.
    """

    place: Place
    units: tuple[Unit, ...]
    size: int
    stop: int | None = None
    tries: int = 0
    give_up: bool = False

    @property
    def documents(self) -> int:
        """How many documents it has; at most, for the range of a container."""
        return len(self.units) if self.stop is None else self.stop - self.place[1]

    def part(self, first: int, last: int) -> Task:
        """The documents from ``first`` to before ``last``, counted from the task's own."""
        size = self.size * (last - first) // max(self.documents, 1)
        unit, at = self.place
        if self.stop is not None:
            return replace(self, place=(unit, at + first), stop=at + last, size=size, tries=0)
        return replace(self, place=(unit + first, 0), units=self.units[first:last], size=size, tries=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a task came to: lines for both output files, an index entry a document, and the counts.

    ``more`` says whether a container may hold documents after the range. ``reused`` of the documents were taken over from earlier results.
    """

    documents: bytes = b""
    events: bytes = b""
    index: bytes = b""
    summary: RunSummary = field(default_factory=RunSummary)
    more: bool = False
    reused: int = 0


def tasks(units: Iterable[Unit], sizes: Sizes) -> Iterator[Task]:
    """The tasks of a plan in order; of a container only the first range, ``following`` gives the others.

    Example:
        three small files, a tar, a file -> a task of three units, the tar's documents 0 to 255, a task of one unit
    """
    waiting: list[Unit] = []
    size, number = 0, -1
    for number, unit in enumerate(units):
        container = unit.format in CONTAINERS and unit.issue is None
        if waiting and (container or len(waiting) >= sizes.documents or size + unit.size > sizes.bytes):
            yield Task(place=(number - len(waiting), 0), units=tuple(waiting), size=size)
            waiting, size = [], 0
        if container:
            yield Task(place=(number, 0), units=(unit,), size=unit.size, stop=sizes.documents)
        else:
            waiting.append(unit)
            size += unit.size
    if waiting:
        yield Task(place=(number + 1 - len(waiting), 0), units=tuple(waiting), size=size)


def following(task: Task, sizes: Sizes) -> Task:
    """The range of the same container after a task's."""
    assert task.stop is not None
    return replace(task, place=(task.place[0], task.stop), stop=task.stop + sizes.documents, size=0, tries=0, give_up=False)


def split(task: Task, suspect: int | None) -> Sequence[Task]:
    """What to do of a task that a worker died of: smaller tasks, so that in the end the document that did it stands alone.

    Args:
        task: more than one document.
        suspect: the document that was being read, counted from the task's first, if it is known.
    """
    if suspect is None or not 0 <= suspect < task.documents:
        half = task.documents // 2
        return (task.part(0, half), task.part(half, task.documents))
    bounds = sorted({0, suspect, suspect + 1, task.documents})
    return tuple(task.part(a, b) for a, b in pairwise(bounds))
