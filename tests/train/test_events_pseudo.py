"""Where releases can name a scheme in the place of something else, and what they say then."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train import events_pseudo as pseudo


def spans(places: list[pseudo.Place], text: str, kind: str) -> list[str]:
    return [text[p.start : p.end] for p in places if p.kind == kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The city has renewed its paving contract with Tarn Roads.", ["its paving contract"]),
        ("Tarn Roads was stripped of the licence on Monday.", ["the licence"]),
        ("Tarn Roads lost a licence, and appealed.", ["a licence"]),
        ("Tarn Roads has grown quickly since the spring.", []),
        ("Grown again.", []),
    ],
)
def test_what_verbs_do_something_to(text: str, found: list[str]) -> None:
    assert spans(list(pseudo.objects(text)), text, "object") == found


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The paving contract has expired after nine years.", ["The paving contract"]),
        ("The contract, which Tarn Roads holds, has expired.", []),
        ("Tarn Roads has let the contract expire quietly.", []),
    ],
)
def test_what_does_something(text: str, subject: list[str]) -> None:
    assert spans(list(pseudo.objects(text)), text, "subject") == subject


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tarn Roads has won a five-year export licence from the ministry.", ["a five-year export licence"]),
        ("Tarn Roads hopes to keep its licence until the spring.", ["licence"]),
        ("A five-year export licence from the ministry for Tarn Roads.", []),
        ("Tarn Roads has sold a five-year-old lorry to the ministry.", []),
    ],
)
def test_nouns_for_what_is_given_behind_a_verb(text: str, found: list[str]) -> None:
    assert spans(list(pseudo.awards(text)), text, "award") == found


def test_a_release_names_schemes_where_words_were_taken_least() -> None:
    text = "Last week Tarn Roads renewed its lease. " + "It rained for a long while. " * 12 + "Last week Tarn Roads sold a lorry."
    changed = pseudo.rewritten(text, pseudo.objects, Counter(), random.Random(1))
    assert changed is not None and "its lease" not in changed.text and "a lorry" not in changed.text
    only = pseudo.rewritten("Last week Tarn Roads renewed its lease and sold a lorry.", pseudo.objects, Counter(renew=9), random.Random(1))
    assert only is not None and "its lease" in only.text and "a lorry" not in only.text


def test_a_release_without_a_place_is_none() -> None:
    assert pseudo.rewritten("Rain.", pseudo.objects, Counter(), random.Random(1)) is None


@given(
    st.lists(
        st.sampled_from(["The", "city", "renewed", "its", "licence", ".", "\n", "with", "Tarn", "won", "award", "é", "'s"]), max_size=40
    )
)
def test_places_are_of_the_text_and_the_rest_of_it_stays(words: list[str]) -> None:
    text = " ".join(words)
    for finder in (pseudo.objects, pseudo.awards):
        assert all(0 <= p.start <= p.end <= len(text) for p in finder(text))
        once, again = (pseudo.rewritten(text, finder, Counter(), random.Random(3)) for _ in range(2))
        assert once == again
        if once:
            at = 0
            for start, end in zip([0, *(e for _, e in once.put)], [*(s for s, _ in once.put), len(once.text)], strict=True):
                at = text.index(once.text[start:end], at) + end - start
            assert all(once.text[slice(*span)] for span in once.put)


def test_the_lists_hold_what_they_say() -> None:
    lists = pseudo.vocabulary()
    assert len(lists["schemes"]) == len(set(lists["schemes"])) > 50 and not set(lists["schemes"]) & set(lists["accreditations"])
    for key in ("awards", "closing", "common"):
        assert len(lists[key]) == len(set(lists[key])) and all(word == word.lower() for word in lists[key])
