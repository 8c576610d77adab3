"""No bytes make a reader raise, hang, or yield what cannot be written as UTF-8 JSON."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certwire import ingest
from certwire.ingest import IngestOptions, reading, streams
from certwire.ingest.options import Format
from certwire.model import Issue, Release

OPTIONS = IngestOptions(max_document_bytes=100_000)
KINDS: list[Format] = ["plain", "markdown", "html", "jsonl", "mail", "pdf", "docx", "warc", "tar"]
SEEDS = [
    b" date 2024-05-02 Brindle earns it\n\nHARWICH, May 2, 2024 - Brindle Foundry said so.",
    b"---\ntitle: x\n---\n# Brindle\n\n---\n[a](b)",
    b"<html><head><title>x</title></head><body><p>Brindle</p></body></html>",
    b'{"text": "Brindle", "published": "2024-05-02"}\n',
    b"Subject: x\nDate: Thu, 02 May 2024 10:00:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nBrindle\n--b--\n",
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    b"PK\x03\x04",
    b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nBrindle\r\n\r\n",
    gzip.compress(b"Brindle"),
]
NASTY = ["\u202e", "\u200b", "\u200d", "\ufeff", "\x00", "\u2028", "\x85", "\ud800", "\U000e0001", "a\u0301" * 20, "ﷺ"]
NASTY += ["\U000e0067", "\r", "]]>", "<![CDATA[", "&#0;", "--b"]


def check(found: Release | Issue) -> None:
    if isinstance(found, Issue):
        json.dumps([found.code, found.message, found.path], ensure_ascii=False).encode()
        assert found.code and found.message and found.path
        return
    json.dumps([found.text, found.title, found.path, found.source, found.language], ensure_ascii=False).encode()
    assert found.text.strip() and "\r" not in found.text
    assert len(found.text.encode()) <= OPTIONS.max_document_bytes
    assert (found.published is None) == (found.published_basis is None)
    assert found.language.isascii() and found.language.islower()


def read(data: bytes, kind: Format) -> list[Release | Issue]:
    return list(reading.from_stream(streams.expand(io.BytesIO(data), None, OPTIONS), kind, path="x", hint="x", options=OPTIONS))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        piece = draw(st.one_of(st.binary(max_size=12), st.sampled_from(NASTY).map(lambda s: s.encode("utf-8", "surrogatepass"))))
        data[at : at + draw(st.integers(0, 8))] = piece * draw(st.sampled_from([1, 1, 1, 50]))
    return bytes(data)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=5_000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(st.binary(max_size=300), mutated()))
def test_any_bytes(kind: Format, data: bytes) -> None:
    first = read(data, kind)
    for found in first:
        check(found)
    assert read(data, kind) == first


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.one_of(st.text(st.characters(), max_size=20), st.sampled_from(NASTY)), max_size=20).map("".join))
def test_any_string(text: str) -> None:
    for found in (
        ingest.from_text(text),
        *ingest.from_jsonl_lines([json.dumps({"text": text, "title": text, "id": text, "source": text})]),
    ):
        check(found)


@settings(max_examples=40, deadline=None)
@given(name=st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=40).filter(lambda s: s not in (".", "..")))
def test_any_file_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("names")
    try:
        (folder / name).write_text("Brindle earns it")
    except (OSError, ValueError):
        return
    for found in ingest.read(folder):
        check(found)


UNITS = ["a", " ", "\n", "\r\n", "-", "[", "[a](", "/a", "A. ", "May 1, 2024 ", "<", "<div>", "&", "\u200b", "\u202e", "{", "# ", "x ]("]


@pytest.mark.parametrize(("unit", "size"), [("a", 5_000_000), ("\u200b", 5_000_000), *((unit, 700_000) for unit in UNITS)])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.eml", "a.jsonl"])
def test_megabytes_of_the_same(tmp_path: Path, name: str, unit: str, size: int, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}-{name}"
        path.write_bytes((unit * (size // len(unit.encode()))).encode())

        def work() -> None:
            for found in ingest.read(path):
                assert isinstance(found, (Release, Issue))

        return work

    grows_in_line(make, size)


@pytest.mark.parametrize("unit", ["a", "[", "-\n", "<b>", "May 1, 2024 - ", "&#", "--b\n"])
@pytest.mark.parametrize("kind", ["plain", "markdown", "html", "mail"])
def test_time_grows_no_faster_than_the_input(kind: Format, unit: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        data = (unit * (size // len(unit))).encode()
        return lambda: list(reading.from_stream(io.BytesIO(data), kind, path="x", hint="", options=IngestOptions()))

    grows_in_line(make, 1_600_000)
