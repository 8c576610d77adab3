"""What goes wrong between plan and read ends as an Issue that says what, where, and what to do."""

from __future__ import annotations

import gzip
import os
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from certwire import ingest
from certwire.ingest import IngestOptions, plain, streams
from certwire.model import Issue, Release

Reader = Callable[..., Release | Issue]


def issue(found: Release | Issue) -> Issue:
    assert isinstance(found, Issue), found
    assert found.path and found.message
    return found


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b" date 2024-05-02 ", "empty"),
        ("a.txt", b"\x00\x01\x02" * 900, "binary"),
        ("a.md", b"\x00\x01\x02" * 900, "binary"),
        ("a.html", b"\x00\x01\x02" * 900, "binary"),
        ("a.jsonl.gz", b"no gzip", "unreadable"),
        ("a.jsonl.zst", b"no zstandard", "unreadable"),
        ("a.tar.xz", b"no xz", "unreadable"),
        ("a.tar", b"no tar", "unreadable"),
        ("a.txt.gz", gzip.compress(b"", mtime=0), "empty"),
    ],
)
def test_codes(one: Reader, name: str, data: bytes, code: str) -> None:
    assert issue(one(name, data)).code == code


def test_a_huge_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(streams, "open_file", lambda path: pytest.fail("it was opened"))
    (found,) = ingest.read(tmp_path)
    assert issue(found).code == "too_large"


def test_a_file_that_grew_since_planning_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("small")
    (unit,) = ingest.plan(tmp_path)
    with file.open("wb") as stream:
        stream.truncate(500_000_000)
    tracemalloc.start()
    (found,) = ingest.open_unit(unit, IngestOptions(max_document_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert issue(found).code == "too_large"
    assert peak < 10_000_000


def test_the_limit_is_on_text(one: Reader) -> None:
    assert isinstance(one("a.txt", "é" * 50, IngestOptions(max_document_bytes=100)), Release)
    assert issue(one("a.txt", "é" * 51, IngestOptions(max_document_bytes=100))).code == "too_large"
    assert issue(one("a.txt", "é" * 90, IngestOptions(max_document_bytes=100))).code == "too_large"


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("here")
    (unit,) = ingest.plan(tmp_path)
    file.unlink()
    (found,) = ingest.open_unit(unit, IngestOptions())
    assert (issue(found).code, found.path) == ("vanished", "a.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_that_took_the_place_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("here")
    (unit,) = ingest.plan(tmp_path)
    file.unlink()
    os.mkfifo(file)
    (found,) = ingest.open_unit(unit, IngestOptions())
    assert issue(found).code == "unreadable"


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("here")

    def refuse(path: str) -> object:
        raise PermissionError(13, "no")

    monkeypatch.setattr(streams, "open_file", refuse)
    (found,) = ingest.read(tmp_path)
    assert issue(found).code == "permission"


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), MemoryError(), KeyError("k"), OSError(5, "disk")])
def test_whatever_a_reader_raises_is_an_issue(one: Reader, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(data: bytes, *, options: IngestOptions) -> object:
        raise error

    monkeypatch.setattr(plain, "read", broken)
    found = issue(one("a.txt", b"fine"))
    assert found.code == "unreadable"
    assert type(error).__name__ in found.message


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.txt.gz", "a.tar.gz"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, name: str) -> None:
    zeros = gzip.compress(b"\0" * 1_000_000, 9)
    member = tarfile.TarInfo("big.txt")
    member.size = 150_000_000
    (tmp_path / name).write_bytes((gzip.compress(member.tobuf()) if "tar" in name else b"") + zeros * 150)
    tracemalloc.start()
    found = [issue(r) for r in ingest.read(tmp_path)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[-1].code == ("too_large" if name == "a.txt.gz" else "decompression_limit")
    assert peak < 80_000_000


def test_the_next_document_is_read_after_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Brindle earns it")
    first, second = ingest.read(tmp_path)
    assert isinstance(first, Issue) and isinstance(second, Release)
