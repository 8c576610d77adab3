"""The counts of a run as a Prometheus text file, for the textfile collector of a node exporter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from certwire.batch.summary import RunSummary


def write(path: Path, summary: RunSummary, *, seconds: float) -> None:
    """Replace the file, so that a collector never meets half of one.

    Args:
        path: where to.
        summary: the counts so far.
        seconds: since the run began.
    """
    part = path.with_name(f".{path.name}.part")
    part.write_text(text(summary, seconds=seconds), encoding="utf-8")
    part.replace(path)


def text(summary: RunSummary, *, seconds: float) -> str:
    """The counts in the text format, e.g. ``certwire_documents_total{status="events"} 12``."""
    return "".join(_lines(summary, seconds))


def _lines(summary: RunSummary, seconds: float) -> Iterator[str]:
    yield from _family("documents_total", "counter", "Documents done, by status.", _labelled("status", summary.statuses))
    yield from _family("events_total", "counter", "Events found, by action.", _labelled("action", summary.actions))
    yield from _family("issues_total", "counter", "Issues, by code.", _labelled("code", summary.issues))
    yield from _family("reused_documents_total", "counter", "Documents taken over from an earlier run.", {"": summary.reused})
    yield from _family("input_bytes_total", "counter", "Bytes of the input that are done.", {"": summary.bytes_read})
    if summary.bytes_planned is not None:
        yield from _family("input_bytes", "gauge", "Bytes of the input.", {"": summary.bytes_planned})
    yield from _family("run_seconds", "gauge", "Seconds since the run began.", {"": round(seconds, 3)})


def _labelled(label: str, counts: Mapping[str, int]) -> dict[str, float]:
    return {f'{label}="{name}"': count for name, count in sorted(counts.items())}


def _family(name: str, kind: str, help_: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP certwire_{name} {help_}\n# TYPE certwire_{name} {kind}\n"
    for labels, value in values.items():
        yield f"certwire_{name}{f'{{{labels}}}' if labels else ''} {value}\n"
