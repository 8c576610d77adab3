"""What a row of the registry may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from certwire.records import Kind, RecipientKind

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Texts = tuple[Text, ...]
BodyRole = Literal["certification", "accreditation", "owner", "examiner", "auditor"]


class Row(BaseModel):
    """Base of both kinds of row: frozen, closed.

    Attributes:
        id: stable kebab-case key; it is written into records and never changes its meaning.
        name: usual full name; a short form may follow in parentheses: "Certified Public Accountant (CPA)".
        fold: the name matches in any case ("certified public accountant"), not only with its capitals.
        aliases: further surface forms, matched in any case.
        exact: forms matched only with the capitals they have here, or in capitals throughout.
        cued: ambiguous forms ("CE", "WELL"): matched like ``exact``, and only near a word of certification. Only these may belong
            to several rows.
        domain: what trade it belongs to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    name: Text
    fold: bool = False
    aliases: Texts = ()
    exact: Texts = ()
    cued: Texts = ()
    domain: Slug


class Scheme(Row):
    """A standard, programme, mark or credential.

    Attributes:
        standard: "family number" when the grammar of numbered standards reads it: "iso 27001".
        owner: who writes the standard or runs the programme: a body's id, or a plain name where the registry has no such body.
        owner_grants: the owner itself grants it (BBB, The Joint Commission).
        kind: what the result is called.
        levels: levels, types, classes or grades, lowest first where they are ordered.
        editions: editions that were or are in force, oldest first.
        applies_to: what can be its subject, likeliest first.
        certifiers: ids of bodies that usually grant it, not all who may.
    """

    standard: Annotated[str, StringConstraints(pattern=r"^[a-z]+ [a-z0-9.-]+$")] | None = None
    owner: Text | None = None
    owner_grants: bool = False
    kind: Kind = "certification"
    levels: Texts = ()
    editions: Texts = ()
    applies_to: tuple[RecipientKind, ...] = ("organization",)
    certifiers: tuple[Slug, ...] = ()


class Body(Row):
    """An organization that certifies, accredits, examines, audits or owns a scheme.

    Attributes:
        country: ISO 3166-1 alpha-2 code of its seat, or "international".
        roles: what it does, first what it is best known for.
    """

    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|international)$")]
    roles: tuple[BodyRole, ...]
