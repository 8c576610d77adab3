"""What event reading has learnt: its networks, trees and weights, and how they are asked together.

Weights, thresholds and calibration are a JSON file (``data/events_model.json``), networks and trees the arrays beside it (``.npz``, no
pickle); taught by ``train/events.py``.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from certwire.reading import forest, linear, perceptron
from certwire.reading.confidence import Scale
from certwire.reading.features import ACTIONS
from certwire.reading.forest import Forest
from certwire.reading.linear import Model, logit, sigmoid, softmax
from certwire.reading.perceptron import Perceptron

TREES_SHARE = 0.3
"""How much of the log-odds of an event, and of news, the trees say, the rest the network; chosen in cross-validation."""
_HOPELESS = -3.0
"""Log-odds below which the trees are not asked."""
ASKED = ("event", "news", *ACTIONS)
"""What the outputs of the network about a scheme mention stand for."""
NETWORKS = ("mention", "recipient", "certifier")
FORESTS = ("event", "news")


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models of event reading.

    Attributes:
        mention: of a scheme mention: is it an event, is it news of one, which action (``ASKED``).
        recipient, certifier: whether a party is the one.
        thresholds: the probability from which on the answer is yes; ``overall`` and ``strength``: see ``extractors.events``.
        calibration: from what the models gave to the probability that a field is right; empty where none was measured.
        trees, news_trees: what has a say in "is it an event?" and "is it news of one?" as well; None where the network decides alone.
        antecedent: which scheme "the certificate" stands for; None where that is not asked.
        date: which date the event took effect on; None where rules alone tell.
    """

    mention: Perceptron
    recipient: Perceptron
    certifier: Perceptron
    thresholds: Mapping[str, float]
    calibration: Mapping[str, Scale]
    version: str
    trees: Forest | None = None
    news_trees: Forest | None = None
    antecedent: Model | None = None
    date: Model | None = None

    def asked(self, features: Sequence[str]) -> Mapping[str, float]:
        """What the network says of a scheme mention: one number (log-odds) for each of ``ASKED``."""
        return dict(zip(ASKED, map(float, self.mention.scores([features])[0]), strict=True))

    def event_chance(self, features: Sequence[str], told: Mapping[str, float] | None = None) -> float:
        """The probability that a scheme mention is an event, by network and trees together.

        Args:
            features: of the mention.
            told: what ``asked`` says of it, if it is known already.
        """
        said = (told or self.asked(features))["event"]
        return sigmoid(_mixed(said, self.trees, features))

    def strength(self, features: Sequence[str], told: Mapping[str, float], *, otherwise: float) -> float:
        """The probability that a scheme mention is news of an event: the mean log-odds of two ways to ask.

        Args:
            features: of the mention.
            told: what ``asked`` says of it.
            otherwise: the probability that it is an event and news, as ``event_chance`` and ``actions`` give it.
        """
        return sigmoid((logit(otherwise) + _mixed(told["news"], self.news_trees, features)) / 2)


def actions(told: Mapping[str, float]) -> dict[str, float]:
    """The probability of each action.

    Args:
        told: what ``asked`` says of a mention.
    """
    return dict(zip(ACTIONS, softmax([told[a] for a in ACTIONS]), strict=True))


def _mixed(said: float, trees: Forest | None, features: Sequence[str]) -> float:
    """Log-odds by a network and trees together."""
    if trees is None or said < _HOPELESS:
        return said
    return (1 - TREES_SHARE) * said + TREES_SHARE * logit(trees.chance(features))


def read(raw: Mapping[str, Any]) -> Models:
    """The models from their JSON object, with the trees under ``forests`` and the networks under ``networks``."""
    weights: dict[str, Model] = {name: linear.read(m) for name, m in raw["models"].items()}
    networks, trees = raw["networks"], raw["forests"]
    return Models(
        mention=networks["mention"],
        recipient=networks["recipient"],
        certifier=networks["certifier"],
        trees=trees["event"],
        news_trees=trees["news"],
        antecedent=weights.get("antecedent"),
        date=weights.get("date"),
        thresholds=dict(raw["thresholds"]),
        calibration={field: Scale(bias=float(s["bias"]), weights=s["weights"]) for field, s in raw.get("calibration", {}).items()},
        version=str(raw["version"]),
    )


@cache
def shipped() -> Models:
    """The models that come with the package."""
    weights, stored = _stored()
    with np.load(io.BytesIO(stored), allow_pickle=False) as found:
        arrays = dict(found)
    forests = {name: forest.read(arrays, name) for name in FORESTS}
    networks = {name: perceptron.read(arrays, name) for name in NETWORKS}
    return read({**json.loads(weights), "forests": forests, "networks": networks})


@cache
def version() -> str:
    """Name, version and content of the shipped models, as records carry them: ``events-6+5aae0a62``."""
    weights, arrays = _stored()
    return f"{json.loads(weights)['version']}+{hashlib.sha256(weights + arrays).hexdigest()[:8]}"


def _stored() -> tuple[bytes, bytes]:
    data = files("certwire").joinpath("data")
    return data.joinpath("events_model.json").read_bytes(), data.joinpath("events_model.npz").read_bytes()
