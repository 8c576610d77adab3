"""A second run reads only what is new, and ends with the bytes of a first one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from certwire import batch
from certwire.batch.engines import Inline, Local
from certwire.batch.summary import RunSummary
from certwire.batch.tasks import Sizes
from certwire.config import Options

from .conftest import Write, output, rows

SMALL = Sizes(documents=6)


@pytest.fixture
def grown(written: Write, tmp_path: Path) -> Path:
    folder = written(30, f"LOG {tmp_path / 'log'}")
    lines = [json.dumps({"id": i, "text": f"A release, number {i}. LOG {tmp_path / 'log'}"}) for i in range(20)]
    (folder / "wire.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def read(folder: Path, out: Path, *, fresh: bool = False, options: Options | None = None) -> RunSummary:
    return batch.extract([folder], out, engine=Inline(), reader="fake_reader:make", sizes=SMALL, fresh=fresh, options=options)


def log(tmp_path: Path) -> list[str]:
    path = tmp_path / "log"
    found = sorted(path.read_text().split()) if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def test_a_second_run_reads_only_what_is_new(grown: Path, tmp_path: Path, fakes: str) -> None:
    out = tmp_path / "out"
    read(grown, out)
    assert len(log(tmp_path)) == 50
    assert read(grown, out).reused == 50
    assert log(tmp_path) == []
    (grown / "0004.txt").unlink()
    (grown / "0010.txt").write_text(f"Another text than before, LOG {tmp_path / 'log'}\n")
    (grown / "0010-new.txt").write_text(f"A text that was not there, EVENT new LOG {tmp_path / 'log'}\n")
    with (grown / "wire.jsonl").open("a") as file:
        file.write(json.dumps({"id": 20, "text": f"A release, number 20. LOG {tmp_path / 'log'}"}) + "\n")
    summary = read(grown, out)
    assert log(tmp_path) == ["0010-new.txt", "0010.txt", "wire.jsonl#20"]
    assert (summary.documents, summary.reused) == (51, 48)
    assert "0004.txt" not in {d["document"]["path"] for d in rows(out / "documents.jsonl")}
    read(grown, tmp_path / "calm")
    assert output(out) == output(tmp_path / "calm")


def test_what_failed_is_tried_again(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(6, odd={2: f"DIE {tmp_path / 'never' / 'there'}", 4: "BOOM"})
    summary = batch.extract([folder], tmp_path / "out", engine=Local(workers=1), reader=fakes)
    assert summary.failed == 2
    (folder / "0002.txt").write_text("Nothing to die of.")
    assert batch.extract([folder], tmp_path / "out", engine=Inline(), reader=fakes).reused == 4


def test_another_configuration_or_fresh_takes_nothing_over(grown: Path, tmp_path: Path, fakes: str) -> None:
    out = tmp_path / "out"
    read(grown, out)
    assert read(grown, out, fresh=True).reused == 0
    assert read(grown, out, options=Options(entities="all")).reused == 0
    assert read(grown, out, options=Options(entities="all", workers=3)).reused == 50


@pytest.mark.parametrize("name", ["documents.jsonl", "events.jsonl"])
def test_an_output_that_was_altered_is_not_taken_over(grown: Path, tmp_path: Path, fakes: str, name: str) -> None:
    out = tmp_path / "out"
    read(grown, out)
    before = output(out)
    (out / name).write_bytes(before[name].replace(b"granted", b"renewed").replace(b"Harbor", b"Herbor"))
    assert read(grown, out).reused == 0
    assert output(out) == before


def test_a_renamed_file_and_another_place_count(grown: Path, tmp_path: Path, fakes: str) -> None:
    out = tmp_path / "out"
    read(grown, out)
    (grown / "0003.txt").rename(grown / "0003-moved.txt")
    assert read(grown, out).reused == 49
    moved = tmp_path / "elsewhere"
    grown.rename(moved)
    summary = read(moved, out)
    assert summary.reused == 50
    assert json.loads((out / "run.json").read_text())["inputs"] == [str(moved)]
