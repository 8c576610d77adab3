"""Standoff gold and a checkout of the public press-release archive -> gold in the form of corpus/GUIDELINES.md.

    PYTHONPATH=pipeline python -m train.join ARCHIVE_DIR OUT.jsonl [--standoff FILE ...] [--texts DIR]

ARCHIVE_DIR is https://github.com/Newsworthyai/press-release-archive at the commit that every line names. The project keeps no sentence
of it: what the gold quotes is written as ``[start, end, hash]``, code points in the text that ``certwire.ingest`` gives for the file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from train.tagger_data import read_rows

from certwire.ingest import read
from certwire.model import Release

ARCHIVE_GOLD: Final = Path("corpus/archive")
WHOLE: Final = (ARCHIVE_GOLD / "dev.jsonl", ARCHIVE_GOLD / "train.jsonl")
"""Gold of every field that figures are measured on; further.jsonl beside them is for training, more.jsonl holds events only."""

QUOTING: Final = frozenset({"name", "role", "organization", "aliases", "mention", "level", "certifier", "accreditor", "evidence", "note"})
"""Keys whose strings are quoted from the release; all others stand in clear."""

PLACE: Final = ("commit", "path", "published")
"""What a line says about its document beside the gold."""


class MisfitError(ValueError):
    """The text at hand is not the text that was annotated."""


class MissingError(MisfitError):
    """The archive does not hold the file."""


def fingerprint(text: str) -> str:
    """The first eight hex digits of SHA-256: enough to notice another text, too few to restore this one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


@dataclass(slots=True, kw_only=True)
class Quoter:
    """Turns spans of one text back into what they cover.

    A span that does not fit is looked for nearby, so that a change in how ingest trims a file does not cost the annotation;
    ``moved`` counts these, and ``shift`` is where the last one was found.
    """

    text: str
    moved: int = 0
    shift: int = field(default=0)

    def quote(self, start: int, end: int, wanted: str) -> str:
        """The string with this fingerprint: the span as it stands, or with every run of whitespace as one space.

        Raises:
            MisfitError: it is nowhere in the text.

        Example:
            ``Quoter(text="Jane  Roe, CEO").quote(0, 9, fingerprint("Jane Roe"))`` -> ``"Jane Roe"``
        """
        for shift in self._shifts(start, end):
            covered = self.text[start + shift : end + shift]
            for found in (covered, " ".join(covered.split())):
                if fingerprint(found) == wanted:
                    if shift:
                        self.moved, self.shift = self.moved + 1, shift
                    return found
        raise MisfitError(f"nothing like span {start}-{end} in the text")

    def _shifts(self, start: int, end: int) -> Iterator[int]:
        yield 0
        if self.shift:
            yield self.shift
        for by in range(1, max(len(self.text) - end, start) + 1):
            if end + by <= len(self.text):
                yield by
            if start - by >= 0:
                yield -by


def is_span(value: object) -> bool:
    """``[3, 9, "0a1b2c3d"]`` -> True."""
    return (
        isinstance(value, list)
        and len(value) == 3
        and isinstance(value[0], int)
        and isinstance(value[1], int)
        and isinstance(value[2], str)
    )


def resolved(value: Any, quoter: Quoter, *, key: str = "") -> Any:
    """A standoff value with all of its spans quoted.

    Raises:
        MisfitError: a span fits nowhere.
    """
    if isinstance(value, Mapping):
        return {k: resolved(v, quoter, key=k) for k, v in value.items()}
    if key == "note" and isinstance(value, list):
        return "".join(part if isinstance(part, str) else quoter.quote(*part) for part in value)
    if key in QUOTING and is_span(value):
        return quoter.quote(*value)
    if isinstance(value, list):
        return [resolved(v, quoter, key=key) for v in value]
    return value


def text_of(path: Path) -> str:
    """The text of one archive file.

    Raises:
        MissingError: there is no such file.
        MisfitError: it cannot be read; the message says why.
    """
    if not path.is_file():
        raise MissingError("not in the archive")
    found = next(iter(read(path)), None)
    if isinstance(found, Release):
        return found.text
    raise MisfitError(found.message if found else "there is no document in it")


def records(standoff: Path) -> Iterator[dict[str, Any]]:
    """The lines of all ``*.jsonl`` of a folder, by file name; or of one file."""
    for file in sorted(standoff.glob("*.jsonl")) if standoff.is_dir() else [standoff]:
        yield from read_rows(file)


def joined(record: Mapping[str, Any], text: str) -> tuple[dict[str, Any], int]:
    """One standoff line and its text -> gold for the document, and how many spans had moved.

    Raises:
        MisfitError: the text is another one.

    Example:
        A line with ``"name": [0, 8, fingerprint("Jane Roe")]`` and a text that begins so -> gold with ``"name": "Jane Roe"``, 0.
    """
    quoter = Quoter(text=text)
    gold = {k: resolved(v, quoter, key=k) for k, v in record.items() if k not in PLACE}
    return gold, quoter.moved


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the gold of every document that the archive holds; exits 1 when one differs, or is missing and may not be."""
    parser = argparse.ArgumentParser(prog="python -m train.join", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, metavar="ARCHIVE_DIR")
    parser.add_argument("out", type=Path, metavar="OUT.jsonl")
    parser.add_argument(
        "--standoff", type=Path, nargs="+", default=WHOLE, metavar="FILE", help="standoff gold, folders or files (default: dev and train)"
    )
    parser.add_argument("--skip-missing", action="store_true", help="a file that the archive does not hold is reported, but is no failure")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="also write each text as DIR/DOC.txt under the date header")
    given = parser.parse_args(arguments)
    if given.texts:
        given.texts.mkdir(parents=True, exist_ok=True)
    done = moved = missing = failed = 0
    with given.out.open("w", encoding="utf-8") as out:
        for record in (r for source in given.standoff for r in records(source)):
            try:
                text = text_of(given.archive / record["path"])
                gold, shifted = joined(record, text)
            except MisfitError as error:
                missing += isinstance(error, MissingError)
                failed += not (given.skip_missing and isinstance(error, MissingError))
                print(f"{record['doc']}: {record['path']}: {error}", file=sys.stderr)
                continue
            done, moved = done + 1, moved + shifted
            out.write(json.dumps(gold, ensure_ascii=False) + "\n")
            if given.texts:
                (given.texts / f"{record['doc']}.txt").write_text(f" date {record['published']} {text}\n", encoding="utf-8")
    print(f"{done} documents joined, {missing} missing, {failed} failed, {moved} spans found elsewhere", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
