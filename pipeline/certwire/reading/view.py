"""What the candidates beside one scheme mention share: its clause, who stands around it, which pronoun leads to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from certwire import cues
from certwire.model import Mention, Quotation, Span, Zone
from certwire.reading import clause, letters
from certwire.reading.candidates import OBJECT, listed, span_attr
from certwire.reading.clause import Clause
from certwire.reading.context import Context, last_before
from certwire.reading.features import hull
from certwire.vocabulary import words

_RECENT = 1_500
_start = attrgetter("start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Mentions of one kind around a scheme: the last before it, the first of its sentence, the first of the sentence before."""

    recent: Span | None
    leads: Mention | None
    led: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What all candidates beside one scheme mention share.

    Attributes:
        first, last: the hull of scheme and anchor.
        index, sentence: the sentence that holds it.
        form, word, domain, applies, body: as the scheme mention has them.
        zone: the block that holds it; ``about``: that block's subject, folded, where it is an "About".
        told: the clause that leads to it.
        thing: what stands behind "certification of".
        stand_in: which kind of pronoun or description stands before it in its sentence, the last one.
        people, organizations: those around it.
        none_before: whether its sentence names none of them before it.
        quotation: the direct speech that holds it.
        bearer: the person behind whose name it stands as letters.
    """

    first: int
    last: int
    index: int
    sentence: Span
    form: str
    word: str
    domain: object
    applies: tuple[object, ...]
    body: Span | None
    zone: Zone | None
    about: str | None
    told: Clause
    thing: Span | None
    stand_in: str
    people: Side
    organizations: Side
    none_before: bool
    quotation: Quotation | None
    bearer: Span | None


def _view(scheme: Mention, ctx: Context) -> View:
    first, last = hull(scheme)
    index = ctx.sentence_index(first)
    sentence = ctx.sentence_at(first)
    before = ctx.sentences[index - 1] if index else None
    zone = ctx.zones.at(first)
    applies = scheme.attrs.get("applies_to")
    thing = OBJECT.match(ctx.text, listed(scheme, ctx), sentence[1])
    bearer = letters.bearer(ctx, first)
    people, organizations = (_side(m, first, sentence, before) for m in (ctx.people, ctx.organizations))
    return View(
        first=first,
        last=last,
        index=index,
        sentence=sentence,
        form=str(scheme.attrs["form"]),
        word=str(scheme.attrs["word"]),
        domain=scheme.attrs.get("domain"),
        applies=applies if isinstance(applies, tuple) else (),
        body=span_attr(scheme.attrs.get("body")),
        zone=zone,
        about=cues.fold(zone.subject) if zone and zone.kind == "about" and zone.subject else None,
        told=clause.of(ctx, start=sentence[0], first=first),
        thing=thing.span("core") if thing else None,
        stand_in=_stand_in(ctx, sentence, first),
        people=people,
        organizations=organizations,
        none_before=not any(s.leads and s.leads.start < first for s in (people, organizations)),
        quotation=ctx.zones.quotation_at(first),
        bearer=bearer.span if bearer else None,
    )


def _side(mentions: Sequence[Mention], first: int, sentence: Span, before: Span | None) -> Side:
    last = last_before(mentions, first)
    led = _opening(mentions, before) if before else None
    return Side(
        recent=last.span if last and last.start >= first - _RECENT else None,
        leads=_opening(mentions, sentence),
        led=led.span if led else None,
    )


def _opening(mentions: Sequence[Mention], stretch: Span) -> Mention | None:
    """The first mention that begins in a stretch of the text."""
    at = bisect_left(mentions, stretch[0], key=_start)
    return mentions[at] if at < len(mentions) and mentions[at].start < stretch[1] else None


def view_of(scheme: Mention, ctx: Context) -> View:
    """What all candidates beside a scheme mention share, gathered once.

    Example:
        "Acme earned ISO 9001." -> ``first`` 12, ``last`` 20, ``told`` with voice ``gets``
    """
    known = ctx.once(_views)
    if id(scheme) not in known:
        known[id(scheme)] = _view(scheme, ctx)
    return known[id(scheme)]


def _views(ctx: Context) -> dict[int, View]:
    """By the identity of the scheme mentions, which live as long as the context."""
    return {}


@cache
def _stand_ins() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            name,
            re.compile(
                r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(words("recipients", name), key=len, reverse=True)) + r")(?!\w)"
            ),
        )
        for name in ("self", "person", "thing")
    )


def _stand_in(ctx: Context, sentence: Span, first: int) -> str:
    """Which kind of pronoun or definite description stands before the scheme in its sentence, the last one."""
    best: tuple[int, str] = (-1, "none")
    for name, pattern in _stand_ins():
        for found in pattern.finditer(ctx.folded, sentence[0], first):
            best = max(best, (found.start(), name))
    return best[1]
