"""Find schemes: those the registry knows, numbered standards, and those that the text names beside a word of certification.

Yields Mention(kind="scheme"). Attributes:
    form: how it was found: ``known`` (registry or numbered), ``credential`` (Certified X), ``board`` (board-certified X),
        ``prefix`` (X-certified, X certification), ``to`` (certified to X, certification in X), ``by`` (certified by X; the scheme itself
        is not named), ``generic`` (a certification that is not named).
    anchor: span of the word of certification, or None for a known scheme without one.
    word: that word, folded, or "".
    body: span of the body named with it ("by X", "from X", the X of "X-certified"), or None.
    ids: registry identifiers it may be, the likeliest first.
    name: the usual name; edition, level, number: as read; specialty: of a board certification.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from certwire import cues, knowledge
from certwire.annotation import sentences_of, zones_of
from certwire.cues import members
from certwire.extractors.scheme_fields import board, fields_behind, in_fields
from certwire.extractors.scheme_found import ANY_BOARD, Found, distinct, mention
from certwire.extractors.scheme_grammar import (
    body_after,
    fields_listed,
    granting,
    in_address,
    is_date,
    is_place,
    listed,
    lowercase,
    named_before,
    phrase_start,
    plain_prefix,
    says_of_it,
    specialty_end,
)
from certwire.extractors.scheme_known import FAR, chained, from_hit, known, touches
from certwire.extractors.scheme_level import level_of
from certwire.extractors.scheme_lists import listed_after, listed_before, listed_behind, named_with_others, parted_before
from certwire.extractors.scheme_titles import bare_titles, openers, small_title, small_titled, titled
from certwire.extractors.scheme_weak import spots, weak
from certwire.intervals import joined, overlapped, within
from certwire.model import Mention, Release, Span
from certwire.phrases import run_after
from certwire.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TO = re.compile(
    r"(?:\s*\([^()\n]{1,12}\))?(?:\s+for\s+(?:the next|another|a further)\s+\w+\s+years?)?"
    r"\s+(?P<preposition>to|in|as|for|under|against|with|per)\s+"
    r"(?:(?:a|an|the|both|its|latest|international|globally|recognized|standard"
    r"|standards|requirements|of)\s+)*[“\"‘]?"
)
_AS = re.compile(r"[\s®™]*(?:\([^()\n]{1,30}\))?,?\s+as\s+(?:an?\s+|the\s+)?")
_AND_BY = re.compile(r",?\s+(?:and|as well as)\s+(?:also\s+)?(by)\s+(?:the\s+)?")
_BOARD = re.compile(r"board[\s-]+$")
_JOINS = re.compile(r"[\s®™]*(?:,\s+)?(?:and|or|&)\s+(?=[A-Z0-9])")
_NEXT_WORD = re.compile(r"\s+([A-Za-z]+)")
_QUOTED = re.compile(r"([^“”\"\n]{3,80}?)[,.]?[”\"]")
_BODY_NAME = re.compile(
    r"\s+(?:Boards?|Services?|Commissions?|Councils?|Inc|Body|Bodies|Agency|Authority|Institute|Center|Centre|Association"
    r"|Program(?:me)?s?\s+of|Canada|Australia|Europe|International|Holding|Ltd|Limited|GmbH|LLC|Corporation|Group|Foundation"
    r"|Network|Society|Office|Department|Division|Academy|Forum|Bureau)\b"
)
_OF_BODY = re.compile(
    r"\b(?:Commission|Council|Board|Committee|Bureau|Agency|Institute|Centre|Center|Office|Association) (?:on|of|for)(?: the)?"
    r"(?: [A-Z][\w'’-]*| and| of| &){0,5}\s$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeExtractor:
    """Finds the schemes of a release, each span once.

    Example:
        "Acme earns ISO/IEC 27001:2022 certification"
        -> Mention(kind="scheme", text="ISO/IEC 27001:2022", attrs={"form": "known", "number": "27001", ...})
    """

    name: str = "schemes.v1"
    emits: tuple[str, ...] = ("scheme",)
    reads: tuple[str, ...] = ()

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        text = release.text
        folded = cues.fold(text)
        never = tuple(m.span() for m in cues.spotter("context.never").finditer(folded))
        hits = knowledge.matcher().find(text)
        # "LEED Certified Platinum" is a level, whatever else is certified platinum.
        whole = [(h.start, h.end) for h in hits if h.level_span]
        never = tuple(n for n in never if not within(*n, whole))
        hits = [h for h in hits if not overlapped(h.start, h.end, never)]
        bounds = _sentence_bounds(doc)
        taken: list[Found] = []
        used: set[int] = set()
        for anchor in cues.anchor_spotter().finditer(folded):
            if overlapped(anchor.start(), anchor.end(), never) or in_address(text, anchor.start(), anchor.end()):
                continue
            floor, ceiling = _bounds(bounds, anchor.start())
            taken.extend(_around(text, folded, anchor, floor, ceiling, hits, used))
        taken.extend(known(text, hits, used))
        spans = joined((f.start, f.end) for f in taken)
        for start, end in _holding(bounds, openers(text)):
            taken.extend(bare_titles(text, folded, start, end, spans, never))
        if taken:
            # Seals and ratings alone do not make a release speak of certification.
            for start, end in _holding(bounds, spots(folded)):
                taken.extend(weak(text, folded, start, end))
        for found in distinct(taken):
            yield mention(text, found, self.name)


EXTRACTOR = SchemeExtractor()


def _holding(bounds: Sequence[Span], spotted: Sequence[int]) -> Iterator[Span]:
    """Of the sentences, those in which one of some places lies."""
    for start, end in bounds if spotted else ():
        at = bisect_left(spotted, start)
        if at < len(spotted) and spotted[at] < end:
            yield start, end


def _prefixed(text: str, before: Span, anchor: Span, word: str, body: Span | None) -> Found:
    """ "X-certified", "X certification": the run in front names the scheme, and the body where no other is named."""
    name = text[before[0] : before[1]]
    level, named = level_of(name)
    if not named:
        return Found(start=before[0], end=anchor[1], form="generic", anchor=anchor, word=word, body=body, level=level)
    return Found(
        start=before[0],
        end=anchor[1],
        form="prefix",
        anchor=anchor,
        word=word,
        body=body or before,
        name=name,
        level=level,
        extra={"owner": body is None},
    )


def _sentence_bounds(doc: Doc) -> list[Span]:
    """Sentences cut at zone borders too: a heading is no part of the paragraph below."""
    blocks = [(z.start, z.end) for z in zones_of(doc).blocks]
    edges = sorted({e for span in (*blocks, *sentences_of(doc)) for e in span})
    return list(pairwise(edges))


def _bounds(bounds: Sequence[Span], offset: int) -> Span:
    at = bisect_right(bounds, (offset, 1 << 62)) - 1
    return bounds[at] if 0 <= at < len(bounds) else (offset, offset)


def _around(
    text: str, folded: str, anchor: re.Match[str], floor: int, ceiling: int, hits: Sequence[knowledge.Hit], used: set[int]
) -> Iterator[Found]:
    """What one word of certification says of which scheme and which body."""
    start, end, word = anchor.start(), anchor.end(), anchor[0]
    span = (start, end)
    body = body_after(text, end, ceiling)
    near = range(bisect_left(hits, start - FAR, key=lambda h: h.end), bisect_right(hits, end + FAR, key=lambda h: h.start))
    if not anchor["verb"] and _BOARD.search(folded, max(floor, start - 8), start) and not any(_covers(hits[i], span) for i in near):
        yield from board(text, folded, span, word, floor, ceiling)
        return
    if text[start].isupper() and (_opens_body(text, end) or _OF_BODY.search(text, max(floor, start - 60), start)):
        return
    beside = [i for i in near if touches(text, hits[i], start, end, floor, ceiling)]
    if beside:
        chain = chained(text, hits, beside, floor, ceiling)
        first, last = hits[chain[0]].start, hits[chain[-1]].end
        if last > end:
            body = body_after(text, last, ceiling) or body
        for i in chain:
            if i not in used:
                used.add(i)
                yield from_hit(hits[i], anchor=span, word=word, body=body)
        if first < start:
            yield from listed_before(text, (first, last), span, word, floor, hits, used, body=body)
        if last > end:
            yield from listed_behind(text, last, span, word, ceiling, hits, used)
        return
    if anchor["participle"]:
        titles = titled(text, span, word, body, floor, ceiling)
        if titles is not None:
            yield from titles
            return
    if anchor["participle"] and (granter := granting(text, span, floor)):
        yield Found(start=start, end=end, form="by", anchor=span, word=word, body=granter)
        return
    if not anchor["verb"]:
        before = named_before(text, start, floor=floor)
        passive = (body is not None and folded.startswith(" by ", end)) or folded.startswith((" as a ", " as an "), end)
        if before and anchor["participle"] and passive:
            before = before if text[start - 1] != " " or says_of_it(folded, before[0], floor) else None
        if before:
            before = _behind_hits(text, before, [hits[i] for i in near])
        if before and plain_prefix(text, before, start):
            parts = parted_before(text, before, word)
            yield _prefixed(text, parts[-1], span, word, body)
            for part in parts[:-1]:
                yield Found(start=part[0], end=part[1], form="prefix", anchor=span, word=word, body=body or part, name=text[slice(*part)])
            if level_of(text[slice(*parts[-1])])[1]:
                yield from listed_before(text, parts[0], span, word, floor, hits, used, body=body)
            if word.endswith("s"):
                yield from listed_after(text, span, word, ceiling, hits, used)
            return
    if anchor["noun"]:
        others = list(named_with_others(text, span, word, floor, hits, used))
        if others:
            yield from others
            return
    small = small_titled(text, span, word, body, ceiling) if anchor["participle"] else None
    if small is not None:
        yield from small
        return
    lower = lowercase(folded, start, end, floor, ceiling)
    if lower:
        yield Found(
            start=min(lower[0], start),
            end=max(lower[1] + (text[lower[1] : lower[1] + 1] in {"”", '"'}), end),
            form="prefix",
            anchor=span,
            word=word,
            body=body,
            name=text[lower[0] : lower[1]],
            extra={"lower": True},
        )
        return
    several = list(listed_after(text, span, word, ceiling, hits, used))
    if several:
        yield from several
        return
    to = _TO.match(folded, end, ceiling)
    if to:
        named = list(_after_to(text, folded, to, span, word, ceiling))
        yield from named
        if named:
            return
    if body:
        yield from _by(text, span, word, body, ceiling)
        return
    yield Found(
        start=phrase_start(folded, start, floor, participle=bool(anchor["participle"])), end=end, form="generic", anchor=span, word=word
    )


def _behind_hits(text: str, before: Span, hits: Sequence[knowledge.Hit]) -> Span | None:
    """What is left of a name behind the known schemes it begins with: "BBB-accredited and Quay certified" holds two."""
    start = max((h.end for h in hits if before[0] <= h.start and h.end < before[1]), default=None)
    if start is None:
        return before
    tie = _JOINS.match(text, start, before[1])
    return (tie.end(), before[1]) if tie else before


def _covers(hit: knowledge.Hit, span: Span) -> bool:
    """Whether a word belongs to a scheme with a name of its own: not to "board certification" as such."""
    return hit.start <= span[0] and span[1] <= hit.end and hit.schemes != ANY_BOARD


def _opens_body(text: str, end: int) -> bool:
    """Whether a capitalised word of certification opens the name of a body: "Certification Board", unlike "Certified Agency Partner"."""
    named = _BODY_NAME.match(text, end)
    if named is None:
        return False
    behind = _NEXT_WORD.match(text, named.end())
    return not (behind and behind[1].lower() in word_set("schemes", "credential_heads"))


def _by(text: str, span: Span, word: str, body: Span, ceiling: int) -> Iterator[Found]:
    """ "certified by X": the body, and the title or the fields that may stand behind it."""
    bodies = list(listed(text, body, ceiling))
    as_title = _AS.match(text, bodies[-1][1], ceiling)
    if as_title:
        run = run_after(text, as_title.end(), ceiling=ceiling, heads=word_set("schemes", "credential_heads"))
        last = run[1] if run and run[0] == as_title.end() else small_title(text, as_title.end() - 1, ceiling)
        if last:
            name = f"{text[slice(*span)]} {text[as_title.end() : last]}"
            yield Found(start=span[0], end=last, form="credential", anchor=span, word=word, body=body, name=name)
            return
    fields = fields_behind(text, bodies[-1][1], ceiling) if len(bodies) == 1 else []
    for i, field in enumerate(fields):
        at = (span[0], field[1]) if i == 0 else field
        name = text[slice(*field)]
        yield Found(start=at[0], end=at[1], form="to", anchor=span, word=word, body=body, name=name, specialty=name)
    if fields and (also := _AND_BY.match(text, fields[-1][1], ceiling)):
        other = run_after(text, also.end(), ceiling=ceiling)
        for one in listed(text, other, ceiling) if other and other[0] == also.end() else ():
            yield Found(start=also.start(1), end=one[1], form="by", anchor=span, word=word, body=one)
    if not fields:
        for one in bodies:
            yield Found(start=span[0], end=one[1], form="by", anchor=span, word=word, body=one)


def _after_to(text: str, folded: str, to: re.Match[str], span: Span, word: str, ceiling: int) -> Iterator[Found]:
    """ "certified to X", "certification in X, Y and Z": what is named behind the preposition."""
    into = to["preposition"] == "in"
    target = run_after(text, to.end(), ceiling=ceiling)
    if target and target[0] - to.end() > 2:
        target = None
    if target and (is_date(text[slice(*target)]) or (into and is_place(text[slice(*target)]))):
        return
    if to["preposition"] == "to" and word.startswith(("certificate", "credential")):
        return  # it is given to somebody
    quoted = _QUOTED.match(text, to.end(), ceiling) if text[to.end() - 1] in '“"' else None
    if quoted:
        target = quoted.span(1)
    if target and into and text[target[1] : target[1] + 2] in {"'s", "’s"}:
        target = None
    if target:
        yield Found(
            start=target[0],
            end=target[1],
            form="to",
            anchor=span,
            word=word,
            body=body_after(text, target[1], ceiling),
            name=text[slice(*target)],
        )
        last = target[1]
    elif to["preposition"] == "as":
        title = small_title(text, to.end() - 1, ceiling)
        if title:
            name = f"{text[slice(*span)]} {text[to.end() : title]}"
            body = body_after(text, title, ceiling)
            yield Found(start=span[0], end=title, form="credential", anchor=span, word=word, body=body, name=name)
        return
    else:
        last = specialty_end(text, to.end(), ceiling) if into else to.end()
        fields = in_fields(text, to.end(), ceiling) if last > to.end() and " both " in to[0] else []
        if len(fields) > 1:
            body = body_after(text, fields[-1][1], ceiling)
            for i, field in enumerate(fields):
                name = text[slice(*field)]
                begin = field[0] if i else span[0]
                yield Found(start=begin, end=field[1], form="to", anchor=span, word=word, body=body, name=name, specialty=name)
            return
        if last == to.end() or text[to.end() : last].split()[0].lower() in members("anchors.generic"):
            return
        yield Found(
            start=span[0],
            end=last,
            form="to",
            anchor=span,
            word=word,
            body=body_after(text, last, ceiling),
            name=text[to.end() : last],
            specialty=text[to.end() : last],
            extra={"lower": True},
        )
    if into:
        rest = fields_listed(text, last, ceiling)
        body = body_after(text, rest[-1][1], ceiling) if rest else None
        for one in rest:
            name = text[slice(*one)]
            yield Found(start=one[0], end=one[1], form="to", anchor=span, word=word, body=body, name=name, specialty=name)
