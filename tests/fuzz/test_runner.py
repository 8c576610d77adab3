"""The whole run against hostile input: it ends, every input has its line, and nothing is written outside OUT."""

from __future__ import annotations

import gzip
import os
import random
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certwire import batch, ingest
from certwire.batch.engines import Inline
from certwire.config import Options
from certwire.model import Release

NAMES = [
    "a.txt",
    "b.md",
    "c.html",
    "d.jsonl",
    "e.eml",
    "f.tar",
    "g.txt.gz",
    "h.jsonl.zst",
    "i.xhtml",
    "line\nbreak.txt",
    "\u202egnp.txt",
    "k.warc",
]
HOSTILE = {
    "long.txt": "x" * 5_000_000,
    "cued.txt": "ISO 9001 certified " * 1_000,
    "dots.txt": "." * 50_000 + " certified",
    "quotes.txt": "“" * 20_000 + " ISO 9001",
    "deep.html": "<div>" * 100_000 + "certified to ISO 9001" + "</div>" * 100_000,
    "capitals.txt": "Certified By The Board Of " * 1_000,
    "bidi.txt": "Harbor \u202eMill\u202c has \u200bearned\u200d ISO\u20609001 certi\u00adfication.\n" * 50,
    "commas.txt": "ISO 9001, " * 2_000,
    "names.txt": "Jane Roe, CEO, " * 2_000 + "certified",
    "dates.txt": "May 5, 2024 " * 2_000 + "certified",
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a run asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=3_000), min_size=1, max_size=6), seed=st.integers(0, 1 << 30))
def test_random_bytes_get_their_lines_and_stay_inside(files: dict[str, bytes], seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("fuzz")
    folder = place / "in"
    folder.mkdir()
    words = [b"ISO 9001 ", b"certified ", b"by ", b"BSI, ", b"\xff\xfe", b"\n\n", b"Harbor Mill ", "\u202e".encode(), b"2024 "]
    chance = random.Random(seed)
    for name, data in files.items():
        (folder / name).write_bytes(data + b"".join(chance.choices(words, k=40)))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    summary = batch.extract([folder], place / "out", engine=Inline())
    paths = [d.path for d in ingest.read(folder)]
    assert summary.documents == len(paths)
    assert len((place / "out" / "documents.jsonl").read_bytes().splitlines()) == len(paths)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(os.listdir(place)) == ["in", "out"]  # noqa: PTH208 (names with newlines too)


def test_hostile_texts_are_read_in_time(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in HOSTILE.items():
        (folder / name).write_text(text)
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(bytes(200_000_000), 9))
    summary = batch.extract([folder], tmp_path / "out", seconds=60)
    documents = (tmp_path / "out" / "documents.jsonl").read_text()
    assert summary.documents == len(HOSTILE) + 1
    assert "worker_died" not in documents


@pytest.mark.parametrize("piece", ["ISO 9001, ", "certified by The Board ", "x", "“", "Jane Roe, ", "(", "May 5 ", "Certified A "])
def test_work_grows_with_the_text(piece: str, grows_in_line: Callable[..., None]) -> None:
    reader = batch.open_reader(Options(entities="all"))

    def make(size: int) -> Callable[[], object]:
        release = Release(id="0", path="x.txt", sha256="0", text="Harbor Mill said: " + (piece * size)[:size])
        return lambda: reader.read(release)

    grows_in_line(make, 16_000)
