"""``schemas/`` holds what ``records.py`` generates; a released file never changes."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from certwire.errors import UsageError
from certwire.schema import RECORDS, file_name, json_schema

ROOT = Path(__file__).resolve().parents[2]
LOCKED = dict(line.strip().split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)


@pytest.mark.skipif(version("pydantic") != LOCKED["pydantic"], reason="another pydantic words schemas otherwise; constraints.txt locks it")
@pytest.mark.parametrize("name", RECORDS)
def test_the_frozen_schema_is_what_the_records_generate(name: str) -> None:
    frozen = json.loads((ROOT / "schemas" / file_name(name)).read_text(encoding="utf-8"))
    assert frozen == json_schema(name), "records.py changed: see the contract's rules on versions, then: make schema"


@pytest.mark.parametrize("name", RECORDS)
def test_every_key_is_required_and_no_other_allowed(name: str) -> None:
    schema = json_schema(name)
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False or "enum" in part
        assert sorted(part["required"]) == sorted(part["properties"])


def test_version_has_no_default() -> None:
    for record in RECORDS.values():
        assert record.model_fields["schema_version"].is_required()


def test_no_other_contract() -> None:
    with pytest.raises(UsageError, match="there are events, documents"):
        json_schema("people")
