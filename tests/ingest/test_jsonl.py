"""JSON Lines from files, compressed files and stdin."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zstandard

from certwire import ingest
from certwire.ingest import Fields, IngestOptions
from certwire.model import Issue, Release

TEXT = "Brindle earns it\n\nBrindle Foundry said so."


def lines(*records: Any) -> bytes:
    return b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in records)


def read(data: bytes, options: IngestOptions = IngestOptions()) -> list[Release | Issue]:  # noqa: B008 (frozen)
    return list(ingest.from_jsonl_lines(data.splitlines(keepends=True), options))


@pytest.mark.parametrize(
    ("record", "path", "title", "day", "basis"),
    [
        ({"text": TEXT}, "stdin#1", "Brindle earns it", None, None),
        ({"id": "k7", "text": TEXT, "published": "2024-05-02"}, "stdin#k7", "Brindle earns it", date(2024, 5, 2), "metadata"),
        ({"id": 7, "body": TEXT, "date": "2024-05-02T10:00:00+02:00"}, "stdin#7", "Brindle earns it", date(2024, 5, 2), "metadata"),
        ({"id": True, "text": TEXT, "title": "Brindle earns it"}, "stdin#1", "Brindle earns it", None, None),
        ({"id": "x" * 999, "text": TEXT, "published": None}, "stdin#1", "Brindle earns it", None, None),
        ({"text": " date 2024-05-02 " + TEXT}, "stdin#1", "Brindle earns it", date(2024, 5, 2), "header"),
    ],
)
def test_records(record: dict[str, Any], path: str, title: str, day: date | None, basis: str | None) -> None:
    (found,) = read(lines(record))
    assert isinstance(found, Release), found
    assert (found.text, found.path, found.title, found.published, found.published_basis) == (TEXT, path, title, day, basis)


def test_a_title_that_the_text_lacks_is_put_before_it() -> None:
    (found,) = read(lines({"text": "Brindle said so.", "title": "Brindle \n earns it", "source": "Tidewire", "language": "en"}))
    assert isinstance(found, Release)
    assert (found.text, found.title, found.source) == ("Brindle earns it\n\nBrindle said so.", "Brindle earns it", "Tidewire")


def test_the_hash_is_of_the_line() -> None:
    data = lines({"text": TEXT})
    (found,) = read(data)
    assert found.sha256 == hashlib.sha256(data.rstrip(b"\n")).hexdigest()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{bad", "bad_json"),
        (b"[1]", "bad_json"),
        (b"3", "bad_json"),
        (b'"text"', "bad_json"),
        (b"\xff{}", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "bad_json"),
        (b"{}", "no_text"),
        (b'{"text": 3}', "no_text"),
        (b'{"text": null, "title": "x"}', "no_text"),
        (b'{"text": " "}', "empty"),
        (b'{"n": ' + b"9" * 5_000 + b', "text": ""}', "bad_json"),
    ],
)
def test_bad_lines(line: bytes, code: str) -> None:
    found, good = read(lines(line, {"text": TEXT}))
    assert isinstance(found, Issue), found
    assert (found.code, found.path) == (code, "stdin#1")
    assert isinstance(good, Release)
    assert good.path == "stdin#2"


def test_odd_fields_are_reported_on_the_release() -> None:
    (found,) = read(b'{"text": "Brindle \\ud800 said\\r\\nso.", "published": "soon", "id": "a\\udfff"}\n')
    assert isinstance(found, Release)
    assert (found.text, found.path) == ("Brindle � said\nso.", "stdin#a�")
    assert [issue.code for issue in found.issues] == ["encoding_errors", "bad_published"]


def test_fields_can_be_named() -> None:
    options = IngestOptions(fields=Fields(text=("doc.body",), published=("meta.when",), id=("key",)))
    (found,) = read(lines({"doc": {"body": TEXT}, "meta": {"when": "2024-05-02"}, "key": "a", "text": "no"}), options)
    assert isinstance(found, Release)
    assert (found.text, found.published, found.path) == (TEXT, date(2024, 5, 2), "stdin#a")


@pytest.mark.parametrize(
    ("name", "pack"), [("a.jsonl", bytes), ("a.ndjson", bytes), ("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.compress)]
)
def test_files(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / name).write_bytes(pack(lines({"text": TEXT}, b"", {"text": TEXT}) + b'{"text": "no line end"}'))
    assert [r.path for r in ingest.read(tmp_path)] == [f"{name}#1", f"{name}#3", f"{name}#4"]


def test_a_broken_stream_keeps_what_was_read(tmp_path: Path) -> None:
    whole = gzip.compress(lines(*({"text": f"{TEXT} {i} {hashlib.sha256(bytes([i])).hexdigest()}"} for i in range(250))))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:-2000])
    found = list(ingest.read(tmp_path))
    assert len(found) > 1 and all(isinstance(r, Release) for r in found[:-1])
    assert isinstance(found[-1], Issue) and found[-1].code == "unreadable"


def test_a_line_over_the_limit_is_passed_over() -> None:
    options = IngestOptions(max_document_bytes=100)
    found = read(lines({"text": "x" * 200_000}, {"text": "y" * 101}, {"text": "fine"}), options)
    assert [getattr(r, "code", "release") for r in found] == ["too_large", "too_large", "release"]


def test_a_line_over_the_limit_in_a_file_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines({"text": "x" * 900_000}, {"text": "fine"}))
    found = list(ingest.read(tmp_path, options=IngestOptions(max_document_bytes=100)))
    assert [(getattr(r, "code", "release"), r.path) for r in found] == [("too_large", "a.jsonl#1"), ("release", "a.jsonl#2")]


def test_each_line_is_answered_before_the_next_is_asked_for() -> None:
    asked: list[int] = []

    def source() -> Iterator[str]:
        for number in range(3):
            asked.append(number)
            yield json.dumps({"text": f"Line {number}"})

    answers = ingest.from_jsonl_lines(source())
    assert not asked
    next(answers)
    assert asked == [0]


def test_a_pipe_is_answered_line_by_line() -> None:
    end, start = os.pipe()
    with open(end, "rb") as stream, open(start, "wb", buffering=0) as writer:  # noqa: PTH123 (descriptors)
        answers = ingest.from_jsonl_stream(stream)
        for number in range(3):
            writer.write(lines({"text": f"Line {number}"}))
            assert next(answers).path == f"stdin#{number + 1}"  # would wait for ever if it wanted more than one line
