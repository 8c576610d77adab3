"""show, verify, evaluate, schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from certwire.cli import terminal
from certwire.cli.show import marked
from certwire.model import Mention, Release

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "evaluation" / "data"


def test_show_lists_mentions_and_records(run: Any) -> None:
    ended = run("show", ROOT / "examples" / "quayside.txt")
    assert ended.status == 0
    assert "published: 2024-05-06 (dateline)" in ended.out
    assert "'May 2, 2024'  dates.v1" in ended.out
    assert '"schema_version": "1.0"' in ended.out
    assert "\x1b" not in ended.out


def test_show_takes_one_of_several(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text('{"id": "one", "text": "The first of two releases."}\n{"id": "two", "text": "The second of two releases."}\n')
    assert "two.jsonl#two" in run("show", path, "-n", "2").out
    ended = run("show", path, "-n", "3")
    assert ended.status == 2
    assert "no document number 3" in ended.err
    assert run("show", tmp_path).status == 2


def test_show_says_why_a_file_cannot_be_read(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    ended = run("show", tmp_path / "empty.txt")
    assert ended.status == 1
    assert "empty" in ended.err


def test_mentions_stand_in_colour_on_a_terminal() -> None:
    release = Release(id="x", path="x", sha256="x", text="Ada leads Harbor\x1b[31m Mill")
    mentions = [
        Mention(kind="person", start=0, end=3, text="Ada", source="x"),
        Mention(kind="whatever", start=10, end=16, text="", source="x"),
    ]
    text = marked(release, mentions)
    assert [(s.start, s.end) for s in text.spans] == [(10, 16), (0, 3)]
    console = Console(force_terminal=True, width=80, color_system="standard")
    with console.capture() as capture:
        console.print(text)
    assert "\x1b[1;32mAda\x1b[0m" in capture.get()
    assert "Harbor\x1b[31m" not in capture.get()


def test_a_text_cannot_steer_the_terminal() -> None:
    assert terminal.harmless("a\x1b[2Jb\u202ec\td\ne\x9b") == "a\ufffd[2Jb\ufffdc\td\ne\ufffd"


def test_verify_tells_what_does_not_hold(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("extract", releases, "--out", out)
    assert run("verify", out).out.startswith(f"{out} holds: 4 documents, 2 events, ")
    (releases / "a.txt").write_bytes((releases / "a.txt").read_bytes().replace(b"Jane", b"Jana"))
    ended = run("verify", out)
    assert ended.status == 1
    assert "documents.jsonl, line 1: a.txt: the source was altered" in ended.err
    assert "does not hold" in ended.err
    assert run("verify", tmp_path / "nothing").status == 2


def test_evaluate_prints_the_reference_figures(run: Any) -> None:
    ended = run("evaluate", DATA / "gold.jsonl", DATA, "--errors", "2")
    assert ended.status == 0
    expected = json.loads((DATA / "expected.json").read_text())
    rows = {row.split()[0]: row.split()[1:] for row in ended.out.splitlines()[2 : 2 + len(expected)]}
    assert rows == {k: [f"{v['p']:.3f}", f"{v['r']:.3f}", f"{v['f1']:.3f}", str(v["n"])] for k, v in expected.items()}
    assert "the 2 worst of" in ended.out


@pytest.mark.parametrize("by", ["action", "kind"])
def test_evaluate_breaks_down(run: Any, by: str) -> None:
    out = run("evaluate", DATA / "gold.jsonl", DATA, "--by", by, "--errors", "0").out
    assert f"events by {by}" in out
    assert f"{by}: gold down, found across" in out
    assert "worst" not in out


def test_evaluate_reads_the_sources_again_for_zone_and_length(run: Any, stub: Any, releases: Path, tmp_path: Path) -> None:
    run("extract", releases, "--out", tmp_path / "out", "--quiet")
    gold = tmp_path / "gold.jsonl"
    event = {
        "action": "granted",
        "kind": "certification",
        "scheme": {"mention": "ISO 9001", "normalized": "ISO 9001", "level": None},
        "recipients": [{"mention": "Harbor Mill"}],
        "evidence": "Harbor Mill has been certified to ISO 9001:2015",
    }
    gold.write_text(json.dumps({"doc": "a", "events": [event], "people": [], "organizations": [], "dates": []}))
    ended = run("evaluate", gold, tmp_path / "out", "--by", "length", "--json")
    told = json.loads(ended.out)
    assert told["groups"] == {"0000-0249 words": {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 1}}
    assert told["figures"]["event_news"]["f1"] == 1
    zones = json.loads(run("evaluate", gold, tmp_path / "out", "--by", "zone", "--json").out)
    assert [c["n"] for c in zones["confusions"]] == [1]
    assert "unknown" not in zones["groups"]


def test_evaluate_names_what_is_not_there(run: Any, tmp_path: Path) -> None:
    assert run("evaluate", tmp_path / "gold.jsonl", DATA).status == 2
    assert run("evaluate", DATA / "gold.jsonl", tmp_path).status == 2


@pytest.mark.parametrize("name", ["events", "documents"])
def test_schema_prints_the_frozen_file(run: Any, name: str) -> None:
    ended = run("schema", name)
    assert json.loads(ended.out)["$id"] == f"{name}-1.0.schema.json"


def test_tables_are_plain_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(("name", "n"), [("a", "1"), ("long", "20")], title="things")
    assert capsys.readouterr().out == "things\nname   n\na      1\nlong  20\n"
