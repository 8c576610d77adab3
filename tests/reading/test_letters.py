"""Post-nominal letters: which scheme stands behind whose name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certwire.reading import features, letters, parties
from certwire.reading.context import Context

Make = Callable[..., Context]
BEHIND = [
    "[p:Ida Roe], [s:CPA], joined in May.",
    "[p:Ida Roe], PhD, [s:CFE], joined in May.",
    "[p:Ida Roe], M.Ed., LPC, [s:EMDRIA] Approved Consultant.",
    "said [p:Ida Roe], DBA, CPA/PFS, CCFC, MS Tax, [s:CFP], of Leeds.",
    "with [p:Ida Roe], CIMA®, CPWA®, [s:RMA] and others.",
    "[p:Ida Roe] [s:CPA]",
    "[p:Ann Lee] met [p:Ida Roe], AIA, [s:LEED] BD&C.",
]
ELSEWHERE = [
    "[p:Ida Roe], who teaches [s:CPA] courses.",
    "[p:Ida Roe], president of a [s:CPA] firm.",
    "[p:Ida Roe] of the [s:CPA] society.",
    "[p:Ida Roe], Chief Learning Officer, [s:CFP] Board.",
    "[p:Ida Roe], PhD. The [s:CFE] is new.",
    "The [s:CPA] is for [p:Ida Roe].",
    "[o:Acme], LLC, [s:CPA] firm.",
]


@pytest.mark.parametrize("case", BEHIND)
def test_the_name_in_front_of_the_letters(case: str, made: Make) -> None:
    ctx = made(case)
    found = letters.bearer(ctx, ctx.schemes[0].start)
    assert found is not None and found.text == "Ida Roe"
    assert "letters" in features.of_scheme(ctx.schemes[0], ctx)


@pytest.mark.parametrize("case", ELSEWHERE)
def test_words_between_name_and_scheme_are_no_letters(case: str, made: Make) -> None:
    ctx = made(case)
    assert letters.bearer(ctx, ctx.schemes[0].start) is None
    assert not any(seen.startswith("letters") for seen in features.of_scheme(ctx.schemes[0], ctx))


def test_only_who_bears_the_letters_is_told_so(made: Make) -> None:
    ctx = made("[p:Ann Lee] of [o:Acme] met [p:Ida Roe], PhD, [s:CFE].")
    (scheme,) = ctx.schemes
    told = {
        ctx.text[p.start : p.end]: "bears_letters" in parties.recipient_features(scheme, p, ctx) for p in parties.recipients(scheme, ctx)
    }
    assert told["Ida Roe"] and not told["Ann Lee"] and not told["Acme"]


@pytest.mark.parametrize("filler", ["A" * 90, "A.B" * 30, "(" * 90, "A, " * 30, "AB CD, " * 12])
def test_what_is_far_or_odd_is_not_behind_the_name(filler: str, made: Make) -> None:
    ctx = made(f"[p:Ida Roe], {filler} x [s:CFE].")
    assert letters.bearer(ctx, ctx.schemes[0].start) is None
