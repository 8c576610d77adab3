"""Entities by the taggers of the folds, on releases made up for the purpose."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from train.organizations import load
from train.tagger_data import fold_of

from certwire.features import ROWS
from certwire.network import fresh, quantize
from certwire.tagger import WEIGHTS, Tagger
from train import entities

TEXT = "Harbour Mill hires\n\nHULL, England, May 6, 2024 -- Harbour Mill Ltd. said that Jane Roe leads it.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two releases of one text; the tagger of fold 0 is the shipped one, that of fold 1 has learnt nothing."""
    (tmp_path / "mills").mkdir()
    gold: dict[str, object] = {"events": [], "people": [], "organizations": [{"name": "Harbour Mill Ltd.", "aliases": []}], "dates": []}
    for doc in ("mill-a", "mill-b"):
        (tmp_path / "mills" / f"{doc}.txt").write_text(f" date 2024-05-06 {TEXT}", encoding="utf-8")
    # A line separator of Unicode ends no line of JSONL.
    lines = [json.dumps({"doc": doc, "note": "a\u2028b", **gold}, ensure_ascii=False) + "\n" for doc in ("mill-a", "mill-b")]
    (tmp_path / "gold-mills.jsonl").write_text("".join(lines), encoding="utf-8")
    taggers = tmp_path / "taggers"
    taggers.mkdir()
    (taggers / "fold0.npz").write_bytes(WEIGHTS.read_bytes())
    np.savez_compressed(taggers / "fold1.npz", allow_pickle=False, **quantize(fresh(width=16, rows=ROWS, seed=1)))
    rows = ({"doc": "mill-a", "fold": 0, "words": ["a\u2028"]}, {"doc": "mill-b", "fold": 1})
    (taggers / "gold.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return tmp_path


def written(corpus: Path, name: str) -> dict[str, list[tuple[int, int, str]]]:
    entities.main(["--corpus", str(corpus), "--sets", "mills", "--taggers", str(corpus / "taggers"), "--out", str(corpus / "out")])
    found = json.loads((corpus / "out" / name).read_text(encoding="utf-8"))
    return {doc: [(a, b, c) for a, b, c in rows] for doc, rows in found.items()}


def test_each_release_is_read_by_the_tagger_of_its_own_fold(corpus: Path) -> None:
    found = written(corpus, "mills.json")
    assert ("Jane Roe", "PERSON") in [(TEXT[a:b], label) for a, b, label in found["mill-a"]]
    assert found["mill-b"] != found["mill-a"]


def test_hints_are_people_where_they_stand(corpus: Path) -> None:
    found = written(corpus, "hints-mills.json")
    assert [(TEXT[a:b], kind) for a, b, kind in found["mill-a"]] == [("Jane Roe", "person")]


def test_a_document_nobody_trained_on_goes_with_its_issuer(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def reader(_: entities.Readers, fold: int) -> entities.Reader:
        asked.append(fold)
        return entities.reader_of(Tagger())

    monkeypatch.setattr(entities.Readers, "of", reader)
    (corpus / "taggers" / "gold.jsonl").write_text('{"doc": "mill-a", "fold": 3}\n', encoding="utf-8")
    written(corpus, "mills.json")
    assert asked == [3, fold_of("harbour mill ltd.")]


def test_the_organizations_can_read_what_was_written(corpus: Path) -> None:
    found = written(corpus, "mills.json")
    items = load(corpus, ["mills"], corpus / "out", corpus / "out")
    assert [item.entities for item in items] == list(found.values())
