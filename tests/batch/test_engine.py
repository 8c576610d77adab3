from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from certwire import batch
from certwire.batch.writing import line, run_hash
from certwire.config import Options
from certwire.errors import UsageError
from certwire.ingest import from_text
from certwire.records import DocumentRecord, EventRecord, IssueRecord

pytestmark = pytest.mark.usefixtures("stub")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


def test_every_input_has_its_line_in_input_order(releases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = batch.extract([releases], out)
    documents = rows(out / "documents.jsonl")
    assert [(d["document"]["path"], d["status"]) for d in documents] == [
        ("a.txt", "events"),
        ("b.txt", "no_event"),
        ("c.txt", "failed"),
        ("more/d.txt", "events"),
    ]
    assert documents[2]["issues"][0]["code"] == "empty"
    assert [e["scheme"]["text"] for e in rows(out / "events.jsonl")] == ["ISO 9001", "ISO 14001"]
    assert (summary.documents, summary.events, summary.failed) == (4, 2, 1)
    assert [f.path for f in summary.failures] == ["c.txt"]
    assert sorted(p.name for p in out.iterdir() if p.name[0] != ".") == ["documents.jsonl", "events.jsonl", "run.json"]


def test_every_line_is_a_record_of_the_contract(releases: Path, tmp_path: Path) -> None:
    batch.extract([releases], tmp_path / "out")
    for text in (tmp_path / "out" / "documents.jsonl").read_bytes().splitlines():
        DocumentRecord.model_validate_json(text)
    for text in (tmp_path / "out" / "events.jsonl").read_bytes().splitlines():
        EventRecord.model_validate_json(text)


def test_run_json_sums_up(releases: Path, tmp_path: Path) -> None:
    batch.extract([releases], tmp_path / "out")
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["statuses"] == {"events": 2, "no_event": 1, "unsupported_language": 0, "failed": 1}
    assert run["actions"] == {"granted": 2}
    assert run["issues"] == {"empty": 1}
    assert run["inputs"] == [str(releases.resolve())]
    assert run["sha256"] == run_hash(run)


def test_the_same_input_gives_the_same_bytes(releases: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        batch.extract([releases], tmp_path / name)
    for file in ("events.jsonl", "documents.jsonl", "run.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_output_inside_the_input_is_no_input(releases: Path) -> None:
    first = batch.extract([releases], releases / "out")
    again = batch.extract([releases], releases / "out")
    assert first.documents == again.documents == 4


def test_a_document_that_the_pipeline_dies_of_is_one_failed_line(releases: Path, tmp_path: Path) -> None:
    (releases / "b.txt").write_text("Harbor Mill says BOOM\n\nand more of it in the text that follows.\n")
    summary = batch.extract([releases], tmp_path / "out")
    document = rows(tmp_path / "out" / "documents.jsonl")[1]
    assert document["status"] == "failed"
    assert document["issues"][-1] == {"code": "reading_failed", "message": "certwire could not read this document: RuntimeError: boom"}
    assert summary.events == 2


@pytest.mark.parametrize(("entities", "people"), [("relevant", [1, 0, 0, 1]), ("all", [1, 1, 0, 1])])
def test_entities_are_listed_where_asked_for(releases: Path, tmp_path: Path, entities: Any, people: list[int]) -> None:
    (releases / "b.txt").write_text("Corvane opens a café\n\nThe café has opened its doors, said Ada Brightwater of the shipyard.\n")
    batch.extract([releases], tmp_path / "out", options=Options(entities=entities))
    assert [len(d["people"]) for d in rows(tmp_path / "out" / "documents.jsonl")] == people


@pytest.mark.parametrize(("confidence", "events", "status"), [(0.4, 0, "no_event"), (0.5, 1, "events"), (None, 1, "events")])
def test_improbable_events_are_left_out_but_unmeasured_ones_pass(stub: Any, confidence: float | None, events: int, status: str) -> None:
    item = from_text("Harbor Mill has been certified to ISO 9001:2015, said Jane Roe.")
    outcome = batch.read_item(stub(confidence=confidence), item, options=Options(min_confidence=0.5))
    assert (len(outcome.events), outcome.document.status) == (events, status)
    assert outcome.document.events == [e.event_id for e in outcome.events]


def test_an_earlier_output_is_replaced_only_by_a_whole_one(releases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch.extract([releases], out)
    before = {p.name: p.read_bytes() for p in out.glob("[!.]*")}

    def interrupt(summary: batch.RunSummary) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.extract([releases / "b.txt"], out, progress=interrupt)
    assert {p.name: p.read_bytes() for p in out.glob("[!.]*")} == before


def test_what_cannot_be_is_refused_before_anything_is_written(releases: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        batch.extract([tmp_path / "gone"], tmp_path / "out")
    with pytest.raises(UsageError, match="not a folder"):
        batch.extract([releases], releases / "a.txt")
    with pytest.raises(UsageError, match="both input and output"):
        batch.extract([releases], releases)
    assert not (tmp_path / "out").exists()


def test_a_line_is_one_line_for_every_reader() -> None:
    data = line(IssueRecord(code="x", message="a\u2028b\u2029c\x85d\ne")).decode()
    assert data.splitlines() == [data.removesuffix("\n")]
    assert json.loads(data)["message"] == "a\u2028b\u2029c\x85d\ne"
