"""What is tried at few places only is found exactly where the plain patterns find it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import cues
from certwire.extractors import role_sentences, scheme_titles, scheme_weak
from certwire.vocabulary import words

ACTION_WORDS = [
    "lost",
    "suspended",
    "again",
    "renewed",
    "extended",
    "plans",
    "earned",
    "is",
    "holds",
    "no longer",
    "for another",
    "up",
    "the",
    "its",
]
SERVING = [
    "serves as",
    "serves as the",
    "responsibilities as",
    "role as both the",
    "fulfilling the newly created position of",
    "takes on the additional role of",
    "to the office of",
    "position of",
    "newly created",
    "his",
    "as",
    "x",
]
GAPS = st.sampled_from([" ", ", ", ". ", "-", ""])


def text_of(bits: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(st.sampled_from(bits), GAPS), max_size=14).map(lambda pairs: "".join(w + g for w, g in pairs))


@settings(max_examples=300, deadline=None)
@given(text_of(ACTION_WORDS))
def test_actions_are_those_of_their_patterns(text: str) -> None:
    plain = tuple(a for a in cues.ACTIONS if any(re.search(p, text) for p in words("cues", f"actions.{a}")))
    assert cues.told(text) == plain


def test_no_pattern_of_an_action_is_a_choice_at_its_top() -> None:
    for action in cues.ACTIONS:
        for pattern in words("cues", f"actions.{action}"):
            flat = re.sub(r"\[[^\]]*\]", "", pattern)
            while flat != (flat := re.sub(r"\([^()]*\)", "", flat)):
                pass
            assert "|" not in flat, pattern


@settings(max_examples=300, deadline=None)
@given(text_of(SERVING))
def test_serving_is_found_where_its_pattern_finds_it(text: str) -> None:
    found = [m.span() for m in role_sentences._serving(text)]
    assert found == [m.span() for m in role_sentences._SERVES.finditer(text)]


def test_every_opening_of_a_title_and_every_weak_word_is_spotted() -> None:
    for opener in words("schemes", "title_openers"):
        assert scheme_titles.openers(f"She is a {opener} of note.") == [9]
    for group in scheme_weak._GROUPS:
        for word in words("schemes", f"weak_{group}"):
            assert scheme_weak.spots(f"it was granted a {word.removesuffix('s?')} of note"), word
    assert scheme_weak.spots("nothing of the kind") == []
    assert scheme_titles.openers("nothing of the kind") == []
