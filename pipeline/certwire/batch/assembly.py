"""Puts the output together from its parts: each file under a temporary name first, run.json last."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import IO

from certwire.batch import known
from certwire.batch.journal import Part, WorkFolder, sync_folder
from certwire.batch.summary import SAMPLES_KEPT, in_words
from certwire.batch.writing import DOCUMENTS, EVENTS, RUN, JsonLines, write_run
from certwire.ingest.reading import opened
from certwire.records import EventRecord

_FAILED = b'"status":"failed"'


def assemble(folder: WorkFolder, parts: Sequence[Part], run: Mapping[str, object], *, reused: int) -> list[str]:
    """Write the three files of the output from parts in order, remember it, and clear the work folder.

    An older run.json goes before the files that it describes are replaced, and the new one comes last: who sees one may trust it.

    Returns:
        The first events, in a few words each.
    """
    out = folder.path.parent
    documents, events = JsonLines(path=out / DOCUMENTS), JsonLines(path=out / EVENTS)
    index = folder.path / ".index.part"
    samples: list[str] = []
    try:
        with index.open("wb") as entries:
            for part in parts:
                with folder.path_of(part).open("rb") as file:
                    _copy(file, part, documents, events, entries, samples)
            entries.flush()
            os.fsync(entries.fileno())
        documents.close()
        events.close()
    except BaseException:
        documents.abandon()
        events.abandon()
        index.unlink(missing_ok=True)
        raise
    (out / RUN).unlink(missing_ok=True)
    files = {EVENTS: events.finish(), DOCUMENTS: documents.finish()}
    index.replace(folder.path / "index")
    folder.remember(files, reused=reused)
    write_run(out / RUN, {**run, "files": files})
    sync_folder(out)
    folder.publish()
    folder.clear()
    return samples


def _copy(file: IO[bytes], part: Part, documents: JsonLines, events: JsonLines, entries: IO[bytes], samples: list[str]) -> None:
    failed: list[bool] = []
    for line in _lines(file, part.sizes[0]):
        documents.write(line)
        failed.append(_FAILED in line)
    for line in _lines(file, part.sizes[1]):
        events.write(line)
        if len(samples) < SAMPLES_KEPT:
            samples.append(in_words(EventRecord.model_validate_json(line)))
    # What failed once may succeed the next time: it is not taken over from a whole output.
    entries.writelines(known.unkeyed(file.read(part.sizes[2]), failed))


def _lines(file: IO[bytes], size: int) -> list[bytes]:
    return file.read(size).splitlines(keepends=True)


def hash_of(path: str) -> str | None:
    """SHA-256 of the bytes of a file or behind a URL, in hex; None when it cannot be read."""
    try:
        with closing(opened(path)) as file:
            digest = hashlib.sha256()
            while data := file.read(1 << 20):
                digest.update(data)
            return digest.hexdigest()
    except OSError:
        return None
