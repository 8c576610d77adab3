"""What a caller may set about reading, and the one description of a unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from certwire.model import Issue

Format: TypeAlias = Literal["plain", "markdown", "html", "jsonl", "mail", "pdf", "docx", "warc", "tar", "none"]
Compression: TypeAlias = Literal["gz", "zst", "xz", "bz2"]

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Names of the keys of a JSONL record; the first that is present and not null is taken.

    A dotted name descends: ``meta.date`` reads ``{"meta": {"date": ...}}``.
    """

    text: tuple[str, ...] = ("text", "body", "content")
    title: tuple[str, ...] = ("title", "headline")
    published: tuple[str, ...] = ("published", "date", "published_at", "datePublished")
    id: tuple[str, ...] = ("id", "doc_id")
    source: tuple[str, ...] = ("source", "publisher")
    language: tuple[str, ...] = ("language", "lang")


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """Limits and names for reading.

    Attributes:
        max_document_bytes: of text a document, in UTF-8; more ends as the issue ``too_large``.
        max_file_bytes: of a PDF, DOCX, HTML or mail file, which carry more than their text.
        max_expansion: how many bytes one compressed byte may grow to, over a stream, before it counts as a bomb.
        max_nesting: depth of containers in containers and of MIME parts in parts.
        detect_language: look at the text to tell its language; otherwise it is taken for English unless metadata says.
        fields: keys of JSONL records.
    """

    max_document_bytes: int = 10 * MEGABYTE
    max_file_bytes: int = 100 * MEGABYTE
    max_expansion: int = 200
    max_nesting: int = 8
    detect_language: bool = True
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One input file, planned but not opened; picklable, so that another process can open it.

    Attributes:
        path: as the operating system knows it (may hold surrogate escapes; never written to output), or a URL.
        relative: relative to the input given, ``/`` on every platform, safe for JSON; what records carry.
        size: bytes on disk when planned.
        format: how it will be read; ``none`` when ``issue`` says why it cannot be.
        compression: what it must be passed through first.
        hint: the path that may tell date and source, ``source/YYYY/MMDD/name.md``.
        issue: why there is nothing to open.
    """

    path: str
    relative: str
    size: int
    format: Format
    compression: Compression | None = None
    hint: str = ""
    issue: Issue | None = None


PLAIN: Mapping[str, Format] = {"": "plain", ".txt": "plain", ".text": "plain"}
FORMATS: Mapping[str, Format] = {
    **PLAIN,
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".eml": "mail",
    ".pdf": "pdf",
    ".docx": "docx",
    ".warc": "warc",
    ".tar": "tar",
}
COMPRESSIONS: Mapping[str, Compression] = {".gz": "gz", ".zst": "zst", ".xz": "xz", ".bz2": "bz2"}
SHORT: Mapping[str, str] = {".tgz": ".tar.gz", ".txz": ".tar.xz", ".tzst": ".tar.zst", ".tbz2": ".tar.bz2"}


def format_of(name: str) -> tuple[Format, Compression | None]:
    """Format and compression by file name; ``none`` when the name tells neither.

    A suffix counts as one when it is 1 to 10 ASCII letters or digits and not a bare number, so that ``Release No. 5`` and
    ``iso-27001.2022`` are names without an extension.

    Example:
        ``format_of("wire/2025.jsonl.gz")`` -> ``("jsonl", "gz")``
    """
    base = name.rsplit("/", 1)[-1].lower()
    for short, long in SHORT.items():
        if base.endswith(short):
            base = base.removesuffix(short) + long
    if base in FORMATS:
        return FORMATS[base], None  # an empty name with an extension, as archives that name by slug have it
    base, suffix = _split(base)
    compression = COMPRESSIONS.get(suffix)
    if compression:
        base, suffix = _split(base)
        if not suffix:
            return "none", compression  # x.gz: anything may be in it
    return FORMATS.get(suffix, "none"), compression


def _split(base: str) -> tuple[str, str]:
    stem, dot, suffix = base.rpartition(".")
    if not dot or not stem or not (suffix.isascii() and suffix.isalnum() and len(suffix) <= 10) or suffix.isdigit():
        return base, ""
    return stem, "." + suffix
