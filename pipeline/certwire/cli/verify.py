"""``certwire verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from certwire.cli.terminal import complain, echo, harmless

SHOWN = 50
"""Findings printed."""


def verify(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="What extract wrote.")],
    source: Annotated[
        list[Path] | None, typer.Option(metavar="IN", help="Where the inputs lie now, one for each, if they were moved.")
    ] = None,
) -> None:
    """Prove an output: read the sources again and check every hash, offset and piece of evidence.

    Exit status: 0 all holds, 1 something was altered (the line is named), 2 wrong usage.

    Example:

      certwire verify out/
    """
    from certwire.verify import verify as prove

    proof = prove(out, source=source or ())
    for finding in proof.findings[:SHOWN]:
        place = finding.file if finding.line is None else f"{finding.file}, line {finding.line}"
        typer.echo(harmless(f"{place}: {finding.message}"), err=True)
    if proof.findings:
        complain(f"{out} does not hold: {len(proof.findings)} findings")
        raise typer.Exit(1)
    echo(f"{out} holds: {proof.documents} documents, {proof.events} events, {proof.offsets} offsets")
