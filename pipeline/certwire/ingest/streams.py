"""Opens files without trust: no waiting on pipes, no reading past a limit, no decompression without end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from certwire.errors import CertwireError
from certwire.ingest.options import Compression, IngestOptions

if TYPE_CHECKING:
    from typing_extensions import Buffer

_SLACK = 64 << 20
_CHUNK = 1 << 18
_PART = 1 << 16

READ_ERRORS: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, lzma.LZMAError)


class BombError(CertwireError):
    """A compressed stream grew beyond what honest data does."""


def open_file(path: str) -> BinaryIO:
    """Open a regular file for reading; a pipe or device that took its place since planning is refused, not waited on.

    Raises:
        OSError: it cannot be opened or is no regular file.
    """
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError("not a regular file")
        return os.fdopen(number, "rb", buffering=0)
    except BaseException:
        os.close(number)
        raise


def read_all(stream: BinaryIO, limit: int) -> bytes | None:
    """All bytes of a stream, or None when there are more than ``limit``; never holds more than that."""
    parts: list[bytes] = []
    size = 0
    while size <= limit and (part := stream.read(min(_PART, limit + 1 - size))):
        parts.append(part)
        size += len(part)
    return None if size > limit else b"".join(parts)


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines of a stream with their numbers from 1, without line ends; None in place of a line longer than ``limit`` bytes."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")


def expand(stream: BinaryIO, compression: Compression | None, options: IngestOptions) -> BinaryIO:
    """The decompressed stream; reading it raises BombError when it grows over ``max_expansion`` times what was read, plus 64 MiB."""
    if compression is None:
        return io.BufferedReader(cast(io.RawIOBase, stream), _CHUNK)
    counted = Counted(stream)
    source: BinaryIO
    if compression == "gz":
        source = cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, io.BufferedReader(counted, _CHUNK))))
    elif compression == "xz":
        source = cast(BinaryIO, lzma.LZMAFile(cast(BinaryIO, io.BufferedReader(counted, _CHUNK))))  # noqa: SIM115 (the caller closes it)
    elif compression == "bz2":
        source = cast(BinaryIO, bz2.BZ2File(cast(BinaryIO, io.BufferedReader(counted, _CHUNK))))
    else:
        import zstandard

        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            cast(BinaryIO, counted), read_across_frames=True, closefd=False
        )
        source = cast(BinaryIO, reader)
    return io.BufferedReader(_Limited(source, counted, options.max_expansion), _CHUNK)


class Counted(io.RawIOBase):
    """Counts what is read from the stream below."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        data = self.stream.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Limited(io.RawIOBase):
    """Refuses to give more than an honest multiple of what was read below."""

    def __init__(self, source: BinaryIO, below: Counted, ratio: int) -> None:
        self.read1: Callable[[int], bytes] = source.read1  # type: ignore[attr-defined]  # all four decompressors have it
        self.below = below
        self.ratio = ratio
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        data = self.read1(len(view))  # read() would lose what came before the place where the data is damaged
        view[: len(data)] = data
        self.count += len(data)
        if self.count > self.below.count * self.ratio + _SLACK:
            raise BombError(f"it grows to more than {self.ratio} times its size; if that is honest, raise max_expansion")
        return len(data)
