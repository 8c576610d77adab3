"""What the command line adds for large runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from certwire.batch.summary import RunSummary
from certwire.cli.terminal import seconds_left


def test_status_tells_of_a_finished_run(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    run("extract", releases, "--out", tmp_path / "out", "--quiet")
    ended = run("status", tmp_path / "out")
    assert ended.status == 0
    assert ended.out.splitlines()[:2] == ["finished", "documents   4"]
    found = json.loads(run("status", tmp_path / "out", "--json").out)
    assert (found["state"], found["documents"], found["events"]) == ("finished", 4, 2)


def test_no_run_is_wrong_usage(run: Any, tmp_path: Path) -> None:
    ended = run("status", tmp_path)
    assert ended.status == 2
    assert "no run of certwire" in ended.err


def test_metrics_are_written(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    run("extract", releases, "--out", tmp_path / "out", "--quiet", "--metrics", tmp_path / "c.prom")
    assert 'certwire_documents_total{status="events"} 2' in (tmp_path / "c.prom").read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--engine", "dask"), "go together"),
        (("--scheduler", "tcp://x:1"), "go together"),
        (("--engine", "dask", "--scheduler", "tcp://x:1", "--workers", "2"), "--workers is for the local engine"),
        (("--engine", "spark"), "'spark' is not one of"),
    ],
)
def test_engines_that_cannot_be_are_refused(
    run: Any, stub: Any, releases: Path, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    ended = run("extract", releases, "--out", tmp_path / "out", *arguments)
    assert ended.status == 2
    assert complaint in " ".join(ended.err.replace("│", " ").split())


def test_the_time_left_goes_by_bytes() -> None:
    assert seconds_left(RunSummary(bytes_read=25, bytes_planned=100), 10.0) == 30.0
    assert seconds_left(RunSummary(), 10.0) is None


def test_watch_ends_when_it_is_interrupted(run: Any, stub: Any, releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("certwire.batch.watching.watch.__kwdefaults__", {"every": 0.0, "sleep": interrupt})
    ended = run("extract", releases, "--out", tmp_path / "out", "--watch", "--quiet")
    assert ended.status == 1  # one input failed
    assert (tmp_path / "out" / "run.json").exists()
