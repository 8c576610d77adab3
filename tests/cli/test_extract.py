from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import certwire

ROOT = Path(__file__).resolve().parents[2]


def test_a_run_with_a_failed_input_ends_with_1_and_a_summary(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    ended = run("extract", releases, "--out", tmp_path / "out")
    assert ended.status == 1
    assert ended.out.splitlines() == [
        "documents   4",
        "  events    2",
        "  no event  1",
        "  failed    1",
        "events     2",
        "  granted  2",
        "granted      ISO 9001 to Harbor Mill",
        "granted      ISO 14001 to Harbor Mill",
        f"written to {tmp_path / 'out'}",
    ]
    assert ended.err == "certwire: 1 of 4 inputs failed:\n  c.txt: empty: the file has no bytes in it\n"


def test_a_run_without_failures_ends_with_0(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    ended = run("extract", releases / "a.txt", releases / "more", "--out", tmp_path / "out", "--quiet")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    lines = (tmp_path / "out" / "documents.jsonl").read_text().splitlines()
    assert [json.loads(text)["document"]["path"] for text in lines] == ["a.txt", "more/d.txt"]


def test_options_reach_the_run(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    config = tmp_path / "certwire.toml"
    config.write_text('entities = "relevant"\n[ingest]\nmax_document_bytes = 100\n')
    ended = run("extract", releases, "--out", tmp_path / "out", "--config", config, "--entities", "all", "--min-confidence", "0.5")
    assert "too_large" in ended.err
    settings = json.loads((tmp_path / "out" / "run.json").read_text())["configuration"]
    assert (settings["entities"], settings["min_confidence"], settings["ingest"]["max_document_bytes"]) == ("all", 0.5, 100)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("extract",), "Missing argument"),
        (("extract", "IN"), "say where to write: --out OUT"),
        (("extract", "gone", "--out", "OUT"), "gone: no such file or folder"),
        (("extract", "IN", "--out", "OUT", "--entities", "some"), "'some' is not one of"),
        (("extract", "IN", "--out", "OUT", "--min-confidence", "7"), "min_confidence: 7"),
        (("extract", "IN", "--out", "OUT", "--workers", "0"), "workers: 0"),
        (("extract", "IN", "--out", "OUT", "--config", "BAD"), "bad.toml: colour: no such setting"),
        (("extract", "IN", "--out", "OUT", "--config", "gone.toml"), "gone.toml: No such file"),
        (("extract", "-", "--out", "OUT"), "- stands alone"),
        (("extract", "-", "IN"), "- stands alone"),
        (("exclaim",), "No such command"),
        (("--frobnicate",), "No such option"),
    ],
)
def test_wrong_usage_ends_with_2(run: Any, stub: Any, releases: Path, tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('colour = "red"\n')
    places = {"IN": str(releases), "OUT": str(tmp_path / "out"), "BAD": str(bad)}
    ended = run(*(places.get(a, a) for a in arguments))
    assert ended.status == 2
    assert complaint in " ".join(ended.err.replace("│", " ").split())
    assert not (tmp_path / "out").exists()


def test_stdin_is_answered_by_events(run: Any, stub: Any) -> None:
    good = json.dumps({"id": "x1", "text": "Harbor Mill has been certified to ISO 9001:2015 by BSI, it announced in Leeds today."})
    ended = run("extract", "-", stdin=f"{good}\nnonsense\n{good}\n".encode())
    assert ended.status == 1
    assert [json.loads(text)["document"]["path"] for text in ended.out.splitlines()] == ["stdin#x1", "stdin#x1"]
    assert "stdin#2: bad_json" in ended.err


def test_a_broken_extension_is_told(run: Any, stub: Any, releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = certwire.Issue(code="extension_failed", message="extension 'x' was left out")
    monkeypatch.setattr("certwire.batch.outcome.Reader", lambda **given: stub(**given, issues=(issue,)))
    ended = run("extract", releases / "a.txt", "--out", tmp_path / "out")
    assert ended.status == 0
    assert "extension 'x' was left out" in ended.err


def test_version_and_help(run: Any) -> None:
    assert run("--version").out == f"certwire {certwire.__version__}\n"
    help_ = run("extract", "--help")
    assert help_.status == 0
    assert "certwire extract releases/ --out out/" in help_.out


def test_a_line_that_takes_too_long_is_left_out(run: Any, stub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: Any, release: Any) -> Any:
        while "SPIN" in release.text:
            pass
        return real(self, release)

    real = stub.read
    monkeypatch.setattr(stub, "read", read)
    monkeypatch.setattr("certwire.cli.extract.SECONDS", 0.2)
    texts = ("SPIN", "Harbor Mill has been certified to ISO 9001, it said in Leeds today.")
    ended = run("extract", "-", stdin="".join(json.dumps({"text": t}) + "\n" for t in texts).encode())
    assert ended.status == 1
    assert len(ended.out.splitlines()) == 1
    assert "stdin#1: worker_died" in ended.err


STUBBED = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import certwire.batch.outcome, conftest
certwire.batch.outcome.Reader = conftest.StubReader
from certwire.cli import main
main()
"""


def test_a_line_is_answered_before_the_next_is_sent() -> None:
    """A real process in a real pipe."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    command = [sys.executable, "-c", STUBBED, str(ROOT / "tests"), "extract", "-"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        alarm = threading.Timer(60, process.kill)  # an answer that never comes must not hang the tests
        alarm.start()
        for number in ("9001", "14001"):
            record = {"text": f"LEEDS, England, May 6, 2024 -- Harbor Mill has been certified to ISO {number}, it said in Leeds today."}
            process.stdin.write(json.dumps(record).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["scheme"]["text"] == f"ISO {number}"
        process.stdin.close()
        assert process.wait() == 0
        alarm.cancel()
