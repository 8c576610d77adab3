"""Numbered standards, known to the registry or not: a head, a number, and what shares the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from certwire.knowledge.grammar import Family, grammar, loose
from certwire.knowledge.tokens import TOKEN, fold

_SHARED = re.compile(r"\s{0,2}(?:,\s{0,2}(?:and\s|&\s)?|/\s?|&\s?|\+\s?|and\s|plus\s|as well as\s)\s?")
_YEAR = re.compile(r":(?:19|20)\d\d(?!\d)")
_NUMBER_END = r"(?![0-9A-Za-z_%]|\.\d|,\d{3}(?!\d))"
_FILLER = r"[®™]?[\s:\-‐‑–\u00a0]{0,2}(?:(?:No\.?|standard|Standard|certification|Certification)\s?)?"
_NEIGHBOUR = {"iso": "iec", "iec": "iso", "en": "iso"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A numbered standard in a text.

    Attributes:
        start, end: its span without edition and level.
        key: "family number", as in ``Scheme.standard``.
        number: as written, without a letter of edition.
        name: head and number, plainly spaced.
        edition: the letter of an AS9100D, else None.
        scheme: the registry's row for it or, for a part that has none, for the whole standard; or None.
        part: what the number has that the row's has not: "-3" for an ISO 3834-3 under ISO 3834.
    """

    start: int
    end: int
    key: str
    number: str
    name: str
    edition: str | None
    scheme: str | None
    part: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    families: tuple[Family, ...]
    pattern: re.Pattern[str]
    numbers: tuple[re.Pattern[str], ...]
    firsts: frozenset[str]
    small: frozenset[str]


def first_words() -> frozenset[str]:
    """Folded tokens that can begin a numbered standard."""
    return _compiled().firsts


def small_words() -> frozenset[str]:
    """Those of them that a text may write with a small letter at the beginning."""
    return _compiled().small


def at(text: str, start: int, rows: Mapping[str, str]) -> Standard | None:
    """The numbered standard that begins at ``start``, if any.

    Args:
        text: the whole text.
        start: a token's first code point.
        rows: the registry's ``standards``.

    Example:
        ``at("an EN ISO 13485:2016 audit", 3, rows)`` -> span 3-15, key ``iso 13485``
    """
    compiled = _compiled()
    found = compiled.pattern.match(text, start)
    if found is None:
        return None
    index = int((found.lastgroup or "n0")[1:])
    family = compiled.families[index]
    head, number = found[f"h{index}"], found[f"n{index}"]
    edition = None
    if family.suffix and number[-1].isupper():
        number, edition = number[:-1], number[-1]
    key = _key(family, number)
    scheme, part = _scheme(key, rows)
    if scheme is None and (family.known or head[:3] in {"iso", "Iso"}):
        return None
    if scheme is None and family.guard and head == family.heads[0] and not re.match(family.guard, number):
        return None
    name = f"{_tidy(head)} {_tidy(number)}"
    return Standard(start=start, end=found.end(), key=key, number=number, name=name, edition=edition, scheme=scheme, part=part)


def sharing(text: str, end: int, head: Standard, rows: Mapping[str, str]) -> Iterator[Standard]:
    """The number after ``end`` that shares the head of a standard: the 14001 of "ISO 9001 and 14001".

    Without an edition it must be a number that the registry holds: "ISO 9001 and 500 employees".
    """
    compiled = _compiled()
    key = head.key.split(" ", 1)[0]
    for index, family in enumerate(compiled.families):
        if family.key != key or not family.several:
            continue
        sep = _SHARED.match(text, end)
        number = compiled.numbers[index].match(text, sep.end()) if sep else None
        if number is None:
            continue
        scheme, part = _scheme(_key(family, number[0]), rows)
        if scheme is None and not _YEAR.match(text, number.end()):
            continue
        family_name = head.name.rsplit(" ", 1)[0]
        yield Standard(
            start=number.start(),
            end=number.end(),
            key=_key(family, number[0]),
            number=number[0],
            name=f"{family_name} {number[0]}",
            edition=None,
            scheme=scheme,
            part=part,
        )
        return


def _key(family: Family, number: str) -> str:
    return f"{family.key} {re.sub(r'[^0-9a-z.]+', '-', number.lower()).strip('-')}"


def _scheme(key: str, rows: Mapping[str, str]) -> tuple[str | None, str]:
    """The row of a number, and the part of the number that goes beyond the row's."""
    family, number = key.split(" ", 1)
    part = ""
    while True:
        for name in (family, _NEIGHBOUR.get(family, family)):
            if f"{name} {number}" in rows:
                return rows[f"{name} {number}"], part
        number, dash, last = number.rpartition("-")
        if not dash:
            return None, ""
        part = f"-{last}{part}"


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[®™]", "", text)).strip()


@lru_cache(maxsize=1)
def _compiled() -> _Compiled:
    rules = grammar()
    prefixes = "|".join(loose(p) for p in sorted(rules.prefixes, key=len, reverse=True))
    parts = []
    for index, family in enumerate(rules.families):
        heads = [loose(h) for h in sorted(family.heads, key=len, reverse=True)]
        if family.any_case:
            heads += ["[Ii]so(?:/iec)?"] if family.key == "iso" else []
        suffix = "[A-Z]?" if family.suffix else ""
        parts.append(f"(?P<h{index}>{'|'.join(heads)}){_FILLER}(?P<n{index}>(?:{family.number}){suffix}){_NUMBER_END}")
    pattern = re.compile(rf"(?:(?:{prefixes})[\s/\-]{{1,2}}){{0,2}}(?:{'|'.join(parts)})")
    numbers = tuple(re.compile(f"(?:{family.number}){_NUMBER_END}") for family in rules.families)
    starts = [*rules.prefixes, *(head for family in rules.families for head in family.heads)]
    openings = [TOKEN.findall(s)[0] for s in starts]
    any_case = ["iso"] if any(family.any_case and family.key == "iso" for family in rules.families) else []
    small = frozenset((*any_case, *(fold(word) for word in openings if not word[0].isupper())))
    return _Compiled(rules.families, pattern, numbers, frozenset(map(fold, openings)), small)
