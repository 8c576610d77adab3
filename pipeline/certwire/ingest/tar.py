"""Tar archives, streamed: members are read where they stand, in the archive's order; nothing is ever written to disk.

Hidden members are passed over as in a folder; links and folders are no documents of their own.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from certwire.errors import CertwireError
from certwire.ingest import reading, streams
from certwire.ingest.assembling import fail, too_large
from certwire.ingest.options import FORMATS, IngestOptions, format_of
from certwire.ingest.planning import safe
from certwire.model import Issue, Release

_MAX_HEADER = 1 << 20


class _HeaderError(CertwireError):
    """A member's extended header would fill the memory."""


class _Member(tarfile.TarInfo):
    """Refuses long names and PAX headers of more than a mebibyte: tarfile would read them whole."""

    def _proc_gnulong(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        self._check()
        return cast(tarfile.TarInfo, super()._proc_gnulong(archive))  # type: ignore[misc]  # a method that typeshed leaves out

    def _proc_pax(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        self._check()
        return cast(tarfile.TarInfo, super()._proc_pax(archive))  # type: ignore[misc]  # a method that typeshed leaves out

    def _check(self) -> None:
        if self.size > _MAX_HEADER:
            raise _HeaderError(f"a header of {self.size} bytes")


def read(stream: BinaryIO, *, path: str, hint: str = "", options: IngestOptions) -> Iterator[Release | Issue]:
    """A stream of a tar archive -> the documents of its members; their paths are ``a.tar!b/c.md``, never looked up on disk."""
    if options.max_nesting < 1:
        yield fail("too_deep", "archives lie in archives in archives; unpack them first", path=path)
        return
    inner = replace(options, max_nesting=options.max_nesting - 1)
    counted = streams.Counted(stream)
    with tarfile.open(fileobj=cast(BinaryIO, counted), mode="r|", tarinfo=_Member) as archive:
        while (member := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile would remember every member; typeshed leaves it out
            name = safe(member.name)
            if member.isreg() and not any(_hidden(part) for part in name.split("/")):
                yield from _read_member(archive, member, name, path=f"{path}!{name}", options=inner)
    if counted.count % tarfile.BLOCKSIZE:
        yield fail("unreadable", "the archive is cut off; what lies before the cut was read", path=path)


def _read_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, name: str, *, path: str, options: IngestOptions
) -> Iterator[Release | Issue]:
    kind, compression = format_of(name)
    if kind == "none":
        yield fail("unsupported_format", "nothing here reads this kind of file", path=path)
        return
    if kind not in reading.CONTAINERS and compression is None and member.size > reading.limit_of(kind, options):
        yield too_large(path, member.size, options)
        return
    body = archive.extractfile(member)
    if body is None:
        yield fail("unsupported_format", "it is no regular file", path=path)
        return
    yield from reading.from_stream(streams.expand(cast(BinaryIO, body), compression, options), kind, path=path, hint=name, options=options)


def _hidden(part: str) -> bool:
    return part.startswith(".") and part not in (".", "..") and part.lower() not in FORMATS
