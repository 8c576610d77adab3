"""Who is certified, and by whom: candidates beside a scheme mention and what can be seen of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from certwire import cues, knowledge
from certwire.model import Attr, Mention, Span
from certwire.reading import clause
from certwire.reading.context import Context, within
from certwire.reading.features import hull
from certwire.vocabulary import words

_RUN = re.compile(r"[A-Z][\w'’+-]*(?:\.[A-Z][\w'’+-]*)*(?:(?:(?<=\b[A-Z])\.)?[ -](?:(?:of|the|and|for|de|in|&) )?[A-Z0-9][\w'’+-]*(?:\.\d+)*)*")
_CAPITAL = re.compile(r"[A-Z][\w'’-]*")
_HALF_TITLE = 200
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
    """Every span that may name what the certificate is about: in its sentence, the two before, the next, the headline and the lead."""
    index = ctx.sentence_index(hull(scheme)[0])
    found: dict[Span, Party] = {}
    reach = [i for i in (index - 3, index - 2, index - 1, index, index + 1) if 0 <= i < len(ctx.sentences)]
    block = ctx.zones.at(scheme.start)
    for i in reach:
        start, end = ctx.sentences[i]
        for party in _named(ctx, start, end):
            found.setdefault(party.span, party)
    for party in main_parties(ctx):
        found.setdefault(party.span, party)
    if block and block.kind == "about":
        for party in _named(ctx, block.start, min(block.end, block.start + 160)):
            found.setdefault(party.span, party)
    for party in _phrases(scheme, ctx):
        found.setdefault(party.span, party)
    skip = [hull(scheme), *(m.span for m in ctx.schemes)]
    return [p for p in sorted(found.values(), key=lambda p: (p.start, p.end)) if not any(s < p.end and p.start < e for s, e in skip)]


_OBJECT = re.compile(
    r"\s+(?:of|for|to|on)\s+(?:(?:its|their|our|the|a|an|all|both|his|her)\s+)*(?P<core>[\w®™'’&/-]+(?: [\w®™'’&/.-]+){0,9}?)(?=[,.;:)]|\s+(?:from|by|in accordance|under|after|which|that|and|as|with|has|have|is|are|was|were|will|to)\b|$)"
)
_THING = re.compile(
    r"[\s®™]+(?P<core>[a-z][\w'’/-]*(?: [\w'’/-]+){0,3}?)(?=[,.;:)]|\s+(?:from|by|in|under|after|which|that|and|as|with|has|have|is|are|was|were|will|to|for|at|on|of|who|whose|located|serving|based)\b|$)"
)


def _phrases(scheme: Mention, ctx: Context) -> Iterator[Party]:
    """Things without a name of their own: the subject of the sentence, what stands behind "certification of", what "certified" describes."""
    first, last = hull(scheme)
    start, end = ctx.sentence_at(first)
    taken = {m.span for m in (*within(ctx.people, start, end), *within(ctx.organizations, start, end))}
    dull = frozenset(words("recipients", "self")) | frozenset(words("recipients", "person")) | frozenset(words("schemes", "cut"))
    spans: list[tuple[str, Span]] = []
    told = clause.read(ctx.text, ctx.folded, start, first)
    if told.subject:
        spans.append(("subject", told.subject))
    for kind, found in (("object", _OBJECT.match(ctx.text, last, end)), ("thing", _THING.match(ctx.text, last, end))):
        if found:
            spans.append((kind, found.span("core")))
    for kind, (begin, stop) in spans:
        while stop > begin and ctx.text[stop - 1] in ",.;:®™ ":
            stop -= 1
        said = ctx.folded[begin:stop]
        if (begin, stop) in taken or said in dull or f"the {said}" in dull or stop - begin < 3:
            continue
        yield Party(start=begin, end=stop, kind=kind)


def main_parties(ctx: Context) -> list[Party]:
    """The names of the headline and of the lead's first sentence: what the release is about."""
    spans = [(z.start, min(z.end, z.start + _HALF_TITLE * 2)) for z in ctx.zones.blocks if z.kind in {"headline", "lead"}][:2]
    return [party for start, end in spans for party in _named(ctx, start, end)]


def _named(ctx: Context, start: int, end: int) -> Iterator[Party]:
    people, organizations = within(ctx.people, start, end), within(ctx.organizations, start, end)
    for kind, mentions in (("person", people), ("organization", organizations)):
        for m in mentions:
            yield Party(start=m.start, end=m.end, kind=kind)
    taken = [m.span for m in (*people, *organizations, *within(ctx.dates, start, end), *within(ctx.schemes, start, end))]
    cut = frozenset(words("schemes", "cut"))
    for run in _RUN.finditer(ctx.text, start, end):
        first, last = run.span()
        while first < last and run[0] and ctx.text[first:last].split(" ")[0].lower().strip(".,") in cut:
            first += len(ctx.text[first:last].split(" ")[0]) + 1
        if last - first < 3 or ctx.text[first:last].strip(".") in _LEGAL or any(s < last and first < e for s, e in taken):
            continue
        zone = ctx.zones.at(first)
        if zone and zone.kind == "dateline":
            continue
        if _only_opens(ctx, start, first, last):
            continue
        yield Party(start=first, end=last, kind="other")


def _only_opens(ctx: Context, start: int, first: int, last: int) -> bool:
    """Whether a single word has its capital from opening the sentence, or is half of an adjective ("Danish-based")."""
    said = ctx.text[first:last]
    if " " in said:
        return False
    if said.endswith(("-based", "-owned", "-wide", "-led", "-certified")):
        return True
    opens = not ctx.text[start:first].strip(" \n\t“\"‘'•*-–—·(")
    return opens and re.search(rf"[a-z,] {re.escape(said)}\b", ctx.text) is None


def recipient_features(scheme: Mention, party: Party, ctx: Context) -> tuple[str, ...]:
    """What can be seen of one candidate recipient beside one scheme mention."""
    return tuple(dict.fromkeys(_recipient(scheme, party, ctx)))


def _recipient(scheme: Mention, party: Party, ctx: Context) -> Iterator[str]:
    first, last = hull(scheme)
    sentence = ctx.sentence_at(first)
    form, word = str(scheme.attrs["form"]), str(scheme.attrs["word"])
    kind = party.kind
    yield f"kind={kind}"
    yield f"kind={kind}&form={form}"
    yield f"kind={kind}&word={word}"
    applies = scheme.attrs.get("applies_to")
    for target in applies if isinstance(applies, tuple) else ():
        yield f"kind={kind}&applies={target}"
    yield f"kind={kind}&domain={scheme.attrs.get('domain')}"
    here = ctx.sentence_index(first)
    away = ctx.sentence_index(party.start) - here
    zone = ctx.zones.at(party.start)
    where = (
        "title"
        if zone and zone.kind == "headline" and away
        else "lead"
        if zone and zone.kind == "lead" and abs(away) > 3
        else str(max(-4, min(2, away)))
    )
    yield f"away={where}"
    yield f"away={where}&kind={kind}"
    own = ctx.zones.at(first)
    yield f"away={where}&zone={own.kind if own else None}"
    body = span_attr(scheme.attrs.get("body"))
    if body and body[0] < party.end and party.start < body[1]:
        yield "is_body"
        yield f"is_body&form={form}"
    if away == 0:
        yield from _same_sentence(ctx, party, first, last, sentence, form)
    name = ctx.folded[party.start : party.end]
    if kind != "person" and any(name in cues.fold(m.text) or name in cues.fold(str(m.attrs["name"])) for m in ctx.schemes):
        yield f"names_scheme&kind={kind}"
    if kind == "organization" and _body_ids(ctx.text[party.start : party.end]):
        yield "known_body"
    key = name.split(" ")[0] if kind == "organization" else name.split(" ")[-1]
    mentions = ctx.folded.count(key) if len(key) > 2 else 1
    yield f"mentions={min(mentions, 6)}&kind={kind}"
    mains = main_parties(ctx)
    if any(key and key in ctx.folded[m.start : m.end] for m in mains):
        yield f"main&kind={kind}"
        if mains and key in ctx.folded[mains[0].start : mains[0].end]:
            yield f"main_first&kind={kind}"
    if own and own.kind == "about" and own.subject:
        match = key in cues.fold(own.subject)
        yield f"about_subject={match}"
    before = re.findall(r"[\w'’-]+|[.,;:!?()\"“”—–/&]", ctx.text[max(0, party.start - 24) : party.start])
    if before:
        yield f"prep={cues.fold(before[-1]) if not before[-1][0].isupper() else 'X'}"
    after = re.findall(r"[\w'’-]+|[.,;:!?()\"“”—–/&]", ctx.text[party.end : party.end + 24])
    if after:
        yield f"next={cues.fold(after[0]) if not after[0][0].isupper() else 'X'}"
    if kind == "other":
        following = ctx.text[party.end : party.end + 2]
        yield f"modifies={len(following) == 2 and following[0] == ' ' and following[1].islower()}"
        yield f"single={' ' not in name}"
    yield from _clause(ctx, party, sentence, first, last)
    opening = _stand_in(ctx, sentence, first)
    yield f"stand_in={opening}&kind={kind}&away={where}"
    yield from _recency(ctx, party, first, sentence, opening)
    quotation = ctx.zones.quotation_at(first)
    if quotation:
        inside = quotation.start <= party.start < quotation.end
        yield f"quoted&inside={inside}&kind={kind}"
        if quotation.speaker and quotation.speaker[0] < party.end and party.start < quotation.speaker[1]:
            yield "is_speaker"


def _clause(ctx: Context, party: Party, sentence: Span, first: int, last: int) -> Iterator[str]:
    """How the candidate lies to the subject of the scheme's clause and to what stands behind "certification of"."""
    told = clause.read(ctx.text, ctx.folded, sentence[0], first)
    lies = "none"
    if told.subject:
        lies = _lies(party, told.subject)
        yield f"clause={lies}&voice={told.voice}"
        yield f"clause={lies}&voice={told.voice}&kind={party.kind}"
    else:
        yield f"clause=unread&kind={party.kind}"
    thing = _OBJECT.match(ctx.text, last, sentence[1])
    if thing:
        yield f"object={_lies(party, thing.span('core'))}&clause={lies}&voice={told.voice}"
    if party.start >= last and told.voice == "issues":
        yield f"behind_issuing&kind={party.kind}"


def _lies(party: Party, span: Span) -> str:
    if party.start <= span[0] + 1 and party.end >= span[1] - 1 and party.start < span[1]:
        return "whole"
    if span[0] <= party.start and party.end <= span[1]:
        return "opens" if party.start <= span[0] + 1 else "closes" if party.end >= span[1] - 1 else "inside"
    return "apart"


def _recency(ctx: Context, party: Party, first: int, sentence: Span, opening: str) -> Iterator[str]:
    """Whether it is the last of its kind named before the scheme, the first of its sentence, or the one a pronoun would take."""
    if party.kind not in {"person", "organization"}:
        return
    own = ctx.people if party.kind == "person" else ctx.organizations
    other = ctx.organizations if party.kind == "person" else ctx.people
    earlier = within(own, max(0, first - 1500), first)
    recent = bool(earlier) and earlier[-1].span == party.span
    inside = within(own, *sentence)
    yield f"recent={recent}&kind={party.kind}&stand_in={opening}"
    if inside and inside[0].span == party.span:
        rivals = within(other, *sentence)
        leads = not rivals or rivals[0].start > party.start
        yield f"first_of_sentence&kind={party.kind}&leads={leads}&before={party.end <= first}"
    if not any(m.start < first for m in (*inside, *within(other, *sentence))):
        yield f"none_before&recent={recent}&kind={party.kind}&stand_in={opening}"
        if party.start >= first and inside and inside[0].span == party.span:
            yield f"first_behind&kind={party.kind}"
    index = ctx.sentence_index(first)
    if index:
        previous = within(own, *ctx.sentences[index - 1])
        if previous and previous[0].span == party.span:
            yield f"led_previous&kind={party.kind}&stand_in={opening}"


def _same_sentence(ctx: Context, party: Party, first: int, last: int, sentence: Span, form: str) -> Iterator[str]:
    side = "before" if party.end <= first else "after"
    gap = ctx.text[party.end : first] if side == "before" else ctx.text[last : party.start]
    distance = gap.count(" ")
    bucket = "0" if distance <= 1 else "1" if distance <= 4 else "2" if distance <= 10 else "3"
    yield f"side={side}"
    yield f"side={side}&near={bucket}"
    yield f"side={side}&form={form}&kind={party.kind}"
    yield f"side={side}&near={bucket}&form={form}&kind={party.kind}"
    between = [
        m
        for m in (*within(ctx.people, *sorted((party.end, first))), *within(ctx.organizations, *sorted((party.end, first))))
        if m.span != party.span
    ]
    yield f"between={min(len(between), 3)}&side={side}"
    if party.start - sentence[0] < 6:
        yield f"subject&kind={party.kind}"
    if side == "before" and len(gap) < 30:
        yield f"gap={cues.fold(_CAPITAL.sub('X', gap.strip()))}"
    if side == "after" and len(gap) < 20:
        yield f"gap_after={cues.fold(_CAPITAL.sub('X', gap.strip()))}"
    if ";" in gap or "•" in gap:
        yield "gap_break"
    for action in ("granted", "renewed", "held", "in_progress", "withdrawn"):
        if side == "before" and cues.pattern(f"triggers.{action}", stems=True).search(cues.fold(gap)):
            yield f"gap:{action}&kind={party.kind}"


def _body_ids(name: str) -> tuple[str, ...]:
    return knowledge.matcher().registry.bodies_named(name)


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


def bodies(scheme: Mention, ctx: Context) -> list[Party]:
    """Every span that may name the body: the one read with the scheme, organizations of the sentence and the two around."""
    first, last = hull(scheme)
    index = ctx.sentence_index(first)
    found: dict[Span, Party] = {}
    body = span_attr(scheme.attrs.get("body"))
    if body:
        found[body] = Party(start=body[0], end=body[1], kind="read")
    owner = span_attr(scheme.attrs.get("owner_span"))
    if owner:
        found.setdefault(owner, Party(start=owner[0], end=owner[1], kind="owner"))
    for i in (index - 1, index, index + 1):
        if 0 <= i < len(ctx.sentences):
            for m in within(ctx.organizations, *ctx.sentences[i]):
                if not any(s < m.end and m.start < e for s, e in found):
                    found[m.span] = Party(start=m.start, end=m.end, kind="organization")
    return sorted(found.values(), key=lambda p: (p.start, p.end))


def body_features(scheme: Mention, party: Party, ctx: Context, *, recipients: tuple[Span, ...] = ()) -> tuple[str, ...]:
    """What can be seen of one candidate certifier beside one scheme mention."""
    return tuple(dict.fromkeys(_body(scheme, party, ctx, recipients)))


def _body(scheme: Mention, party: Party, ctx: Context, recipients: tuple[Span, ...]) -> Iterator[str]:
    first, last = hull(scheme)
    form, word = str(scheme.attrs["form"]), str(scheme.attrs["word"])
    yield f"source={party.kind}"
    yield f"source={party.kind}&form={form}"
    yield f"source={party.kind}&word={word}"
    yield f"source={party.kind}&domain={scheme.attrs.get('domain')}"
    if scheme.attrs.get("owner"):
        yield f"owner&source={party.kind}&form={form}"
    name = ctx.text[party.start : party.end]
    known = bool(_body_ids(name))
    yield f"known={known}&source={party.kind}"
    yield f"known={known}&source={party.kind}&form={form}"
    if name.isupper() and len(name) < 8:
        yield f"acronym&source={party.kind}&form={form}"
    if " " in name:
        yield f"words&source={party.kind}&form={form}"
    grants = scheme.attrs.get("grants")
    if isinstance(grants, tuple) and grants:
        yield f"grants={bool(set(_body_ids(name)) & set(grants))}"
    if any(m.start < party.end and party.start < m.end for m in ctx.people):
        yield "person"
    inside = any(m.start < party.end and party.start < m.end for m in ctx.organizations)
    yield f"organization={inside}&source={party.kind}"
    if any(s < party.end and party.start < e for s, e in recipients):
        yield "is_recipient"
    before = re.findall(r"[\w'’-]+|[.,;:!?()\"“”—–/&]", cues.fold(ctx.text[max(0, party.start - 40) : party.start]))
    while before and before[-1] in {"the", "a", "an"}:
        before.pop()
    if before:
        yield f"prep={before[-1]}"
        yield f"prep={before[-1]}&source={party.kind}"
    lead = ctx.folded[max(0, party.start - 60) : party.start]
    for key in ("helpers", "examiners"):
        for stem in words("recipients", key):
            if stem in lead:
                yield f"{key}"
                yield f"{key}={stem}"
    away = ctx.sentence_index(party.start) - ctx.sentence_index(first)
    yield f"away={away}"
    if away == 0:
        side = "inside" if party.start < last and first < party.end else "before" if party.end <= first else "after"
        gap = ctx.text[last : party.start] if side == "after" else ctx.text[party.end : first]
        yield f"side={side}"
        yield f"side={side}&near={min(gap.count(' ') // 3, 4)}"
        if side == "after" and len(gap) < 30:
            yield f"gap={cues.fold(_CAPITAL.sub('X', gap.strip()))}"
        if party.start - ctx.sentence_at(first)[0] < 8:
            yield "subject"
    tail = re.findall(r"[\w'’-]+|[.,;:!?()\"“”—–/&]", cues.fold(ctx.text[party.end : party.end + 30]))[:2]
    if tail:
        yield f"next={tail[0]}"
    told = clause.read(ctx.text, ctx.folded, ctx.sentence_at(first)[0], first)
    if told.subject:
        yield f"clause={_lies(party, told.subject)}&voice={told.voice}"
    mains = main_parties(ctx)
    if mains and name and cues.fold(name).split(" ")[0] in ctx.folded[mains[0].start : mains[0].end]:
        yield "main_first"
