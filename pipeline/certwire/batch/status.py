"""What a run is doing, or had done when it broke: read from its journal, without disturbing it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from certwire.batch import journal
from certwire.batch.summary import RunSummary
from certwire.batch.writing import RUN
from certwire.errors import UsageError

State: TypeAlias = Literal["running", "broken", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A run as its journal tells it.

    Attributes:
        state: ``running``; ``broken``: the same command would go on with it; ``finished``: the output is whole.
        summary: counts so far.
        seconds: since this try began, at the last part that was finished; None for a finished run.
    """

    state: State
    summary: RunSummary
    seconds: float | None = None


def status(out: Path) -> Status:
    """The status of the run that writes, or wrote, into a folder.

    Raises:
        UsageError: nothing was ever run there.

    Example:
        ``status(Path("out")).state`` -> ``"running"``
    """
    summary = RunSummary(out=out)
    seconds = 0.0
    seen = False
    for line in journal.read_journal(out / journal.FOLDER):
        if "run" in line:
            seen, summary, seconds = True, RunSummary(out=out), 0.0
        elif "part" in line:
            summary.absorb(journal.part_of(line).counts)
            summary.reused += line.get("reused", 0)
            summary.bytes_read += line.get("bytes", 0)
            seconds = line.get("seconds", seconds)
        elif "planned" in line:
            summary.bytes_planned = line["planned"]
    if seen:
        return Status(state="running" if journal.locked(out) else "broken", summary=summary, seconds=seconds)
    try:
        run = json.loads((out / RUN).read_bytes())
        for name in ("documents", "events", "statuses", "actions", "issues"):
            setattr(summary, name, run[name])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{out}: no run of certwire is or was here") from error
    return Status(state="finished", summary=summary)
