"""What a teacher labels, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from train.events_silver import Labelled

from certwire.reading.models import ASKED
from train import events, events_silver


def labelled(*seen: str, event: float, news: float, action: int) -> Labelled:
    said = np.full(len(ASKED), -4.0, dtype=np.float32)
    said[:2], said[2 + action] = (event, news), 4.0
    return Labelled(seen=seen, said=said)


def test_silver_comes_back_from_its_file(tmp_path: Path) -> None:
    sample = [
        labelled("a", "b=c", event=2, news=-1, action=0),
        labelled(event=0.5, news=0, action=3),
        labelled("b=c", event=-2, news=-3, action=5),
    ]
    events_silver.write(tmp_path / "s.npz", sample)
    kept = events_silver.read(tmp_path / "s.npz")
    assert [k.seen for k in kept] == [("a", "b=c"), (), ("b=c",)]
    assert [k.said.tolist() for k in kept] == [s.said.tolist() for s in sample]


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
    (found,) = events_silver.contexts(archive, corpus, limit=9)
    assert found.text.startswith("Tarn Roads Wins Licence\n") and found.schemes
    again = [c.text for c in events_silver.contexts(archive, corpus, limit=9)]
    assert again == [found.text]
