"""Whom a release speaks for, and which body an office belongs to by its own name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from certwire.extractors.role_fences import Spans, apart
from certwire.extractors.role_issuer import issuer, kindred
from certwire.model import Span


def spans(text: str, names: Sequence[str]) -> list[Span]:
    return [(text.index(n), text.index(n) + len(n)) for n in names]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Harbor Mill Earns Award\n\nHarbor Mill spoke to Quill Bank.", ["Harbor Mill", "Quill Bank"], "Harbor Mill"),
        ("Orchard keeper named a Quill Register winner\n\nHarbor Mill grew.", ["Quill Register", "Harbor Mill"], "Harbor Mill"),
        ("Accredited by the Quill Register once more\n\nHarbor Mill grew.", ["Quill Register", "Harbor Mill"], "Harbor Mill"),
        (
            "Orchard keeper named a 2031 Quill Top Keeper\n\nQuill is glad. About Quill Quill\n\nHarbor Mill grew.",
            ["Quill", "Harbor Mill"],
            "Harbor Mill",
        ),
        ("Bureau Veritas speaks\n\nHarbor Mill met Bureau Veritas.", ["Bureau Veritas", "Harbor Mill"], "Bureau Veritas"),
        ("Mill holds a paper\n\nBureau Veritas came to Harbor Mill.", ["Bureau Veritas", "Harbor Mill"], "Harbor Mill"),
        ("it rained.", [], None),
    ],
)
def test_who_certifies_is_not_who_speaks(text: str, names: Sequence[str], expected: str | None) -> None:
    found = issuer(text, Spans.of(spans(text, names)), people=Spans.of([]), title=text.split("\n")[0])
    assert (text[slice(*found)] if found else None) == expected


def test_a_firm_that_is_named_like_its_partners_may_speak() -> None:
    text = "Nora Feldman | Vance grows\n\nAbout Nora Feldman | Vance Quill Bank lent to the firm."
    firm, bank = spans(text, ["Nora Feldman | Vance", "Quill Bank"])
    person = (0, len("Nora Feldman"))
    assert issuer(text, Spans.of([firm, bank]), people=Spans.of([person]), title="Nora Feldman | Vance grows") == firm


def test_a_name_that_lends_to_a_prize_may_be_one_that_nobody_voted_for() -> None:
    text = "Orchard keeper named a Quill Register winner\n\nit rained."
    person = spans(text, ["Quill Register"])
    assert issuer(text, Spans.of(person), people=Spans.of(person), title=text.split("\n")[0]) is None


def test_what_is_both_a_person_and_an_organization_is_no_fence() -> None:
    text = "Lucia Brandt, president of Dover Pike."
    people, bodies = apart(text, spans(text, ["Lucia Brandt", "Dover Pike"]), spans(text, ["Dover Pike"]))
    assert people.spans == ((0, 12),) and bodies.spans == ((27, 37),)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Sheriff", "Moor County Sheriff's Office"),
        ("Deputy", "Moor County Sheriff's Office"),
        ("Mayor", "City of Moor"),
        ("police chief", "Moor Police Department"),
        ("Chief", None),
        ("deputy director", None),
        ("owner", None),
    ],
)
def test_an_office_belongs_to_the_body_of_its_kind(role: str, expected: str | None) -> None:
    text = "The Quill Register came to the Moor County Sheriff's Office, the Moor Police Department and the City of Moor."
    bodies = Spans.of(spans(text, ["Quill Register", "Moor County Sheriff's Office", "Moor Police Department", "City of Moor"]))
    found = kindred(text, role, len(text), bodies)
    assert (text[slice(*found)] if found else None) == expected
