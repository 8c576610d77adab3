"""One release's mentions -> its DocumentRecord and EventRecords."""

from __future__ import annotations

from collections.abc import Sequence

from certwire.model import Mention, Organization, Person, Release, ResolvedDate, Zones
from certwire.normalize import dates as dates_
from certwire.normalize import events as events_
from certwire.normalize import organizations as organizations_
from certwire.normalize import people as people_
from certwire.records import (
    DateMentionRecord,
    DocumentInfo,
    DocumentRecord,
    EventRecord,
    IssueRecord,
    OrganizationRecord,
    PersonRecord,
    PipelineInfo,
)


def document_info(release: Release) -> DocumentInfo:
    """How records name the document they were read from."""
    published = release.published.isoformat() if release.published else None
    return DocumentInfo(
        id=release.id,
        path=release.path,
        sha256=release.sha256,
        title=release.title,
        published=published,
        source=release.source,
        language=release.language,
    )


def records(
    release: Release, zones: Zones, mentions: Sequence[Mention], *, info: PipelineInfo
) -> tuple[DocumentRecord, tuple[EventRecord, ...]]:
    """Derive every record of one release from its mentions."""
    organizations = organizations_.gather(mentions, release=release, zones=zones)
    people = people_.gather(mentions, organizations, release=release, zones=zones)
    dates = dates_.resolve(mentions, release=release, zones=zones)
    about = document_info(release)
    events = events_.build(
        mentions, release=release, zones=zones, organizations=organizations, people=people, dates=dates, document=about, info=info
    )
    record = DocumentRecord(
        schema_version="1.0",
        document=about,
        status="events" if events else "no_event",
        people=[_person(p) for p in people],
        organizations=[_organization(o) for o in organizations],
        dates=[_date(d) for d in _distinct(dates)],
        events=[e.event_id for e in events],
        issues=[
            IssueRecord(code=i.code, message=i.message) for i in (*release.issues, *dates_.unresolved(mentions, dates, release=release))
        ],
        pipeline=info,
    )
    return record, events


def _person(person: Person) -> PersonRecord:
    first = max(person.mentions, key=lambda m: (m.text == person.name, len(m.text), -m.start))
    return PersonRecord(
        name=person.name, role=person.role, organization=person.organization, text=first.text, start=first.start, end=first.end
    )


def _organization(organization: Organization) -> OrganizationRecord:
    return OrganizationRecord(
        name=organization.name, aliases=list(organization.aliases), id=organization.id, mentions=[m.span for m in organization.mentions]
    )


def _distinct(dates: Sequence[ResolvedDate]) -> list[ResolvedDate]:
    """Each wording once, where it first stands; "Today" and "today" are one wording."""
    return list({(" ".join(d.mention.text.split()).casefold(), d.value.edtf): d for d in reversed(dates)}.values())[::-1]


def _date(date: ResolvedDate) -> DateMentionRecord:
    value, mention = date.value, date.mention
    return DateMentionRecord(
        text=mention.text,
        edtf=value.edtf,
        earliest=value.earliest.isoformat() if value.earliest else None,
        latest=value.latest.isoformat() if value.latest else None,
        start=mention.start,
        end=mention.end,
    )
