"""People: exact spans of names, and no name read off banks, streets, dishes and foundations.

A case marks every full name with square brackets; a case without any is a text that names nobody. The tagger is switched off: the
rules have to stand by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.extractors import people_evidence
from certwire.extractors.people import EXTRACTOR, find
from certwire.extractors.people_lexicon import NONE, STRONG, WEAK, load
from certwire.model import Extractor, Mention

FOUND = [
    '"We are proud," said [Amal Okafor], chief executive of Harbor Mill.',
    "Harbor Mill CEO [Amal Okafor] signed the certificate.",
    "The audit was led by Dr. [Ingrid Solberg], MD, and closed by Ms. [Keiko Tanaka].",
    "[Pieter van der Berg], mayor of the town, thanked [María del Carmen Ortiz], a teacher.",
    "said [Robert Whitfield], Sr. Director of Sales, to [Martin Whitfield, Sr.] at home.",
    "[Robert J. Whitfield Jr.], president, and [Helen Price-Jones], director, were present.",
    '[Dolores "Lola" Marchetti], owner of the bakery, spoke first.',
    "Founded by [Thomas Brandt] and [Lucia Brandt], the mill has forty hands.",
    "By [Nora Feldman], Mill Weekly",
    "Media Contact:\n\n[Nora Feldman]\n\nnfeldman@millpr.test",
    "Contact Details[Nora Feldman]\n\n+1 202-555-0143\n\nnora@millpr.test",
    "Media Contact:[Nora Feldman]nora@millpr.test",
    "Contact Information:\n\n Harbor Mill\n\n 12 Quay Road  Leeds\n\n [Nora Feldman] (202) 555-0143 https://mill.test",
    "Mr. [Lee Sang-woo], CEO of the yard, and [Nguyen Thi Lan], vice chairman, met in Busan.",
    "The prize went to [Wanjiru Kamau], who founded the school.",
    "[Marin Marini], director of the museum, shook hands with Mr. [Jean Jean Dupont].",
    "[Hakan Yılmaz], director of the port, shook hands with [Zoë O’Neill].",
]
NOBODY = [
    "Jordan Valley Bank opened a branch in Austin, Texas.",
    "St. Joseph Hospital and Mercedes Benz signed a lease on Grant Street.",
    "The Magic Johnson Foundation granted a prize to Wells Fargo.",
    "Sejong received an ISO Smart City certification from BSI.",
    "Global Vision Technologies earns Best Place To Work certification.",
    "The report is about Quality Management and Information Security in North Carolina.",
    "Grace period and joy are no people, and neither is a mark of hope.",
    "Grilled with Extra Virgin Olive Oil and Smoked Paprika.",
    "Frost & Sullivan and Merrill & Sons audited Harbor Mill Inc.",
    "On Monday, March 3, the Board of Directors met in San Francisco.",
    "Doesn’t Miller time come once a year? It doesn’t.",
    "View original content on PR Newswire. Contact Us. All Rights Reserved.",
    "1257 Marshall Lane  Hemphill, Texas",
    "About Merlin Merlin, CEO of nothing, is a maker of autopilots.",
]


def names(text: str) -> list[Mention]:
    return [m for m in find(text) if not m.attrs["partial"]]


@pytest.mark.parametrize("case", FOUND)
def test_every_full_name_is_found_with_its_span(case: str) -> None:
    text = re.sub(r"[\[\]]", "", case)
    assert [m.text for m in names(text)] == re.findall(r"\[(.+?)\]", case)
    assert all(text[m.start : m.end] == m.text for m in find(text))


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_found_where_nobody_is_named(text: str) -> None:
    assert names(text) == []


def test_surnames_that_stand_alone_are_mentions_in_part() -> None:
    text = "Amal Okafor, CEO of the mill, spoke. Okafor thanked the town, and Mr. Brandt answered Ms. Okafor."
    parts = [m.text for m in find(text) if m.attrs["partial"]]
    assert parts == ["Okafor", "Brandt", "Okafor"]


def test_a_surname_inside_an_organization_is_no_mention() -> None:
    text = "Amal Okafor, owner of Okafor & Sons, spoke for Okafor Mills Inc."
    assert [m.text for m in find(text)] == ["Amal Okafor"]


def test_a_name_that_is_sure_in_one_place_is_believed_in_the_others() -> None:
    text = "Visit Wanjiru Threlkeld today. \n\nMs. Wanjiru Threlkeld, owner of the farm, will be there."
    assert [m.start for m in names(text)] == [6, text.rindex("Wanjiru")]


def test_attributes_name_the_parts() -> None:
    (mention,) = names('said Dr. Amal B. Okafor, PhD, CEO of the mill. "Thank you."')
    assert (mention.text, mention.attrs["given"], mention.attrs["surname"]) == ("Amal B. Okafor", "Amal", "Okafor")


def test_the_tagger_counts_as_evidence_for_and_against() -> None:
    text = "We met Tovias Quell near the harbor."
    span = (7, 19)
    assert names(text) == []
    assert [m.span for m in find(text, entities=[(*span, "PERSON")])] == [span]
    assert find(text, entities=[(*span, "ORG")]) == ()


def test_non_breaking_spaces_stay_in_the_mention() -> None:
    (mention,) = names("said Amal\xa0Okafor, CEO of the mill.")
    assert mention.text == "Amal\xa0Okafor"


def test_the_extractor_says_what_it_emits() -> None:
    assert isinstance(EXTRACTOR, Extractor)
    assert EXTRACTOR.name == "people.v1"
    assert EXTRACTOR.emits == ("person",)  # type: ignore[attr-defined]  # an optional attribute of the protocol


def test_lexicon_grades_names() -> None:
    lexicon = load()
    assert lexicon.as_given("Amal") == STRONG
    assert lexicon.as_given("Grace") == WEAK
    assert lexicon.as_given("Audit") == NONE
    assert lexicon.as_surname("Okafor") == STRONG
    assert lexicon.as_surname("SMITH") == STRONG
    assert lexicon.is_plain("Vision") and not lexicon.is_plain("Okafor")


def test_vocabularies_do_not_contradict_each_other() -> None:
    lexicon = load()
    assert not lexicon.never & lexicon.seldom
    assert not {"jane", "okafor", "peter"} & lexicon.never
    assert len(lexicon.given) > 15_000 and len(lexicon.surnames) > 30_000
    assert lexicon.speech and lexicon.particles and lexicon.honorifics and lexicon.postnominals


def test_every_piece_of_evidence_has_a_weight() -> None:
    source = Path(people_evidence.__file__ or "").read_text(encoding="utf-8")
    groups = "first|last|middle|speech|title|letters|phone|address|label|who|is|own|tagger|capital"
    yielded = set(re.findall(rf'yield "((?:{groups})_\w+)"', source))
    assert yielded and yielded <= set(people_evidence.weights().evidence)


@given(st.text(max_size=300))
def test_any_text_is_read_with_true_offsets(text: str) -> None:
    found = find(text)
    assert found == find(text)
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize("piece", ["A", "Ab ", "Jane Roe ", "a.", '"A', "Contact ", "@", "Jane-", "A. "])
def test_time_grows_in_line_with_the_text(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: find(text)

    grows_in_line(make, 60_000)


@pytest.mark.parametrize(
    ("likely", "wanted"),
    [
        (None, ["Amal Okafor", "Helen Price"]),
        ([5, 10, 29], ["Amal Okafor", "Helen Price"]),
        ([10], ["Amal Okafor"]),
        ([17, 22], []),
        ([], []),
    ],
)
def test_full_names_are_looked_for_where_the_tagger_thinks_of_a_person_at_all(likely: list[int] | None, wanted: list[str]) -> None:
    text = "said Amal Okafor and mayor Helen Price today."
    assert [m.text for m in find(text, likely=likely)] == wanted


def test_a_name_that_a_converter_ran_into_another_word_is_looked_for_from_that_word_on() -> None:
    text = "Contact DetailsNora Feldman\n\nnora@millpr.test"
    assert [m.text for m in find(text, likely=[8])] == ["Nora Feldman"]
    assert find(text, likely=[30]) == ()
