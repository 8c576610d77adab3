"""Fits the log-linear models of event reading and of employers: a choice among candidates, L2-regularised, full batch, in numpy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = Sequence[Sequence[str]]


def fit_choice(
    choices: Sequence[Rows], right: Sequence[Sequence[bool]], *, l2: float = 1.0, min_count: int = 3, rounds: int = 250
) -> dict[str, Any]:
    """Fit a model that picks one of several candidates (conditional logit): the scores' softmax within a choice is the probability of each.

    The same choices give the same weights: the JSON object that ``certwire.reading.linear`` reads.

    Args:
        choices: the candidates of each choice, each candidate its features.
        right: which of them are right; choices with none are left out. Without any the model knows nothing.
    """
    usable = [(c, r) for c, r in zip(choices, right, strict=True) if any(r)]
    if not usable:
        return {"weights": {}}
    rows = [row for c, _ in usable for row in c]
    good = np.array([flag for _, r in usable for flag in r], dtype=bool)
    group = np.repeat(np.arange(len(usable)), [len(c) for c, _ in usable])
    starts = np.concatenate([[0], np.cumsum([len(c) for c, _ in usable])])[:-1].astype(np.int64)
    counts = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= min_count)
    index = {f: i for i, f in enumerate(names)}
    cases = [np.array(sorted({index[f] for f in row if f in index}), dtype=np.int64) for row in rows]
    columns = np.concatenate(cases)
    owners = np.repeat(np.arange(len(cases)), [len(c) for c in cases])
    table = np.zeros((len(names), 1))
    state = [np.zeros_like(table), np.zeros_like(table)]
    for step in range(1, rounds + 1):
        scores = np.zeros(len(rows))
        np.add.at(scores, owners, table[columns, 0])
        parts = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        chance = parts / np.add.reduceat(parts, starts)[group]
        mass = np.where(good, chance, 0.0)
        wanted = mass / np.maximum(np.add.reduceat(mass, starts)[group], 1e-12)
        slope = np.zeros_like(table)
        np.add.at(slope[:, 0], columns, (chance - wanted)[owners])
        slope += l2 * table
        _adam(table, slope, state[0], state[1], step)
    kept = {f: round(float(table[i, 0]), 4) for f, i in index.items() if abs(table[i, 0]) >= 0.005}
    return {"weights": kept}


def _adam(value: NDArray[Any], slope: NDArray[Any], mean: NDArray[Any], square: NDArray[Any], step: int) -> None:
    mean *= 0.9
    mean += 0.1 * slope
    square *= 0.99
    square += 0.01 * slope**2
    value -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
