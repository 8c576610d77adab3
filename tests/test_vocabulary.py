"""Vocabularies are data: read once, as immutable values, and every list a list of distinct strings."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from certwire.vocabulary import table, words

NAMES = sorted(p.name.removesuffix(".toml") for p in files("certwire").joinpath("data").iterdir() if p.name.endswith(".toml"))
OURS = ("cues", "recipients", "schemes", "zones")


@pytest.mark.parametrize("name", NAMES)
def test_every_table_loads_once(name: str) -> None:
    assert table(name)
    assert table(name) is table(name)


def test_words_come_in_file_order_as_a_tuple() -> None:
    assert words("zones", "source")[0] == "source"
    assert isinstance(words("cues", "anchors.nouns"), tuple)
    assert words("cues", "anchors.nouns") == tuple(table("cues")["anchors"]["nouns"])


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("zones", "oats")
    with pytest.raises(KeyError):
        words("cues", "anchors.oats")
    with pytest.raises(FileNotFoundError):
        table("oats")


def lists(value: Any, path: str = "") -> dict[str, list[Any]]:
    if isinstance(value, dict):
        return {k: v for key, inner in value.items() for k, v in lists(inner, f"{path}.{key}").items()}
    return {path: value} if isinstance(value, list) else {}


@pytest.mark.parametrize("name", OURS)
def test_lists_hold_strings_that_say_something(name: str) -> None:
    found = lists(table(name))
    assert found
    for path, items in found.items():
        assert items, path
        assert all(isinstance(w, str) and w.strip() for w in items), path


@pytest.mark.parametrize(
    "key", ["facility", "place", "place_heads", "place_of", "self", "person", "thing", "helpers", "examiners", "works"]
)
def test_words_about_recipients_are_lower_case(key: str) -> None:
    assert [w for w in words("recipients", key) if w != w.lower()] == []


def test_no_head_is_both_a_facility_and_a_place() -> None:
    assert not set(words("recipients", "facility")) & set(words("recipients", "place"))
    assert set(words("recipients", "works")) <= set(words("recipients", "things"))


def test_titles_that_open_with_a_capital_have_their_opener() -> None:
    assert {w.lower() for w in words("schemes", "title_openers")} <= set(words("schemes", "credential_openers"))
