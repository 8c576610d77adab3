"""Organizations: exact spans of names, and none read off places, people, products, schemes, awards, laws and headings.

A case marks every mention with square brackets; a case without any names no organization. No tagger: the doc has no entities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import annotation, zones
from certwire.extractors.organizations import EXTRACTOR
from certwire.model import Extractor, Mention, Release
from certwire.network import Leaning
from certwire.orgs import lexicon, reading, scorer, wording
from certwire.orgs.spans import candidates, chunks
from certwire.orgs.words import split
from certwire.vocabulary import words

_BLANK = spacy.blank("en")

FOUND = [
    "ROTTERDAM, June 3, 2024 -- [Corvane Shipyards Ltd.], a leading builder of ferries, today announced its new yard."
    "\n\nAbout [Corvane Shipyards]\n[Corvane Shipyards] is a builder of ferries.",
    "The [National Agency for Harbor Safety] ([NAHS]) said on Monday that it had closed the case.",
    "She studied at the [University of Tarrin] and works at the [Saint Ursula Hospital].",
    '"We are glad," said Jane Roe, CEO of [Mellbrook Textiles Inc.], a maker of yarn.',
    "The audit was carried out by [Bureau Veritas], which issued the certificate.",
    "The [Ministry of Fisheries] and the [Norvik Chamber of Commerce] signed the paper.",
    "[Ostrava Steel GmbH]'s board approved the plan, the company said.",
    "The report was published by [Forbes] and the [Wall Street Journal].",
    "He is a member of the [American Association of Pump Engineers].",
    "[Hollis & Wray LLP], a law firm in Leeds, advised the [Tarrin City Council].",
]
NONE = [
    "The plant in Lyon, France, was built in March 2019.",
    "It is certified to ISO 9001:2015 and ISO/IEC 27001.",
    "Jane Roe and Tomas Lindqvist live in Ohio.",
    "On Monday, January 5, the Mayor spoke in English.",
    "CONTACT\n\nPhone: 555 0100\nEmail: press@example.org",
    "The Chief Executive Officer and the Vice President of Marketing were there.",
    "Visit https://www.example.org for details.",
    "Our engineers like tea, and nobody minds.",
]
"""Texts in which nothing may be found."""


def doc_of(text: str) -> tuple[spacy.tokens.Doc, Release]:
    doc = _BLANK(text)
    annotation.put_zones(doc, zones.layout(text))
    return doc, Release(id="x", path="x.txt", sha256="0", text=text)


def read(text: str) -> list[Mention]:
    return list(EXTRACTOR(*doc_of(text)))


def unmark(case: str) -> tuple[str, list[tuple[int, int]]]:
    spans, out, at = [], [], 0
    for piece in re.split(r"(\[[^\]]*\])", case):
        bare = piece[1:-1] if piece.startswith("[") else piece
        if piece.startswith("["):
            spans.append((at, at + len(bare)))
        out.append(bare)
        at += len(bare)
    return "".join(out), spans


@pytest.mark.parametrize("case", FOUND)
def test_found(case: str) -> None:
    text, spans = unmark(case)
    assert [m.span for m in read(text)] == spans, [m.text for m in read(text)]


@pytest.mark.parametrize("text", NONE)
def test_nothing_found(text: str) -> None:
    assert [m.text for m in read(text)] == []


def test_mentions_carry_basis_and_score() -> None:
    mentions = read(unmark(FOUND[0])[0])
    assert mentions[0].attrs["basis"] == "legal_form"
    assert all(0 <= float(str(m.attrs["score"])) <= 1 for m in mentions)
    assert isinstance(EXTRACTOR, Extractor)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("Acme Inc.,()&'’ \n®-/the of and 09:Ö€")), max_size=200))
def test_spans_hold_their_text_and_never_overlap(text: str) -> None:
    end = 0
    for m in read(text):
        assert text[m.start : m.end] == m.text
        assert m.start >= end
        end = m.end


@given(st.text(max_size=200))
def test_words_are_in_order_and_verbatim(text: str) -> None:
    end = 0
    for word, first, last in zip(*split(text), strict=True):
        assert text[first:last] == word.text
        assert first >= end
        end = last


@pytest.mark.parametrize("unit", ["Acme", "Acme ", "a", "(A", "A, ", "A & ", "'s", "A.", "http://", "A@"])
def test_time_is_linear(unit: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = (unit * size)[:size]

        def work() -> None:
            found = split(text).words
            assert sum(1 for _ in candidates(found, chunks(found))) <= 60 * len(found) + 60

        return work

    grows_in_line(make, 64_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the University of Oslo said", ["University of Oslo"]),
        ("Acme, Inc. and Brom", ["Acme, Inc. and Brom"]),
        ("NIST-based rules", ["NIST"]),
        ("Contact DetailsAcme", ["Contact Details", "Acme"]),
        ("no names here", []),
        ("Xerva® Limited", ["Xerva® Limited"]),
    ],
)
def test_chunks(text: str, expected: list[str]) -> None:
    found, starts, ends = split(text)
    assert [text[starts[c.first] : ends[c.last - 1]] for c in chunks(found)] == expected


@pytest.mark.parametrize(
    ("key", "inside", "outside"),
    [
        ("role", "ceo", "acme"),
        ("scheme", "iso", "hospital"),
        ("month", "january", "acme"),
        ("exchange", "nasdaq", "bank"),
        ("company_noun", "maker", "red"),
        ("verb", "announces", "tea"),
    ],
)
def test_word_lists(key: str, inside: str, outside: str) -> None:
    listed = words("organizations_words", key)
    assert inside in listed and outside not in listed
    assert len(listed) == len(set(listed))


def test_head_nouns() -> None:
    assert {"university", "council"} <= {*words("organizations_heads", "school"), *words("organizations_heads", "public")}
    assert set(words("organizations_heads", "generic")).isdisjoint({"university", "hospital", "ministry"})


def test_word_and_name_tables() -> None:
    assert lexicon.flags()["hospital"] & lexicon.Flag.HEAD
    assert not lexicon.flags()["hospital"] & lexicon.Flag.ROLE
    assert "switzerland" in lexicon.places() and "nestle" not in lexicon.places()
    assert "UNESCO" in lexicon.known() and "Unesco Street" not in lexicon.known()
    assert all(0 <= d <= 9 for d in (*lexicon.priors().values(), *lexicon.word_priors().values()))
    assert "the" in lexicon.lines("organizations_common") and "norway" not in lexicon.lines("organizations_common")


def test_model_survives_being_written() -> None:
    model = scorer.model()
    again = scorer.decoded(scorer.encoded(model))
    features = [
        {"bias": 1.0, "legal": 1.0, "ent=ORG": 1.0, "lean.org": 1.0, "lean.exact": 1.0},
        {"bias": 1.0, "stop": 1.0, "ent:none": 1.0},
    ]
    assert again.second.scores(features) == model.second.scores(features)
    assert model.second.scores(features)[0] > model.second.scores(features)[1]


def leans(*sure: int) -> dict[int, Leaning]:
    return {offset: Leaning(organization=90, opens=90, closes=90, person=0, place=0) for offset in sure}


def test_names_that_the_tagger_never_thought_of_are_left_out() -> None:
    text = "Corvane Mills Inc. met Brom Yards Ltd. in Lyon."
    layout = zones.layout(text)
    everything, _ = reading.collect(text, zones=layout)
    assert {"Corvane Mills Inc.", "Brom Yards Ltd.", "Lyon"} <= set(everything)
    some, _ = reading.collect(text, zones=layout, leanings=leans(0, 8))
    assert "Corvane Mills Inc." in some
    assert not {"Brom Yards Ltd.", "Lyon"} & set(some)


def test_how_far_the_tagger_leans_is_a_feature_of_the_exact_words() -> None:
    text = "Corvane Mills met Corvane."
    layout = zones.layout(text)
    opens, closes = Leaning(90, 90, 0, 0, 0), Leaning(90, 0, 90, 0, 0)
    found, _ = reading.collect(text, zones=layout, leanings={0: opens, 8: closes})
    assert found["Corvane Mills"].features["lean.exact"] == pytest.approx(0.9)
    assert found["Corvane"].features["lean.exact"] == 0.0
    bare, _ = reading.collect(text, zones=layout)
    assert not any(f.startswith("lean.") for f in bare["Corvane"].features)


@pytest.mark.parametrize(
    ("text", "opens", "closes", "name", "there"),
    [
        ("Visit Old Corvane White Lighthouse today.", {2}, {2}, "Corvane", True),
        ("Visit Old Corvane White Lighthouse today.", (), (), "Corvane", False),
        ("Organic QVRL Listed seeds", (), (), "QVRL", True),  # capitals part a name from its neighbours
        ("ORGANIC QVRL LISTED", (), (), "QVRL", False),
        ("Call Ann Doe Brom Public Relations now.", {3}, {5}, "Brom Public Relations", True),
        ("Call Ann Doe Brom Public Relations now.", (), (), "Brom Public Relations", False),
    ],
)
def test_names_are_cut_where_the_tagger_sees_an_edge(
    text: str, opens: Collection[int], closes: Collection[int], name: str, there: bool
) -> None:
    found, starts, ends = split(text)
    spans = [text[starts[c.first] : ends[c.last - 1]] for c in candidates(found, chunks(found), opens=opens, closes=closes)]
    assert (name in spans) == there


def test_a_word_cut_off_another_has_what_the_tagger_said_of_both() -> None:
    text = "Contact DetailsCorvane Mills"
    found, _ = reading.collect(text, zones=zones.layout(text), leanings={8: Leaning(80, 80, 0, 0, 0), 23: Leaning(90, 0, 90, 0, 0)})
    assert found["Corvane Mills"].features["lean.exact"] == pytest.approx(0.8)


@pytest.mark.parametrize("text", ["A.M. Best rates it.", "Tea from Marmot Hill rates it."])
def test_known_names_need_no_tagger(text: str) -> None:
    found, _ = reading.collect(text, zones=zones.layout(text), leanings=leans(len(text) - 1))
    assert set(found) == ({"A.M. Best"} if text.startswith("A.M.") else set())


@pytest.mark.parametrize(
    ("text", "name", "inside", "beside"),
    [
        (
            "according to the Tarrin Salt Alliance said so",
            "Tarrin Salt Alliance",
            {"o tarrin", "m salt", "e alliance", "e salt alliance", "size 3"},
            {"b the", "b to the", "b according to the", "a said", "a said so"},
        ),
        ("Corvane’s yard", "Corvane", {"1 corvane", "word", "~ane", "~vane"}, {"b line", "a 's", "a yard"}),
        ("QVR", "QVR", {"1 qvr", "caps 3"}, {"b line", "a line"}),
        ("met Brom Inc.", "Brom Inc.", {"o brom", "legal", "size 2"}, {"b met", "a line"}),
    ],
)
def test_signs_of_words(text: str, name: str, inside: set[str], beside: set[str]) -> None:
    found, starts, ends = split(text)
    c = next(c for c in candidates(found, chunks(found)) if text[starts[c.first] : ends[c.last - 1]].removesuffix("’s") == name)
    assert set(wording.inner(found, c.first, c.last)) - {"e inc"} >= inside - {"legal"}
    assert beside <= {*wording.before(found, c.first), *wording.after(found, c.last)}


def test_signs_weigh_what_they_mean() -> None:
    known = wording.weights()
    assert known["e alliance"] > 0 > known["e project"]
    assert known["b according to"] > 0
    assert all(abs(w) < 10 for w in known.values())
    assert all(0 <= digit <= 9 for digit in lexicon.seen().values())
