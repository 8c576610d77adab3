"""Bytes to Releases: files, folders, containers and streams in, ``Release | Issue`` out, never an exception for bad input."""

from __future__ import annotations

from certwire.ingest.options import Fields, IngestOptions, Unit
from certwire.ingest.planning import plan
from certwire.ingest.reading import from_jsonl_lines, from_jsonl_stream, from_text, open_unit, read

__all__ = ["Fields", "IngestOptions", "Unit", "from_jsonl_lines", "from_jsonl_stream", "from_text", "open_unit", "plan", "read"]
