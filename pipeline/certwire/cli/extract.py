"""``certwire extract``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from certwire.cli.terminal import complain, echo, harmless, reporting, table
from certwire.config import Options, load
from certwire.errors import UsageError
from certwire.ingest.remote import is_url

if TYPE_CHECKING:
    from certwire.batch import RunSummary
    from certwire.batch.engines import Engine

STDIN = "-"
SECONDS = 120.0
"""How long one document of a stream may take."""
SHOWN = 20
"""Failed inputs named in the summary."""


class Entities(StrEnum):
    relevant = "relevant"
    all = "all"


class EngineName(StrEnum):
    local = "local"
    inline = "inline"
    dask = "dask"


def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="IN", help="Files and folders of releases, URLs of them, or - for JSON lines on stdin.")
    ],
    out: Annotated[str | None, typer.Option("--out", "-o", metavar="OUT", help="Folder for the output; created if need be.")] = None,
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
    engine: Annotated[
        EngineName, typer.Option(help="Who reads: processes of this machine (local), this process alone (inline), a Dask cluster.")
    ] = EngineName.local,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Of the Dask cluster, as tcp://host:8786.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Do not end: read again whenever IN has changed, only what is new.")] = False,
    metrics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the counts of the run in FILE, in the Prometheus text format.")
    ] = None,
) -> None:
    """Read releases and write certification-event records.

    OUT gets events.jsonl, documents.jsonl (one line an input document, in input order) and run.json. With - and no --out, JSON lines
    on stdin are answered by event lines on stdout. A run that broke off goes on when the same command is given again, and a later run
    reads only what is new.

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
        make = _engine(engine, scheduler, options)
        paths = [i if is_url(i) else Path(i) for i in inputs]
        folder = out if is_url(out) else Path(out)
        if watch and (isinstance(folder, str) or any(isinstance(p, str) for p in paths)):
            raise UsageError("--watch follows folders of this machine, no URLs")

        def once(fresh: bool = False) -> RunSummary:
            return _folder(paths, folder, options, fresh=fresh, quiet=quiet, engine=make(), metrics=metrics)

        failed = _watch([Path(p) for p in paths], Path(out), once, fresh=fresh) if watch else once(fresh).failed
    if failed:
        raise typer.Exit(1)


def _engine(name: EngineName, scheduler: str | None, options: Options) -> Callable[[], Engine | None]:
    """What makes the engine of a run; None stands for the local one."""
    if (name is EngineName.dask) != (scheduler is not None):
        raise UsageError("--engine dask and --scheduler ADDRESS go together")
    if name is EngineName.dask and options.workers is not None:
        raise UsageError("--workers is for the local engine: a Dask cluster has as many as it has")

    def make() -> Engine | None:
        from certwire.batch.cluster import Dask
        from certwire.batch.engines import Inline

        return Dask(scheduler=scheduler) if scheduler else Inline() if name is EngineName.inline else None

    return make


def _watch(inputs: list[Path], out: Path, run: Callable[..., RunSummary], *, fresh: bool) -> int:
    from certwire.batch.watching import watch

    failed = 0
    rounds = iter((partial(run, fresh),))
    with suppress(KeyboardInterrupt):
        for summary in watch(inputs, out, lambda: next(rounds, run)()):
            failed = summary.failed
    return failed


def _folder(
    inputs: list[Path | str], out: Path | str, options: Options, *, fresh: bool, quiet: bool, engine: Engine | None, metrics: Path | None
) -> RunSummary:
    from certwire import batch  # loads pydantic models and readers: not for --help

    with reporting(quiet=quiet, metrics=metrics) as report:
        summary = batch.extract(inputs, out, options=options, fresh=fresh, progress=report, engine=engine)
        report(summary)
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
    return summary


def _stream(options: Options, *, quiet: bool) -> int:
    """Answer JSON lines one by one; each is answered before the next is waited for."""
    from certwire import batch, ingest
    from certwire.batch.limits import TooLong, limit
    from certwire.batch.outcome import left_out
    from certwire.batch.writing import line

    reader = batch.open_reader(options)
    for issue in reader.issues:
        complain(issue.message)
    failed = 0
    for item in ingest.from_jsonl_lines(sys.stdin.buffer, options=options.ingest):
        try:
            with limit(SECONDS):
                outcome = batch.read_item(reader, item, options=options)
        except TooLong:
            outcome = left_out(reader.info, item, seconds=SECONDS, often="")
        for event in outcome.events:
            sys.stdout.buffer.write(line(event))
        sys.stdout.buffer.flush()
        if outcome.document.status == "failed":
            failed += 1
            if not quiet:
                last = outcome.document.issues[-1]
                complain(f"{outcome.document.document.path}: {last.code}: {last.message}")
    return failed
