"""Precision, recall and F1 of every figure, over all documents together.

=================== ==================================================================================================
detect              a document has at least one news event (granted, renewed, expanded, in_progress, withdrawn)
event_news          news events, right only if scheme, action and a recipient are all right
event_all           the same with standing facts (held) counted too
slots, slot_*       fields over aligned events: action, kind, scheme, level, recipients, certifier, date
people, _role, _full  name; name and role; name, role and organization
organizations       right if any surface form agrees; aliases are not counted twice
date_mention, dates the words; the words and the EDTF value
=================== ==================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from certwire.evaluation.keys import Entity, date_key, names, same_scheme, same_text, scheme_keys, widened
from certwire.evaluation.matching import NEWS, Judge, Pairs, align, same_person, same_wording

FIGURES = (
    "detect",
    "event_news",
    "event_all",
    "slots",
    "slot_action",
    "slot_kind",
    "slot_scheme",
    "slot_level",
    "slot_recipients",
    "slot_certifier",
    "slot_date",
    "people",
    "people_role",
    "people_full",
    "organizations",
    "date_mention",
    "dates",
)

G = TypeVar("G")
P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: fractions rounded to four places, and ``n``, how many there are in the gold."""

    p: float
    r: float
    f1: float
    n: int


@dataclass(slots=True)
class Tally:
    """Counts of right (``tp``), wrong or extra (``fp``) and missed (``fn``)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, *, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        self.tp += tp
        self.fp += fp
        self.fn += fn

    def pair(self, gold: Sequence[G], found: Sequence[P], same: Callable[[G, P], bool]) -> Pairs:
        """Count two lists against each other."""
        pairs = align(gold, found, lambda g, p: 1 if same(g, p) else 0)
        self.add(tp=len(pairs), fp=len(found) - len(pairs), fn=len(gold) - len(pairs))
        return pairs

    def figure(self) -> Figure:
        p = self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0
        r = self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return Figure(p=round(p, 4), r=round(r, 4), f1=round(f1, 4), n=self.tp + self.fn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One document's events side by side: ``right`` pairs agree in all that counts, ``aligned`` ones are the likest there are."""

    doc: str
    gold: Sequence[Entity]
    found: Sequence[Entity]
    right: Pairs
    right_news: Pairs
    aligned: Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Every figure by name, in the order of ``FIGURES``, and the events of each document side by side."""

    figures: Mapping[str, Figure]
    documents: Sequence[Compared] = field(repr=False)


def compare(gold: Sequence[Entity], events: Mapping[str, Sequence[Entity]], documents: Mapping[str, Entity]) -> Scores:
    """Score outputs against gold.

    Args:
        gold: one object a document, as the annotation guidelines describe it.
        events: records of events.jsonl by document (the stem of ``document.path``).
        documents: records of documents.jsonl by document.
    """
    tallies = {name: Tally() for name in FIGURES}
    compared = [_document(tallies, d, events.get(d["doc"], ()), documents.get(d["doc"], {})) for d in gold]
    return Scores(figures={name: tally.figure() for name, tally in tallies.items()}, documents=compared)


def tally(gold: Entity, events: Sequence[Entity], record: Entity) -> Mapping[str, Tally]:
    """The counts behind every figure for one document: sums over documents give what ``compare`` gives, for any choice of them.

    Args:
        gold: the document as the annotation guidelines describe it.
        events: its records of events.jsonl.
        record: its record of documents.jsonl, empty where there is none.
    """
    tallies = {name: Tally() for name in FIGURES}
    _document(tallies, gold, events, record)
    return tallies


def _document(tallies: Mapping[str, Tally], gold: Entity, events: Sequence[Entity], record: Entity) -> Compared:
    judge = Judge(tuple(names(o) for o in gold.get("organizations", [])))
    compared = _events(tallies, gold, events, judge)
    people, found = gold["people"], record.get("people", [])
    tallies["people"].pair(people, found, same_person)
    tallies["people_role"].pair(people, found, judge.roles)
    tallies["people_full"].pair(people, found, judge.people)
    own = [names(o) for o in gold["organizations"]]
    tallies["organizations"].pair(own, _folded(record.get("organizations", []), own), lambda g, p: bool(g & p))
    dates, resolved = gold["dates"], record.get("dates", [])
    tallies["date_mention"].pair(dates, resolved, same_wording)
    tallies["dates"].pair(dates, resolved, lambda g, p: same_wording(g, p) and date_key(g["value"]) == date_key(p["edtf"]))
    return compared


def _folded(organizations: Sequence[Entity], gold: Sequence[set[str]]) -> list[set[str]]:
    """Surface forms of one gold organization may come back as several: fold those together, so that none is counted twice."""
    folded: list[set[str]] = []
    for organization in organizations:
        keys = widened(names(organization), gold)
        for known in folded:
            if known & keys:
                known |= keys
                break
        else:
            folded.append(keys)
    return folded


def _events(tallies: Mapping[str, Tally], document: Entity, found: Sequence[Entity], judge: Judge) -> Compared:
    gold = document["events"]
    news, found_news = ([i for i, e in enumerate(events) if e["action"] in NEWS] for events in (gold, found))
    tallies["detect"].add(tp=bool(news and found_news), fp=bool(found_news and not news), fn=bool(news and not found_news))
    right_news = tallies["event_news"].pair([gold[i] for i in news], [found[j] for j in found_news], judge.events)
    right = tallies["event_all"].pair(gold, found, judge.events)
    aligned = align(gold, found, judge.likeness)
    _slots(tallies, gold, found, aligned, judge)
    return Compared(
        doc=document["doc"],
        gold=gold,
        found=found,
        right=right,
        right_news=[(news[i], found_news[j]) for i, j in right_news],
        aligned=aligned,
    )


def _slots(tallies: Mapping[str, Tally], gold: Sequence[Entity], found: Sequence[Entity], aligned: Pairs, judge: Judge) -> None:
    same: Mapping[str, Callable[[Any, Any], bool]] = {
        "action": lambda a, b: a == b,
        "kind": lambda a, b: a == b,
        "scheme": same_scheme,
        "level": same_text,
        "date": lambda a, b: a == b,
        "certifier": judge.bodies,
    }
    partner = dict(aligned)
    for i, event in enumerate(gold):
        mine, theirs = _fields(event), _fields(found[partner[i]]) if i in partner else {}
        for name, value in mine.items():
            other = theirs.get(name)
            for tally in (tallies["slots"], tallies[f"slot_{name}"]):
                if name == "recipients":  # each recipient counts: a list of everybody is not a right answer
                    tally.pair(value or (), other or (), lambda a, b: judge.recipients([a], [b]))
                else:
                    ok = value is not None and other is not None and same[name](value, other)
                    tally.add(tp=ok, fp=other is not None and not ok, fn=value is not None and not ok)
    taken = set(partner.values())
    for j, event in enumerate(found):
        for name, value in _fields(event).items() if j not in taken else ():
            for tally in (tallies["slots"], tallies[f"slot_{name}"]):
                tally.add(fp=0 if value is None else len(value) if name == "recipients" else 1)


def _fields(event: Entity) -> dict[str, Any]:
    """An event's fields as they are compared, None where empty; gold has one ``date``, a record has ``dates.effective``."""
    scheme = event.get("scheme") or {}
    date = ((event.get("dates") or {}).get("effective") if "dates" in event else event.get("date")) or {}
    return {
        "action": event["action"],
        "kind": event.get("kind"),
        "scheme": scheme if scheme_keys(scheme) else None,
        "level": scheme.get("level"),
        "recipients": event.get("recipients") or None,
        "certifier": event.get("certifier"),
        "date": date_key(date.get("edtf") or date.get("value")) or None,
    }
