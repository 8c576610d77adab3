"""Makes the Release out of what a reader found: publication date with its basis, language, identity, and the issues."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from certwire.ingest.language import language_of
from certwire.ingest.opening import opening_date
from certwire.ingest.options import IngestOptions
from certwire.model import Issue, OffsetMap, PublishedBasis, Release

_PATH = re.compile(r"(?:(?:\A|/)(?P<source>[^/]+)/)?(?P<year>[12]\d{3})/(?P<month>[01]\d)-?/?(?P<day>[0-3]\d)/[^/]*\Z")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_].*)?\Z")
_BLANK = re.compile(r"\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a document came from: the path that records carry, the path that may tell date and source, and the bytes' hash."""

    path: str
    hint: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader found in a document; ``weak_published`` is a day to fall back on when nothing else tells one."""

    text: str
    title: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "metadata"
    weak_published: date | None = None
    source: str | None = None
    language: str | None = None
    offsets: OffsetMap | None = None
    issues: tuple[Issue, ...] = ()


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def identity(path: str, sha256: str) -> str:
    """A document's id: the first 16 hex digits of the SHA-256 of path, NUL and content hash."""
    return digest(f"{path}\0{sha256}".encode())[:16]


def fail(code: str, message: str, *, path: str, sha256: str | None = None) -> Issue:
    """An Issue for an input that gives no Release."""
    return Issue(code=code, message=message, path=path, sha256=sha256)


def too_large(path: str, size: int, options: IngestOptions, *, sha256: str | None = None, what: str = "the document") -> Issue:
    """The Issue for what passes the limit of text a document."""
    message = f"{what} has {size} bytes, the limit is {options.max_document_bytes}; split it or raise max_document_bytes"
    return fail("too_large", message, path=path, sha256=sha256)


def assemble(draft: Draft, origin: Origin, *, options: IngestOptions) -> Release | Issue:
    """Settle what a draft leaves open and give the Release its identity.

    Returns:
        The Release, or an Issue ``empty`` or ``too_large``.
    """
    text = draft.text
    if not _BLANK.search(text):
        return fail("empty", "there is no text in it", path=origin.path, sha256=origin.sha256)
    if len(text) * 4 > options.max_document_bytes and (size := len(text.encode())) > options.max_document_bytes:
        return too_large(origin.path, size, options, sha256=origin.sha256)
    from_path, source = path_facts(origin.hint)
    published, basis, clashes = settle(
        ((draft.published, draft.published_basis), (opening_date(text, title=draft.title), "dateline"), (from_path, "path")),
    )
    issues = (*draft.issues, *clashes)
    if published is None and draft.weak_published is not None:
        published, basis = draft.weak_published, "metadata"
        issues = (
            *issues,
            Issue(code="published_from_file", message=f"no publication date but the file's own stamp, {published.isoformat()}"),
        )
    language = code_of(draft.language) or (language_of(text) if options.detect_language else "en")
    return Release(
        id=identity(origin.path, origin.sha256),
        path=origin.path,
        sha256=origin.sha256,
        text=text,
        title=draft.title,
        published=published,
        published_basis=basis,
        source=draft.source or source,
        language=language,
        offsets=draft.offsets,
        issues=issues,
    )


def settle(found: Iterable[tuple[date | None, PublishedBasis]]) -> tuple[date | None, PublishedBasis | None, tuple[Issue, ...]]:
    """The first day found, its basis, and an Issue ``published_clash`` for every later one that is more than a day away from it.

    One day of difference is what time zones and late-night queues make.
    """
    days = [(day, basis) for day, basis in found if day is not None]
    if not days:
        return None, None, ()
    first, basis = days[0]
    issues = tuple(
        Issue(
            code="published_clash",
            message=f"published {first.isoformat()} by the {basis}, but {day.isoformat()} by the {other}; the {basis} was taken",
        )
        for day, other in days[1:]
        if abs((day - first).days) > 1
    )
    return first, basis, issues


def path_facts(path: str) -> tuple[date | None, str | None]:
    """Day and source of a path ``source/YYYY/MMDD/name``.

    Example:
        ``path_facts("wire/2025/0218/x.md")`` -> ``(date(2025, 2, 18), "wire")``
    """
    found = _PATH.search(path)
    if not found:
        return None, None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])), found["source"]
    except ValueError:
        return None, None


def code_of(language: str | None) -> str | None:
    """The primary subtag of a language tag: ``en-GB`` -> ``en``; None for what is no tag."""
    language = language.strip() if language else ""
    return re.split(r"[-_]", language)[0].lower() if _CODE.match(language) else None


def moved(offsets: OffsetMap | None, start: int, text: str) -> OffsetMap | None:
    """The map of a text from which the first ``start`` code points of ``text`` were cut."""
    if offsets is None or not start:
        return offsets
    first = (0, offsets.to_byte(start, text=text))
    return replace(offsets, runs=(first, *((at - start, byte) for at, byte in offsets.runs if at > start)))
