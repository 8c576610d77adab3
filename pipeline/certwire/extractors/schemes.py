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
from certwire.extractors.scheme_found import Found, distinct, mention
from certwire.extractors.scheme_grammar import (
    body_after,
    fields_listed,
    in_address,
    is_date,
    is_title,
    listed,
    lowercase,
    named_before,
    phrase_start,
    plain_prefix,
    says_of_it,
    specialty_end,
)
from certwire.extractors.scheme_known import FAR, chained, from_hit, known, touches
from certwire.extractors.scheme_weak import weak
from certwire.intervals import joined, overlapped
from certwire.model import Attr, Mention, Release, Span
from certwire.phrases import run_after
from certwire.vocabulary import word_set, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TO = re.compile(
    r"\s+(?:to|in|as|for|under|against|with|per)\s+(?:(?:a|an|the|both|its|latest|international|globally|recognized|standard"
    r"|standards|requirements|of)\s+)*[“\"‘]?"
)
_AND = re.compile(r"\s+and\s+")
_BODY_NAME = re.compile(
    r"\s+(?:Boards?|Services?|Commissions?|Councils?|Inc|Body|Bodies|Agency|Authority|Institute|Center|Centre|Association"
    r"|Program(?:me)?s?\s+of|Canada|Australia|Europe|International|Holding|Ltd|Limited|GmbH|LLC|Corporation|Group|Foundation"
    r"|Network|Society|Office|Department|Division|Academy|Forum|Bureau)\b"
)
_OF_BODY = re.compile(
    r"\b(?:Commission|Council|Board|Committee|Bureau|Agency|Institute|Centre|Center|Office|Association) (?:on|of|for)(?: the)?"
    r"(?: [A-Z][\w'’-]*| and| of| &){0,5}\s$"
)
_TITLE = re.compile(rf"(?<![\w-])(?:{'|'.join(words('schemes', 'title_openers'))})\s+(?=[A-Z])")


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
        hits = [h for h in knowledge.matcher().find(text) if not overlapped(h.start, h.end, never)]
        bounds = _sentence_bounds(doc)
        taken: list[Found] = []
        used: set[int] = set()
        for anchor in cues.anchor_spotter().finditer(folded):
            if overlapped(anchor.start(), anchor.end(), never) or in_address(text, anchor.start(), anchor.end()):
                continue
            floor, ceiling = _bounds(bounds, anchor.start())
            taken.extend(_around(text, folded, anchor, floor, ceiling, hits, used))
        taken.extend(known(text, hits, used))
        taken.extend(_titles(text, folded, bounds, taken, never))
        if taken:
            # Seals and ratings alone do not make a release speak of certification.
            for start, end in bounds:
                taken.extend(weak(text, folded, start, end))
        for found in distinct(taken):
            yield mention(text, found, self.name)


EXTRACTOR = SchemeExtractor()


def _prefixed(text: str, before: Span, anchor: Span, word: str, body: Span | None) -> Found:
    """ "X-certified", "X certification": the run in front names the scheme, and the body where no other is named."""
    name = text[before[0] : before[1]]
    extra: dict[str, Attr] = {"owner": body is None}
    return Found(start=before[0], end=anchor[1], form="prefix", anchor=anchor, word=word, body=body or before, name=name, extra=extra)


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
    if anchor["participle"] and re.search(r"board[\s-]+$", folded[max(floor, start - 8) : start]):
        yield from _board(text, folded, span, word, floor, ceiling)
        return
    if text[start].isupper() and (_BODY_NAME.match(text, end) or _OF_BODY.search(text, max(floor, start - 60), start)):
        return
    near = range(bisect_left(hits, start - FAR, key=lambda h: h.end), bisect_right(hits, end + FAR, key=lambda h: h.start))
    beside = [i for i in near if touches(text, hits[i], start, end, floor, ceiling)]
    if beside:
        chain = chained(text, hits, beside, floor, ceiling)
        if hits[chain[-1]].end > end:
            body = body_after(text, hits[chain[-1]].end, ceiling) or body
        for i in chain:
            if i not in used:
                used.add(i)
                yield from_hit(hits[i], anchor=span, word=word, body=body)
        return
    if anchor["participle"]:
        title = run_after(text, end, ceiling=ceiling, heads=word_set("schemes", "credential_heads"))
        before = named_before(text, start, floor=floor)
        if title and text[end : title[0]].strip() == "" and is_title(text, title, text[start:end]):
            first = (
                before[0]
                if before and text[before[1] : start].strip(" -") == "" and before[1] - before[0] < 40 and text[start].isupper()
                else start
            )
            owner = before if first < start else None
            yield Found(
                start=first,
                end=title[1],
                form="credential",
                anchor=span,
                word=word,
                body=body or owner,
                name=text[first : title[1]],
                extra={"owner": owner is not None},
            )
            return
        if (
            before
            and body is not None
            and folded.startswith(" by ", end)
            and text[start - 1] == " "
            and not says_of_it(folded, before[0], floor)
        ):
            before = None
        if before and plain_prefix(text, before, start):
            yield _prefixed(text, before, span, word, body)
            return
    elif anchor["noun"]:
        before = named_before(text, start, floor=floor)
        if before and plain_prefix(text, before, start):
            yield _prefixed(text, before, span, word, body)
            return
    lower = lowercase(folded, start, end, floor, ceiling)
    if lower:
        yield Found(
            start=min(lower[0], start),
            end=max(lower[1], end),
            form="prefix",
            anchor=span,
            word=word,
            body=body,
            name=text[lower[0] : lower[1]],
            extra={"lower": True},
        )
        return
    to = _TO.match(folded, end, ceiling)
    if to:
        named = list(_after_to(text, folded, to, span, word, ceiling))
        yield from named
        if named:
            return
    if body:
        for one in listed(text, body, ceiling):
            yield Found(start=start, end=one[1], form="by", anchor=span, word=word, body=one)
        return
    yield Found(start=phrase_start(folded, start, floor), end=end, form="generic", anchor=span, word=word)


def _after_to(text: str, folded: str, to: re.Match[str], span: Span, word: str, ceiling: int) -> Iterator[Found]:
    """ "certified to X", "certification in X, Y and Z": what is named behind the preposition."""
    into = folded[span[1] : to.end()].split()[0] == "in"
    target = run_after(text, to.end(), ceiling=ceiling)
    if target and target[0] - to.end() > 2:
        target = None
    if target and is_date(text[slice(*target)]):
        return
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
    else:
        last = specialty_end(text, to.end(), ceiling) if into else to.end()
        if last > to.end() and to[0].endswith("both ") and (also := _AND.match(text, last, ceiling)):
            last = specialty_end(text, also.end(), ceiling)
        if last == to.end():
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
        for one in fields_listed(text, last, ceiling):
            yield Found(start=one[0], end=one[1], form="to", anchor=span, word=word, name=text[slice(*one)], specialty=text[slice(*one)])


def _board(text: str, folded: str, span: Span, word: str, floor: int, ceiling: int) -> Iterator[Found]:
    start = folded.rfind("board", max(floor, span[0] - 8), span[0])
    double = re.search(r"(?:double|dual|triple|quadruple|nationally)[\s-]+$", folded[max(floor, start - 12) : start])
    first = start - len(double[0]) if double else start
    into = re.compile(r"\s+(?:in|as)\s+(?:an?\s+|both\s+|the\s+)?").match(folded, span[1], ceiling)
    begin = into.end() if into else span[1]
    last = specialty_end(text, begin, ceiling)
    body = body_after(text, max(last, span[1]), ceiling)
    specialty = text[begin:last].strip() or None
    bodies: list[Span | None] = list(listed(text, body, ceiling)) if body else [None]
    for one in bodies:
        yield Found(
            start=first,
            end=max(last, span[1]),
            form="board",
            anchor=span,
            word=word,
            body=one,
            name=f"Board certification ({specialty})" if specialty else "Board certification",
            specialty=specialty,
        )


def _titles(text: str, folded: str, bounds: Sequence[Span], taken: Sequence[Found], never: Sequence[Span]) -> Iterator[Found]:
    """ "Chartered Wealth Strategist", "Registered Holistic Nutritionist": titles without the word certified."""
    spans = joined((f.start, f.end) for f in taken)
    heads = word_set("schemes", "credential_heads")
    not_titles = tuple(words("schemes", "openers_not"))
    for opener in _TITLE.finditer(text):
        if (
            overlapped(opener.start(), opener.end(), spans)
            or overlapped(opener.start(), opener.end(), never)
            or folded.startswith(not_titles, opener.start())
        ):
            continue
        ceiling = _bounds(bounds, opener.start())[1]
        run = run_after(text, opener.end(), ceiling=ceiling, heads=heads)
        if run and any(w.lower().rstrip(",") in heads for w in text[run[0] : run[1]].split(" ")):
            yield Found(
                start=opener.start(),
                end=run[1],
                form="credential",
                anchor=(opener.start(), opener.end()),
                word=opener[0].strip().lower(),
                body=body_after(text, run[1], ceiling),
                name=text[opener.start() : run[1]],
            )
