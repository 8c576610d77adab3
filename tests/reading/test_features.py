"""Features: stable, of closed words, never a name, and telling of what they are to tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certwire.model import Mention
from certwire.reading import features
from certwire.reading.context import Context

Make = Callable[..., Context]
RELEASE = (
    "Harwick Zorble certified\n\nLEEDS, England, May 6, 2024 -- "
    "[o:Harwick Zorble] has renewed its [s:ISO 9001] certification, said [p:Zaphira Quux]. It grinds oats.\n\n"
    "About Harwick Zorble\n[o:Harwick Zorble] holds [s:ISO 14001] certification.\n"
)


def seen(case: str, made: Make, at: int = 0) -> tuple[str, ...]:
    ctx = made(case)
    return features.of_scheme(ctx.schemes[at], ctx)


def test_the_same_place_gives_the_same_features_each_once(made: Make) -> None:
    first, again = seen(RELEASE, made), seen(RELEASE, made)
    assert first == again
    assert len(set(first)) == len(first)


def test_no_name_leaks_into_a_feature(made: Make) -> None:
    for at in (0, 1):
        assert [f for f in seen(RELEASE, made, at) if any(n in f.lower() for n in ("harwick", "zorble", "zaphira", "quux", "leeds"))] == []


def test_zones_are_told(made: Make) -> None:
    assert "zone=lead" in seen(RELEASE, made, 0)
    assert "zone=about" in seen(RELEASE, made, 1)


@pytest.mark.parametrize(
    ("case", "action"),
    [
        ("Acme has renewed its [s:ISO 9001] certification.", "renewed"),
        ("Acme has lost its [s:ISO 9001] certification.", "withdrawn"),
        ("Acme expects [s:ISO 9001] certification.", "in_progress"),
        ("Acme was awarded [s:ISO 9001] certification.", "granted"),
        ("Acme extended its [s:ISO 9001] certification.", "expanded"),
    ],
)
def test_the_sentence_tells_its_action(case: str, action: str, made: Make) -> None:
    assert f"tells={action}" in seen(case, made)
    assert f"tells={action}" not in seen("Oats. [s:ISO 9001].", made)


def test_the_hull_holds_scheme_and_anchor(made: Make) -> None:
    ctx = made("Acme earned [s:ISO 9001] certification.")
    start, end = features.hull(ctx.schemes[0])
    assert ctx.text[start:end] == "ISO 9001 certification"
    bare = made("Acme earned [s:ISO 9001].").schemes[0]
    assert features.anchor_of(bare) == features.hull(bare) == bare.span


def test_what_is_no_span_is_no_anchor() -> None:
    odd = Mention(kind="scheme", start=3, end=5, text="ab", source="made.v1", attrs={"anchor": ("x", "y")})
    assert features.anchor_of(odd) == (3, 5)
