"""Reads gold and outputs from disk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from certwire.errors import UsageError
from certwire.evaluation.keys import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What ``extract`` wrote, by document: the stem of ``document.path``."""

    events: Mapping[str, Sequence[Entity]]
    documents: Mapping[str, Entity]


def read_gold(path: Path, *, prefix: str = "") -> list[Entity]:
    """Gold documents whose name begins with ``prefix``.

    Raises:
        UsageError: no such file, not JSON lines, or not gold.
    """
    gold = _lines(path)
    for number, document in enumerate(gold, start=1):
        missing = [k for k in ("doc", "events", "people", "organizations", "dates") if k not in document]
        if missing:
            raise UsageError(f"{path}, line {number}: no gold document: it has no {', '.join(missing)}")
    return [d for d in gold if str(d["doc"]).startswith(prefix)]


def read_output(folder: Path) -> Output:
    """The records in an output folder.

    Raises:
        UsageError: no such folder, no events.jsonl in it, or not JSON lines.
    """
    events: defaultdict[str, list[Entity]] = defaultdict(list)
    for event in _lines(folder / "events.jsonl"):
        events[_stem(event)].append(event)
    path = folder / "documents.jsonl"
    documents = {_stem(d): d for d in _lines(path)} if path.exists() else {}
    return Output(events=events, documents=documents)


def _stem(record: Entity) -> str:
    return PurePosixPath(record["document"]["path"]).stem


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        # not splitlines(): JSON may hold U+2028 and its like unescaped
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}") from error
    records: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{path}, line {number}: not JSON: {error}") from error
            if not isinstance(record, dict):
                raise UsageError(f"{path}, line {number}: not a JSON object")
            records.append(record)
    return records
