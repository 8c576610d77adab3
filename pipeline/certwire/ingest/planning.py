"""From inputs to an ordered list of units of work, without opening a file.

Rules: folders are walked in code point order of the relative path. Passed over are hidden files and folders (a leading dot; but a
name that is nothing but a known extension, ``.md``, is a document), folders in ``exclude``, and our own output: ``run.json``,
``events.jsonl`` and ``documents.jsonl`` where they lie together. A linked folder is followed when it leads out of the input; one that
leads to a place inside is read there and not twice, and one that leads back to where the walk came from is a ``loop``. All else that
cannot be read becomes a unit with an issue. An input that is named directly is never passed over.
"""
# Paths stay strings here: pathlib costs ten times as much a file.
# ruff: noqa: PTH100, PTH116, PTH118, PTH119

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from certwire.ingest import remote
from certwire.ingest.assembling import fail
from certwire.ingest.options import FORMATS, Unit, format_of
from certwire.model import Issue

_OWN = frozenset({"events.jsonl", "documents.jsonl", "run.json"})


def plan(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], *, exclude: Iterable[str | os.PathLike[str]] = ()
) -> Iterator[Unit]:
    """The units of work of files and folders, in order.

    With one input, ``relative`` is relative to it (a file's own name). With several, each begins with its input's name, so that
    equal names in two folders stay apart; an input whose name was had before gets ``~2``, ``~3`` ... A file that is named itself
    may still tell date and source by the folders it lies in.

    Args:
        inputs: files and folders, or URLs of them.
        exclude: folders to pass over, such as the output folder; paths or URLs.

    Example:
        ``[u.relative for u in plan("news")]`` -> ``["2024/a.txt", "b.html"]``
    """
    paths = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    without = [os.fspath(p) for p in exclude]
    passed = tuple(os.path.realpath(p) for p in without if not remote.is_url(p))
    passed_urls = tuple(remote.normal(p).rstrip("/") + "/" for p in without if remote.is_url(p))
    taken: dict[str, int] = {}
    for given in paths:
        path = os.fspath(given)
        away = remote.is_url(path)
        name = safe(os.path.basename(path.rstrip("/") if away else os.path.abspath(path))) or "input"
        taken[name] = taken.get(name, 0) + 1
        label = name if taken[name] == 1 else f"{name}~{taken[name]}"
        if away:
            yield from _remote(path, label, several=len(paths) > 1, passed=passed_urls)
            continue
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            yield failed(path, label, issue_of(error, label))
            continue
        if stat.S_ISDIR(mode):
            root = os.path.realpath(path)
            yield from _walk(_Place(path=path, prefix="" if len(paths) == 1 else label + "/", real=root, roots=(root,), passed=passed))
        else:
            hint = safe("/".join(os.path.abspath(path).replace(os.sep, "/").split("/")[-4:]))
            yield _unit(path, label, hint=hint)


def safe(name: str) -> str:
    """A file name as JSON can carry it: undecodable bytes as ``\\xff``, lone surrogates as ``\\udc80``."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return (
            os.fsencode(name).decode("utf-8", "backslashreplace")
            if os.name == "posix" and _escaped(name)
            else name.encode("utf-8", "backslashreplace").decode()
        )
    return name


def issue_of(error: Exception, path: str) -> Issue:
    """The Issue for an input that the operating system would not give us."""
    number = getattr(error, "errno", None)
    if isinstance(error, PermissionError):
        return fail("permission", "no permission to read it; change its mode or run as a user who may", path=path)
    if isinstance(error, FileNotFoundError):
        return fail("vanished", "there is no such file; it was removed or renamed, or a link to it is broken", path=path)
    if number == errno.ELOOP:
        return fail("loop", "its symbolic links lead round in a circle; remove the link", path=path)
    reason = os.strerror(number) if number else str(error)
    return fail("unreadable", f"it cannot be read: {reason}", path=path)


def failed(path: str, relative: str, issue: Issue) -> Unit:
    """A unit that stands for what cannot be opened."""
    return Unit(path=path, relative=relative, size=0, format="none", issue=issue)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A folder on the walk: its path, the prefix of relative paths, where it really is, and the roots that the walk knows."""

    path: str
    prefix: str
    real: str
    roots: tuple[str, ...]
    passed: tuple[str, ...]


def _walk(start: _Place) -> Iterator[Unit]:
    # A stack of iterators instead of recursion: a path may be deeper than Python's stack.
    stack = [_entries(start)]
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
        elif isinstance(found, Unit):
            yield found
        else:
            stack.append(_entries(found))


def _entries(place: _Place) -> Iterator[Unit | _Place]:
    """The units and folders of one folder, in order."""
    try:
        with os.scandir(place.path) as listing:
            entries = [(e.name, e.is_symlink(), _is_dir(e)) for e in listing]
    except OSError as error:
        relative = place.prefix.rstrip("/") or "."
        yield failed(place.path, relative, issue_of(error, relative))
        return
    names = {name for name, _, _ in entries}
    own = _OWN if "run.json" in names and names & {"events.jsonl", "documents.jsonl"} else frozenset[str]()
    # A folder sorts as "name/", so that the walk as a whole is in order of the relative path.
    for name, link, folder in sorted(entries, key=lambda e: (safe(e[0]) + ("/" if e[2] else ""), e[0])):
        if (name.startswith(".") and name.lower() not in FORMATS) or name in own:
            continue
        path, relative = os.path.join(place.path, name), place.prefix + safe(name)
        if not folder:
            yield _unit(path, relative, hint=relative)
            continue
        real = os.path.realpath(path) if link else os.path.join(place.real, name)
        if real in place.passed:
            continue
        if link and _within(place.real, real):
            yield failed(path, relative, fail("loop", "this link leads back to a folder that it lies in; remove the link", path=relative))
        elif not link or not any(_within(real, root) for root in place.roots):
            roots = (*place.roots, real) if link else place.roots
            yield _Place(path=path, prefix=relative + "/", real=real, roots=roots, passed=place.passed)


def _remote(url: str, label: str, *, several: bool, passed: tuple[str, ...]) -> Iterator[Unit]:
    """The units behind a URL, by the rules for folders; there are no links there."""
    try:
        found = list(remote.listing(url))
    except OSError as error:
        yield failed(url, label, issue_of(error, label))
        return
    paths = {relative for _, relative, _ in found}
    for where, relative, size in found:
        if not relative:
            yield _readable(where, label, size, hint=safe("/".join(url.rstrip("/").split("/")[-4:])))
            continue
        folder, _, name = relative.rpartition("/")
        beside = folder + "/" if folder else ""
        own = beside + "run.json" in paths and not paths.isdisjoint((beside + "events.jsonl", beside + "documents.jsonl"))
        hidden = (name.startswith(".") and name.lower() not in FORMATS) or any(part.startswith(".") for part in folder.split("/"))
        if not hidden and not (own and name in _OWN) and not where.startswith(passed):
            path = safe(f"{label}/{relative}" if several else relative)
            yield _readable(where, path, size, hint=path)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _unit(path: str, relative: str, *, hint: str) -> Unit:
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        return failed(path, relative, issue_of(error, relative))
    if not stat.S_ISREG(found.st_mode):
        return failed(path, relative, fail("unsupported_format", "it is a pipe, socket or device, not a file", path=relative))
    return _readable(path, relative, found.st_size, hint=hint)


def _readable(path: str, relative: str, size: int, *, hint: str) -> Unit:
    kind, compression = format_of(relative)
    if kind == "none":
        message = "nothing here reads this kind of file; rename it to .txt if it is text, or take it out of the input"
        return failed(path, relative, fail("unsupported_format", message, path=relative))
    return Unit(path=path, relative=relative, size=size, format=kind, compression=compression, hint=hint)


def _escaped(name: str) -> bool:
    return all(not 0xD800 <= ord(c) <= 0xDFFF or 0xDC80 <= ord(c) <= 0xDCFF for c in name)
