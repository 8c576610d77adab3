"""Annotated releases as event reading learns from them: read up to the events, and which gold events their scheme mentions tell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from train.entities import folds_of
from train.tagger_data import read_rows

from certwire import annotation, ingest, nlp, zones
from certwire.evaluation import keys
from certwire.extractors import built_in
from certwire.extractors.events import EventExtractor
from certwire.model import Mention, Release
from certwire.reading import context, features
from certwire.reading.context import Context
from certwire.tagger import Tagger

FOLDS = 5
Event = Mapping[str, Any]
"""An event as gold has it."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One annotated release, read up to the events."""

    release: Release
    gold: Mapping[str, Any]
    mentions: tuple[Mention, ...]
    ctx: Context
    fold: int
    weight: float = 1.0


def cases(sets: Sequence[tuple[Path, Path, float]], *, taggers: Path | None = None) -> Iterator[Case]:
    """Read every annotated release of some sets (folder, gold, weight) up to the events."""
    known, readers = _readers(taggers)
    for folder, gold_file, weight in sets:
        gold = {d["doc"]: d for d in read_rows(gold_file)}
        for release in ingest.read(folder):
            if not isinstance(release, Release) or Path(release.path).stem not in gold:
                continue
            truth = gold[Path(release.path).stem]
            fold = known.get(truth["doc"], fold_of(truth))
            doc = readers[fold](release.text)
            ctx = up_to_events(doc, release)
            mentions = tuple(sorted(annotation.mentions_of(doc), key=lambda m: (m.start, m.end, m.kind, m.source)))
            yield Case(release=release, gold=truth, mentions=mentions, ctx=ctx, fold=fold, weight=weight)


def up_to_events(doc: Doc, release: Release) -> Context:
    """Let every extractor but that of events write what it finds into the doc of a release."""
    annotation.put_zones(doc, zones.layout(release.text, title=release.title))
    for extractor in built_in():
        if not isinstance(extractor, EventExtractor):
            annotation.put_mentions(doc, tuple(extractor(doc, release)))
    return context.of(doc, release)


def _readers(taggers: Path | None) -> tuple[Mapping[str, int], Sequence[Callable[[str], Doc]]]:
    """The fold of each document that the taggers were trained on, and a reader a fold."""
    if taggers is None:
        return {}, [nlp.load()] * FOLDS
    return folds_of(taggers), [_reader(Tagger(taggers / f"fold{k}.npz")) for k in range(FOLDS)]


def _reader(tagger: Tagger) -> Callable[[str], Doc]:
    return lambda text: tagger(nlp.load().make_doc(text))


def fold_of(gold: Mapping[str, Any]) -> int:
    """The fold of a document: all of one issuer in the same one."""
    issuer = keys.name_key(gold["organizations"][0]["name"]) if gold["organizations"] else gold["doc"]
    return int(hashlib.sha256(issuer.encode()).hexdigest(), 16) % FOLDS


def annotated(text: str) -> tuple[Path, Path, float]:
    """Folder, gold and weight of a set as the command line names it.

    Example:
        "dev=gold-dev.jsonl*2" -> (Path("dev"), Path("gold-dev.jsonl"), 2.0)
    """
    folder, _, gold = text.partition("=")
    file, _, weight = gold.partition("*")
    return Path(folder), Path(file), float(weight or 1)


def stories(case: Case) -> Iterator[tuple[Mention, list[Event], list[Event]]]:
    """Every scheme mention of a release, the gold events that it may stand for, and those of them that it tells."""
    proven = {id(e) for s in case.ctx.schemes for e in matches(s, case) if shown(e, s, case)}
    for scheme in case.ctx.schemes:
        matched = matches(scheme, case)
        yield scheme, matched, [e for e in matched if shown(e, scheme, case) or id(e) not in proven]


def same(event: Event, scheme: Mention) -> bool:
    """Whether a scheme mention names the scheme of a gold event."""
    said = {"text": scheme.text, "name": scheme.attrs["name"] if scheme.attrs["form"] not in {"generic", "by"} else None}
    return bool(keys.scheme_keys(said) and keys.scheme_keys(event["scheme"])) and keys.same_scheme(event["scheme"], said)


def matches(scheme: Mention, case: Case) -> list[Event]:
    """The gold events that a scheme mention may stand for."""
    found = []
    for event in case.gold["events"]:
        unnamed = not event["scheme"].get("normalized") or scheme.attrs["form"] in {"generic", "by"}
        if same(event, scheme) or (unnamed and shown(event, scheme, case)):
            found.append(event)
    return found


def shown(event: Event, scheme: Mention, case: Case) -> bool:
    """Whether the scheme mention stands in the words that gold gives as evidence."""
    proof = keys.plain(event.get("evidence"))
    start, end = features.hull(scheme)
    around = keys.plain(case.release.text[max(0, start - 30) : end + 30])
    here = keys.plain(case.release.text[start:end])
    sentence = keys.plain(case.release.text[slice(*case.ctx.sentence_at(start))])
    return (
        bool(proof)
        and here in proof
        and (
            around in proof
            or proof in sentence
            or sentence in proof
            or len(set(proof.split()) & set(sentence.split())) > 0.6 * len(set(proof.split()))
        )
    )
