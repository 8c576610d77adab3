"""Teaches the small networks of event reading (``certwire.reading.perceptron``): Adam with decoupled decay, dropout, in numpy.

Loshchilov and Hutter 2019, "Decoupled weight decay regularization"; Srivastava et al. 2014, "Dropout". A few thousand cases teach tens of
thousands of weights, so two units in three and a tenth of the features are hidden at every step; several networks that began differently
are laid side by side, which averages them. Same cases, same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certwire.reading.perceptron import Floats, Perceptron

Case = Sequence[Sequence[str]]
"""The candidates of one choice, each its features; a single one where nothing is chosen among."""
Slopes = Callable[[NDArray[np.int64], Floats], Floats]
"""From the numbers of the cases of a batch and the scores of all their candidates, below each other, to the slope of the loss."""
START = 0.03
HIDDEN_UNITS, HIDDEN_FEATURES = 0.65, 0.1
DECAY = 0.3
RATE = 2e-3


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a network is taught.

    Attributes:
        outputs: questions that it answers.
        hidden: rectified units of each of the networks laid side by side.
        passes: over the cases.
        batch: candidates a step, at least.
        least: features of fewer candidates are left out, but for those that are known to matter.
        seeds: networks laid side by side.
    """

    outputs: int = 1
    hidden: int = 32
    passes: int = 6
    batch: int = 64
    least: int = 3
    seeds: int = 2


def fit(cases: Sequence[Case], slopes: Slopes, recipe: Recipe, *, known: Collection[str] = ()) -> Perceptron:
    """Teach networks that begin differently and lay them side by side. Without cases the network knows nothing.

    Args:
        cases: what they learn from.
        slopes: of the loss.
        recipe: how they are taught.
        known: features that are kept however few candidates have them.
    """
    counts = Counter(name for case in cases for row in case for name in row)
    names = sorted(name for name, many in counts.items() if many >= recipe.least or name in known)
    return side_by_side([_taught(cases, slopes, recipe, names, seed) for seed in range(1, recipe.seeds + 1)])


def side_by_side(networks: Sequence[Perceptron], shares: Sequence[float] = ()) -> Perceptron:
    """One network that says what several say on average, their rows as 16-bit floats hold them, which is how they are stored.

    What one of them has no row for adds nothing to its hidden units.

    Args:
        networks: with as many outputs each.
        shares: how much each has to say, together 1; all alike where none are given.

    Example:
        two networks of 32 hidden units -> one of 64
    """
    share = np.array(shares or [1 / len(networks)] * len(networks), dtype=np.float32)
    names = sorted({name for n in networks for name in n.rows})
    where = [[n.rows.get(name, len(n.rows)) for name in (*names, "")] for n in networks]

    def joined(parts: Sequence[Floats]) -> Floats:
        units = [p[..., : len(n.outward)] for p, n in zip(parts, networks, strict=True)]
        direct = np.sum([p[..., len(n.outward) :] * w for p, n, w in zip(parts, networks, share, strict=True)], axis=0, dtype=np.float32)
        return np.concatenate([*units, direct], axis=-1).astype(np.float16).astype(np.float32)

    return Perceptron(
        rows={name: i for i, name in enumerate(names)},
        inward=joined([n.inward[at] for n, at in zip(networks, where, strict=True)]),
        bias=joined([n.bias for n in networks]),
        outward=np.concatenate([n.outward * w for n, w in zip(networks, share, strict=True)]).astype(np.float16).astype(np.float32),
    )


def _taught(cases: Sequence[Case], slopes: Slopes, recipe: Recipe, names: Sequence[str], seed: int) -> Perceptron:
    index = {name: i for i, name in enumerate(names)}
    rng = np.random.default_rng(seed)
    hidden = recipe.hidden
    inward = (rng.standard_normal((len(names), hidden + recipe.outputs)) * START).astype(np.float32)
    inward[:, hidden:] = 0
    bias = np.zeros(hidden + recipe.outputs, dtype=np.float32)
    outward = (rng.uniform(-1, 1, (hidden, recipe.outputs)) / np.sqrt(hidden)).astype(np.float32)
    known = [[np.array([index[n] for n in row if n in index], dtype=np.int64) for row in case] for case in cases]
    learner = _Adam([inward, bias, outward], steps=sum(map(len, cases)) * recipe.passes / recipe.batch)
    for _ in range(recipe.passes):
        for numbers in _batches(rng.permutation(len(cases)), known, recipe.batch):
            rows = [row for i in numbers for row in known[i]]
            used, seen = _drawn(rows, rng)
            mask = (rng.random((len(rows), hidden), dtype=np.float32) >= HIDDEN_UNITS).astype(np.float32) / np.float32(1 - HIDDEN_UNITS)
            units = seen @ inward[used] + bias
            slope = slopes(numbers, _scores(units, outward, mask))
            back, last = _back(units, outward, mask, slope)
            first = np.zeros_like(inward)
            first[used] = seen.T @ back
            learner.step([first, back.sum(axis=0), last])
    zeros = np.zeros((1, inward.shape[1]), dtype=np.float32)
    return Perceptron(rows=index, inward=np.concatenate([inward, zeros]), bias=bias, outward=outward)


def _scores(units: Floats, outward: Floats, mask: Floats) -> Floats:
    """What a network says whose hidden units are partly hidden."""
    hidden = len(outward)
    said: Floats = units[:, hidden:] + (np.maximum(units[:, :hidden], 0) * mask) @ outward
    return said


def _back(units: Floats, outward: Floats, mask: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """From the slope of the loss by the scores to those by the units and by ``outward``."""
    on = (units[:, : len(outward)] > 0).astype(np.float32)
    through: Floats = slope @ outward.T
    hidden: Floats = through * mask * on
    active: Floats = units[:, : len(outward)] * on * mask
    return np.concatenate([hidden, slope], axis=1), active.T @ slope


def _batches(order: NDArray[np.int64], known: Sequence[Sequence[NDArray[np.int64]]], least: int) -> list[NDArray[np.int64]]:
    """The cases in some order, cut where so many candidates are together."""
    found: list[NDArray[np.int64]] = []
    begin = many = 0
    for at, i in enumerate(order):
        many += len(known[i])
        if many >= least:
            found.append(order[begin : at + 1])
            begin, many = at + 1, 0
    return found if begin == len(order) else [*found, order[begin:]]


def _drawn(rows: Sequence[NDArray[np.int64]], rng: np.random.Generator) -> tuple[NDArray[np.int64], Floats]:
    """The features that rows have, but a tenth of them, and which row has which."""
    flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    kept = rng.random(len(flat)) >= HIDDEN_FEATURES
    used, columns = np.unique(flat[kept], return_inverse=True)
    seen = np.zeros((len(rows), len(used)), dtype=np.float32)
    seen[owners[kept], columns] = 1 / (1 - HIDDEN_FEATURES)
    return used, seen


class _Adam:
    """Adam with decoupled decay; the rate falls to nothing over the steps."""

    def __init__(self, values: Sequence[Floats], *, steps: float) -> None:
        self.values, self.steps, self.done = values, steps, 0
        self.means = [np.zeros_like(v) for v in values]
        self.squares = [np.zeros_like(v) for v in values]
        # Tens of thousands of weights a step: no array is made anew for them.
        self.spares = [np.empty_like(v) for v in values]

    def step(self, slopes: Sequence[Floats]) -> None:
        """Move the values a step against the slopes."""
        self.done += 1
        rate = np.float32(RATE * max(0.0, 1 - self.done / (self.steps + 1)))
        young, fresh = np.float32(1 - 0.9**self.done), np.float32(1 - 0.999**self.done)
        for value, slope, mean, square, spare in zip(self.values, slopes, self.means, self.squares, self.spares, strict=True):
            mean *= np.float32(0.9)
            mean += np.multiply(slope, np.float32(0.1), out=spare)
            square *= np.float32(0.999)
            np.multiply(slope, slope, out=spare)
            spare *= np.float32(0.001)
            square += spare
            np.sqrt(np.divide(square, fresh, out=spare), out=spare)
            spare += np.float32(1e-8)
            np.divide(mean, spare, out=spare)
            spare *= rate / young
            value *= 1 - rate * np.float32(DECAY)
            value -= spare


def chosen(right: Sequence[Sequence[bool]], mass: Sequence[float] | None = None) -> Slopes:
    """Slopes for picking one of several candidates (conditional logit): the candidates' softmax is to lie on those that are right.

    Args:
        right: of each case, which of its candidates are right.
        mass: how much each case counts; all alike where it is None.
    """

    def slopes(numbers: NDArray[np.int64], scores: Floats) -> Floats:
        out = np.zeros_like(scores)
        at, total = 0, np.float32(0)
        for i in numbers:
            good = np.array(right[i], dtype=bool)
            here = slice(at, at + len(good))
            at = here.stop
            chance = _softmax(scores[here, 0])
            wanted = np.where(good, chance, 0)
            weight = np.float32(1 if mass is None else mass[i])
            total += weight
            if wanted.sum() > 0:
                out[here, 0] = weight * (chance - wanted / wanted.sum())
        return out / total

    return slopes


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    parts = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(parts / parts.sum(axis=-1, keepdims=True))


def answered(truth: NDArray[np.float32], mass: NDArray[np.float32]) -> Slopes:
    """Slopes for questions that are answered yes (1), no (0), likely (between) or not at all (nan), cases counting by their mass.

    Args:
        truth: ``(cases, questions)``.
        mass: ``(cases,)``.
    """

    def slopes(numbers: NDArray[np.int64], scores: Floats) -> Floats:
        wanted, weight = truth[numbers], mass[numbers]
        error = np.nan_to_num(1 / (1 + np.exp(-np.clip(scores, -30, 30))) - wanted) * weight[:, None]
        return np.asarray(error / weight.sum(), dtype=np.float32)

    return slopes


def shared(shares: NDArray[np.float32], mass: NDArray[np.float32], *, worth: float = 1.0) -> Slopes:
    """Slopes for a choice of one class among all outputs; who knows it tells one, who guesses gives each class its share.

    Args:
        shares: ``(cases, classes)``: how likely each class is; rows of zeros say nothing, and rows that sum to less than one say less.
        mass: how much each case counts.
        worth: how much this question counts beside others.
    """

    def slopes(numbers: NDArray[np.int64], scores: Floats) -> Floats:
        wanted, weight = shares[numbers], mass[numbers]
        error = _softmax(scores) * wanted.sum(axis=1, keepdims=True) - wanted
        return np.asarray(error * weight[:, None] * np.float32(worth) / weight.sum(), dtype=np.float32)

    return slopes


def together(parts: Sequence[tuple[slice, Slopes]]) -> Slopes:
    """Slopes of several questions to one network, each about some of its outputs."""

    def slopes(numbers: NDArray[np.int64], scores: Floats) -> Floats:
        return np.concatenate([said(numbers, scores[:, where]) for where, said in parts], axis=1)

    return slopes


def arrays(name: str, network: Perceptron) -> dict[str, NDArray[np.generic]]:
    """What ``certwire.reading.perceptron.read`` reads."""
    names = sorted(network.rows, key=lambda feature: network.rows[feature])
    return {
        f"{name}.names": np.array(names, dtype=np.str_),
        f"{name}.inward": network.inward[:-1].astype(np.float16),
        f"{name}.bias": network.bias.astype(np.float16),
        f"{name}.outward": network.outward.astype(np.float16),
    }
