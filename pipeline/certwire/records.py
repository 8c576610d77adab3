"""The record contract: what events.jsonl and documents.jsonl promise. ``schemas/`` is generated from this module.

A field without a default is required and always written, null where there is nothing to say: consumers never meet a missing key.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Action = Literal["granted", "renewed", "expanded", "in_progress", "withdrawn", "held"]
Kind = Literal["certification", "accreditation", "attestation", "authorization"]
RecipientKind = Literal["organization", "person", "place", "product", "facility"]
Status = Literal["events", "no_event", "unsupported_language", "failed"]
Basis = Literal["stated", "relative", "inferred"]
Offset = Annotated[int, Field(ge=0, description="Code points into the release's text.")]
Probability = Annotated[float, Field(ge=0, le=1, description="Calibrated probability.")]


class Record(BaseModel):
    """Base of all records: frozen, closed, written in field order."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SchemeRecord(Record):
    """The standard or programme. ``id`` is the registry's key or null; ``text`` is verbatim; ``candidates`` what it may also mean."""

    id: str | None
    name: str | None
    edition: str | None
    level: str | None
    text: str | None
    candidates: list[str]


class RecipientRecord(Record):
    """Who or what the certificate is about."""

    name: str
    kind: RecipientKind
    aliases: list[str]
    id: str | None
    text: str


class BodyRecord(Record):
    """A certification or accreditation body."""

    name: str
    id: str | None
    text: str


class DateRecord(Record):
    """A calendar value: EDTF (ISO 8601-2), the first and last day it can mean, the words, and how it was come by."""

    edtf: str
    earliest: str | None
    latest: str | None
    text: str
    basis: Basis


class DatesRecord(Record):
    """``announced``: publication; ``effective``: when it was granted, renewed ...; ``valid_until``: when it lapses."""

    announced: DateRecord | None
    effective: DateRecord | None
    valid_until: DateRecord | None


class RatingRecord(Record):
    """A score or maturity level as reported, on the scale as reported."""

    text: str
    value: str | None
    scale: str | None


class SpeakerRecord(Record):
    """A person who announces, signs or speaks for the event in this release."""

    name: str
    role: str | None
    organization: str | None


class EvidenceRecord(Record):
    """The words a field stands on; ``field`` is a path such as ``scheme`` or ``recipients[0]``."""

    field: str
    start: Offset
    end: Offset
    text: str


class ConfidenceRecord(Record):
    """Calibrated probabilities that the record, or a field, is right; null where none was measured."""

    overall: Probability | None
    fields: dict[str, Probability | None]


class IssueRecord(Record):
    """Something a reader should know, e.g. ``date_after_publication``."""

    code: str
    message: str


class DocumentInfo(Record):
    """The document a record was read from; ``path`` is relative to the input given."""

    id: str
    path: str
    sha256: str | None
    title: str | None
    published: str | None
    source: str | None
    language: str | None


class PipelineInfo(Record):
    """What made the record: certwire's version, its model's, and the hash of the configuration."""

    version: str
    model: str
    config: str


class EventRecord(Record):
    """One certification event: one line of events.jsonl."""

    schema_version: Literal["1.0"]
    event_id: str
    action: Action
    kind: Kind
    scheme: SchemeRecord
    recipients: list[RecipientRecord]
    certifier: BodyRecord | None
    accreditor: BodyRecord | None
    dates: DatesRecord
    rating: RatingRecord | None
    scope: str | None
    certificate_number: str | None
    location: str | None
    claims: list[str]
    people: list[SpeakerRecord]
    evidence: list[EvidenceRecord]
    confidence: ConfidenceRecord
    issues: list[IssueRecord]
    document: DocumentInfo
    pipeline: PipelineInfo


class PersonRecord(Record):
    """A person named in the document, with the first place of the fullest name."""

    name: str
    role: str | None
    organization: str | None
    text: str
    start: Offset
    end: Offset


class OrganizationRecord(Record):
    """An organization named in the document, with the spans of its mentions."""

    name: str
    aliases: list[str]
    id: str | None
    mentions: list[tuple[int, int]]


class DateMentionRecord(Record):
    """A calendar expression in the document."""

    text: str
    edtf: str
    earliest: str | None
    latest: str | None
    start: Offset
    end: Offset


class DocumentRecord(Record):
    """One input document: one line of documents.jsonl, in input order."""

    schema_version: Literal["1.0"]
    document: DocumentInfo
    status: Status
    people: list[PersonRecord]
    organizations: list[OrganizationRecord]
    dates: list[DateMentionRecord]
    events: list[str]
    issues: list[IssueRecord]
    pipeline: PipelineInfo
