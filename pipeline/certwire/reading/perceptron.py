"""A small network over named features: one layer of rectified units beside a direct linear path, so that features can mean more together.

Every feature is there or not, so the first layer is a sum of rows. The numbers are a plain ``.npz`` (no pickle), taught by
``train/perceptron.py``. The log-odds of several questions about the same features come from one network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Perceptron:
    """Scores of rows of features.

    Attributes:
        rows: feature name -> its row of ``inward``.
        inward: ``(features + 1, hidden + outputs)``: what each feature adds to the hidden units, and to the outputs directly; the last row,
            all zeros, stands for none.
        bias: ``(hidden + outputs,)``.
        outward: ``(hidden, outputs)``.
    """

    rows: Mapping[str, int]
    inward: Floats
    bias: Floats
    outward: Floats

    def scores(self, cases: Sequence[Sequence[str]]) -> Floats:
        """One row of outputs a case, as log-odds, for at least one case; unknown features count nothing.

        Example:
            bias 0.5 and no feature known -> ``[[0.5]]``
        """
        none, get = len(self.rows), self.rows.get
        known: list[int] = []
        starts: list[int] = []
        for case in cases:
            starts.append(len(known))
            known.append(none)
            known += [at for name in case if (at := get(name)) is not None]
        summed: Floats = np.add.reduceat(self.inward[known], starts, axis=0, dtype=np.float32)
        units = summed + self.bias
        hidden = len(self.outward)
        scores: Floats = units[:, hidden:] + np.maximum(units[:, :hidden], 0) @ self.outward
        return scores


def read(stored: Mapping[str, NDArray[np.generic]], name: str) -> Perceptron:
    """A network from its arrays: ``NAME.names``, ``NAME.inward``, ``NAME.bias``, ``NAME.outward``."""
    inward = stored[f"{name}.inward"].astype(np.float32)
    return Perceptron(
        rows={str(feature): i for i, feature in enumerate(stored[f"{name}.names"])},
        inward=np.concatenate([inward, np.zeros((1, inward.shape[1]), dtype=np.float32)]),
        bias=stored[f"{name}.bias"].astype(np.float32),
        outward=stored[f"{name}.outward"].astype(np.float32),
    )
