"""Events in sentences: what they hold together, and the mentions of a word of certification that are none.

What the models decide is pinned only where nobody could doubt it; how well they decide is the quality gate's business.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from certwire import annotation, nlp, zones
from certwire.extractors import built_in
from certwire.extractors.events import EXTRACTOR, EventExtractor
from certwire.model import Mention, Release, Span
from certwire.naming import key
from certwire.reading import context
from certwire.reading.models import ASKED, Models, shipped
from certwire.reading.perceptron import Perceptron

OPENING = "Harbor Mill news\n\nLEEDS, England, May 6, 2024 -- "

CLEAR = [
    (
        "Harbor Mill Ltd. today announced that it has been awarded ISO 9001 certification by Lodestar Assurance.",
        "granted",
        "ISO 9001",
        "Harbor Mill Ltd.",
    ),
    ("Quillsoft Inc. has achieved SOC 2 Type II certification.", "granted", "SOC 2 Type II", "Quillsoft Inc."),
    (
        "Harbor Mill Ltd. has successfully renewed its ISO 14001 certification for another three years.",
        "renewed",
        "ISO 14001",
        "Harbor Mill Ltd.",
    ),
    (
        "The ISO 9001 certificate of Harbor Mill Ltd. has been suspended by Lodestar Assurance until further notice.",
        "withdrawn",
        "ISO 9001",
        "Harbor Mill Ltd.",
    ),
    (
        "Harbor Mill Ltd. is pursuing ISO 27001 certification and expects to be certified by the end of the year.",
        "in_progress",
        "ISO 27001",
        None,
    ),
    ("Harbor Mill Ltd. is an ISO 9001-certified maker of oat flour with forty employees.", "held", "ISO 9001", "Harbor Mill Ltd."),
]

NONE = [
    "Harbor Mill Ltd. sold shares to accredited investors and deposited certificates of deposit.",
    "Harbor Mill Ltd. offers gift certificates and sends them by certified mail to the customers.",
    "A judge granted class certification to the buyers of oats from Harbor Mill Ltd. last week.",
    "The weir of Harbor Mill Ltd. is old, and nobody knows who built it or when it was built.",
    "Our team of certified technicians is here to help you with the milling of your oats today.",
    "The agency granted orphan drug designation to an oat extract made by Harbor Mill Ltd. in May.",
]


def up_to_events(text: str) -> tuple[Doc, Release]:
    """A text with the mentions of every extractor but this one."""
    release = Release(id="a", path="a.txt", sha256="0", text=text, published=date(2024, 5, 6))
    doc = nlp.load()(text)
    annotation.put_zones(doc, zones.layout(text))
    for one in built_in():
        if not isinstance(one, EventExtractor):
            annotation.put_mentions(doc, tuple(one(doc, release)))
    return doc, release


def read(text: str, extractor: EventExtractor = EXTRACTOR) -> tuple[list[Mention], tuple[Mention, ...]]:
    """Events and schemes of a text."""
    doc, release = up_to_events(text)
    return list(extractor(doc, release)), annotation.mentions_of(doc, "scheme")


def recipients(event: Mention, text: str) -> list[str]:
    return [text[a:b] for a, b in cast("tuple[Span, ...]", event.attrs["recipients"])]


def always(*outputs: float) -> Perceptron:
    """A network that says the same of everything."""
    none = np.zeros((0, len(outputs)), dtype=np.float32)
    return Perceptron(rows={}, inward=np.zeros((1, len(outputs)), np.float32), bias=np.array(outputs, dtype=np.float32), outward=none)


def models(*, event: float = 9.0, certifier: float = 9.0, action: str = "granted") -> Models:
    """Models that say one thing of everything."""
    said = {"event": event, "news": -9.0 if action == "held" else 9.0, action: 18.0}
    return replace(
        shipped(),
        mention=always(*(said.get(name, 0.0) for name in ASKED)),
        recipient=always(0.0),
        certifier=always(certifier),
        trees=None,
        news_trees=None,
    )


@pytest.mark.parametrize(("sentence", "action", "scheme", "recipient"), CLEAR, ids=[c[1] + str(i) for i, c in enumerate(CLEAR)])
def test_clear_cut_sentences(sentence: str, action: str, scheme: str, recipient: str | None) -> None:
    text = OPENING + sentence + "\n"
    event = read(text)[0][0]
    assert event.attrs["action"] == action
    assert text[slice(*cast("Span", event.attrs["scheme"]))] == scheme
    said = recipients(event, text)
    # Another mention of the same organization will do: normalization gives each its fullest name.
    assert recipient is None or [key(name) for name in said] == [key(recipient)]
    assert sentence in text[event.start : event.end]


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_no_event(sentence: str) -> None:
    assert [e.text for e in read(OPENING + sentence + "\n")[0]] == []


def test_both_tables_weigh_the_same() -> None:
    assert len(CLEAR) == len(NONE)


def test_every_scheme_is_asked_about_and_the_model_decides() -> None:
    text = OPENING + "Harbor Mill Ltd. has ISO 9001, ISO 14001 and ISO 45001 certification.\n"
    yes, schemes = read(text, EventExtractor(models=models()))
    assert len(yes) == len(schemes) == 3
    assert [e.attrs["scheme"] for e in yes] == [s.span for s in schemes]
    assert read(text, EventExtractor(models=models(event=-9.0)))[0] == []


@pytest.mark.parametrize("action", ["granted", "renewed", "expanded", "in_progress", "withdrawn", "held"])
def test_the_action_is_the_likeliest(action: str) -> None:
    (event,) = read(OPENING + CLEAR[0][0] + "\n", EventExtractor(models=models(action=action)))[0]
    assert event.attrs["action"] == action
    assert float(str(event.attrs["p_action"])) > 0.9


def test_a_certifier_is_named_only_where_one_is_likely() -> None:
    text = OPENING + CLEAR[0][0] + "\n"
    (sure,) = read(text, EventExtractor(models=models()))[0]
    (unsure,) = read(text, EventExtractor(models=models(certifier=-9.0)))[0]
    assert isinstance(sure.attrs["certifier"], tuple)
    assert unsure.attrs["certifier"] is None


@pytest.mark.parametrize(
    ("told", "bodies"),
    [
        ("by the Lodestar Assurance Council (LAC) and the Vega Quality Board", ["Lodestar Assurance Council (LAC)", "Vega Quality Board"]),
        ("by the Lodestar Assurance Council", [None]),
    ],
)
def test_of_several_bodies_each_has_a_mention_and_is_its_certifier(told: str, bodies: list[str | None]) -> None:
    """Whatever the network says; of one alone it decides."""
    text = OPENING + f"Harbor Mill Ltd. has been certified {told}.\n"
    found = read(text, EventExtractor(models=models(certifier=-9.0)))[0]
    spans = [e.attrs["certifier"] for e in found]
    assert [text[slice(*cast("Span", s))] if s else None for s in spans] == bodies


def test_names_tied_by_and_are_recipients_together() -> None:
    text = (
        OPENING + "Harbor Mill Ltd., Quillsoft Inc. and Pellam Foods Ltd. have been awarded ISO 9001 certification by Lodestar Assurance.\n"
    )
    (event,) = read(text)[0]
    assert recipients(event, text) == ["Harbor Mill Ltd.", "Quillsoft Inc.", "Pellam Foods Ltd."]
    assert len(event.attrs["recipient_kinds"]) == 3  # type: ignore[arg-type]


PIECES = [*(c[0] for c in CLEAR), *NONE, "\n\n", "About Harbor Mill\n", "“", "”", "Certified by Lodestar.", "It", "(", "ISO 9001"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=8).map(" ".join))
def test_spans_stand_in_the_text_and_probabilities_are_some(text: str) -> None:
    for event in read(text, EventExtractor(models=models()))[0]:
        assert text[event.start : event.end] == event.text == event.text.strip()
        attrs = event.attrs
        for name in (
            "scheme",
            "certifier",
            "accreditor",
            "location",
            "effective",
            "valid_until",
            "level",
            "number",
            "scope",
            "rating",
            "scale",
        ):
            span = attrs[name]
            assert span is None or (isinstance(span, tuple) and 0 <= span[0] < span[1] <= len(text))  # type: ignore[operator]
        for name in ("probability", "p_action", "p_recipient", "p_certifier"):
            chance = attrs[name]
            assert chance is None or 0 <= float(str(chance)) <= 1
        assert attrs["action"] in {"granted", "renewed", "expanded", "in_progress", "withdrawn", "held"}
        assert isinstance(attrs["recipients"], tuple) and isinstance(attrs["recipient_kinds"], tuple)
        assert len(attrs["recipients"]) == len(attrs["recipient_kinds"])
        assert attrs["rating"] is not None or attrs["scale"] is None


def test_a_context_gathered_before_gives_the_same() -> None:
    doc, release = up_to_events(OPENING + CLEAR[0][0] + "\n")
    assert list(EXTRACTOR.from_context(context.of(doc, release))) == list(EXTRACTOR(doc, release)) != []
