"""Extremely randomised trees over named features: what words mean together, which a sum of weights cannot say.

Geurts, Ernst and Wehenkel 2006, "Extremely randomized trees". Every feature is there or not, so a node asks for one name. The trees are a
plain ``.npz`` of numbers and names (no pickle), grown by ``train/forest.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees that vote with the share of "yes" in their leaves.

    Attributes:
        columns: feature name -> its number.
        roots: the first node of each tree.
        asks: the feature a node asks for; the number of features at a leaf.
        present: the node to go to where the feature is there; the next node is for where it is not.
        share: of "yes" among the cases that a leaf was grown from; 0 elsewhere.
    """

    columns: Mapping[str, int]
    roots: NDArray[np.int32]
    asks: NDArray[np.int32]
    present: NDArray[np.int32]
    share: NDArray[np.float32]
    # Plain lists: a walk of some 15 steps a tree is three times as fast in them as in arrays.
    _plain: tuple[list[int], list[int], list[int], list[float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plain", (self.roots.tolist(), self.asks.tolist(), self.present.tolist(), self.share.tolist()))

    def chance(self, features: Sequence[str]) -> float:
        """The mean share of "yes" over the trees; unknown features count nothing.

        Example:
            one tree that asks for "a" (1.0 with it, 0.0 without), features ``("a", "b")`` -> ``1.0``
        """
        roots, asks, present, share = self._plain
        leaf = len(self.columns)
        there = bytearray(leaf + 1)
        there[leaf] = 1  # a leaf ends the way along "not there" as a feature that is there does
        for name in features:
            at = self.columns.get(name)
            if at is not None:
                there[at] = 1
        total = 0.0
        for node in roots:
            while True:
                while not there[asks[node]]:
                    node += 1
                if asks[node] == leaf:
                    break
                node = present[node]
            total += share[node]
        return total / len(roots)


def read(stored: Mapping[str, NDArray[np.generic]], name: str) -> Forest:
    """A forest from its arrays: ``NAME.names``, ``NAME.roots``, ``NAME.asks``, ``NAME.present``, ``NAME.share``."""
    return Forest(
        columns={str(feature): i for i, feature in enumerate(stored[f"{name}.names"])},
        roots=stored[f"{name}.roots"].astype(np.int32),
        asks=stored[f"{name}.asks"].astype(np.int32),
        present=stored[f"{name}.present"].astype(np.int32),
        share=stored[f"{name}.share"].astype(np.float32),
    )
