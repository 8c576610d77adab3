"""Pins how well the corpus is read: ``python -m train.baseline [--allow-lower]``.

Reads ``corpus/announcements`` with the installed models, scores it against ``corpus/gold.jsonl`` and writes floors a little under the
figures, with the fingerprint of what was read, to ``corpus/baseline.json``; ``tests/test_quality.py`` compares. The models were trained on
these documents too: the floors guard against regressions and measure nothing.
A floor goes up by itself and down only with ``--allow-lower``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from certwire import ingest
from certwire.evaluation import compare, read_gold
from certwire.model import Release
from certwire.runner import Reader

CORPUS = Path(__file__).parents[1] / "corpus"
FIGURES = ("detect", "event_news", "event_all", "slots", "people", "people_full", "organizations", "dates")
# So far under the figure lies its floor: a candidate or two on the brink may fall otherwise on another processor.
MARGIN = 0.01


def fingerprint(corpus: Path = CORPUS) -> str:
    """SHA-256 over the names and bytes of the announcements, sorted by name, and the bytes of the gold."""
    digest = hashlib.sha256()
    for path in (*sorted((corpus / "announcements").iterdir()), corpus / "gold.jsonl"):
        body = path.read_bytes()
        digest.update(f"{path.name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def measure(corpus: Path = CORPUS) -> dict[str, float]:
    """F1 of each of ``FIGURES`` on the corpus."""
    reader = Reader()
    events: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    documents: dict[str, dict[str, Any]] = {}
    for release in ingest.read(corpus / "announcements"):
        if isinstance(release, Release):
            reading = reader.read(release)
            name = Path(release.path).stem
            documents[name] = reading.document.model_dump()
            events[name].extend(e.model_dump() for e in reading.events)
    figures = compare(read_gold(corpus / "gold.jsonl"), events, documents).figures
    return {name: figures[name].f1 for name in FIGURES}


def floor_of(figure: float) -> float:
    """The floor under a figure.

    Example:
        ``floor_of(0.8765)`` -> ``0.866``
    """
    return max(math.floor((figure - MARGIN) * 1000) / 1000, 0.0)


def pinned(measured: Mapping[str, float], old: Mapping[str, float], *, allow_lower: bool = False) -> tuple[dict[str, float], list[str]]:
    """New floors, and the figures that fell under their old ones: those keep them unless they may be lowered."""
    fallen = [name for name in measured if measured[name] < old.get(name, 0.0)]
    floors = {
        name: floor_of(value) if allow_lower and name in fallen else max(floor_of(value), old.get(name, 0.0))
        for name, value in measured.items()
    }
    return floors, fallen


def main(arguments: list[str] | None = None, *, corpus: Path = CORPUS) -> int:
    """Command line; 1 where a figure fell under its floor and may not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--allow-lower", action="store_true", help="let floors go down; say in the commit why")
    options = parser.parse_args(arguments)
    path = corpus / "baseline.json"
    old: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"floors": {}}
    measured = measure(corpus)
    floors, fallen = pinned(measured, old["floors"], allow_lower=options.allow_lower)
    for name, value in measured.items():
        print(f"{name:14} {value:.4f}  floor {old['floors'].get(name, 0):.3f} -> {floors[name]:.3f}")
    if fallen and not options.allow_lower:
        print(f"nothing written: {', '.join(fallen)} fell under the floor; --allow-lower lets it", file=sys.stderr)
        return 1
    path.write_text(json.dumps({"fingerprint": fingerprint(corpus), "floors": floors}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
