from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from certwire import zones
from certwire.evaluation import Scores, break_down, by_field, by_length, by_zone, compare, read_gold, read_output, worst
from certwire.evaluation.sources import Source

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def scores() -> Scores:
    output = read_output(DATA)
    return compare(read_gold(DATA / "gold.jsonl"), output.events, output.documents)


def test_groups_add_up_to_event_all(scores: Scores) -> None:
    parts = break_down(scores.documents, by_field("kind"))
    assert sum(f.n for f in parts.figures.values()) == scores.figures["event_all"].n
    assert sum(n for (gold, _), n in parts.confusions.items() if gold != "-") == scores.figures["event_all"].n
    found = sum(len(d.found) for d in scores.documents)
    assert sum(n for (_, other), n in parts.confusions.items() if other != "-") == found


def test_confusions_tell_what_was_taken_for_what() -> None:
    gold = [_document("a", _gold("granted")), _document("b", _gold("held")), _document("c")]
    scores = compare(gold, {"a": [_found("held")], "c": [_found("renewed")]}, {})
    parts = break_down(scores.documents, by_field("action"))
    assert parts.confusions == {("-", "renewed"): 1, ("granted", "held"): 1, ("held", "-"): 1}


def test_zone_and_length_are_read_from_the_source() -> None:
    text = "Harbor Mill earns it\n\n" + "Harbor Mill earned\nISO 9001. " * 90
    source = {"a": Source(text=text, layout=zones.layout(text))}
    scores = compare([_document("a", _gold("granted")), _document("b", _gold("held"))], {"a": [_found("granted")]}, {})
    assert set(break_down(scores.documents, by_length(source)).figures) == {"0250-0499 words", "unknown"}
    parts = break_down(scores.documents, by_zone(source))
    assert parts.figures["unknown"].n == 1
    assert sum(f.n for f in parts.figures.values()) == 2


def test_worst_mistakes_come_first(scores: Scores) -> None:
    mistakes = worst(scores.documents)
    assert [m.weight for m in mistakes] == sorted((m.weight for m in mistakes), reverse=True)
    assert worst(scores.documents, limit=3) == mistakes[:3]
    right = sum(len(d.right) for d in scores.documents)
    assert sum(m.verdict != "extra" for m in mistakes) == sum(len(d.gold) for d in scores.documents) - right
    assert sum(m.verdict != "missed" for m in mistakes) == sum(len(d.found) for d in scores.documents) - right


def test_a_mistake_says_what_is_wrong() -> None:
    scores = compare([_document("a", _gold("granted"))], {"a": [_found("held")]}, {})
    (mistake,) = worst(scores.documents)
    assert (mistake.doc, mistake.verdict, mistake.weight) == ("a", "wrong", 3)
    assert mistake.gold == "granted ISO 9001 to Harbor Mill"
    assert mistake.found == "held ISO 9001:2015 to Harbor Mill Ltd."
    assert mistake.evidence == "Harbor Mill earned ISO 9001."


def _document(name: str, *events: dict[str, Any]) -> dict[str, Any]:
    return {"doc": name, "events": list(events), "people": [], "organizations": [], "dates": []}


def _gold(action: str) -> dict[str, Any]:
    return {
        "action": action,
        "kind": "certification",
        "scheme": {"mention": "ISO 9001", "normalized": "ISO 9001", "level": None},
        "recipients": [{"mention": "Harbor Mill"}],
        "evidence": "Harbor Mill earned ISO 9001.",
    }


def _found(action: str) -> dict[str, Any]:
    return {
        "action": action,
        "kind": "certification",
        "scheme": {"text": "ISO 9001:2015"},
        "recipients": [{"name": "Harbor Mill Ltd."}],
        "evidence": [{"field": "action", "start": 22, "end": 40, "text": "Harbor Mill earned"}],
    }
