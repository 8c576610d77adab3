"""The fitting of log-linear models: it learns what there is to learn, and the same from the same."""

from __future__ import annotations

from typing import Any

import pytest

from certwire.reading.linear import Model
from train import logistic

ROWS = [("a", "x"), ("a",), ("a", "y"), ("b", "x"), ("b",), ("b", "y")] * 3
LABELS = ["yes", "yes", "yes", "no", "no", "no"] * 3


def model(raw: dict[str, Any]) -> Model:
    return Model(classes=tuple(raw["classes"]), bias=tuple(raw["bias"]), weights={f: tuple(w) for f, w in raw["weights"].items()})


def test_a_binary_model_tells_yes_from_no() -> None:
    fitted = model(logistic.fit(ROWS, LABELS, ["yes"]))
    assert fitted.classes == ("yes",)
    assert fitted.probability(["a"]) > 0.8
    assert fitted.probability(["b"]) < 0.2
    assert 0.4 < fitted.probability([]) < 0.6


def test_several_classes() -> None:
    fitted = model(logistic.fit([("a",), ("b",), ("c",)] * 4, ["x", "y", "z"] * 4, ["x", "y", "z"]))
    for feature, index in (("a", 0), ("b", 1), ("c", 2)):
        chances = fitted.probabilities([feature])
        assert max(range(3), key=chances.__getitem__) == index


def test_rare_features_and_useless_ones_are_left_out() -> None:
    raw = logistic.fit([*ROWS, ("rare", "a"), ("rare", "a")], [*LABELS, "yes", "yes"], ["yes"])
    assert "rare" not in raw["weights"]
    assert set(raw["weights"]) <= {"a", "b", "x", "y"}


def test_a_stronger_pull_gives_smaller_weights() -> None:
    loose, tight = (logistic.fit(ROWS, LABELS, ["yes"], l2=l2)["weights"]["a"][0] for l2 in (0.1, 10.0))
    assert abs(tight) < abs(loose)


def test_cases_may_count_more_or_less() -> None:
    heavy = model(logistic.fit([("a",)] * 6, ["yes", "no"] * 3, ["yes"], weights=[3, 1] * 3))
    even = model(logistic.fit([("a",)] * 6, ["yes", "no"] * 3, ["yes"]))
    assert heavy.probability(["a"]) > even.probability(["a"]) == pytest.approx(0.5, abs=0.05)


def test_the_same_rows_give_the_same_weights_in_any_order_of_features() -> None:
    turned = [tuple(reversed(row)) for row in ROWS]
    assert logistic.fit(ROWS, LABELS, ["yes"]) == logistic.fit(ROWS, LABELS, ["yes"]) == logistic.fit(turned, LABELS, ["yes"])


def test_a_choice_picks_the_right_one() -> None:
    choices: list[logistic.Rows] = [[("near", "org"), ("far", "org")], [("far", "org"), ("near", "person"), ("far",)]] * 3
    right = [[True, False], [False, True, False]] * 3
    fitted = model(logistic.fit_choice(choices, right))
    assert fitted.scores(["near"])[0] > fitted.scores(["far"])[0]
    assert fitted.bias == (0.0,)


def test_choices_without_a_right_one_teach_nothing() -> None:
    choices, right = [[("near",), ("far",)]] * 4, [[True, False]] * 4
    assert logistic.fit_choice([*choices, [("near",), ("far",)]], [*right, [False, False]]) == logistic.fit_choice(choices, right)
