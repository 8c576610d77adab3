"""From a text to its organization names: candidates, two looks with a linear model, and a choice without overlap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from math import exp

from certwire.model import Zones
from certwire.naming import key
from certwire.orgs import evidence
from certwire.orgs.lexicon import known_low
from certwire.orgs.evidence import Name, Scene
from certwire.orgs.spans import Candidate, candidates, chunks
from certwire.orgs.words import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Two linear models: the first looks at each name alone, the second also at what the first said of its relatives."""

    first: Mapping[str, float]
    second: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An occurrence of a name taken for an organization: code points and probability."""

    start: int
    end: int
    score: float
    name: Name


@cache
def weights() -> Weights:
    """The weights that training left in ``data/organizations_weights.json``."""
    raw = json.loads(files("certwire").joinpath("data", "organizations_weights.json").read_text(encoding="utf-8"))
    return Weights(first=raw["first"], second=raw["second"], threshold=raw["threshold"])


def collect(text: str, *, zones: Zones, entities: Iterable[tuple[int, int, str]] = ()) -> tuple[dict[str, Name], Scene]:
    """Every candidate name of a text with its own evidence."""
    words = split(text)
    stretches = chunks(words)
    scene = evidence.scene(text, words, stretches, zones=zones, entities=entities)
    found = evidence.names(candidates(words, stretches, known=known_low()), words, text)
    evidence.gather(found, scene)
    return found, scene


def look(found: Mapping[str, Name], model: Mapping[str, float]) -> None:
    """Score every name by a linear model."""
    get = model.get
    for name in found.values():
        z = 0.0
        for feature, value in name.features.items():
            z += get(feature, 0.0) * value
        name.score = 1 / (1 + exp(-max(-30.0, min(30.0, z))))


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


def read(text: str, *, zones: Zones, entities: Iterable[tuple[int, int, str]] = (), model: Weights | None = None) -> list[Found]:
    """The organizations named in a text, in order of position."""
    w = model or weights()
    found, scene = collect(text, zones=zones, entities=entities)
    look(found, w.first)
    relate(found, scene)
    look(found, w.second)
    return choose(found, scene, threshold=w.threshold)


def reasons(name: Name, model: Mapping[str, float]) -> Sequence[tuple[str, float]]:
    """The features that moved a name's score most, strongest first."""
    rows = [(f, model.get(f, 0.0) * v) for f, v in name.features.items()]
    return sorted((r for r in rows if r[1]), key=lambda r: (-abs(r[1]), r[0]))
