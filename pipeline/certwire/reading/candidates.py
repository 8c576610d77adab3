"""Who may be certified: the candidates beside a scheme mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from certwire.intervals import joined, overlapped
from certwire.model import Attr, Mention, Span
from certwire.reading import clause
from certwire.reading.context import Context, meets, within
from certwire.reading.features import hull
from certwire.reading.things import noun_phrases
from certwire.vocabulary import word_set

_RUN = re.compile(
    r"[A-Z][\w'’+-]*(?:\.[A-Z][\w'’+-]*)*(?:(?:(?<=\b[A-Z])\.)?[ -](?:(?:of|the|and|for|de|in|&) )?[A-Z0-9][\w'’+-]*(?:\.\d+)*)*"
)
# "Level 2", "Class I": how good the certificate is, not whose.
_LEVEL = re.compile(r"(?:grade|class|level|tier|type|stage|phase|step|part|version|edition|category) (?:\d[\w+.]{0,3}|[ivx]{1,4}|[a-d])\+?")
_LONGEST_TITLE = 400
MOST = 96
"""Candidates that are looked at, those nearest to the scheme."""
# Whether a word is written with a capital elsewhere too is asked of this much of the text.
_SEARCHED = 100_000
_LEGAL = frozenset({"Inc", "LLC", "Ltd", "Co", "Corp", "PLC", "GmbH", "LLP", "Limited", "Esq", "Jr", "MD", "PhD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A span that may name a recipient or a body. ``kind``: person, organization or other (a thing or a place)."""

    start: int
    end: int
    kind: str

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def span_attr(value: Attr) -> Span | None:
    """An attribute as a span, or None."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], int):
        return (value[0], value[1])
    return None


def recipients(scheme: Mention, ctx: Context) -> list[Party]:
    """Every span that may name what the certificate is about: in its sentence, the three before, the next, the headline and the lead.

    Of more than 96, those nearest to the scheme.

    Example:
        "Acme said that its Lyon plant has received ISO 9001." -> "Acme", "Lyon"; "Lyon plant" as the clause's subject
    """
    first, last = hull(scheme)
    index = ctx.sentence_index(first)
    found: dict[Span, Party] = {}
    for start, end in ctx.sentences[max(0, index - 3) : index + 2]:
        for party in _named(ctx, start, end):
            found.setdefault(party.span, party)
    for party in ctx.once(main_parties):
        found.setdefault(party.span, party)
    block = ctx.zones.at(scheme.start)
    if block and block.kind == "about":
        for party in _named(ctx, block.start, min(block.end, block.start + 160)):
            found.setdefault(party.span, party)
    for party in _phrases(scheme, ctx):
        found.setdefault(party.span, party)
    schemes = ctx.once(_scheme_spans)
    free = [p for p in found.values() if not overlapped(p.start, p.end, schemes) and not (first < p.end and p.start < last)]
    if len(free) > MOST:
        free = sorted(free, key=lambda p: (max(first - p.end, p.start - last), p.span))[:MOST]
    return sorted(free, key=lambda p: p.span)


def _scheme_spans(ctx: Context) -> list[Span]:
    return joined(m.span for m in ctx.schemes)


# What stands behind "certification of".
OBJECT = re.compile(
    r"\s+(?:of|for|to|on)\s+(?:(?:its|their|our|the|a|an|all|both|his"
    r"|her)\s+)*(?P<core>[\w®™'’&/-]+(?: [\w®™'’&/.-]+){0,9}?)(?=[,.;:)]|\s+(?:from|by|in accordance|under|after|which|that"
    r"|and|as|with|has|have|had|is|are|was|were|will|to|on|since|until|when|where|while|because|before|again)\b|$)"
)
_THING = re.compile(
    r"[\s®™]+(?P<core>[a-z][\w'’/-]*(?: [\w'’/-]+){0,3}?)(?=[,.;:)]|\s+(?:from|by|in|under|after|which|that|and|as|with|has"
    r"|have|is|are|was|were|will|to|for|at|on|of|who|whose|located|serving|based)\b|$)"
)


# "the battery pack inside it", "a lab opened in May": where the name of a thing ends and what is told of it begins.
_QUALIFIED = re.compile(
    r",? (?:of|in|at|on|for|with|by|from|inside|under|near|that|which|who|made|located|based|operated|owned|run|built|called|opened"
    r"|used|produced|grown|supplied|designed)\b"
)
# "the paint shop's ISO 14001 certificate"
_OWNER = re.compile(
    r"(?<!\w)(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Tt]his|[Tt]hat|[Hh]is|[Hh]er) "
    r"(?P<core>[\w-]+(?: [\w-]+){0,4}?)(?:['’]s|s['’]) (?:[\w-]+ ){0,2}$"
)
# "has certified the paint line to", "awarded the harbour its"
_PATIENT = re.compile(
    r"\b(?:certif(?:ied|ies)|(?:re)?accredit(?:ed|s)|award(?:ed|s)|grant(?:ed|s)|gave|gives|upgraded|approved|registered|listed|stripped|recertified)"
    r" (?:(?:the|its|their|our|a|an) )?(?P<core>[\w'’-]+(?: [\w'’&-]+){0,6}?) (?:to|for|under|as|with|against|the|a|an|its|of)\b[^.;:]*$"
)
# "sawmill in Iisalmi", "second fab, in Batu Maung", "station at the port of Tarapoto"
_NAME = r"(?=[A-Z0-9])[\w'’.-]*\w(?: (?:(?:of|the|de|del|la|and|&) )?[A-Z0-9][\w'’-]*)*"
_PLACED = re.compile(rf",? (?:in|at|of|near|on) (?:the )?{_NAME}")
# A management system is what is audited; the certificate is that of whoever runs it.
_SYSTEM = re.compile(r"\bmanagement systems?$|\bisms$|\bquality systems?$|\bsecurity management$")
_REACH = 120
_LINK = re.compile(r"[®™]*(?:\s*\([^)\n]{1,60}\))?[®™]*(?:,? (?:and|or|&)|,|/)\s*(?:the |its )?")
_BY = re.compile(r"\s+(?:by|from|through|under)\s+(?:the )?")
_BRACKETS = re.compile(r"[®™]*\s*\([^)\n]{1,60}\)")


def listed(scheme: Mention, ctx: Context) -> int:
    """Where the list of schemes that a mention opens or continues ends, the body that gave them included.

    Example:
        the first scheme of "ISO 9001 and ISO 14001 by BSI for its mill" -> the offset behind "BSI"
    """
    tail = hull(scheme)[1]
    ends = ctx.once(_hulls)
    while (link := _LINK.match(ctx.text, tail)) and ends.get(link.end(), 0) > tail:
        tail = ends[link.end()]
    by = _BY.match(ctx.text, tail)
    for body in within(ctx.organizations, by.end(), by.end() + 1) if by else ():
        tail = body.end
    brackets = _BRACKETS.match(ctx.text, tail)
    return brackets.end() if brackets else tail


def _hulls(ctx: Context) -> dict[int, int]:
    """The end of the scheme, its word of certification included, that begins at each offset."""
    return dict(hull(m) for m in ctx.schemes)


def _phrases(scheme: Mention, ctx: Context) -> Iterator[Party]:
    """Things without a name of their own: the sentence's subject, what follows "certification of", what "certified" describes."""
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    taken = {m.span for m in (*within(ctx.people, start, end), *within(ctx.organizations, start, end))}
    dull = _dull()
    spans: list[tuple[str, Span]] = []
    told = clause.of(ctx, start=start, first=first)
    if told.subject:
        spans.append(("subject", told.subject))
        core = _QUALIFIED.search(ctx.text, *told.subject)
        if core:
            spans.append(("core", (told.subject[0], core.start())))
    tail = listed(scheme, ctx)
    for kind, found in (
        ("object", OBJECT.match(ctx.text, tail, end)),
        ("thing", _THING.match(ctx.text, last, end)),
        ("owner", _OWNER.search(ctx.text, max(start, first - _REACH), first)),
        ("patient", _PATIENT.search(ctx.text, max(start, first - _REACH), first)),
    ):
        if found:
            spans.append((kind, found.span("core")))
    for span in noun_phrases(ctx.text, start, end):
        spans.append(("np", span))
        place = _PLACED.match(ctx.text, span[1], end)
        if place and not meets(ctx.dates, span[1], place.end()):
            spans.append(("placed", (span[0], place.end())))
    for kind, (begin, stop) in spans:
        while stop > begin and ctx.text[stop - 1] in ",.;:®™ ":
            stop -= 1
        said = ctx.folded[begin:stop]
        if (begin, stop) in taken or said in dull or f"the {said}" in dull or stop - begin < 3 or _SYSTEM.search(said):
            continue
        yield Party(start=begin, end=stop, kind=kind)


@cache
def _dull() -> frozenset[str]:
    """Words that stand for a party without naming it."""
    return word_set("recipients", "self") | word_set("recipients", "person") | word_set("schemes", "cut")


def main_parties(ctx: Context) -> list[Party]:
    """The names of the headline and of the lead's first sentence: what the release is about."""
    spans = [(z.start, min(z.end, z.start + _LONGEST_TITLE)) for z in ctx.zones.blocks if z.kind in {"headline", "lead"}][:2]
    return [party for start, end in spans for party in _named(ctx, start, end)]


def _named(ctx: Context, start: int, end: int) -> tuple[Party, ...]:
    """The names that begin in a stretch of the text."""
    known = ctx.once(_stretches)
    if (start, end) not in known:
        known[start, end] = tuple(_names(ctx, start, end))
    return known[start, end]


def _stretches(ctx: Context) -> dict[Span, tuple[Party, ...]]:
    return {}


def _names(ctx: Context, start: int, end: int) -> Iterator[Party]:
    people, organizations = within(ctx.people, start, end), within(ctx.organizations, start, end)
    for kind, mentions in (("person", people), ("organization", organizations)):
        for m in mentions:
            yield Party(start=m.start, end=m.end, kind=kind)
    taken = joined(m.span for m in (*people, *organizations, *within(ctx.dates, start, end), *within(ctx.schemes, start, end)))
    makers = {m.start: m.end for m in organizations}
    cut = word_set("schemes", "cut")
    for run in _RUN.finditer(ctx.text, start, end):
        first, last = run.span()
        while first < last:
            stop = ctx.text.find(" ", first, last)
            word = ctx.text[first : stop if stop >= 0 else last]
            if word.lower().strip(".,") not in cut:
                break
            first += len(word) + 1
        if last - first < 3 or ctx.text[first:last].strip(".") in _LEGAL or _SYSTEM.search(ctx.folded, first, last):
            continue
        if overlapped(first, last, taken):
            # "Harwick Green Terminal": a thing that bears its maker's name.
            if makers.get(first, last) < last - 2 and not _runs_on(ctx, first, last):
                yield Party(start=first, end=last, kind="branded")
            continue
        zone = ctx.zones.at(first)
        if zone and zone.kind == "dateline":
            continue
        if _only_opens(ctx, start, first, last) or f"the {ctx.folded[first:last]}" in _dull():
            continue
        if _LEVEL.fullmatch(ctx.folded, first, last):
            continue
        surname = ctx.text[first:last] in ctx.once(_surnames)
        yield Party(start=first, end=last, kind="person" if surname else "other")


def _surnames(ctx: Context) -> frozenset[str]:
    """The last words of the people's full names."""
    names = (m.text.split() for m in ctx.people)
    return frozenset(words[-1] for words in names if len(words) > 1)


def _runs_on(ctx: Context, first: int, last: int) -> bool:
    """Whether a name in the headline may have been lengthened by the capitals of the words behind it: it stands nowhere else."""
    zone = ctx.zones.at(first)
    return zone is not None and zone.kind == "headline" and ctx.text.count(ctx.text[first:last], 0, _SEARCHED) < 2


def _only_opens(ctx: Context, start: int, first: int, last: int) -> bool:
    """Whether a single word has its capital from opening the sentence, or is half of an adjective ("Danish-based")."""
    said = ctx.text[first:last]
    if " " in said:
        return False
    if said.endswith(("-based", "-owned", "-wide", "-led", "-certified")):
        return True
    opens = not ctx.text[start:first].strip(" \n\t“\"‘'•*-–—·(")
    if opens and said.endswith("ly") and ctx.text[last : last + 1] == ",":
        return True
    return opens and not _stands_inside(ctx, said)


def _stands_inside(ctx: Context, word: str) -> bool:
    """Whether a word with a capital also stands behind a lower-case word or a comma."""
    known = ctx.once(_capitals)
    if word not in known:
        known[word] = _found_inside(ctx.text, word)
    return known[word]


def _capitals(ctx: Context) -> dict[str, bool]:
    return {}


def _found_inside(text: str, word: str) -> bool:
    at = text.find(f" {word}", 1, _SEARCHED)
    while at >= 0:
        end = at + 1 + len(word)
        before, after = text[at - 1], text[end : end + 1]
        if (before == "," or "a" <= before <= "z") and _is_letter(word[-1]) != _is_letter(after):
            return True
        at = text.find(f" {word}", at + 1, _SEARCHED)
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
