"""The circumstances of an event: when it took effect and lapses, level, rating and scale, scope, certificate number, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certwire import cues
from certwire.model import Mention, Span
from certwire.phrases import run_after
from certwire.reading.context import Context, within
from certwire.reading.features import hull

_UNTIL = re.compile(
    r"(?:until|through|expir\w*(?:\s+on)?|valid (?:until|to|through|till)|till|laps\w*(?:\s+on)?|runs? to|good (?:until|through)|end(?:s|ing) on|up to|next due (?:in|on)?)\s*(?:the\s+end\s+of\s+)?$"
)
_AT = re.compile(r"(?:\b(?:on|in|since|effective|from|dated|as of|during|of|by|at the end of|late|early|as early as)|,|\()\s*(?:the\s+)?$")
_LEVEL = re.compile(
    r"(?i:\b(?:(?:level|class|type|grade|tier|stage|category|band|rank|part)\s?[-:]?\s?(?:[IVX]{1,4}\b|\d{1,2}(?:\.\d)?\+?|[A-F]\+?(?!\w)|one|two|three|four|five)(?:\s?\+)?|[1-7][\s-]stars?|(?:one|two|three|four|five|six)[\s-]star))|"
    r"\b(?:Platinum|Gold|Silver|Bronze|Diamond|Titanium|Emerald|Premier|Certified Plus|Outstanding|Excellent|Very Good|platinum|gold|silver|bronze)\b(?=[\s-]?(?:level|tier|status|rating|medal|certif|accredit|seal|standard|designation|plus|\b))"
)
_NUMBER = re.compile(
    r"(?:certificate|cert\.?|registration|licen[cs]e|report|accreditation)\s*(?:no\.?|number|nr\.?|#|№)\s*:?\s*([A-Z0-9][\w./-]*\d[\w./-]*)",
    re.I,
)
_CLAIM = re.compile(
    r"\b(?:(?:the\s+)?(?:world|nation|country|industry|region|state|europe|africa|asia|america|china|india|korea|japan|canada|australia)(?:'s|’s|s')?[\s-]+(?:very\s+)?first|first[\s-]ever|the (?:very )?first(?: and only)?(?: \w+){1,3}? (?:in|of) (?:the |its )?(?:[A-Z]\w+|world|country|nation|industry|region|state|kind)(?: [A-Z]\w+)?|the only (?:\w+ ){1,3}(?:in|of) (?:the )?(?:[A-Z]\w+|world|country|nation|industry))"
)
_RATED = re.compile(
    r"(?:scored?|rated?|rating|graded|score|assessed|measured|ranked)\b[^.]{0,60}?((?:(?:higher|better|more) than |above |over |at |of |a )?(?:(?:an? )?(?:average|overall) (?:score )?(?:of )?)?(?:level|grade|class|stage)?\s?(?:[IVX]{1,4}\b|\d{1,3}(?:[.,]\d+)?(?:\s?(?:out of|/|of)\s?\d{1,3}| points| per ?cent|%)?|[A-F][+-]?(?!\w))(?: on average)?)",
    re.I,
)
_SCALE = re.compile(
    r"scale\b[^.:]{0,40}?(?:from|of|ranges?(?: from)?|runs?(?: from)?|:)?\s*([IVX\dA-F]{1,4}(?:\s*\([^)]*\))?\s*(?:to|through|-|–)\s*[IVX\dA-F]{1,4}(?:\s*\([^)]*\))?(?::\s*[^.]{0,160})?)"
)
_SCOPE = re.compile(
    r"(?:\b(?:the )?scope (?:of (?:the |its |this )?(?:certification|certificate|accreditation|audit|assessment) )?(?:covers|includes|is|comprises|extends to|:)|\bcertif\w+ (?:now )?covers|\baccreditation (?:now )?covers|\bcertificate (?:now )?covers|\bcovering)\s+([^.;]{8,160})"
)
_ACCREDITED = re.compile(r"(?:accredited|recogni[sz]ed) by\s+(?:the\s+)?")
_SITE = re.compile(
    r"\b(?:plant|factory|site|facility|mill|mine|hospital|campus|laboratory|lab|warehouse|terminal|refinery|farm|office|headquarters|data cent(?:er|re)|depot|brewery|shipyard|centre|center)s? (?:in|at|near|outside)\s+"
)
_SIMPLE = re.compile(r"^(?:today|now|this week|yesterday|tomorrow|tonight)$", re.I)


def dates(scheme: Mention, ctx: Context, *, action: str) -> tuple[Mention | None, Mention | None]:
    """The date mentions of when it took effect and of when it lapses, from the sentence of the scheme and the one behind it."""
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    index = ctx.sentence_index(first)
    effective: Mention | None = None
    until: Mention | None = None
    best = 1 << 30
    after = ctx.sentences[index + 1] if index + 1 < len(ctx.sentences) else (end, end)
    for date in within(ctx.dates, start, after[1]):
        lead = ctx.folded[max(start, date.start - 40) : date.start]
        zone = ctx.zones.at(date.start)
        if zone and zone.kind in {"dateline", "contact", "legal"}:
            continue
        if _UNTIL.search(lead):
            until = until or date
            continue
        if (
            date.start >= end
            or _SIMPLE.match(date.text)
            or not (_AT.search(lead) or date.text[:5].lower() in {"since", "last ", "earli"} or date.start == start)
        ):
            continue
        gap = date.start - last if date.start >= last else first - date.end
        distance = gap if date.start >= last else gap + 20
        limit = 110 if action != "held" else 60
        if action == "in_progress":
            limit = 90
        if 0 <= gap <= limit and distance < best:
            best, effective = distance, date
    return effective, until


def level(scheme: Mention, ctx: Context) -> Span | None:
    """The level named right beside the scheme or its word: "Gold", "Level 2", "Type II"."""
    given = scheme.attrs.get("level_span")
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], int) and isinstance(given[1], int):
        return (given[0], given[1])
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    for found in _LEVEL.finditer(ctx.text, max(start, first - 26), min(end, last + 26)):
        gap = ctx.text[found.end() : first] if found.end() <= first else ctx.text[last : found.start()]
        if found.start() >= first and found.end() <= last:
            return found.span()
        if len(gap) <= 14 and not re.search(r"[.;:]|,\s*\w", gap):
            return found.span()
    return None


def number(scheme: Mention, ctx: Context) -> Span | None:
    """The certificate's number, where one is given within the sentence or the next."""
    start, end = ctx.sentence_at(scheme.start)
    found = _NUMBER.search(ctx.text, start, min(len(ctx.text), end + 160))
    return found.span(1) if found else None


def claims(scheme: Mention, ctx: Context) -> Iterator[Span]:
    """ "world's first" and the like, in the sentence of the scheme and the two beside it."""
    index = ctx.sentence_index(scheme.start)
    for i in (index - 1, index, index + 1):
        if 0 <= i < len(ctx.sentences):
            for found in _CLAIM.finditer(ctx.folded, *ctx.sentences[i]):
                yield found.span()


def rating(ctx: Context, subjects: tuple[str, ...]) -> tuple[Span, Span | None] | None:
    """A score or maturity level told of one of the subjects, and the scale it is on."""
    for start, end in ctx.sentences:
        if subjects and not any(s and s in ctx.text[start:end] for s in subjects):
            continue
        found = _RATED.search(ctx.text, start, end)
        if found and re.search(r"[\dIVX]|\b[A-F][+-]?\b", found[1]):
            scale = _SCALE.search(ctx.text, start, min(len(ctx.text), end + 300))
            if scale:
                return found.span(1), scale.span(1)
    return None


def scope(scheme: Mention, ctx: Context) -> Span | None:
    """What the certificate covers, where the release says so beside it."""
    start, end = ctx.sentence_at(scheme.start)
    found = _SCOPE.search(ctx.text, start, min(len(ctx.text), end + 200))
    return found.span(1) if found else None


def accreditor(body: Span | None, ctx: Context) -> Span | None:
    """Who accredits the certifier: the name behind "accredited by", after the certifier, in its sentence or the next.

    Example:
        "audited by EuroCert, a body accredited by COFRAC" -> span of "COFRAC"
    """
    if body is None:
        return None
    start, end = ctx.sentence_at(body[0])
    found = _ACCREDITED.search(ctx.folded, body[1], min(end, body[1] + 120))
    if not found or cues.pattern("anchors.participles").search(ctx.folded, body[1], found.start()):
        return None
    return run_after(ctx.text, found.end(), ceiling=end)


def location(scheme: Mention, ctx: Context) -> Span | None:
    """Where the certified site lies, as the sentence of the scheme says it ("its plant in Genk")."""
    start, end = ctx.sentence_at(scheme.start)
    found = _SITE.search(ctx.folded, start, end)
    place = run_after(ctx.text, found.end(), ceiling=end) if found else None
    return place if place and found and place[0] - found.end() <= 1 else None
