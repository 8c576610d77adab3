from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import nlp
from certwire.tokens import LONGEST, pieces


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.integers(1, 3 * LONGEST).map(lambda n: "(" * n)), max_size=6))
def test_pieces_join_to_the_text_and_none_is_long(parts: list[str]) -> None:
    text = "".join(parts)
    cut = list(pieces(text))
    assert "".join(cut) == text
    assert all(len(run) <= LONGEST for piece in cut for run in piece.split())


@pytest.mark.parametrize("text", ["Acme Inc. (the “Company”) won ISO 9001:2015.", "a\n\nb  c", ""])
def test_ordinary_text_is_tokenized_as_spacy_does(text: str) -> None:
    assert [t.text for t in nlp.load().make_doc(text)] == [t.text for t in spacy.blank("en").make_doc(text)]


@pytest.mark.parametrize(("unit", "size"), [("(", 60_000), ("x", 1_000_000), ("a.", 200_000), ("don't", 200_000), ("- ", 60_000)])
def test_hostile_text_takes_time_in_line_with_it_and_is_kept(unit: str, size: int, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = f"a {unit * (size // len(unit))} b"

        def work() -> None:
            assert nlp.load().make_doc(text).text == text

        return work

    grows_in_line(make, size)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SEATTLE–(BUSINESS WIRE)–Corvane Foods", "SEATTLE –( BUSINESS WIRE )– Corvane Foods"),
        ("BELLEVUE, Wash.–(BUSINESS WIRE)–Corvane", "BELLEVUE , Wash. –( BUSINESS WIRE )– Corvane"),
        ("twenty-one (21) co-owners", "twenty - one ( 21 ) co - owners"),
        ("ISO/IEC 27001:2022(E)", "ISO / IEC 27001:2022 ( E )"),
    ],
)
def test_datelines_fall_apart(text: str, words: str) -> None:
    assert [t.text for t in nlp.load().make_doc(text)] == words.split()
