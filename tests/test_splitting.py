"""The words without spaCy are those with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from train.tokenizer import rules

from certwire import nlp, sheet, splitting
from certwire.annotation import leanings_of, sentences_of

TEXTS = sorted(Path(__file__).resolve().parents[1].joinpath("corpus", "announcements").glob("*.txt"))[::15]
BITS = [
    *"aZé1 .,:;!?()[]'’“”\"-–—/&@#$%*_+=\n\t\xa0",
    *"  ",
    "don't",
    "it's",
    "U.S.",
    "a.m.",
    ":-)",
    "10km",
    "http://x.co/a",
    "US$5",
    "Inc.",
]


def same(text: str) -> bool:
    doc, split = nlp.load().make_doc(text), splitting.shared().split(text)
    return split.words == [t.text for t in doc] and split.starts == [t.idx for t in doc]


def test_the_rules_are_those_of_spacy() -> None:
    """After a change of spaCy or of our own cuts: ``python -m train.tokenizer``."""
    assert json.loads(files("certwire").joinpath("data", "tokenizer.json").read_bytes()) == json.loads(json.dumps(rules()))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_releases_are_cut_as_spacy_cuts_them(path: Path) -> None:
    assert same(path.read_text(encoding="utf-8"))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(BITS), max_size=30).map("".join)))
@example("fine:) a: ) b a.m .")
@example("x" * 1200 + "  y")
@example("a" + "." * 40 + " b")
@example(" leading, trailing ")
def test_any_text_is_cut_as_spacy_cuts_it(text: str) -> None:
    assert same(text)


def test_what_is_kept_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "_KEPT", 3)
    splitter = splitting._shared()
    for _ in range(2):
        assert splitter.split("One, two.").words == ["One", ",", "two", "."]
        assert splitter.split("Three four").words == ["Three", "four"]


@pytest.mark.parametrize(("unit", "size"), [("(", 60_000), ("x", 1_000_000), ("a.", 200_000), ("don't", 200_000), ("- ", 60_000)])
def test_hostile_text_takes_time_in_line_with_it(unit: str, size: int, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        return lambda: splitting._shared().split(f"a {unit * (size // len(unit))} b")

    grows_in_line(make, size)


@pytest.mark.parametrize("text", ["", " ", "\n\n", *(p.read_text(encoding="utf-8") for p in TEXTS[:8])])
def test_a_sheet_says_what_a_doc_says(text: str) -> None:
    doc, page = nlp.load()(text), sheet.of(text)
    assert [(e.start_char, e.end_char, e.label_) for e in page.ents] == [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    assert page.user_data == {
        "certwire.sentences": tuple(sentences_of(doc)),
        **({"certwire.leanings": leanings_of(doc)} if len(doc) else {}),
    }
