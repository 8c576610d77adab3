"""The Dask engine against a real scheduler and two real worker processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from certwire import batch
from certwire.batch.cluster import Dask
from certwire.batch.engines import Inline
from certwire.batch.tasks import Sizes
from certwire.errors import EngineError

from .conftest import HERE, SOURCE, Write, output, rows

pytest.importorskip("distributed")
# Dask leaves sockets and loops to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@dataclass(frozen=True)
class Cluster:
    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{HERE}", "PYTHONWARNINGS": "ignore"}
    log = tmp_path / "scheduler.log"
    processes = []

    def start(*arguments: str, output: Path) -> subprocess.Popen[bytes]:
        with output.open("wb") as file:
            command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
            process = subprocess.Popen(command, stdout=file, stderr=file, env=environment, start_new_session=True)
        processes.append(process)
        return process

    try:
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", output=log)
        for _ in range(600):
            found = re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text())
            if found:
                break
            time.sleep(0.1)
        assert found, log.read_text()
        options = ("--nthreads", "1", "--no-dashboard", "--nanny", "--local-directory", str(tmp_path))
        workers = tuple(start("dask_worker", found[0], *options, output=tmp_path / f"worker{i}.log") for i in range(2))
        yield Cluster(found[0], workers)
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_the_bytes_are_the_same_and_survive_a_killed_worker(written: Write, tmp_path: Path, fakes: str, cluster: Cluster) -> None:
    folder = written(150, "SLOW", odd={77: "BOOM"})
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    killed: list[int] = []

    def kill(summary: batch.RunSummary) -> None:
        if summary.documents >= 24 and not killed:
            killed.append(cluster.workers[0].pid)
            os.killpg(killed[0], signal.SIGKILL)  # nanny and worker

    engine = Dask(scheduler=cluster.address)
    summary = batch.extract([folder], tmp_path / "out", engine=engine, reader=fakes, sizes=Sizes(documents=8), progress=kill)
    assert killed
    assert summary.documents == 150
    assert output(tmp_path / "out") == output(tmp_path / "calm")
    (folder / "0003.txt").write_text("A new text, EVENT new.")
    again = batch.extract([folder], tmp_path / "out", engine=Dask(scheduler=cluster.address), reader=fakes, sizes=Sizes(documents=50))
    assert again.reused == 148  # all but the new one and the one that had failed
    assert len(rows(tmp_path / "out" / "documents.jsonl")) == 150


def test_input_and_output_behind_urls(written: Write, tmp_path: Path, fakes: str, cluster: Cluster) -> None:
    folder = written(60, odd={11: "BOOM"})
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    wanted = output(tmp_path / "calm")
    out = tmp_path / "out"
    reused = []
    for _ in range(2):
        engine = Dask(scheduler=cluster.address)
        summary = batch.extract([folder.as_uri()], out.as_uri(), engine=engine, reader=fakes, sizes=Sizes(documents=8))
        reused.append(summary.reused)
        assert all((out / name).read_bytes() == wanted[name] for name in ("events.jsonl", "documents.jsonl"))
    assert reused == [0, 59]


def test_no_scheduler_is_said(written: Write, tmp_path: Path, fakes: str) -> None:
    with pytest.raises(EngineError, match="no scheduler"):
        batch.extract([written(1)], tmp_path / "out", engine=Dask(scheduler="tcp://127.0.0.1:1", patience=1), reader=fakes)
