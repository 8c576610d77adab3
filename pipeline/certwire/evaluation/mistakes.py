"""The mistakes behind the figures, worst first: a document misjudged, then news, then standing facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from certwire.evaluation.figures import Compared
from certwire.evaluation.keys import Entity
from certwire.evaluation.matching import NEWS

Verdict = Literal["missed", "extra", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One event that is not right.

    Attributes:
        doc: the document.
        verdict: missed (gold only), extra (output only), or wrong (both have it, but not the same action, scheme and recipient).
        weight: 3 when the document as a whole is misjudged by it, 2 for other news, 1 for standing facts.
        gold: what the gold has, in a few words, or None.
        found: what the output has, or None.
        evidence: the gold's clause, or the output's first evidence.
    """

    doc: str
    verdict: Verdict
    weight: int
    gold: str | None
    found: str | None
    evidence: str | None


def worst(documents: Sequence[Compared], *, limit: int | None = None) -> list[Mistake]:
    """Mistakes, worst first, then in the gold's order."""
    found = sorted((m for d in documents for m in _of(d)), key=lambda m: -m.weight)
    return found if limit is None else found[:limit]


def _of(compared: Compared) -> Iterator[Mistake]:
    right_gold, right_found = {i for i, _ in compared.right}, {j for _, j in compared.right}
    near = {i: j for i, j in compared.aligned if i not in right_gold and j not in right_found}
    misjudged = any(e["action"] in NEWS for e in compared.gold) != any(e["action"] in NEWS for e in compared.found)
    for i, event in enumerate(compared.gold):
        if i not in right_gold:
            other = compared.found[near[i]] if i in near else None
            yield Mistake(
                doc=compared.doc,
                verdict="wrong" if other else "missed",
                weight=_weight(misjudged, event, other),
                gold=_said(event),
                found=_said(other) if other else None,
                evidence=event.get("evidence"),
            )
    for j, event in enumerate(compared.found):
        if j not in right_found and j not in near.values():
            evidence = event.get("evidence") or [{}]
            yield Mistake(
                doc=compared.doc,
                verdict="extra",
                weight=_weight(misjudged, event, None),
                gold=None,
                found=_said(event),
                evidence=evidence[0].get("text"),
            )


def _weight(misjudged: bool, event: Entity, other: Entity | None) -> int:
    news = event["action"] in NEWS or (other is not None and other["action"] in NEWS)
    return 3 if news and misjudged else 2 if news else 1


def _said(event: Entity) -> str:
    scheme = event.get("scheme") or {}
    wording = scheme.get("mention") or scheme.get("text") or scheme.get("name") or "(no scheme)"
    who = [r.get("mention") or r.get("name") for r in event.get("recipients") or ()]
    return f"{event['action']} {wording} to {', '.join(str(w) for w in who) or '(nobody)'}"
