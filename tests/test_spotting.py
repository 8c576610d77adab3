"""What is spotted is what the pattern finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import cues
from certwire.spotting import places
from certwire.vocabulary import words

BITS = [*words("cues", "context.never")[::5], *words("cues", "anchors.participles"), *words("cues", "anchors.nouns"), *" \n-_.xR9é", "re"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=14).map("".join))
def test_the_same_matches_in_the_same_order(text: str) -> None:
    folded = cues.fold(text)
    for spotter in (cues.spotter("context.never"), cues.anchor_spotter()):
        assert [m.span() for m in spotter.finditer(folded)] == [m.span() for m in spotter.pattern.finditer(folded)]


def test_every_phrase_is_spotted() -> None:
    for key in ("context.never", "anchors.participles", "anchors.nouns", "anchors.verbs"):
        spotter = cues.spotter("context.never") if key == "context.never" else cues.anchor_spotter()
        for phrase in words("cues", key):
            assert [m.span() for m in spotter.finditer(f"a {phrase} b")] == [m.span() for m in spotter.pattern.finditer(f"a {phrase} b")]


@pytest.mark.parametrize("text", ["", "a bad cab", "bbb"])
def test_places_are_where_the_words_stand(text: str) -> None:
    assert list(places(text, ("ab", "b"))) == sorted(m.start() for m in re.finditer("(?=ab|b)", text))
