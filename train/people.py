"""Trains the choice of the organization that a person's role is at.

    python -m train.people pipeline/certwire/data/people_model.json FOLDER=GOLD.jsonl ... [--taggers DIR]

Arguments as for ``train.events``. Prints how often the rules alone, and models that have not seen the issuer, choose right among the
people whose role was read right. Deterministic; numpy only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from train.events_gold import FOLDS, Case, annotated, cases

from certwire.evaluation import keys
from certwire.normalize import employers, organizations, people
from certwire.normalize.people import Choice
from train import logistic

VERSION = "people-1"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One annotated person whose role was read right: the choice, which candidates are right, and whether the rules' is."""

    choice: Choice
    right: tuple[bool, ...]
    plain: bool
    fold: int


def rows(sample: Sequence[Case]) -> Iterator[Row]:
    """The choices of some annotated releases."""
    for case in sample:
        bodies = organizations.gather(case.mentions, release=case.release, zones=case.ctx.zones)
        groups = [keys.names(o) for o in case.gold["organizations"]]
        for choice in people.choices(case.mentions, bodies, release=case.release, zones=case.ctx.zones):
            truth = next((g for g in case.gold["people"] if _same_person(g["name"], choice.person.name)), None)
            if truth is None or not _same_role(truth["role"], choice.person.role):
                continue
            right = tuple(_same_body(truth["organization"], name, groups) for name in choice.names)
            yield Row(
                choice=choice, right=right, plain=_same_body(truth["organization"], choice.person.organization, groups), fold=case.fold
            )


def _same_person(left: str, right: str) -> bool:
    a, b = keys.name_key(left), keys.name_key(right)
    return a == b or len(set(a.split()) & set(b.split())) > 1


def _same_role(left: str | None, right: str | None) -> bool:
    return (not left and not right) or bool(left and right and keys.same_text(left, right))


def _same_body(left: str | None, right: str | None, groups: Sequence[set[str]]) -> bool:
    if not left or not right:
        return not left and not right
    a, b = (keys.widened({keys.name_key(x)}, groups) for x in (left, right))
    return bool(set(a) & set(b)) or any(keys.same_text(x, y) for x in a for y in b)


def train(sample: Sequence[Row]) -> dict[str, Any]:
    """Fit the model on some choices."""
    return logistic.fit_choice(
        [[c.features for c in r.choice.candidates] for r in sample], [r.right for r in sample], l2=5.0, min_count=5, rounds=200
    )


def held_out(sample: Sequence[Row]) -> Mapping[str, int]:
    """Count people, whom the rules get right, whom a model of the other folds gets right, and who has a right candidate at all."""
    counts = Counter(people=len(sample), rules=sum(r.plain for r in sample), possible=sum(any(r.right) for r in sample))
    for fold in range(FOLDS):
        model = employers.read({"organization": train([r for r in sample if r.fold != fold])})
        for row in (r for r in sample if r.fold == fold):
            counts["model"] += row.right[employers.choose(model, row.choice.candidates)]
    return counts


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+", help="FOLDER=GOLD.jsonl")
    parser.add_argument("--taggers", type=Path, help="working folder of train.tagger")
    arguments = parser.parse_args()
    sets = [annotated(text) for text in arguments.sets]
    sample = list(rows(list(cases(sets, taggers=arguments.taggers))))
    print(*(f"{name} {count}" for name, count in sorted(held_out(sample).items())))
    raw = {"version": VERSION, "organization": train(sample)}
    arguments.out.write_text(json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
