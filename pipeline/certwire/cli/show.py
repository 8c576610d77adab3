"""``certwire show``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.json import JSON
from rich.text import Text

from certwire.cli.terminal import complain, echo, harmless
from certwire.config import load
from certwire.errors import UsageError
from certwire.model import Issue, Mention, Release

STYLES = {
    "person": "bold green",
    "role": "green",
    "organization": "bold cyan",
    "date": "bold blue",
    "scheme": "bold magenta",
    "event": "reverse yellow",
}
OTHER = "underline"


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One release, or a file that holds several.")],
    number: Annotated[int, typer.Option("--number", "-n", metavar="N", min=1, help="Which document of a file that holds several.")] = 1,
    config: Annotated[Path | None, typer.Option("--config", "-c", metavar="TOML", help="Settings.")] = None,
) -> None:
    """Show one release with its mentions marked and its records.

    On a terminal mentions stand in colour; in a pipe they are listed with their offsets.

    Example:

      certwire show releases/acme.txt
    """
    from certwire import batch, ingest

    options = load(config)
    if not file.is_file():
        raise UsageError(f"{file}: no such file")
    item = next(islice(ingest.read(file, options=options.ingest), number - 1, None), None)
    if item is None:
        raise UsageError(f"{file}: it holds no document number {number}")
    if isinstance(item, Issue):
        complain(f"{item.path}: {item.code}: {item.message}")
        raise typer.Exit(1)
    reading = batch.open_reader(options).read(item)
    console = Console(soft_wrap=True)
    _header(item)
    if console.is_terminal:
        console.print(marked(item, reading.mentions))
        console.print(Text.assemble("\n", *((f" {kind} ", style) for kind, style in STYLES.items())))
    else:
        echo(harmless(item.text))
        echo()
        for m in reading.mentions:
            echo(f"{m.start:6}-{m.end:<6} {m.kind:12} {m.text!r}  {m.source}")
    for record in (*reading.events, reading.document):
        text = record.model_dump_json(indent=2)
        console.print(JSON(harmless(text))) if console.is_terminal else echo(text)


def marked(release: Release, mentions: Sequence[Mention]) -> Text:
    """The release's text with a style on every mention; what lies inside another comes out on top."""
    text = Text(harmless(release.text))
    for m in sorted(mentions, key=lambda m: m.start - m.end):
        text.stylize(STYLES.get(m.kind, OTHER), m.start, m.end)
    return text


def _header(release: Release) -> None:
    day = f"{release.published} ({release.published_basis})" if release.published else "unknown"
    for label, value in (("path", release.path), ("title", release.title), ("published", day), ("language", release.language)):
        echo(f"{label + ':':11}{value or ''}")
    for issue in release.issues:
        echo(f"issue:     {issue.code}: {issue.message}")
    echo()
