"""What a run tells while it goes: status from the journal, metrics for Prometheus, and a folder that is followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from certwire import batch
from certwire.batch import metrics
from certwire.batch.engines import Inline
from certwire.batch.status import status
from certwire.batch.summary import RunSummary
from certwire.batch.tasks import Sizes
from certwire.batch.watching import watch
from certwire.errors import UsageError

from .conftest import Write

SMALL = Sizes(documents=5)


def test_status_is_told_of_a_running_a_broken_and_a_finished_run(written: Write, tmp_path: Path, fakes: str) -> None:
    folder, out = written(20), tmp_path / "out"
    seen = []

    def look(summary: RunSummary) -> None:
        found = status(out)
        seen.append((found.state, found.summary.documents, found.summary.events))
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.extract([folder], out, engine=Inline(), reader=fakes, sizes=SMALL, progress=look)
    assert seen == [("running", 5, 2), ("running", 10, 4), ("running", 15, 5)]
    assert (status(out).state, status(out).summary.documents) == ("broken", 15)
    batch.extract([folder], out, engine=Inline(), reader=fakes)
    assert (status(out).state, status(out).summary.documents, status(out).seconds) == ("finished", 20, None)


def test_no_run_has_no_status(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no run of certwire"):
        status(tmp_path)


def test_metrics_are_prometheus_text(tmp_path: Path) -> None:
    summary = RunSummary(documents=3, events=2, actions={"held": 2}, bytes_read=10, bytes_planned=20, reused=1)
    summary.statuses["events"] = 3
    metrics.write(tmp_path / "certwire.prom", summary, seconds=1.5)
    lines = (tmp_path / "certwire.prom").read_text().splitlines()
    assert 'certwire_documents_total{status="events"} 3' in lines
    assert 'certwire_events_total{action="held"} 2' in lines
    assert "certwire_input_bytes 20" in lines
    assert "# TYPE certwire_run_seconds gauge" in lines
    assert list(tmp_path.iterdir()) == [tmp_path / "certwire.prom"]


def test_a_watched_folder_is_read_again_when_it_has_changed_and_is_still(written: Write, tmp_path: Path, fakes: str) -> None:
    folder, out = written(3), tmp_path / "out"
    looks = 0

    def sleep(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks in (3, 4):  # a crawler writes for a while
            with (folder / "new.txt").open("a") as file:
                file.write("A release in two parts, EVENT late.\n")
        if looks == 9:
            raise KeyboardInterrupt

    found: list[RunSummary] = []
    with pytest.raises(KeyboardInterrupt):
        for summary in watch([folder], out, lambda: batch.extract([folder], out, engine=Inline(), reader=fakes), sleep=sleep):
            found.append(summary)
    assert [(s.documents, s.reused) for s in found] == [(3, 0), (4, 3)]
