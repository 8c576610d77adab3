"""Exact-mention scores of a tagger, with bootstrap intervals over documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray
from train.figures import Estimate
from train.tagger_network import Example

from certwire.consistency import agree
from certwire.network import LABELS, Floats, decode, form_vectors, scores, spans_of

Span = tuple[int, int, int]

SILVER_ONLY = frozenset({"GPE"})
"""Labels that the gold does not hold; left out of the total."""


def _tally(found: Set[Span], gold: Set[Span]) -> NDArray[np.int64]:
    out = np.zeros((3, len(LABELS)), dtype=np.int64)
    for row, spans in enumerate((found & gold, found, gold)):
        for *_, label in spans:
            out[row, label] += 1
    return out


def matches(found: NDArray[np.int64], gold: NDArray[np.int64]) -> NDArray[np.int64]:
    """``(3, labels)``: entities found and right, found, and there, from two tag sequences of one document."""
    return _tally(set(spans_of(found)), set(spans_of(gold)))


def counts(p: Mapping[str, Floats], example: Example) -> NDArray[np.int64]:
    """``matches`` of a document with hard targets, read as the shipped component reads it."""
    view = example.view
    x = form_vectors(p, example.rows)[view.types] + view.flags @ p["flags"]
    words = [view.forms[t] for t in view.types.tolist()]
    found = agree(words, [(i, j, LABELS[k]) for i, j, k in spans_of(decode(scores(p, x, example.groups)))])
    return _tally({(i, j, LABELS.index(label)) for i, j, label in found}, set(spans_of(np.asarray(example.target))))


def _f1(right: float, found: float, there: float) -> float:
    return 2 * right / (found + there) if found + there else 0.0


def figures(per_document: Sequence[NDArray[np.int64]], *, draws: int = 1000, seed: int = 1) -> dict[str, Estimate]:
    """A figure a label, and ``all`` over those of the gold.

    Example:
        counts of two documents -> ``{"DATE": Estimate(...), ..., "all": Estimate(...)}``
    """
    table = np.stack(per_document)
    gold = [i for i, label in enumerate(LABELS) if label not in SILVER_ONLY]
    columns = {label: table[:, :, [i]].sum(2) for i, label in enumerate(LABELS)} | {"all": table[:, :, gold].sum(2)}
    picks = np.random.default_rng(seed).integers(0, len(table), (draws, len(table)))
    out = {}
    for label, c in columns.items():
        right, found, there = c.sum(0).tolist()
        spread = sorted(_f1(*c[pick].sum(0).tolist()) for pick in picks)
        out[label] = Estimate(
            precision=right / found if found else 0.0,
            recall=right / there if there else 0.0,
            f1=_f1(right, found, there),
            low=spread[int(0.025 * draws)],
            high=spread[int(0.975 * draws) - 1],
            n=int(there),
        )
    return out


def table_of(results: Mapping[str, Estimate]) -> str:
    """The figures as a Markdown table."""
    lines = ["| label | precision | recall | F1 | 95 % | mentions |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {k} | {f.precision:.3f} | {f.recall:.3f} | {f.f1:.3f} | {f.low:.3f} to {f.high:.3f} | {f.n} |" for k, f in results.items()
    ]
    return "\n".join(lines) + "\n"
