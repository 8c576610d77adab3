"""A reader that worker processes make by name: fast, without a model, and as badly behaved as a document's text says.

``LOG path``: note every reading there. ``SLOW``: take 5 ms. ``HANG``: never come back. ``SPIN``: the same, computing. ``DIE``: end
the process. ``DIE path``: end it unless the file is there, which the dying makes. ``BOOM``: raise. ``EVENT name``: an event.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from certwire.config import Options
from certwire.model import Release
from certwire.normalize.document import document_info
from certwire.records import (
    ConfidenceRecord,
    DatesRecord,
    DocumentRecord,
    EventRecord,
    EvidenceRecord,
    PipelineInfo,
    RecipientRecord,
    SchemeRecord,
)
from certwire.runner import Reading


class FakeReader:
    def __init__(self, options: Options) -> None:
        self.info = PipelineInfo(version="0", model="fake-0", config=options.fingerprint())

    def read(self, release: Release) -> Reading:
        text = release.text
        if found := re.search(r"LOG (\S+)", text):
            with Path(found[1]).open("a") as file:
                file.write(release.path + "\n")
        if "SLOW" in text:
            time.sleep(0.005)
        while "SPIN" in text:
            pass
        if "HANG" in text:
            time.sleep(3600)
        if found := re.search(r"DIE(?: (\S+))?", text):
            if found[1] is None:
                os._exit(1)
            if not Path(found[1]).exists():
                Path(found[1]).touch()
                os._exit(1)
        if "BOOM" in text:
            raise RuntimeError("boom")
        events = tuple(self._event(release, m) for m in re.finditer(r"EVENT (\w+)", text))
        document = DocumentRecord(
            schema_version="1.0",
            document=document_info(release),
            status="events" if events else "no_event",
            people=[],
            organizations=[],
            dates=[],
            events=[e.event_id for e in events],
            issues=[],
            pipeline=self.info,
        )
        return Reading(document=document, events=events)

    def _event(self, release: Release, found: re.Match[str]) -> EventRecord:
        return EventRecord(
            schema_version="1.0",
            event_id=f"{release.id}-{found.start()}",
            action="granted",
            kind="certification",
            scheme=SchemeRecord(id=None, name=None, edition=None, level=None, text=found[1], candidates=[]),
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
            evidence=[EvidenceRecord(field="scheme", start=found.start(1), end=found.end(1), text=found[1])],
            confidence=ConfidenceRecord(overall=None, fields={}),
            issues=[],
            document=document_info(release),
            pipeline=self.info,
        )


def make(options: Options) -> FakeReader:
    return FakeReader(options)
