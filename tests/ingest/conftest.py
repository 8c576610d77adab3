"""An announcement of our own invention, in parts, and a helper to read one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from certwire import ingest
from certwire.model import Issue, Release


@pytest.fixture
def one(tmp_path: Path) -> Callable[..., Release | Issue]:
    """Write bytes under a name and read them: exactly one document."""

    def read(name: str, data: bytes | str, options: ingest.IngestOptions | None = None) -> Release | Issue:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        (found,) = ingest.read(tmp_path, options=options or ingest.IngestOptions())
        return found

    return read
