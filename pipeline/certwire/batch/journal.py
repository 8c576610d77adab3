"""The work folder of a run, ``OUT/.certwire``: finished parts, the journal that names them, and the index of the last whole output.

The journal is JSON lines, only ever appended to. A part is in it only after it lies under its final name, and both were handed to the
disk: whatever the journal names is there and whole. A part is named by the hash of its bytes, so the same part is never written twice.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from certwire.batch import known
from certwire.batch.mirror import Mirror
from certwire.batch.summary import Failure, RunSummary
from certwire.batch.tasks import Place, Result
from certwire.errors import OutputError, UsageError

FOLDER = ".certwire"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A finished task: a file that holds documents' lines, events' lines and index entries, one after the other.

    ``sizes`` are the bytes of the three; ``counts`` is the part's summary.
    """

    place: Place
    name: str
    sizes: tuple[int, int, int]
    counts: RunSummary

    def source(self, folder: Path) -> known.Source:
        """Where its results lie."""
        path = folder / self.name
        documents, events, index = self.sizes
        return known.Source(documents=(path, 0), events=(path, documents), index=(path, documents + events), count=index // known.ENTRY)


@contextmanager
def explained(out: Path | str) -> Iterator[None]:
    """Turn what the disk refuses into an error that says what to do.

    Raises:
        OutputError: the disk is full, or does not let us write.
    """
    try:
        yield
    except OSError as error:
        reason = "there is no space left" if error.errno in _FULL else str(error.strerror or error)
        raise OutputError(f"{out}: {reason}; what was read so far is kept: make room and run the same command again") from error


class WorkFolder:
    """Keeps what a run has finished; one process at a time.

    Args:
        out: the output folder.
        run: names configuration, model and version: results of another run are not taken over.
        mirror: copies what is finished to where ``out`` really is.

    Raises:
        UsageError: another process is writing into ``out``.
    """

    def __init__(self, out: Path, *, run: str, mirror: Mirror | None = None) -> None:
        self.mirror = mirror
        self.path = out / FOLDER
        self.run = run
        self._parts = self.path / "parts"
        self._journal: IO[bytes] | None = None
        self._parts.mkdir(parents=True, exist_ok=True)
        self._writing = threading.Lock()
        self._lock = _locked(self.path / "lock", out)

    def parts(self) -> list[Part]:
        """The parts of earlier tries at this run, each once."""
        found: dict[str, Part] = {}
        current = False
        for line in read_journal(self.path):
            if "run" in line:
                current = line["run"] == self.run
            elif current and "part" in line:
                part = part_of(line)
                path = self._parts / part.name
                if path.is_file() and path.stat().st_size == sum(part.sizes):
                    found[part.name] = part
        return list(found.values())

    def sources(self) -> list[known.Source]:
        """Where results of earlier runs and tries lie."""
        whole = self._last()
        return [*([whole] if whole else []), *(part.source(self._parts) for part in self.parts())]

    def begin(self, about: Mapping[str, object]) -> None:
        """Open the journal for a new try."""
        path = self.path / "journal.jsonl"
        self._journal = path.open("ab")
        if self._journal.tell():
            self._journal.write(b"\n")  # ends a line that a crash has torn
        self.note({"run": self.run, "pid": os.getpid(), **about})

    def note(self, line: Mapping[str, object], *, durable: bool = True) -> None:
        """Append a line to the journal and, if ``durable``, hand it to the disk. After ``clear`` nothing is noted."""
        with self._writing:
            if self._journal is None:
                return
            data = json.dumps(line, ensure_ascii=True).encode() + b"\n"
            self._journal.write(data)
            self._journal.flush()
            if durable:
                os.fsync(self._journal.fileno())
                if self.mirror:
                    self.mirror.note(data)

    def keep(self, place: Place, result: Result, *, size: int, seconds: float) -> Part:
        """Keep what a task came to, for good.

        Args:
            place: of the task.
            result: what it came to.
            size: bytes of input that are done with it.
            seconds: since the try began; like ``size`` only for ``status``.
        """
        digest = hashlib.sha256()
        pieces = (result.documents, result.events, result.index)
        for piece in pieces:
            digest.update(len(piece).to_bytes(8, "little"))
            digest.update(piece)
        name = digest.hexdigest()[:32]
        path = self._parts / name
        if not path.exists():
            _durably(path, pieces)
            if self.mirror:
                self.mirror.put(path)
        documents, events, index = map(len, pieces)
        part = Part(place=place, name=name, sizes=(documents, events, index), counts=result.summary)
        counts = {**result.summary.counts(), "failures": [asdict(f) for f in result.summary.failures]}
        self.note(
            {
                "part": name,
                "place": place,
                "sizes": part.sizes,
                "counts": counts,
                "reused": result.reused,
                "bytes": size,
                "seconds": round(seconds, 3),
            }
        )
        return part

    def path_of(self, part: Part) -> Path:
        """The file of a part."""
        return self._parts / part.name

    def remember(self, files: Mapping[str, object], *, reused: int) -> None:
        """Remember the whole output that is now in place, whose index lies under ``index``, as ``run.json`` describes its ``files``."""
        about = {"run": self.run, "files": files, "reused": reused}
        _durably(self.path / "whole.json", (json.dumps(about).encode() + b"\n",))

    def publish(self) -> None:
        """Copy the whole output to where it belongs, if that is elsewhere; run.json goes first and comes last."""
        if self.mirror:
            out = self.path.parent
            self.mirror.remove("run.json")
            for path in (out / "events.jsonl", out / "documents.jsonl", self.path / "index", self.path / "whole.json", out / "run.json"):
                self.mirror.put(path)

    def share(self, table: known.Table) -> known.Table:
        """Let workers on other machines find a table where the output is."""
        if not self.mirror:
            return table
        self.mirror.put(table.path)
        return replace(table, local=self.path.parent, url=self.mirror.url)

    def clear(self) -> None:
        """Forget the parts and the journal: the output is whole."""
        self._end_journal()
        if self.mirror:
            self.mirror.clear()
        (self.path / "journal.jsonl").unlink(missing_ok=True)
        (self.path / "known.npy").unlink(missing_ok=True)
        for path in self._parts.iterdir():
            path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Take nothing over: neither parts nor the last whole output."""
        self.clear()
        if self.mirror:
            self.mirror.remove(".certwire/whole.json", ".certwire/index")
        (self.path / "whole.json").unlink(missing_ok=True)
        (self.path / "index").unlink(missing_ok=True)

    def close(self) -> None:
        """Let others in."""
        self._end_journal()
        self._lock.close()

    def _end_journal(self) -> None:
        with self._writing:
            if self._journal:
                self._journal.close()
                self._journal = None

    def _last(self) -> known.Source | None:
        """The last whole output, if it is of this run and as it was written."""
        out = self.path.parent
        try:
            about = json.loads((self.path / "whole.json").read_bytes())
            if about["run"] != self.run:
                return None
            for name, file in about["files"].items():
                if (out / name).stat().st_size != file["bytes"] or _digest(out / name) != file["sha256"]:
                    return None
            index = self.path / "index"
            count = index.stat().st_size // known.ENTRY
            if count != about["files"]["documents.jsonl"]["lines"]:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return known.Source(documents=(out / "documents.jsonl", 0), events=(out / "events.jsonl", 0), index=(index, 0), count=count)


def read_journal(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of a journal; a line that was torn by a crash is passed over."""
    try:
        with (folder / "journal.jsonl").open("rb") as file:
            for line in file:
                try:
                    found = json.loads(line)
                except ValueError:
                    continue
                if isinstance(found, dict):
                    yield found
    except FileNotFoundError:
        return


def part_of(line: Mapping[str, Any]) -> Part:
    """The part that a line of a journal tells of."""
    counts = line["counts"]
    summary = RunSummary(
        documents=counts["documents"],
        statuses=counts["statuses"],
        events=counts["events"],
        actions=counts["actions"],
        issues=counts["issues"],
        failures=[Failure(**f) for f in counts["failures"]],
    )
    unit, document = line["place"]
    documents, events, index = line["sizes"]
    return Part(place=(unit, document), name=line["part"], sizes=(documents, events, index), counts=summary)


def _durably(path: Path, pieces: tuple[bytes, ...]) -> None:
    """Write a file so that it is there as a whole or not at all, whatever happens when."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Hand a folder's names to the disk, where the system can."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def locked(out: Path) -> bool:
    """Whether a process is writing into an output folder; always False where the system has no locks."""
    try:
        _locked(out / FOLDER / "lock", out).close()
    except UsageError:
        return True
    return False


def _locked(path: Path, out: Path) -> IO[bytes]:
    file = path.open("ab")
    try:
        import fcntl
    except ImportError:  # Windows: nobody keeps two runs apart
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise UsageError(f"{out}: another certwire is writing there; wait for it, or choose another folder") from error
    return file
