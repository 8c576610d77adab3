"""Reading one text from Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from certwire import ingest
from certwire.batch.outcome import open_reader, read_item
from certwire.config import Options
from certwire.errors import UsageError
from certwire.model import Release
from certwire.records import DocumentRecord, EventRecord
from certwire.runner import Reader

_OPTIONS = Options(entities="all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What was read off one text.

    Attributes:
        text: the text that offsets count code points of: the one given, without byte order mark, header and control characters.
        events: what would be its lines of events.jsonl.
        document: what would be its line of documents.jsonl; its ``status`` is ``failed`` for an empty text.
    """

    text: str
    events: tuple[EventRecord, ...]
    document: DocumentRecord


def extract(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    source: str | None = None,
    language: str | None = None,
) -> Extraction:
    """Read one press release.

    Args:
        text: the release, headline included; a leading header `` date YYYY-MM-DD `` is understood.
        published: day of publication, as a date or ``YYYY-MM-DD``; relative dates are resolved against it.
        title: headline, where it is known apart from the text.
        source: publisher or newswire.
        language: ISO 639-1 code; told from the text when not given.

    Raises:
        UsageError: ``published`` is no day.

    Example:
        ``extract("Harbor Mill earns ISO 9001 ...", published="2024-05-06").events[0].scheme.text`` -> ``"ISO 9001"``
    """
    item = ingest.from_text(text, published=_day(published), title=title, source=source, language=language)
    outcome = read_item(reader(), item, options=_OPTIONS)
    return Extraction(text=item.text if isinstance(item, Release) else "", events=outcome.events, document=outcome.document)


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader that Python callers share; the first call loads the model."""
    return open_reader(_OPTIONS)


def _day(published: date | str | None) -> date | None:
    if not isinstance(published, str):
        return published
    try:
        return date.fromisoformat(published)
    except ValueError as error:
        raise UsageError(f"published: {published!r} is no day, write YYYY-MM-DD") from error
