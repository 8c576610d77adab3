"""Every figure of ``certwire evaluate`` with the interval it is sure within, as a Markdown table.

    python -m train.figures GOLD.jsonl OUT [GOLD OUT ...]

Several pairs are pooled into one table. Documents that the gold has and OUT has not count as read empty, as in ``certwire evaluate``; their
number is told on stderr. An interval holds F1 in 95 of 100 draws of as many documents, with replacement (bootstrap, seeded).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from certwire.errors import UsageError
from certwire.evaluation import FIGURES, read_gold, read_output, tally

DRAWS: Final = 1000
SEED: Final = 1
READERS: Final[Mapping[str, float]] = {
    "detect": 0.96,
    "event_news": 0.91,
    "event_all": 0.88,
    "slots": 0.94,
    "slot_certifier": 0.94,
    "people": 0.99,
    "people_role": 0.94,
    "people_full": 0.94,
    "organizations": 0.99,
    "dates": 0.99,
}
"""F1 of two careful readers against each other, on some of the same releases."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure over all documents, the bounds of F1, and how many there are in the gold."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    n: int


def counts(gold: Sequence[Mapping[str, Any]], events: Mapping[str, Any], documents: Mapping[str, Any]) -> Counts:
    """Right, wrong and missed by document and figure: ``(documents, figures, 3)``."""
    rows = []
    for document in gold:
        tallies = tally(document, events.get(document["doc"], ()), documents.get(document["doc"], {}))
        rows.append([(t.tp, t.fp, t.fn) for t in (tallies[name] for name in FIGURES)])
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(FIGURES), 3)


def _scores(summed: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Precision, recall and F1 from counts in the last axis; 0 where there is nothing to divide by."""
    tp, fp, fn = (summed[..., i].astype(float) for i in range(3))
    return tp / np.maximum(tp + fp, 1), tp / np.maximum(tp + fn, 1), 2 * tp / np.maximum(2 * tp + fp + fn, 1)


def estimates(table: Counts, *, draws: int = DRAWS, seed: int = SEED) -> dict[str, Estimate]:
    """A figure each, by name, with its bootstrap interval over documents.

    Example:
        ``counts`` of four documents, all right -> every figure that the gold has with f1, low and high 1.0
    """
    size = len(table)
    picks = np.random.default_rng(seed).integers(0, size, (draws, size))
    # How often each document is drawn: a draw's counts are then one product of matrices.
    often = np.stack([np.bincount(pick, minlength=size) for pick in picks])
    drawn = (often @ table.reshape(size, -1)).reshape(draws, len(FIGURES), 3)
    low, high = np.quantile(_scores(drawn)[2], [0.025, 0.975], axis=0)
    total = table.sum(0)
    p, r, f1 = _scores(total)
    return {
        name: Estimate(
            precision=float(p[i]),
            recall=float(r[i]),
            f1=float(f1[i]),
            low=float(low[i]),
            high=float(high[i]),
            n=int(total[i, 0] + total[i, 2]),
        )
        for i, name in enumerate(FIGURES)
    }


def markdown(results: Mapping[str, Estimate]) -> str:
    """The table, with the readers' agreement beside each figure that they have one for."""
    lines = ["| figure | P | R | F1 | 95 % | readers | n |", "|---|---|---|---|---|---|---|"]
    for name, e in results.items():
        readers = f"{READERS[name]:.2f}" if name in READERS else ""
        lines.append(f"| {name} | {e.precision:.3f} | {e.recall:.3f} | {e.f1:.3f} | {e.low:.3f} to {e.high:.3f} | {readers} | {e.n} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 2 for files that are not gold or no output."""
    parser = argparse.ArgumentParser(
        prog="python -m train.figures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="+", type=Path, metavar="GOLD.jsonl OUT", help="gold, and the folder that holds events.jsonl")
    given = parser.parse_args(arguments)
    if len(given.pairs) % 2:
        parser.error("every GOLD.jsonl needs its OUT")
    tables, unread = [], 0
    try:
        for path, folder in zip(given.pairs[::2], given.pairs[1::2], strict=True):
            gold, output = read_gold(path), read_output(folder)
            unread += sum(d["doc"] not in output.documents for d in gold)
            tables.append(counts(gold, output.events, output.documents))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    table = np.concatenate(tables)
    if not len(table):
        print("there is no document in the gold", file=sys.stderr)
        return 2
    print(f"{len(table)} documents, {unread} of them not in the output", file=sys.stderr)
    print(markdown(estimates(table)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
