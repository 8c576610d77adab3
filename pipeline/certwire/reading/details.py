"""The circumstances of an event: when it took effect and lapses, level, rating and scale, scope, certificate number, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certwire import cues
from certwire.model import Mention, Span
from certwire.phrases import run_after
from certwire.reading.context import Context, within
from certwire.reading.features import hull, scheme_key
from certwire.vocabulary import words

_UNTIL = re.compile(
    r"(?:until|through|expir\w*(?:\s+on)?|valid (?:until|to|through|till)|till|laps\w*(?:\s+on)?|runs? to|good (?:until"
    r"|through)|end(?:s|ing) on|up to|next due (?:in|on)?)\s*(?:the\s+end\s+of\s+)?$"
)
_SINCE = re.compile(r"since (?:(?:early|mid|late)[ -])?(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_AT = re.compile(r"(?:\b(?:on|in|since|effective|from|dated|as of|during|of|by|at the end of|late|early|as early as)|,|\()\s*(?:the\s+)?$")
_LEVEL = re.compile(
    r"(?i:\b(?:(?:level|class|type|grade|tier|stage|category|band|rank|part)\s?[-:]?\s?(?:[IVX]{1,4}\b|\d{1,2}(?:\.\d)?\+?(?!\d)"
    r"|[A-F]\+?(?!\w)|one|two|three|four|five)(?:\s?\+)?|[1-7][\s-]stars?|(?:one|two|three|four|five|six)[\s-]star))|"
    r"\b(?:Platinum|Gold|Silver|Bronze|Diamond|Titanium|Emerald|Premier|Certified Plus|Outstanding|Excellent|Very Good)\b|"
    r"\b(?:platinum|gold|silver|bronze)\b(?=[\s-]?(?:level|tier|status|rating|medal|certif|accredit|seal|standard|designation"
    r"|plus)|\s*(?:[.,;)]|$))|"
    # HITRUST's kinds of assessment, FedRAMP's impact levels, BRCGS's grades, Automotive SPICE's and EN 15085's classes.
    r"\b(?:[rie][12](?=[\s-](?:level|certif|validated|assessment)|\s*[.,;)])|(?:Moderate|High|Low)(?= impact\b)"
    r"|AA?\+?(?= (?:grade|rating|certif))"
    r"|(?<=\bgrade )AA?\+?|CL\d\b|Merit(?= [Ss]tatus))"
)
_NUMBER = re.compile(
    r"(?:certificate|cert\.?|registration|licen[cs]e|report|accreditation)\s*(?:no\.?|number|nr\.?|#"
    r"|№)\s*:?\s*([A-Z0-9][\w./-]*\d[\w./-]*)",
    re.I,
)
_CLAIM = re.compile(
    r"\b(?i:(?:the\s+)?(?:world|nation|country|industry|region|state|europe|africa|asia|america|china|india|korea|japan|canada"
    r"|australia)(?:(?:'s|’s|s'|s’)\s+(?:very\s+)?|-)first"
    r"|a world first|first[\s-]ever"
    r"|the (?:very )?first(?: and only)?(?! (?:half|quarter|day|week|month|year|time|step|phase|stage|round|part"
    r"|edition)\b)(?: [\w-]+){1,3}? (?:in|of) (?:the |its )?(?:(?-i:[A-Z])\w+|world|country|nation|industry|region|state"
    r"|kind)(?: (?-i:[A-Z])\w+)?"
    r"|the only (?:[\w-]+ ){1,3}(?:in|of) (?:the )?(?:(?-i:[A-Z])\w+|world|country|nation|industry))"
)
_STEP = r"(?:[IVX]{1,4}\b|\d{1,3}(?:[.,]\d+)?(?!\w)|[A-F][+-]?(?!\w))"
_RATED = re.compile(
    r"\b(?:scor(?:ed?|es|ing)|rat(?:ed|es|ing)|graded|assessed|placed|ranked)\b(?:[^.\d]|\.\d){0,60}?"
    r"(?:(?:\b(?:at|of|as|an?)\s+|(?=\b(?:higher|better|above|over|below|level|grade|class|stage)\b)|(?<=\bscored )"
    r"|(?<=\bscores )|(?<=\brated )|(?<=\bgraded ))"
    rf"((?:(?:(?:higher|better|lower) than|above|over|below)\s+)?(?:(?:level|grade|class|stage)\s+)?{_STEP}(?:\s?(?:out of"
    rf"|/)\s?\d{{1,3}}|\s(?:points|per ?cent)\b|\s?%)?(?:\s+on average)?))"
)
_SCALE = re.compile(
    rf"\bscale\b[^.:]{{0,30}}?\b(?:from|of|at|ranges|runs|goes|is)\s+(?:from\s+)?"
    rf"({_STEP}(?:\s*\([^)]{{0,60}}\))?\s*(?:to|through|up to|and ends at|and ends with|-"
    rf"|–)\s*{_STEP}(?:\s*\([^)]{{0,60}}\))?(?::\s*[^.]{{0,160}})?)"
)
_OPINION = re.compile(r"\b(?:customers?|clients?|users?|guests?|reviews?|reviewers?|respondents?|survey\w*|patients?|voters?|readers)\b")
_SEQUEL = re.compile(
    r"(?P<giver>\b(?:gave|awarded|granted|issued|presented|handed|conferred)\s+(?:it\b(?!\s+(?:an?|the|its)\b)|(?:the"
    r"|this)\s+(?:certificate|certification|accreditation|attestation)\b))"
    r"|(?:^\W*|\b)(?:it|(?:the|this)\s+(?:certificate|certification|accreditation|attestation))\s+was\s+(?:given|awarded"
    r"|granted|issued|presented|handed|conferred)\b"
)
_CERTIFICATE = re.compile(r"(?:\s+[a-z-]+){0,2}\s+(?:certifi|accredit|attest|authori[sz]ation|to be (?:certified|accredited))")
_SCOPE = re.compile(
    r"(?:\b(?:the )?scope (?:of (?:the |its |this )?(?:certification|certificate|accreditation|audit|assessment) )?(?:covers"
    r"|includes|is|comprises|extends to|:)|\bcertif\w+ (?:now )?covers|\baccreditation (?:now )?covers"
    r"|\bcertificate (?:now )?covers|\bcovering)\s+([^.;]{8,160})"
)
_ACCREDITED = re.compile(r"(?:accredited|recogni[sz]ed) by\s+(?:the\s+)?")
_SITE = re.compile(rf"\b(?:{'|'.join(map(re.escape, words('clauses', 'sites')))})s? (?:in|at|near|outside)\s+")
_FAR = 90
_BROKEN = re.compile(r"[.;:](?:\s|$)|\b(?:and|or|but|while|which|who|partner|member|sponsor|medal|award)\b")
_STANDS = re.compile(
    r"[\s'’]*(?:[.,;:)\]\"”–—-]|$|(?:impact|performance|level|status|tier|rating|grade|standard|under|in|of|by|for|from|at|on|with|according)\b"
    r"|certif|accredit)"
)
"""What may follow a level that stands for itself: in "Class 3 truck" it is the truck's."""
_RANKED = re.compile(r"\b(?:awards?|ranked|list|winner|prize)\b", re.I)
_PARTED = re.compile(r"[.;:]|,\s*\w")
_SIMPLE = re.compile(r"^(?:today|now|this week|yesterday|tomorrow|tonight)$", re.I)


def dates(scheme: Mention, ctx: Context, *, action: str) -> tuple[Mention | None, Mention | None]:
    """The date mentions of when it took effect and of when it lapses, from the sentence of the scheme and the one behind it.

    The sentence behind it dates the event only when it goes on to tell of the same act ("BSI gave it to the city on December 10").
    """
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    more = sequel(scheme, ctx) if action != "held" else None
    effective: Mention | None = None
    until: Mention | None = None
    best = 1 << 30
    after = _behind(first, ctx) or (end, end)
    for date in within(ctx.dates, start, after[1]):
        lead = ctx.folded[max(start, date.start - 40) : date.start]
        zone = ctx.zones.at(date.start)
        if zone and zone.kind in {"dateline", "contact", "legal"}:
            continue
        if _UNTIL.search(lead):
            until = until or date
            continue
        if action != "held" and is_standing(date, ctx):
            continue
        if (
            (date.start >= end and more is None)
            or _SIMPLE.match(date.text)
            or not (_AT.search(lead) or date.text[:5].lower() in {"since", "last ", "earli"} or date.start == start)
        ):
            continue
        if date.start >= end:
            effective = effective or date
            continue
        gap = date.start - last if date.start >= last else first - date.end
        distance = gap if date.start >= last else gap + 20
        limit = 110 if action != "held" else 60
        if action == "in_progress":
            limit = 90
        if 0 <= gap <= limit and distance < best:
            best, effective = distance, date
    return effective, until


def is_standing(date: Mention, ctx: Context) -> bool:
    """Whether a date tells how long something has stood, in whole years before publication: no news takes effect then.

    Example:
        "since 2012" in a release of 2024 -> True; "since May" -> False
    """
    found = _SINCE.fullmatch(date.text)
    return found is not None and ctx.year is not None and int(found["year"]) < ctx.year


def is_end(date: Mention, ctx: Context) -> bool:
    """Whether a date is told as the end of something: "valid until May 2027"."""
    return bool(_UNTIL.search(ctx.folded, max(0, date.start - 40), date.start))


def level(scheme: Mention, ctx: Context) -> Span | None:
    """The level named right beside the scheme or its word: "Gold", "Level 2", "Type II"."""
    given = scheme.attrs.get("level_span")
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], int) and isinstance(given[1], int):
        return (given[0], given[1])
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    for found in _LEVEL.finditer(ctx.text, max(start, first - 26), min(end, last + 26)):
        if any(m is not scheme and m.start <= found.start() and found.end() <= m.end for m in within(ctx.schemes, start, found.end())):
            continue  # the level of its neighbour in a list
        gap = ctx.text[found.end() : first] if found.end() <= first else ctx.text[last : found.start()]
        if found.start() >= first and found.end() <= last:
            return found.span()
        apart = found.start() > last + 1 and not _STANDS.match(ctx.text, found.end(), end)
        if len(gap) <= 14 and not _PARTED.search(gap) and not apart:
            return found.span()
    return _level_further(scheme, ctx)


def _level_further(scheme: Mention, ctx: Context) -> Span | None:
    """A level elsewhere in the sentence, where no other scheme lies nearer to it."""
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    others = [m.span for m in within(ctx.schemes, start, end) if m is not scheme and scheme_key(m) != scheme_key(scheme)]
    for found in _LEVEL.finditer(ctx.text, max(start, first - _FAR), min(end, last + _FAR)):
        begin, stop = found.span()
        gap = ctx.text[stop:first] if stop <= first else ctx.text[last:begin]
        away = max(scheme.start - stop, begin - scheme.end)
        nearer = any(max(a - stop, begin - b) < away for a, b in others)
        if not nearer and _STANDS.match(ctx.text, stop, end) and not _BROKEN.search(gap) and not _RANKED.search(gap):
            return begin, stop
    return None


def number(scheme: Mention, ctx: Context) -> Span | None:
    """The certificate's number, where one is given within the sentence or the next."""
    start, end = ctx.sentence_at(scheme.start)
    found = _NUMBER.search(ctx.text, start, min(len(ctx.text), end + 160))
    return found.span(1) if found else None


def claims(scheme: Mention, ctx: Context) -> Iterator[Span]:
    """ "world's first" and the like: in the sentence of the scheme and those around it, or said of a certification that is not named.

    Example:
        "... the world's first authorization of its kind", pages below the only scheme -> span of "the world's first"
    """
    index = ctx.sentence_index(scheme.start)
    others = ctx.once(_scheme_ids)
    alone = not others or others == {scheme.attrs["ids"]}
    for span, here, certificate in ctx.once(_claims):
        if abs(here - index) <= 2 or (alone and certificate):
            yield span


def _claims(ctx: Context) -> tuple[tuple[Span, int, bool], ...]:
    """Every claim of the release, its sentence, and whether it is said of a certificate."""
    if "first" not in ctx.folded and "the only" not in ctx.folded and "\u017f" not in ctx.text:  # a long s is an s to the pattern
        return ()
    return tuple(
        (found.span(), ctx.sentence_index(found.start()), bool(_CERTIFICATE.match(ctx.folded, found.end())))
        for found in _CLAIM.finditer(ctx.text)
    )


def _scheme_ids(ctx: Context) -> frozenset[object]:
    """What the release's known schemes may be."""
    return frozenset(m.attrs["ids"] for m in ctx.schemes if m.attrs["ids"])


def rating(ctx: Context, subjects: tuple[str, ...]) -> tuple[Span, Span | None] | None:
    """A score or maturity level told of one of the subjects, and the scale it is on."""
    for (start, end), rated, scale in ctx.once(_ratings):
        if not subjects or any(s and s in ctx.text[start:end] for s in subjects):
            return rated, scale
    return None


def _ratings(ctx: Context) -> tuple[tuple[Span, Span, Span], ...]:
    """The sentences that tell of a score and its scale, with the spans of both."""
    found: list[tuple[Span, Span, Span]] = []
    for start, end in ctx.sentences:
        rated = _RATED.search(ctx.text, start, end)
        if rated and not _OPINION.search(ctx.folded, start, end):
            scale = _SCALE.search(ctx.text, start, min(len(ctx.text), end + 300))
            if scale:
                found.append(((start, end), rated.span(1), scale.span(1)))
    return tuple(found)


def _behind(offset: int, ctx: Context) -> Span | None:
    """The sentence behind the one that holds an offset."""
    at = ctx.sentence_index(offset)
    following = ctx.sentences[at + 1 : at + 3]
    return next((s for s in following if not ctx.text[slice(*s)].isspace()), None)


def sequel(scheme: Mention, ctx: Context) -> tuple[Span, Span | None] | None:
    """The sentence behind the scheme's, when it goes on to tell of the same certificate, and the name of who gave it there.

    Example:
        "Sejong holds the certification. BSI gave it to the city in May." -> spans of the second sentence and of "BSI"
    """
    behind = _behind(hull(scheme)[0], ctx)
    if behind is None:
        return None
    start, end = behind
    found = _SEQUEL.search(ctx.folded, start, min(end, start + 200))
    if not found or any(m.attrs["form"] != "generic" for m in within(ctx.schemes, start, end)):
        return None
    giver = next(
        (m for m in within(ctx.organizations, start, found.start()) if found["giver"] and not ctx.text[m.end : found.start()].strip()), None
    )
    return (start, end), giver.span if giver else None


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
    end = ctx.sentence_at(body[0])[1]
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
