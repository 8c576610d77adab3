"""Which scheme "the certificate" stands for: candidates and what can be seen of each.

A mention without a name ("its accreditation was suspended") takes the scheme of a mention that has one, or of none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from certwire import cues
from certwire.model import Mention
from certwire.reading.candidates import span_attr
from certwire.reading.context import Context
from certwire.reading.features import hull, scheme_key

NAMELESS = frozenset({"generic"})
"""Forms of scheme mentions that name no scheme."""
_UNNAMED = frozenset({"generic", "by"})
_MOST = 24
_LEAD = re.compile(r"(?<![\w-])(the|this|that|these|its|their|his|her|our|a|an|no|any) (?:[\w-]+ )?$")


def candidates(scheme: Mention, ctx: Context) -> list[Mention | None]:
    """The nearest mentions with a name, in order, and None behind them.

    Example:
        "the certificate" in "Acme holds ISO 9001. It lost the certificate." -> the mention "ISO 9001", None
    """
    named = ctx.once(_named)
    if len(named) > _MOST:
        named = sorted(sorted(named, key=lambda m: (abs(m.start - scheme.start), m.start))[:_MOST], key=lambda m: m.span)
    return [*named, None]


def features(scheme: Mention, candidate: Mention | None, ctx: Context) -> tuple[str, ...]:
    """What can be seen of one candidate beside the nameless mention.

    Example:
        None beside a mention of a release that names one scheme -> ``("none", "none&named=1", ...)``
    """
    return tuple(dict.fromkeys(_all(scheme, candidate, ctx)))


def _named(ctx: Context) -> list[Mention]:
    return [m for m in ctx.schemes if m.attrs["form"] not in _UNNAMED]


def _counts(ctx: Context) -> Counter[str]:
    return Counter(map(scheme_key, ctx.once(_named)))


def _all(scheme: Mention, candidate: Mention | None, ctx: Context) -> Iterator[str]:
    counts = ctx.once(_counts)
    word = str(scheme.attrs["word"])[:6]
    first, last = hull(scheme)
    lead = _LEAD.search(ctx.folded, max(0, first - 40), first)
    article = lead[1] if lead else ""
    zone = ctx.zones.at(scheme.start)
    kind = zone.kind if zone else "none"
    if candidate is None:
        yield "none"
        yield f"none&named={min(len(counts), 3)}"
        yield f"none&word={word}"
        yield f"none&article={article}"
        yield f"none&zone={kind}"
        yield f"none&body={bool(scheme.attrs.get('body'))}"
        return
    here, there = ctx.sentence_index(first), ctx.sentence_index(candidate.start)
    away = max(-4, min(there - here, 2))
    side = "before" if candidate.start < scheme.start else "behind"
    where = f"{side}{away}"
    yield f"where={where}"
    yield f"where={where}&article={article}"
    yield f"where={where}&word={word}"
    if away == 0:
        gap = ctx.text[candidate.end : first] if side == "before" else ctx.text[last : candidate.start]
        yield f"gap={min(gap.count(' '), 12) // 2}&{side}"
        if len(gap) < 16:
            yield f"gap:{side}={cues.fold(gap.strip())}"
    key = scheme_key(candidate)
    yield f"often={min(counts[key], 4)}"
    yield f"alone={len(counts) == 1}"
    if side == "before":
        nearer = {scheme_key(m) for m in ctx.once(_named) if candidate.start < m.start < scheme.start} - {key}
        yield f"nearer={min(len(nearer), 3)}"
        yield f"nearer={min(len(nearer), 3)}&named={min(len(counts), 3)}"
    yield f"first={key == scheme_key(ctx.once(_named)[0])}"
    block = ctx.zones.at(candidate.start)
    yield f"zone={block.kind if block else 'none'}&own={kind}"
    yield f"form={candidate.attrs['form']}"
    yield f"kind={candidate.attrs.get('kind')}&word={word}"
    yield f"same_word={str(candidate.attrs['word'])[:6] == word}&bare={not candidate.attrs['word']}"
    bodies = [span_attr(m.attrs.get("body")) for m in (scheme, candidate)]
    if bodies[0] and bodies[1]:
        one, other = (ctx.folded[slice(*b)] for b in bodies if b)
        yield f"same_body={one == other}"
