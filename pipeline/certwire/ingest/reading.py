"""Opens units of work and hands their bytes to the reader of their format."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from importlib import import_module
from typing import BinaryIO, Protocol, cast

from certwire.ingest import jsonl, plain, planning, remote, streams
from certwire.ingest.assembling import Draft, Origin, assemble, digest, fail, too_large
from certwire.ingest.decoding import Decoded, clean
from certwire.ingest.options import Format, IngestOptions, Unit
from certwire.model import Issue, OffsetMap, Release

# Formats that carry more bytes than text get the wider limit.
HEAVY = frozenset({"html", "mail", "pdf", "docx"})
CONTAINERS = frozenset({"jsonl", "tar", "warc"})
_DEFAULT = IngestOptions()


class DocumentReader(Protocol):
    """The ``read`` of a format with one document a file."""

    def __call__(self, data: bytes, *, options: IngestOptions) -> Draft | Issue: ...


class ContainerReader(Protocol):
    """The ``read`` of a format with many documents a file; ``hint`` is the container's path where date and source may be told."""

    def __call__(self, stream: BinaryIO, *, path: str, hint: str = "", options: IngestOptions) -> Iterator[Release | Issue]: ...


def read(
    path_or_paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], *, options: IngestOptions = _DEFAULT
) -> Iterator[Release | Issue]:
    """Every document of files and folders, in order, read as it is asked for."""
    for unit in planning.plan(path_or_paths):
        yield from open_unit(unit, options)


def open_unit(unit: Unit, options: IngestOptions = _DEFAULT) -> Iterator[Release | Issue]:
    """The documents of one unit: one for a file, many for a container, which is streamed in constant memory.

    Whatever is wrong with the unit ends as an Issue; what was read before it stands.
    """
    if unit.issue is not None:
        yield unit.issue
        return
    limit = limit_of(unit.format, options)
    if unit.format not in CONTAINERS and unit.compression is None and unit.size > limit:
        yield too_large(unit.relative, unit.size, options)
        return
    try:
        with closing(opened(unit.path)) as file:
            plain_file = unit.compression is None and unit.format not in CONTAINERS
            source = file if plain_file else streams.expand(file, unit.compression, options)
            yield from from_stream(source, unit.format, path=unit.relative, hint=unit.hint, options=options)
    except OSError as error:
        yield planning.issue_of(error, unit.relative)


def opened(path: str) -> BinaryIO:
    """Open a unit's file, here or behind a URL.

    Raises:
        OSError: it cannot be opened or is no regular file.
    """
    return remote.open_file(path) if remote.is_url(path) else streams.open_file(path)


def from_stream(stream: BinaryIO, kind: Format, *, path: str, hint: str, options: IngestOptions) -> Iterator[Release | Issue]:
    """The documents of a stream in a format; what breaks on the way ends as an Issue after those that were read."""
    try:
        if kind in CONTAINERS:
            empty = True
            for found in container(kind)(stream, path=path, hint=hint, options=options):
                empty = False
                yield found
            if empty:
                yield fail("empty", "there is no document in it", path=path)
        else:
            yield document(stream, kind, path=path, hint=hint, options=options)
    except streams.BombError as error:
        yield fail("decompression_limit", str(error), path=path)
    except ImportError as error:
        yield fail("extra_missing", missing(kind, error), path=path)
    except Exception as error:  # the border: no input may end a run
        yield broken(error, path)


def document(stream: BinaryIO, kind: Format, *, path: str, hint: str, options: IngestOptions) -> Release | Issue:
    """One document of a format from a stream that holds only it."""
    limit = limit_of(kind, options)
    data = streams.read_all(stream, limit)
    if data is None:
        return fail("too_large", f"the document has more than {limit} bytes; split it or raise the limit", path=path)
    return from_bytes(data, kind, path=path, hint=hint, options=options)


def from_bytes(data: bytes, kind: Format, *, path: str, hint: str, options: IngestOptions) -> Release | Issue:
    """One document of a format from its bytes."""
    origin = Origin(path=path, hint=hint, sha256=digest(data))
    if not data:
        return fail("empty", "the file has no bytes in it", path=path, sha256=origin.sha256)
    try:
        draft = _reader(kind)(data, options=options)
        if isinstance(draft, Issue):
            return fail(draft.code, draft.message, path=path, sha256=origin.sha256)
        return assemble(draft, origin, options=options)
    except ImportError as error:
        return fail("extra_missing", missing(kind, error), path=path, sha256=origin.sha256)
    except Exception as error:  # the border: no input may end a run
        return broken(error, path, sha256=origin.sha256)


def from_text(
    text: str,
    *,
    published: date | None = None,
    path: str = "text",
    title: str | None = None,
    source: str | None = None,
    language: str | None = None,
    options: IngestOptions = _DEFAULT,
) -> Release | Issue:
    """A Release from a string, for Python callers; the hash is of its UTF-8 form.

    The header `` date YYYY-MM-DD `` is read and cut as in a file; ``published`` wins over it with basis ``argument``.

    Example:
        ``from_text("Acme earns ISO 9001 ...", published=date(2024, 5, 1)).published_basis`` -> ``"argument"``
    """
    path = clean(path)
    tidy = clean(text)
    data = tidy.encode()
    draft = plain.draft_of(Decoded(text=tidy, offsets=OffsetMap(runs=((0, 0),))))
    whole = Draft(
        text=draft.text,
        title=clean(title) if title else draft.title,
        published=published or draft.published,
        published_basis="argument" if published else "header",
        source=source,
        language=language,
        offsets=draft.offsets,
    )
    return assemble(whole, Origin(path=path, hint="", sha256=digest(data)), options=options)


def from_jsonl_lines(lines: Iterable[bytes | str], options: IngestOptions = _DEFAULT, *, path: str = "stdin") -> Iterator[Release | Issue]:
    """A Release or Issue for each JSON line, answered before the next line is asked for; paths are ``stdin#ID`` or ``stdin#LINE``."""
    return jsonl.from_lines(lines, path=path, options=options)


def from_jsonl_stream(stream: BinaryIO, options: IngestOptions = _DEFAULT, *, path: str = "stdin") -> Iterator[Release | Issue]:
    """The same for a binary stream such as ``sys.stdin.buffer``; a line over the limit is passed over without being held in memory."""
    return jsonl.read(stream, path=path, options=options)


def limit_of(kind: Format, options: IngestOptions) -> int:
    """Bytes that a single document of the format may have."""
    return options.max_file_bytes if kind in HEAVY else options.max_document_bytes


def container(kind: Format) -> ContainerReader:
    """The reader of a container format, imported on first use."""
    return cast(ContainerReader, import_module(f"certwire.ingest.{kind}").read)


def broken(error: Exception, path: str, *, sha256: str | None = None) -> Issue:
    """The Issue for data that its reader could not make sense of."""
    reason = clean(str(error)).partition("\n")[0][:200]
    return fail(
        "unreadable",
        f"it cannot be read, it is damaged or not what its name says ({type(error).__name__}: {reason})",
        path=path,
        sha256=sha256,
    )


def missing(kind: Format, error: ImportError) -> str:
    """What to install for a format whose package is not there."""
    extra = {"pdf": "certwire[office]", "docx": "certwire[office]", "warc": "certwire[warc]"}.get(kind, "certwire")
    return f"reading {kind} needs the package {error.name or 'of an extra'}; install it with: pip install '{extra}'"


def _reader(kind: Format) -> DocumentReader:
    return cast(DocumentReader, import_module(f"certwire.ingest.{kind}").read)
