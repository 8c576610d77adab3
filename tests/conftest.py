"""What tests of whole runs share: made-up releases, and a reader that needs no model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from certwire.batch.engines import Inline
from certwire.model import Issue, Release
from certwire.normalize.document import document_info
from certwire.records import (
    ConfidenceRecord,
    DateMentionRecord,
    DatesRecord,
    DocumentRecord,
    EventRecord,
    EvidenceRecord,
    OrganizationRecord,
    PersonRecord,
    PipelineInfo,
    RecipientRecord,
    SchemeRecord,
)
from certwire.runner import Reading

GRANTED = """ date 2024-05-06 Harbor Mill earns ISO 9001 certification

LEEDS, England, May 6, 2024 -- Harbor Mill has been certified to ISO 9001:2015, said Jane Roe.
"""
PLAIN = "Corvane opens a café\n\nROTTERDAM, Netherlands, June 3, 2024 -- The shipyard Corvane opened a café for its welders today.\n"


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Three releases, one of them in a folder, and one file that nothing can be read from."""
    folder = tmp_path / "releases"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text(GRANTED, encoding="utf-8")
    (folder / "b.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "c.txt").write_text("", encoding="utf-8")
    (folder / "more" / "d.txt").write_text(GRANTED.replace("9001", "14001"), encoding="utf-8")
    return folder


@dataclass
class StubReader:
    """Takes every "certified to X" for an event, "said X" for a person, and a release that says BOOM for a reason to die."""

    config: str = "default"
    registry: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    extractors: tuple[object, ...] = ()
    confidence: float | None = None
    info: PipelineInfo = field(init=False)

    def __post_init__(self) -> None:
        self.info = PipelineInfo(version="0", model="stub-0", config=self.config)

    def read(self, release: Release) -> Reading:
        if "BOOM" in release.text:
            raise RuntimeError("boom")
        events = tuple(self._event(release, m) for m in re.finditer(r"certified to (ISO \d+)", release.text))
        person = [
            PersonRecord(name=m[1], role=None, organization=None, text=m[1], start=m.start(1), end=m.end(1))
            for m in re.finditer(r"said (\w+ \w+)", release.text)
        ]
        organizations = [
            OrganizationRecord(name="Harbor Mill", aliases=[], id=None, mentions=[(m.start(), m.end())])
            for m in re.finditer("Harbor Mill", release.text)
        ]
        dates = [
            DateMentionRecord(text=m[0], edtf="2024", earliest=None, latest=None, start=m.start(), end=m.end())
            for m in re.finditer("2024", release.text)
        ]
        document = DocumentRecord(
            schema_version="1.0",
            document=document_info(release),
            status="events" if events else "no_event",
            people=person,
            organizations=organizations,
            dates=dates,
            events=[e.event_id for e in events],
            issues=[],
            pipeline=self.info,
        )
        return Reading(document=document, events=events)

    def _event(self, release: Release, found: re.Match[str]) -> EventRecord:
        text = found[1]
        return EventRecord(
            schema_version="1.0",
            event_id=f"{release.id}-{found.start()}",
            action="granted",
            kind="certification",
            scheme=SchemeRecord(id=None, name=None, edition=None, level=None, text=text, candidates=[]),
            recipients=[RecipientRecord(name="Harbor Mill", kind="organization", aliases=[], id=None, text="Harbor Mill")],
            certifier=None,
            accreditor=None,
            dates=DatesRecord(announced=None, effective=None, valid_until=None),
            rating=None,
            scope=None,
            certificate_number=None,
            location=None,
            claims=[],
            people=[],
            evidence=[EvidenceRecord(field="scheme", start=found.start(1), end=found.end(1), text=text)],
            confidence=ConfidenceRecord(overall=self.confidence, fields={}),
            issues=[],
            document=document_info(release),
            pipeline=self.info,
        )


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> type[StubReader]:
    """Runs in this process read with the stub."""
    monkeypatch.setattr("certwire.batch.outcome.Reader", StubReader)
    monkeypatch.setattr("certwire.batch.engine.Local", lambda **_: Inline())
    return StubReader
