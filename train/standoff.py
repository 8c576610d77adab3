"""Gold of the public archive -> standoff annotation without its sentences; ``train.join`` is the way back.

    PYTHONPATH=pipeline python -m train.standoff GOLD.jsonl MANIFEST.jsonl ARCHIVE_DIR OUT.jsonl [--texts DIR]

MANIFEST.jsonl tells where each document lies: ``{"doc", "path", "published"}``. Documents that the archive no longer holds are
annotated on their copy in ``--texts``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from train.join import QUOTING, MisfitError, fingerprint, text_of
from train.tagger_data import read_rows

from certwire.model import Span

COMMIT: Final = "9b2f3f325098dd60c940f8bffb80e66bb83b152a"
NOTE_WORDS: Final = 3
"""So many words in a row that a note shares with its release count as quoted."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds where the strings of the gold stand in one text."""

    text: str

    def span(self, wanted: str, within: Span | None = None) -> list[int | str] | None:
        """``[start, end, fingerprint]`` of the string, by preference inside ``within`` and as whole words; None where it does not occur.

        Example:
            ``Marker("Acme said. Acme won.").span("Acme", (11, 20))`` -> ``[11, 15, fingerprint("Acme")]``
        """
        words = wanted.split()
        if not words:
            return None
        loose = r"\s+".join(map(re.escape, words))
        for pattern in (rf"(?<!\w){loose}(?!\w)", loose):
            places = [m.span() for m in re.finditer(pattern, self.text) if wanted in (m[0], " ".join(m[0].split()))]
            if places:
                inside = [p for p in places if within and within[0] <= p[0] and p[1] <= within[1]]
                start, end = (inside or places)[0]
                return [start, end, fingerprint(wanted)]
        return None

    def note(self, note: str) -> list[Any]:
        """A note as its own words in clear and quoted words as spans, in order."""
        tokens = [m.span() for m in re.finditer(r"\w+", note)]
        parts: list[Any] = []
        at = i = 0
        while i + NOTE_WORDS <= len(tokens):
            longest = self._longest(note, tokens[i:])
            if longest is None:
                i += 1
                continue
            count, span = longest
            start, end = tokens[i][0], tokens[i + count - 1][1]
            parts += [note[at:start]] * (start > at) + [span]
            at, i = end, i + count
        return parts + [note[at:]] * (at < len(note))

    def _longest(self, note: str, tokens: Sequence[Span]) -> tuple[int, list[int | str]] | None:
        best: tuple[int, list[int | str]] | None = None
        for count in range(NOTE_WORDS, len(tokens) + 1):
            start = self.text.find(piece := note[tokens[0][0] : tokens[count - 1][1]])
            if start < 0:
                break
            best = (count, [start, start + len(piece), fingerprint(piece)])
        return best


def marked(value: Any, marker: Marker, *, key: str = "", within: Span | None = None) -> Any:
    """A gold value with all of its quotations as spans; what is not in the text stays in clear."""
    if isinstance(value, Mapping):
        evidence = marker.span(value["evidence"]) if isinstance(value.get("evidence"), str) else None
        inside = (int(evidence[0]), int(evidence[1])) if evidence else within
        return {k: marked(v, marker, key=k, within=inside) for k, v in value.items()}
    if isinstance(value, list):
        return [marked(v, marker, key=key, within=within) for v in value]
    if key == "note" and isinstance(value, str):
        return marker.note(value)
    if key in QUOTING and isinstance(value, str):
        return marker.span(value, within) or value
    return value


def clear(value: Any, *, key: str = "") -> Iterator[str]:
    """Quoted strings that were left in clear because the text does not hold them."""
    if isinstance(value, Mapping):
        for k, v in value.items():
            yield from clear(v, key=k)
    elif isinstance(value, str) and key in QUOTING and key != "note" and value:
        yield value
    elif isinstance(value, list) and key != "note":
        for v in value if not any(isinstance(x, int) for x in value) else []:
            yield from clear(v, key=key)


def source_text(place: Mapping[str, str], archive: Path, texts: Path | None) -> str:
    """The text of a document: from the archive, else from its copy.

    Raises:
        MisfitError: it is in neither.
    """
    try:
        return text_of(archive / place["path"])
    except MisfitError:
        if texts is None:
            raise
        return text_of(texts / f"{place['doc']}.txt")


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes one standoff line a document of the gold; exits 1 when a quotation had to stay in clear or a text is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m train.standoff", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "manifest", "archive", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--texts", type=Path, help="folder of copies, DOC.txt")
    parser.add_argument("--commit", default=COMMIT, help="commit of the archive (default: %(default)s)")
    given = parser.parse_args(arguments)
    places = {p["doc"]: p for p in read_rows(given.manifest)}
    failed = done = 0
    with given.out.open("w", encoding="utf-8") as out:
        for gold in read_rows(given.gold):
            place = places[gold["doc"]]
            try:
                marker = Marker(source_text(place, given.archive, given.texts))
            except MisfitError as error:
                failed += 1
                print(f"{gold['doc']}: {error}", file=sys.stderr)
                continue
            record = {"doc": gold["doc"], "commit": given.commit, "path": place["path"], "published": place["published"]}
            record |= {k: marked(v, marker, key=k) for k, v in gold.items() if k != "doc"}
            for left in clear(record):
                failed += 1
                print(f"{gold['doc']}: not in the text: {left!r}", file=sys.stderr)
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
            done += 1
    print(f"{done} documents written, {failed} complaints", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
