"""Two trained looks at a name: a linear one at the name alone, then a small network that also sees what the first said of its relatives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certwire.orgs.evidence import Name

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer of rectified units beside a direct linear path.

    Attributes:
        index: row of each feature.
        hidden: features x units.
        bias: a number a unit.
        out: a number a unit.
        direct: a number a feature.
    """

    index: Mapping[str, int]
    hidden: Floats
    bias: Floats
    out: Floats
    direct: Floats

    def scores(self, rows: Floats) -> Floats:
        """Probabilities for rows of feature values."""
        z = np.maximum(rows @ self.hidden + self.bias, 0) @ self.out + rows @ self.direct
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))), dtype=np.float32)


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
    rows = {f: [round(float(net.direct[i]) * 1000), *(round(float(v) * 1000) for v in net.hidden[i])] for f, i in net.index.items()}
    return {
        "threshold": trained.threshold,
        "first": {f: round(w * 1000) for f, w in sorted(trained.first.items())},
        "bias": [round(float(v) * 1000) for v in net.bias],
        "out": [round(float(v) * 1000) for v in net.out],
        "second": dict(sorted(rows.items())),
    }


def decoded(raw: Mapping[str, Any]) -> Model:
    """The model that ``encoded`` wrote."""
    table = np.array(list(raw["second"].values()), dtype=np.float32) / 1000
    network = Network(
        {f: i for i, f in enumerate(raw["second"])},
        np.ascontiguousarray(table[:, 1:]),
        np.array(raw["bias"], dtype=np.float32) / 1000,
        np.array(raw["out"], dtype=np.float32) / 1000,
        np.ascontiguousarray(table[:, 0]),
    )
    return Model({f: w / 1000 for f, w in raw["first"].items()}, network, raw["threshold"])


def first_look(found: Mapping[str, Name], weights: Mapping[str, float]) -> None:
    """Score every name by what it is alone."""
    get = weights.get
    for name in found.values():
        z = 0.0
        for feature, value in name.features.items():
            z += get(feature, 0.0) * value
        name.score = 1 / (1 + exp(-max(-30.0, min(30.0, z))))


def second_look(found: Mapping[str, Name], network: Network) -> None:
    """Score every name again, its relatives known."""
    if not found:
        return
    for name, score in zip(found.values(), network.scores(rows(found, network.index)).tolist(), strict=True):
        name.score = score


def rows(found: Mapping[str, Name], index: Mapping[str, int]) -> Floats:
    """Feature values, a row a name."""
    out = np.zeros((len(found), len(index)), dtype=np.float32)
    get = index.get
    for row, name in enumerate(found.values()):
        for feature, value in name.features.items():
            column = get(feature)
            if column is not None:
                out[row, column] = value
    return out
