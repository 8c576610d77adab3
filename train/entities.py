"""What the taggers of the folds find in the gold, for ``train.organizations`` to learn from.

    python -m train.entities --corpus build/gold --sets dev train --taggers build/tagger --out build/entities

Every release is read by the tagger that has not seen its issuer (``fold{k}.npz`` and the folds in ``gold.jsonl``, as ``train.tagger`` left
them), so that the organizations learn from entities as good as they will meet, no better. OUT gets, a set each, ``SET.json`` with
``{doc: [[start, end, label]]}``, ``hints-SET.json`` with the mentions of people and ``leanings-SET.json`` with what the tagger was torn
between, ``{doc: {start: [hundredths]}}``; offsets are code points.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from spacy.tokens import Doc
from train.organizations import release_of
from train.tagger_data import fold_of, issuer, read_rows

from certwire import annotation, nlp, zones
from certwire.extractors import people
from certwire.model import Release
from certwire.network import Leaning
from certwire.tagger import Tagger

Mark: TypeAlias = tuple[int, int, str]
Leanings: TypeAlias = Mapping[int, Leaning]
Reader: TypeAlias = Callable[[str], Doc]


def read(release: Release, reader: Reader) -> tuple[list[Mark], list[Mark], Leanings]:
    """Entities, mentions of people and the tagger's leanings in one release.

    Example:
        "Jane Roe leads Acme." -> ``([(0, 8, "PERSON"), (15, 19, "ORG")], [(0, 8, "person")], {15: Leaning(...), ...})``
    """
    doc = reader(release.text)
    annotation.put_zones(doc, zones.layout(release.text, title=release.title))
    hints = [(m.start, m.end, m.kind) for m in people.EXTRACTOR(doc, release) if m.kind == "person"]
    return [(e.start_char, e.end_char, e.label_) for e in doc.ents], hints, annotation.leanings_of(doc)


def releases(corpus: Path, name: str) -> Iterator[tuple[Mapping[str, Any], Release]]:
    """The gold of a set and its releases, in the gold's order."""
    for gold in read_rows(corpus / f"gold-{name}.jsonl"):
        yield gold, release_of(corpus / name / f"{gold['doc']}.txt")


def folds_of(taggers: Path) -> Mapping[str, int]:
    """The fold of every document that the taggers were trained on."""
    return {row["doc"]: int(row["fold"]) for row in read_rows(taggers / "gold.jsonl")}


class Readers:
    """A reader a fold, made when first asked for.

    Args:
        taggers: the working folder of ``train.tagger``.
    """

    def __init__(self, taggers: Path) -> None:
        self._taggers = taggers
        self._known: dict[int, Reader] = {}

    def of(self, fold: int) -> Reader:
        """The tagger that was trained without this fold."""
        if fold not in self._known:
            self._known[fold] = reader_of(Tagger(self._taggers / f"fold{fold}.npz"))
        return self._known[fold]


def reader_of(tagger: Tagger) -> Reader:
    """Tokenizer and tagger in one."""
    return lambda text: tagger(nlp.load().make_doc(text))


def write(corpus: Path, sets: Sequence[str], taggers: Path, out: Path) -> None:
    """Read all releases of some sets and write their entities and hints."""
    out.mkdir(parents=True, exist_ok=True)
    folds, readers = folds_of(taggers), Readers(taggers)
    for name in sets:
        entities: dict[str, list[Mark]] = {}
        hints: dict[str, list[Mark]] = {}
        leanings: dict[str, Leanings] = {}
        for gold, release in releases(corpus, name):
            doc = gold["doc"]
            # A document that no tagger was trained on goes where its issuer's others went.
            fold = folds[doc] if doc in folds else fold_of(issuer(gold, doc))
            entities[doc], hints[doc], leanings[doc] = read(release, readers.of(fold))
        (out / f"{name}.json").write_text(json.dumps(entities), encoding="utf-8")
        (out / f"leanings-{name}.json").write_text(json.dumps(leanings), encoding="utf-8")
        (out / f"hints-{name}.json").write_text(json.dumps(hints), encoding="utf-8")
        print(f"{name}: {len(entities)} releases, {sum(map(len, entities.values()))} entities, {sum(map(len, hints.values()))} people")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with SET/*.txt and gold-SET.jsonl")
    parser.add_argument("--sets", nargs="+", required=True, metavar="SET")
    parser.add_argument("--taggers", type=Path, required=True, help="working folder of train.tagger")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    write(given.corpus, given.sets, given.taggers, given.out)


if __name__ == "__main__":
    main()
