"""Log-linear models over named features: what a few thousand weights say of a candidate.

The weights are plain JSON (no pickle), ``{"weights": {"feature": w, ...}}`` a model; fitted by ``train/logistic.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

_SUREST = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Scores of candidates that exclude each other. ``weights``: by the names of features."""

    weights: Mapping[str, float]

    def score(self, features: Iterable[str]) -> float:
        """A candidate's score; unknown features count nothing.

        Example:
            weight 1 for "a", features ``("a", "b")`` -> ``1.0``
        """
        return math.fsum(map(self.weights.get, features, repeat(0.0)))


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
    return Model(weights=dict(raw["weights"]))
