"""The values that flow between the stages. Frozen, plain, and free of any other module of ours but errors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from spacy.tokens import Doc

Span: TypeAlias = tuple[int, int]
"""Half-open range of code points in a release's text."""

Attr: TypeAlias = str | int | float | bool | Span | tuple[Span, ...] | tuple[str, ...] | None

PublishedBasis: TypeAlias = Literal["metadata", "header", "dateline", "path", "argument"]
DateBasis: TypeAlias = Literal["stated", "relative", "inferred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something a reader of the output should know; never an exception.

    Attributes:
        code: stable word in snake_case, e.g. ``date_after_publication``.
        message: one sentence for a person: what, where, what to do.
        path: the input it concerns, relative to the input given, when no Release exists for it.
        sha256: hash of that input's bytes, when they could be read.
    """

    code: str
    message: str
    path: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetMap:
    """Where the code points of a text lie in the file it came from.

    Attributes:
        runs: ``(text_start, byte_start)`` pairs in ascending order. From ``text_start`` up to the next run the text
            stands in the file unchanged, in ``encoding``, from ``byte_start`` on.
        encoding: the codec of the file's bytes.

    Example:
        ``OffsetMap(runs=((0, 17),), encoding="utf-8").to_byte(2, text="é!x")`` -> ``20``
    """

    runs: tuple[tuple[int, int], ...]
    encoding: str = "utf-8"

    def to_byte(self, offset: int, *, text: str) -> int:
        """Byte offset in the file of the code point at ``offset`` of ``text``."""
        at = bisect_right(self.runs, (offset, 1 << 62)) - 1
        text_start, byte_start = self.runs[max(at, 0)]
        return byte_start + len(text[text_start:offset].encode(self.encoding, "surrogatepass"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One announcement, read once and never edited after ingest.

    Attributes:
        id: stable identifier of the document (hash of path and content).
        path: relative to the input given; members of containers as ``file.jsonl#12`` or ``a.tar!b/c.md``.
        sha256: hex digest of the bytes that this document was made from.
        text: clean text, headline included; all offsets anywhere count its code points.
        title: headline, or None.
        published: day of publication, or None.
        published_basis: where ``published`` was found.
        source: publisher, newswire or address, or None.
        language: ISO 639-1 code of the text.
        offsets: map back to the file, for text formats.
        issues: what ingest had to report.
    """

    id: str
    path: str
    sha256: str
    text: str
    title: str | None = None
    published: date | None = None
    published_basis: PublishedBasis | None = None
    source: str | None = None
    language: str = "en"
    offsets: OffsetMap | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Raw evidence: a span of the release's text that an extractor says something about.

    Always ``release.text[m.start:m.end] == m.text``.

    Attributes:
        kind: ``person | role | organization | date | scheme | event`` or an extension's own word.
        start: first code point.
        end: one past the last code point.
        text: the span, verbatim.
        source: name of the extractor, e.g. ``standards.v1``.
        attrs: what the extractor read off the span; each extractor's docstring lists its keys.
    """

    kind: str
    start: int
    end: int
    text: str
    source: str
    attrs: Mapping[str, Attr] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return (self.start, self.end)


ZoneKind: TypeAlias = Literal["headline", "dateline", "lead", "body", "about", "contact", "source", "legal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A block of a release with one function. ``subject`` is the X of an "About X" paragraph."""

    kind: ZoneKind
    start: int
    end: int
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Direct speech; ``speaker`` is the span of the name or pronoun it is given to, where one was found."""

    start: int
    end: int
    speaker: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The layout of a release: blocks that cover the text in order without overlap, and quotations laid over them."""

    blocks: tuple[Zone, ...]
    quotations: tuple[Quotation, ...] = ()

    def at(self, offset: int) -> Zone | None:
        """The block that holds a code point offset."""
        i = bisect_right(self.blocks, offset, key=lambda z: z.start) - 1
        return self.blocks[i] if i >= 0 and offset < self.blocks[i].end else None

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that holds a code point offset."""
        i = bisect_right(self.quotations, offset, key=lambda q: q.start) - 1
        return self.quotations[i] if i >= 0 and offset < self.quotations[i].end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A calendar value no more precise than its text.

    Attributes:
        edtf: ISO 8601-2 (EDTF) value, e.g. ``2018-01``, ``2024-33``, ``2019/..``, ``2005~``.
        earliest: first day it can mean, or None where open.
        latest: last day it can mean, or None where open.
        basis: ``stated`` (year in the text), ``relative`` (resolved against publication), ``inferred`` (year chosen by tense or context).
    """

    edtf: str
    earliest: date | None
    latest: date | None
    basis: DateBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedDate:
    """A date mention with its value."""

    mention: Mention
    value: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One organization and every mention of it.

    ``name`` is its fullest form in the release, ``aliases`` its other surface forms, ``id`` the registry's identifier or None.
    """

    name: str
    aliases: tuple[str, ...] = ()
    id: str | None = None
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. ``role`` is verbatim; ``organization`` is the name of the Organization the role is at."""

    name: str
    role: str | None = None
    organization: str | None = None
    mentions: tuple[Mention, ...] = ()
    role_mention: Mention | None = None


@runtime_checkable
class Extractor(Protocol):
    """Finds mentions of some kinds in one document; pure: same doc and release, same mentions, nothing changed.

    ``name`` is ``word.vN``. Two optional attributes order the extractors: ``emits``, the kinds of mention it yields, and ``reads``,
    the kinds it wants to see (through ``annotation.mentions_of``); both tuples of str, empty when absent.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]: ...
