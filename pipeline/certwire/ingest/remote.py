"""Inputs behind URLs such as ``s3://bucket/archive``: listed and opened through fsspec. Needs ``certwire[remote]``."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from certwire.errors import CertwireError, UsageError
from certwire.ingest.streams import Counted

if TYPE_CHECKING:
    from typing_extensions import Buffer

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_url(path: object) -> bool:
    """Whether an input is a URL and no path; a ``Path`` never is, it has lost a slash."""
    return isinstance(path, str) and _URL.match(path) is not None


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the URL's place in it.

    Raises:
        UsageError: fsspec, or what it needs for the protocol, is not installed, or it knows no such protocol.
    """
    try:
        fsspec = import_module("fsspec.core")
    except ImportError as error:
        raise UsageError(f"{url}: URLs need an extra; install it with: pip install 'certwire[remote]'") from error
    try:
        found, place = fsspec.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: {error}") from error
    return found, str(place)


def normal(url: str) -> str:
    """A URL as ``listing`` writes it."""
    system, place = file_system(url)
    return str(system.unstrip_protocol(place))


def exists(url: str) -> bool:
    """Whether there is anything at a URL.

    Raises:
        OSError: nobody answers.
    """
    system, place = file_system(url)
    with as_oserror():
        return bool(system.exists(place))


def listing(url: str) -> Iterator[tuple[str, str, int]]:
    """URL, path relative to the folder, and size of every file below a folder, in code point order of the path; of a file, itself with "".

    Raises:
        OSError: it cannot be listed.
    """
    system, place = file_system(url)
    with as_oserror():
        if not system.isdir(place):
            yield url, "", int(system.info(place).get("size") or 0)
            return
        system.invalidate_cache()
        found = system.find(place, detail=True)
    root = place.rstrip("/") + "/"
    for path in sorted(found):
        yield system.unstrip_protocol(path), path.removeprefix(root), int(found[path].get("size") or 0)


def open_file(url: str) -> BinaryIO:
    """Open the file behind a URL for reading.

    Raises:
        OSError: it cannot be opened.
    """
    system, place = file_system(url)
    with as_oserror():
        return cast(BinaryIO, _File(system.open(place, "rb")))


class _File(Counted):
    """A raw stream over whatever fsspec gives, as local files are."""

    def readinto(self, buffer: Buffer, /) -> int:
        with as_oserror():
            return super().readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            self.stream.close()
        io.RawIOBase.close(self)


@contextmanager
def as_oserror() -> Iterator[None]:
    """Network libraries raise what they like; here it is an OSError, or an error of our own.

    Raises:
        OSError: instead of whatever fsspec raises.
    """
    try:
        yield
    except (OSError, CertwireError):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
