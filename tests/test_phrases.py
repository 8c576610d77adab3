"""Runs of capitalised words beside a place: where they begin and where they stop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.phrases import core, is_name_word, run_after, run_before


@pytest.mark.parametrize("word", ["Acme", "ISO", "9001", "iGaming", "eBay", "A", "Éclat", "mBank"])
def test_name_words(word: str) -> None:
    assert is_name_word(word)


@pytest.mark.parametrize("word", ["acme", "", "the", "-", "oats", "é", "helloWorld"])
def test_other_words(word: str) -> None:
    assert not is_name_word(word)


@pytest.mark.parametrize(("word", "bare"), [("“Acme,”", "Acme"), ("(LH)", "LH"), ("ISO®", "ISO"), ("oats", "oats"), ("...", ""), ("", "")])
def test_the_core_of_a_word(word: str, bare: str) -> None:
    assert core(word) == bare


BEFORE = [
    "It received an [ISCC Plus] |certification",
    "The mill got its [Blue Seal]-|certified oats",
    "Acme Earns [Board of Weirs] |Certification",
    "Hull, Leeds, [Lodestar] |certified",
    "It won “[Blue Seal]” |certification",
    "He said. [Lodestar] |certification",
    "[Weir Guild (WG)] |accreditation",
    "It received a new |certification",
    "|certification",
    "They were |certified",
]


def split(case: str) -> tuple[str, int, str | None]:
    """Text, place and what is marked in a case."""
    marked = case[case.index("[") + 1 : case.index("]")] if "[" in case else None
    plain = case.replace("[", "").replace("]", "")
    return plain.replace("|", ""), plain.index("|"), marked


@pytest.mark.parametrize("case", BEFORE)
def test_runs_before(case: str) -> None:
    text, at, wanted = split(case)
    found = run_before(text, at, floor=0)
    assert (text[slice(*found)] if found else None) == wanted


AFTER = [
    "from the |[NEBB Institute], a body",
    "by |[Lodestar Assurance].",
    "by |[Lodestar Assurance] in May",
    "by | [Board of Weirs and Locks] today",
    "by |[Weir Guild (WG)], a body",
    "by |[Dr. Roe] there",
    "by |[Lodestar Inc.]",
    "by |[Acme]'s men",
    "by |[Lodestar] which is old",
    "by |a body",
    "by |",
    "by |the Weir Guild",
    "by |“oats”",
]


@pytest.mark.parametrize("case", AFTER)
def test_runs_after(case: str) -> None:
    text, at, wanted = split(case)
    found = run_after(text, at, ceiling=len(text))
    assert (text[slice(*found)] if found else None) == wanted


def test_and_ends_a_run_behind_a_head() -> None:
    text = "Certified Financial Planner and Author"
    assert run_after(text, 0, ceiling=len(text), heads=frozenset({"planner"})) == (0, 27)
    assert run_after(text, 0, ceiling=len(text)) == (0, len(text))


def test_runs_keep_within_their_bounds() -> None:
    text = "Weir Guild of Hull"
    assert run_after(text, 0, ceiling=10) == (0, 10)
    assert run_before(text, len(text), floor=5) == (5, len(text))
    assert run_after(text, 3, ceiling=3) is None
    assert run_before(text, 3, floor=3) is None


PIECES = st.sampled_from(
    ["Acme", "of", "and", "the", "(", ")", "“", "”", ",", ".", "-", "‑", "®", "Inc.", "9001", "oats", "\n", "\u00a0", "'s", "by"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=25).map(" ".join), st.data())
def test_a_run_lies_within_its_bounds_without_loose_edges(text: str, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    for found in (run_after(text, low, ceiling=high), run_before(text, high, floor=low)):
        if found:
            start, end = found
            assert start < end
            assert low <= start <= len(text)
            said = text[start:end]
            assert said[0] not in " ,*[" and said[-1] not in " ,;:*["
    before = run_before(text, high, floor=low)
    assert before is None or before[1] <= high
