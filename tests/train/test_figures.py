"""Figures with intervals, on gold and outputs made up for the purpose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from train.figures import READERS, counts, estimates, main

from certwire.evaluation import FIGURES, compare


def gold(doc: str, *, dates: int = 1) -> dict[str, Any]:
    event = {
        "action": "granted",
        "kind": "certification",
        "scheme": {"mention": "ISO 9001", "normalized": "ISO 9001", "level": None},
        "recipients": [{"mention": "Harbour Mill", "kind": "organization"}],
        "certifier": "Tide Register",
        "date": None,
    }
    found = [{"mention": f"May {day}, 2024", "value": f"2024-05-{day:02}"} for day in range(10, 10 + dates)]
    people = [{"name": "Jane Roe", "role": "miller", "organization": None}]
    return {"doc": doc, "events": [event], "people": people, "organizations": [{"name": "Harbour Mill", "aliases": []}], "dates": found}


def event(doc: str, **changes: Any) -> dict[str, Any]:
    return {
        "action": "granted",
        "kind": "certification",
        "scheme": {"text": "ISO 9001", "name": "ISO 9001", "level": None},
        "recipients": [{"name": "Harbour Mill", "aliases": []}],
        "certifier": {"name": "Tide Register", "aliases": []},
        "dates": {"effective": None},
        "document": {"path": f"in/{doc}.txt"},
        **changes,
    }


def record(doc: str, *, dates: int = 1) -> dict[str, Any]:
    found = [{"text": f"May {day}, 2024", "edtf": f"2024-05-{day:02}"} for day in range(10, 10 + dates)]
    return {
        "document": {"path": f"in/{doc}.txt"},
        "people": [{"name": "Jane Roe", "role": "miller", "organization": None}],
        "organizations": [{"name": "Harbour Mill", "aliases": []}],
        "dates": found,
    }


MADE_UP = [gold("mill-a", dates=3), gold("mill-b"), gold("mill-c"), gold("mill-d")]
EVENTS = {
    "mill-a": [event("mill-a")],
    "mill-b": [event("mill-b", action="held")],
    "mill-c": [event("mill-c"), event("mill-c", scheme={"text": "LEED", "name": "LEED", "level": None}, recipients=[])],
}
RECORDS = {"mill-a": record("mill-a", dates=2), "mill-b": record("mill-b"), "mill-c": record("mill-c")}


def test_figures_are_those_of_evaluate() -> None:
    mine, theirs = estimates(counts(MADE_UP, EVENTS, RECORDS)), compare(MADE_UP, EVENTS, RECORDS).figures
    assert list(mine) == list(FIGURES)
    assert {k: (round(v.precision, 4), round(v.recall, 4), round(v.f1, 4), v.n) for k, v in mine.items()} == {
        k: (v.p, v.r, v.f1, v.n) for k, v in theirs.items()
    }
    assert mine["detect"].f1 == pytest.approx(2 * 2 / (2 * 2 + 2))
    assert mine["dates"].recall == pytest.approx(4 / 6)


def test_intervals_hold_the_figure_and_repeat() -> None:
    table = counts(MADE_UP, EVENTS, RECORDS)
    mine = estimates(table)
    assert all(e.low <= e.f1 <= e.high for e in mine.values())
    assert mine["detect"].low < mine["detect"].f1 < mine["detect"].high
    assert mine == estimates(table)
    assert mine != estimates(table, seed=2)


def test_more_documents_make_a_narrower_interval() -> None:
    table = counts(MADE_UP, EVENTS, RECORDS)
    few, many = estimates(table)["dates"], estimates(np.concatenate([table] * 25))["dates"]
    assert many.f1 == few.f1
    assert many.high - many.low < (few.high - few.low) / 3


def test_whole_documents_are_drawn() -> None:
    """One document with a hundred dates right and one with a hundred wrong: draws are all, half or none, never in between."""
    table = np.zeros((2, len(FIGURES), 3), dtype=np.int64)
    at = FIGURES.index("dates")
    table[0, at, 0], table[1, at, 1:] = 100, 100
    dates = estimates(table)["dates"]
    assert (dates.low, dates.f1, dates.high) == (0.0, 0.5, 1.0)


def test_all_right_is_one_all_over_and_nothing_is_zero() -> None:
    mine = estimates(counts(MADE_UP[:1], {"mill-a": [event("mill-a")]}, {"mill-a": record("mill-a", dates=3)}))
    assert (mine["event_all"].low, mine["event_all"].high) == (1.0, 1.0)
    assert (mine["slot_date"].f1, mine["slot_date"].high, mine["slot_date"].n) == (0.0, 0.0, 0)


def written(at: Path) -> list[str]:
    (at / "gold.jsonl").write_text("".join(json.dumps(d) + "\n" for d in MADE_UP), encoding="utf-8")
    (at / "events.jsonl").write_text("".join(json.dumps(e) + "\n" for es in EVENTS.values() for e in es), encoding="utf-8")
    (at / "documents.jsonl").write_text("".join(json.dumps(r) + "\n" for r in RECORDS.values()), encoding="utf-8")
    return [str(at / "gold.jsonl"), str(at)]


def test_the_table_of_two_pairs_pools_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(written(tmp_path) * 2) == 0
    out, err = capsys.readouterr()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in out.splitlines()]
    assert rows[0] == ["figure", "P", "R", "F1", "95 %", "readers", "n"]
    assert [row[0] for row in rows[2:]] == list(FIGURES)
    assert rows[2][:4] == ["detect", "1.000", "0.500", "0.667"]
    assert (rows[2][5], rows[2][6]) == ("0.96", "8")
    assert "8 documents, 2 of them not in the output" in err


@pytest.mark.parametrize("wrong", ["no gold", "no output", "empty gold"])
def test_wrong_files_are_told(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair = written(tmp_path)
    if wrong == "no gold":
        pair[0] = str(tmp_path / "none.jsonl")
    elif wrong == "no output":
        pair[1] = str(tmp_path / "none")
    else:
        (tmp_path / "gold.jsonl").write_text("", encoding="utf-8")
    assert main(pair) == 2
    assert capsys.readouterr().err


def test_an_odd_number_of_files_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(written(tmp_path)[:1])


def test_readers_have_figures_that_there_are() -> None:
    assert set(READERS) <= set(FIGURES)
