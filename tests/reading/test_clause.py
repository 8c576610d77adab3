"""Clauses around a scheme: the subject, and whether it gets the certificate or gives it."""

from __future__ import annotations

import pytest

from certwire.cues import fold
from certwire.reading import clause
from certwire.vocabulary import words

MARK = "ISO 9001"


def _read(sentence: str) -> tuple[str | None, str]:
    told = clause.read(sentence, fold(sentence), 0, sentence.index(MARK))
    return (sentence[slice(*told.subject)] if told.subject else None), told.voice


@pytest.mark.parametrize(
    ("sentence", "subject", "voice"),
    [
        ("Corvane earned ISO 9001.", "Corvane", "gets"),
        ("The Corvane plant received ISO 9001.", "Corvane plant", "gets"),
        ("Corvane, a maker of pumps, holds ISO 9001.", "Corvane", "gets"),
        ("Corvane said that its Lyon mill obtained ISO 9001.", "Lyon mill", "gets"),
        ("Lodestar Registrars certified Corvane to ISO 9001.", "Lodestar Registrars", "issues"),
        ("The registrar suspended Corvane's ISO 9001.", "registrar", "issues"),
        ("Corvane was awarded ISO 9001.", "Corvane", "passive"),
        ("Corvane has just been certified to ISO 9001.", "Corvane", "passive"),
        ("Dr. Mira Vance, head of care at Corvane Health, has earned ISO 9001.", "Mira Vance", "gets"),
        ("Corvane said its flagship product, the Corvane Tide (CT), has received ISO 9001.", "Corvane Tide", "gets"),
        ("Based in Lyon, Corvane earned ISO 9001.", "Corvane", "gets"),
        ("On June 27, in the third year of work, the Corvane yard earned ISO 9001.", "Corvane yard", "gets"),
        ("Additionally, Corvane has been granted ISO 9001.", "Corvane", "passive"),
    ],
)
def test_subject_and_voice(sentence: str, subject: str, voice: str) -> None:
    assert _read(sentence) == (subject, voice)


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("In August 2008 it was certified to ISO 9001.", "it"),
        ("In August 2008 the yard was certified to ISO 9001.", "yard"),
        ("For the third time they have earned ISO 9001.", "they"),
        ("In Lyon mills have earned ISO 9001.", "In Lyon mills"),
        ("Last year its mill has earned ISO 9001.", "mill"),
        ("The auditors checked the pumps and renewed ISO 9001.", None),
        ("On delivery the vessel was certified to ISO 9001.", "vessel"),
        ("On the wish of the yard its mill has earned ISO 9001.", "mill"),
        ("In Lyon the second of its kind the mill has earned ISO 9001.", "mill"),
        ("Under the roof of the yard mills have earned ISO 9001.", "Under the roof of the yard mills"),
    ],
)
def test_what_stands_in_front_of_the_subject_is_no_part_of_it(sentence: str, subject: str | None) -> None:
    assert _read(sentence)[0] == subject


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("Work went to Corvane, which is certified to ISO 9001.", "Work went to Corvane"),
        ("Work went to Corvane Inc.®, which is certified to ISO 9001.", "Work went to Corvane Inc."),
        ("Work went to a yard that has earned ISO 9001.", "Work went to a yard"),
        ("Corvane, which its founder sold, has earned ISO 9001.", None),
        ("Corvane said that it has earned ISO 9001.", None),
        ("Corvane has earned ISO 9001.", None),
    ],
)
def test_what_which_and_that_stand_for(sentence: str, noun: str | None) -> None:
    told = clause.read(sentence, fold(sentence), 0, sentence.index(MARK))
    assert (None if told.antecedent is None else sentence[: told.antecedent]) == noun
    assert noun is None or told.subject is None


@pytest.mark.parametrize("sentence", ["Pumps with ISO 9001.", "ISO 9001 was awarded to Corvane.", "Corvane: ISO 9001."])
def test_no_verb_before_the_scheme(sentence: str) -> None:
    assert _read(sentence) == (None, "none")


@pytest.mark.parametrize(
    "key", ["finite", "issuing", "sites", "asides", "months", "prepositions", "auxiliaries", "pronouns", "nominal", "adverbs"]
)
def test_the_words_are_in_lower_case_and_each_once(key: str) -> None:
    found = words("clauses", key)
    assert len(set(found)) == len(found)
    assert all(w == w.lower().strip() for w in found)


def test_a_verb_that_issues_is_not_read_inside_another_word() -> None:
    assert _read("Corvane has well-issued pumps and holds ISO 9001.")[1] == "gets"
