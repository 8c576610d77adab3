"""``certwire status``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from certwire.cli.terminal import echo, seconds_left, table


def status(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="What a run of extract writes, or wrote.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how far a run is, while it runs or after it broke off; it is not disturbed.

    Example:

      certwire status out/
    """
    from certwire.batch.status import status as read

    found = read(out)
    summary, seconds = found.summary, found.seconds
    rate = round(summary.documents / seconds, 1) if seconds else None
    left = seconds_left(summary, seconds) if seconds else None
    if as_json:
        about = {"state": found.state, **summary.counts(), "reused": summary.reused, "documents_per_second": rate, "seconds_left": left}
        typer.echo(json.dumps(about))
        return
    what = {"running": "running", "broken": "broken off: give the same command again and it goes on", "finished": "finished"}
    echo(what[found.state])
    if rate is not None:
        planned = f", {100 * summary.bytes_read // summary.bytes_planned}% of the input" if summary.bytes_planned else ""
        left_ = f", {left:.0f} s left" if left is not None and found.state == "running" else ""
        echo(f"{rate} documents/s{planned}{left_}")
    table(("documents", str(summary.documents)), [(f"  {s.replace('_', ' ')}", str(n)) for s, n in summary.statuses.items() if n])
    table(("events", str(summary.events)), [(f"  {a.replace('_', ' ')}", str(n)) for a, n in sorted(summary.actions.items())])
