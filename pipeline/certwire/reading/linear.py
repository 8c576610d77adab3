"""Log-linear models over named features: what a few thousand weights say of a candidate, and how sure they are.

The weights are a plain JSON file (no pickle), ``{"classes": [...], "bias": [...], "weights": {"feature": [w, ...]}}`` a model, beside it
the trees that have a say in "is it an event?"; trained by ``train/events.py``.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Any

import numpy as np

from certwire.reading import forest
from certwire.reading.confidence import Scale
from certwire.reading.forest import Forest

TREES_SHARE = 0.65
"""How much of the log-odds of an event the trees say, the rest the weights; chosen in cross-validation."""
_SUREST = 0.001
_HOPELESS = -3.0
"""Log-odds below which the trees are not asked: of 1,400 such mentions in annotated releases they made none an event."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models of event reading.

    Attributes:
        thresholds: the probability from which on a binary model says yes; ``overall`` and ``strength``: see ``extractors.events``.
        calibration: from what the models gave to the probability that a field is right; empty where none was measured.
        trees: what helps ``event`` decide; None where the weights decide alone.
        news, news_trees: whether a mention is news of an event, asked in one; None where ``event`` and ``action`` tell it alone.
        antecedent: which scheme "the certificate" stands for; None where that is not asked.
        date: which date the event took effect on; None where rules alone tell.
    """

    event: Model
    action: Model
    recipient: Model
    certifier: Model
    thresholds: Mapping[str, float]
    calibration: Mapping[str, Scale]
    version: str
    trees: Forest | None = None
    news: Model | None = None
    news_trees: Forest | None = None
    antecedent: Model | None = None
    date: Model | None = None

    def event_chance(self, features: Sequence[str]) -> float:
        """The probability that a scheme mention is an event, by weights and trees together.

        Example:
            weights that give 0.5, trees that give 0.5 -> ``0.5``
        """
        return sigmoid(_mixed(self.event, self.trees, features))

    def strength(self, features: Sequence[str], told: float) -> float:
        """The probability that a scheme mention is news of an event: the mean log-odds of two ways to ask.

        Args:
            features: of the mention.
            told: the probability that it is an event and news, as ``event`` and ``action`` give it.

        Example:
            no ``news`` model, told 0.7 -> ``0.7``
        """
        if self.news is None:
            return told
        return sigmoid((logit(told) + _mixed(self.news, self.news_trees, features)) / 2)


def _mixed(weights: Model, trees: Forest | None, features: Sequence[str]) -> float:
    """Log-odds by weights and trees together."""
    said = weights.score(features)
    if trees is None or said < _HOPELESS:
        return said
    return (1 - TREES_SHARE) * said + TREES_SHARE * logit(trees.chance(features))


def logit(chance: float) -> float:
    """Log-odds of a probability, none of them surer than 1 in 1,000."""
    sure = min(max(chance, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))


def read(raw: Mapping[str, Any]) -> Models:
    """The models from their JSON object, the trees under ``forests`` if it has any."""
    models = {
        name: Model(classes=tuple(m["classes"]), bias=tuple(m["bias"]), weights={f: tuple(w) for f, w in m["weights"].items()})
        for name, m in raw["models"].items()
    }
    scales = {field: Scale(bias=float(s["bias"]), weights=s["weights"]) for field, s in raw.get("calibration", {}).items()}
    trees = raw.get("forests", {})
    return Models(
        thresholds=dict(raw["thresholds"]),
        calibration=scales,
        version=str(raw["version"]),
        trees=trees.get("event"),
        news_trees=trees.get("news"),
        **models,
    )


@cache
def shipped() -> Models:
    """The models that come with the package (``data/events_model.json`` and ``.npz``)."""
    weights, trees = _stored()
    with np.load(io.BytesIO(trees), allow_pickle=False) as stored:
        return read({**json.loads(weights), "forests": {name: forest.read(stored, name) for name in ("event", "news")}})


@cache
def version() -> str:
    """Name, version and content of the shipped models, as records carry them: ``events-2+5aae0a62``."""
    weights, trees = _stored()
    return f"{json.loads(weights)['version']}+{hashlib.sha256(weights + trees).hexdigest()[:8]}"


def _stored() -> tuple[bytes, bytes]:
    data = files("certwire").joinpath("data")
    return data.joinpath("events_model.json").read_bytes(), data.joinpath("events_model.npz").read_bytes()
