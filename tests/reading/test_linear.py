"""Log-linear models: what they say, and that what is shipped is well formed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.reading.linear import Model, read, shipped, sigmoid, softmax

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


def test_models_are_read_from_json() -> None:
    one = {"classes": ["yes"], "bias": [0.0], "weights": {"a": [1.0]}}
    raw = {"version": "t", "thresholds": {"event": 0.5}, "models": dict.fromkeys(("event", "action", "recipient", "certifier"), one)}
    models = read(raw)
    assert models.event.probability(["a"]) > 0.5
    assert (models.version, models.thresholds) == ("t", {"event": 0.5})
    with pytest.raises(TypeError):
        read({**raw, "models": {"event": one}})


def test_the_shipped_models_are_well_formed() -> None:
    models = shipped()
    assert shipped() is models
    assert set(models.action.classes) == {"granted", "renewed", "expanded", "in_progress", "withdrawn", "held"}
    assert all(0 < t < 1 for t in models.thresholds.values())
    for model in (models.event, models.action, models.recipient, models.certifier):
        assert len(model.bias) == len(model.classes)
        assert len(model.weights) > 100
        assert {len(w) for w in model.weights.values()} == {len(model.classes)}
        assert all(math.isfinite(x) for w in (*model.weights.values(), model.bias) for x in w)
