"""Noun phrases that a certificate may be about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.reading.things import noun_phrases
from certwire.vocabulary import word_set

GROUPS = ("facility", "place", "things")

# What is in brackets is found, nothing else is.
CASES = [
    "Ostrow's [old parking structure] is certified.",
    "The council certified its [Lyon plant].",
    "The certificate covers the [dental assisting program] alone.",
    "A [cardiac rehabilitation program] was reviewed.",
    "From the [sister dairy] in Silistra comes butter.",
    "Intel’s [Ocotillo campus] saves water.",
    "Its [Fab] is new.",
    "The board has given the [Maple clinic] a year.",
    "URAC has given [Maple Clinic] a year.",
    "They had earlier seen [Barrier Island] certified.",
    "It has upgraded [Densu airport] once.",
    "A [pad-mounted transformer] has arrived.",
    "The [brake modules] passed.",
    "Nobody was certified for baking at night.",
    "The [rye bread] was certified.",
    "The planting of trees went on.",
    "Programming is taught in the evening.",
    "The review, long due, was mild.",
    "Two auditors read the manual.",
    "Sitemaps were drawn.",
]


@pytest.mark.parametrize("case", CASES)
def test_phrases_end_in_a_noun_and_begin_behind_article_and_owner(case: str) -> None:
    wanted = re.findall(r"\[([^\]]+)\]", case)
    text = re.sub(r"[\[\]]", "", case)
    assert [text[a:b] for a, b in noun_phrases(text, 0, len(text))] == wanted


def test_a_phrase_is_at_most_five_words_long_and_stays_in_its_stretch() -> None:
    text = "very old red brick railway water pumping station"
    assert [text[a:b] for a, b in noun_phrases(text, 0, len(text))][-1].count(" ") == 4
    assert all(start >= 9 for start, _ in noun_phrases(text, 9, len(text)))


@given(st.text(alphabet="ab '’-.plantsie\n", max_size=80))
def test_phrases_lie_in_the_text_and_hold_no_line_end(text: str) -> None:
    for start, end in noun_phrases(text, 0, len(text)):
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]


def test_the_nouns_are_words_in_small_letters() -> None:
    for group in GROUPS:
        assert {w for w in word_set("recipients", group) if not re.fullmatch(r"[a-z]+", w)} == set()
    assert word_set("recipients", "breaks").isdisjoint(w for g in GROUPS for w in word_set("recipients", g))
