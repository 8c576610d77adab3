"""Grows the trees of event reading: extremely randomised trees over features that are there or not; same rows, same trees. Numpy only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certwire.reading.forest import Forest

TREES = 60
SMALLEST_LEAF = 3
TRIED = 0.1
"""Chosen in cross-validation, as the number of trees and the size of a leaf."""


def fit(
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    *,
    weights: Sequence[float],
    min_count: int = 30,
    trees: int = TREES,
    tried: float = TRIED,
    seed: int = 0,
) -> Forest:
    """Grow a forest.

    Args:
        rows: the features of each case.
        right: whether each is a "yes".
        weights: how much each counts.
        min_count: features seen in fewer cases are left out.
        trees: how many.
        tried: the share of the features of which a node takes the best.
        seed: of the draws.
    """
    counts = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= min_count)
    columns = {f: i for i, f in enumerate(names)}
    seen = np.zeros((len(names), len(rows)), dtype=bool)
    for i, row in enumerate(rows):
        seen[[columns[f] for f in row if f in columns], i] = True
    mass = np.asarray(weights, dtype=np.float64)
    yes = mass * np.asarray(right, dtype=np.float64)
    rng = np.random.default_rng(seed)
    nodes = _Nodes(leaf=len(names), tried=round(tried * len(names)))
    roots = [nodes.grow(seen, yes, mass, np.arange(len(rows)), rng) for _ in range(trees)]
    return Forest(
        columns=columns,
        roots=np.array(roots, dtype=np.int32),
        asks=np.array(nodes.asks, dtype=np.int32),
        present=np.array(nodes.present, dtype=np.int32),
        share=np.array(nodes.share, dtype=np.float32),
    )


def arrays(name: str, forest: Forest) -> dict[str, NDArray[Any]]:
    """What ``certwire.reading.forest.read`` reads."""
    return {
        f"{name}.names": np.array(list(forest.columns), dtype=np.str_),
        f"{name}.roots": forest.roots,
        f"{name}.asks": forest.asks.astype(np.uint16),
        f"{name}.present": forest.present,
        f"{name}.share": forest.share.astype(np.float16),
    }


class _Nodes:
    """The nodes of all trees, each tree in the order in which it is walked."""

    def __init__(self, *, leaf: int, tried: int) -> None:
        self.asks: list[int] = []
        self.present: list[int] = []
        self.share: list[float] = []
        self._leaf = leaf
        self._tried = tried

    def grow(
        self,
        seen: NDArray[np.bool_],
        yes: NDArray[np.float64],
        mass: NDArray[np.float64],
        cases: NDArray[np.intp],
        rng: np.random.Generator,
    ) -> int:
        """Add one tree and return its root."""
        root = len(self.asks)
        waiting: list[tuple[NDArray[np.intp], int]] = [(cases, -1)]
        while waiting:
            here, parent = waiting.pop()
            if parent >= 0:
                self.present[parent] = len(self.asks)
            best = self._best(seen, yes, mass, here, rng)
            self.present.append(0)
            self.asks.append(self._leaf if best is None else best)
            self.share.append(float(yes[here].sum() / mass[here].sum()) if best is None else 0.0)
            if best is not None:
                there = seen[best, here]
                waiting.append((here[there], len(self.asks) - 1))
                waiting.append((here[~there], -1))
        return root

    def _best(
        self, seen: NDArray[np.bool_], yes: NDArray[np.float64], mass: NDArray[np.float64], here: NDArray[np.intp], rng: np.random.Generator
    ) -> int | None:
        """Of some features drawn by chance, the one that parts "yes" from "no" best (Gini); None for a leaf."""
        total, good = mass[here].sum(), yes[here].sum()
        if not self._leaf or len(here) < 2 * SMALLEST_LEAF or good <= 0 or good >= total:
            return None
        drawn = rng.choice(self._leaf, size=max(1, self._tried), replace=False)
        block = seen[drawn][:, here] if len(here) > len(mass) // 2 else seen[np.ix_(drawn, here)]
        many = block.sum(axis=1)
        part = block @ mass[here]
        part_good = block @ yes[here]
        usable = (many >= SMALLEST_LEAF) & (len(here) - many >= SMALLEST_LEAF)
        if not usable.any():
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = part_good**2 / part + (good - part_good) ** 2 / (total - part)
        return int(drawn[int(np.argmax(np.where(usable, gain, -1.0)))])
