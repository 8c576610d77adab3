"""Figures equal those of the project's reference scorer: ``expected.json`` is what it printed for the made-up data beside it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from certwire.errors import UsageError
from certwire.evaluation import FIGURES, compare, read_gold, read_output

DATA = Path(__file__).parent / "data"


def test_every_figure_has_the_reference_value() -> None:
    output = read_output(DATA)
    scores = compare(read_gold(DATA / "gold.jsonl"), output.events, output.documents)
    assert {name: asdict(f) for name, f in scores.figures.items()} == json.loads((DATA / "expected.json").read_text())
    assert tuple(scores.figures) == FIGURES


def event(**changes: Any) -> dict[str, Any]:
    return {
        "action": "granted",
        "kind": "certification",
        "scheme": {"mention": "ISO 9001", "normalized": "ISO 9001", "level": None},
        "recipients": [{"mention": "Harbor Mill"}],
        "certifier": None,
        "date": None,
        **changes,
    }


def document(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"doc": "a", "events": list(events), "people": [], "organizations": [], "dates": [], **changes}


def found(**changes: Any) -> dict[str, Any]:
    return event(
        scheme={"text": "ISO 9001:2015", "name": None}, recipients=[{"name": "Harbor Mill Ltd."}], dates={"effective": None}, **changes
    )


def f1(gold: dict[str, Any], *records: dict[str, Any], figure: str, **record: Any) -> float:
    return compare([gold], {"a": records}, {"a": record}).figures[figure].f1


def test_an_event_is_right_with_action_scheme_and_a_recipient() -> None:
    assert f1(document(event()), found(), figure="event_news") == 1
    assert f1(document(event()), found(action="renewed"), figure="event_news") == 0
    assert f1(document(event()), {**found(), "recipients": [{"name": "Corvane"}]}, figure="event_news") == 0
    assert f1(document(event()), {**found(), "scheme": {"text": "ISO 14001"}}, figure="event_news") == 0


def test_standing_facts_count_in_event_all_only() -> None:
    scores = compare([document(event(action="held"))], {"a": [found(action="held")]}, {})
    assert scores.figures["event_news"].n == 0
    assert scores.figures["event_all"].f1 == 1
    assert scores.figures["detect"].n == 0


def test_a_recipient_may_be_named_by_an_alias_of_the_document() -> None:
    gold = document(event(), organizations=[{"name": "Harbor Mill", "aliases": ["HM"]}])
    assert f1(gold, {**found(), "recipients": [{"name": "HM"}]}, figure="event_news") == 1


def test_certified_by_x_is_told_by_its_certifier() -> None:
    gold = document(event(scheme={"mention": "certified by Lodestar", "normalized": None, "level": None}, certifier="Lodestar"))
    assert f1(gold, {**found(certifier={"name": "Lodestar"}), "scheme": {"text": "Blue Seal"}}, figure="event_news") == 1
    assert f1(gold, {**found(certifier={"name": "Corvane"}), "scheme": {"text": "Blue Seal"}}, figure="event_news") == 0


def test_a_list_of_everybody_is_no_right_answer() -> None:
    many = {**found(), "recipients": [{"name": n} for n in ("Harbor Mill", "Corvane", "Quillsoft", "Pellam")]}
    assert compare([document(event())], {"a": [many]}, {}).figures["slot_recipients"].p == 0.25


def test_surface_forms_of_one_organization_count_once() -> None:
    gold = document(organizations=[{"name": "Harbor Mill", "aliases": ["HM"]}])
    assert f1(gold, figure="organizations", organizations=[{"name": "Harbor Mill", "aliases": []}, {"name": "HM", "aliases": []}]) == 1


def test_a_date_needs_words_and_value() -> None:
    gold = document(dates=[{"mention": "May 2", "value": "2024-05-02~"}])
    assert f1(gold, figure="dates", dates=[{"text": "on May 2", "edtf": "2024-05-02"}]) == 1
    assert f1(gold, figure="dates", dates=[{"text": "May 2", "edtf": "2023-05-02"}]) == 0


def test_nothing_at_all_scores_nothing() -> None:
    assert {f.f1 for f in compare([document()], {}, {}).figures.values()} == {0.0}


def test_documents_are_matched_by_the_stem_of_the_path(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text('{"document": {"path": "x/a.txt"}, "action": "held"}\n')
    assert list(read_output(tmp_path).events) == ["a"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("nope\n", "line 1: not JSON"), ("[]\n", "line 1: not a JSON object"), ('\n{"doc": "a"}\n', "no events, people")],
)
def test_what_is_no_gold_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(UsageError, match=complaint):
        read_gold(path)


def test_a_line_separator_inside_a_string_does_not_end_a_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(document(note="one\u2028two"), ensure_ascii=False) + "\n", encoding="utf-8")
    assert len(read_gold(path)) == 1
