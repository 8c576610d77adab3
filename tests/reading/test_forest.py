"""Trees over named features: what they say, what they come back as from a file, and that what is shipped is well formed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.reading.forest import Forest, read
from certwire.reading.models import shipped
from train import forest as training

# Asks for "a"; where it is not, for "b".
TREE = Forest(
    columns={"a": 0, "b": 1},
    roots=np.array([0], dtype=np.int32),
    asks=np.array([0, 1, 2, 2, 2], dtype=np.int32),
    present=np.array([4, 3, 0, 0, 0], dtype=np.int32),
    share=np.array([0, 0, 0.25, 0.5, 1], dtype=np.float32),
)


@pytest.mark.parametrize(
    ("features", "chance"), [(("a",), 1.0), (("a", "b"), 1.0), (("b",), 0.5), ((), 0.25), (("unknown",), 0.25), (("b", "unknown"), 0.5)]
)
def test_a_tree_is_walked_by_what_is_there(features: tuple[str, ...], chance: float) -> None:
    assert TREE.chance(features) == chance


def xor(n: int) -> tuple[list[tuple[str, ...]], list[bool]]:
    """Cases that are right where exactly one of two features is there: no sum of weights can say so."""
    rows = [tuple(f for f, there in (("a", i & 1), ("b", i & 2), (f"noise{i % 7}", True)) if there) for i in range(n)]
    return rows, [("a" in row) != ("b" in row) for row in rows]


def test_trees_learn_what_words_mean_together_and_the_same_each_time(tmp_path: Path) -> None:
    rows, right = xor(400)
    grown = training.fit(rows, right, weights=[1.0] * len(rows), min_count=3, trees=20, tried=0.5)
    assert grown.chance(("a",)) > 0.8 > 0.2 > grown.chance(("a", "b"))
    for name in ("one.npz", "two.npz"):
        again = training.fit(rows, right, weights=[1.0] * len(rows), min_count=3, trees=20, tried=0.5)
        np.savez_compressed(tmp_path / name, allow_pickle=False, **training.arrays("event", again), **training.arrays("news", TREE))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz", allow_pickle=False) as stored:
        kept, other = read(stored, "event"), read(stored, "news")
    assert other.chance(("a",)) == TREE.chance(("a",))
    assert kept.chance(("a",)) == pytest.approx(grown.chance(("a",)), abs=1e-3)


def test_weights_count_cases() -> None:
    rows = [("a",), ("b",)] * 20
    grown = training.fit([*rows, *rows], [True] * 40 + [False] * 40, weights=[3.0] * 40 + [1.0] * 40, min_count=1, trees=1)
    assert grown.chance(("a",)) == pytest.approx(0.75)


def test_without_common_features_the_trees_know_the_share_alone() -> None:
    grown = training.fit([("a",), ("b",), ("c",), ("d",)], [True, False, False, False], weights=[1.0] * 4, min_count=2, trees=2)
    assert grown.chance(("a",)) == pytest.approx(0.25)


@given(st.lists(st.sampled_from(["a", "b", "c"])))
def test_order_and_repeats_do_not_matter(features: list[str]) -> None:
    assert TREE.chance(features) == TREE.chance(sorted(set(features)))


@pytest.mark.parametrize("name", ["trees", "news_trees"])
def test_the_shipped_trees_are_well_formed(name: str) -> None:
    trees = getattr(shipped(), name)
    assert trees is not None
    nodes, leaf = len(trees.asks), len(trees.columns)
    assert len(trees.present) == len(trees.share) == nodes
    inner = trees.asks < leaf
    assert (trees.asks <= leaf).all() and ((trees.share >= 0) & (trees.share <= 1)).all()
    # Walking only ever leads on, so it ends.
    assert (trees.present[inner] > np.flatnonzero(inner)).all() and (trees.present[inner] < nodes).all() and not inner[-1]
