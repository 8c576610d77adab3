"""The fitting of log-linear models: it learns what there is to learn, and the same from the same."""

from __future__ import annotations

from certwire.reading.linear import read
from train import logistic


def test_a_choice_picks_the_right_one() -> None:
    choices: list[logistic.Rows] = [[("near", "org"), ("far", "org")], [("far", "org"), ("near", "person"), ("far",)]] * 3
    right = [[True, False], [False, True, False]] * 3
    fitted = read(logistic.fit_choice(choices, right))
    assert fitted.score(["near"]) > fitted.score(["far"])


def test_choices_without_a_right_one_teach_nothing() -> None:
    choices, right = [[("near",), ("far",)]] * 4, [[True, False]] * 4
    assert logistic.fit_choice([*choices, [("near",), ("far",)]], [*right, [False, False]]) == logistic.fit_choice(choices, right)


def test_rare_features_are_left_out_and_a_stronger_pull_gives_smaller_weights() -> None:
    choices: list[logistic.Rows] = [[("near", "org"), ("far", "rare")], *[[("near",), ("far",)]] * 4]
    right = [[True, False]] * 5
    loose, tight = (logistic.fit_choice(choices, right, l2=l2)["weights"] for l2 in (0.1, 10.0))
    assert set(loose) == {"near", "far"} and abs(tight["near"]) < abs(loose["near"])


def test_the_same_choices_give_the_same_weights_in_any_order_of_features() -> None:
    choices: list[logistic.Rows] = [[("near", "org"), ("far", "org", "x")]] * 4
    turned = [[tuple(reversed(row)) for row in choice] for choice in choices]
    assert logistic.fit_choice(choices, [[True, False]] * 4) == logistic.fit_choice(turned, [[True, False]] * 4)
