"""Log-linear models over named features: what a few thousand weights say of a candidate, and how sure they are.

The weights are a plain JSON file (no pickle), ``{"classes": [...], "bias": [...], "weights": {"feature": [w, ...]}}`` a model;
trained by ``train/events.py``.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from certwire.reading.confidence import Scale


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

    def scores(self, features: Iterable[str]) -> tuple[float, ...]:
        """Log-odds (binary) or unnormalised log-probabilities, one a class; unknown features count nothing."""
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
        scores = self.scores(features)
        if len(scores) == 1:
            return (sigmoid(scores[0]),)
        return softmax(scores)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models of event reading.

    Attributes:
        thresholds: the probability from which on a binary model says yes; ``overall`` and ``strength``: see ``extractors.events``.
        calibration: from what the models gave to the probability that a field is right; empty where none was measured.
    """

    event: Model
    action: Model
    recipient: Model
    certifier: Model
    thresholds: Mapping[str, float]
    calibration: Mapping[str, Scale]
    version: str


def read(raw: Mapping[str, Any]) -> Models:
    """The models from their JSON object."""
    models = {
        name: Model(classes=tuple(m["classes"]), bias=tuple(m["bias"]), weights={f: tuple(w) for f, w in m["weights"].items()})
        for name, m in raw["models"].items()
    }
    scales = {field: Scale(bias=float(s["bias"]), weights=s["weights"]) for field, s in raw.get("calibration", {}).items()}
    return Models(thresholds=dict(raw["thresholds"]), calibration=scales, version=str(raw["version"]), **models)


@cache
def shipped() -> Models:
    """The models that come with the package (``data/events_model.json``)."""
    return read(json.loads(_stored()))


@cache
def version() -> str:
    """Name, version and weights of the shipped models, as records carry them: ``events-2+5aae0a62``."""
    stored = _stored()
    return f"{json.loads(stored)['version']}+{hashlib.sha256(stored).hexdigest()[:8]}"


def _stored() -> bytes:
    return files("certwire").joinpath("data", "events_model.json").read_bytes()
