"""``certwire extract``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from certwire.cli.terminal import complain, echo, harmless, reporting, table
from certwire.config import Options, load
from certwire.errors import UsageError

STDIN = "-"
SHOWN = 20
"""Failed inputs named in the summary."""


class Entities(StrEnum):
    relevant = "relevant"
    all = "all"


def extract(
    inputs: Annotated[list[str], typer.Argument(metavar="IN", help="Files and folders of releases, or - for JSON lines on stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="OUT", help="Folder for the output; created if need be.")] = None,
    entities: Annotated[
        Entities | None,
        typer.Option(help="List people, organizations and dates of documents that hold an event (relevant, the default) or of all."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(metavar="P", help="Leave out events less probable than P; an event without a measured confidence passes."),
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes; the output is the same whatever their number.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Take nothing over from an earlier run into OUT.")] = False,
    config: Annotated[Path | None, typer.Option("--config", "-c", metavar="TOML", help="Settings; the options here overrule them.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Read releases and write certification-event records.

    OUT gets events.jsonl, documents.jsonl (one line an input document, in input order) and run.json. With - and no --out, JSON lines
    on stdin are answered by event lines on stdout.

    Exit status: 0 fine, 1 some inputs failed (they have their line in documents.jsonl), 2 wrong usage.

    Examples:

      certwire extract releases/ --out out/

      certwire extract releases/ mail.eml --entities all --out out/

      zcat wire.jsonl.gz | certwire extract - > events.jsonl
    """
    options = load(config, entities=entities.value if entities else None, min_confidence=min_confidence, workers=workers)
    if STDIN in inputs:
        if len(inputs) > 1 or out is not None:
            raise UsageError("- stands alone: it reads stdin and writes to stdout")
        failed = _stream(options, quiet=quiet)
    elif out is None:
        raise UsageError("say where to write: --out OUT")
    else:
        failed = _folder([Path(i) for i in inputs], out, options, fresh=fresh, quiet=quiet)
    if failed:
        raise typer.Exit(1)


def _folder(inputs: list[Path], out: Path, options: Options, *, fresh: bool, quiet: bool) -> int:
    from certwire import batch  # loads pydantic models and readers: not for --help

    with reporting(quiet=quiet) as report:
        summary = batch.extract(inputs, out, options=options, fresh=fresh, progress=report)
    for message in summary.left_out:
        complain(message)
    if not quiet:
        statuses = [(status.replace("_", " "), str(n)) for status, n in summary.statuses.items() if n]
        table(("documents", str(summary.documents)), [(f"  {name}", n) for name, n in statuses])
        table(("events", str(summary.events)), [(f"  {action.replace('_', ' ')}", str(n)) for action, n in sorted(summary.actions.items())])
        for sample in summary.samples:
            echo(sample)
        if summary.events > len(summary.samples):
            echo(f"... and {summary.events - len(summary.samples)} more")
        echo(f"written to {out}")
    if summary.failed:
        complain(f"{summary.failed} of {summary.documents} inputs failed:")
        for failure in summary.failures[:SHOWN]:
            typer.echo(harmless(f"  {failure.path}: {failure.code}: {failure.message}"), err=True)
        if summary.failed > SHOWN:
            typer.echo(f"  ... and {summary.failed - SHOWN} more, see documents.jsonl", err=True)
    return summary.failed


def _stream(options: Options, *, quiet: bool) -> int:
    """Answer JSON lines one by one; each is answered before the next is waited for."""
    from certwire import batch, ingest
    from certwire.batch.writing import line

    reader = batch.open_reader(options)
    for issue in reader.issues:
        complain(issue.message)
    failed = 0
    for item in ingest.from_jsonl_lines(sys.stdin.buffer, options=options.ingest):
        outcome = batch.read_item(reader, item, options=options)
        for event in outcome.events:
            sys.stdout.buffer.write(line(event))
        sys.stdout.buffer.flush()
        if outcome.document.status == "failed":
            failed += 1
            if not quiet:
                last = outcome.document.issues[-1]
                complain(f"{outcome.document.document.path}: {last.code}: {last.message}")
    return failed
