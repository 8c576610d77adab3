"""``certwire schema``."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Contract(StrEnum):
    events = "events"
    documents = "documents"


def schema(
    contract: Annotated[Contract, typer.Argument(help="Which file's lines.")] = Contract.events,
) -> None:
    """Print the JSON Schema of one line of events.jsonl or documents.jsonl.

    Example:

      certwire schema documents > documents.schema.json
    """
    from certwire.schema import json_schema

    typer.echo(json.dumps(json_schema(contract.value), indent=2, ensure_ascii=False))
