"""Writes an output folder: each file under a temporary name first, so that nobody ever meets half of one."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from certwire.batch.linesum import LineSum
from certwire.batch.outcome import Outcome
from certwire.records import Record

EVENTS, DOCUMENTS, RUN = "events.jsonl", "documents.jsonl", "run.json"

# legal inside JSON strings, yet line ends to many readers (str.splitlines, some editors)
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def line(record: Record) -> bytes:
    """One record as a line of JSON, newline included."""
    text = record.model_dump_json()
    return _LINE_ENDS.sub(lambda m: f"\\u{ord(m[0]):04x}", text).encode() + b"\n"


def lines(outcome: Outcome) -> tuple[bytes, bytes]:
    """A document's line and the lines of its events."""
    return line(outcome.document), b"".join(map(line, outcome.events))


@dataclass(kw_only=True)
class JsonLines:
    """A JSONL file in the making: written beside its place, moved there when complete."""

    path: Path
    size: int = 0
    lines: LineSum = field(default_factory=LineSum)
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)
    _file: IO[bytes] | None = field(default=None, repr=False)

    def write(self, data: bytes) -> None:
        """Append one whole line."""
        if self._file is None:
            self._file = _part(self.path).open("wb")
        self._file.write(data)
        self._digest.update(data)
        self.lines.add(data)
        self.size += len(data)

    def close(self) -> None:
        """Hand the file to the disk, still under its temporary name."""
        file = self._file or _part(self.path).open("wb")
        file.flush()
        os.fsync(file.fileno())
        file.close()

    def finish(self) -> dict[str, object]:
        """Move the closed file into place; what run.json says of it."""
        _part(self.path).replace(self.path)
        return {"sha256": self._digest.hexdigest(), "bytes": self.size, "lines": self.lines.count, "line_sums": self.lines.sums()}

    def abandon(self) -> None:
        """Leave nothing of the file behind."""
        if self._file is not None:
            with suppress(OSError):  # a full disk refuses what is still in the buffer
                self._file.close()
        _part(self.path).unlink(missing_ok=True)


def write_run(path: Path, run: Mapping[str, object]) -> None:
    """Write run.json with the hash of its own content as last key."""
    part = _part(path)
    with part.open("wb") as file:
        file.write(json.dumps({**run, "sha256": run_hash(run)}, indent=2, ensure_ascii=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def run_hash(run: Mapping[str, object]) -> str:
    """Hash over all of run.json but the hash itself."""
    content = {k: v for k, v in run.items() if k != "sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")
