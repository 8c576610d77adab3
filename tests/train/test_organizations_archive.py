"""Weights of signs: what stands with names weighs more than nothing, what stands with other words less."""

from __future__ import annotations

import numpy as np
import pytest
from train.organizations_archive import fit


@pytest.mark.parametrize(
    ("rows", "y", "heavier", "lighter"),
    [
        ([[0], [0], [1], [1]] * 9, [1, 1, 0, 0] * 9, 0, 1),
        ([[0, 1], [1], [0], []] * 9, [0.9, 0.8, 0.2, 0.1] * 9, 1, 0),
    ],
)
def test_signs_get_their_weights(rows: list[list[int]], y: list[float], heavier: int, lighter: int) -> None:
    w = fit(rows, np.array(y), 2, decay=0.1)
    assert w[heavier] > w[lighter]
    p = 1 / (1 + np.exp(-np.array([sum(w[j] for j in row) + w[-1] for row in rows])))
    assert np.abs(p - y).max() < 0.2


def test_a_sign_without_meaning_weighs_nothing() -> None:
    assert abs(fit([[0], [0], [], []] * 9, np.array([1, 0, 1, 0] * 9), 1)[0]) < 1e-6
