"""The teaching of small networks: they learn what words mean together, and the same from the same."""

from __future__ import annotations

import numpy as np
import pytest
from train.perceptron import Recipe

from train import perceptron

RECIPE = Recipe(hidden=16, passes=60, batch=32, least=2)


def both_or_neither(n: int) -> list[tuple[str, ...]]:
    """Rows with "a", "b", both or neither: no sum of weights can say which have exactly one."""
    return [tuple(f for f, there in (("a", i & 1), ("b", i & 2), (f"noise{i % 5}", True)) if there) for i in range(n)]


def one_of(row: tuple[str, ...]) -> bool:
    return ("a" in row) != ("b" in row)


def test_yes_or_no_by_what_features_mean_together_and_the_same_each_time() -> None:
    rows = both_or_neither(400)
    truth = np.array([[one_of(r)] for r in rows], dtype=np.float32)
    slopes = perceptron.answered(truth, np.ones(len(rows), dtype=np.float32))
    network = perceptron.fit([[r] for r in rows], slopes, RECIPE)
    said = network.scores([("a",), ("b",), ("a", "b"), ()])[:, 0]
    assert (said[:2] > 0.2).all() and (said[2:] < -0.2).all()
    again = perceptron.fit([[r] for r in rows], slopes, RECIPE)
    assert (again.inward == network.inward).all() and (again.outward == network.outward).all()


def test_one_of_several_candidates() -> None:
    candidates = [("a",), ("b",), ("a", "b"), ("c",)]
    cases = [[candidates[(i + j) % 4] for j in range(4)] for i in range(80)]
    right = [[row == ("a", "b") for row in case] for case in cases]
    network = perceptron.fit(cases, perceptron.chosen(right), RECIPE)
    assert network.scores(candidates)[:, 0].argmax() == 2


def test_a_choice_without_a_right_candidate_teaches_nothing() -> None:
    slopes = perceptron.chosen([[False, False], [True, False]])
    assert not slopes(np.array([0]), np.array([[1.0], [2.0]], dtype=np.float32)).any()
    pulled = slopes(np.array([0, 1]), np.zeros((4, 1), dtype=np.float32))[:, 0]
    assert pulled.tolist() == [0, 0, -0.25, 0.25]


def test_a_choice_pulls_by_its_mass() -> None:
    right = [[True, False], [True, False]]
    at = np.array([0, 1]), np.zeros((4, 1), dtype=np.float32)
    alike = perceptron.chosen(right)(*at)[:, 0]
    heavier = perceptron.chosen(right, [3.0, 1.0])(*at)[:, 0]
    assert alike.tolist() == [-0.25, 0.25, -0.25, 0.25]
    assert heavier.tolist() == [-0.375, 0.375, -0.125, 0.125]


def test_an_answer_that_is_not_known_pulls_nowhere_and_mass_counts() -> None:
    truth = np.array([[1, np.nan], [0, 1]], dtype=np.float32)
    slopes = perceptron.answered(truth, np.array([1, 3], dtype=np.float32))
    pulled = slopes(np.array([0, 1]), np.zeros((2, 2), dtype=np.float32))
    assert pulled.tolist() == [[-0.125, 0], [0.375, -0.375]]


def test_classes_pull_towards_the_right_one_and_no_class_nowhere() -> None:
    slopes = perceptron.shared(np.array([[0, 1], [0, 0]], dtype=np.float32), np.ones(2, dtype=np.float32), worth=2.0)
    assert slopes(np.array([0, 1]), np.zeros((2, 2), dtype=np.float32)).tolist() == [[0.5, -0.5], [0, 0]]


def test_classes_that_are_guessed_pull_by_their_shares_and_the_less_the_less_is_said() -> None:
    shares = np.array([[0.25, 0.75], [0.125, 0.375], [0.5, 0.5]], dtype=np.float32)
    slopes = perceptron.shared(shares, np.ones(3, dtype=np.float32))
    pulled = slopes(np.arange(3), np.zeros((3, 2), dtype=np.float32)) * 3
    assert pulled.tolist() == [[0.25, -0.25], [0.125, -0.125], [0, 0]]


def test_questions_of_one_network_each_have_their_outputs() -> None:
    one = perceptron.answered(np.array([[1]], dtype=np.float32), np.ones(1, dtype=np.float32))
    two = perceptron.shared(np.array([[1, 0]], dtype=np.float32), np.ones(1, dtype=np.float32))
    asked = perceptron.together([(slice(0, 1), one), (slice(1, None), two)])
    assert asked(np.array([0]), np.zeros((1, 3), dtype=np.float32)).tolist() == [[-0.5, -0.5, 0.5]]


def test_networks_side_by_side_say_the_mean() -> None:
    rows = both_or_neither(100)
    slopes = perceptron.answered(np.array([[one_of(r)] for r in rows], dtype=np.float32), np.ones(100, dtype=np.float32))
    names = ("a", "b", "noise1")
    alone = [perceptron._taught([[r] for r in rows], slopes, RECIPE, names[:many], seed) for seed, many in ((1, 3), (2, 2))]
    cases = [("a",), ("b", "noise1"), ()]
    one, other = (n.scores(cases)[:, 0] for n in alone)
    assert max(abs(one - other)) > 0.05
    assert perceptron.side_by_side(alone).scores(cases)[:, 0] == pytest.approx((one + other) / 2, abs=0.002)
    assert perceptron.side_by_side(alone, [0.25, 0.75]).scores(cases)[:, 0] == pytest.approx(0.25 * one + 0.75 * other, abs=0.002)


def test_rare_features_are_left_out_and_nothing_teaches_nothing() -> None:
    assert perceptron.fit([], perceptron.chosen([]), Recipe()).scores([("a",)]).shape == (1, 1)
    cases = [[("a",), ("b", "b"), ("c",)]]
    assert perceptron.fit(cases, perceptron.chosen([[True, False, False]]), Recipe(least=2)).rows == {"b": 0}
    assert perceptron.fit(cases, perceptron.chosen([[True, False, False]]), Recipe(least=2), known=("a", "d")).rows == {"a": 0, "b": 1}


def test_the_way_back_follows_the_differences() -> None:
    rng = np.random.default_rng(0)
    units, outward = (rng.standard_normal(shape).astype(np.float32) for shape in ((5, 6), (4, 2)))
    mask = (rng.random((5, 4)) > 0.4).astype(np.float32) * 2
    slope = rng.standard_normal((5, 2)).astype(np.float32)

    def worth() -> float:
        return float((perceptron._scores(units, outward, mask) * slope).sum())

    back, last = perceptron._back(units, outward, mask, slope)
    for values, found in ((units, back), (outward, last)):
        for at in np.ndindex(values.shape):
            here, values[at] = values[at], values[at] + 0.01
            more = worth()
            values[at] = here - 0.01
            less = worth()
            values[at] = here
            assert (more - less) / 0.02 == pytest.approx(found[at], abs=0.02)


def test_what_no_slope_moves_fades() -> None:
    value = np.ones(3, dtype=np.float32)
    perceptron._Adam([value], steps=10).step([np.zeros(3, dtype=np.float32)])
    assert (value < 1).all() and (value > 0.99).all()
