"""Who may be certified: the candidates beside a scheme."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certwire.model import Attr
from certwire.reading import parties
from certwire.reading.candidates import span_attr
from certwire.reading.context import Context

Make = Callable[..., Context]


def recipients(case: str, made: Make) -> list[str]:
    ctx = made(case)
    return [ctx.text[p.start : p.end] for p in parties.recipients(ctx.schemes[0], ctx)]


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("[o:Acme] earned [s:ISO 9001].", ["Acme"]),
        ("[p:Jane Roe] of [o:Acme] earned [s:ISO 9001].", ["Jane Roe", "Acme"]),
        ("[o:Acme] opened. The company earned [s:ISO 9001].", ["Acme"]),
        ("[s:ISO 9001] was given to [o:Acme].", ["Acme"]),
        ("The new X300 lift of [o:Acme] is [s:CE]-certified.", ["X300", "Acme"]),
        ("The [o:Acme] Green Terminal is [s:CE]-certified.", ["Acme Green Terminal"]),
        ("Its dental assisting program is [s:CODA]-accredited.", ["dental assisting program"]),
    ],
)
def test_candidates_for_the_recipient(case: str, wanted: list[str], made: Make) -> None:
    found = recipients(case, made)
    assert [w for w in wanted if not any(w in f for f in found)] == []


def test_a_maker_alone_is_not_also_a_thing(made: Make) -> None:
    ctx = made("The new lift of [o:Acme] is [s:CE]-certified.")
    assert [p.kind for p in parties.recipients(ctx.schemes[0], ctx) if ctx.text[p.start : p.end] == "Acme"] == ["organization"]


def test_in_a_headline_capitals_run_on_behind_a_name(made: Make) -> None:
    once = made("[o:Acme] Unveils Gate\n\nHULL, May 6, 2024 -- [o:Acme] holds [s:ISO 9001].")
    assert not any(p.kind == "branded" for p in parties.recipients(once.schemes[0], once))
    twice = made("[o:Acme] Green Gate\n\nHULL, May 6, 2024 -- The Acme Green Gate holds [s:ISO 9001].")
    assert any(p.kind == "branded" for p in parties.recipients(twice.schemes[0], twice))


def test_the_scheme_is_no_candidate(made: Make) -> None:
    assert not any("ISO" in c for c in recipients("[o:Acme] earned [s:ISO 9001] certification in Hull. ISO 9001 is old.", made)[:1])
    ctx = made("[o:Acme] earned [s:ISO 9001] and [s:ISO 14001] certification.")
    for scheme in ctx.schemes:
        for party in parties.recipients(scheme, ctx):
            assert not any(party.start < s.end and s.start < party.end for s in ctx.schemes)


def test_candidates_come_in_order_each_once(made: Make) -> None:
    ctx = made("[o:Acme] and [o:Corvane] opened. [p:Jane Roe] said that [o:Acme] earned [s:ISO 9001] from [o:BSI].")
    found = parties.recipients(ctx.schemes[0], ctx)
    assert [p.span for p in found] == sorted({p.span for p in found})
    for party in found:
        assert parties.recipient_features(ctx.schemes[0], party, ctx) == parties.recipient_features(ctx.schemes[0], party, ctx)


def test_features_of_parties_hold_no_name(made: Make) -> None:
    ctx = made("[o:Harwick Zorble] earned [s:ISO 9001] from [o:Quux Guild], said [p:Zaphira Roe].")
    scheme = ctx.schemes[0]
    names = ("harwick", "zorble", "quux", "zaphira")
    for party in parties.recipients(scheme, ctx):
        assert not [f for f in parties.recipient_features(scheme, party, ctx) if any(n in f.lower() for n in names)]


@pytest.mark.parametrize(
    ("value", "span"), [((1, 2), (1, 2)), (None, None), ("x", None), (("a", "b"), None), ((1, 2, 3), None), (((1, 2),), None), (4, None)]
)
def test_attributes_as_spans(value: Attr, span: object) -> None:
    assert span_attr(value) == span


@pytest.mark.parametrize(
    ("case", "kind", "wanted"),
    [
        ("The battery pack inside it has [s:UL 2271].", "core", "battery pack"),
        ("The paint shop's [s:ISO 14001] certificate was renewed.", "owner", "paint shop"),
        ("[o:Lodestar] has certified the dyeing line to [s:ISO 14001].", "patient", "dyeing line"),
        ("[s:ISO 9001] and [s:ISO 14001] for its harbour crane were due.", "object", "harbour crane"),
        ("It holds [s:ISO 9001] by [o:Lodestar] for its harbour crane.", "object", "harbour crane"),
        ("It runs a mill in Iisalmi with [s:FSC].", "placed", "mill in Iisalmi"),
        ("Its second fab, in Batu Maung, has [s:ISO 14001].", "placed", "second fab, in Batu Maung"),
        ("The battery pack has [s:UL 2271].", "core", None),
        ("Its mill in [d:May 2024] had [s:FSC].", "placed", None),
        ("Its mill in use has [s:FSC].", "placed", None),
        ("Its quality management system is certified to [s:ISO 9001].", "subject", None),
        ("[o:Acme]'s [s:ISO 14001] certificate was renewed.", "owner", None),
        ("[o:Lodestar] has certified to [s:ISO 14001].", "patient", None),
        ("[s:ISO 9001] was renewed for [s:ISO 14001].", "object", None),
    ],
)
def test_things_without_a_name_of_their_own(case: str, kind: str, wanted: str | None, made: Make) -> None:
    ctx = made(case)
    found = [ctx.text[p.start : p.end] for p in parties.recipients(ctx.schemes[0], ctx) if p.kind == kind]
    assert found == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("case", "seen"),
    [
        ("Work went to [o:Acme], which is certified to [s:ISO 9001].", "relative=True&kind=organization"),
        ("[o:Acme] says that the yard, which is certified to [s:ISO 9001], closed.", "relative=False&kind=organization"),
        ("Work went to [o:Acme], a yard with [s:ISO 9001].", "shape=before:apposed"),
        ("Work went to [o:Acme], which holds [s:ISO 9001].", "shape=before:relative"),
        ("[o:Acme]'s [s:ISO 9001] lapsed.", "shape=before:owner"),
        ("[o:Acme] (Hull): [s:ISO 9001] renewed.", "shape=before:label"),
        ("[o:Acme] holds [s:ISO 9001].", "shape=before:other"),
        ("[s:ISO 9001] went to [o:Acme].", "shape=after:other"),
    ],
)
def test_how_a_candidate_hangs_together_with_the_scheme(case: str, seen: str, made: Make) -> None:
    ctx = made(case)
    party = next(p for p in parties.recipients(ctx.schemes[0], ctx) if p.kind == "organization")
    found = parties.recipient_features(ctx.schemes[0], party, ctx)
    assert seen in found
    assert len([f for f in found if f.startswith("shape=")]) == 1


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("[p:Jane Roe] spoke. Roe holds [s:CPA] since May.", "person"),
        ("[p:Jane Roe] spoke. Quay holds [s:CPA] since May.", "other"),
        ("[p:Roe] spoke. Roe holds [s:CPA] since May.", "other"),
    ],
)
def test_a_surname_alone_is_the_person(case: str, wanted: str, made: Make) -> None:
    ctx = made(case + " They thanked Roe and Quay.")
    at = ctx.text.index(" holds")
    assert [p.kind for p in parties.recipients(ctx.schemes[0], ctx) if p.end == at and p.kind in {"person", "other"}] == [wanted]


@pytest.mark.parametrize(
    ("case", "name", "is_one"),
    [
        ("[o:Acme] reached [s:FSC] at Level 2.", "Level 2", False),
        ("[o:Acme] reached [s:FSC] at Class IV.", "Class IV", False),
        ("[o:Acme] reached [s:FSC] at Quay 2.", "Quay 2", True),
        ("Level Yard 2 reached [s:FSC].", "Level Yard 2", True),
        ("[o:Acme] reached [s:FSC] at Level 2 Harbour.", "Level 2 Harbour", True),
        ("At last the Company holds [s:FSC].", "Company", False),
        ("At last the Corvane holds [s:FSC].", "Corvane", True),
        ("[o:Acme]’s ISMS holds [s:ISO 27001].", "Acme’s ISMS", False),
        ("The Harbour Quality Management System holds [s:ISO 9001].", "Harbour Quality Management System", False),
        ("The [o:Acme] Harbour Quality Yard holds [s:ISO 9001].", "Acme Harbour Quality Yard", True),
    ],
)
def test_neither_a_level_nor_a_stand_in_nor_what_is_audited_is_a_name(case: str, name: str, is_one: bool, made: Make) -> None:
    assert (name in recipients(case, made)) is is_one


@pytest.mark.parametrize(
    ("case", "who", "seen", "there"),
    [
        ("[p:Jane Roe]\n[s:CPA] and chair of [o:Acme]", "Jane Roe", "line_above&kind=person", True),
        ("[p:Jane Roe] is a [s:CPA] of [o:Acme]", "Jane Roe", "line_above&kind=person", False),
        (
            "[o:Acme] works with [o:Corvane]. The company holds [s:FSC].",
            "Acme",
            "opens_paragraph=True&stand_in=self&kind=organization",
            True,
        ),
        (
            "[o:Acme] works with [o:Corvane]. The company holds [s:FSC].",
            "Corvane",
            "opens_paragraph=True&stand_in=self&kind=organization",
            False,
        ),
        (
            "[o:Corvane] closed.\n\n[o:Acme] opened. The company holds [s:FSC].",
            "Acme",
            "opens_paragraph=True&stand_in=self&kind=organization",
            True,
        ),
        ("[o:Acme] pays [o:Corvane]. [o:Acme] holds [s:FSC].", "Acme", "ranks=0&kind=organization", True),
        ("[o:Acme] pays [o:Corvane]. [o:Acme] holds [s:FSC].", "Corvane", "ranks=1&kind=organization", True),
    ],
)
def test_how_a_candidate_stands_in_the_release(case: str, who: str, seen: str, there: bool, made: Make) -> None:
    ctx = made(case)
    party = next(p for p in parties.recipients(ctx.schemes[0], ctx) if ctx.text[p.start : p.end] == who)
    assert (seen in parties.recipient_features(ctx.schemes[0], party, ctx)) is there
