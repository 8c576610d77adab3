from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.naming import initials, is_acronym_of, key, legal_forms, plain, without_legal_form


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Acme Robotics Co., Ltd.", "acme robotics"),
        ("ACME Robotics", "acme robotics"),
        ("Acme Robotics’s", "acme robotics"),
        ("Brandt & Söhne GmbH", "brandt & söhne"),
        ("Nordhavn Shipyard A/S", "nordhavn shipyard"),
        ("Casa Verde S.A. de C.V.", "casa verde"),
        ("Incorporated", "incorporated"),
        ("Lakes® Dairy", "lakes dairy"),
        ("Theresa Mills", "theresa mills"),
        ("Company of Weavers", "company of weavers"),
    ],
)
def test_key(name: str, expected: str) -> None:
    assert key(name) == expected


@given(st.text(max_size=60))
def test_key_is_stable(text: str) -> None:
    assert key(key(text)) == key(key(key(text)))
    assert plain(plain(text)) == plain(text) or not text.isascii()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme Robotics Co., Ltd.", "Acme Robotics"),
        ("Acme, Inc.", "Acme"),
        ("Limited", "Limited"),
        ("Weavers Guild", "Weavers Guild"),
        ("Orsk AB", "Orsk"),
    ],
)
def test_without_legal_form(name: str, expected: str) -> None:
    assert without_legal_form(name) == expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("LH", "Korea Land & Housing Corporation", True),
        ("NAACC", "National Agency for Administrative City Construction", True),
        ("UNW", "University of Northern Wales", True),
        ("UoN", "University of Norwich", True),
        ("GLI", "Gaming Laboratories International", True),
        ("LH", "Lehman Brothers", False),
        ("CEO", "Acme Robotics", False),
        ("Acme", "Acme Robotics", False),
        ("ISO", "Institute of Water", False),
        ("AB", "AB", False),
        ("A", "Acme Bakery", False),
    ],
)
def test_is_acronym_of(short: str, full: str, expected: bool) -> None:
    assert is_acronym_of(short, full) is expected


def test_initials() -> None:
    assert initials("National Agency for Administrative City Construction") == "NAACC"


def test_legal_forms_are_plain() -> None:
    assert {"inc", "gmbh", "llc", "kk", "ltda"} <= legal_forms()
    assert all(f == f.lower() and "." not in f for f in legal_forms())
