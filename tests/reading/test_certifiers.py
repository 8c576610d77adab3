"""Who may have certified: the candidate bodies beside a scheme."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certwire.reading import certifiers
from certwire.reading.context import Context

Make = Callable[..., Context]


def bodies(case: str, made: Make) -> list[str]:
    ctx = made(case)
    return [ctx.text[p.start : p.end] for p in certifiers.bodies(ctx.schemes[0], ctx)]


def test_candidates_for_the_certifier(made: Make) -> None:
    assert bodies("[o:Acme] earned [s:ISO 9001] from [o:Lodestar].", made) == ["Acme", "Lodestar"]
    assert bodies("Oats earned [s:ISO 9001].", made) == []


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("Oats earned [s:Quayseal] by the [o:International Organization for Standardization].", []),
        ("Oats earned [s:Quayseal] of the [o:IEC] from [o:Lodestar].", ["Lodestar"]),
        ("Oats earned [s:Quayseal] from [o:ISO].", ["ISO"]),
        ("Oats earned [s:Quayseal] certification from [o:ISO].", ["Quayseal"]),
        ("Oats earned [s:Quayseal] from [o:ASTM].", ["ASTM"]),
    ],
)
def test_who_only_publishes_standards_certifies_nobody(case: str, wanted: list[str], made: Make) -> None:
    assert bodies(case, made) == wanted


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("Oats are [s:UL Listed] now.", ["UL"]),
        ("Oats are [s:Zorble-certified] now.", ["Zorble"]),
        ("Oats are [s:Quay Guild Approved] now.", ["Quay Guild"]),
        ("Oats hold [s:Zorble® Accreditation] now.", ["Zorble"]),
        ("Oats hold an [s:EcoVadis Silver] medal.", ["EcoVadis"]),
        ("Oats hold the [s:U.S. Environmental Protection Agency Badge] now.", ["U.S. Environmental Protection Agency"]),
        ("Oats hold a [s:Quayseal] now.", []),
        ("Oats are [s:certified organic] now.", []),
        ("Oats hold [s:ISO 9001] now.", []),
        ("Oats are [s:quay approved] now.", []),
    ],
)
def test_bodies_that_a_scheme_names(case: str, wanted: list[str], made: Make) -> None:
    assert bodies(case, made) == wanted


def test_a_recipient_is_known_to_the_features_of_bodies(made: Make) -> None:
    ctx = made("[o:Acme] earned [s:ISO 9001] from [o:Lodestar].")
    acme, lodestar = certifiers.bodies(ctx.schemes[0], ctx)
    about = (ctx.organizations[0].span,)
    assert "is_recipient" in certifiers.body_features(ctx.schemes[0], acme, ctx, recipients=about)
    assert "is_recipient" not in certifiers.body_features(ctx.schemes[0], lodestar, ctx, recipients=about)


def test_features_of_bodies_hold_no_name(made: Make) -> None:
    ctx = made("[o:Harwick Zorble] earned [s:ISO 9001] from [o:Quux Guild], Narbolt said; [o:Xanthe] too. By [o:Corvane].")
    scheme = ctx.schemes[0]
    names = ("harwick", "zorble", "quux", "narbolt", "xanthe", "corvane")
    for party in certifiers.bodies(scheme, ctx):
        assert not [f for f in certifiers.body_features(scheme, party, ctx) if any(n in f.lower() for n in names)]
