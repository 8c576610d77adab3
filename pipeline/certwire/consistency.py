"""One name, one label: what a release says clearly in one place decides the places where it says it less clearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

Entity = tuple[int, int, str]
"""First token, one past the last, label."""

NAMES = ("PERSON", "ORG", "GPE")
"""Labels among which a name has one in a release; in order of who wins a tie."""
_PARTS = 4
"""Tokens of the longest person's name whose parts are looked for."""


def agree(words: Sequence[str], entities: Iterable[Entity]) -> list[Entity]:
    """Entities with one label a name, and names found anywhere marked everywhere.

    Three steps: a name that got several of ``NAMES`` takes the one it got most often; a bare given name or surname of a person named in
    full is a person; further places of a name of several words, or of a capitalized word never written in lower case, are marked too.

    Example:
        "Ines Kowal" PERSON, "Kowal" ORG -> both PERSON
    """
    found = sorted(entities)
    votes: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for start, end, label in found:
        if label in NAMES:
            ballot = votes[tuple(words[start:end])]
            ballot[label] = ballot.get(label, 0) + 1
    verdict = {name: max(NAMES, key=lambda label: ballot.get(label, 0)) for name, ballot in votes.items()}
    people = {
        part
        for name, label in verdict.items()
        if label == "PERSON" and 1 < len(name) <= _PARTS
        for part in (name[0], name[-1])
        if len(part) > 2 and part[0].isupper()
    }
    inside_organizations = {word for name, label in verdict.items() if label == "ORG" and len(name) > 1 for word in name}
    for name in verdict:
        if len(name) == 1 and name[0] in people and name[0] not in inside_organizations:
            verdict[name] = "PERSON"
    out = [(s, e, verdict[tuple(words[s:e])] if label in NAMES else label) for s, e, label in found]
    return sorted([*out, *_elsewhere(words, out, verdict)])


def _elsewhere(words: Sequence[str], entities: Sequence[Entity], verdict: dict[tuple[str, ...], str]) -> list[Entity]:
    said = frozenset(words)
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in verdict:
        if name[0][:1].isupper() and (len(name) > 1 or (len(name[0]) > 2 and not _is_said(name[0].lower(), said))):
            by_first[name[0]].append(name)
    if not by_first:
        return []
    for names in by_first.values():
        names.sort(key=lambda name: (-len(name), name))
    taken = bytearray(len(words))
    for start, end, _ in entities:
        taken[start:end] = b"\1" * (end - start)
    more: list[Entity] = []
    free = 0
    for at in [i for i, word in enumerate(words) if word in by_first]:
        if at < free or taken[at]:
            continue
        for name in by_first[words[at]]:
            end = at + len(name)
            if not any(taken[at:end]) and tuple(words[at:end]) == name:
                more.append((at, end, verdict[name]))
                free = end
                break
    return more


def _is_said(low: str, said: frozenset[str]) -> bool:
    """Whether a word in small letters is one of the words of the text; one without letters to make small is none."""
    return low in said and low.islower()
