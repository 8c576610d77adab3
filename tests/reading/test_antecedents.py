"""What "the certificate" may stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from certwire.extractors import events
from certwire.model import Mention
from certwire.reading import antecedents
from certwire.reading.context import Context
from certwire.reading.linear import Model
from certwire.reading.models import Models, shipped

Make = Callable[..., Context]


def nameless(ctx: Context, nth: int) -> tuple[Context, Mention]:
    """The context with its nth scheme mention made one that names nothing."""
    given = ctx.schemes[nth]
    bare = replace(given, attrs={**given.attrs, "form": "generic", "name": None, "ids": (), "number": None, "word": given.text})
    return replace(ctx, schemes=(*ctx.schemes[:nth], bare, *ctx.schemes[nth + 1 :])), bare


def models(**weights: float) -> Models:
    asked = Model(weights={name.replace("_is_", "="): w for name, w in weights.items()})
    return replace(shipped(), antecedent=asked)


def test_candidates_are_the_mentions_with_a_name_and_none(made: Make) -> None:
    ctx, bare = nameless(made("[o:Acme] holds [s:ISO 9001] and [s:ISO 14001]. It lost the [s:certificate]."), 2)
    assert [m.text if m else None for m in antecedents.candidates(bare, ctx)] == ["ISO 9001", "ISO 14001", None]


def test_without_any_name_there_is_none_alone(made: Make) -> None:
    ctx, bare = nameless(made("[o:Acme] lost the [s:certificate]."), 0)
    assert antecedents.candidates(bare, ctx) == [None]


@pytest.mark.parametrize(
    ("case", "nth", "wanted"),
    [
        ("[o:Acme] holds [s:ISO 9001]. It lost the [s:certificate].", 1, {"where=before-1", "article=the", "alone=True", "often=1"}),
        ("The [s:certificate] was for [s:ISO 9001].", 0, {"where=behind0", "gap:behind=was for"}),
    ],
)
def test_place_and_company_of_a_candidate(case: str, nth: int, wanted: set[str], made: Make) -> None:
    ctx, bare = nameless(made(case), nth)
    named = next(m for m in antecedents.candidates(bare, ctx) if m)
    seen = set(antecedents.features(bare, named, ctx))
    assert {f for f in wanted if not any(f == s or s.startswith(f"{f}&") or s.endswith(f"&{f}") for s in seen)} == set()


def test_features_come_each_once_and_the_same_again(made: Make) -> None:
    ctx, bare = nameless(made("[o:Acme] holds [s:ISO 9001], [s:ISO 14001] and more. It lost the [s:certificate]."), 2)
    for candidate in antecedents.candidates(bare, ctx):
        seen = antecedents.features(bare, candidate, ctx)
        assert len(seen) == len(set(seen))
        assert seen == antecedents.features(bare, candidate, ctx)


def test_the_likeliest_is_taken_and_a_mention_with_a_name_keeps_it(made: Make) -> None:
    ctx, bare = nameless(made("[o:Acme] holds [s:ISO 9001]. It lost the [s:certificate]."), 1)
    named = ctx.schemes[0]
    assert events.antecedent(bare, ctx, models(first_is_True=1.0)) == named.span
    assert events.antecedent(bare, ctx, models(none=1.0)) is None
    assert events.antecedent(named, ctx, models(first_is_True=1.0)) is None
    assert events.antecedent(bare, ctx, replace(models(), antecedent=None)) is None


def test_work_is_bounded_however_many_schemes_a_release_names(made: Make) -> None:
    ctx, bare = nameless(made("".join(f"[o:Acme] holds [s:ISO {9000 + i}]. " for i in range(60)) + "It lost the [s:certificate]."), 60)
    found = antecedents.candidates(bare, ctx)
    assert len(found) == 25
    assert found[-2] is not None
    assert found[-2].text == "ISO 9059"
