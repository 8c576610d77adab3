"""The registry as a value: rows by identifier and by name, free of contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from certwire.errors import KnowledgeError
from certwire.knowledge.rows import Body, Row, Scheme, Texts
from certwire.knowledge.tokens import key

Mode = Literal["fold", "exact", "cued"]
_SHORT = re.compile(r"^(?P<base>.+?) \((?P<short>[^()]+)\)$")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form of a row, and how strictly it is matched (see ``rows.Row``)."""

    text: str
    row: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Schemes and bodies; build it with ``Registry.of``, which refuses contradictions."""

    schemes: Mapping[str, Scheme]
    bodies: Mapping[str, Body]
    standards: Mapping[str, str]
    scheme_keys: Mapping[str, tuple[str, ...]]
    body_keys: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, schemes: Iterable[Scheme], bodies: Iterable[Body]) -> Registry:
        """Index the rows.

        Raises:
            KnowledgeError: an unknown owner or certifier, a standard with two rows, or a form of two rows that is not ``cued`` in both.
        """
        by_id = {scheme.id: scheme for scheme in schemes}
        bodies_by_id = {body.id: body for body in bodies}
        standards: dict[str, str] = {}
        for scheme in by_id.values():
            _check_bodies(scheme, bodies_by_id)
            if scheme.standard is not None and standards.setdefault(scheme.standard, scheme.id) != scheme.id:
                raise KnowledgeError(f"schemes {standards[scheme.standard]} and {scheme.id} both claim the standard {scheme.standard!r}")
        return cls(
            schemes=MappingProxyType(by_id),
            bodies=MappingProxyType(bodies_by_id),
            standards=MappingProxyType(standards),
            scheme_keys=MappingProxyType(_keys("schemes", by_id.values())),
            body_keys=MappingProxyType(_keys("bodies", bodies_by_id.values())),
        )

    def scheme(self, id_: str) -> Scheme | None:
        """The scheme with an identifier."""
        return self.schemes.get(id_)

    def body(self, id_: str) -> Body | None:
        """The body with an identifier."""
        return self.bodies.get(id_)

    def schemes_named(self, text: str) -> tuple[str, ...]:
        """Ids of the schemes that a whole string names: one, several where it is ambiguous, or none."""
        return self.scheme_keys.get(key(text), ())

    def bodies_named(self, text: str) -> tuple[str, ...]:
        """Ids of the bodies that a whole string names."""
        return self.body_keys.get(key(text), ())


def forms(row: Row) -> Iterator[Form]:
    """Every surface form of a row once. What the row lists itself overrides what its name implies.

    The name is ``exact`` (``fold`` where the row says so); the short form in its parentheses is ``cued``, from four letters on ``exact``:
    from five for credentials of persons, whose letters stand for much else.
    """
    seen: dict[str, Form] = {}
    listed: tuple[tuple[Mode, Texts], ...] = (("cued", row.cued), ("exact", row.exact), ("fold", row.aliases))
    for mode, texts in listed:
        for text in texts:
            seen.setdefault(text, Form(text, row.id, mode))
    short = _SHORT.match(row.name)
    base = short["base"] if short else row.name
    seen.setdefault(base, Form(base, row.id, "fold" if row.fold else "exact"))
    if short:
        text = short["short"]
        short_of_person = isinstance(row, Scheme) and row.applies_to[:1] == ("person",)
        seen.setdefault(text, Form(text, row.id, "exact" if len(text) > (4 if short_of_person else 3) else "cued"))
    yield from seen.values()


def _check_bodies(scheme: Scheme, bodies: Mapping[str, Body]) -> None:
    for id_ in scheme.certifiers:
        if id_ not in bodies:
            raise KnowledgeError(f"scheme {scheme.id}: unknown certifier {id_!r}")
    if scheme.owner and _SLUG.fullmatch(scheme.owner) and scheme.owner not in bodies:
        raise KnowledgeError(f"scheme {scheme.id}: unknown owner {scheme.owner!r}")
    if scheme.owner_grants and not scheme.owner:
        raise KnowledgeError(f"scheme {scheme.id}: owner_grants without an owner")


def _keys(table: str, rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    claims: dict[str, list[Form]] = {}
    for row in rows:
        for form in forms(row):
            claim = claims.setdefault(key(form.text), [])
            if not claim or claim[-1].row != row.id:
                claim.append(form)
            elif form.mode != "cued":
                claim[-1] = form
        whole = key(row.name)
        if not any(form.row == row.id for form in claims.get(whole, ())):
            claims.setdefault(whole, []).append(Form(row.name, row.id, "exact"))
    for form_key, claim in claims.items():
        if not form_key:
            raise KnowledgeError(f"{table}: {claim[0].row} has a form without a letter or digit: {claim[0].text!r}")
        if len(claim) > 1 and any(form.mode != "cued" for form in claim):
            raise KnowledgeError(f"{table}: {', '.join(f.row for f in claim)} all claim {claim[0].text!r}; only cued forms may be shared")
    return {form_key: tuple(form.row for form in claim) for form_key, claim in claims.items()}
