"""Which date an event took effect on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from certwire.extractors import events
from certwire.reading import datings, details
from certwire.reading.context import Context
from certwire.reading.linear import Model
from certwire.reading.models import Models, shipped

Make = Callable[..., Context]


def models(**weights: float) -> Models:
    asked = Model(weights={name.replace("_is_", "="): w for name, w in weights.items()})
    return replace(shipped(), date=asked)


@pytest.mark.parametrize(
    ("case", "action", "wanted"),
    [
        ("[o:Acme] earned [s:ISO 9001] on [d:May 2].", "granted", ["May 2"]),
        (
            "It was audited in [d:April]. [o:Acme] earned [s:ISO 9001] on [d:May 2]. The plaque came on [d:May 9].",
            "granted",
            ["April", "May 2", "May 9"],
        ),
        ("Founded in [d:1990]. It grew. It moved. [o:Acme] earned [s:ISO 9001].", "granted", []),
        ("[o:Acme] holds [s:ISO 9001] until [d:May 2027].", "held", []),
        ("[o:Acme] holds [s:ISO 9001], valid through [d:May 2027], since [d:2019].", "held", ["2019"]),
        ("[o:Acme] holds [s:ISO 9001] [d:since 2019].", "held", ["since 2019"]),
        ("[o:Acme] lost its [s:ISO 9001], held [d:since 2019].", "withdrawn", []),
        ("[o:Acme] lost its [s:ISO 9001], held [d:since early 2019].", "withdrawn", []),
        ("[o:Acme] is without [s:ISO 9001] [d:since 2024].", "withdrawn", ["since 2024"]),
        ("[o:Acme] is without [s:ISO 9001] [d:since May 2023].", "withdrawn", ["since May 2023"]),
        ("[o:Acme] earned [s:ISO 9001].", "granted", []),
    ],
)
def test_candidates_are_the_dates_around_and_none(case: str, action: str, wanted: list[str], made: Make) -> None:
    ctx = made(case)
    found = datings.candidates(ctx.schemes[0], ctx, action=action)
    assert [d.text for d in found if d] == wanted
    assert found[-1] is None


@pytest.mark.parametrize(
    ("case", "nth", "wanted"),
    [
        ("[o:Acme] earned [s:ISO 9001] on [d:May 2].", 0, ["where=behind0&news=news", "lead=on", "shape=day&news=news"]),
        ("In [d:2019], [o:Acme] earned [s:ISO 9001].", 0, ["where=before0&news=news", "lead=in", "next=,"]),
        ("[o:Acme] earned [s:ISO 9001]. The plaque came on [d:May 9].", 0, ["where=behind1&news=news"]),
        ("[o:Acme] earned [s:ISO 9001].", 0, ["none", "none&action=granted"]),
    ],
)
def test_place_and_shape_of_a_date(case: str, nth: int, wanted: list[str], made: Make) -> None:
    ctx = made(case)
    scheme = ctx.schemes[0]
    rule = details.dates(scheme, ctx, action="granted")[0]
    seen = datings.features(scheme, datings.candidates(scheme, ctx, action="granted")[nth], ctx, action="granted", rule=rule)
    assert [f for f in wanted if f not in seen] == []
    assert len(seen) == len(set(seen))


def test_the_likeliest_is_taken_and_the_end_is_kept(made: Make) -> None:
    ctx = made("[o:Acme] earned [s:ISO 9001] on [d:May 2], valid until [d:May 2027].")
    scheme = ctx.schemes[0]
    assert [d and d.text for d in events.dates(scheme, ctx, models(lead_is_on=1.0), action="granted")] == ["May 2", "May 2027"]
    assert [d and d.text for d in events.dates(scheme, ctx, models(none=1.0), action="granted")] == [None, "May 2027"]


def test_without_a_model_the_rules_tell(made: Make) -> None:
    ctx = made("[o:Acme] earned [s:ISO 9001] on [d:May 2].")
    bare = replace(shipped(), date=None)
    assert [d and d.text for d in events.dates(ctx.schemes[0], ctx, bare, action="granted")] == ["May 2", None]


def test_candidates_are_bounded(made: Make) -> None:
    ctx = made("[o:Acme] earned [s:ISO 9001] " + " ".join(f"on [d:May {i}]," for i in range(1, 29)) + " all told.")
    assert len(datings.candidates(ctx.schemes[0], ctx, action="granted")) == 13
