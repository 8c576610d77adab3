"""The tagger's network: numpy alone, small enough to run at a few microseconds a word.

A token's form and place make a vector; convolutions look at its neighbours; half-way up, a mean over all places where the same form
stands in the document tells a bare later mention what the first one was. Training adds the way back (``train/tagger_network.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from certwire.features import FLAGS

LABELS = ("DATE", "FACILITY", "GPE", "ORG", "PERSON", "PRODUCT", "ROLE", "SCHEME")
TAGS = 1 + 4 * len(LABELS)
"""0 is outside; ``1 + 4 * label + k`` with k 0 begin, 1 inside, 2 last, 3 single."""
STEPS = (1, 1, 2, 1)
"""How far each convolution looks to either side; the pool comes after the second."""
POOL_AFTER = 2
NARROW = 128
"""Width of the table of forms; what it holds of a form is mixed into the network's own width."""

Floats = NDArray[np.float32]
Params = Mapping[str, Floats]


def rms(h: Floats) -> Floats:
    """Rows scaled to a mean square of one."""
    return h * _scale(h)


def _scale(h: Floats) -> Floats:
    """What each row is multiplied with, one column."""
    scale: Floats = 1.0 / np.sqrt(np.einsum("ij,ij->i", h, h)[:, None] / h.shape[1] + np.float32(1e-6))
    return scale


def around(y: Floats, step: int) -> Floats:
    """Each row with its neighbours ``step`` before and after, side by side; zeros beyond the ends."""
    n, width = y.shape
    out = np.empty((n, 3 * width), dtype=np.float32)
    out[:, width : 2 * width] = y
    _beside(out, step)
    return out


def _beside(sides: Floats, step: int) -> None:
    """Fill in the neighbours left and right of the rows in the middle third."""
    n, width = len(sides), sides.shape[1] // 3
    shared = max(n - step, 0)
    left, middle, right = sides[:, :width], sides[:, width : 2 * width], sides[:, 2 * width :]
    left[:step] = 0
    left[step:] = middle[:shared]
    right[:shared] = middle[step:]
    right[shared:] = 0


@dataclass(frozen=True, slots=True)
class Groups:
    """Tokens by the family of their form: ``order`` sorts them, ``starts`` is where each family begins, ``of`` is each token's family."""

    of: NDArray[np.int32]
    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    counts: Floats

    @classmethod
    def make(cls, of: NDArray[np.int32]) -> Groups:
        """From the family numbers of the tokens, which run from 0 without a gap."""
        order = np.argsort(of, kind="stable")
        counts = np.bincount(of)
        return cls(of, order, np.concatenate(([0], np.cumsum(counts)[:-1])), counts.astype(np.float32)[:, None])

    def mean(self, y: Floats) -> Floats:
        """One row a family."""
        sums: Floats = np.add.reduceat(y[self.order], self.starts, axis=0)
        return sums / self.counts


def form_vectors(p: Params, rows: NDArray[np.int64]) -> Floats:
    """Vectors of forms from their rows of the table, ``(forms, PER_FORM)``."""
    # One product a form: in a product of many the last bits of a row may depend on the others, and vectors are kept.
    out: Floats = np.stack([v @ p["mix"] for v in p["table"][rows].sum(1)])
    return out


def scores(p: Params, x: Floats, groups: Groups) -> Floats:
    """Tag scores of one document's tokens, ``(tokens, TAGS)``; ``x`` is the sum of form vectors and place signs."""
    h = x.copy()
    n, width = h.shape
    # Written over in every layer: to ask for new memory each time takes as long as half of the products.
    sides = np.empty((n, 3 * width), dtype=np.float32)
    middle = sides[:, width : 2 * width]
    step_out = np.empty_like(h)
    for i, step in enumerate(STEPS):
        if i == POOL_AFTER:
            np.multiply(h, _scale(h), out=step_out)
            pooled = np.maximum(groups.mean(step_out) @ p["pool"] + p["pool_bias"], 0)
            h += pooled[groups.of]
        np.multiply(h, _scale(h), out=middle)
        _beside(sides, step)
        np.matmul(sides, p[f"conv{i}"], out=step_out)
        step_out += p[f"bias{i}"]
        np.maximum(step_out, 0, out=step_out)
        h += step_out
    h *= _scale(h)
    out: Floats = h @ p["out"]
    out += p["out_bias"]
    return out


class Leaning(NamedTuple):
    """What the network was torn between at one token, in hundredths: parts of an organization's name, its first and last word; others."""

    organization: int
    opens: int
    closes: int
    person: int
    place: int


NOTHING = Leaning(0, 0, 0, 0, 0)
_SURE = 0.98
_ORG, _PERSON, _PLACE = (1 + 4 * LABELS.index(label) for label in ("ORG", "PERSON", "GPE"))


def leanings(s: Floats) -> list[tuple[int, Leaning]]:
    """The tokens that are not quite surely outside of every name, each with what it leans to.

    Args:
        s: tag scores.
    """
    e = s - s.max(axis=1, keepdims=True)
    np.exp(e, out=e)
    whole = e.sum(axis=1)
    # Three words in four are outside: what else they might be is not worked out.
    rows = np.flatnonzero(e[:, 0] / whole < _SURE)
    q = e[rows] / whole[rows, None]
    parts = (
        q[:, _ORG : _ORG + 4].sum(1),
        q[:, _ORG] + q[:, _ORG + 3],
        q[:, _ORG + 2] + q[:, _ORG + 3],
        q[:, _PERSON : _PERSON + 4].sum(1),
        q[:, _PLACE : _PLACE + 4].sum(1),
    )
    hundredths = np.rint(np.stack(parts, axis=1) * 100).astype(np.int64).tolist()
    return list(zip(rows.tolist(), map(Leaning._make, hundredths), strict=True))


def _allowed() -> NDArray[np.bool_]:
    """Which tag may follow which."""
    ok = np.zeros((TAGS, TAGS), dtype=bool)
    for a in range(TAGS):
        for b in range(TAGS):
            open_a = a and (a - 1) % 4 in (0, 1)
            if open_a:
                ok[a, b] = b > 0 and (b - 1) // 4 == (a - 1) // 4 and (b - 1) % 4 in (1, 2)
            else:
                ok[a, b] = b == 0 or (b - 1) % 4 in (0, 3)
    return ok


ALLOWED = _allowed()
_STARTS = ALLOWED[0]
_ENDS = ALLOWED[:, 0]
_COST = np.where(ALLOWED, 0.0, -1e9).astype(np.float32)
_REACH = 60
"""How far from a broken place, in tokens, the best path is looked for."""


def _best_path(s: Floats) -> NDArray[np.int64]:
    n = len(s)
    back = np.zeros((n, TAGS), dtype=np.int64)
    now = s[0] + np.where(_STARTS, 0.0, -1e9)
    for i in range(1, n):
        paths = now[:, None] + _COST
        back[i] = paths.argmax(0)
        now = paths[back[i], np.arange(TAGS)] + s[i]
    tag = int((now + np.where(_ENDS, 0.0, -1e9)).argmax())
    out = np.zeros(n, dtype=np.int64)
    for i in range(n - 1, -1, -1):
        out[i] = tag
        tag = int(back[i, tag])
    return out


def decode(s: Floats) -> NDArray[np.int64]:
    """The best lawful tag sequence. Only where the best single tags contradict each other a path is searched, around that place."""
    n = len(s)
    tags: NDArray[np.int64] = s.argmax(1)
    if not n:
        return tags
    padded = np.concatenate(([0], tags, [0]))
    broken = np.flatnonzero(~ALLOWED[padded[:-1], padded[1:]])
    done = 0
    for at in broken.tolist():
        if at < done:
            continue
        start = at
        while start > max(done, at - _REACH) and tags[start - 1] != 0:
            start -= 1
        end = at
        while end < min(n, at + _REACH) and tags[end] != 0:
            end += 1
        # One outside token to either side may turn out to belong.
        start, end = max(done, start - 1), min(n, end + 1)
        if start >= end:
            continue
        tags[start:end] = _best_path(s[start:end])
        done = end
    return tags


def spans_of(tags: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """``(first token, past the last, label number)`` of every entity in a lawful tag sequence."""
    start, kept = -1, -1
    places = np.flatnonzero(tags)
    for i, tag in zip(places.tolist(), tags[places].tolist(), strict=True):
        label, k = divmod(tag - 1, 4)
        if k in (0, 3):
            start, kept = i, label
        if k in (2, 3):
            if start >= 0 and label == kept:
                yield start, i + 1, label
            start = -1


def load(path: Path) -> dict[str, Floats]:
    """Read the shipped weights: whole numbers with a scale a row or column, no pickle."""
    out: dict[str, Floats] = {}
    with np.load(path, allow_pickle=False) as data:
        for name in data.files:
            if not name.endswith(".scale"):
                out[name] = data[name].astype(np.float32) * data[f"{name}.scale"].astype(np.float32)
    return out


def quantize(p: Params) -> dict[str, NDArray[np.generic]]:
    """Weights as they are shipped: int8 with a scale a row (table) or a column (the rest); biases stay float32."""
    out: dict[str, NDArray[np.generic]] = {}
    for name, value in sorted(p.items()):
        if value.ndim == 1:
            out[name], out[f"{name}.scale"] = value.astype(np.float32), np.ones(1, np.float32)
            continue
        axis = 1 if name == "table" else 0
        scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True), 1e-8) / 127
        out[name], out[f"{name}.scale"] = np.rint(value / scale).astype(np.int8), scale.astype(np.float32)
    return out


def fresh(*, width: int, rows: int, seed: int, narrow: int = NARROW) -> dict[str, Floats]:
    """Untrained weights: ``width`` of the network, ``narrow`` of the table of forms."""
    rng = np.random.default_rng(seed)

    def normal(*shape: int, scale: float) -> Floats:
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    p = {
        "table": normal(rows, narrow, scale=0.1),
        "mix": normal(narrow, width, scale=narrow**-0.5),
        "flags": normal(FLAGS, width, scale=0.1),
        "pool": normal(width, width, scale=0.5 * width**-0.5),
    }
    p |= {f"conv{i}": normal(3 * width, width, scale=(3 * width) ** -0.5) for i in range(len(STEPS))}
    p |= {f"bias{i}": np.zeros(width, np.float32) for i in range(len(STEPS))}
    p |= {"pool_bias": np.zeros(width, np.float32), "out": normal(width, TAGS, scale=0.02), "out_bias": np.zeros(TAGS, np.float32)}
    return p
