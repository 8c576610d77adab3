"""WARC: what was answered with success and can be a document."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from certwire import ingest
from certwire.model import Issue, Release

TEXT = b"Brindle earns it\n\nHARWICH, May 2, 2024 - Brindle Foundry said so.\n"
PAGE = b"<html><head><title>Brindle earns it</title></head><body><p>Brindle Foundry said so.</p></body></html>"
ANSWERS = [
    ("http://tide.example/2024/05/03/a", "text/html; charset=utf-8", "200 OK", PAGE),
    ("http://tide.example/i.png", "image/png", "200 OK", b"\x89PNG"),
    ("http://tide.example/gone", "text/html", "404 Not Found", PAGE),
    ("http://tide.example/b.txt", "text/plain", "200 OK", TEXT),
    ("http://tide.example/empty.txt", "text/plain", "200 OK", b""),
]


def crawl(packed: bool) -> bytes:
    out = io.BytesIO()
    stream = GzipWriter(out) if packed else out
    for address, kind, status, body in ANSWERS:
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.headers["WARC-Target-URI"] = address
        record.is_http = True
        record.set_bytes_content(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        record.write(stream)
        if isinstance(stream, GzipWriter):
            stream.finish()
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_records(tmp_path: Path, packed: bool) -> None:
    name = "c.warc.gz" if packed else "c.warc"
    (tmp_path / name).write_bytes(crawl(packed))
    page, text, empty = ingest.read(tmp_path)
    assert isinstance(page, Release) and isinstance(text, Release) and isinstance(empty, Issue)
    assert (page.path, page.title, page.published, page.published_basis) == (f"{name}#1", "Brindle earns it", date(2024, 5, 3), "path")
    assert (text.path, text.published, text.source) == (f"{name}#4", date(2024, 5, 2), "http://tide.example/b.txt")
    assert (empty.path, empty.code) == (f"{name}#5", "empty")


@pytest.mark.parametrize("data", [b"", b"not a warc", b"WARC/1.0\r\nContent-Length: 99999\r\n\r\nx", crawl(False)[:900], crawl(True)[:300]])
@pytest.mark.parametrize("name", ["c.warc", "c.warc.gz"])
def test_broken_crawls_do_no_harm(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    for found in ingest.read(tmp_path):
        assert isinstance(found, (Release, Issue))


def test_a_document_that_was_cut_short_says_so(tmp_path: Path) -> None:
    data = crawl(False)
    (tmp_path / "c.warc").write_bytes(data[: data.index(b"Foundry said so.\n") + 7])
    found = list(ingest.read(tmp_path))[-1]
    assert isinstance(found, Release)
    assert found.text.endswith("Foundry")
    assert [issue.code for issue in found.issues] == ["truncated"]
    (tmp_path / "c.warc").write_bytes(data)
    assert not any(getattr(r, "issues", ()) for r in ingest.read(tmp_path))
