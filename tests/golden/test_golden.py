"""Made-up releases read end to end: each ``NAME.txt`` gives the events of ``NAME.json``, in all that the latter says of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import certwire
from certwire import DocumentRecord, EventRecord
from certwire.api import Extraction

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RELEASES = sorted(p.stem for p in HERE.glob("*.txt"))
ACTIONS = {"granted", "renewed", "expanded", "in_progress", "withdrawn", "held"}


def text_of(name: str) -> str:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8")


def wanted_of(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def seen(wanted: Any, found: Any) -> Any:
    """What was found, without what nothing is said of."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {key: seen(value, found[key]) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [seen(w, f) for w, f in zip(wanted, found, strict=True)]
    return found


@pytest.mark.parametrize("name", RELEASES)
def test_a_release_gives_its_events(name: str) -> None:
    wanted = wanted_of(name)
    result = certwire.extract(text_of(name))
    assert seen(wanted, [e.model_dump() for e in result.events]) == wanted
    assert result.document.status == ("events" if wanted else "no_event")
    assert result.document.issues == []


def test_every_action_and_a_person_and_an_organization_are_among_them() -> None:
    events = [e for name in RELEASES for e in wanted_of(name)]
    assert {e["action"] for e in events} == ACTIONS
    assert {r.get("kind") for e in events for r in e.get("recipients", [])} >= {"organization", "person"}


def test_sejong() -> None:
    text = (ROOT / "corpus" / "announcements" / "sejong-smart-city.txt").read_text(encoding="utf-8")
    result = certwire.extract(text)
    (event,) = result.events
    assert (event.action, event.kind) == ("granted", "certification")
    assert (event.scheme.name, event.scheme.edition, event.scheme.level) == ("ISO smart city", None, None)
    assert [(r.name, r.kind) for r in event.recipients] == [("Sejong", "place")]
    assert event.certifier is not None and event.certifier.name == "BSI"
    assert event.dates.effective is not None
    assert (event.dates.effective.edtf, event.dates.effective.text, event.dates.effective.basis) == (
        "2018-12-10",
        "December 10",
        "inferred",
    )
    assert event.dates.announced is not None and event.dates.announced.edtf == "2018-11-05"
    assert [i.code for i in event.issues] == ["date_after_publication"]
    assert event.rating is not None and event.rating.value == "above level III"
    assert event.rating.scale is not None and event.rating.scale.startswith("I (poor)") and event.rating.scale.endswith("V (excellent)")
    assert [c.lower() for c in event.claims] == ["world's first"]
    people = [
        ("Lee Choon-hee", "mayor", "Sejong"),
        ("Park Sang-woo", "CEO", "Korea Land & Housing Corporation"),
        ("Lee Won-jae", "administrator", "National Agency for Administrative City Construction"),
    ]
    assert [(p.name, p.role, p.organization) for p in event.people] == people
    assert [(p.name, p.role, p.organization) for p in result.document.people] == people
    aliases = {o.name: o.aliases for o in result.document.organizations}
    assert aliases["Korea Land & Housing Corporation"] == ["LH"]
    assert aliases["National Agency for Administrative City Construction"] == ["NAACC"]
    assert {(d.text, d.edtf) for d in result.document.dates} == {("December 10", "2018-12-10"), ("January this year", "2018-01")}


def check(result: Extraction) -> None:
    """What holds of every record of every text."""
    assert DocumentRecord.model_validate_json(result.document.model_dump_json()) == result.document
    text = result.text
    assert result.document.events == [e.event_id for e in result.events]
    assert len(set(result.document.events)) == len(result.events)
    assert (result.document.status == "events") == bool(result.events) or result.document.status in {"failed", "unsupported_language"}
    for event in result.events:
        assert EventRecord.model_validate_json(event.model_dump_json()) == event
        assert event.recipients
        assert {"event", "scheme"} <= {e.field for e in event.evidence}
        for evidence in event.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text)
            assert text[evidence.start : evidence.end] == evidence.text
        shown = {e.field: e.text for e in event.evidence}
        for i, recipient in enumerate(event.recipients):
            assert shown[f"recipients[{i}]"] == recipient.text
        for field, record in (
            ("certifier", event.certifier),
            ("dates.effective", event.dates.effective),
            ("dates.valid_until", event.dates.valid_until),
        ):
            assert (field in shown) == (record is not None)
            assert record is None or shown[field] == record.text
        for field, value in (("certificate_number", event.certificate_number), ("scope", event.scope), ("location", event.location)):
            assert value is None or shown[field] == value
        assert event.document == result.document.document
    for person in result.document.people:
        assert text[person.start : person.end] == person.text
    for organization in result.document.organizations:
        assert all(0 <= a < b <= len(text) for a, b in organization.mentions)
    for date in result.document.dates:
        assert text[date.start : date.end] == date.text


@pytest.mark.parametrize("name", RELEASES)
def test_every_field_is_cited_verbatim_and_fits_the_contract(name: str) -> None:
    check(certwire.extract(text_of(name)))


def sentences() -> Iterator[str]:
    for name in RELEASES:
        yield from text_of(name).split("\n\n")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(set(sentences()))) | st.text(max_size=30), min_size=1, max_size=8),
    st.sampled_from(["\n\n", " ", "  ", "\r\n"]),
)
def test_it_holds_of_shuffled_and_broken_releases_too(parts: list[str], joint: str) -> None:
    result = certwire.extract(joint.join(parts), published="2024-05-06", language="en")
    if result.document.status != "failed":
        check(result)
        assert certwire.extract(joint.join(parts), published="2024-05-06", language="en") == result


def test_an_event_keeps_its_identifier_unless_its_canonical_fields_change() -> None:
    text = text_of("granted")
    (event,) = certwire.extract(text).events
    assert len(event.event_id) == 24 and int(event.event_id, 16) >= 0
    assert [e.event_id for e in certwire.extract(text).events] == [event.event_id]
    other = certwire.extract(text.replace("ISO 9001", "ISO 14001")).events
    assert event.event_id not in {e.event_id for e in other}


HASH = """
import hashlib, sys, certwire
result = certwire.extract(sys.stdin.read())
print(hashlib.sha256("".join(r.model_dump_json() for r in (*result.events, result.document)).encode()).hexdigest())
"""


def test_the_same_bytes_come_out_under_any_hash_seed() -> None:
    text = text_of("granted") + "\n".join(text_of(n)[17:] for n in ("list", "person", "expanded"))
    outcomes = set()
    for seed, zone in (("1", "UTC"), ("4711", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT / "pipeline"), "PYTHONIOENCODING": "utf-8"}
        run = subprocess.run(
            [sys.executable, "-c", HASH], input=text, capture_output=True, text=True, encoding="utf-8", env=environment, check=True
        )
        outcomes.add(run.stdout)
    assert len(outcomes) == 1
    assert len(outcomes.pop().strip()) == 64


@pytest.mark.parametrize(
    "piece",
    [
        "Acme Ltd. was certified to ISO 9001 by BSI on May 2, 2024, said Jane Roe. ",
        "Acme Ltd. was certified to ISO 9001 by BSI.\n\n",
        "About Acme\n\nAcme is ISO 9001-certified.\n\n",
        "“Acme is ISO 9001-certified and glad of it,” said Jane Roe. ",
        "Acme is the world's first on a scale from I to V and scored level III. ",
    ],
)
def test_work_grows_with_the_text(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: certwire.extract(text, published="2024-05-06", language="en")

    grows_in_line(make, 16_000)
