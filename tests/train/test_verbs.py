"""Which forms go into the list of verbs, and what is told of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from train.verbs import learnt, paragraphs


@pytest.mark.parametrize(
    ("form", "seen", "lines"),
    [
        ("earned", {("VBD", "earn"): 7}, ["earned earn VBD 100"]),
        ("earned", {("VBD", "earn"): 4, ("VBN", "earn"): 6}, ["earned earn VBN 100"]),
        ("award", {("NN", "award"): 80, ("VB", "award"): 20}, ["award award VB 20"]),
        ("plant", {("NN", "plant"): 95, ("VB", "plant"): 5}, []),
        ("lapsed", {("VBD", "lapse"): 3}, ["lapsed lapse VBD 100"]),
        ("lapsed", {("VBD", "lapse"): 2}, []),
        ("mill", {("NN", "mill"): 2, ("VB", "mill"): 1}, []),
        ("has", {("VBZ", "have"): 99}, []),
        ("ernährt", {("VBD", "x"): 9}, []),
    ],
)
def test_forms_that_are_verbs_often_enough(form: str, seen: dict[tuple[str, str], int], lines: list[str]) -> None:
    assert list(learnt({form: Counter(seen)})) == lines


def test_only_paragraphs_of_prose_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# A headline\n\nshort\n\n" + "Acme opened a mill\nin Hull. " * 3 + "\n\n" + "x" * 1600)
    assert list(paragraphs([file])) == ["Acme opened a mill in Hull. " * 2 + "Acme opened a mill in Hull. "]
