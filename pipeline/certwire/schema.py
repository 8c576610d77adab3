"""JSON Schema of the record contract, generated from ``records``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certwire.errors import UsageError
from certwire.records import SCHEMA_VERSION, DocumentRecord, EventRecord, Record

RECORDS: Mapping[str, type[Record]] = {"events": EventRecord, "documents": DocumentRecord}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one line of ``events`` or ``documents``.

    Raises:
        UsageError: there is no such contract.
    """
    if name not in RECORDS:
        raise UsageError(f"no contract {name!r}; there are {', '.join(RECORDS)}")
    made = RECORDS[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": file_name(name), **made}


def file_name(name: str) -> str:
    """The name that the frozen schema of this contract version has under ``schemas/``: ``events-1.0.schema.json``."""
    return f"{name}-{SCHEMA_VERSION}.schema.json"
