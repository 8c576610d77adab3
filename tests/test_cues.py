"""The words of certification: found whole, folded without moving an offset, and consistent with each other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire import cues
from certwire.vocabulary import table, words

TRIGGERS = ("granted", "renewed", "expanded", "in_progress", "withdrawn", "held")


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    folded = cues.fold(text)
    assert len(folded) == len(text)
    assert cues.fold(folded) == folded
    assert all(a == b or a.lower() == b or a in "’‐‑\u00a0" for a, b in zip(text, folded, strict=True))


def test_folding_plains_quotes_hyphens_and_blanks() -> None:
    assert cues.fold("ISO‑Certified\u00a0Acme’s ÉTÉ") == "iso-certified acme's ÉtÉ"


@pytest.mark.parametrize(
    ("text", "group", "found"),
    [
        ("is certified by", "participle", "certified"),
        ("re-certified", "participle", "re-certified"),
        ("iso-certified", "participle", "certified"),
        ("a certification.", "noun", "certification"),
        ("two certificates", "noun", "certificates"),
        ("certifies that", "verb", "certifies"),
        ("iso9001-accredited", "participle", "accredited"),
    ],
)
def test_anchors_are_told_by_kind(text: str, group: str, found: str) -> None:
    (anchor,) = cues.anchors().finditer(text)
    assert (anchor.lastgroup, anchor[0]) == (group, found)


@pytest.mark.parametrize(
    "text", ["uncertified", "certifiedly", "certificatory", "certain", "certi fied", "9certified", "acreditted", "Certified"]
)
def test_no_anchor_in_other_words(text: str) -> None:
    assert cues.anchors().search(text) is None


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("acme has lost its halal certificate", "withdrawn"),
        ("the certificate was suspended in may", "withdrawn"),
        ("the mill was recertified to iso 9001", "renewed"),
        ("it keeps its certificate for another three years", "renewed"),
        ("the scope was extended to the second plant", "expanded"),
        ("acme expects to be certified in june", "in_progress"),
        ("acme is seeking iso 9001 certification", "in_progress"),
        ("acme has been awarded iso 9001 certification", "granted"),
        ("acme achieved iso 9001", "granted"),
        ("acme holds iso 9001", "held"),
    ],
)
def test_a_sentence_tells_of_an_action(sentence: str, first: str) -> None:
    assert cues.told(sentence)[0] == first


@pytest.mark.parametrize("sentence", ["", "oats", "the weir leaks", "welded in hull"])
def test_a_sentence_without_such_words_tells_of_none(sentence: str) -> None:
    assert cues.told(sentence) == ()


def test_what_is_told_comes_in_order_of_weight() -> None:
    told = cues.told("acme holds iso 9001, was awarded iso 14001, expects iso 45001, renewed and extended it, and lost one")
    assert told == tuple(a for a in cues.ACTIONS if a in told) == cues.ACTIONS


@pytest.mark.parametrize("action", TRIGGERS)
def test_a_trigger_is_found_at_its_own_place(action: str) -> None:
    for word in words("cues", f"triggers.{action}"):
        assert cues.pattern(f"triggers.{action}", stems=True).search(f"x {word.strip()} x"), word
    assert not cues.pattern(f"triggers.{action}", stems=True).search("oats-x weir")


def test_the_longest_word_wins_and_blanks_may_be_any() -> None:
    found = cues.pattern("context.never").search("an accredited \n investors' club")
    assert found is not None and found[0] == "accredited \n investors"
    assert cues.pattern("context.never").search("unaccredited investor") is None
    assert cues.pattern("context.never").search("accredited investorship") is None


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [s for v in value.values() for s in strings(v)]
    return [s for v in value for s in strings(v)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("part", ["anchors", "triggers", "context"])
def test_words_are_folded(part: str) -> None:
    assert [w for w in strings(table("cues")[part]) if cues.fold(w) != w or not w.strip()] == []


def test_patterns_of_actions_are_of_folded_words_and_compile() -> None:
    for action in cues.ACTIONS:
        for source in words("cues", f"actions.{action}"):
            re.compile(source)
            assert not re.search(r"[A-Z]", re.sub(r"\\.", "", source)), source


def test_what_is_never_a_certificate_holds_no_bare_word_of_certification() -> None:
    bare = {*cues.members("anchors.participles"), *cues.members("anchors.nouns"), *cues.members("anchors.verbs")}
    assert not bare & set(words("cues", "context.never"))


def test_participles_nouns_and_verbs_do_not_overlap_but_for_the_adjective() -> None:
    p, n, v = (cues.members(f"anchors.{k}") for k in ("participles", "nouns", "verbs"))
    assert p & n <= {"certificated"}
    assert not v & (p | n)


@pytest.mark.parametrize("piece", ["let ", "not ", "certified", "consecutive ", "start ", "moved ", "a", " ", "ha s been "])
def test_telling_grows_with_the_sentence(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        sentence = piece * (size // len(piece))
        return lambda: (cues.told.__wrapped__(sentence), list(cues.anchors().finditer(sentence)))

    grows_in_line(make, 50_000)


def test_of_two_stems_the_longer_is_told() -> None:
    found = cues.pattern("triggers.withdrawn", stems=True).search("acme loses it")
    assert found is not None and found[0] == "loses"
