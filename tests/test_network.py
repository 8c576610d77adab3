from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire.features import FLAGS, PER_FORM, ROWS, View, bits_of, groups_of, rows_of
from certwire.network import ALLOWED, LABELS, TAGS, Groups, around, decode, fresh, leanings, load, quantize, rms, scores, spans_of
from certwire.tagger import WEIGHTS, Tagger

PINNED = (21361, 9526, 33071, 33603, 37649, 38433, 36013, 41831)
B, IN, L, U = range(1, 5)
"""Tags of the first label."""
B2, IN2, L2, U2 = range(5, 9)


def one_hot(*tags: int, second: dict[int, int] | None = None) -> np.ndarray:
    s = np.zeros((len(tags), TAGS), dtype=np.float32)
    s[np.arange(len(tags)), tags] = 5
    for i, tag in (second or {}).items():
        s[i, tag] = 4
    return s


@pytest.mark.parametrize(
    ("tags", "second", "wanted"),
    [
        ((0, B, L, 0), {}, [0, B, L, 0]),
        ((0, B, L2, 0), {2: L}, [0, B, L, 0]),
        ((0, B, L2, 0), {1: B2}, [0, B2, L2, 0]),
        ((B, IN, 0), {1: L}, [B, L, 0]),
        ((IN, L), {0: B}, [B, L]),
        ((0, L, 0), {0: B}, [B, L, 0]),
        ((B,), {0: U}, [U]),
        ((U, U2, 0), {}, [U, U2, 0]),
    ],
)
def test_decode_mends_what_contradicts_itself(tags: tuple[int, ...], second: dict[int, int], wanted: list[int]) -> None:
    assert decode(one_hot(*tags, second=second)).tolist() == wanted


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_short_documents_decode_to_lawful_tags(seed: int, n: int) -> None:
    tags = decode(np.random.default_rng(seed).normal(size=(n, TAGS)).astype(np.float32))
    assert all(ALLOWED[a, b] for a, b in pairwise([0, *tags.tolist(), 0]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, TAGS - 1), max_size=300))
def test_spans_never_overlap_whatever_the_tags(tags: list[int]) -> None:
    spans = list(spans_of(np.array(tags, dtype=np.int64)))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(i < j and 0 <= k < len(LABELS) for i, j, k in spans)


def test_spans() -> None:
    assert list(spans_of(np.array([U, 0, B2, IN2, L2, U]))) == [(0, 1, 0), (2, 5, 1), (5, 6, 0)]
    assert list(spans_of(np.array([L, B, L2, IN, L]))) == []


def test_around_looks_to_both_sides() -> None:
    y = np.array([[1.0], [2.0], [3.0]], dtype=np.float32)
    assert around(y, 1).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 0]]
    assert around(y, 2).tolist() == [[0, 1, 3], [0, 2, 0], [1, 3, 0]]
    assert around(y[:1], 2).tolist() == [[0, 1, 0]]
    assert around(y[:2], 2).tolist() == [[0, 1, 0], [0, 2, 0]]


def test_rms_has_mean_square_one() -> None:
    y = rms(np.arange(1, 13, dtype=np.float32).reshape(3, 4))
    assert np.allclose((y**2).mean(1), 1, atol=1e-4)


def test_groups_mean() -> None:
    groups = Groups.make(np.array([0, 1, 0], dtype=np.int32))
    assert groups.mean(np.array([[2.0], [5.0], [4.0]], dtype=np.float32)).tolist() == [[3.0], [5.0]]


def test_weights_survive_shipping(tmp_path: Path) -> None:
    p = fresh(width=16, rows=64, seed=3)
    np.savez_compressed(tmp_path / "w.npz", allow_pickle=False, **quantize(p))
    back = load(tmp_path / "w.npz")
    assert back.keys() == p.keys()
    assert all(np.abs(back[k] - p[k]).max() <= np.abs(p[k]).max() / 250 for k in p)


def test_shipped_weights_fit_the_code_and_are_small() -> None:
    p = load(WEIGHTS)
    width = p["mix"].shape[1]
    assert p["table"].shape[0] == ROWS
    assert p["flags"].shape == (FLAGS, width)
    assert p["out"].shape == (width, TAGS)
    assert WEIGHTS.stat().st_size < 8_000_000


def test_rows_are_fixed_numbers_in_range() -> None:
    assert rows_of("Corvane") == rows_of("Corvane")
    assert rows_of("2019")[:2] == rows_of("2023")[:2] != rows_of("1850")[:2]
    assert rows_of("CORVANE")[:7] == rows_of("Corvane")[:7]
    assert rows_of("CORVANE")[7] != rows_of("Corvane")[7]
    for form in ("", " ", "\n\n", "x" * 5000, "\ud800", "İSTANBUL", "é"):
        rows = rows_of(form)
        assert len(rows) == PER_FORM
        assert all(0 <= r < ROWS for r in rows)


def test_rows_are_the_same_on_every_machine() -> None:
    assert rows_of("Inc.") == PINNED


def test_groups_join_what_differs_in_case_only() -> None:
    forms = ["Acme", "ACME", "acme", "Roe"]
    assert groups_of(forms, np.array([bits_of(f) for f in forms], dtype=np.int32)).tolist() == [0, 0, 1, 2]


FLAG_CASES = [
    ("first line", 2, ["A", "b", "\n", "C"], [1, 1, 1, 0]),
    ("line start", 0, ["A", "b", "\n", "C"], [1, 0, 0, 1]),
    ("lower elsewhere", 6, ["Mark", "a", "mark", "Roe"], [1, 0, 0, 0]),
    ("capital inside a sentence", 7, ["Roe", "met", "Poe", "and", "left"], [0, 0, 1, 0, 0]),
    ("quoted", 11, ["a", "“", "b", "”", "c"], [0, 1, 1, 0, 0]),
    ("a quotation ends with its line", 11, ["“", "b", "\n", "c"], [1, 1, 1, 0]),
    ("bracketed", 12, ["a", "(", "b", ")", "c"], [0, 1, 1, 0, 0]),
    ("once", 8, ["Roe", "Poe", "Roe", "x"], [0, 1, 0, 0]),
    ("first of its kind", 10, ["Roe", "Poe", "ROE", "x"], [1, 1, 0, 0]),
]


@pytest.mark.parametrize(("name", "column", "words", "wanted"), FLAG_CASES)
def test_flags(name: str, column: int, words: list[str], wanted: list[int]) -> None:
    assert View.of(words).flags[:, column].tolist() == wanted, name


def test_scores_do_not_depend_on_what_was_read_before() -> None:
    tagger = Tagger()
    words = "Jane Roe of Corvane Shipyard spoke in 2021 .".split()
    before = tagger.read(words)
    tagger.read([f"Word{i}" for i in range(40_000)])
    assert tagger.read(words) == before


def test_same_scores_for_a_document_twice() -> None:
    p = fresh(width=16, rows=ROWS, seed=1)
    view = View.of(["Acme", "is", "Acme"])
    x = np.ones((3, 16), dtype=np.float32)
    one, two = (scores(p, x, Groups.make(view.groups)) for _ in range(2))
    assert np.array_equal(one, two)
    assert one.shape == (3, TAGS)


def test_leanings_tell_what_a_token_is_torn_between() -> None:
    org, person, place = (1 + 4 * LABELS.index(label) for label in ("ORG", "PERSON", "GPE"))
    s = np.full((4, TAGS), -20, dtype=np.float32)
    s[0, 0] = 20
    s[1, org + 3] = s[1, place + 3] = 1
    s[2, org] = s[2, person + 1] = 1
    s[3, 0], s[3, org + 2] = 1, 0
    found = dict(leanings(s))
    assert list(found) == [1, 2, 3]
    assert found[1]._asdict() == {"organization": 50, "opens": 50, "closes": 50, "person": 0, "place": 50}
    assert found[2]._asdict() == {"organization": 50, "opens": 50, "closes": 0, "person": 50, "place": 0}
    assert found[3]._asdict() == {"organization": 27, "opens": 0, "closes": 27, "person": 0, "place": 0}


def test_no_tokens_lean_nowhere() -> None:
    assert leanings(np.zeros((0, TAGS), dtype=np.float32)) == []
