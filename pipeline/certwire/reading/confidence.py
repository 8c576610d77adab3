"""How sure a reading is: calibrated probabilities from the log-odds of the models of event reading.

Platt scaling with several scores (Platt 1999); the weights are fitted on cross-validated readings alone (``train/calibration.py``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from certwire.model import Attr

FIELDS = ("overall", "scheme", "action", "recipient", "certifier")
_SOURCES = {"event": "probability", "strength": "strength", "action": "p_action", "recipient": "p_recipient", "certifier": "p_certifier"}
_FURTHEST = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The logistic function of one field: a bias and a weight a signal."""

    bias: float
    weights: Mapping[str, float]

    def chance(self, signals: Mapping[str, float]) -> float:
        """The probability that the field is right.

        Example:
            ``Scale(bias=0.0, weights={}).chance({})`` -> ``0.5``
        """
        score = self.bias + math.fsum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def signals(attrs: Mapping[str, Attr]) -> dict[str, float]:
    """What calibration goes by, from the attributes of an event mention: log-odds, and three facts as 0 or 1."""
    seen = {name: _logit(attrs.get(key)) for name, key in _SOURCES.items()}
    return {
        **seen,
        "news": float(attrs["action"] != "held"),
        "body": float(attrs.get("certifier") is not None),
        "vague": float(attrs["form"] in {"generic", "by"}),
    }


def _logit(value: Attr) -> float:
    chance = min(max(float(value), _FURTHEST), 1 - _FURTHEST) if isinstance(value, float) else 0.5
    return math.log(chance / (1 - chance))
