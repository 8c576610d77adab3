"""Levels in names that no registry knows: "Quayseal Gold", "Tier III", and words that are a level and no name."""

from __future__ import annotations

import re
from functools import cache

from certwire.knowledge.grammar import grammar
from certwire.vocabulary import word_set, words


def level_of(name: str) -> tuple[str | None, bool]:
    """The level that a name holds, and whether it names anything besides.

    Example:
        ``level_of("Quayseal Gold")`` -> ``("Gold", True)``; ``level_of("Platinum")`` -> ``("Platinum", False)``
    """
    low = name.lower()
    if low in word_set("schemes", "empty_names"):
        return (name if low in grammar().levels.ranks and low != "professional" else None), False
    if low in word_set("schemes", "medals"):
        return name, False
    found = _levels().search(name)
    return (found[1] if found else None), True


@cache
def _levels() -> re.Pattern[str]:
    medals = "|".join(words("schemes", "medals"))
    kinds = "|".join(re.escape(w) for w in sorted(grammar().levels.designators, key=lambda w: (-len(w), w)) if len(w) > 3)
    value = r"(?:\d{1,2}\+?|[IVX]{1,4}|[A-D]\+?)(?![\w])"
    return re.compile(
        rf"(?<![\w-])((?i:{kinds})[\s-]{value}|(?i:{medals})(?:[ -](?i:level|class|tier))?|[A-F][+]{{1,2}}|EAL\d\+?)(?![\w+])"
    )
