"""Small networks over named features: what they say, and what they come back as from a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.reading.perceptron import Perceptron, read
from train import perceptron as training

# One hidden unit that is on where "a" and "b" are both there; "a" says 2 directly, the hidden unit takes 8 away.
NETWORK = Perceptron(
    rows={"a": 0, "b": 1},
    inward=np.array([[1, 2], [1, 0], [0, 0]], dtype=np.float32),
    bias=np.array([-1, 0.5], dtype=np.float32),
    outward=np.array([[-8]], dtype=np.float32),
)


@pytest.mark.parametrize(
    ("features", "score"), [(("a",), 2.5), (("b",), 0.5), (("a", "b"), -5.5), ((), 0.5), (("unknown",), 0.5), (("unknown", "a"), 2.5)]
)
def test_a_score_is_what_is_said_directly_and_by_the_hidden_units(features: tuple[str, ...], score: float) -> None:
    assert NETWORK.scores([features]).tolist() == [[score]]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), min_size=1))
def test_cases_do_not_look_at_each_other(cases: list[list[str]]) -> None:
    assert NETWORK.scores(cases).tolist() == [NETWORK.scores([case])[0].tolist() for case in cases]


def test_a_network_comes_back_from_its_file(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "n.npz", allow_pickle=False, **training.arrays("x", NETWORK))
    with np.load(tmp_path / "n.npz", allow_pickle=False) as stored:
        kept = read(stored, "x")
    assert kept.rows == NETWORK.rows
    assert kept.scores([("a",), ("a", "b"), ()]).tolist() == NETWORK.scores([("a",), ("a", "b"), ()]).tolist()
