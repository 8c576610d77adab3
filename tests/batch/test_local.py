"""Local worker processes: the same bytes whatever the number of workers and the cut, and no document that ends a run."""

from __future__ import annotations

import gzip
import json
import tarfile
from pathlib import Path

import pytest

from certwire import batch
from certwire.batch.engines import Engine, Inline, Local
from certwire.batch.tasks import Sizes
from certwire.errors import EngineError

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
