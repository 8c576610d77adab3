"""Event mentions -> EventRecords: parties get their full names; headline, body and "About" on the same certificate become one record."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from certwire import knowledge
from certwire.model import Mention, Organization, Person, Release, ResolvedDate, Span, Zones
from certwire.normalize.merging import Draft, merged, span_of
from certwire.normalize.recipients import Who, governs_place, kind_of, places_of
from certwire.records import (
    Action,
    BodyRecord,
    ConfidenceRecord,
    DateRecord,
    DatesRecord,
    DocumentInfo,
    EventRecord,
    EvidenceRecord,
    IssueRecord,
    Kind,
    PipelineInfo,
    RatingRecord,
    RecipientRecord,
    SchemeRecord,
    SpeakerRecord,
)

T = TypeVar("T")
_AVERAGE = re.compile(r"\s+on average$")


def build(
    mentions: Sequence[Mention],
    *,
    release: Release,
    zones: Zones,
    organizations: Sequence[Organization],
    people: Sequence[Person],
    dates: Sequence[ResolvedDate],
    document: DocumentInfo,
    info: PipelineInfo,
) -> tuple[EventRecord, ...]:
    """One record for each certification event, in order of first evidence."""
    names = _Names(release.text, organizations, people)
    schemes = {m.span: m for m in mentions if m.kind == "scheme"}
    drafts = [d for m in mentions if m.kind == "event" and (d := _draft(m, schemes, names, zones)) is not None]
    found = {d.mention.span: d for d in dates}
    records = [_record(d, names, found, release, people, document, info) for d in _kept(merged(drafts))]
    return tuple({r.event_id: r for r in records}.values())


class _Laid(Generic[T]):
    """Things laid over spans of the text, found by place without a look at all of them."""

    def __init__(self, rows: Iterable[tuple[int, int, T]]) -> None:
        self._rows = sorted(rows, key=itemgetter(0))
        self._longest = max((end - start for start, end, _ in self._rows), default=0)

    def over(self, start: int, end: int) -> Iterator[tuple[int, int, T]]:
        """The rows that overlap a span, in order of their start."""
        first = bisect_left(self._rows, start - self._longest, key=itemgetter(0))
        last = bisect_left(self._rows, end, key=itemgetter(0))
        return (row for row in self._rows[first:last] if row[1] > start)


class _Names:
    """Looks up who a span names: the gathered organizations and people, else the words themselves."""

    def __init__(self, text: str, organizations: Sequence[Organization], people: Sequence[Person]) -> None:
        self.text = text
        self._organizations = _Laid((m.start, m.end, o) for o in organizations for m in o.mentions)
        self._people = _Laid((m.start, m.end, p) for p in people for m in p.mentions)
        self._places = {p.organization for p in people if p.role and governs_place(p.role)} | places_of(text)

    def at(self, span: Span, kind: str) -> Who:
        start, end = span
        said = self.text[start:end]
        if kind not in {"person", "subject", "object", "thing"}:
            best = max(
                self._organizations.over(start, end),
                key=lambda r: (min(r[1], end) - max(r[0], start), -abs((r[1] - r[0]) - (end - start))),
                default=None,
            )
            if best and 2 * (min(best[1], end) - max(best[0], start)) > end - start:
                sort = "place" if best[2].name in self._places else "organization"
                return Who(name=best[2].name, kind=sort, aliases=best[2].aliases, id=best[2].id, span=span, text=said)
        if kind in {"person", "other", "subject"}:
            one = next(self._people.over(start, end), None)
            if one:
                return Who(name=one[2].name, kind="person", aliases=(), id=None, span=span, text=said)
        return Who(
            name=said,
            kind="person"
            if kind == "person"
            else "place"
            if said in self._places
            else "organization"
            if kind == "organization"
            else kind_of(said),
            aliases=(),
            id=None,
            span=span,
            text=said,
        )


def _draft(mention: Mention, schemes: dict[Span, Mention], names: _Names, zones: Zones) -> Draft | None:
    scheme = schemes.get(span_of(mention.attrs["scheme"]) or (-1, -1))
    if scheme is None:
        return None
    spans, kinds = mention.attrs["recipients"], mention.attrs["recipient_kinds"]
    assert isinstance(spans, tuple) and isinstance(kinds, tuple)
    who = [names.at(s, str(k)) for s, k in zip(map(span_of, spans), kinds, strict=True) if s]
    if not who:
        return None
    body = span_of(mention.attrs["certifier"])
    named = schemes.get(span_of(mention.attrs.get("antecedent")) or (-1, -1))
    zone = zones.at(scheme.start)
    return Draft(
        mention=mention,
        scheme=named or scheme,
        told=scheme,
        who=list({w.name: w for w in who}.values()),
        certifier=names.at(body, "organization") if body else None,
        title=zone is not None and zone.kind == "headline",
    )


def _kept(drafts: Sequence[Draft]) -> list[Draft]:
    """Without what is too weak to stand; the release's likeliest news stands already when strong."""
    news = [d for d in drafts if d.attrs["action"] != "held"]
    best = max(news, key=lambda d: (float(str(d.attrs.get("strength", 0.0))), -d.mention.start), default=None)
    return [d for d in drafts if not d.attrs.get("weak") or (d is best and d.attrs.get("strong"))]


def _record(
    draft: Draft,
    names: _Names,
    dates: dict[Span, ResolvedDate],
    release: Release,
    people: Sequence[Person],
    document: DocumentInfo,
    info: PipelineInfo,
) -> EventRecord:
    attrs = draft.attrs
    text = release.text
    action = _action(str(attrs["action"]))
    scheme = _scheme(draft, text)
    effective, until = (
        dates.get(span_of(draft.effective()) or (-1, -1)),
        dates.get(span_of(draft.filled("valid_until")) or (-1, -1)),
    )
    issues: list[IssueRecord] = []
    if (
        effective
        and release.published
        and effective.value.earliest
        and effective.value.earliest > release.published
        and action not in {"in_progress"}
    ):
        issues.append(
            IssueRecord(
                code="date_after_publication",
                message=f"effective {effective.value.edtf} lies after publication on {release.published}: check which of the two is right",
            )
        )
    p_recipient = attrs["p_recipient"]
    if isinstance(p_recipient, float) and p_recipient < 0.35:
        issues.append(
            IssueRecord(
                code="ambiguous_recipient", message=f"{draft.who[0].name!r} is the likeliest recipient, but others are nearly as likely"
            )
        )
    recipients = [RecipientRecord(name=w.name, kind=w.record_kind, aliases=list(w.aliases), id=w.id, text=w.text) for w in draft.who]
    kind = _kind(draft)
    evidence = _evidence(draft, text, effective, until)
    rating, scale = span_of(draft.filled("rating")), span_of(draft.filled("scale"))
    number, location, above = span_of(draft.filled("number")), span_of(draft.filled("location")), span_of(draft.filled("accreditor"))
    accreditor = names.at(above, "organization") if above else None
    scope = span_of(draft.filled("scope"))
    claims = draft.filled("claims")
    return EventRecord(
        schema_version="1.0",
        event_id=_event_id(document, action, kind, scheme, recipients),
        action=action,
        kind=kind,
        scheme=scheme,
        recipients=recipients,
        certifier=_body(draft.certifier),
        accreditor=_body(accreditor),
        dates=DatesRecord(announced=_announced(release), effective=_date(effective), valid_until=_date(until)),
        rating=RatingRecord(
            text=text[rating[0] : rating[1]],
            value=_AVERAGE.sub("", text[rating[0] : rating[1]]),
            scale=text[scale[0] : scale[1]] if scale else None,
        )
        if rating
        else None,
        scope=text[scope[0] : scope[1]] if scope else None,
        certificate_number=text[number[0] : number[1]] if number else None,
        location=text[location[0] : location[1]] if location else None,
        claims=[text[s[0] : s[1]] for c in (claims if isinstance(claims, tuple) else ()) if (s := span_of(c))],
        people=[SpeakerRecord(name=p.name, role=p.role, organization=p.organization) for p in people if p.role] if action != "held" else [],
        evidence=evidence,
        confidence=_confidence(draft),
        issues=issues,
        document=document,
        pipeline=info,
    )


def _action(word: str) -> Action:
    actions: dict[str, Action] = {
        "granted": "granted",
        "renewed": "renewed",
        "expanded": "expanded",
        "in_progress": "in_progress",
        "withdrawn": "withdrawn",
        "held": "held",
    }
    return actions[word]


def _kind(draft: Draft) -> Kind:
    """Attestation and authorization come from the scheme; accreditation from the word used, else from the scheme."""
    row = str(draft.scheme.attrs.get("kind") or "")
    if row in {"attestation", "authorization"}:
        return "attestation" if row == "attestation" else "authorization"
    if str(draft.told.attrs["word"]).startswith(("accredit", "reaccredit", "re-accredit")) or row == "accreditation":
        return "accreditation"
    return "certification"


def _scheme(draft: Draft, text: str) -> SchemeRecord:
    attrs = draft.scheme.attrs
    ids = attrs["ids"] if isinstance(attrs["ids"], tuple) else ()
    level = span_of(draft.filled("level"))
    named = attrs["form"] not in {"generic", "by"}
    name = str(attrs["name"]) if named and attrs["name"] else None
    return SchemeRecord(
        id=str(ids[0]) if len(ids) == 1 else None,
        name=name,
        edition=draft.edition(),
        level=text[level[0] : level[1]] if level else (str(attrs["level"]) if attrs["level"] else None),
        text=draft.scheme.text,
        candidates=[str(i) for i in ids] if len(ids) > 1 else [],
    )


def _body(who: Who | None) -> BodyRecord | None:
    return BodyRecord(name=who.name, id=_body_id(who), text=who.text) if who else None


def _body_id(who: Who) -> str | None:
    if who.id:
        return who.id
    body = knowledge.body_named(who.name)
    return body.id if body else None


def _announced(release: Release) -> DateRecord | None:
    if release.published is None:
        return None
    day = release.published.isoformat()
    return DateRecord(edtf=day, earliest=day, latest=day, text=day, basis="stated")


def _date(date: ResolvedDate | None) -> DateRecord | None:
    if date is None:
        return None
    value = date.value
    return DateRecord(
        edtf=value.edtf,
        earliest=value.earliest.isoformat() if value.earliest else None,
        latest=value.latest.isoformat() if value.latest else None,
        text=date.mention.text,
        basis=value.basis,
    )


def _evidence(draft: Draft, text: str, effective: ResolvedDate | None, until: ResolvedDate | None) -> list[EvidenceRecord]:
    spans: list[tuple[str, Span | None]] = [("event", draft.mention.span), ("scheme", draft.scheme.span)]
    spans.append(("kind", span_of(draft.told.attrs["anchor"]) or draft.told.span))
    spans.extend((f"recipients[{i}]", w.span) for i, w in enumerate(draft.who))
    spans.append(("certifier", draft.certifier.span if draft.certifier else None))
    spans.append(("accreditor", span_of(draft.filled("accreditor"))))
    spans.append(("location", span_of(draft.filled("location"))))
    spans.append(("dates.effective", effective.mention.span if effective else None))
    spans.append(("dates.valid_until", until.mention.span if until else None))
    spans.append(("scheme.level", span_of(draft.filled("level"))))
    spans.append(("rating", span_of(draft.filled("rating"))))
    spans.append(("rating.scale", span_of(draft.filled("scale"))))
    spans.append(("scope", span_of(draft.filled("scope"))))
    spans.append(("certificate_number", span_of(draft.filled("number"))))
    claims = draft.filled("claims")
    spans.extend((f"claims[{i}]", span_of(c)) for i, c in enumerate(claims if isinstance(claims, tuple) else ()))
    spans.extend(("event", d.mention.span) for d in draft.also if d.mention.span != draft.mention.span)
    return [EvidenceRecord(field=f, start=s[0], end=s[1], text=text[s[0] : s[1]]) for f, s in dict.fromkeys(spans) if s]


def _confidence(draft: Draft) -> ConfidenceRecord:
    def of(field: str) -> float | None:
        value = draft.attrs.get(f"c_{field}")
        return value if isinstance(value, float) else None

    return ConfidenceRecord(
        overall=of("overall"),
        fields={
            "scheme": of("scheme"),
            "action": of("action"),
            "recipient": of("recipient"),
            "certifier": of("certifier") if draft.certifier else None,
        },
    )


def _event_id(document: DocumentInfo, action: str, kind: str, scheme: SchemeRecord, recipients: Sequence[RecipientRecord]) -> str:
    """sha256 over document id, action, kind, scheme (id, else name, else text), edition, level and recipients' names: 24 hex digits."""
    canonical = [
        document.id,
        action,
        kind,
        scheme.id or scheme.name or scheme.text,
        scheme.edition,
        scheme.level,
        sorted(r.name for r in recipients),
    ]
    return hashlib.sha256(json.dumps(canonical, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()[:24]
