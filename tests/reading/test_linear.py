"""Log-linear models: what they say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.reading.linear import Model, logit, read, sigmoid, softmax


def test_scores_add_up_and_unknown_features_count_nothing() -> None:
    model = Model(weights={"a": 1.0, "b": -2.0})
    assert (model.score(["a", "b", "c"]), model.score([])) == (-1.0, 0.0)


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
    assert read({"weights": {"a": 1.0}}).score(["a"]) == 1.0
    with pytest.raises(KeyError):
        read({})


@given(st.floats(0, 1))
def test_log_odds_are_those_of_the_probability_but_never_quite_sure(chance: float) -> None:
    assert sigmoid(logit(chance)) == pytest.approx(min(max(chance, 0.001), 0.999))
