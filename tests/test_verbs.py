"""Verbs of a sentence, found by a list of forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire import verbs
from certwire.vocabulary import lines


def _told(sentence: str) -> list[tuple[str, str]]:
    return [(" ".join(v.lead), v.lemma) for v in verbs.of(sentence)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Acme earned it.", [("", "earn")]),
        ("Acme has not yet earned it.", [("has not yet", "earn")]),
        ("Acme hasn't, and will soon be certified.", [("will soon be", "certify")]),
        ("Acme expects to renew it.", [("", "expect"), ("to", "renew")]),
        ("It is here.", [("", "is")]),
        ("It is now officially accredited.", [("is now officially", "accredit")]),
        ("It plans a mill.", [("", "plan")]),
        ("The plans are old.", [("", "are")]),
        ("Its plan stands.", [("", "stand")]),
        ("They plan it.", [("", "plan")]),
        ("A mill in Hull.", []),
        ("The cooling mill.", []),
        ("They cool it while cooling it.", [("", "cool"), ("", "cool")]),
        ("EARNED", []),
        ("", []),
    ],
)
def test_verbs_with_what_leads_to_them(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert _told(sentence) == wanted


def test_the_place_and_the_word_behind() -> None:
    (verb,) = verbs.of("Today Acme earned Quayseal.")
    assert (verb.start, verb.tag, verb.next) == (11, "VBN", "X")


@given(st.text(alphabet="acdehilnorstw .,'’\"()\n", max_size=200))
def test_verbs_lie_in_order_inside_the_sentence(sentence: str) -> None:
    found = verbs.of(sentence)
    assert [v.start for v in found] == sorted({v.start for v in found})
    for verb in found:
        assert sentence[verb.start :].lower().replace("’", "'").startswith(verb.lemma[:1]) or verb.lemma in {"be", "go"}


def test_the_list_of_forms_is_whole() -> None:
    rows = [line.split(" ") for line in lines("clauses_verbs.txt")]
    assert all(len(row) == 4 for row in rows)
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(row[0] == row[0].lower() and row[2].startswith("VB") and 12 <= int(row[3]) <= 100 for row in rows)
    assert not verbs.AUXILIARIES & {row[0] for row in rows}
