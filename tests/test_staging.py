from __future__ import annotations

from pathlib import Path

import pytest

from certwire import batch, ingest, staging
from certwire.config import Options
from certwire.model import Mention, Release
from certwire.runner import Reader

CORPUS = Path(__file__).parents[1] / "corpus" / "announcements"


def release(text: str, **more: str) -> Release:
    item = ingest.from_text(text, **more)  # type: ignore[arg-type]  # only strings are given
    assert isinstance(item, Release)
    return item


@pytest.fixture(scope="module")
def reader() -> Reader:
    return batch.open_reader(Options())


def test_no_event_of_the_corpus_is_lost(reader: Reader) -> None:
    lost = found = 0
    for item in ingest.read(CORPUS):
        assert isinstance(item, Release)
        if not staging.promising(reader, item):
            lost += len(reader.read(item).events)
        else:
            found += 1
    assert found > 50
    assert lost == 0


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Corvane opens a café\n\nROTTERDAM, June 3, 2024 -- The shipyard Corvane opened a café for its welders today.", False),
        (
            "How to send certified mail\n\nThe post office tells how certified mail is sent, and who signs for it.",
            False,
        ),
        ("Harbor Mill earns ISO 9001 certification\n\nLEEDS, May 6, 2024 -- Harbor Mill has earned ISO 9001:2015 certification.", True),
    ],
)
def test_only_what_may_hold_an_event_is_read_in_full(reader: Reader, monkeypatch: pytest.MonkeyPatch, text: str, full: bool) -> None:
    read = []
    whole = Reader.read

    def spy(self: Reader, item: Release) -> object:
        read.append(item)
        return whole(self, item)

    monkeypatch.setattr(Reader, "read", spy)
    reading = staging.read(reader, release(text), relevant=True)
    assert bool(read) == full
    assert reading.document.status == ("events" if full else "no_event")
    staging.read(reader, release(text), relevant=False)
    assert len(read) == 1 + full


def test_a_foreign_language_is_said_to_be_one(reader: Reader) -> None:
    item = release("Die Mühle ist nach ISO 9001 zertifiziert worden.", language="de")
    assert staging.read(reader, item, relevant=True).document.status == "unsupported_language"


def test_with_an_extension_that_makes_events_nothing_is_skipped(reader: Reader) -> None:
    class Extra:
        name = "extra.v1"
        emits = ("event",)

    item = release("Nothing to see in this announcement of a bakery.")
    assert not staging.promising(reader, item)
    assert staging.promising(Reader(extractors=(*reader.extractors, Extra())), item)  # type: ignore[arg-type]  # never called


def test_letters_that_people_bear_may_gain_more_by_the_full_reading() -> None:
    def scheme(*applies: str) -> Mention:
        return Mention(kind="scheme", start=0, end=3, text="CLU", source="test", attrs={"applies_to": applies})

    assert staging._floor(scheme("person")) < staging._floor(scheme("organization")) == staging._floor(scheme())
