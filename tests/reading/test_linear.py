"""Log-linear models: what they say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.reading.linear import Model, logit, read, sigmoid, softmax

YES = Model(classes=("yes",), bias=(0.5,), weights={"a": (1.0,), "b": (-2.0,)})
TWO = Model(classes=("x", "y"), bias=(0.0, 1.0), weights={"a": (2.0, -1.0)})


def test_scores_add_up_and_unknown_features_count_nothing() -> None:
    assert YES.scores(["a", "b", "c"]) == (-0.5,)
    assert TWO.scores(["a"]) == (2.0, 0.0)
    assert TWO.scores([]) == (0.0, 1.0)


def test_the_score_of_a_binary_model_is_its_only_score() -> None:
    assert YES.score(["a", "b", "c"]) == -0.5
    assert YES.score([]) == 0.5


def test_probabilities() -> None:
    assert Model(classes=("yes",), bias=(0.0,), weights={}).probabilities(["a"]) == (0.5,)
    assert YES.probability(["a"]) == pytest.approx(1 / (1 + math.exp(-1.5)))
    assert sum(TWO.probabilities(["a"])) == pytest.approx(1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_softmax_sums_to_one_and_keeps_the_order(scores: list[float]) -> None:
    chances = softmax(scores)
    assert math.isclose(sum(chances), 1)
    assert chances[scores.index(max(scores))] == max(chances)


@given(st.floats(-1e6, 1e6))
def test_the_logistic_function_is_safe_and_symmetric(score: float) -> None:
    assert 0 <= sigmoid(score) <= 1
    assert math.isclose(sigmoid(score) + sigmoid(-score), 1)


def test_a_model_is_read_from_json() -> None:
    model = read({"classes": ["yes"], "bias": [0.0], "weights": {"a": [1.0]}})
    assert model.probability(["a"]) > model.probability(["b"]) == 0.5
    with pytest.raises(KeyError):
        read({"classes": ["yes"], "bias": [0.0]})


@given(st.floats(0, 1))
def test_log_odds_are_those_of_the_probability_but_never_quite_sure(chance: float) -> None:
    assert sigmoid(logit(chance)) == pytest.approx(min(max(chance, 0.001), 0.999))
