"""WARC crawls through FastWARC (extra ``certwire[warc]``), streamed: pages, texts and PDFs that were answered with success.

Images, scripts, redirects and error pages of a crawl are no documents and are passed over.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from certwire.ingest import reading, streams
from certwire.ingest.assembling import fail
from certwire.ingest.decoding import clean
from certwire.ingest.options import Format, IngestOptions
from certwire.model import Issue, Release

_KINDS: Mapping[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "plain",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
}


def read(stream: BinaryIO, *, path: str, hint: str = "", options: IngestOptions) -> Iterator[Release | Issue]:
    """A stream of WARC records -> a document a record; paths are ``crawl.warc.gz#3``, counting records that could be documents."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    try:
        records = ArchiveIterator(_Forward(stream), record_types=wanted, parse_http=True, auto_decode="all")
        for number, record in enumerate(records, 1):
            kind = _kind(record)
            if kind is not None:
                yield _document(record, kind, path=f"{path}#{number}", options=options)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError("FastWARC gave up on it") from error  # a panic in Rust is no Exception


class _Forward(io.RawIOBase):
    """A stream that can tell where it is and go forward, as FastWARC asks of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.at += len(data)
        return data

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset if whence == io.SEEK_SET else self.at + offset
        if whence == io.SEEK_END or target < self.at:
            raise io.UnsupportedOperation("only forward")
        while self.at < target and self.read(min(target - self.at, 1 << 18)):
            pass
        return self.at


def _document(record: Any, kind: Format, *, path: str, options: IngestOptions) -> Release | Issue:
    address = clean(record.headers.get("WARC-Target-URI") or "")[:2000]
    limit = reading.limit_of(kind, options)
    data = streams.read_all(record.reader, limit)
    if data is None:
        return fail("too_large", f"the record has more than {limit} bytes; raise the limit", path=path)
    try:
        hint = urlsplit(address).path
    except ValueError:
        hint = ""
    found = reading.from_bytes(data, kind, path=path, hint=hint, options=options)
    if isinstance(found, Issue):
        return found
    if _is_cut(record, len(data)):
        cut = Issue(code="truncated", message="the crawl holds only the beginning of this document")
        found = replace(found, issues=(*found.issues, cut))
    return replace(found, source=address) if found.source is None and address else found


def _is_cut(record: Any, size: int) -> bool:
    """Whether the crawler, or damage to the file, has cut the document short."""
    coded = record.is_http and record.http_headers is not None and record.http_headers.get("Content-Encoding")
    return bool(record.headers.get("WARC-Truncated")) or (not coded and size < record.content_length)


def _kind(record: Any) -> Format | None:
    if record.is_http:
        code = record.http_headers.status_code if record.http_headers is not None else None
        if code is not None and not 200 <= code < 300:
            return None
        content = record.http_content_type
    else:
        content = record.headers.get("Content-Type")
    return _KINDS.get((content or "").partition(";")[0].strip().lower())
