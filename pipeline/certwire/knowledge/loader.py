"""Reads the registry's TOML files, checks each row, and merges a user's own files over them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from certwire.errors import ConfigError, KnowledgeError
from certwire.knowledge.registry import Registry
from certwire.knowledge.rows import Body, Row, Scheme

_TABLES = ("schemes", "bodies")
R = TypeVar("R", bound=Row)
RawRow = dict[str, Any]
Source = tuple[str, RawRow]
"""The file a row came from, for messages, and what stood in it."""


def read(extra: Iterable[str | Path] = ()) -> Registry:
    """The packaged registry, with the user's files laid over it in order.

    A file holds tables ``[schemes.ID]`` and ``[bodies.ID]`` and, if it likes, ``[defaults]`` for the keys that its rows leave out.
    A row with a known ID changes the keys it names and keeps the others; a new ID is a new row.

    Raises:
        ConfigError: a user's file cannot be read, or a row in it has an unknown key or a wrong value; names file and row.
        KnowledgeError: rows contradict each other.
    """
    found: dict[str, dict[str, Source]] = {table: {} for table in _TABLES}
    root = resources.files(__package__).joinpath("data")
    for folder in _TABLES:
        for file in sorted(root.joinpath(folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                _gather(f"{folder}/{file.name}", file.read_text("utf-8"), found, over=False)
    for given in extra:
        path = Path(given)
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"registry file {path} cannot be read: {error}") from error
        _gather(str(path), text, found, over=True)
    return Registry.of(_rows(Scheme, found["schemes"]), _rows(Body, found["bodies"]))


def parse(text: str, *, name: str = "registry") -> Registry:
    """A registry of one TOML text alone, without the packaged rows."""
    found: dict[str, dict[str, Source]] = {table: {} for table in _TABLES}
    _gather(name, text, found, over=False)
    return Registry.of(_rows(Scheme, found["schemes"]), _rows(Body, found["bodies"]))


def _gather(name: str, text: str, found: Mapping[str, dict[str, Source]], *, over: bool) -> None:
    wrong = ConfigError if over else KnowledgeError
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong(f"{name}: not valid TOML: {error}") from error
    defaults = content.pop("defaults", {})
    for table, rows in content.items():
        if table not in found or not isinstance(rows, dict):
            raise wrong(f"{name}: unknown table [{table}]; rows stand in [schemes.ID] or [bodies.ID]")
        for id_, row in rows.items():
            if not isinstance(row, dict):
                raise wrong(f"{name}: row {table}.{id_} is not a table")
            known = found[table].get(id_)
            if known and not over:
                raise KnowledgeError(f"{name}: row {table}.{id_} stands in {known[0]} as well")
            base = known[1] if known else defaults
            found[table][id_] = (name, {**base, **row, "id": id_})


def _rows(model: type[R], found: Mapping[str, Source]) -> tuple[R, ...]:
    rows = []
    for id_, (name, row) in found.items():
        try:
            rows.append(model.model_validate(row))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            table = "schemes" if model is Scheme else "bodies"
            wrong = KnowledgeError if name.startswith(f"{table}/") else ConfigError
            raise wrong(f"{name}: row {table}.{id_}: {where}: {first['msg']}") from error
    return tuple(rows)
