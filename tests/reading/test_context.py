"""A release as event reading sees it: sentences that cover it, and look-ups by place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from certwire import annotation, nlp
from certwire.model import Mention, Release
from certwire.reading import context
from certwire.reading.context import Context
from certwire.zones import layout

TEXT = (
    "Harbor Mill certified\n\nLEEDS, May 6, 2024 -- Harbor Mill earned ISO 9001. It grinds oats.\n\n"
    "About Harbor Mill\nHarbor Mill is old.\n"
)


def gathered(text: str, *mentions: tuple[str, str], published: date | None = date(2024, 5, 6)) -> Context:
    doc = nlp.load()(text)
    annotation.put_zones(doc, layout(text))
    annotation.put_mentions(
        doc, [Mention(kind=k, start=text.index(t), end=text.index(t) + len(t), text=t, source="made.v1") for k, t in mentions]
    )
    return context.of(doc, Release(id="a", path="a.txt", sha256="0", text=text, published=published))


def test_sentences_ascend_cover_the_text_and_stop_at_zones() -> None:
    ctx = gathered(TEXT)
    assert "".join(TEXT[a:b] for a, b in ctx.sentences) == TEXT
    assert all(one[1] == other[0] for one, other in pairwise(ctx.sentences))
    assert TEXT[slice(*ctx.sentence_at(TEXT.index("It grinds")))].strip() == "It grinds oats."
    assert TEXT[slice(*ctx.sentence_at(TEXT.index("earned")))].strip() == "Harbor Mill earned ISO 9001."
    assert TEXT[slice(*ctx.sentence_at(3))].strip() == "Harbor Mill certified"
    for zone in ctx.zones.blocks:
        assert any(s[0] == zone.start for s in ctx.sentences)


def test_every_place_has_its_sentence() -> None:
    ctx = gathered(TEXT)
    for offset in range(len(TEXT)):
        start, end = ctx.sentence_at(offset)
        assert start <= offset < end


@pytest.mark.parametrize("text", ["", " ", "x", "\n\n"])
def test_next_to_nothing(text: str) -> None:
    ctx = gathered(text)
    assert ctx.sentence_at(0)[0] == 0
    assert ctx.schemes == ctx.people == ctx.organizations == ctx.dates == ()


def test_mentions_by_kind_without_those_inside_others() -> None:
    ctx = gathered(
        TEXT,
        ("organization", "Harbor Mill certified"),
        ("organization", "Harbor"),
        ("person", "LEEDS"),
        ("date", "May 6, 2024"),
        ("scheme", "ISO 9001"),
    )
    assert [m.text for m in ctx.organizations] == ["Harbor Mill certified"]
    assert [m.text for m in ctx.people] == ["LEEDS"]
    assert [m.text for m in ctx.dates] == ["May 6, 2024"]
    assert [m.text for m in ctx.schemes] == ["ISO 9001"]


def test_the_year_is_that_of_publication() -> None:
    assert gathered(TEXT).year == 2024
    assert gathered(TEXT, published=None).year is None


def test_within_picks_what_begins_there(made: Callable[..., Context]) -> None:
    ctx = made("[o:A] [o:B] [o:C] oats")
    assert [m.text for m in context.within(ctx.organizations, 2, 4)] == ["B"]
    assert [m.text for m in context.within(ctx.organizations, 0, 99)] == ["A", "B", "C"]
    assert list(context.within(ctx.organizations, 5, 99)) == []
