"""Training of the shipped network in numpy: the way back through ``certwire.network.scores``, and Adam.

The same forward steps as at run time, so what is learnt is what is read; ``tests/train`` compares the gradients with differences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from certwire.features import PER_FORM, WORD_FEATURES, View, rows_of
from certwire.network import POOL_AFTER, STEPS, TAGS, Floats, Groups, around, rms


@dataclass(slots=True)
class Example:
    """A document to learn from: its view, the table rows of its forms, and for every token the tags wanted.

    ``target`` is ``(tokens, TAGS)`` probabilities (soft) or ``(tokens,)`` tag numbers (hard).
    """

    view: View
    rows: NDArray[np.int64]
    groups: Groups
    target: NDArray[np.floating] | NDArray[np.integer]
    weight: float = 1.0

    @classmethod
    def of(cls, words: Sequence[str], target: NDArray[np.floating] | NDArray[np.integer], *, weight: float = 1.0) -> Example:
        """From token texts and targets."""
        view = View.of(words)
        rows = np.array([rows_of(form) for form in view.forms], dtype=np.int64)
        return cls(view, rows, Groups.make(view.groups), target, weight)


def _rms_back(h: Floats, y: Floats, dy: Floats) -> Floats:
    scale = 1.0 / np.sqrt(np.einsum("ij,ij->i", h, h)[:, None] / h.shape[1] + np.float32(1e-6))
    dh: Floats = (dy - y * (np.einsum("ij,ij->i", dy, y)[:, None] / h.shape[1])) * scale
    return dh


def _around_back(d: Floats, step: int, width: int) -> Floats:
    out = d[:, width : 2 * width].copy()
    out[:-step] += d[step:, :width]
    out[step:] += d[:-step, 2 * width :]
    return out


def _sum_by(index: NDArray[np.int64], values: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Sums of rows that share an index: the different indices and their sums."""
    order = np.argsort(index, kind="stable")
    index = index[order]
    starts = np.flatnonzero(np.concatenate(([True], index[1:] != index[:-1])))
    return index[starts], np.add.reduceat(values[order], starts, axis=0)


def gradients(
    p: dict[str, Floats], example: Example, *, rng: np.random.Generator | None, drop: float = 0.2, hide: float = 0.08
) -> tuple[float, dict[str, Floats], NDArray[np.int64]]:
    """Loss, gradients by name, and the table rows that ``table``'s gradient belongs to; without ``rng`` nothing is dropped."""
    view, rows, groups = example.view, example.rows, example.groups
    width = p["mix"].shape[1]
    n = len(view.types)
    keep = np.ones((len(rows), PER_FORM), dtype=np.float32)
    if rng is not None:
        keep[rng.random(len(rows)) < hide, :WORD_FEATURES] = 0
    narrow = np.einsum("frw,fr->fw", p["table"][rows], keep)
    forms = narrow @ p["mix"]

    def mask(shape: tuple[int, ...]) -> Floats | None:
        return None if rng is None else (rng.random(shape, dtype=np.float32) >= drop).astype(np.float32) / np.float32(1 - drop)

    x = forms[view.types] + view.flags @ p["flags"]
    x_mask = mask(x.shape)
    h = x if x_mask is None else x * x_mask
    kept: list[tuple[Floats, ...]] = []
    pool: tuple[Floats, ...] = ()
    for i, step in enumerate(STEPS):
        if i == POOL_AFTER:
            y = rms(h)
            mean = groups.mean(y)
            act = mean @ p["pool"] + p["pool_bias"]
            pool = (h, y, mean, act)
            h = h + np.maximum(act, 0)[groups.of]
        y = rms(h)
        side = around(y, step)
        act = side @ p[f"conv{i}"] + p[f"bias{i}"]
        kept.append((h, y, side, act))
        h = h + np.maximum(act, 0)
    y = rms(h)
    y_mask = mask(y.shape)
    seen = y if y_mask is None else y * y_mask
    s = seen @ p["out"] + p["out_bias"]
    s -= s.max(1, keepdims=True)
    e = np.exp(s)
    q = e / e.sum(1, keepdims=True)
    if example.target.ndim == 2:
        t = example.target.astype(np.float32)
    else:
        t = np.zeros((n, TAGS), dtype=np.float32)
        t[np.arange(n), example.target] = 1
    loss = float(-(t * np.log(q + 1e-9)).sum() / n)

    g: dict[str, Floats] = {}
    ds = (q - t) * np.float32(example.weight / n)
    g["out"], g["out_bias"] = seen.T @ ds, ds.sum(0)
    dy = ds @ p["out"].T
    dh = _rms_back(h, y, dy if y_mask is None else dy * y_mask)
    for i in range(len(STEPS) - 1, -1, -1):
        h, y, side, act = kept[i]
        da = dh * (act > 0)
        g[f"conv{i}"], g[f"bias{i}"] = side.T @ da, da.sum(0)
        dh = dh + _rms_back(h, y, _around_back(da @ p[f"conv{i}"].T, STEPS[i], width))
        if i == POOL_AFTER:
            h, y, mean, act = pool
            da = np.add.reduceat(dh[groups.order], groups.starts, axis=0) * (act > 0)
            g["pool"], g["pool_bias"] = mean.T @ da, da.sum(0)
            dh = dh + _rms_back(h, y, ((da @ p["pool"].T) / groups.counts)[groups.of])
    if x_mask is not None:
        dh = dh * x_mask
    g["flags"] = view.flags.T @ dh
    _, by_form = _sum_by(view.types.astype(np.int64), dh)
    g["mix"] = narrow.T @ by_form
    spread = ((by_form @ p["mix"].T)[:, None, :] * keep[:, :, None]).reshape(-1, narrow.shape[1])
    touched, g["table"] = _sum_by(rows.reshape(-1), spread)
    return loss, g, touched


class Adam:
    """Adam with decoupled weight decay; the table's rows keep their own clocks, so that only touched rows cost anything."""

    def __init__(self, p: dict[str, Floats], *, decay: float = 0.01) -> None:
        self.p = p
        self.decay = decay
        self.first = {k: np.zeros_like(v) for k, v in p.items()}
        self.second = {k: np.zeros_like(v) for k, v in p.items()}
        self.clock = np.zeros(len(p["table"]), dtype=np.float32)
        self.time = 0

    def step(self, g: dict[str, Floats], touched: NDArray[np.int64], *, rate: float, clip: float = 1.0) -> None:
        """Take one step against the gradient ``g``."""
        b1, b2 = 0.9, 0.99
        size = float(np.sqrt(sum(float(np.vdot(v, v)) for v in g.values())))
        shrink = np.float32(min(1.0, clip / (size + 1e-9)))
        self.time += 1
        for name, raw in g.items():
            d = raw * shrink
            if name == "table":
                self.clock[touched] += 1
                t = self.clock[touched][:, None]
                m = self.first[name][touched] * b1 + (1 - b1) * d
                v = self.second[name][touched] * b2 + (1 - b2) * d * d
                self.first[name][touched], self.second[name][touched] = m, v
                self.p[name][touched] -= np.float32(rate) * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + np.float32(1e-8))
                continue
            m, v = self.first[name], self.second[name]
            m *= b1
            m += (1 - b1) * d
            v *= b2
            v += (1 - b2) * d * d
            change = (m / (1 - b1**self.time)) / (np.sqrt(v / (1 - b2**self.time)) + 1e-8)
            if d.ndim > 1:
                change += self.decay * self.p[name]
            self.p[name] -= np.float32(rate) * change


def fit(
    p: dict[str, Floats],
    draw: Callable[[int], Example],
    *,
    steps: int,
    seed: int,
    rate: float = 2e-3,
    drop: float = 0.2,
    note: Callable[[int, float], None] | None = None,
) -> dict[str, Floats]:
    """Train ``p`` in place for so many documents: ``draw(i)`` gives the i-th; the rate rises briefly, then falls linearly to nothing."""
    rng = np.random.default_rng(seed)
    adam = Adam(p)
    smooth = 0.0
    for i in range(steps):
        loss, g, touched = gradients(p, draw(i), rng=rng, drop=drop)
        adam.step(g, touched, rate=rate * min(1.0, (i + 1) / min(200, steps / 10)) * (1 - i / steps))
        smooth = loss if not i else 0.995 * smooth + 0.005 * loss
        if note and (i + 1) % 500 == 0:
            note(i + 1, smooth)
    return p
