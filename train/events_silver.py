"""Silver for event reading: pseudo mentions of the archive as the network sees them, and what the teacher says of each.

Releases in a fixed order of their own (``train.tagger_silver``), annotated ones and their copies left out; every other one is rewritten at
its awards, the rest at the objects of its verbs.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from train.events_gold import up_to_events
from train.events_pseudo import Place, awards, objects, rewritten
from train.tagger_silver import annotated, headline, order

from certwire import ingest, nlp
from certwire.model import Release
from certwire.reading.context import Context

SHORTEST, LONGEST = 400, 7_000
"""Code points of a release that is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The features of a mention, with the teacher's log-odds of ``certwire.reading.models.ASKED``."""

    seen: tuple[str, ...]
    said: NDArray[np.float32]


def write(out: Path, sample: Sequence[Labelled]) -> None:
    """Keep silver as plain arrays (``.npz``, no pickle): a table of the features, numbers into it, how many each mention has."""
    table = sorted({name for s in sample for name in s.seen})
    numbers = {name: i for i, name in enumerate(table)}
    np.savez_compressed(
        out,
        allow_pickle=False,
        table=np.array(table, dtype=np.str_),
        numbers=np.array([numbers[name] for s in sample for name in s.seen], dtype=np.int32),
        lengths=np.array([len(s.seen) for s in sample], dtype=np.int32),
        said=np.array([s.said for s in sample], dtype=np.float16),
    )


def read(path: Path) -> list[Labelled]:
    """Silver as ``write`` kept it."""
    with np.load(path, allow_pickle=False) as stored:
        table, numbers, lengths = stored["table"].tolist(), stored["numbers"].tolist(), stored["lengths"].tolist()
        said = stored["said"].astype(np.float32)
    found: list[Labelled] = []
    at = 0
    for length, row in zip(lengths, said, strict=True):
        found.append(Labelled(seen=tuple(table[n] for n in numbers[at : at + length]), said=row))
        at += length
    return found


def contexts(archive: Path, corpus: Path, *, limit: int) -> Iterator[Context]:
    """Rewritten releases, read up to the events.

    Args:
        archive: folder with the unpacked archive.
        corpus: folder with the annotated releases, none of which is taken.
        limit: how many releases are looked at.
    """
    ways: tuple[Callable[[str], Iterator[Place]], ...] = (objects, awards)
    taken = tuple(Counter[str]() for _ in ways)
    rng = random.Random(1)
    for number, release in enumerate(_releases(archive, corpus, limit=limit)):
        text = rewritten(release.text, ways[number % 2], taken[number % 2], rng)
        if text is None:
            continue
        ctx = up_to_events(nlp.load()(text), replace(release, text=text))
        if ctx.schemes:
            yield ctx


def _releases(archive: Path, corpus: Path, *, limit: int) -> Iterator[Release]:
    known, told = annotated(corpus)
    paths = sorted(archive.rglob("*.md"), key=lambda p: order(p.relative_to(archive).as_posix()))
    for path in paths[:limit]:
        if path.relative_to(archive).as_posix() in known:
            continue
        for release in ingest.read(path):
            if isinstance(release, Release) and SHORTEST <= len(release.text) <= LONGEST and headline(release.text) not in told:
                yield release
