"""The circumstances of an event, each with what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certwire.model import Span
from certwire.reading import details
from certwire.reading.context import Context

Make = Callable[..., Context]


def cut(ctx: Context, span: Span | None) -> str | None:
    return ctx.text[slice(*span)] if span else None


DATES = [
    ("[o:Acme] was certified to [s:ISO 9001] on [d:May 2, 2024].", "May 2, 2024", None),
    ("On [d:May 2, 2024] [o:Acme] was certified to [s:ISO 9001].", "May 2, 2024", None),
    ("[o:Acme] was certified to [s:ISO 9001] on [d:May 2, 2024], valid until [d:May 1, 2027].", "May 2, 2024", "May 1, 2027"),
    ("[o:Acme] was certified to [s:ISO 9001]. It is valid through [d:May 2027].", None, "May 2027"),
    ("[o:Acme] was certified to [s:ISO 9001]. It expires on [d:May 1, 2027].", None, "May 1, 2027"),
    ("[o:Acme] holds the [s:ISO 9001] certificate. [o:BSI] gave it to the mill on [d:May 2].", "May 2", None),
    ("[o:Acme] holds the [s:ISO 9001] certificate. The certificate was issued on [d:May 2].", "May 2", None),
    ("[o:Acme] was certified to [s:ISO 9001] [d:today].", None, None),
    ("[o:Acme] was certified to [s:ISO 9001]. The weir was opened on [d:May 2].", None, None),
    ("[o:Acme] holds the [s:ISO 9001] certificate. [o:BSI] gave it a new weir on [d:May 2].", None, None),
    ("[o:Acme] was certified to [s:ISO 9001].", None, None),
    ("Oats were sold on [d:May 2]. [o:Acme] was certified to [s:ISO 9001].", None, None),
    (
        "Harbor Mill\n\nLEEDS, England, [d:May 6, 2024] -- [o:Acme] of Harwick was certified to [s:ISO 9001] after a long visit.",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("case", "effective", "until"), DATES)
def test_dates(case: str, effective: str | None, until: str | None, made: Make) -> None:
    ctx = made(case)
    found = details.dates(ctx.schemes[0], ctx, action="granted")
    assert tuple(m.text if m else None for m in found) == (effective, until)


def test_a_standing_fact_is_not_dated_by_the_next_sentence(made: Make) -> None:
    ctx = made("[o:Acme] holds the [s:ISO 9001] certificate. [o:BSI] gave it to the mill on [d:May 2].")
    assert details.dates(ctx.schemes[0], ctx, action="held") == (None, None)


LEVELS = [
    ("The tower earned [s:LEED] Gold certification.", "Gold"),
    ("The mill holds [s:BRCGS] Grade A+ certification.", "Grade A+"),
    ("The firm passed [s:SOC 2] Type II.", "Type II"),
    ("The firm reached Level 2 of [s:CMMC].", "Level 2"),
    ("The hotel has a five-star [s:Green Key] rating.", "five-star"),
    ("The tower earned [s:LEED] certification and a gold fish.", None),
    ("The tower earned [s:LEED] certification.", None),
    ("Type II was common. The firm passed [s:SOC 2].", None),
    ("The type of [s:LEED] certificate is new.", None),
    ("The firm holds [s:ISO 9001] and [s:CMMC Level 2] certificates.", None),
    ("The school holds a [s:Skyward] Part 1370 certificate.", None),
    ("Gold prices rose while the tower earned its [s:LEED] certification.", None),
    ("The service was authorized under [s:FedRAMP] for all agencies at the Moderate impact level.", "Moderate"),
    ("Its platform is certified by [s:HITRUST] for information security, at the r2 level.", "r2"),
    ("The mill was audited under [s:BRCGS] Food Safety without notice, at grade AA.", "AA"),
    ("The yard was certified by [s:CARB] for its new Class 3 truck.", None),
    ("The firm holds [s:ISO 27001] certification, [s:SOC 2] Type II too.", None),
    ("The firm holds [s:ISO 27001] certification and was ranked in the Gold list.", None),
]


@pytest.mark.parametrize(("case", "level"), LEVELS)
def test_levels(case: str, level: str | None, made: Make) -> None:
    ctx = made(case)
    assert cut(ctx, details.level(ctx.schemes[0], ctx)) == level


NUMBERS = [
    ("Acme holds [s:ISO 9001] (certificate no. FS 12345).", None),
    ("Acme holds [s:ISO 9001] (certificate no. FS-12345).", "FS-12345"),
    ("Acme holds [s:ISO 9001]. Its certificate number is given below: none.", None),
    ("Acme holds [s:ISO 9001]. Certificate number: 2024/117-A.", "2024/117-A"),
    ("Acme holds [s:ISO 9001], registration # 4711.", "4711"),
    ("Acme holds [s:ISO 9001] and 47 certificates.", None),
    ("Acme holds [s:ISO 9001]. Call 4711.", None),
]


@pytest.mark.parametrize(("case", "number"), NUMBERS)
def test_certificate_numbers(case: str, number: str | None, made: Make) -> None:
    ctx = made(case)
    found = cut(ctx, details.number(ctx.schemes[0], ctx))
    assert (found.rstrip(".") if found else None) == number


CLAIMS = [
    ("Acme is the world's first mill with [s:ISO 9001].", ["the world's first"]),
    ("World’s first: [s:ISO 9001] for Acme.", ["World’s first"]),
    ("Acme is the first mill in Europe to earn [s:ISO 9001].", ["the first mill in Europe"]),
    ("This is the first-ever [s:ISO 9001] mill.", ["first-ever"]),
    ("Acme earned [s:ISO 9001]. One. Two. Three. Four. It is the world's first certification of its kind.", ["the world's first"]),
    ("Acme earned [s:ISO 9001]. One. Two. Three. Four. It drank the world's first beer.", []),
    ("Acme first earned [s:ISO 9001] in May.", []),
    ("The first visitors saw the [s:ISO 9001] certificate.", []),
    ("Acme puts the world first and holds [s:ISO 9001].", []),
]


@pytest.mark.parametrize(("case", "claims"), CLAIMS)
def test_claims(case: str, claims: list[str], made: Make) -> None:
    ctx = made(case)
    assert [cut(ctx, s) for s in details.claims(ctx.schemes[0], ctx)] == claims


RATINGS = [
    (
        "Harwick was scored at higher than level III on average. The scale ranges from I to V: I (poor) and V (excellent).",
        "higher than level III on average",
        "I to V: I (poor) and V (excellent)",
    ),
    ("On a scale from I (poor) to V (excellent), Harwick scored above level III.", "above level III", "I (poor) to V (excellent)"),
    (
        "On a scale that begins at I (poor) and ends at V (excellent), Harwick scored above level III.",
        "above level III",
        "I (poor) and ends at V (excellent)",
    ),
    ("Harwick was rated 4.2 on a scale of 1 to 5.", "4.2", "1 to 5"),
    ("Harwick scored 87 points on a scale from 0 to 100.", "87 points", "0 to 100"),
    ("Harwick received a grade of B on a scale from A to F.", None, None),
    ("Lodestar measured Harwick in 22 categories. The scale ranges from I to V.", None, None),
    ("Harwick was scored at level III.", None, None),
    ("Customers rated Harwick 4.8 on a scale of 1 to 5.", None, None),
    ("Hull was rated 4.2 on a scale of 1 to 5.", None, None),
    ("Harwick is rated the best town on any scale.", None, None),
    ("Harwick rated among 300 towns on a large scale.", None, None),
]


@pytest.mark.parametrize(("case", "value", "scale"), RATINGS)
def test_ratings_come_with_their_scale(case: str, value: str | None, scale: str | None, made: Make) -> None:
    ctx = made(case)
    found = details.rating(ctx, ("Harwick",))
    assert (tuple(cut(ctx, s) for s in found) if found else (None, None)) == (value, scale)


def test_the_scope_is_what_the_certificate_covers(made: Make) -> None:
    ctx = made("Acme earned [s:ISO 9001] certification. The scope of the certification covers the milling of oats and bran.")
    assert cut(ctx, details.scope(ctx.schemes[0], ctx)) == "the milling of oats and bran"
    ctx = made("Acme earned [s:ISO 9001] certification. The roof covers the milling of oats and bran.")
    assert details.scope(ctx.schemes[0], ctx) is None


ACCREDITORS = [
    ("Acme was audited by [o:EuroCert], a body accredited by COFRAC, to [s:ISO 9001].", "COFRAC"),
    ("Acme was audited by [o:EuroCert], recognized by the Weir Board, to [s:ISO 9001].", "Weir Board"),
    ("Acme was audited by [o:EuroCert] to [s:ISO 9001].", None),
    ("Acme was audited by [o:EuroCert] to [s:ISO 9001]. The school is accredited by COFRAC.", None),
    ("Acme was certified by [o:EuroCert] after it was certified and accredited by COFRAC to [s:ISO 9001].", None),
]


@pytest.mark.parametrize(("case", "name"), ACCREDITORS)
def test_who_accredits_the_certifier(case: str, name: str | None, made: Make) -> None:
    ctx = made(case)
    assert cut(ctx, details.accreditor(ctx.organizations[0].span, ctx)) == name
    assert details.accreditor(None, ctx) is None


PLACES = [
    ("Acme’s plant in Genk was certified to [s:ISO 9001].", "Genk"),
    ("The hospital at Hull Bay earned [s:ISO 9001].", "Hull Bay"),
    ("The plant in which oats are milled earned [s:ISO 9001].", None),
    ("Acme of Hull earned [s:ISO 9001].", None),
]


@pytest.mark.parametrize(("case", "place"), PLACES)
def test_where_the_certified_site_lies(case: str, place: str | None, made: Make) -> None:
    ctx = made(case)
    assert cut(ctx, details.location(ctx.schemes[0], ctx)) == place


SEQUELS = [
    ("[o:Acme] has [s:ISO 9001]. [o:BSI] gave it to the mill.", "BSI"),
    ("[o:Acme] has [s:ISO 9001]. [o:BSI] issued the certificate in Hull.", "BSI"),
    ("[o:Acme] has [s:ISO 9001]. It was handed over by a man.", ""),
    ("[o:Acme] has [s:ISO 9001]. [o:BSI] gave it a cheque.", None),
    ("[o:Acme] has [s:ISO 9001]. [o:BSI] gave it the [s:ISO 14001].", None),
    ("[o:Acme] has [s:ISO 9001]. [o:BSI] likes it.", None),
    ("[o:Acme] has [s:ISO 9001].", None),
]


@pytest.mark.parametrize(("case", "giver"), SEQUELS)
def test_the_next_sentence_may_tell_who_gave_it(case: str, giver: str | None, made: Make) -> None:
    ctx = made(case)
    found = details.sequel(ctx.schemes[0], ctx)
    assert (None if found is None else cut(ctx, found[1]) or "") == giver


@pytest.mark.parametrize(
    "piece",
    [
        "scored ",
        "scored at ",
        "scale from ",
        "I (",
        "the first ",
        "certificate no. ",
        "world's ",
        "A ",
        "1.",
        "level III ",
        "scope of the ",
    ],
)
def test_work_grows_with_the_text(piece: str, made: Make, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        ctx = made("[s:ISO 9001] " + piece * (size // len(piece)))
        scheme = ctx.schemes[0]
        reads = (details.level, details.number, details.scope, details.location, details.sequel)
        return lambda: (details.rating(ctx, ()), list(details.claims(scheme, ctx)), [read(scheme, ctx) for read in reads])

    grows_in_line(make, 40_000)
