"""Where the gold's names stand: made-up releases only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from train.tagger_data import entities, fold_of, issuer, read_archive, tags_of


def gold(**parts: Any) -> dict[str, Any]:
    return {"people": [], "organizations": [], "dates": [], "events": [], **parts}


def found(text: str, g: dict[str, Any]) -> list[tuple[str, str]]:
    return [(text[s:e], label) for s, e, label in entities(text, g)]


JANE = {"name": "Jane Marlow", "role": "director", "organization": "Corvane"}
CORVANE = {"name": "Corvane Shipyard", "aliases": ["Corvane", "the Company"]}


@pytest.mark.parametrize(
    ("text", "g", "wanted"),
    [
        ("Jane Marlow spoke. Marlow left.", gold(people=[JANE]), [("Jane Marlow", "PERSON"), ("Marlow", "PERSON")]),
        ("Then Jane slept.", gold(people=[JANE]), [("Jane", "PERSON")]),
        ("JANE MARLOW SPOKE", gold(people=[JANE]), [("JANE MARLOW", "PERSON")]),
        ("Janet Marlowe spoke", gold(people=[JANE]), []),
        ("Jane Marlow, director, spoke.", gold(people=[JANE]), [("Jane Marlow", "PERSON"), ("director", "ROLE")]),
        ("Each director votes. " + "x " * 200 + "Jane Marlow", gold(people=[JANE]), [("Jane Marlow", "PERSON")]),
        ("Corvane Shipyard, or Corvane. CORVANE SHIPYARD. The Company.", gold(organizations=[CORVANE]),
         [("Corvane Shipyard", "ORG"), ("Corvane", "ORG"), ("CORVANE SHIPYARD", "ORG")]),
        ("Jane Marlow Inn", gold(people=[JANE], organizations=[{"name": "Jane Marlow Inn", "aliases": []}]), [("Jane Marlow Inn", "ORG")]),
        ("On May 3,\n2021 it rained.", gold(dates=[{"mention": "May 3, 2021", "value": "2021-05-03"}]), [("May 3,\n2021", "DATE")]),
    ],
)  # fmt: skip
def test_entities(text: str, g: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert found(text, g) == wanted


def test_recipients_and_schemes() -> None:
    event = {
        "scheme": {"mention": "CE"},
        "recipients": [{"mention": "Lift 300", "kind": "product"}, {"mention": "Quay Hall", "kind": "facility"}],
    }
    text = "The Lift 300 has a CE mark; CEO at Quay Hall."
    assert found(text, gold(events=[event])) == [("Lift 300", "PRODUCT"), ("CE", "SCHEME"), ("Quay Hall", "FACILITY")]


def test_tags() -> None:
    assert tags_of([(1, 3, "DATE"), (3, 4, "ORG")], [0, 1, 2, 3], [1, 2, 3, 4]) == [0, 1, 3, 16]


def test_folds_keep_an_issuer_together() -> None:
    g = gold(organizations=[{"name": "Corvane", "aliases": []}])
    assert issuer(g, "x") == "corvane"
    assert issuer(gold(), "x") == "x"
    assert fold_of("corvane") == fold_of("corvane") in range(5)


def test_archive_text_ends_before_the_footer(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Corvane opens\n\nIt opened.\n\n---\n\n[Original/Source Press Release](x)\n", encoding="utf8")
    assert read_archive(path) == "Corvane opens\n\nIt opened."
