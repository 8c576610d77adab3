"""Local worker processes: the same bytes whatever the number of workers and the cut, and no document that ends a run."""

from __future__ import annotations

import gzip
import json
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from certwire import batch
from certwire.batch.engines import Engine, Inline, Local
from certwire.batch.tasks import Sizes
from certwire.errors import EngineError
from certwire.verify import verify

from .conftest import Write, output, rows


@pytest.fixture
def mixed(written: Write) -> Path:
    """Files, and three kinds of container between them."""
    folder = written(23)
    lines = "".join(json.dumps({"id": f"n{i}", "text": f"A release, number {i}, with an EVENT line{i} in it."}) + "\n" for i in range(41))
    (folder / "0007-wire.jsonl").write_text(lines)
    (folder / "0011-wire.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    (folder / "empty.jsonl").write_bytes(b"")
    with tarfile.open(folder / "0015-more.tar", "w") as archive:
        for path in sorted(folder.glob("000?.txt")):
            archive.add(path, arcname=f"more/{path.name}")
    return folder


def test_workers_and_sizes_change_nothing(mixed: Path, tmp_path: Path, fakes: str) -> None:
    found = []
    engines: list[Engine] = [Inline(), Local(workers=1), Local(workers=3)]
    for i, (engine, sizes) in enumerate(zip(engines, (Sizes(), Sizes(documents=5), Sizes(documents=4, bytes=300)), strict=True)):
        out = tmp_path / f"out{i}"
        summary = batch.extract([mixed], out, engine=engine, reader=fakes, sizes=sizes)
        assert summary.documents == 23 + 41 + 41 + 10 + 1
        found.append(output(out))
    assert found[0] == found[1] == found[2]


def test_a_document_that_hangs_or_kills_is_left_out_alone(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(30, odd={7: "HANG", 19: "DIE", 20: f"DIE {tmp_path / 'once'}", 25: "BOOM"})
    summary = batch.extract([folder], tmp_path / "out", engine=Local(workers=2), reader=fakes, seconds=0.5)
    documents = rows(tmp_path / "out" / "documents.jsonl")
    assert [d["document"]["path"] for d in documents] == [f"{i:04}.txt" for i in range(30)]
    failed = {d["document"]["path"]: d["issues"][-1]["code"] for d in documents if d["status"] == "failed"}
    assert failed == {"0007.txt": "worker_died", "0019.txt": "worker_died", "0025.txt": "reading_failed"}
    assert documents[7]["document"]["sha256"]
    assert (summary.documents, summary.failed, summary.events) == (30, 3, 10)


def test_a_line_that_hangs_is_left_out_alone(tmp_path: Path, fakes: str) -> None:
    texts = ["HANG" if i == 9 else f"A release, number {i}." for i in range(20)]
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps({"text": t + " Harbor Mill opened a door."}) + "\n" for t in texts))
    batch.extract([tmp_path / "wire.jsonl"], tmp_path / "out", engine=Local(workers=2), reader=fakes, seconds=0.5, sizes=Sizes(documents=6))
    documents = rows(tmp_path / "out" / "documents.jsonl")
    assert [d["document"]["path"] for d in documents] == [f"wire.jsonl#{i + 1}" for i in range(20)]
    assert [i for i, d in enumerate(documents) if d["status"] == "failed"] == [9]


OPENING = """
import multiprocessing, time
from certwire import ingest
from fake_reader import make as ok
open_unit = ingest.open_unit
def slow(unit, options):
    for number, item in enumerate(open_unit(unit, options)):
        if "stuck" in unit.relative and number in (0, 2)[unit.relative.endswith("jsonl"):]:
            time.sleep(3600)
        yield item
def make(options):
    if multiprocessing.parent_process():
        ingest.open_unit = slow
    return ok(options)
"""


def test_what_cannot_even_be_opened_is_left_out_and_verified(written: Write, tmp_path: Path, fakes: str, monkeypatch: Any) -> None:
    """Of a container what lies behind the document that hangs is not reached, and neither run nor verify stumbles over it."""
    (tmp_path / "opening_reader.py").write_text(OPENING)
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = written(5)
    (folder / "0001-stuck.txt").write_text("The mill opened a door. EVENT never")
    (folder / "0003-stuck.jsonl").write_text("".join(json.dumps({"text": f"Number {i}. EVENT line{i}"}) + "\n" for i in range(9)))
    out = tmp_path / "out"
    summary = batch.extract([folder], out, engine=Local(workers=2), reader="opening_reader:make", seconds=0.5)
    documents = rows(out / "documents.jsonl")
    stuck = ["0001-stuck.txt", "0003-stuck.jsonl#3"]
    assert [d["document"]["path"] for d in documents if d["status"] == "failed"] == stuck
    assert [d["issues"][-1]["code"] for d in documents if d["status"] == "failed"] == ["worker_died"] * 2
    assert (summary.documents, summary.failed, summary.events) == (9, 2, 4)
    assert documents[1]["document"]["sha256"] == sha256((folder / stuck[0]).read_bytes()).hexdigest()
    proof = verify(out)
    assert (proof.findings, proof.documents) == ([], 9)
    (folder / stuck[0]).write_text("altered")
    assert [(f.file, f.line) for f in verify(out).findings] == [("documents.jsonl", 2)]


def test_in_this_process_the_same_is_left_out(written: Write, tmp_path: Path, fakes: str) -> None:
    folder = written(12, odd={4: "SPIN", 9: "HANG"})
    found = []
    for engine in (Inline(), Local(workers=2)):
        batch.extract([folder], tmp_path / "out", engine=engine, reader=fakes, seconds=0.5, fresh=True)
        found.append(output(tmp_path / "out"))
        assert not verify(tmp_path / "out").findings
    assert found[0] == found[1]
    assert found[0]["documents.jsonl"].count(b"worker_died") == 2


def test_workers_that_cannot_start_end_the_run(written: Write, tmp_path: Path, fakes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(3)
    (tmp_path / "broken_reader.py").write_text(
        "import multiprocessing, os\nfrom fake_reader import make as ok\n"
        "def make(options):\n    if multiprocessing.parent_process():\n        os._exit(1)\n    return ok(options)\n"
        "def sad(options):\n    if multiprocessing.parent_process():\n        raise ValueError('no model')\n    return ok(options)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EngineError, match="while they start"):
        batch.extract([folder], tmp_path / "out", engine=Local(workers=1), reader="broken_reader:make")
    with pytest.raises(EngineError, match="no model"):
        batch.extract([folder], tmp_path / "out", engine=Local(workers=1), reader="broken_reader:sad")
