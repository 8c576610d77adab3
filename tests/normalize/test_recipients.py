"""What kind of thing a certificate is about, by its name and by what the text says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.normalize.recipients import Who, governs_place, kind_of, places_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bantry Bay Port", "place"),
        ("Harwick Island", "place"),
        ("City of Harwick", "place"),
        ("Harwick Oat Mill", "facility"),
        ("Port Harwick Terminal", "facility"),
        ("the Lyon plant", "facility"),
        ("Bristol roastery", "facility"),
        ("Pier 5", "facility"),
        ("kitchen scale", "product"),
        ("X300 lift", "product"),
        ("Oatmaster 5", "product"),
        ("Portly", "product"),
        ("Millet", "product"),
        ("", "product"),
    ],
)
def test_the_last_head_word_tells(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("role", ["Mayor", "mayor", "Deputy Mayor", "Mayor and Chair"])
def test_whoever_is_mayor_stands_for_a_place(role: str) -> None:
    assert governs_place(role)


@pytest.mark.parametrize("role", ["Major", "mayoral candidate", "chief executive", "", "Governor", "Provost"])
def test_others_may_stand_for_anything(role: str) -> None:
    assert not governs_place(role)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Jane Roe, mayor of Harwick, said so.", {"Harwick"}),
        ("The people of Harwick upon Weir and the City of Hull Bay met.", {"Harwick", "Hull Bay"}),
        ("Mayor of the town", set()),
        ("the chief of Harwick", set()),
        ("the pride of the city", set()),
        ("felicity of Harwick", set()),
        ("", set()),
    ],
)
def test_names_that_the_text_gives_to_places(text: str, places: set[str]) -> None:
    assert places_of(text) == places


@given(st.text())
def test_any_text_has_kinds(text: str) -> None:
    assert kind_of(text) in {"facility", "place", "product"}
    assert all(name in text for name in places_of(text))


@pytest.mark.parametrize("kind", ["organization", "person", "place", "product", "facility"])
def test_every_kind_is_one_of_the_contract(kind: str) -> None:
    assert Who(name="A", kind=kind, aliases=(), id=None, span=(0, 1), text="A").record_kind == kind


def test_a_kind_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        _ = Who(name="A", kind="subject", aliases=(), id=None, span=(0, 1), text="A").record_kind
