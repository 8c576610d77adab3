"""Runs a whole input through one reader, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from certwire import ingest
from certwire.batch.outcome import open_reader, read_item
from certwire.batch.summary import RunSummary
from certwire.batch.writing import OutputFolder
from certwire.config import Options
from certwire.errors import UsageError
from certwire.model import Issue, Release
from certwire.records import SCHEMA_VERSION
from certwire.runner import Reader

Progress = Callable[[RunSummary], None]
"""Called after every document with the counts so far."""


def extract(
    inputs: Sequence[Path], out: Path, *, options: Options | None = None, fresh: bool = False, progress: Progress | None = None
) -> RunSummary:
    """Read every document of the inputs and write events.jsonl, documents.jsonl and run.json into ``out``.

    Args:
        inputs: files and folders, in the order that the output keeps.
        out: created where it is missing; an earlier output in it is replaced.
        options: how to read and what to keep.
        fresh: take nothing over from an earlier run.
        progress: told the counts after every document.

    Raises:
        UsageError: an input does not exist, or ``out`` is no folder.

    Example:
        ``extract([Path("releases")], Path("out"))`` -> ``RunSummary(documents=12, events=3, ...)``
    """
    options = options or Options()
    check_paths(inputs, out)
    reader = open_reader(options)
    summary = RunSummary(out=out, left_out=[i.message for i in reader.issues])
    with OutputFolder(out=out) as folder:
        for item in items(inputs, options=options, without=out):
            outcome = read_item(reader, item, options=options)
            folder.write(outcome)
            summary.add(outcome)
            if progress:
                progress(summary)
        folder.finish(description(inputs, summary, options=options, reader=reader))
    return summary


def items(inputs: Sequence[Path], *, options: Options, without: Path) -> Iterator[Release | Issue]:
    """Every document of the inputs in input order, but nothing that lies in the folder ``without``: an output is no input."""
    for unit in ingest.plan(inputs, exclude=[without]):
        yield from ingest.open_unit(unit, options.ingest)


def check_paths(inputs: Sequence[Path], out: Path) -> None:
    """Refuse what cannot be before anything is loaded."""
    for path in inputs:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path}: no such file or folder")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: not a folder")
    if any(path.resolve() == out.resolve() for path in inputs):
        raise UsageError(f"{out}: both input and output")


def description(inputs: Sequence[Path], summary: RunSummary, *, options: Options, reader: Reader) -> dict[str, object]:
    """What run.json says, but for the files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "pipeline": reader.info.model_dump(),
        "configuration": options.settings(),
        "extractors": [e.name for e in reader.extractors],
        "inputs": [str(path.resolve()) for path in inputs],
        **summary.counts(),
        "left_out": summary.left_out,
    }
