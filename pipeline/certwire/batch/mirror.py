"""An output folder behind a URL: the run works in a folder of this machine, and what it finishes is copied there at once.

An object store has no rename and no append, but a copy appears whole or not at all, so every step is an object of its own: a part under
the hash of its bytes, then the line of the journal that names it, at the end the files of the output, and run.json last. A run that
follows, on whatever machine, begins with what the store holds. A store that shows half a copy, as a plain folder does, harms nothing
either: a part that is shorter than the journal says, and a line that is torn, count as never written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from certwire.ingest import remote

_SEGMENTS = ".certwire/journal"


@dataclass(slots=True, kw_only=True)
class Mirror:
    """Copies from ``local`` to ``url``, paths relative to both."""

    url: str
    local: Path
    _system: Any = None
    _root: str = ""
    _segments: int = 0
    _known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._system, root = remote.file_system(self.url)
        self._root = root.rstrip("/")

    @remote.as_oserror()
    def fetch(self) -> None:
        """Bring what earlier runs have left: the work folder and, if it describes them, the files of the output."""
        for name in self._find(".certwire"):
            if not name.startswith(_SEGMENTS):
                self._get(name)
        if (self.local / ".certwire" / "whole.json").exists():
            for name in ("documents.jsonl", "events.jsonl"):
                if self._system.exists(self._there(name)):
                    self._get(name)
        segments = self._find(_SEGMENTS)
        if segments:
            self._segments = 1 + max(int(Path(name).stem) for name in segments)
            journal = b"".join(self._system.cat_file(self._there(name)) + b"\n" for name in segments)
            path = self.local / ".certwire" / "journal.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(journal)

    @remote.as_oserror()
    def put(self, path: Path) -> None:
        """Copy a file of the local folder."""
        name = path.relative_to(self.local).as_posix()
        self._makedirs(name)
        self._system.put_file(str(path), self._there(name))

    @remote.as_oserror()
    def note(self, line: bytes) -> None:
        """Add a line to the journal."""
        name = f"{_SEGMENTS}/{self._segments:012}.jsonl"
        self._segments += 1
        self._makedirs(name)
        self._system.pipe_file(self._there(name), line)

    @remote.as_oserror()
    def remove(self, *names: str) -> None:
        """Remove files and folders, where they are there."""
        for name in names:
            place = self._there(name)
            if self._system.exists(place):
                self._system.rm(place, recursive=True)

    def clear(self) -> None:
        """Remove journal and parts."""
        self.remove(_SEGMENTS, ".certwire/known.npy", ".certwire/parts")
        self._known.clear()

    def _find(self, folder: str) -> list[str]:
        place = self._there(folder)
        self._system.invalidate_cache()
        found = self._system.find(place) if self._system.exists(place) else []
        return sorted(path[len(self._root) + 1 :] for path in found)

    def _get(self, name: str) -> None:
        path = self.local / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._system.get_file(self._there(name), str(path))

    def _there(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _makedirs(self, name: str) -> None:
        folder = name.rpartition("/")[0]
        if folder not in self._known:
            self._system.makedirs(self._there(folder), exist_ok=True)
            self._known.add(folder)


@contextmanager
def mirrored(out: Path | str) -> Iterator[tuple[Path, Mirror | None]]:
    """The folder to work in, and what copies it away: for a URL a temporary one, with what earlier runs have left."""
    if not remote.is_url(out):
        yield Path(out), None
        return
    with TemporaryDirectory(prefix="certwire-") as name:
        mirror = Mirror(url=str(out), local=Path(name))
        mirror.fetch()
        yield Path(name), mirror
