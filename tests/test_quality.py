"""The quality gate: the corpus is read no worse than ``corpus/baseline.json`` says, and is the corpus that it speaks of.

The models were trained on these documents too, so this guards against regressions and measures nothing.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from train import baseline  # noqa: E402  # it lies beside the package, not in it

PINNED = json.loads((baseline.CORPUS / "baseline.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return baseline.measure()


@pytest.mark.parametrize("figure", baseline.FIGURES)
def test_no_figure_falls_under_its_floor(figure: str, measured: dict[str, float]) -> None:
    floor = PINNED["floors"][figure]
    assert measured[figure] >= floor, f"{figure} fell: mend it, or lower the floor with python -m train.baseline --allow-lower and say why"


def test_the_floors_are_those_of_this_corpus() -> None:
    assert PINNED["fingerprint"] == baseline.fingerprint(), "the corpus changed: pin it again with python -m train.baseline"
    assert set(PINNED["floors"]) == set(baseline.FIGURES)
    assert all(0.3 < floor < 1 for floor in PINNED["floors"].values())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "announcements").mkdir()
    (tmp_path / "announcements" / "a.txt").write_text("a")
    (tmp_path / "announcements" / "b.txt").write_text("b")
    shutil.copy(baseline.CORPUS / "baseline.json", tmp_path)
    (tmp_path / "gold.jsonl").write_text("{}\n")
    return tmp_path


def test_every_change_of_the_corpus_changes_its_fingerprint(corpus: Path) -> None:
    seen = [baseline.fingerprint(corpus)]
    announcements = corpus / "announcements"
    for change in (
        lambda: (announcements / "a.txt").write_text("A"),
        lambda: (announcements / "b.txt").rename(announcements / "c.txt"),
        lambda: (announcements / "d.txt").write_text(""),
        lambda: (announcements / "a.txt").unlink(),
        lambda: (corpus / "gold.jsonl").write_text("{}\n{}\n"),
    ):
        change()
        seen.append(baseline.fingerprint(corpus))
    assert len(set(seen)) == len(seen)
    (corpus / "gold.jsonl").write_text("{}\n")
    assert baseline.fingerprint(corpus) == seen[-2]


def test_floors_rise_by_themselves_and_fall_only_when_told() -> None:
    old = {"slots": 0.6, "dates": 0.9}
    assert baseline.pinned({"slots": 0.7, "dates": 0.905}, old) == ({"slots": baseline.floor_of(0.7), "dates": 0.9}, [])
    assert baseline.pinned({"slots": 0.59, "dates": 0.9}, old) == ({"slots": 0.6, "dates": 0.9}, ["slots"])
    assert baseline.pinned({"slots": 0.59, "dates": 0.9}, old, allow_lower=True) == (
        {"slots": baseline.floor_of(0.59), "dates": 0.9},
        ["slots"],
    )


def test_a_lower_floor_is_not_written_unasked(corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(baseline, "measure", lambda _: dict.fromkeys(baseline.FIGURES, 0.5))
    path = corpus / "baseline.json"
    before = path.read_bytes()
    assert baseline.main([], corpus=corpus) == 1
    assert path.read_bytes() == before
    assert "--allow-lower" in capsys.readouterr().err
    assert baseline.main(["--allow-lower"], corpus=corpus) == 0
    assert json.loads(path.read_text())["floors"] == dict.fromkeys(baseline.FIGURES, baseline.floor_of(0.5))
    assert json.loads(path.read_text())["fingerprint"] == baseline.fingerprint(corpus)
