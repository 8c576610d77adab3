"""Log-linear models over named features: what a few thousand weights say of a candidate, and how sure they are.

The weights are plain JSON (no pickle), ``{"classes": [...], "bias": [...], "weights": {"feature": [w, ...]}}`` a model; fitted by
``train/logistic.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

_SUREST = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A multinomial (or, with one class, binary) logistic model.

    Attributes:
        classes: names of the outcomes; one name means "yes" against "no".
        bias: one number a class.
        weights: feature name -> one number a class.
    """

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    # The weights of a binary model as bare numbers: half of event reading is adding them up.
    _single: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_single", {f: row[0] for f, row in self.weights.items()} if len(self.bias) == 1 else {})

    def score(self, features: Iterable[str]) -> float:
        """Log-odds of a binary model, or a candidate's score; unknown features count nothing.

        Example:
            bias 0.5, weight 1 for "a", features ``("a", "b")`` -> ``1.5``
        """
        return self.bias[0] + math.fsum(map(self._single.get, features, repeat(0.0)))

    def scores(self, features: Iterable[str]) -> tuple[float, ...]:
        """Unnormalised log-probabilities, one a class (log-odds where there is one); unknown features count nothing."""
        totals = list(self.bias)
        get = self.weights.get
        for name in features:
            row = get(name)
            if row is not None:
                for i, weight in enumerate(row):
                    totals[i] += weight
        return tuple(totals)

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """Probability of each class; of "yes" alone for a binary model.

        Example:
            a binary model with bias 0 and no known feature -> ``(0.5,)``
        """
        return (sigmoid(self.score(features)),) if len(self.bias) == 1 else softmax(self.scores(features))

    def probability(self, features: Iterable[str]) -> float:
        """Probability of "yes" of a binary model."""
        return self.probabilities(features)[0]


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """Scores of candidates that exclude each other as probabilities."""
    top = max(scores)
    parts = [math.exp(s - top) for s in scores]
    whole = math.fsum(parts)
    return tuple(p / whole for p in parts)


def sigmoid(score: float) -> float:
    """Logistic function, safe for large arguments."""
    return 1 / (1 + math.exp(-score)) if score >= 0 else math.exp(score) / (1 + math.exp(score))


def logit(chance: float) -> float:
    """Log-odds of a probability, none of them surer than 1 in 1,000."""
    sure = min(max(chance, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))


def read(raw: Mapping[str, Any]) -> Model:
    """A model from its JSON object."""
    return Model(classes=tuple(raw["classes"]), bias=tuple(raw["bias"]), weights={f: tuple(w) for f, w in raw["weights"].items()})
