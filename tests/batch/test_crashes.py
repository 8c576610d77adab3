"""Runs that are killed, that lose power and that find the disk full: the next run of the same command ends as an undisturbed one."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from certwire import batch
from certwire.batch import journal, writing
from certwire.batch.engines import Inline, Local
from certwire.batch.tasks import Sizes
from certwire.errors import OutputError, UsageError

from .conftest import Driver, Write, output, rows

SMALL = Sizes(documents=6)


class PowerLoss(BaseException):
    """Nothing after it is done, not even tidying up."""


def test_a_run_killed_again_and_again_loses_and_repeats_nothing(written: Write, tmp_path: Path, driver: Driver, fakes: str) -> None:
    chance = random.Random(4)
    documents, workers, size = 176, 2, 8
    log = tmp_path / "log"
    folder = written(documents, f"SLOW LOG {log}")
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    log.unlink()
    out = tmp_path / "out"
    kills = 0
    while True:
        seen = _done(out)
        process = driver(folder, out, workers=workers, documents=size)
        # wait until it has done a little more, then a random while
        _until(lambda: process.poll() is not None or _done(out) >= seen + chance.randint(1, 3))  # noqa: B023
        time.sleep(chance.random() * 0.15)
        if process.poll() is not None:
            break
        os.kill(process.pid, signal.SIGKILL)  # the parent alone: its workers must find out by themselves
        process.communicate()
        kills += 1
        _until(lambda: _group_is_gone(process.pid))  # noqa: B023
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert kills >= 4
    assert output(out) == output(tmp_path / "calm")
    assert len(log.read_text().splitlines()) <= documents + kills * workers * size


def test_a_killed_worker_costs_at_most_its_task(written: Write, tmp_path: Path, driver: Driver, fakes: str) -> None:
    log = tmp_path / "log"
    folder = written(80, f"SLOW LOG {log}")
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    log.unlink()
    process = driver(folder, tmp_path / "out", workers=2, documents=8)
    killed = 0
    while process.poll() is None and killed < 3:
        _until(lambda: process.poll() is not None or _done(tmp_path / "out") >= 2 * killed + 1)  # noqa: B023
        for child in _children(process.pid)[:1]:
            os.kill(child, signal.SIGKILL)
            killed += 1
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert killed
    assert output(tmp_path / "out") == output(tmp_path / "calm")
    assert len(log.read_text().splitlines()) <= 80 + killed * 8


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # who loses power closes no files
def test_power_may_go_between_any_two_writes(written: Write, tmp_path: Path, fakes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(20)
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    for lost in range(1, 200):
        out = tmp_path / f"out{lost}"
        with pytest.MonkeyPatch.context() as patch, _power(patch, last=lost) as power, suppress(PowerLoss):
            batch.extract([folder], out, engine=Inline(), reader=fakes, sizes=SMALL)
        finished = not power["gone"]
        if (out / "run.json").exists():  # who sees it may trust the others
            assert {**output(out)} == output(tmp_path / "calm")
        batch.extract([folder], out, engine=Inline(), reader=fakes, sizes=SMALL)
        assert output(out) == output(tmp_path / "calm")
        if finished:
            assert lost > 20
            return
    pytest.fail("it never came through")


def test_a_torn_journal_is_read_as_far_as_it_goes(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(30)
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    out = tmp_path / "out"
    _stop_after(3, folder, out, fakes)
    path = out / ".certwire" / "journal.jsonl"
    whole = path.read_bytes()
    for cut in range(len(whole) - 200, len(whole), 7):
        path.write_bytes(whole[:cut])
        folder_ = journal.WorkFolder(out, run=_run_of(whole))
        try:
            assert len(folder_.parts()) == whole[: whole.rfind(b"\n", 0, cut) + 1].count(b'{"part"')
        finally:
            folder_.close()
    path.write_bytes(whole[:-5])
    summary = batch.extract([folder], out, engine=Inline(), reader=fakes, sizes=SMALL)
    assert summary.reused == 12
    assert output(out) == output(tmp_path / "calm")


def test_a_full_disk_ends_the_run_cleanly_and_the_next_goes_on(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(60, odd=dict.fromkeys(range(60), "EVENT x " * 20))
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    with _small_disk(tmp_path / "disk", 500) as (disk, enlarge):
        out = disk / "out"
        with pytest.raises(OutputError, match=r"no space left.*same command again"):
            batch.extract([folder], out, engine=Local(workers=2), reader=fakes, sizes=Sizes(documents=4))
        assert not (out / "run.json").exists()
        assert not [p for p in out.rglob("*") if p.name.endswith(".part")]
        enlarge()
        summary = batch.extract([folder], out, engine=Inline(), reader=fakes, sizes=Sizes(documents=4))
        assert summary.reused
        assert output(out) == output(tmp_path / "calm")


def test_a_file_too_large_for_the_system_is_a_full_disk(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(60)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, hard))
    try:
        with pytest.raises(OutputError, match="no space left"):
            batch.extract([folder], tmp_path / "out", engine=Inline(), reader=fakes, sizes=SMALL)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    batch.extract([folder], tmp_path / "out", engine=Inline(), reader=fakes, sizes=SMALL)
    assert len(rows(tmp_path / "out" / "documents.jsonl")) == 60


def test_two_runs_do_not_write_into_one_folder(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(10)

    def second(summary: batch.RunSummary) -> None:
        batch.extract([folder], tmp_path / "out", engine=Inline(), reader=fakes)

    with pytest.raises(UsageError, match="another certwire"):
        batch.extract([folder], tmp_path / "out", engine=Inline(), reader=fakes, progress=second)


def _stop_after(parts: int, folder: Path, out: Path, reader: str) -> None:
    """A run that is interrupted when it has finished so many parts; the last is in the journal, the output is not."""
    done = 0

    def stop(summary: batch.RunSummary) -> None:
        nonlocal done
        done += 1
        if done == parts:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.extract([folder], out, engine=Inline(), reader=reader, sizes=SMALL, progress=stop)


def _run_of(written: bytes) -> str:
    import json

    return str(json.loads(written.splitlines()[0] or written.splitlines()[1])["run"])


@contextmanager
def _power(patch: pytest.MonkeyPatch, *, last: int) -> Iterator[dict[str, Any]]:
    """Power goes at the ``last`` of all calls that change the disk: what they were to do, and all after it, is not done."""
    state: dict[str, Any] = {"calls": 0, "gone": False}

    def guard(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            state["calls"] += 1
            if state["gone"] or state["calls"] >= last:
                state["gone"] = True
                raise PowerLoss
            return real(*args, **kwargs)

        return call

    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (journal, "_durably"), (writing.JsonLines, "write")):
        patch.setattr(owner, name, guard(getattr(owner, name)))
    yield state


@contextmanager
def _small_disk(place: Path, kilobytes: int) -> Iterator[tuple[Path, Callable[[], int]]]:
    """A file system of so many kilobytes that can be enlarged; needs the right to mount."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no right to mount a small file system here; the test with a limit on file sizes stands in for it")
    try:
        yield place, lambda: subprocess.check_call(["mount", "-o", "remount,size=64m", str(place)])
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _done(out: Path) -> int:
    """How many parts a run has finished."""
    parts = out / ".certwire" / "parts"
    return len(list(parts.glob("[!.]*"))) if parts.exists() else 0


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    """Worker processes of a run, not the resource tracker."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            command = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == pid and b"spawn_main" in command:
            found.append(int(path.parent.name))
    return found


def _group_is_gone(pgid: int) -> bool:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[2]) == pgid and rest[0] != "Z":
            return False
    return True
