"""Reads the sources of an output again, as run.json says they were read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certwire import ingest
from certwire.batch.engine import check_paths
from certwire.batch.writing import RUN, run_hash
from certwire.config import Options, from_mapping
from certwire.errors import UsageError, VerificationError
from certwire.ingest import Unit, remote
from certwire.model import Issue, Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What run.json tells: where the sources lay, how they were read, and ``files``, the hashes of the output by file name."""

    out: Path
    inputs: tuple[Path | str, ...]
    options: Options
    files: Mapping[str, Mapping[str, Any]]


def read_run(out: Path) -> Run:
    """The run that made an output folder.

    Raises:
        UsageError: there is no run.json.
        VerificationError: it is not as it was written.
    """
    path = out / RUN
    try:
        run = json.loads(path.read_bytes())
        intact = run_hash(run) == run["sha256"]
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise VerificationError(f"{path}: not a run.json that extract wrote: {type(error).__name__}: {error}") from error
    if not intact:
        raise VerificationError(f"{path}: it was altered: its content does not have the hash in its last line")
    return Run(
        out=out,
        inputs=tuple(i if remote.is_url(i) else Path(i) for i in run["inputs"]),
        options=from_mapping(run["configuration"], where=str(path)),
        files=run["files"],
    )


def units(run: Run, *, source: Sequence[Path] = ()) -> Iterator[Unit]:
    """The files of the run's inputs, in the run's order; none is opened.

    Args:
        run: what ``read_run`` told.
        source: where the inputs lie now, one for each, if not where they lay.

    Raises:
        UsageError: an input is gone, or ``source`` has another number of them.
    """
    if source and len(source) != len(run.inputs):
        raise UsageError(f"the output was made from {len(run.inputs)} inputs, {len(source)} were given")
    inputs: Sequence[Path | str] = tuple(source) or run.inputs
    check_paths(inputs, run.out)
    return ingest.plan(inputs, exclude=[run.out])


def reread(run: Run, *, source: Sequence[Path] = ()) -> Iterator[Release | Issue]:
    """Every document of the same, opened as it is asked for; arguments and errors as of ``units``."""
    for unit in units(run, source=source):
        yield from ingest.open_unit(unit, run.options.ingest)
