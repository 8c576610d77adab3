"""Which gold event, person or organization an output's is: one-to-one alignment, best pair first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from certwire.evaluation.keys import Entity, name_key, names, plain, same_scheme, same_text, widened

G = TypeVar("G")
P = TypeVar("P")
Pairs = list[tuple[int, int]]

NEWS = frozenset({"granted", "renewed", "expanded", "in_progress", "withdrawn"})


def align(gold: Sequence[G], found: Sequence[P], likeness: Callable[[G, P], float]) -> Pairs:
    """One-to-one pairs of indices, the likest first, earlier ones first among equals; what has no likeness stays apart."""
    ranked = sorted(((likeness(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(found)), reverse=True)
    seen_gold: set[int] = set()
    seen_found: set[int] = set()
    pairs: Pairs = []
    for score, i, j in ranked:
        if score <= 0:
            break
        if -i not in seen_gold and -j not in seen_found:
            seen_gold.add(-i)
            seen_found.add(-j)
            pairs.append((-i, -j))
    return pairs


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what agrees within one document; knows the organizations' aliases, so that "LH" and its full name are one.

    Attributes:
        groups: the surface forms of each gold organization.
    """

    groups: tuple[set[str], ...]

    def bodies(self, a: Entity | str | None, b: Entity | str | None) -> bool:
        """Whether two organizations are one."""
        return _touch(widened(names(a), self.groups), widened(names(b), self.groups))

    def recipients(self, a: Sequence[Entity] | None, b: Sequence[Entity] | None) -> bool:
        """Whether two lists of recipients share one."""
        return _touch(self._all(a), self._all(b))

    def schemes(self, gold: Entity, found: Entity) -> bool:
        """Whether two events are about one scheme. "Certified by X" names none: then the certifier tells which it is."""
        if same_scheme(gold["scheme"], found["scheme"]):
            return True
        unnamed = not (gold["scheme"] or {}).get("normalized")
        certifier, other = gold.get("certifier"), found.get("certifier")
        return bool(unnamed and certifier and other and self.bodies(certifier, other))

    def events(self, gold: Entity, found: Entity) -> bool:
        """Whether an event is right: action, scheme and a recipient."""
        return (
            gold["action"] == found["action"]
            and self.schemes(gold, found)
            and self.recipients(gold.get("recipients"), found.get("recipients"))
        )

    def likeness(self, gold: Entity, found: Entity) -> int:
        """How like two events are, for the alignment that slots are compared over; 0 when neither scheme nor recipient agrees."""
        scheme = self.schemes(gold, found)
        recipient = self.recipients(gold.get("recipients"), found.get("recipients"))
        if not (scheme or recipient):
            return 0
        return 4 * scheme + 2 * recipient + int(gold["action"] == found["action"])

    def roles(self, gold: Entity, found: Entity) -> bool:
        """Whether two people agree in name and role."""
        role, other = gold["role"], found.get("role")
        return same_person(gold, found) and ((not role and not other) or bool(role and other and same_text(role, other)))

    def people(self, gold: Entity, found: Entity) -> bool:
        """Whether two people agree in name, role and organization."""
        at, other = gold["organization"], found.get("organization")
        return self.roles(gold, found) and ((not at and not other) or bool(at and other and self.bodies(at, other)))

    def _all(self, entities: Sequence[Entity] | None) -> set[str]:
        keys: set[str] = set()
        return widened(keys.union(*(names(e) for e in entities or ())), self.groups)


def same_person(gold: Entity, found: Entity) -> bool:
    """Whether two people share a name, or two words of it."""
    a, b = name_key(gold["name"]), name_key(found["name"])
    return a == b or len(set(a.split()) & set(b.split())) >= 2


def same_wording(gold: Entity, found: Entity) -> bool:
    """Whether two date mentions are one: equal, or one within the other."""
    a, b = plain(gold["mention"]), plain(found["text"])
    return a == b or b in a or a in b


def _touch(a: set[str], b: set[str]) -> bool:
    return bool(a & b) or any(same_text(x, y) for x in a for y in b)
