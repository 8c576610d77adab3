"""Follows a folder that something else fills: a run whenever it changed, of which each reads only what is new."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from certwire import ingest
from certwire.batch.summary import RunSummary

EVERY = 2.0
"""Seconds between two looks."""


def watch(
    inputs: Sequence[Path],
    out: Path,
    run: Callable[[], RunSummary],
    *,
    every: float = EVERY,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[RunSummary]:
    """Run now, and again whenever the inputs have changed and then kept still for one look: a file half written is not read.

    Args:
        inputs: what to look at.
        out: the output folder, which does not count.
        run: reads the inputs into ``out``, taking over what it knows.
        every: seconds between two looks.
        sleep: how to wait.

    Yields:
        The summary of every run; it never ends by itself.
    """
    read: bytes | None = None
    before: bytes | None = None
    while True:
        now = _look(inputs, out)
        if now != read and (now == before or read is None):
            yield run()
            read = now
        before = now
        sleep(every)


def _look(inputs: Sequence[Path], out: Path) -> bytes:
    """A hash over names, sizes and times of change of all files; no file is opened."""
    digest = hashlib.sha256()
    for unit in ingest.plan(inputs, exclude=[out]):
        try:
            changed = os.stat(unit.path).st_mtime_ns  # noqa: PTH116 (a Path costs ten times as much)
        except OSError:
            changed = 0
        digest.update(f"{unit.relative}\0{unit.size}\0{changed}\n".encode("utf-8", "surrogatepass"))
    return digest.digest()
