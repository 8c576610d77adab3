"""Event mentions made by hand -> records: what is said of one certificate becomes one, and every field follows from a mention."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

import pytest

from certwire.model import Attr, Mention, Organization, PartialDate, Person, Release, ResolvedDate, Span
from certwire.normalize import events
from certwire.normalize.document import document_info
from certwire.records import EventRecord, PipelineInfo
from certwire.zones import layout

INFO = PipelineInfo(version="0", model="m", config="c")
TEXT = (
    "Harbor Mill certified to ISO 9001\n\n"
    "Harbor Mill has been certified to ISO 9001 by Lodestar on June 3, 2024. The mill was glad of the certification and of ISO 14001.\n\n"
    "About Harbor Mill\nHarbor Mill is an ISO 9001-certified maker of oats. Quillsoft holds ISO 9001 too, said Jane Roe.\n"
)


def place(part: str, nth: int = 0) -> Span:
    start = [m.start() for m in re.finditer(re.escape(part), TEXT)][nth]
    return start, start + len(part)


def mention(kind: str, span: Span, /, **attrs: Any) -> Mention:
    return Mention(kind=kind, start=span[0], end=span[1], text=TEXT[slice(*span)], source="made.v1", attrs=attrs)


def scheme(part: str, nth: int = 0, **attrs: Attr) -> Mention:
    found = re.search(r"\d+", part)
    number = found[0] if found else None
    given: dict[str, Attr] = {
        "form": "known",
        "anchor": None,
        "word": "certified",
        "body": None,
        "ids": (f"iso-{number}",) if number else (),
        "name": part,
        "edition": None,
        "level": None,
        "number": number,
        "specialty": None,
    }
    return mention("scheme", place(part, nth), **{**given, **attrs})


def event(of: Mention, action: str, who: Span, sentence: str, **attrs: Attr) -> Mention:
    given: dict[str, Attr] = {
        "scheme": of.span,
        "form": of.attrs["form"],
        "action": action,
        "probability": 0.9,
        "p_action": 0.9,
        "strength": 0.1 if action == "held" else 0.9,
        "recipients": (who,),
        "recipient_kinds": ("organization",),
        "p_recipient": 0.9,
        "p_certifier": None,
        "claims": (),
    }
    names = "body certifier accreditor location effective valid_until level number scope rating scale".split()
    return mention("event", place(sentence), **{**dict.fromkeys(names), **given, **attrs})


MILL = Organization(
    name="Harbor Mill", aliases=("HM",), id="mill", mentions=tuple(mention("organization", place("Harbor Mill", n)) for n in range(4))
)
LODESTAR = Organization(name="Lodestar", mentions=(mention("organization", place("Lodestar")),))
QUILLSOFT = Organization(name="Quillsoft", mentions=(mention("organization", place("Quillsoft")),))
JANE = Person(name="Jane Roe", role="miller", organization="Harbor Mill", mentions=(mention("person", place("Jane Roe")),))
JUNE = ResolvedDate(
    mention=mention("date", place("June 3, 2024")),
    value=PartialDate(edtf="2024-06-03", earliest=date(2024, 6, 3), latest=date(2024, 6, 3), basis="stated"),
)

HEAD, BODY, ABOUT, OTHER = (scheme("ISO 9001", n) for n in range(4))
IN_HEAD = event(HEAD, "granted", place("Harbor Mill"), "Harbor Mill certified to ISO 9001")
IN_BODY = event(
    BODY, "granted", place("Harbor Mill", 1), "Harbor Mill has been certified to ISO 9001 by Lodestar on June 3, 2024.", p_action=0.95
)
IN_ABOUT = event(ABOUT, "held", place("Harbor Mill", 3), "Harbor Mill is an ISO 9001-certified maker of oats.")
OF_OTHER = event(OTHER, "held", place("Quillsoft"), "Quillsoft holds ISO 9001 too, said Jane Roe.")


def build(
    *told: Mention, made: Mention | None = None, published: date | None = date(2024, 7, 1), people: tuple[Person, ...] = ()
) -> tuple[EventRecord, ...]:
    """The records of some events, of the schemes above or of one ``made``."""
    release = Release(id="doc", path="a.txt", sha256="0", text=TEXT, published=published)
    return events.build(
        [HEAD, BODY, ABOUT, OTHER, *([made] if made else []), *told],
        release=release,
        zones=layout(TEXT),
        organizations=[MILL, LODESTAR, QUILLSOFT],
        people=people,
        dates=[JUNE],
        document=document_info(release),
        info=INFO,
    )


def test_headline_body_and_about_of_one_certificate_become_one_record() -> None:
    (record,) = build(IN_HEAD, IN_BODY, IN_ABOUT)
    assert record.action == "granted"
    told = [(e.start, e.end) for e in record.evidence if e.field == "event"]
    assert sorted(told) == sorted(m.span for m in (IN_HEAD, IN_BODY, IN_ABOUT))


def test_what_about_says_alone_is_held() -> None:
    (record,) = build(IN_ABOUT)
    assert record.action == "held"
    assert record.people == []


def test_the_same_scheme_of_somebody_else_is_another_record() -> None:
    assert [(r.action, r.recipients[0].name) for r in build(IN_BODY, OF_OTHER)] == [("granted", "Harbor Mill"), ("held", "Quillsoft")]


def test_another_scheme_is_another_record() -> None:
    other = scheme("ISO 14001")
    told = event(other, "granted", place("Harbor Mill", 1), "The mill was glad of the certification and of ISO 14001.")
    assert [r.scheme.name for r in build(IN_BODY, told, made=other)] == ["ISO 9001", "ISO 14001"]


def test_a_certification_that_is_not_named_again_is_the_same() -> None:
    vague = scheme("certification", form="generic", ids=(), name=None)
    told = event(vague, "granted", place("Harbor Mill", 1), "The mill was glad of the certification and of ISO 14001.")
    (record,) = build(IN_BODY, told, made=vague)
    assert record.scheme.name == "ISO 9001"
    (alone,) = build(told, made=vague)
    assert (alone.scheme.name, alone.scheme.text) == (None, "certification")


def test_what_one_sentence_leaves_out_another_adds() -> None:
    named = event(HEAD, "granted", place("Harbor Mill"), "Harbor Mill certified to ISO 9001", certifier=place("Lodestar"), p_action=0.5)
    (record,) = build(IN_BODY, named)
    assert record.certifier is not None and record.certifier.name == "Lodestar"


def test_recipients_get_the_name_of_their_organization() -> None:
    (record,) = build(IN_BODY)
    (recipient,) = record.recipients
    assert (recipient.name, recipient.kind, recipient.aliases, recipient.id, recipient.text) == (
        "Harbor Mill",
        "organization",
        ["HM"],
        "mill",
        "Harbor Mill",
    )


def test_an_event_without_a_recipient_is_no_record() -> None:
    assert build(event(BODY, "granted", (0, 0), "Harbor Mill certified to ISO 9001", recipients=(), recipient_kinds=())) == ()


def dated(action: str) -> Mention:
    return event(
        BODY,
        action,
        place("Harbor Mill", 1),
        "Harbor Mill has been certified to ISO 9001 by Lodestar on June 3, 2024.",
        effective=JUNE.mention.span,
    )


@pytest.mark.parametrize(
    ("action", "published", "issues"),
    [
        ("granted", date(2024, 5, 6), ["date_after_publication"]),
        ("withdrawn", date(2024, 5, 6), ["date_after_publication"]),
        ("granted", date(2024, 6, 3), []),
        ("granted", date(2024, 7, 1), []),
        ("granted", None, []),
        ("in_progress", date(2024, 5, 6), []),
    ],
)
def test_a_date_after_publication_is_told(action: str, published: date | None, issues: list[str]) -> None:
    (record,) = build(dated(action), published=published)
    assert [i.code for i in record.issues] == issues
    assert record.dates.effective is not None and record.dates.effective.edtf == "2024-06-03"
    assert (record.dates.announced.edtf if record.dates.announced else None) == (published.isoformat() if published else None)


def test_a_release_date_is_never_the_date_of_the_certificate() -> None:
    (record,) = build(IN_BODY)
    assert record.dates.effective is None
    assert record.dates.announced is not None


def test_an_unsure_recipient_is_told() -> None:
    (record,) = build(event(BODY, "granted", place("Harbor Mill", 1), "Harbor Mill certified to ISO 9001", p_recipient=0.2))
    assert [i.code for i in record.issues] == ["ambiguous_recipient"]


@pytest.mark.parametrize(
    ("attrs", "kind"),
    [
        ({"word": "certified"}, "certification"),
        ({"word": "accredited"}, "accreditation"),
        ({"word": "reaccreditation"}, "accreditation"),
        ({"word": "certified", "kind": "attestation"}, "attestation"),
        ({"word": "certified", "kind": "authorization"}, "authorization"),
        ({"word": "", "kind": "accreditation"}, "accreditation"),
    ],
)
def test_the_kind_comes_from_scheme_and_word(attrs: dict[str, Any], kind: str) -> None:
    other = scheme("ISO 14001", **attrs)
    (record,) = build(event(other, "granted", place("Harbor Mill", 1), "Harbor Mill certified to ISO 9001"), made=other)
    assert record.kind == kind


def test_what_the_text_leaves_open_stays_open() -> None:
    other = scheme("ISO 14001", ids=("one", "two"), number=None)
    (record,) = build(event(other, "granted", place("Harbor Mill", 1), "Harbor Mill certified to ISO 9001"), made=other)
    assert (record.scheme.id, record.scheme.candidates) == (None, ["one", "two"])


def test_rating_and_scale_go_together_and_are_cited() -> None:
    rating, scale = place("glad"), place("the certification")
    (record,) = build(event(BODY, "granted", place("Harbor Mill", 1), "Harbor Mill certified to ISO 9001", rating=rating, scale=scale))
    assert record.rating is not None
    assert (record.rating.text, record.rating.value, record.rating.scale) == ("glad", "glad", "the certification")
    assert {("rating", "glad"), ("rating.scale", "the certification")} <= {(e.field, e.text) for e in record.evidence}


def test_people_with_a_role_speak_for_news_and_for_nothing_else() -> None:
    (news,) = build(IN_BODY, people=(JANE,))
    assert [(p.name, p.role, p.organization) for p in news.people] == [("Jane Roe", "miller", "Harbor Mill")]
    (standing,) = build(IN_ABOUT, people=(JANE,))
    assert standing.people == []


def test_the_identifier_is_the_documented_hash() -> None:
    (record,) = build(IN_BODY)
    canonical = ["doc", "granted", "certification", "iso-9001", None, None, ["Harbor Mill"]]
    digest = hashlib.sha256(json.dumps(canonical, separators=(",", ":")).encode()).hexdigest()
    assert record.event_id == digest[:24]
    (again,) = build(IN_HEAD, IN_BODY, IN_ABOUT)
    assert again.event_id == record.event_id


def test_records_come_in_order_of_their_scheme() -> None:
    assert [r.event_id for r in build(OF_OTHER, IN_BODY)] == [r.event_id for r in build(IN_BODY, OF_OTHER)]
