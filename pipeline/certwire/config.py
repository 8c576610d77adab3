"""What a run is told: options from the command line and from a TOML file, checked once, at the border."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from certwire.errors import ConfigError
from certwire.ingest.options import IngestOptions

Entities = Literal["relevant", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run reads and what it keeps.

    Attributes:
        entities: whose people, organizations and dates to list: those of documents that hold an event (``relevant``), or of all.
        min_confidence: leave out events whose calibrated overall confidence, 0 to 1, is below it; an event without a measured
            confidence passes.
        registry: TOML files of schemes and bodies of the user's own, laid over those of the package; in a configuration file they
            are relative to it.
        workers: processes, as many as there are cores where none are given; never changes the output.
        ingest: how files are read.
    """

    entities: Entities = "relevant"
    min_confidence: float | None = None
    registry: tuple[str, ...] = ()
    workers: int | None = None
    ingest: IngestOptions = field(default_factory=IngestOptions)

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise ConfigError(f"workers: {self.workers}: at least 1")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise ConfigError(f"min_confidence: {self.min_confidence}: between 0 and 1")

    def settings(self) -> dict[str, Any]:
        """Everything that changes the output, as JSON values in a fixed order."""
        values: dict[str, Any] = _OPTIONS.dump_python(self, mode="json")
        del values["workers"]
        return values

    def fingerprint(self) -> str:
        """Twelve hex digits that name the settings; records carry it as ``pipeline.config``.

        Registry files count by what is in them, not by where they lie.

        Raises:
            ConfigError: a registry file cannot be read.
        """
        settings = {**self.settings(), "registry": [_hash(path) for path in self.registry]}
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


_OPTIONS = TypeAdapter(Options)


def load(path: Path | None = None, **given: Any) -> Options:
    """Options from a TOML file, overruled by those given by keyword (None: not given).

    Raises:
        ConfigError: names the file and the key.

    Example:
        ``load(Path("certwire.toml"), entities="all")`` with the file ``min_confidence = 0.5`` ->
        ``Options(entities="all", min_confidence=0.5)``
    """
    options = from_mapping(_read(path), where=str(path)) if path else Options()
    if path:
        options = replace(options, registry=tuple(str((path.parent / file).resolve()) for file in options.registry))
    return replace(options, **{k: v for k, v in given.items() if v is not None})


def from_mapping(values: Mapping[str, Any], *, where: str) -> Options:
    """Options from plain values, as a TOML file or run.json holds them.

    Raises:
        ConfigError: names ``where`` and the key.
    """
    _refuse_unknown(values, Options, where=where, prefix="")
    try:
        return _OPTIONS.validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{where}: {key}: {first['msg']}") from error
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error


def _hash(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise ConfigError(f"registry: {path}: {error.strerror or error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error


def _refuse_unknown(values: Mapping[str, Any], kind: Any, *, where: str, prefix: str) -> None:
    known = {f.name: f for f in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{where}: {prefix}{key}: no such setting; there are {', '.join(sorted(known))}")
        nested = known[key].default_factory
        if is_dataclass(nested) and isinstance(value, Mapping):
            _refuse_unknown(value, nested, where=where, prefix=f"{prefix}{key}.")
