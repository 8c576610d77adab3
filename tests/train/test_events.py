"""A smoke run of the training of event reading on a handful of made-up releases."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from certwire.evaluation import compare, read_output
from certwire.reading import forest, perceptron
from train import events as training
from train import events_gold as truth
from train import events_silver

NAMES = ("Harbor Mill Ltd.", "Corvane Shipyards Ltd.", "Quillsoft Inc.", "Pellam Foods Ltd.", "Ardle Pumps Ltd.", "Wexcombe Dairy Ltd.")
TOLD = {
    "granted": "{name} has been awarded ISO 9001 certification by Lodestar Assurance Ltd.",
    "renewed": "{name} has renewed its ISO 9001 certification after an audit by Lodestar Assurance Ltd.",
    "held": "{name}, an ISO 9001-certified maker of oats, opened a shop beside the weir on Monday.",
    "none": "{name} opened a shop beside the weir, where ISO 9001 consultants meet to talk of oats and bran.",
}


def document(doc: str, name: str, action: str) -> tuple[str, dict[str, Any]]:
    sentence = TOLD[action].format(name=name)
    text = f" date 2024-05-06 News from the weir\n\nLEEDS, England, May 6, 2024 -- {sentence}\n"
    event = {
        "action": action,
        "kind": "certification",
        "scheme": {"mention": "ISO 9001", "normalized": "ISO 9001", "level": None},
        "recipients": [{"mention": name, "kind": "organization"}],
        "certifier": "Lodestar Assurance Ltd." if "Lodestar" in sentence else None,
        "accreditor": None,
        "date": None,
        "valid_until": None,
        "evidence": sentence,
    }
    gold = {
        "doc": doc,
        "events": [] if action == "none" else [event],
        "people": [],
        "organizations": [
            {"name": name, "aliases": []},
            *([{"name": "Lodestar Assurance Ltd.", "aliases": []}] if "Lodestar" in sentence else []),
        ],
        "dates": [{"mention": "May 6, 2024", "value": "2024-05-06"}],
    }
    return text, gold


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    (root / "texts").mkdir()
    with (root / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for i, name in enumerate(NAMES):
            for action in TOLD:
                text, truth = document(f"{action}-{i}", name, action)
                (root / "texts" / f"{action}-{i}.txt").write_text(text, encoding="utf-8")
                gold.write(json.dumps(truth) + "\n")
    return root


@pytest.fixture(scope="module")
def cases(made: Path) -> list[truth.Case]:
    return list(truth.cases([(made / "texts", made / "gold.jsonl", 1.0)]))


def test_every_annotated_release_is_a_case(cases: list[truth.Case]) -> None:
    assert len(cases) == len(NAMES) * len(TOLD)
    assert all(not [m for m in c.mentions if m.kind == "event"] for c in cases)
    assert [len(truth.matches(c.ctx.schemes[0], c)) for c in cases] == [len(c.gold["events"]) for c in cases]


def test_a_further_mention_of_what_is_told_elsewhere_is_neither_right_nor_wrong(cases: list[truth.Case]) -> None:
    case = next(c for c in cases if c.gold["doc"].startswith("granted"))
    scheme, event = case.ctx.schemes[0], case.gold["events"][0]

    def told(matched: list[Any], shown: list[Any]) -> tuple[bool | None, bool | None, str | None]:
        found = training.answers(scheme, matched, shown, case)
        return found.event, found.news, found.action

    assert told([event], [event]) == (True, True, "granted")
    assert told([event], []) == (None, None, None)
    assert told([], []) == (False, False, None)
    held = {**event, "action": "held"}
    assert told([held], [held]) == (True, False, "held")
    assert told([held], []) == (None, False, None)


@pytest.mark.parametrize(("text", "weight"), [("dev=gold-dev.jsonl*2", 2.0), ("dev=gold-dev.jsonl", 1.0)])
def test_a_set_may_count_several_times(text: str, weight: float) -> None:
    assert truth.annotated(text) == (Path("dev"), Path("gold-dev.jsonl"), weight)


def test_all_of_one_issuer_are_in_one_fold(cases: list[truth.Case]) -> None:
    folds: dict[str, set[int]] = {}
    for case in cases:
        folds.setdefault(case.gold["organizations"][0]["name"], set()).add(case.fold)
    assert all(len(found) == 1 for found in folds.values())
    assert {f for found in folds.values() for f in found} <= set(range(truth.FOLDS))


def test_a_run_writes_models_that_read_what_they_learnt(
    made: Path, cases: list[truth.Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "cases", lambda sets, taggers=None: iter(cases))
    for recipe in ("MENTION", "PUPIL"):
        # Two dozen mentions are less than one batch.
        monkeypatch.setattr(training, recipe, replace(getattr(training, recipe), passes=60, batch=8))
    out, silver = tmp_path / "model.json", tmp_path / "silver.npz"
    events_silver.write(silver, [events_silver.Labelled(seen=("form=known", f"made={i}"), said=np.zeros(8, np.float32)) for i in range(9)])
    given = [f"{made / 'texts'}={made / 'gold.jsonl'}", "--silver", str(silver), "--cross", str(tmp_path / "cross")]
    monkeypatch.setattr(sys, "argv", ["train.events", str(out), *given])
    training.main()
    first, trees = out.read_bytes(), out.with_suffix(".npz").read_bytes()
    assert set(json.loads(first)["models"]) == {"antecedent", "date"}
    with np.load(out.with_suffix(".npz"), allow_pickle=False) as stored:
        assert 0 <= forest.read(stored, "event").chance(()) <= 1
        mention = perceptron.read(stored, "mention")
    assert mention.scores([()]).shape == (1, 8) and len(mention.outward) == training.MENTION.hidden + training.PUPIL.hidden
    output = read_output(tmp_path / "cross")
    assert len(output.documents) == len(cases)
    scores = compare([c.gold for c in cases], output.events, output.documents).figures
    assert scores["event_all"].f1 > 0.6
    training.main()
    assert (out.read_bytes(), out.with_suffix(".npz").read_bytes()) == (first, trees)
