"""Two trained looks at a name: a linear one at the name alone, then a small network that also sees what the first said of its relatives."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp, fsum
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certwire.orgs.scene import Name

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer of rectified units beside a direct linear path.

    Attributes:
        index: row of each feature in ``table``.
        table: a row a feature: its direct weight, then its weight for each unit.
        bias: a number a unit.
        out: a number a unit.
    """

    index: Mapping[str, int]
    table: Floats
    bias: Floats
    out: Floats

    def scores(self, features: Sequence[Mapping[str, float]]) -> list[float]:
        """Probabilities. Summed row by row without BLAS, whose threads and rounding differ between machines."""
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for one in features:
            starts.append(len(rows))
            known = list(map(self.index.get, one, repeat(-1)))
            rows += [row for row in known if row >= 0]
            values += [value for row, value in zip(known, one.values(), strict=True) if row >= 0]
        sums = np.add.reduceat(self.table[rows] * np.array(values, dtype=np.float32)[:, None], starts, axis=0)
        z = sums[:, 0] + (np.maximum(sums[:, 1:] + self.bias, 0) * self.out).sum(axis=1)
        return [float(p) for p in 1 / (1 + np.exp(-np.clip(z, -30, 30)))]


@dataclass(frozen=True, slots=True)
class Model:
    """Both looks and the least probability at which a name is taken."""

    first: Mapping[str, float]
    second: Network
    threshold: float


@cache
def model() -> Model:
    """The trained model in ``data/organizations_model.json``."""
    return decoded(json.loads(files("certwire").joinpath("data", "organizations_model.json").read_text(encoding="utf-8")))


def encoded(trained: Model) -> dict[str, Any]:
    """A model as plain JSON; numbers in thousandths."""
    net = trained.second
    rows = {f: [round(float(v) * 1000) for v in net.table[i]] for f, i in net.index.items()}
    return {
        "threshold": trained.threshold,
        "first": {f: round(w * 1000) for f, w in sorted(trained.first.items())},
        "bias": [round(float(v) * 1000) for v in net.bias],
        "out": [round(float(v) * 1000) for v in net.out],
        "second": dict(sorted(rows.items())),
    }


def decoded(raw: Mapping[str, Any]) -> Model:
    """The model that ``encoded`` wrote."""
    network = Network(
        {f: i for i, f in enumerate(raw["second"])},
        _thousandths(list(raw["second"].values())),
        _thousandths(raw["bias"]),
        _thousandths(raw["out"]),
    )
    return Model({f: w / 1000 for f, w in raw["first"].items()}, network, raw["threshold"])


def _thousandths(numbers: Any) -> Floats:
    return (np.array(numbers, dtype=np.float32) / np.float32(1000)).astype(np.float32)


def first_look(found: Mapping[str, Name], weights: Mapping[str, float]) -> None:
    """Score every name by what it is alone."""
    for name in found.values():
        f = name.features
        z = fsum(map(mul, map(weights.get, f, repeat(0.0)), f.values()))
        name.score = 1 / (1 + exp(-max(-30.0, min(30.0, z))))


def second_look(found: Mapping[str, Name], network: Network) -> None:
    """Score every name again, its relatives known. Every name has at least the feature ``bias``."""
    if not found:
        return
    for name, score in zip(found.values(), network.scores([n.features for n in found.values()]), strict=True):
        name.score = score
