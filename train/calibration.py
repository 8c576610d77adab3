"""Calibrates confidence: how often records that looked like this one were right, by cross-validated outputs alone.

Each field's probability is a logistic function of the log-odds that the four models of event reading gave, none of which had seen the
issuer (Platt 1999, "Probabilistic outputs for support vector machines", with several scores instead of one). Measured by expected
calibration error (ECE): the mean gap between confidence and accuracy over ten bins of equal width, weighted by their size (Guo et al.
2017).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certwire.evaluation.keys import names
from certwire.evaluation.matching import Judge, align
from certwire.model import Mention
from certwire.reading.confidence import FIELDS, Scale, signals

BINS = 10


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One record: what the models gave it, and which of its fields were right (None where the record has no such field)."""

    fold: int
    seen: Mapping[str, float]
    right: Mapping[str, bool | None]


def outcomes(gold: Mapping[str, Any], records: Sequence[Mapping[str, Any]], mentions: Sequence[Mention], fold: int) -> list[Outcome]:
    """Compare one document's records with its gold."""
    judge = Judge(tuple(names(o) for o in gold.get("organizations", [])))
    pairs = {j: gold["events"][i] for i, j in align(gold["events"], records, judge.likeness)}
    events = {(m.attrs["antecedent"] or m.attrs["scheme"], m.span): m for m in mentions if m.kind == "event"}
    found = []
    for j, record in enumerate(records):
        scheme, event = (next((e["start"], e["end"]) for e in record["evidence"] if e["field"] == field) for field in ("scheme", "event"))
        truth = pairs.get(j)
        right: dict[str, bool | None] = dict.fromkeys(FIELDS, False)
        if truth:
            right["scheme"] = judge.schemes(truth, record)
            right["action"] = truth["action"] == record["action"]
            right["recipient"] = judge.recipients(truth["recipients"], record["recipients"])
            right["certifier"] = bool(truth["certifier"] and record["certifier"] and judge.bodies(truth["certifier"], record["certifier"]))
            right["overall"] = judge.events(truth, record)
        if not record["certifier"]:
            right["certifier"] = None
        found.append(Outcome(fold=fold, seen=signals(events[scheme, event].attrs), right=right))
    return found


def fit(sample: Sequence[Outcome], field: str) -> Scale:
    """Logistic regression of one field's rightness on the signals; Newton's method with a little ridge."""
    rows = [o for o in sample if o.right[field] is not None]
    keys = sorted(rows[0].seen)
    x = np.array([[1.0, *(o.seen[k] for k in keys)] for o in rows])
    y = np.array([float(bool(o.right[field])) for o in rows])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + 1.0 * np.concatenate([[0], weights[1:]])
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.eye(x.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return Scale(bias=round(float(weights[0]), 4), weights={k: round(float(w), 4) for k, w in zip(keys, weights[1:], strict=True)})


def held_out(sample: Sequence[Outcome], field: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Confidence and rightness of every record, each calibrated without its own fold."""
    said: list[float] = []
    true: list[float] = []
    for fold in sorted({o.fold for o in sample}):
        scale = fit([o for o in sample if o.fold != fold], field)
        for o in sample:
            if o.fold == fold and o.right[field] is not None:
                said.append(scale.chance(o.seen))
                true.append(float(bool(o.right[field])))
    return np.array(said), np.array(true)


def bins(said: NDArray[Any], true: NDArray[Any]) -> list[tuple[float, float, int]]:
    """Mean confidence, accuracy and size of each bin that is not empty."""
    at = np.minimum((said * BINS).astype(int), BINS - 1)
    return [(float(said[at == b].mean()), float(true[at == b].mean()), int((at == b).sum())) for b in range(BINS) if (at == b).any()]


def ece(said: NDArray[Any], true: NDArray[Any]) -> float:
    """Expected calibration error."""
    return sum(n * abs(c - a) for c, a, n in bins(said, true)) / max(len(said), 1)


def plot(curves: Mapping[str, list[tuple[float, float, int]]], path: Path) -> None:
    """Write the reliability plot as SVG: confidence to the right, accuracy upwards, a disc a bin, its area the bin's size."""
    colours = dict(zip(FIELDS, ("#222222", "#0072b2", "#d55e00", "#009e73", "#cc79a7"), strict=True))
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 360" font-family="sans-serif" font-size="12">',
        '<rect width="460" height="360" fill="white"/>',
    ]
    parts.append('<path d="M50 310H350M50 310V10M50 310L350 10" fill="none" stroke="#999"/><text x="150" y="345">confidence</text>')
    parts.append('<text x="12" y="170" transform="rotate(-90 12 170)">right</text>')
    parts += [
        f'<text x="{45 + 300 * t / 10:.0f}" y="325">{t / 10:.1f}</text><text x="25" y="{314 - 300 * t / 10:.0f}">{t / 10:.1f}</text>'
        for t in range(0, 11, 2)
    ]
    for row, (field, points) in enumerate(curves.items()):
        line = " ".join(f"{50 + 300 * c:.1f},{310 - 300 * a:.1f}" for c, a, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colours[field]}"/>')
        fill = f'fill="{colours[field]}" fill-opacity="0.5"'
        parts += [
            f'<circle cx="{50 + 300 * c:.1f}" cy="{310 - 300 * a:.1f}" r="{1.5 + math.sqrt(n) / 3:.1f}" {fill}/>' for c, a, n in points
        ]
        parts.append(f'<text x="365" y="{30 + 18 * row}" fill="{colours[field]}">{field}</text>')
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")
