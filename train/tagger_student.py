"""The student: the shipped network, learnt from gold tags and the teacher's probabilities. Numpy alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from train.tagger_data import read_rows
from train.tagger_network import Example, fit

from certwire.features import ROWS
from certwire.network import TAGS, Floats, fresh

WIDTH = 128
SILVER_PASSES = 1.9
"""How often each silver release is seen at first."""
GOLD_PASSES = 2.0
"""How often each gold release is seen afterwards."""
ALONE_PASSES = 12.0
"""How often, where there is no silver."""
SILVER_AGAIN = 0.2
"""The share of the silver that is mixed with the gold afterwards, so that it is not forgotten."""


def gold_examples(rows: Sequence[Mapping[str, Any]]) -> list[Example]:
    """Examples with hard targets from ``{words, tags}``."""
    return [Example.of(r["words"], np.array(r["tags"], dtype=np.int64)) for r in rows]


def silver_examples(folder: Path, *, limit: int | None = None) -> list[Example]:
    """Examples with the teacher's probabilities from what ``train.tagger_silver`` wrote."""
    out: list[Example] = []
    with (folder / "soft.bin").open("rb") as soft:
        for row in read_rows(folder / "words.jsonl"):
            if limit is not None and len(out) >= limit:
                break
            n = len(row["words"])
            raw = soft.read(n * TAGS * 2)
            if len(raw) < n * TAGS * 2:
                # The run that wrote it was stopped half-way.
                break
            out.append(Example.of(row["words"], np.frombuffer(raw, dtype=np.float16).reshape(n, TAGS)))
    return out


def train(
    gold: Sequence[Example],
    silver: Sequence[Example],
    *,
    seed: int = 1,
    width: int = WIDTH,
    rows: int = ROWS,
    gold_passes: float,
    silver_passes: float,
    rate: float = 2e-3,
    drop: float = 0.2,
    begun: Mapping[str, Floats] | None = None,
    note: Callable[[int, float], None] | None = None,
) -> dict[str, Floats]:
    """A network, taught: fresh, or going on from ``begun``. Gold and silver are mixed, every document as often as its passes say."""
    rng = random.Random(seed)
    order: list[Example] = []
    for examples, passes in ((gold, gold_passes), (silver, silver_passes)):
        whole = list(examples)
        rng.shuffle(whole)
        order += whole * int(passes) + whole[: round((passes % 1) * len(whole))]
    rng.shuffle(order)
    p = fresh(width=width, rows=rows, seed=seed) if begun is None else {k: v.copy() for k, v in begun.items()}
    return fit(p, order.__getitem__, steps=len(order), seed=seed, rate=rate, drop=drop, note=note)


def start(silver: Sequence[Example], *, width: int = WIDTH, note: Callable[[int, float], None] | None = None) -> dict[str, Floats]:
    """The first half of the recipe of the shipped weights: the silver alone. No gold is in it, so every fold goes on from it."""
    return train([], silver, width=width, gold_passes=0, silver_passes=SILVER_PASSES, drop=0.1, note=note)


def learn(
    gold: Sequence[Example],
    silver: Sequence[Example],
    *,
    begun: Mapping[str, Floats] | None = None,
    width: int = WIDTH,
    note: Callable[[int, float], None] | None = None,
) -> dict[str, Floats]:
    """The second half: the gold at half the rate with a little silver mixed in; without silver, the gold from nothing."""
    if not silver:
        return train(gold, silver, width=width, gold_passes=ALONE_PASSES, silver_passes=0, rate=2e-3, note=note)
    begun = start(silver, width=width, note=note) if begun is None else begun
    return train(gold, silver, begun=begun, width=width, gold_passes=GOLD_PASSES, silver_passes=SILVER_AGAIN, rate=1e-3, note=note)
