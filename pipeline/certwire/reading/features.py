"""What can be seen of one scheme mention: the features on which "is this an event?" and "which action?" are decided.

Features are words of closed classes (cue words, zones, forms) and common lower-case words beside the anchor, never names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter

from certwire import cues
from certwire.model import Mention, Span, Zone
from certwire.reading import clause, letters, wording
from certwire.reading.context import Context, last_before
from certwire.spotting import matches_at
from certwire.vocabulary import words

ACTIONS = ("granted", "renewed", "expanded", "in_progress", "withdrawn", "held")
_LOWER = re.compile(r"[a-z][a-z'-]*|\d+|[.,;:!?()\"“”—–-]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|i|my)\b")
_TOKEN = re.compile(r"[\w'’-]+|[.,;:!?()\"“”—–/&]|[®™]")
_DESCRIBED = re.compile(r"\W*(?:the|this|these|our|its|their)\s+([a-z-]+)")
_WINDOW = 70
_start, _end = attrgetter("start"), attrgetter("end")


def anchor_of(mention: Mention) -> Span:
    """The span of the word of certification, or of the scheme itself where there is none.

    Example:
        the scheme "ISO 9001" of "ISO 9001-certified" -> span of "certified"
    """
    match mention.attrs.get("anchor"):
        case (int() as start, int() as end):
            return start, end
    return mention.span


def hull(mention: Mention) -> Span:
    """From the first to the last code point of scheme and anchor together.

    Example:
        the scheme "ISO 9001" of "ISO 9001-certified" -> span of "ISO 9001-certified"
    """
    anchor = anchor_of(mention)
    return min(anchor[0], mention.start), max(anchor[1], mention.end)


def scheme_key(mention: Mention) -> str:
    """Under which mentions are of one scheme, whatever its edition: the registry's id, else the number, else the name.

    Example:
        "ISO 9001:2015" -> ``"iso-9001"``
    """
    ids, attrs = mention.attrs.get("ids"), mention.attrs
    return str(ids[0]) if isinstance(ids, tuple) and ids else cues.fold(str(attrs.get("number") or attrs["name"] or mention.text))


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
    anchor = anchor_of(mention)
    around = last_before(ctx.organizations, anchor[0] + 1)
    if around and anchor[1] <= around.end and around.end - around.start > last - first:
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
    yield from wording.around(ctx.text, sentence=(sent_start, sent_end), first=first, last=last)
    yield from wording.verbs_around(ctx.text, sentence=(sent_start, sent_end), first=first, last=last)
    yield from wording.described(ctx.text, sentence=(sent_start, sent_end), first=first, last=last)
    head = ctx.once(_headline)
    if head:
        yield from wording.of_headline(ctx.folded[head.start : head.end])


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
    sides = (
        ("before", _spotted(folded, max(sent_start, first - 160), first)),
        ("after", _spotted(folded, last, min(sent_end, last + 120))),
        ("inside", _spotted(folded, first, last)),
    )
    for action in ACTIONS:
        for side, spotted in sides:
            best: tuple[int, str] | None = None
            for begin, word in spotted.get(action, ()):
                distance = (
                    folded.count(" ", begin + len(word), first)
                    if side == "before"
                    else folded.count(" ", last, begin)
                    if side == "after"
                    else 0
                )
                if best is None or distance < best[0] or (side == "before" and distance <= best[0]):
                    best = (distance, word)
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
        pattern = cues.pattern(f"context.{key}")
        for side, start, end in (("before", max(sent_start, first - _WINDOW), first), ("after", last, min(sent_end, last + _WINDOW))):
            for word in pattern.findall(folded, start, end):
                yield f"{key}:{side}"
                yield f"{key}:{side}={word}"


def _spotted(folded: str, start: int, end: int) -> dict[str, list[tuple[int, str]]]:
    """The trigger words of each action in a stretch, with their offsets, as a search for those of that action alone finds them.

    One search for the places where any of them begins, in place of one an action: at most places none does.
    """
    out: dict[str, list[tuple[int, str]]] = {}
    places = [found.start() for found in _any_trigger().finditer(folded, start, end)]
    if not places:
        return out
    for action, pattern in _trigger_patterns():
        for found in matches_at(pattern, folded, places, end):
            out.setdefault(action, []).append((found.start(), found[0]))
    return out


@cache
def _trigger_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((action, cues.pattern(f"triggers.{action}", stems=True)) for action in ACTIONS)


@cache
def _any_trigger() -> re.Pattern[str]:
    """Matches nothing, where a trigger word of any action begins."""
    return cues.openings(w.strip() for action in ACTIONS for w in words("cues", f"triggers.{action}"))


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
    head = ctx.once(_headline)
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
    yield from _sentence(ctx.text[sent_start:sent_end])
    for opening in _tokens(ctx.text[sent_start : sent_start + 40].lstrip(" •-*\n"))[:1]:
        yield f"opening={opening}"


@lru_cache(maxsize=256)
def _sentence(sentence: str) -> tuple[str, ...]:
    """What kind of sentence it is, whichever of its schemes is asked about."""
    seen: list[str] = []
    if "?" in sentence[-3:]:
        seen.append("question")
    if sentence.lstrip()[:1] in "•-*·–":
        seen.append("bullet")
    words = sentence.split()
    if len(words) > 4 and sum(w[0].isupper() for w in words) > 0.7 * len(words):
        seen.append("title_case")
    if len(words) < 7:
        seen.append("short_sentence")
    if _YEAR.search(sentence):
        seen.append("year_in_sentence")
    return tuple(seen)


def _tokens(piece: str) -> list[str]:
    out: list[str] = []
    for token in _TOKEN.findall(piece):
        if token in "®™":
            continue
        out.append("X" if token[0].isupper() else "9" if token[0].isdigit() else token.replace("’", "'"))
    return out


def _subjects(ctx: Context, mention: Mention, first: int, last: int, sent_start: int, sent_end: int) -> Iterator[str]:
    """Who stands where in the sentence."""
    told = clause.of(ctx, start=sent_start, first=first)
    yield f"voice={told.voice}"
    yield f"voice={told.voice}&word={mention.attrs['word']}"
    for kind, mentions in (("person", ctx.people), ("organization", ctx.organizations)):
        yield from _placed(ctx, kind, mentions, first, last, sent_start, sent_end)
    if _FIRST_PERSON.search(ctx.folded, sent_start, first):
        yield "first_person"
    if letters.bearer(ctx, first):
        zone = ctx.zones.at(first)
        yield "letters"
        yield f"letters&zone={zone.kind if zone else 'none'}"
        yield f"letters&form={mention.attrs['form']}"
    subject = _DESCRIBED.match(ctx.folded[sent_start : sent_start + 60])
    if subject:
        yield f"the={subject[1]}"


def _placed(ctx: Context, kind: str, mentions: Sequence[Mention], first: int, last: int, sent_start: int, sent_end: int) -> Iterator[str]:
    """How the mentions of one kind lie to the scheme, those left out that overlap it."""
    begin = bisect_left(mentions, sent_start, key=_start)
    stop = bisect_left(mentions, sent_end, begin, key=_start)
    left = bisect_left(mentions, first + 1, begin, stop, key=_end)
    right = bisect_left(mentions, last, left, stop, key=_start)
    if left > begin:
        gap = ctx.text[mentions[left - 1].end : first]
        yield f"{kind}:before"
        if len(gap) < 5:
            yield f"{kind}:adjacent"
            yield f"{kind}:adjacent={gap.strip()}"
        elif len(gap) < 40:
            yield f"{kind}:close"
    outer = begin if left > begin else right
    if outer < stop and mentions[outer].start - sent_start < 12:
        yield f"{kind}:subject"
    if right < stop and mentions[right].start - last < 30:
        yield f"{kind}:after"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What does not change from one scheme of a release to the next.

    Attributes:
        repeats: how often each scheme is named.
        selling: words of training in the opening.
        in_title: schemes of the headline; None where there is no headline.
        actions: those that the headline has words for.
        training: words of training in the headline.
    """

    repeats: Mapping[str, int]
    selling: int
    in_title: frozenset[str] | None
    actions: tuple[str, ...] = ()
    training: tuple[str, ...] = ()


def _headline(ctx: Context) -> Zone | None:
    return next((z for z in ctx.zones.blocks if z.kind == "headline"), None)


def _whole(ctx: Context) -> _Whole:
    selling = cues.pattern("context.training")
    repeats = Counter(map(_key, ctx.schemes))
    opening = sum(1 for _ in selling.finditer(ctx.folded[:700]))
    head = ctx.once(_headline)
    if head is None:
        return _Whole(repeats=repeats, selling=opening, in_title=None)
    title = ctx.folded[head.start : head.end]
    return _Whole(
        repeats=repeats,
        selling=opening,
        in_title=frozenset(_key(m) for m in ctx.schemes if m.start < head.end),
        actions=tuple(a for a in ACTIONS[:5] if cues.pattern(f"triggers.{a}", stems=True).search(title)),
        training=tuple(found[0] for found in selling.finditer(title)),
    )


def _document(ctx: Context, mention: Mention) -> Iterator[str]:
    """The headline's support, and how often the release comes back to the scheme."""
    name = _key(mention)
    whole = ctx.once(_whole)
    yield f"repeats={min(whole.repeats[name], 4)}"
    yield f"schemes={min(len(ctx.schemes) // 3, 4)}"
    yield f"selling={min(whole.selling // 2, 5)}"
    yield f"selling={min(whole.selling // 2, 5)}&form={mention.attrs['form']}"
    if whole.in_title is None:
        return
    if name in whole.in_title:
        yield "scheme_in_title"
    if whole.in_title:
        yield "some_scheme_in_title"
    for action in whole.actions:
        yield f"title:{action}"
        if whole.in_title:
            yield f"title:{action}&scheme"
        if name in whole.in_title:
            yield f"title:{action}&same"
    for word in whole.training:
        yield f"title:training={word}"


def _key(mention: Mention) -> str:
    ids = mention.attrs.get("ids")
    if isinstance(ids, tuple) and ids:
        return str(ids[0])
    return cues.fold(str(mention.attrs.get("name") or mention.text))
