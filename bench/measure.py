"""What the benchmarks share: a command's time and peak memory with all its processes, samples of an archive, and the table."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of all processors, and the most bytes resident at one time, all processes together."""

    seconds: float
    processor: float
    peak: int


def cost(*arguments: object) -> Cost:
    """Run Python with these arguments and watch it."""
    before = os.times()
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peak = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.1):
            peak = max(peak, _resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, err = process.communicate()
    seconds = time.monotonic() - begun
    over.set()
    watcher.join()
    if process.returncode not in (0, 1):  # 1: some inputs failed
        raise SystemExit(f"{arguments} ended with {process.returncode}:\n{err[-2000:]}")
    after = os.times()
    return Cost(seconds, after.children_user + after.children_system - before.children_user - before.children_system, peak)


def _resident(root: int) -> int:
    """Bytes resident of a process and all below it."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            sizes[int(path.name)] = int((path / "statm").read_text().split()[1]) * PAGE
        except (OSError, IndexError):
            continue
    below = {root}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        grown = bool(more)
        below |= more
    return sum(sizes.get(pid, 0) for pid in below)


def files(archive: Path) -> list[Path]:
    """The files of an archive, in order."""
    return sorted(p for p in archive.rglob("*.md") if p.is_file())


@contextmanager
def sample(archive: Path, count: int) -> Iterator[Path]:
    """A folder of links to so many files, taken evenly from the whole archive, so that every sample has the same mix."""
    everything = files(archive)
    with TemporaryDirectory() as name:
        for i in range(count):
            path = everything[i * len(everything) // count]
            link = Path(name) / path.relative_to(archive)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
        yield Path(name)


def load() -> str:
    """How busy the machine is with other things."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def row(name: str, wanted: str, found: str, how: str = "") -> None:
    """Print a line of the table."""
    print(f"{name:58}  {wanted:>14}  {found:>16}  {how}", flush=True)
