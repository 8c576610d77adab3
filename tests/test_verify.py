"""One changed byte, in the sources or in the output, and verify names the line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from certwire import batch
from certwire.batch.writing import write_run
from certwire.errors import UsageError, VerificationError
from certwire.verify import verify

pytestmark = pytest.mark.usefixtures("stub")


@pytest.fixture
def out(releases: Path, tmp_path: Path) -> Path:
    batch.extract([releases], tmp_path / "out")
    return tmp_path / "out"


def findings(out: Path) -> list[tuple[str, int | None]]:
    return [(f.file, f.line) for f in verify(out).findings]


def alter(path: Path, old: str, new: str, *, count: int = 1) -> None:
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode(), count))


def test_an_untouched_output_holds(out: Path) -> None:
    proof = verify(out)
    assert proof.findings == []
    assert (proof.documents, proof.events) == (4, 2)
    assert proof.offsets > 6


def test_any_byte_of_a_source_counts(out: Path, releases: Path) -> None:
    for name, line in (("a.txt", 1), ("more/d.txt", 4)):
        path = releases / name
        data = path.read_bytes()
        for at in range(0, len(data), 7):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert ("documents.jsonl", line) in findings(out), f"byte {at} of {name}"
        path.write_bytes(data)


@pytest.mark.parametrize("file", ["events.jsonl", "documents.jsonl"])
def test_any_byte_of_the_output_counts(out: Path, file: str) -> None:
    path = out / file
    data = path.read_bytes()
    for at in range(0, len(data), 41):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        line = data[:at].count(b"\n") + 1
        assert (file, line) in findings(out), f"byte {at}"
    path.write_bytes(data)
    assert findings(out) == []


def test_any_byte_of_run_json_counts(out: Path) -> None:
    path = out / "run.json"
    data = path.read_bytes()
    for at in range(0, len(data), 41):
        if data[at : at + 1].isspace():
            continue
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(VerificationError):
            verify(out)


def test_the_message_says_which_field_and_what_stands_there(out: Path) -> None:
    alter(out / "events.jsonl", '"text":"ISO 14001"}]', '"text":"ISO 14002"}]')
    first = verify(out).findings[0]
    assert (first.file, first.line) == ("events.jsonl", 2)
    assert "evidence of scheme: 'ISO 14002' recorded" in first.message
    assert "'ISO 14001' stands there" in first.message


def test_a_forged_hash_does_not_help(out: Path) -> None:
    """Who alters a record and every hash still has the source against him."""
    run = json.loads((out / "run.json").read_text())
    batch.extract([Path(run["inputs"][0])], out)
    alter(out / "events.jsonl", '"start":', '"start":1')
    from certwire.batch.linesum import LineSum

    data = (out / "events.jsonl").read_bytes()
    lines = LineSum()
    for line in data.splitlines(keepends=True):
        lines.add(line)
    import hashlib

    run["files"]["events.jsonl"] |= {"sha256": hashlib.sha256(data).hexdigest(), "line_sums": lines.sums()}
    write_run(out / "run.json", {k: v for k, v in run.items() if k != "sha256"})
    assert findings(out) == [("events.jsonl", 1)]


def test_sources_that_come_or_go_are_named(out: Path, releases: Path) -> None:
    (releases / "b2.txt").write_text("A release that was not there before.\n")
    assert "here the input has b2.txt now" in verify(out).findings[0].message
    (releases / "b2.txt").unlink()
    (releases / "more" / "d.txt").unlink()
    assert "the input holds no such document" in verify(out).findings[0].message
    (releases / "more" / "d.txt").write_text("x")
    (releases / "z.txt").write_text("A release at the end that was not there before.\n")
    assert any("goes on with z.txt" in f.message for f in verify(out).findings)


def test_a_source_that_can_be_read_now_or_no_more_is_named(out: Path, releases: Path) -> None:
    (releases / "c.txt").write_text("Now there is a text in it, and a long one.\n")
    (releases / "b.txt").write_text("")
    messages = [f.message for f in verify(out).findings]
    assert any(m.startswith("b.txt: it can no longer be read: empty") for m in messages)
    assert any(m.startswith("c.txt: recorded as unreadable") for m in messages)


def test_a_line_too_many_or_too_few_is_found(out: Path) -> None:
    path = out / "events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1]))
    assert findings(out)
    path.write_bytes(b"".join([*lines, lines[1]]))
    assert ("events.jsonl", 3) in findings(out)


def test_moved_sources_can_be_pointed_at(out: Path, releases: Path, tmp_path: Path) -> None:
    moved = releases.rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="no such file"):
        verify(out)
    assert verify(out, source=[moved]).findings == []
    with pytest.raises(UsageError, match="1 inputs, 2 were given"):
        verify(out, source=[moved, moved])


def test_no_output_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"run\.json"):
        verify(tmp_path)
