"""What tests share: made-up releases, a reader that needs no model, and a measure of how work grows."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable
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


TIMES = 8
"""How much larger the large input is: linear work takes 8 times as long, quadratic work 64 times."""
BOUND = 32
"""Between the two: what takes longer than this many times grows faster than its input, however busy the machine is."""

Work = Callable[[], object]


def _grows_in_line(make: Callable[[int], Work], size: int, *, tries: int = 4) -> None:
    """Fail if work grows faster than its input: no seconds, only its own cost for ``size`` and an eighth of it, and that of a peer.

    Each cost is the least of several; one measurement in bounds is enough, for nothing but bad luck makes linear work look quadratic.

    Args:
        make: gives the work for a size; what it does itself is not measured.
        size: of the large input.
        tries: measurements that have to be out of bounds.
    """
    small, large = make(size // TIMES), make(size)
    small()
    costs = [float("inf")] * 4
    for _ in range(tries):
        for _ in range(3):
            costs[:2] = map(min, costs[:2], (_cost(small), _cost(lambda: sum(range(50_000)))))
        costs[2:] = map(min, costs[2:], (_cost(large), _cost(lambda: sum(range(TIMES * 50_000)))))
        growth, linear = costs[2] / costs[0], max(TIMES, costs[3] / costs[1])
        if growth <= BOUND * linear / TIMES:
            return
    pytest.fail(f"{TIMES} times the input took {growth:.1f} times as long, and a linear peer {linear:.1f} times")


def _cost(work: Work) -> float:
    collecting = gc.isenabled()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun + 1e-6
    finally:
        if collecting:
            gc.enable()


@pytest.fixture(scope="session")
def grows_in_line() -> Callable[..., None]:
    return _grows_in_line
