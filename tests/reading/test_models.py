"""The models of event reading together: how they are asked, and that what is shipped is well formed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from certwire.reading.forest import Forest
from certwire.reading.linear import logit, sigmoid
from certwire.reading.models import ASKED, FORESTS, NETWORKS, TREES_SHARE, Models, actions, read, shipped, version
from certwire.reading.perceptron import Perceptron

ACTIONS = ASKED[2:]
# Sure where "a" is there, sure of the contrary where it is not.
TREE = Forest(
    columns={"a": 0},
    roots=np.array([0], dtype=np.int32),
    asks=np.array([0, 1, 1], dtype=np.int32),
    present=np.array([2, 0, 0], dtype=np.int32),
    share=np.array([0, 0, 1], dtype=np.float32),
)


def saying(**outputs: float) -> Models:
    """Models whose network says the same of every mention: what is given, and 0 of the rest."""
    bias = np.array([outputs.get(name, 0.0) for name in ASKED], dtype=np.float32)
    network = Perceptron(rows={}, inward=np.zeros((1, len(ASKED)), np.float32), bias=bias, outward=np.zeros((0, len(ASKED)), np.float32))
    return Models(mention=network, recipient=network, certifier=network, thresholds={}, calibration={}, version="t")


def test_network_and_trees_decide_together() -> None:
    alone = saying()
    both = replace(alone, trees=TREE)
    assert alone.event_chance(("a",)) == alone.event_chance(()) == 0.5
    assert both.event_chance(("a",)) > 0.8 > 0.2 > both.event_chance(())
    sure = (both.event_chance(("a",)), 1 - both.event_chance(()))
    assert sure == pytest.approx((sigmoid(TREES_SHARE * logit(1)),) * 2)


def test_what_the_network_has_said_is_not_asked_again() -> None:
    models = saying(event=1.0)
    assert models.event_chance((), models.asked(())) == models.event_chance(()) == pytest.approx(sigmoid(1.0))
    assert models.event_chance((), {"event": -1.0}) == pytest.approx(sigmoid(-1.0))


def test_what_the_network_finds_hopeless_the_trees_are_not_asked_about() -> None:
    assert replace(saying(event=-3.5), trees=TREE).event_chance(("a",)) == pytest.approx(sigmoid(-3.5))
    assert replace(saying(event=-2.5), trees=TREE).event_chance(("a",)) > 0.5


def test_news_is_asked_for_in_two_ways() -> None:
    models = saying(news=2.0)
    told = models.asked(())
    assert models.strength((), told, otherwise=0.5) == pytest.approx(sigmoid(1.0))
    assert models.strength((), told, otherwise=0.2) < models.strength((), told, otherwise=0.9)
    trees = replace(models, news_trees=TREE)
    assert trees.strength(("a",), told, otherwise=0.5) > trees.strength((), told, otherwise=0.5)


def test_each_action_has_its_share() -> None:
    shares = actions(saying(held=4.0, event=9.0, news=9.0).asked(()))
    assert tuple(shares) == ACTIONS
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares, key=shares.__getitem__) == "held" and shares["granted"] == pytest.approx(shares["renewed"])


def test_models_are_read_from_their_parts() -> None:
    network = saying().mention
    one: dict[str, object] = {"weights": {}}
    raw = {
        "version": "t",
        "thresholds": {"event": 0.5},
        "models": {"date": one},
        "networks": dict.fromkeys(NETWORKS, network),
        "forests": dict.fromkeys(FORESTS, TREE),
    }
    models = read(raw)
    assert (models.version, models.thresholds, models.antecedent) == ("t", {"event": 0.5}, None) and models.date is not None
    with pytest.raises(KeyError):
        read({**raw, "networks": {"mention": network}})


def test_the_shipped_models_are_well_formed() -> None:
    models = shipped()
    assert shipped() is models
    assert version().startswith(models.version + "+")
    assert all(0 < t < 1 for t in models.thresholds.values())
    for network, outputs in ((models.mention, len(ASKED)), (models.recipient, 1), (models.certifier, 1)):
        assert network.inward.shape == (len(network.rows) + 1, len(network.outward) + outputs)
        assert network.outward.shape[1] == outputs
        assert len(network.rows) > 1000
        assert sorted(network.rows.values()) == list(range(len(network.rows)))
        assert all(np.isfinite(part).all() for part in (network.inward, network.bias, network.outward))
        assert not network.inward[-1].any()
