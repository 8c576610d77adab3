"""From a text to its organization names: candidates, two looks by the trained model, and a choice without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from types import MappingProxyType

from certwire.model import Zones
from certwire.naming import key
from certwire.network import NOTHING, Leaning
from certwire.orgs import evidence, scorer
from certwire.orgs import scene as scenes
from certwire.orgs.lexicon import Flag, known_low, known_names, known_openers
from certwire.orgs.scene import Name, Scene
from certwire.orgs.scorer import Model, first_look, second_look
from certwire.orgs.spans import Candidate, Cuts, chunks
from certwire.orgs.words import Words, split

_HOPELESS = 0.002
"""First scores below this are final: half of all names, and one in thousands of them would have been taken."""
_EDGE = 20
"""From how many hundredths on a name may be cut where the tagger sees its first or last word."""
_THOUGHT_OF = 2
"""How many hundredths make a word's part in an organization conceivable."""
_MOST_OF = (3, 4)
"""What part of a name's words in capitals must be conceivable in one place."""
_RELATIVES = tuple(
    (f"p.{label}", tuple(f"p.{label}:{step}" for step in range(6)))
    for label in ("own", "longer", "shorter", "same", "over", "under", "cross", "before", "after")
)
LENGTH_BONUS = 0.15
"""What a word more is worth where a name lies inside another: the score speaks for the spelling, not for this place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An occurrence of a name taken for an organization: code points and probability."""

    start: int
    end: int
    score: float
    name: Name


def collect(
    text: str,
    *,
    zones: Zones,
    entities: Iterable[tuple[int, int, str]] = (),
    hints: Iterable[tuple[int, int, str]] = (),
    leanings: Mapping[int, Leaning] = MappingProxyType({}),
) -> tuple[dict[str, Name], Scene]:
    """Every candidate name of a text with its own evidence."""
    cut = split(text)
    words = cut.words
    stretches = chunks(words)
    scene = scenes.scene(text, cut, stretches, zones=zones, entities=entities, hints=hints, leanings=leanings)
    torn = [(i, lean) for i, lean in enumerate(scene.leans) if lean is not NOTHING]
    opens = {i for i, lean in torn if lean.opens >= _EDGE}
    closes = {i for i, lean in torn if lean.closes >= _EDGE}
    makes = Cuts(words, stretches, known=known_low(), opens=opens, closes=closes)
    found = _conceivable(makes, scene, cut, text) if leanings else scenes.names((scenes.spelling(cut, c, text), c) for c in makes.every())
    evidence.gather(found, scene)
    return found, scene


def _conceivable(cuts: Cuts, scene: Scene, split: Words, text: str) -> dict[str, Name]:
    """The names of which the tagger took most words, somewhere, for part of an organization, be it with little conviction; and known ones.

    Seven in ten of all candidates go, and hardly one that would have been taken.
    """
    words, leans = scene.words, scene.leans
    seen = list(accumulate([lean.organization >= _THOUGHT_OF for lean in leans], initial=0))
    # A legal form is no reason for a name, nor against it.
    telling = [word.shape in "CN" and not word.flags & Flag.LEGAL for word in words]
    capitals = list(accumulate(telling, initial=0))
    heard = list(accumulate([tells and lean.organization > 0 for tells, lean in zip(telling, leans, strict=True)], initial=0))

    def likely(c: Candidate) -> bool:
        if seen[c.last] == seen[c.first]:
            return False
        first = c.first
        if words[first].low == "the" and capitals[c.last] > capitals[first + 1]:
            first += 1
        return (heard[c.last] - heard[first]) * _MOST_OF[1] >= (capitals[c.last] - capitals[first]) * _MOST_OF[0]

    reaches = [cuts.reach(number) for number in range(len(scene.chunks))]
    thought_of = [seen[reach] > seen[chunk.first] for chunk, reach in zip(scene.chunks, reaches, strict=True)]
    made = [[(c, likely(c)) for c in cuts.of(number)] if there else [] for number, there in enumerate(thought_of)]
    openers = {words[c.first].text for cs in made for c, good in cs if good}
    known = known_openers()  # thousands: no set is made of both
    for number, (chunk, reach) in enumerate(zip(scene.chunks, reaches, strict=True)):
        if not thought_of[number]:
            # All that is wanted here is another place of a name that is known or thought of elsewhere.
            texts = [word.text for word in words[chunk.first : reach]]
            if not (openers.isdisjoint(texts) and known.isdisjoint(texts)):
                made[number] = [(c, False) for c in cuts.of(number)]
    able = [r for cs in made for r in cs if r[1] or words[r[0].first].text in openers or words[r[0].first].text in known]
    spelled = [(scenes.spelling(split, c, text), c, good) for c, good in able]
    hoped = {spelling for spelling, _, good in spelled if good}
    names = known_names()
    return scenes.names((spelling, c) for spelling, c, _ in spelled if spelling in hoped or spelling in names)


def relate(found: Mapping[str, Name], scene: Scene, *, least: float = 0.0) -> None:
    """Add to each name what the first look said of its relatives: longer and shorter forms, overlapping cuts, companions in a list.

    Args:
        least: names that scored less are left as they are.
    """
    keys: dict[str, str] = {}
    best_of: dict[str, float] = {}
    longest: dict[str, float] = {}
    spellings: dict[str, int] = {}
    second_of: dict[str, float] = {}
    for name in found.values():
        keys[name.text] = k = key(name.text)
        spellings[k] = spellings.get(k, 0) + 1
        top = best_of.get(k, 0.0)
        best_of[k] = max(top, name.score)
        if spellings[k] > 1:
            second_of[k] = max(second_of.get(k, 0.0), min(top, name.score))
        for start in scenes.starts(k):
            longest[start] = max(longest.get(start, 0.0), name.score)
    by_chunk: dict[int, list[tuple[Candidate, Name]]] = {}
    best = [0.0] * len(scene.chunks)
    for name in found.values():
        for c in name.at:
            for number in range(c.chunk, c.chunk_last + 1):
                by_chunk.setdefault(number, []).append((c, name))
                best[number] = max(best[number], name.score)
    near = [_near(scene, i) for i in range(len(best))]
    lists = _lists(best, near)
    for name in found.values():
        if name.score < least:
            continue
        f, own = name.features, keys[name.text]
        longer = longest.get(own, 0.0)
        shorter = max((best_of.get(start, 0.0) for start in scenes.starts(own)), default=0.0)
        same = best_of[own] if name.score < best_of[own] else second_of.get(own, 0.0)
        over = under = cross = 0.0
        for c in name.at:
            first, last = c.first, c.last
            beside = (
                by_chunk[c.chunk] if c.chunk == c.chunk_last else chain.from_iterable(by_chunk[i] for i in range(c.chunk, c.chunk_last + 1))
            )
            for d, other in beside:
                if d.first >= last or d.last <= first or d is c:
                    continue
                if d.first <= first and d.last >= last:
                    if other.score > over:
                        over = other.score
                elif first <= d.first and last >= d.last:
                    if other.score > under:
                        under = other.score
                elif other.score > cross:
                    cross = other.score
        before = after = 0.0
        for c in name.at:
            if c.chunk and near[c.chunk - 1] and best[c.chunk - 1] > before:
                before = best[c.chunk - 1]
            if near[c.chunk] and best[c.chunk + 1] > after:
                after = best[c.chunk + 1]
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
        for (label, steps), value in zip(_RELATIVES, (p, longer, shorter, same, over, under, cross, before, after), strict=True):
            f[label] = value
            f[steps[int(value * 5)]] = 1
        f["p.margin"] = p - max(over, under, cross)
        f["p.best"] = float(p >= max(over, under, cross))


def _lists(best: Sequence[float], near: Sequence[bool]) -> list[tuple[int, float]]:
    """For each chunk the length of the list that it stands in, and the mean of the list's best scores."""
    out: list[tuple[int, float]] = []
    start = 0
    for i in range(len(best)):
        if not near[i]:
            size = i + 1 - start
            out += [(size, sum(best[start : i + 1]) / size)] * size
            start = i + 1
    return out


def _near(scene: Scene, chunk: int) -> bool:
    """Whether a chunk and the next stand in one list: at most a comma and "and" between them."""
    if chunk < 0 or chunk + 1 >= len(scene.chunks):
        return False
    first, last = scene.chunks[chunk].last, scene.chunks[chunk + 1].first
    return last - first <= 2 and all(scene.words[i].text in (",", "and", "&", ";", "•", "|", "/") for i in range(first, last))


def _bonus_words(name: Name) -> int:
    """Words by which a name deserves a place; none where "and" may tie two names; its article is none."""
    return 0 if " and " in name.text else min(name.at[0].last - name.at[0].first - name.text.startswith("The "), 6)


def _opens_sentence(candidate: Candidate, scene: Scene) -> bool:
    """Whether a name's "The" is only a sentence's first word."""
    word = scene.words[candidate.first]
    if word.text != "The" or candidate.last - candidate.first < 3:
        return False
    return candidate.first == 0 or "\n" in word.gap or "  " in word.gap or scene.words[candidate.first - 1].text in '.!?:“"—–-'


def choose(found: Mapping[str, Name], scene: Scene, *, threshold: float, length_bonus: float = LENGTH_BONUS) -> list[Found]:
    """The best names first, a longer one rather than what it holds, none on words that a better one has taken."""
    taken = bytearray(len(scene.words))
    out: list[Found] = []
    able = [(n.score + length_bonus * _bonus_words(n), n) for n in found.values() if n.score >= threshold]
    for _, name in sorted(able, key=lambda r: (-r[0], -len(r[1].text), r[1].at[0].first)):
        for c in name.at:
            if any(taken[c.first : c.last]):
                continue
            taken[c.first : c.last] = b"\1" * (c.last - c.first)
            first = c.first + _opens_sentence(c, scene)
            out.append(Found(start=scene.word_starts[first], end=scene.word_ends[c.last - 1], score=name.score, name=name))
    return sorted(out, key=lambda m: m.start)


def read(
    text: str,
    *,
    zones: Zones,
    entities: Iterable[tuple[int, int, str]] = (),
    hints: Iterable[tuple[int, int, str]] = (),
    leanings: Mapping[int, Leaning] = MappingProxyType({}),
    model: Model | None = None,
) -> list[Found]:
    """The organizations named in a text, in order of position.

    Args:
        entities: spans of a tagger, ``(start, end, label)`` in code points.
        hints: spans known to be something else, ``(start, end, kind)``.
        leanings: what the tagger was torn between, by the offset of the word.
        model: another model than the package's own.
    """
    trained = model or scorer.model()
    found, scene = collect(text, zones=zones, entities=entities, hints=hints, leanings=leanings)
    first_look(found, trained.first)
    relate(found, scene, least=_HOPELESS)
    second_look({text: n for text, n in found.items() if n.score >= _HOPELESS}, trained.second)
    return choose(found, scene, threshold=trained.threshold)
