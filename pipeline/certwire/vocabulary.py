"""Loads the package's vocabularies: data files under ``data/``, read once, handed out as immutable values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """The TOML file ``data/NAME.toml`` of the package.

    Example:
        ``table("zones")["source"][0]`` -> ``"source"``
    """
    with files("certwire").joinpath("data", f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The list of strings under ``key`` in ``data/NAME.toml``, in file order.

    Example:
        ``words("zones", "source")[0]`` -> ``"source"``
    """
    found: Any = table(name)
    for part in key.split("."):
        found = found[part]
    return tuple(str(word) for word in found)


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """The same list as a set, for asking whether a word is in it.

    Example:
        ``"plant" in word_set("recipients", "facility")`` -> ``True``
    """
    return frozenset(words(name, key))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of the text file ``data/NAME``, in file order, without comments.

    Example:
        ``"earned" in lines("people_words.txt")`` -> ``True``
    """
    text = files("certwire").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
