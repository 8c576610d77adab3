"""What can be seen of one scheme mention: the features on which "is this an event?" and "which action?" are decided.

Features are words of closed classes (cue words, zones, forms) and common lower-case words beside the anchor, never names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from certwire import cues
from certwire.model import Mention, Span
from certwire.reading import clause
from certwire.reading.context import Context, within

ACTIONS = ("granted", "renewed", "expanded", "in_progress", "withdrawn", "held")
_LOWER = re.compile(r"[a-z][a-z'-]*|\d+|[.,;:!?()\"“”—–-]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|i|my)\b")
_WINDOW = 70


def anchor_of(mention: Mention) -> Span:
    """The span of the word of certification, or of the scheme itself where there is none."""
    anchor = mention.attrs.get("anchor")
    return (
        (int(anchor[0]), int(anchor[1]))
        if isinstance(anchor, tuple) and len(anchor) == 2 and not isinstance(anchor[0], (str, tuple))
        else mention.span
    )  # type: ignore[arg-type]  # attrs hold spans as tuples of int


def hull(mention: Mention) -> Span:
    """From the first to the last code point of scheme and anchor together."""
    anchor = anchor_of(mention)
    return min(anchor[0], mention.start), max(anchor[1], mention.end)


def of_scheme(mention: Mention, ctx: Context) -> tuple[str, ...]:
    """The features of one scheme mention, each once, in a stable order."""
    return tuple(dict.fromkeys(_all(mention, ctx)))


def _all(mention: Mention, ctx: Context) -> Iterator[str]:
    attrs = mention.attrs
    first, last = hull(mention)
    sent_start, sent_end = ctx.sentence_at(first)
    sent_end = max(sent_end, last)
    form, word = str(attrs["form"]), str(attrs["word"])
    yield f"form={form}"
    yield f"word={word}"
    yield f"form={form}&word={word}"
    if attrs.get("lower"):
        yield "lower"
        yield f"lower={ctx.folded[mention.start : mention.end]}"
    ids = attrs.get("ids")
    yield f"ids={min(len(ids), 2) if isinstance(ids, tuple) else 0}"
    domain = attrs.get("domain")
    if domain:
        yield f"domain={domain}"
        yield f"domain={domain}&anchor={bool(word)}"
    if attrs.get("number"):
        yield "numbered"
    if attrs.get("level"):
        yield "level"
    if attrs.get("owner"):
        yield "owner"
    if attrs.get("body"):
        yield "body"
        yield f"body&form={form}"
    if any(
        m.start <= anchor_of(mention)[0] and anchor_of(mention)[1] <= m.end and m.end - m.start > last - first for m in ctx.organizations
    ):
        yield "in_organization"
        yield f"in_organization&form={form}"
    length = (mention.end - mention.start) // 12
    yield f"length={min(length, 5)}&form={form}"
    yield from _place(first, ctx, form)
    yield from _triggers(ctx.folded, sent_start, first, last, sent_end)
    yield from _neighbours(ctx, first, last, sent_start, sent_end)
    yield from _subjects(ctx, mention, first, last, sent_start, sent_end)
    yield from _document(ctx, mention)
    yield from _told(ctx, mention, first, last, sent_start, sent_end)


def _place(first: int, ctx: Context, form: str) -> Iterator[str]:
    zone = ctx.zones.at(first)
    kind = zone.kind if zone else "none"
    yield f"zone={kind}"
    yield f"zone={kind}&form={form}"
    index = ctx.sentence_index(first)
    yield f"sentence={'first' if index < 3 else 'early' if index < 7 else 'late'}"
    if ctx.zones.quotation_at(first):
        yield "quoted"


def _triggers(folded: str, sent_start: int, first: int, last: int, sent_end: int) -> Iterator[str]:
    """Trigger words of every action before and behind, by distance in words; the nearest of all is named."""
    nearest: tuple[int, str, str] | None = None
    for action in ACTIONS:
        for side, start, end in (
            ("before", max(sent_start, first - 160), first),
            ("after", last, min(sent_end, last + 120)),
            ("inside", first, last),
        ):
            best: tuple[int, str] | None = None
            for found in cues.pattern(f"triggers.{action}", stems=True).finditer(folded, start, end):
                gap = folded[found.end() : first] if side == "before" else folded[last : found.start()] if side == "after" else ""
                distance = gap.count(" ")
                if best is None or distance < best[0] or (side == "before" and distance <= best[0]):
                    best = (distance, found[0])
            if best:
                near = "near" if best[0] <= 3 else "mid" if best[0] <= 8 else "far"
                yield f"{action}:{side}:{near}"
                yield f"{action}:{side}={best[1]}"
                if near == "near":
                    yield f"{action}:{side}:near={best[1]}"
                if side == "before" and (nearest is None or best[0] < nearest[0]):
                    nearest = (best[0], action, best[1])
    if nearest:
        yield f"nearest={nearest[1]}"
        yield f"nearest={nearest[1]}={nearest[2]}"
    for key in ("training", "hedges"):
        for side, start, end in (("before", max(sent_start, first - _WINDOW), first), ("after", last, min(sent_end, last + _WINDOW))):
            for found in cues.pattern(f"context.{key}").finditer(folded, start, end):
                yield f"{key}:{side}"
                yield f"{key}:{side}={found[0]}"


def _told(ctx: Context, mention: Mention, first: int, last: int, sent_start: int, sent_end: int) -> Iterator[str]:
    """Which actions the sentence, the clause, the sentence before and the headline have words for, and how its years lie to publication."""
    zone = ctx.zones.at(first)
    about = bool(zone and zone.kind == "about")
    sentence = cues.told(ctx.folded[sent_start:sent_end])
    yield f"tells={sentence[0] if sentence else 'nothing'}"
    yield f"tells={sentence[0] if sentence else 'nothing'}&about={about}&word={bool(mention.attrs['word'])}"
    yield f"tells={'+'.join(sentence)}"
    for action in sentence:
        yield f"tells:{action}"
    clause_start = max(ctx.folded.rfind(mark, sent_start, first) for mark in (", ", "; ", " and ", " which ", " that ")) + 1
    clause = cues.told(ctx.folded[max(clause_start, sent_start, first - 90) : min(sent_end, last + 60)])
    yield f"clause={clause[0] if clause else 'nothing'}"
    yield f"clause={'+'.join(clause)}"
    before = cues.told(ctx.folded[max(sent_start, first - 60) : first])
    yield f"before={before[0] if before else 'nothing'}"
    after = cues.told(ctx.folded[last : min(sent_end, last + 60)])
    yield f"after={after[0] if after else 'nothing'}"
    index = ctx.sentence_index(first)
    if index:
        previous = cues.told(ctx.folded[slice(*ctx.sentences[index - 1])])
        yield f"previous={previous[0] if previous else 'nothing'}"
    head = next((z for z in ctx.zones.blocks if z.kind == "headline"), None)
    if head:
        title = cues.told(ctx.folded[head.start : head.end])
        yield f"headline={title[0] if title else 'nothing'}"
        yield f"headline={title[0] if title else 'nothing'}&tells={sentence[0] if sentence else 'nothing'}"
    years = [int(y[0]) for y in _YEAR.finditer(ctx.text, sent_start, sent_end)]
    if years and ctx.year:
        lies = "past" if max(years) < ctx.year else "this" if ctx.year in years else "future"
        yield f"year={lies}"
        yield f"year={lies}&tells={sentence[0] if sentence else 'nothing'}"


def _neighbours(ctx: Context, first: int, last: int, sent_start: int, sent_end: int) -> Iterator[str]:
    """The common words right beside: up to three on either side, capitals shown only as X."""
    before = _tokens(ctx.text[max(sent_start, first - 50) : first])[-3:]
    after = _tokens(ctx.text[last : min(sent_end, last + 50)])[:3]
    for i, token in enumerate(reversed(before), 1):
        yield f"b{i}={token}"
    for i, token in enumerate(after, 1):
        yield f"a{i}={token}"
    if len(before) > 1:
        yield f"b21={before[-2]} {before[-1]}"
    if len(after) > 1:
        yield f"a12={after[0]} {after[1]}"
    if not before:
        yield "opens_sentence"
    sentence = ctx.folded[sent_start:sent_end]
    if "?" in sentence[-3:]:
        yield "question"
    if ctx.text[sent_start:sent_end].lstrip()[:1] in "•-*·–":
        yield "bullet"
    words = ctx.text[sent_start:sent_end].split()
    capitals = sum(w[0].isupper() for w in words if w)
    if len(words) > 4 and capitals > 0.7 * len(words):
        yield "title_case"
    if len(words) < 7:
        yield "short_sentence"
    if _YEAR.search(ctx.text, sent_start, sent_end):
        yield "year_in_sentence"
    for opening in _tokens(ctx.text[sent_start : sent_start + 40].lstrip(" •-*\n"))[:1]:
        yield f"opening={opening}"


def _tokens(piece: str) -> list[str]:
    out: list[str] = []
    for token in re.findall(r"[\w'’-]+|[.,;:!?()\"“”—–/&]|[®™]", piece):
        if token in "®™":
            continue
        out.append("X" if token[0].isupper() else "9" if token[0].isdigit() else token.replace("’", "'"))
    return out


def _subjects(ctx: Context, mention: Mention, first: int, last: int, sent_start: int, sent_end: int) -> Iterator[str]:
    """Who stands where in the sentence."""
    told = clause.read(ctx.text, ctx.folded, sent_start, first)
    yield f"voice={told.voice}"
    yield f"voice={told.voice}&word={mention.attrs['word']}"
    for kind, mentions in (("person", ctx.people), ("organization", ctx.organizations)):
        inside = [m for m in within(mentions, sent_start, sent_end) if m.end <= first or m.start >= last]
        before = [m for m in inside if m.end <= first]
        if before:
            gap = ctx.text[before[-1].end : first]
            yield f"{kind}:before"
            if len(gap) < 5:
                yield f"{kind}:adjacent"
                yield f"{kind}:adjacent={gap.strip()}"
            elif len(gap) < 40:
                yield f"{kind}:close"
        if inside and inside[0].start - sent_start < 12:
            yield f"{kind}:subject"
        if any(m.start >= last and m.start - last < 30 for m in inside):
            yield f"{kind}:after"
    if _FIRST_PERSON.search(ctx.folded, sent_start, first):
        yield "first_person"
    subject = re.match(r"\W*(?:the|this|these|our|its|their)\s+([a-z-]+)", ctx.folded[sent_start : sent_start + 60])
    if subject:
        yield f"the={subject[1]}"


def _document(ctx: Context, mention: Mention) -> Iterator[str]:
    """The headline's support, and how often the release comes back to the scheme."""
    name = _key(mention)
    same = [m for m in ctx.schemes if _key(m) == name]
    yield f"repeats={min(len(same), 4)}"
    yield f"schemes={min(len(ctx.schemes) // 3, 4)}"
    opening = ctx.folded[:700]
    selling = sum(1 for _ in cues.pattern("context.training").finditer(opening))
    yield f"selling={min(selling // 2, 5)}"
    yield f"selling={min(selling // 2, 5)}&form={mention.attrs['form']}"
    head = next((z for z in ctx.zones.blocks if z.kind == "headline"), None)
    if head:
        title = ctx.folded[head.start : head.end]
        in_title = [m for m in ctx.schemes if m.start < head.end]
        if any(_key(m) == name for m in in_title):
            yield "scheme_in_title"
        if in_title:
            yield "some_scheme_in_title"
        for action in ACTIONS[:5]:
            found = cues.pattern(f"triggers.{action}", stems=True).search(title)
            if found:
                yield f"title:{action}"
                if in_title:
                    yield f"title:{action}&scheme"
                if any(_key(m) == name for m in in_title):
                    yield f"title:{action}&same"
        for found in cues.pattern("context.training").finditer(title):
            yield f"title:training={found[0]}"


def _key(mention: Mention) -> str:
    ids = mention.attrs.get("ids")
    if isinstance(ids, tuple) and ids:
        return str(ids[0])
    return cues.fold(str(mention.attrs.get("name") or mention.text))
