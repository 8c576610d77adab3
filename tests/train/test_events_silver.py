"""What a teacher labels, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from train.events_silver import Labelled

from certwire.model import Release
from certwire.reading.models import ASKED
from train import events, events_silver


def labelled(*seen: str, event: float, news: float, action: int, fold: int = events_silver.NO_FOLD) -> Labelled:
    said = np.full(len(ASKED), -4.0, dtype=np.float32)
    said[:2], said[2 + action] = (event, news), 4.0
    return Labelled(seen=seen, said=said, fold=fold)


def test_silver_comes_back_from_its_file(tmp_path: Path) -> None:
    sample = [
        labelled("a", "b=c", event=2, news=-1, action=0),
        labelled(event=0.5, news=0, action=3, fold=4),
        labelled("b=c", event=-2, news=-3, action=5),
    ]
    events_silver.write(tmp_path / "s.npz", sample)
    kept = events_silver.read(tmp_path / "s.npz")
    assert [k.seen for k in kept] == [("a", "b=c"), (), ("b=c",)]
    assert [k.said.tolist() for k in kept] == [s.said.tolist() for s in sample]
    assert [k.fold for k in kept] == [events_silver.NO_FOLD, 4, events_silver.NO_FOLD]


def test_a_network_learns_from_silver_what_no_gold_tells() -> None:
    sample = [labelled("won", event=4, news=4, action=0) for _ in range(90)] + [
        labelled("lost", event=4, news=4, action=4) for _ in range(90)
    ]
    sample += [labelled("sold", event=-4, news=-4, action=5) for _ in range(90)]
    network = events._mention_network([], sample)
    won, lost, sold = network.scores([("won",), ("lost",), ("sold",)])
    assert won[0] > sold[0] and lost[0] > sold[0]
    assert won[2:].argmax() == 0 and lost[2:].argmax() == 4


def test_releases_are_rewritten_but_for_annotated_ones_and_their_copies(tmp_path: Path) -> None:
    archive, corpus = tmp_path / "archive", tmp_path / "corpus"
    (archive / "2024").mkdir(parents=True)
    (corpus / "dev").mkdir(parents=True)
    body = (
        "LEEDS, England, May 6, 2024 -- Tarn Roads has won a five-year export licence from the ministry. " + "It rained on the road. " * 20
    )
    for name, title in (
        ("one", "Tarn Roads Wins Licence"),
        ("two", "Tarn Roads Wins Licence Again"),
        ("three", "Tarn Roads Wins Licence at Last"),
    ):
        (archive / "2024" / f"{name}.md").write_text(f"# {title}\n\n{body}\n", encoding="utf-8")
    (corpus / "dev" / "dev-1.txt").write_text(f" date 2024-05-06 Tarn Roads Wins Licence Again\n\n{body}\n", encoding="utf-8")
    (corpus / "manifest.jsonl").write_text('{"path": "2024/three.md"}\n', encoding="utf-8")
    (found,) = events_silver.of_archive(archive, corpus, limit=9)
    assert found.ctx.text.startswith("Tarn Roads Wins Licence\n") and found.asked == set(range(len(found.ctx.schemes))) != set()
    again = [one.ctx.text for one in events_silver.of_archive(archive, corpus, limit=9)]
    assert again == [found.ctx.text]


def test_of_an_annotated_release_only_what_was_put_there_is_asked_about() -> None:
    text = (
        "Tarn Roads and its ISO 9001.\n\n"
        + "It rained on the road. " * 20
        + "\n\nIts council has renewed the paving contract with Tarn Roads."
    )
    release = Release(id="t", path="t.txt", sha256="", text=text)
    found = list(events_silver.of_annotated([(release, 3)], rounds=2))
    assert found and all(one.fold == 3 for one in found)
    for one in found:
        asked = [one.ctx.schemes[i] for i in sorted(one.asked)]
        assert asked and all(m.start > 100 for m in asked) and any(m.start < 100 for m in one.ctx.schemes)
    assert not list(events_silver.of_annotated([(Release(id="r", path="r.txt", sha256="", text="Rain."), 0)], rounds=2))


def test_models_of_a_fold_learn_nothing_from_what_was_put_into_its_releases(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = [labelled("a", event=1, news=1, action=0, fold=fold) for fold in (events_silver.NO_FOLD, 0, 1, 2)]
    monkeypatch.setattr(events, "_silver", sample)
    monkeypatch.setattr(events, "train", lambda _, *, silver, thresholds: {"folds": [s.fold for s in silver]})
    assert events._without(1) == {"folds": [events_silver.NO_FOLD, 0, 2]}
