"""Where events go wrong: counts by a property of the event or the document, and what is taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from certwire.evaluation.figures import Compared, Figure, Tally
from certwire.evaluation.keys import Entity
from certwire.evaluation.sources import UNKNOWN, Sources

NOTHING = "-"

Labeller = Callable[[str, Entity], str]
"""The group of an event, given its document's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Events (news and standing facts) by group.

    Attributes:
        figures: precision, recall and F1 of each group, as ``event_all`` counts.
        confusions: how often an event of the gold's group (first) is one of the output's group (second); ``-`` where the other
            side has none.
    """

    figures: Mapping[str, Figure]
    confusions: Mapping[tuple[str, str], int]


def break_down(documents: Sequence[Compared], label: Labeller) -> Breakdown:
    """Group events by ``label``, which is asked about gold events and records alike."""
    tallies: dict[str, Tally] = {}
    confusions: Counter[tuple[str, str]] = Counter()

    for compared in documents:
        gold = [label(compared.doc, e) for e in compared.gold]
        found = [label(compared.doc, e) for e in compared.found]
        right, partner = dict(compared.right), dict(compared.aligned)
        for i, group in enumerate(gold):
            tallies.setdefault(group, Tally()).add(tp=i in right, fn=i not in right)
            confusions[group, found[partner[i]] if i in partner else NOTHING] += 1
        hit, taken = set(right.values()), set(partner.values())
        for j, group in enumerate(found):
            tallies.setdefault(group, Tally()).add(fp=j not in hit)
            if j not in taken:
                confusions[NOTHING, group] += 1
    return Breakdown(
        figures={group: tallies[group].figure() for group in sorted(tallies)},
        confusions=dict(sorted(confusions.items())),
    )


def by_field(name: str) -> Labeller:
    """By a field of the event, such as its action or kind."""
    return lambda doc, event: str(event.get(name) or NOTHING)


def by_length(sources: Sources) -> Labeller:
    """By the length of the document in words."""

    def label(doc: str, event: Entity) -> str:
        if doc not in sources:
            return UNKNOWN
        words = sources[doc].words
        return next((name for limit, name in _LENGTHS if words < limit), "2000 words and more")

    return label


def by_zone(sources: Sources) -> Labeller:
    """By the zone that the event's evidence stands in."""
    return lambda doc, event: sources[doc].zone_of(event) if doc in sources else UNKNOWN


_LENGTHS = ((250, "0000-0249 words"), (500, "0250-0499 words"), (1000, "0500-0999 words"), (2000, "1000-1999 words"))
