"""Post-nominal letters: the credentials behind a person's name, "Jane Doe, PhD, CPA, CFE"."""

from __future__ import annotations

import re

from certwire.model import Mention
from certwire.reading.context import Context, last_before

# "PhD", "M.Ed.", "CPWA®", "CPA/PFS", "MS Tax": a second capital or a stop, whatever stands between.
_LETTERS = r"[A-Z(](?=[\w&/()-]{0,12}[A-Z.])[\w.&/()-]{0,15}[®™]*(?: [A-Z][\w&]{0,6}(?=,))?"
_BETWEEN = re.compile(rf"[®™]*,? (?:{_LETTERS},? ){{0,12}}")
_REACH = 100


def bearer(ctx: Context, first: int) -> Mention | None:
    """The person behind whose name a scheme stands as one of the letters.

    Args:
        ctx: the release.
        first: where the scheme begins, in code points.

    Example:
        "CFE" in "Jane Doe, PhD, CPA®, CFE" -> "Jane Doe"; in "Jane Doe, who teaches CFE" -> None
    """
    person = last_before(ctx.people, first)
    if person is None or not person.end < first <= person.end + _REACH:
        return None
    return person if _BETWEEN.fullmatch(ctx.text, person.end, first) else None
