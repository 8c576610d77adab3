"""Silver for event reading: pseudo mentions as the network sees them, and what the teacher says of each.

Releases of the archive in a fixed order of their own (``train.tagger_silver``), annotated ones and their copies left out: every other one
is rewritten at its awards, the rest at the objects of its verbs. Annotated releases are rewritten in turn both ways, and what is put there
remembers their fold: a model that is to read them must not have learnt from it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from train.events_gold import up_to_events
from train.events_pseudo import Place, awards, objects, rewritten
from train.tagger_silver import annotated, headline, order

from certwire import ingest, nlp
from certwire.intervals import overlapped
from certwire.model import Release
from certwire.reading.context import Context

SHORTEST, LONGEST = 400, 7_000
"""Code points of a release that is taken."""
NO_FOLD = -1
"""Of a release that nobody annotated."""
_WAYS: tuple[Callable[[str], Iterator[Place]], ...] = (objects, awards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The features of a mention, and the teacher's log-odds of ``certwire.reading.models.ASKED``; ``fold``: of the annotated release."""

    seen: tuple[str, ...]
    said: NDArray[np.float32]
    fold: int = NO_FOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudo:
    """A rewritten release, read up to the events.

    Attributes:
        ctx: what is known of it.
        asked: numbers of the scheme mentions that the teacher is to say something of.
        fold: of the annotated release that it was.
    """

    ctx: Context
    asked: frozenset[int]
    fold: int


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
        folds=np.array([s.fold for s in sample], dtype=np.int8),
    )


def read(path: Path) -> list[Labelled]:
    """Silver as ``write`` kept it."""
    with np.load(path, allow_pickle=False) as stored:
        table, numbers, lengths = stored["table"].tolist(), stored["numbers"].tolist(), stored["lengths"].tolist()
        said, folds = stored["said"].astype(np.float32), stored["folds"].tolist()
    found: list[Labelled] = []
    at = 0
    for length, row, fold in zip(lengths, said, folds, strict=True):
        found.append(Labelled(seen=tuple(table[n] for n in numbers[at : at + length]), said=row, fold=fold))
        at += length
    return found


def of_archive(archive: Path, corpus: Path, *, limit: int) -> Iterator[Pseudo]:
    """Releases that nobody annotated, each rewritten once; whatever scheme they name is asked about.

    Args:
        archive: folder with the unpacked archive.
        corpus: folder with the annotated releases, none of which is taken.
        limit: how many releases are looked at.
    """
    yield from _rewritten(((number, release, NO_FOLD) for number, release in enumerate(_releases(archive, corpus, limit=limit))), seed=1)


def of_annotated(releases: Iterable[tuple[Release, int]], *, rounds: int) -> Iterator[Pseudo]:
    """Annotated releases, each with its fold, rewritten several times; what gold tells of the schemes they named before, nobody asks."""
    yield from _rewritten(((number, release, fold) for release, fold in releases for number in range(rounds)), seed=2)


def _rewritten(turns: Iterable[tuple[int, Release, int]], *, seed: int) -> Iterator[Pseudo]:
    """What there is to ask about releases, each with its fold; the number of its turn tells which way it is rewritten."""
    taken = tuple(Counter[str]() for _ in _WAYS)
    rng = random.Random(seed)
    for number, release, fold in turns:
        way = number % len(_WAYS)
        changed = rewritten(release.text, _WAYS[way], taken[way], rng)
        if changed is None:
            continue
        ctx = up_to_events(nlp.load()(changed.text), replace(release, text=changed.text))
        asked = frozenset(i for i, m in enumerate(ctx.schemes) if fold == NO_FOLD or overlapped(m.start, m.end, changed.put))
        if asked:
            yield Pseudo(ctx=ctx, asked=asked, fold=fold)


def _releases(archive: Path, corpus: Path, *, limit: int) -> Iterator[Release]:
    known, told = annotated(corpus)
    paths = sorted(archive.rglob("*.md"), key=lambda p: order(p.relative_to(archive).as_posix()))
    for path in paths[:limit]:
        if path.relative_to(archive).as_posix() in known:
            continue
        for release in ingest.read(path):
            if isinstance(release, Release) and SHORTEST <= len(release.text) <= LONGEST and headline(release.text) not in told:
                yield release
