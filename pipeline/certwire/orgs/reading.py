"""From a text to its organization names: candidates, two looks by the trained model, and a choice without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from certwire.model import Zones
from certwire.naming import key
from certwire.orgs import evidence, scorer
from certwire.orgs.lexicon import known_low
from certwire.orgs.evidence import Name, Scene
from certwire.orgs.scorer import Model, first_look, second_look
from certwire.orgs.spans import Candidate, candidates, chunks
from certwire.orgs.words import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An occurrence of a name taken for an organization: code points and probability."""

    start: int
    end: int
    score: float
    name: Name


def collect(
    text: str, *, zones: Zones, entities: Iterable[tuple[int, int, str]] = (), hints: Iterable[tuple[int, int, str]] = ()
) -> tuple[dict[str, Name], Scene]:
    """Every candidate name of a text with its own evidence."""
    words = split(text)
    stretches = chunks(words)
    scene = evidence.scene(text, words, stretches, zones=zones, entities=entities, hints=hints)
    found = evidence.names(candidates(words, stretches, known=known_low()), words, text)
    evidence.gather(found, scene)
    return found, scene


def relate(found: Mapping[str, Name], scene: Scene) -> None:
    """Add to each name what the first look said of its relatives: longer and shorter forms, overlapping cuts, companions in a list."""
    by_first: dict[str, list[tuple[str, Name]]] = {}
    keys = {}
    for name in found.values():
        keys[name.text] = k = key(name.text)
        by_first.setdefault(k.split(" ", 1)[0], []).append((k, name))
    by_chunk: dict[int, list[tuple[Candidate, Name]]] = {}
    for name in found.values():
        for c in name.at:
            for number in range(c.chunk, c.chunk_last + 1):
                by_chunk.setdefault(number, []).append((c, name))
    lists = _lists(scene, by_chunk)
    for name in found.values():
        f, own = name.features, keys[name.text]
        longer = shorter = same = 0.0
        for k, other in by_first.get(own.split(" ", 1)[0], ()):
            if other is name:
                continue
            if k == own:
                same = max(same, other.score)
            elif k.startswith(own + " "):
                longer = max(longer, other.score)
            elif own.startswith(k + " "):
                shorter = max(shorter, other.score)
        over = under = cross = 0.0
        for c in name.at:
            for d, other in chain.from_iterable(by_chunk[i] for i in range(c.chunk, c.chunk_last + 1)):
                if d.first >= c.last or d.last <= c.first or d is c:
                    continue
                if d.first <= c.first and d.last >= c.last:
                    over = max(over, other.score)
                elif c.first <= d.first and c.last >= d.last:
                    under = max(under, other.score)
                else:
                    cross = max(cross, other.score)
        before = after = 0.0
        for c in name.at:
            before = max(before, max((o.score for _, o in by_chunk.get(c.chunk - 1, ()) if _near(scene, c.chunk - 1)), default=0.0))
            after = max(after, max((o.score for _, o in by_chunk.get(c.chunk + 1, ()) if _near(scene, c.chunk)), default=0.0))
        p = name.score
        partner = max((o.score for o in name.partners), default=-1.0)
        if partner >= 0:
            f[f"p.partner:{int(partner * 5)}"] = 1
            f["p.partner"] = partner
        row = max((lists[c.chunk] for c in name.at), key=lambda r: r[0])
        if row[0] > 2:
            f["p.row"] = row[1]
            f[f"p.row:{int(row[1] * 5)}"] = 1
            f["row:long" if row[0] > 5 else "row"] = 1
        for label, value in (
            ("own", p),
            ("longer", longer),
            ("shorter", shorter),
            ("same", same),
            ("over", over),
            ("under", under),
            ("cross", cross),
            ("before", before),
            ("after", after),
        ):
            f["p." + label] = value
            f[f"p.{label}:{int(value * 5)}"] = 1
        f["p.margin"] = p - max(over, under, cross)
        f["p.best"] = float(p >= max(over, under, cross))


def _lists(scene: Scene, by_chunk: Mapping[int, list[tuple[Candidate, Name]]]) -> list[tuple[int, float]]:
    """For each chunk the length of the list that it stands in, and the mean of the list's best scores."""
    best = [max((n.score for _, n in by_chunk.get(i, ())), default=0.0) for i in range(len(scene.chunks))]
    out: list[tuple[int, float]] = []
    start = 0
    for i in range(len(best)):
        if i + 1 == len(best) or not _near(scene, i):
            size = i + 1 - start
            out += [(size, sum(best[start : i + 1]) / size)] * size
            start = i + 1
    return out


def _near(scene: Scene, chunk: int) -> bool:
    """Whether a chunk and the next stand in one list: at most a comma and "and" between them."""
    if chunk < 0 or chunk + 1 >= len(scene.chunks):
        return False
    gap = range(scene.chunks[chunk].last, scene.chunks[chunk + 1].first)
    return len(gap) <= 2 and all(scene.words[i].text in (",", "and", "&", ";", "•", "|", "/") for i in gap)


def choose(found: Mapping[str, Name], scene: Scene, *, threshold: float) -> list[Found]:
    """The best names first, none on words that a better one has taken."""
    taken = bytearray(len(scene.words))
    out: list[Found] = []
    ranked = sorted((n for n in found.values() if n.score >= threshold), key=lambda n: (-n.score, -len(n.text), n.at[0].first))
    for name in ranked:
        for c in name.at:
            if any(taken[c.first : c.last]):
                continue
            taken[c.first : c.last] = b"\1" * (c.last - c.first)
            out.append(Found(start=scene.words[c.first].start, end=scene.words[c.last - 1].end, score=name.score, name=name))
    return sorted(out, key=lambda m: m.start)


def read(
    text: str,
    *,
    zones: Zones,
    entities: Iterable[tuple[int, int, str]] = (),
    hints: Iterable[tuple[int, int, str]] = (),
    model: Model | None = None,
) -> list[Found]:
    """The organizations named in a text, in order of position.

    Args:
        entities: spans of a tagger, ``(start, end, label)`` in code points.
        hints: spans known to be something else, ``(start, end, kind)``.
        model: another model than the package's own.
    """
    trained = model or scorer.model()
    found, scene = collect(text, zones=zones, entities=entities, hints=hints)
    first_look(found, trained.first)
    relate(found, scene)
    second_look(found, trained.second)
    return choose(found, scene, threshold=trained.threshold)
