from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire.consistency import agree

CASES = [
    (
        "most votes win",
        "Corvane . Corvane . Corvane",
        [(0, 1, "ORG"), (2, 3, "PERSON"), (4, 5, "ORG")],
        [(0, 1, "ORG"), (2, 3, "ORG"), (4, 5, "ORG")],
    ),
    (
        "a bare surname is the person",
        "Ines Kowal spoke . Kowal left",
        [(0, 2, "PERSON"), (4, 5, "ORG")],
        [(0, 2, "PERSON"), (4, 5, "PERSON")],
    ),
    (
        "but not where a firm bears it",
        "Ines Kowal of Kowal Foods . Kowal grew",
        [(0, 2, "PERSON"), (3, 5, "ORG"), (6, 7, "ORG")],
        [(0, 2, "PERSON"), (3, 5, "ORG"), (6, 7, "ORG")],
    ),
    ("found once, marked everywhere", "Corvane Foods grew . Corvane Foods", [(0, 2, "ORG")], [(0, 2, "ORG"), (4, 6, "ORG")]),
    (
        "the longer name first",
        "Corvane . Corvane Foods . Corvane Foods",
        [(0, 1, "ORG"), (2, 4, "ORG")],
        [(0, 1, "ORG"), (2, 4, "ORG"), (5, 7, "ORG")],
    ),
    ("a word also written in lower case is no name", "Target grew . Target the target", [(0, 1, "ORG")], [(0, 1, "ORG")]),
    ("lower-case names are not looked for", "acme grew . acme", [(0, 1, "ORG")], [(0, 1, "ORG")]),
    ("roles stay where they are", "CEO . CEO", [(0, 1, "ROLE")], [(0, 1, "ROLE")]),
    ("dates keep their label", "May . May", [(0, 1, "DATE"), (2, 3, "PERSON")], [(0, 1, "DATE"), (2, 3, "PERSON")]),
    ("nothing from nothing", "a b", [], []),
]


@pytest.mark.parametrize(("name", "text", "found", "wanted"), CASES)
def test_agree(name: str, text: str, found: list[tuple[int, int, str]], wanted: list[tuple[int, int, str]]) -> None:
    assert agree(text.split(), found) == wanted, name


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["Roe", "Poe", "roe", "Inc", "x"]), max_size=30), st.data())
def test_entities_never_overlap_and_none_is_lost(words: list[str], data: st.DataObject) -> None:
    found = []
    at = 0
    while at < len(words):
        end = data.draw(st.integers(at + 1, min(at + 3, len(words))))
        if data.draw(st.booleans()):
            found.append((at, end, data.draw(st.sampled_from(["ORG", "PERSON", "ROLE"]))))
        at = end
    out = agree(words, found)
    assert {e[:2] for e in found} <= {e[:2] for e in out}
    assert all(a[1] <= b[0] for a, b in pairwise(out))
    assert agree(words, reversed(found)) == out
