"""Reads data/grammar.toml: families of numbered standards, words of level, words of certification nearness."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Family(_Part):
    """A family of numbered standards.

    Attributes:
        key: first half of ``Scheme.standard``.
        heads: what stands before the number.
        number: bounded regular expression of the number.
        suffix: a capital letter straight after the number is the edition ("AS9100D").
        known: only numbers that the registry holds count.
        any_case: "Iso 9001" counts where the registry holds the number.
        several: further numbers may follow without the head.
        guard: when the head is its first form, the number must start so or be known.
    """

    key: str
    heads: tuple[str, ...]
    number: str
    suffix: bool = False
    known: bool = False
    any_case: bool = False
    several: Annotated[bool, Field(alias="list")] = False
    guard: str | None = None


class Levels(_Part):
    """Words of level, lower case."""

    ranks: tuple[str, ...]
    designators: tuple[str, ...]
    nouns: tuple[str, ...]
    followers: tuple[str, ...]


class Grammar(_Part):
    """The whole of data/grammar.toml."""

    near: tuple[str, ...]
    stems: tuple[str, ...]
    far: tuple[str, ...]
    prefixes: tuple[str, ...]
    levels: Levels
    families: tuple[Family, ...]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The packaged grammar, read once."""
    text = resources.files(__package__).joinpath("data", "grammar.toml").read_text("utf-8")
    return Grammar.model_validate(tomllib.loads(text))


def loose(text: str) -> str:
    """Regular expression for a head: any short gap where it has a space, slash or hyphen, a ® or ™ after any word.

    Example:
        ``loose("NSF/ANSI")`` matches ``NSF/ANSI``, ``NSF / ANSI``, ``NSF-ANSI``
    """
    parts = re.split(r"([\s/\-]+)", text)
    return "".join(r"[®™]?[\s/\-‐‑–\u00a0]{1,3}" if i % 2 else re.escape(part).replace("'", "['’]") for i, part in enumerate(parts))
