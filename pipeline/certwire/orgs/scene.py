"""What the whole release says, read once; and the names with what speaks for and against them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from types import MappingProxyType

from certwire.model import Zones
from certwire.naming import key
from certwire.network import NOTHING, Leaning
from certwire.orgs.spans import Candidate, Chunk
from certwire.orgs.words import Word, Words

_DOMAIN = re.compile(
    r"(?:https?://|www\.|@)([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+){1,4})|\b([a-z0-9-]{3,40})\.(?:com|org|net|io|ai|co|edu|gov|eu|uk|de|fr|ca|au|in|jp|us)\b",
    re.I,
)
_MOST_DOMAINS = 50
"""Domains that are compared with names; a release has a few, hostile text has many."""


@dataclass(slots=True)
class Name:
    """One distinct spelling: where it occurs, what speaks for and against it, and the names that it stands beside in brackets."""

    text: str
    at: list[Candidate] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    partners: list[Name] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """What the whole release says, read once: lower-case words, domains, subjects, entities."""

    words: Sequence[Word]
    word_starts: Sequence[int]
    word_ends: Sequence[int]
    chunks: Sequence[Chunk]
    lower: frozenset[str]
    domains: tuple[str, ...]
    domain_roots: frozenset[str]
    """What stands before the first dot of each."""
    long_roots: tuple[str, ...]
    subjects: frozenset[str]
    subject_starts: frozenset[str]
    sources: frozenset[str]
    zone_of: Sequence[str]
    entities: Mapping[int, tuple[int, str]]
    labels: Mapping[int, str]
    hints: Mapping[int, tuple[int, int, str]]
    leans: Sequence[Leaning]
    """What the tagger was torn between at each word; empty where no tagger was asked."""


def scene(
    text: str,
    split: Words,
    chunks: Sequence[Chunk],
    *,
    zones: Zones,
    entities: Iterable[tuple[int, int, str]] = (),
    hints: Iterable[tuple[int, int, str]] = (),
    leanings: Mapping[int, Leaning] = MappingProxyType({}),
) -> Scene:
    """Read off the release what evidence needs more than once.

    Args:
        entities: ``(start, end, label)`` in code points, from whatever tagger there is.
        hints: the same of mentions that are something else: people, schemes.
        leanings: what the tagger was torn between, by the offset of the word.
    """
    words, word_starts, word_ends = split
    blocks = zones.blocks
    zone_of: list[str] = []
    for block, following in pairwise((*blocks, None)):
        end = len(words) if following is None else bisect_left(word_starts, following.start)
        zone_of += [block.kind if block is not None else "body"] * (end - len(zone_of))
    zone_of += ["body"] * (len(words) - len(zone_of))
    by_first: dict[int, tuple[int, str]] = {}
    labels: dict[int, str] = {}
    for start, end, label in entities:
        inside = range(bisect_left(word_starts, start), bisect_left(word_starts, end))
        # One that starts amid a word is no name's, but tells that there is a tagger.
        by_first[inside[0] if inside and word_starts[inside[0]] == start else -1] = (end, label)
        labels.update(dict.fromkeys(inside, label))
    hinted: dict[int, tuple[int, int, str]] = {}
    for start, end, label in hints:
        inside = range(bisect_left(word_starts, start), bisect_left(word_starts, end))
        hinted.update(dict.fromkeys(inside, (start, end, label)))
    subjects = frozenset(key(z.subject) for z in blocks if z.subject)
    sources = frozenset(key(_after_source(text[z.start : z.end])) for z in blocks if z.kind == "source")
    domains = _domains(text)
    roots = [domain.split(".", 1)[0] for domain in domains]
    return Scene(
        words=words,
        word_starts=word_starts,
        word_ends=word_ends,
        chunks=chunks,
        lower=frozenset(w.text for w in words if w.shape == "l"),
        domains=domains,
        domain_roots=frozenset(roots),
        long_roots=tuple(root for root in roots if len(root) > 4),
        subjects=subjects,
        subject_starts=frozenset(start for s in subjects for start in starts(s)),
        sources=sources,
        zone_of=zone_of,
        entities=by_first,
        labels=labels,
        hints=hinted,
        leans=_leans(split, leanings) if leanings else (),
    )


def _domains(text: str) -> tuple[str, ...]:
    dotted = " ".join([piece for piece in text.split() if "." in piece and "." in piece[:-1]])  # no domain is without a dot inside
    found = ((m[1] or m[2]).lower().removeprefix("www.").replace("-", "") for m in _DOMAIN.finditer(dotted))
    return tuple(dict.fromkeys(found))[:_MOST_DOMAINS]


def _leans(split: Words, leanings: Mapping[int, Leaning]) -> Sequence[Leaning]:
    """A leaning a word; a word that was cut off another has that one's, since the tagger saw them as one."""
    out = list(map(leanings.get, split.starts, repeat(NOTHING)))
    words = split.words
    for i, word in enumerate(words):
        if not word.gap and word.shape == "C" and i and out[i] is NOTHING and words[i - 1].shape == "C":
            out[i] = out[i - 1]
    return out


def starts(name: str) -> Iterable[str]:
    """ "acme robotics europe" -> "acme", "acme robotics" """
    at = name.find(" ")
    while at > 0:
        yield name[:at]
        at = name.find(" ", at + 1)


def _after_source(line: str) -> str:
    head, sep, rest = line.strip().partition(" ")
    return rest.lstrip(": ") if sep and head.upper().startswith("SOURCE") else line.strip()


def names(cands: Iterable[tuple[str, Candidate]]) -> dict[str, Name]:
    """Candidates by spelling, in order of first occurrence."""
    out: dict[str, Name] = {}
    for spelled, c in cands:
        found = out.get(spelled)
        if found is None:
            found = out[spelled] = Name(spelled)
        found.at.append(c)
    return out


def spelling(split: Words, c: Candidate, text: str) -> str:
    """The words as written, white space made one blank."""
    spelled = text[split.starts[c.first] : split.ends[c.last - 1]]
    return spelled if spelled.isalpha() else " ".join(spelled.split())
