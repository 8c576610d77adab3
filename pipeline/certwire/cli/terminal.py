"""How things are printed: rich on a terminal, plain lines in a pipe."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from certwire.batch import RunSummary
from certwire.batch import metrics as prometheus
from certwire.batch.engine import Progress as Report

LOG_EVERY = 10.0
"""Seconds between two log lines of a run."""
METRICS_EVERY = 5.0
"""Seconds between two writings of the metrics."""

# what a hostile text could steer a terminal with: escapes, other controls, bidirectional overrides
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Text safe to print on a terminal, code point for code point as long as before."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def complain(message: str) -> None:
    """Tell an error on stderr."""
    console = Console(stderr=True, soft_wrap=True)
    console.print(Text.assemble(("certwire: ", "bold red"), harmless(message)))


def echo(text: str = "") -> None:
    """Print one plain line."""
    typer.echo(harmless(text))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """Print rows under headings: the first column to the left, the others to the right."""
    console = Console()
    if console.is_terminal:
        drawn = Table(title=title or None, title_justify="left")
        for i, column in enumerate(columns):
            drawn.add_column(column, justify="right" if i else "left")
        for row in rows:
            drawn.add_row(*(Text(harmless(cell)) for cell in row))
        console.print(drawn)
        return
    if title:
        echo(title)
    widths = [max(len(row[i]) for row in (columns, *rows)) for i in range(len(columns))]
    for row in (columns, *rows):
        cells = (cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        echo("  ".join(cells).rstrip())


@contextmanager
def reporting(*, quiet: bool = False, metrics: Path | None = None) -> Iterator[Report]:
    """Tell how a run goes: a live line on a terminal, a JSON log line every ``LOG_EVERY`` seconds elsewhere; both on stderr.

    Args:
        quiet: tell nothing.
        metrics: file to keep the counts in, for Prometheus.
    """
    begun = time.monotonic()
    with _told(quiet=quiet) as tell:
        written = begun - METRICS_EVERY

        def report(summary: RunSummary) -> None:
            nonlocal written
            tell(summary)
            now = time.monotonic()
            if metrics is not None and (now - written >= METRICS_EVERY or summary.bytes_read == summary.bytes_planned):
                prometheus.write(metrics, summary, seconds=now - begun)
                written = now

        yield report


@contextmanager
def _told(*, quiet: bool) -> Iterator[Report]:
    if quiet:
        yield lambda summary: None
    elif sys.stderr.isatty():
        with _live() as report:
            yield report
    else:
        yield _Log()


@contextmanager
def _live() -> Iterator[Report]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("loading the model", total=None)
        begun = time.monotonic()

        def report(summary: RunSummary) -> None:
            rate = summary.documents / max(time.monotonic() - begun, 0.001)
            counts = ", ".join(f"{n} {status.replace('_', ' ')}" for status, n in summary.statuses.items() if n)
            description = f"{summary.documents} documents ({counts}), {summary.events} events, {rate:.1f} documents/s"
            progress.update(task, description=description, completed=summary.bytes_read, total=summary.bytes_planned)

        yield report


class _Log:
    """A log line now and then."""

    def __init__(self) -> None:
        self._begun = self._last = time.monotonic()

    def __call__(self, summary: RunSummary) -> None:
        now = time.monotonic()
        if now - self._last >= LOG_EVERY:
            self._last = now
            seconds = now - self._begun
            log(
                "progress",
                documents=summary.documents,
                events=summary.events,
                failed=summary.failed,
                statuses=summary.statuses,
                reused=summary.reused,
                documents_per_second=round(summary.documents / seconds, 1),
                seconds_left=seconds_left(summary, seconds),
            )


def seconds_left(summary: RunSummary, seconds: float) -> float | None:
    """How long a run may still take by the bytes that it has done; None while nobody knows."""
    if not summary.bytes_planned or not summary.bytes_read:
        return None
    return round(max(summary.bytes_planned - summary.bytes_read, 0) * seconds / summary.bytes_read, 1)


def log(event: str, **values: object) -> None:
    """One JSON log line on stderr."""
    typer.echo(json.dumps({"event": event, **values}), err=True)
