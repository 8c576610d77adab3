"""Which date an event took effect on: the candidates around a scheme mention and what can be seen of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certwire import cues
from certwire.model import Mention
from certwire.reading import details
from certwire.reading.context import Context, within
from certwire.reading.features import hull

_MOST = 12
_NEVER = frozenset({"dateline", "contact", "legal"})
_WORD = re.compile(r"[\w'’-]+|[,;:()\"“”—–-]")
_SHAPES = (
    ("since", re.compile(r"since\b", re.I)),
    ("day", re.compile(r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}\b(?!\d)|\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8}|\d{4}-\d\d-\d\d)")),
    ("month", re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")),
    ("year", re.compile(r"\d{4}$")),
    ("span", re.compile(r".*\b(?:to|through|and|until)\b|.*[–-]")),
    ("told", re.compile(r"(?:this|last|next|earlier|late|yesterday|today|on)\b", re.I)),
    ("weekday", re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.I)),
)


def candidates(scheme: Mention, ctx: Context, *, action: str) -> list[Mention | None]:
    """The dates of the sentence, the one before and the two behind, the nearest twelve in order, and None behind them.

    Args:
        scheme: the mention.
        ctx: of its release.
        action: what became of the certificate; news did not take effect "since 2012".

    Example:
        "Acme earned ISO 9001 on May 2." -> the mention "May 2", None
    """
    first = hull(scheme)[0]
    index = ctx.sentence_index(first)
    around = ctx.sentences[max(0, index - 1) : index + 3]
    found = [
        d
        for d in (within(ctx.dates, around[0][0], around[-1][1]) if around else ())
        if not details.is_end(d, ctx)
        and not (action != "held" and details.is_standing(d, ctx))
        and not ((zone := ctx.zones.at(d.start)) and zone.kind in _NEVER)
    ]
    if len(found) > _MOST:
        found = sorted(sorted(found, key=lambda d: (abs(d.start - first), d.start))[:_MOST], key=lambda d: d.span)
    return [*found, None]


def features(scheme: Mention, date: Mention | None, ctx: Context, *, action: str, rule: Mention | None) -> tuple[str, ...]:
    """What can be seen of one candidate; ``action`` is what became of the certificate, ``rule`` the date that ``details.dates`` gives.

    Example:
        None beside "ISO 9001-certified" -> ``("none", "none&action=held", ...)``
    """
    return tuple(dict.fromkeys(_all(scheme, date, ctx, action, rule)))


def _all(scheme: Mention, date: Mention | None, ctx: Context, action: str, rule: Mention | None) -> Iterator[str]:
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    zone = ctx.zones.at(first)
    block = zone.kind if zone else "none"
    news = "held" if action == "held" else "in_progress" if action == "in_progress" else "news"
    if date is None:
        yield "none"
        yield f"none&action={action}"
        yield f"none&zone={block}"
        yield f"none&rule={rule is None}&news={news}"
        yield f"none&dates={min(len(within(ctx.dates, start, end)), 3)}&news={news}"
        return
    away = ctx.sentence_index(date.start) - ctx.sentence_index(first)
    side = "before" if date.end <= first else "behind" if date.start >= last else "inside"
    where = f"{side}{max(-1, min(away, 2))}"
    shape = next((name for name, pattern in _SHAPES if pattern.match(date.text)), "other")
    before = [cues.fold(w) for w in _WORD.findall(ctx.text, max(0, date.start - 40), date.start)]
    behind = [cues.fold(w) for w in _WORD.findall(ctx.text, date.end, date.end + 30)]
    lead = before[-1] if before else "opens"
    yield f"where={where}&news={news}"
    yield f"where={where}&shape={shape}"
    yield f"where={where}&zone={block}"
    yield f"shape={shape}&news={news}"
    yield f"lead={lead}"
    yield f"lead={lead}&where={where}"
    yield f"lead={lead}&news={news}"
    yield f"lead={' '.join(before[-2:])}"
    if behind:
        yield f"next={behind[0]}"
    yield f"rule={rule is not None and rule.span == date.span}&news={news}"
    if away == 0:
        gap = ctx.folded[date.end : first] if side == "before" else ctx.folded[last : date.start]
        words = gap.count(" ")
        yield f"gap={min(words, 14) // 2}&{side}"
        yield f"gap={min(words, 14) // 4}&{side}&news={news}"
        for told in cues.told(gap)[:2]:
            yield f"between={told}&{side}&action={action}"
        nearer = [d for d in within(ctx.dates, min(date.end, last), max(date.start, first)) if d.span != date.span]
        yield f"nearer={min(len(nearer), 2)}&{side}"
        yield f"opens={date.start - start < 6}"
        if "," in gap or ";" in gap:
            yield f"parted&{side}"
    sentence = cues.told(ctx.folded[slice(*ctx.sentence_at(date.start))])
    yield f"tells={sentence[0] if sentence else 'nothing'}&same={bool(sentence) and sentence[0] == action}&away={max(-1, min(away, 2))}"
