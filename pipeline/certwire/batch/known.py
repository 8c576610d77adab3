"""Results of earlier runs, found again by document: path, content hash, and the path that told date and source.

An index has an entry of 24 bytes a document, in the order of the output: key, bytes of the document's line, bytes of its events' lines.
What earlier runs left is gathered into one table, sorted by key, that workers map into memory: it may be far larger than that.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from certwire.ingest.reading import opened

KEY = 16
NO_KEY = bytes(KEY)
"""Of a document that must be read again next time."""
_ENTRY = np.dtype([("high", ">u8"), ("low", ">u8"), ("document", "<u4"), ("events", "<u4")])
_ROW = np.dtype(
    [
        *(("high", ">u8"), ("low", ">u8")),
        ("source", "<u4"),
        *(("document", "<u8"), ("length", "<u4")),
        *(("events", "<u8"), ("events_length", "<u4")),
    ]
)
ENTRY = _ENTRY.itemsize


def key(path: str, sha256: str | None, hint: str) -> bytes:
    """What a document's result depends on, beside the configuration and the model.

    Args:
        path: as records carry it.
        sha256: hash of its bytes; None when they could not be read.
        hint: of its unit.
    """
    if sha256 is None:
        return NO_KEY
    return hashlib.sha256(f"{path}\0{sha256}\0{hint}".encode("utf-8", "surrogatepass")).digest()[:KEY]


def entry(key: bytes, document: int, events: int) -> bytes:
    """The index entry of a document whose lines have so many bytes."""
    return key + document.to_bytes(4, "little") + events.to_bytes(4, "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Results of neighbouring documents: file and offset of their lines, of their events' lines and of index entries, and their count."""

    documents: tuple[Path, int]
    events: tuple[Path, int]
    index: tuple[Path, int]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table on disk and the files that its rows lie in; picklable. Who has no folder ``local`` finds the same below ``url``."""

    path: Path
    files: tuple[tuple[Path, Path], ...]
    local: Path | None = None
    url: str | None = None

    def open(self, path: Path) -> BinaryIO:
        """Open one of the files, here or there.

        Raises:
            OSError: it is neither here nor there.
        """
        if self.local is None or self.url is None or path.exists():
            return path.open("rb")
        return opened(f"{self.url.rstrip('/')}/{path.relative_to(self.local).as_posix()}")


def build(path: Path, sources: Sequence[Source]) -> Table:
    """Write the table of what the sources hold; where two hold the same document, either will do: they are equal."""
    rows = np.empty(sum(s.count for s in sources), dtype=_ROW)
    at = 0
    for number, source in enumerate(sources):
        entries = np.fromfile(source.index[0], dtype=_ENTRY, count=source.count, offset=source.index[1])
        into = rows[at : at + len(entries)]
        for name in ("high", "low"):
            into[name] = entries[name]
        into["source"] = number
        into["length"], into["events_length"] = entries["document"], entries["events"]
        into["document"] = source.documents[1] + np.cumsum(entries["document"], dtype=np.uint64) - entries["document"]
        into["events"] = source.events[1] + np.cumsum(entries["events"], dtype=np.uint64) - entries["events"]
        at += len(entries)
    rows = rows[:at]
    rows = rows[(rows["high"] != 0) | (rows["low"] != 0)]
    rows = rows[np.argsort(rows["high"], kind="stable")]
    np.save(path, rows, allow_pickle=False)
    return Table(path=path, files=tuple((s.documents[0], s.events[0]) for s in sources))


@dataclass(slots=True, kw_only=True)
class Known:
    """Looks documents up in a table."""

    table: Table
    _rows: Any = None
    _highs: Any = None
    _open: dict[Path, BinaryIO] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.table.path.exists():
            self._rows = np.load(self.table.path, mmap_mode="r", allow_pickle=False)
        else:
            with closing(self.table.open(self.table.path)) as file:
                self._rows = np.load(io.BytesIO(file.read()), allow_pickle=False)
        self._highs = self._rows["high"]

    def find(self, key: bytes) -> tuple[bytes, bytes] | None:
        """The document's line and its events' lines, or None."""
        high, low = int.from_bytes(key[:8]), int.from_bytes(key[8:])
        if not high and not low:
            return None
        at = int(np.searchsorted(self._highs, np.uint64(high)))
        while at < len(self._rows) and int(self._highs[at]) == high:
            row = self._rows[at]
            if int(row["low"]) == low:
                documents, events = self.table.files[int(row["source"])]
                document = self._read(documents, int(row["document"]), int(row["length"]))
                lines = self._read(events, int(row["events"]), int(row["events_length"]))
                whole = document.endswith(b"\n") and (not lines or lines.endswith(b"\n"))
                return (document, lines) if whole else None
            at += 1
        return None

    def _read(self, path: Path, at: int, size: int) -> bytes:
        if not size:
            return b""
        file = self._open.get(path)
        if file is None:
            if len(self._open) >= 8:
                self._open.pop(next(iter(self._open))).close()
            file = self._open[path] = self.table.open(path)
        file.seek(at)
        return file.read(size)

    def close(self) -> None:
        """Let go of the files."""
        for file in self._open.values():
            file.close()
        self._open.clear()


def unkeyed(index: bytes, drop: Iterable[bool]) -> Iterator[bytes]:
    """Index entries, without their key where ``drop`` says so."""
    for at, gone in zip(range(0, len(index), ENTRY), drop or repeat(False), strict=False):
        yield (NO_KEY + index[at + KEY : at + ENTRY]) if gone else index[at : at + ENTRY]
