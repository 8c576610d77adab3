"""The words around a scheme as features: only common ones, never names, and no more than a stretch of a long text."""

from __future__ import annotations

import pytest

from certwire.reading import wording

MARK = "ISO 9001"


def _around(text: str) -> list[str]:
    first = text.index(MARK)
    return list(wording.around(text, sentence=(0, len(text)), first=first, last=first + len(MARK)))


def test_words_of_the_sentence_and_pairs_on_either_side() -> None:
    seen = _around("Corvane has earned ISO 9001 once again.")
    assert seen == ["said=has", "said=earned", "said=once", "said=again", "to=has earned", "on=once again"]


def test_names_and_numbers_are_no_features() -> None:
    assert _around("Corvane Mills Ltd. 2024: ISO 9001 (BSI)") == []


def test_other_sentences_are_not_looked_at() -> None:
    text = "It was lost. Corvane holds ISO 9001. It is gone."
    first = text.index(MARK)
    seen = list(wording.around(text, sentence=(13, 36), first=first, last=first + len(MARK)))
    assert seen == ["said=holds"]


def test_a_headline_gives_its_common_words_alone() -> None:
    assert wording.of_headline("corvane earns iso 9001 again") == ("headline:earns", "headline:again")


def test_a_long_list_is_cut() -> None:
    assert len(_around("pump valve " * 50_000 + MARK)) < 40


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Corvane, an ISO 9001 steel company, opened.",
            ["describes=company", "described_by=any", "describes:True", "apposed", "apposed&describes=True"],
        ),
        ("Corvane sells an ISO 9001 (QMS) course by mail.", ["describes=course", "described_by=rse", "describes:True"]),
        ("Its ISO 9001 Toolkit is out.", ["describes=toolkit", "described_by=kit", "describes:True"]),
        ("Corvane earned ISO 9001 and left.", ["describes:False"]),
        ("Corvane earned ISO 9001.", ["describes:False"]),
        ("Corvane, a mill, earned ISO 9001 by mail.", ["describes:False"]),
    ],
)
def test_what_a_scheme_in_front_of_a_noun_describes(text: str, wanted: list[str]) -> None:
    first = text.index(MARK)
    assert list(wording.described(text, sentence=(0, len(text)), first=first, last=first + len(MARK))) == wanted


def test_verbs_around_a_span() -> None:
    text = "Acme said it has earned ISO 9001 and expects to open. It closed."
    first = text.index("ISO")
    found = set(wording.verbs_around(text, sentence=(0, 53), first=first, last=first + 8))
    assert {"verb-1=earn", "verb-1:has", "verb-1=earn:has", "verb-2=say", "verb+1=expect", "verb1=say", "verb-1=earn X"} <= found
    assert not any("close" in f or "acme" in f.lower() for f in found)
    assert set(wording.verbs_around("ISO 9001.", sentence=(0, 9), first=0, last=8)) == {
        "verb-1=none",
        "verb-2=none",
        "verb+1=none",
        "verb1=none",
    }
