"""One run with the real pipeline in real worker processes, killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

from certwire import batch
from certwire.batch.engines import Inline

from .conftest import Driver, output

CORPUS = Path(__file__).parents[2] / "corpus" / "announcements"


def test_the_real_pipeline_gives_the_same_bytes_whoever_reads_and_whatever_happens(tmp_path: Path, driver: Driver) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in sorted(CORPUS.glob("*.txt"))[:60]:
        shutil.copy(path, folder)
    batch.extract([folder], tmp_path / "calm", engine=Inline())
    real = "certwire.batch.outcome:open_reader"
    out = tmp_path / "out"
    process = driver(folder, out, workers=2, documents=5, reader=real)
    while process.poll() is None and not list((out / ".certwire" / "parts").glob("[!.]*")):
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    process = driver(folder, out, workers=2, documents=7, reader=real)
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert output(out) == output(tmp_path / "calm")
