"""Find schemes: those the registry knows, numbered standards, and those that the text names beside a word of certification.

Yields Mention(kind="scheme"). Attributes:
    form: how it was found: ``known`` (registry or numbered), ``credential`` (Certified X), ``board`` (board-certified X), ``prefix`` (X-certified, X certification),
        ``to`` (certified to X, certification in X), ``by`` (certified by X; the scheme itself is not named), ``generic`` (a certification that is not named).
    anchor: span of the word of certification, or None for a known scheme without one.
    word: that word, folded, or "".
    body: span of the body named with it ("by X", "from X", the X of "X-certified"), or None.
    ids: registry identifiers it may be, the likeliest first.
    name: the usual name; edition, level, number: as read; specialty: of a board certification.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from certwire import cues, knowledge
from certwire.annotation import zones_of
from certwire.model import Attr, Mention, Release, Span
from certwire.phrases import run_after, run_before
from certwire.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BY = re.compile(r"\b(?:by|from|through|with|via)\s+(?:the\s+|both\s+|its\s+|independent\s+|accredited\s+)*")
_TO = re.compile(
    r"\s+(?:to|in|as|for|under|against|with|per)\s+(?:(?:a|an|the|both|its|latest|international|globally|recognized|standard|standards|requirements|of)\s+)*[“\"‘]?"
)
_LIST = re.compile(
    r"[\s®™]*(?:\([^()]{1,60}\))?[\s®™]*(?:,|/|&|;|\+|•)?\s*(?:and|or|as well as|along with|plus|&)?\s*(?:the\s+|also\s+|both\s+)?"
)
_BODY_NAME = re.compile(
    r"\s+(?:Boards?|Services?|Commissions?|Councils?|Inc|Body|Bodies|Agency|Authority|Institute|Center|Centre|Association|Program(?:me)?s?\s+of|Canada|Australia|Europe|International|Holding|Ltd|Limited|GmbH|LLC|Corporation|Group|Foundation|Network|Society|Office|Department|Division|Academy|Forum|Bureau)\b"
)
_SPECIALTY = re.compile(r"[A-Za-z][\w'’/&-]*")
_FAR = 60
# The registry's row for certification by any board: what is read beside "board-certified" says more.
_ANY_BOARD = ("board-certification",)
_LONGEST_LIST = 40
_GAP = re.compile(r"[\s®™©*()\-\u2011]*")


@dataclass(slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    form: str
    anchor: Span | None = None
    word: str = ""
    body: Span | None = None
    ids: tuple[str, ...] = ()
    name: str | None = None
    edition: str | None = None
    level: str | None = None
    number: str | None = None
    specialty: str | None = None
    extra: dict[str, Attr] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeExtractor:
    """ "Acme earns ISO/IEC 27001:2022 certification" -> Mention(kind="scheme", text="ISO/IEC 27001:2022", attrs={"form": "known", "number": "27001", ...})."""

    name: str = "schemes.v1"
    emits: tuple[str, ...] = ("scheme",)
    reads: tuple[str, ...] = ()

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        text = release.text
        folded = cues.fold(text)
        never = tuple(m.span() for m in cues.pattern("context.never").finditer(folded))
        hits = [h for h in knowledge.matcher().find(text) if not _inside(h.start, h.end, never)]
        bounds = _sentence_bounds(doc)
        taken: list[_Found] = []
        used: set[int] = set()
        for anchor in cues.anchors().finditer(folded):
            if _inside(anchor.start(), anchor.end(), never):
                continue
            floor, ceiling = _bounds(bounds, anchor.start())
            taken.extend(_around(text, folded, anchor, floor, ceiling, hits, used))
        taken.extend(_known(text, hits, used))
        taken.extend(_titles(text, folded, bounds, taken, never))
        for found in _distinct(taken):
            yield _mention(text, found, self.name)


EXTRACTOR = SchemeExtractor()


def _sentence_bounds(doc: Doc) -> list[Span]:
    """Sentences cut at zone borders too: a heading is no part of the paragraph below."""
    blocks = [(z.start, z.end) for z in zones_of(doc).blocks]
    sentences = [(s.start_char, s.end_char) for s in doc.sents]
    edges = sorted({e for span in (*blocks, *sentences) for e in span})
    return list(zip(edges, edges[1:], strict=False))


def _bounds(bounds: Sequence[Span], offset: int) -> Span:
    at = bisect_right(bounds, (offset, 1 << 62)) - 1
    return bounds[at] if 0 <= at < len(bounds) else (offset, offset)


def _inside(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a span overlaps one of some spans that ascend without overlap."""
    at = bisect_right(spans, start, key=lambda s: s[1])
    return at < len(spans) and spans[at][0] < end


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in ascending order, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _around(
    text: str, folded: str, anchor: re.Match[str], floor: int, ceiling: int, hits: Sequence[knowledge.Hit], used: set[int]
) -> Iterator[_Found]:
    """What one word of certification says of which scheme and which body."""
    start, end, word = anchor.start(), anchor.end(), anchor[0]
    span = (start, end)
    body = _body_after(text, end, ceiling)
    if anchor["participle"] and re.search(r"board[\s-]+$", folded[max(floor, start - 8) : start]):
        yield from _board(text, folded, span, word, floor, ceiling)
        return
    if text[start].isupper() and _BODY_NAME.match(text, end):
        return
    near = range(bisect_left(hits, start - _FAR, key=lambda h: h.end), bisect_right(hits, end + _FAR, key=lambda h: h.start))
    beside = [i for i in near if _touches(text, hits[i], start, end, floor, ceiling)]
    if beside:
        chain = _chained(text, hits, beside, floor, ceiling)
        if hits[chain[-1]].end > end:
            body = _body_after(text, hits[chain[-1]].end, ceiling) or body
        for i in chain:
            if i not in used:
                used.add(i)
                yield _from_hit(hits[i], anchor=span, word=word, body=body)
        return
    if anchor["participle"]:
        title = run_after(text, end, ceiling=ceiling, heads=frozenset(words("schemes", "credential_heads")))
        before = run_before(text, start, floor=floor)
        if title and text[end : title[0]].strip() == "" and _is_title(text, title, word, text[start:end]):
            first = (
                before[0]
                if before and text[before[1] : start].strip(" -") == "" and before[1] - before[0] < 40 and text[start].isupper()
                else start
            )
            owner = before if first < start else None
            yield _Found(
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
        if before and _plain_prefix(text, before, start):
            last = _thing_end(text, end, ceiling)
            yield _Found(
                start=before[0],
                end=last,
                form="prefix",
                anchor=span,
                word=word,
                body=body or before,
                name=text[before[0] : before[1]],
                extra={"owner": body is None},
            )
            return
    elif anchor["noun"]:
        before = run_before(text, start, floor=floor)
        if before:
            yield _Found(
                start=before[0],
                end=end,
                form="prefix",
                anchor=span,
                word=word,
                body=body or before,
                name=text[before[0] : before[1]],
                extra={"owner": body is None},
            )
            return
    lower = _lowercase(folded, start, end, floor, ceiling)
    if lower:
        yield _Found(
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
        target = run_after(text, to.end(), ceiling=ceiling)
        if target and target[0] - to.end() <= 2:
            yield _Found(
                start=target[0],
                end=target[1],
                form="to",
                anchor=span,
                word=word,
                body=_body_after(text, target[1], ceiling),
                name=text[target[0] : target[1]],
            )
            return
        if folded[end : to.end()].split()[0] == "in":
            last = _specialty_end(text, to.end(), ceiling)
            if last > to.end():
                yield _Found(
                    start=start,
                    end=last,
                    form="to",
                    anchor=span,
                    word=word,
                    body=_body_after(text, last, ceiling),
                    name=text[to.end() : last],
                    specialty=text[to.end() : last],
                    extra={"lower": True},
                )
                return
    if body:
        for one in _listed(text, body, ceiling):
            yield _Found(start=start, end=one[1], form="by", anchor=span, word=word, body=one)
        return
    yield _Found(start=_phrase_start(folded, start, floor), end=end, form="generic", anchor=span, word=word)


def _chained(text: str, hits: Sequence[knowledge.Hit], beside: Sequence[int], floor: int, ceiling: int) -> list[int]:
    """The hits beside the word and those that a list ties to them: "ISO 9001, ISO 14001 (environment) and ISO 45001"."""
    first, last = min(beside), max(beside)
    floor_at, ceiling_at = max(0, first - _LONGEST_LIST), min(len(hits), last + _LONGEST_LIST)
    while first > floor_at and hits[first - 1].start >= floor and _LIST.fullmatch(text, hits[first - 1].end, hits[first].start):
        first -= 1
    while last + 1 < ceiling_at and hits[last + 1].end <= ceiling and _LIST.fullmatch(text, hits[last].end, hits[last + 1].start):
        last += 1
    return list(range(first, last + 1))


def _touches(text: str, hit: knowledge.Hit, start: int, end: int, floor: int, ceiling: int) -> bool:
    """A known scheme belongs to the word when only marks, brackets or a list of schemes lie between them, or "to", "for", "in"."""
    if not (floor <= hit.start and hit.end <= ceiling):
        return False
    if hit.start <= start and end <= hit.end:
        return True
    gap = text[hit.end : start] if hit.end <= start else text[end : hit.start]
    if len(gap) > _FAR:
        return False
    bare = _GAP.sub(" ", gap).strip().lower()
    if hit.end <= start:
        return bare in {
            "",
            "-",
            "level",
            "compliance",
            "standard",
            "standards",
            "security",
            "status",
            "management system",
            "quality management system",
            "information security management system",
            "and",
            ",",
            "&",
            "type",
        } or (
            len(bare.split()) <= 3
            and "." not in bare
            and "," not in bare
            and not any(w in bare.split() for w in ("and", "is", "are", "was", "by", "the", "a", "our", "its"))
        )
    return bool(
        re.fullmatch(
            r"(?:(?:to|for|in|under|as|with|against|of|the|a|an|international|standard|standards|by|including|:|per|on|latest|new|prestigious|its|meet|level|and|such)\s*)*",
            bare,
        )
    )


def _from_hit(hit: knowledge.Hit, *, anchor: Span | None, word: str, body: Span | None) -> _Found:
    return _Found(
        start=hit.start, end=hit.end, form="known", anchor=anchor, word=word, body=body, ids=hit.schemes, name=hit.name or hit.alias, edition=hit.edition,
        level=hit.level, number=hit.number, extra=_row(hit.schemes),
    )  # fmt: skip


def _row(ids: Sequence[str]) -> dict[str, Attr]:
    """What the registry says of the first scheme it may be."""
    row = knowledge.matcher().registry.scheme(ids[0]) if ids else None
    if row is None:
        return {}
    grants = (*row.certifiers, *((row.owner,) if row.owner_grants and row.owner else ()))
    return {"domain": row.domain, "applies_to": row.applies_to, "grants": grants, "kind": row.kind}


def _known(text: str, hits: Sequence[knowledge.Hit], used: set[int]) -> Iterator[_Found]:
    for i, hit in enumerate(hits):
        if i not in used:
            yield _from_hit(hit, anchor=None, word="", body=_body_after(text, hit.end, min(len(text), hit.end + 140)))


def _body_after(text: str, start: int, ceiling: int) -> Span | None:
    """The capitalised name behind the next "by", "from", "through" of the clause."""
    limit = min(ceiling, start + 150)
    stop = re.search(r"[;:!?]|\.\s|, (?:and|which|who|while)\b|\s(?:and is|and was|and has|that)\s", text[start:limit])
    limit = start + stop.start() if stop else limit
    for by in _BY.finditer(text, start, limit):
        name = run_after(text, by.end(), ceiling=ceiling)
        if (
            name
            and name[0] - by.end() <= 2
            and not re.fullmatch(
                r"[\d\W]+|(?:January|February|March|April|May|June|July|August|September|October|November|December).*",
                text[name[0] : name[1]],
            )
        ):
            return name
    return None


def _listed(text: str, body: Span, ceiling: int) -> Iterator[Span]:
    """ "by the A Board and the B Board": each of them."""
    yield body
    also = re.compile(r"(?:\s*\([^)]{1,30}\))?\s*[®™]*(?:,|,? and|,? &)\s+(?:the\s+)?").match(text, body[1], ceiling)
    if also:
        other = run_after(text, also.end(), ceiling=ceiling)
        if other and other[0] == also.end() and len(text[other[0] : other[1]].split()) > 2:
            yield other


def _board(text: str, folded: str, span: Span, word: str, floor: int, ceiling: int) -> Iterator[_Found]:
    start = folded.rfind("board", max(floor, span[0] - 8), span[0])
    double = re.search(r"(?:double|dual|triple|quadruple|nationally)[\s-]+$", folded[max(floor, start - 12) : start])
    first = start - len(double[0]) if double else start
    into = re.compile(r"\s+(?:in|as)\s+(?:an?\s+|both\s+|the\s+)?").match(folded, span[1], ceiling)
    begin = into.end() if into else span[1]
    last = _specialty_end(text, begin, ceiling)
    body = _body_after(text, max(last, span[1]), ceiling)
    specialty = text[begin:last].strip() or None
    bodies: list[Span | None] = list(_listed(text, body, ceiling)) if body else [None]
    for one in bodies:
        yield _Found(
            start=first,
            end=max(last, span[1]),
            form="board",
            anchor=span,
            word=word,
            body=one,
            name=f"Board certification ({specialty})" if specialty else "Board certification",
            specialty=specialty,
        )


def _specialty_end(text: str, start: int, ceiling: int) -> int:
    """Behind the words of a field of practice: up to six, stopping at a preposition, a verb or a name."""
    stops = frozenset(words("schemes", "specialty_stop"))
    last = start
    for count, word in enumerate(_SPECIALTY.finditer(text, start, ceiling)):
        between = text[last : word.start()]
        if count > 6 or between.strip(" -/&\u2011") or (count and "\n" in between):
            break
        low = word[0].lower()
        if (
            low == "and"
            and count
            and re.match(
                r"\s+(?:[a-z-]+(?:logist|geon|cian|trist|try|logy|icine|law|gery|ics))\b", text[word.end() : word.end() + 40].lower()
            )
        ):
            last = word.end()
            continue
        if low in stops or low in {"dr", "mr", "ms", "i", "he", "she"}:
            break
        last = word.end()
        if text[last : last + 1] in {",", ".", ";", "(", "™", "®"}:
            break
    return last


def _is_title(text: str, title: Span, word: str, shown: str) -> bool:
    """ "Certified Public Accountant": the participle itself is capitalised, or the run ends in a professional's head word."""
    heads = frozenset(words("schemes", "credential_heads"))
    last = re.sub(r"\s*\(.*", "", text[title[0] : title[1]]).split(" ")[-1].lower().strip("s")
    has_head = any(w.lower().rstrip("s") in {h.rstrip("s") for h in heads} for w in text[title[0] : title[1]].split(" ")) or last in heads
    return (shown[0].isupper() and (has_head or "(" in text[title[0] : title[1]] or title[1] - title[0] > 3)) or has_head


def _plain_prefix(text: str, before: Span, start: int) -> bool:
    return text[before[1] : start].strip(" -®™*)\u2011") == ""


def _thing_end(text: str, end: int, ceiling: int) -> int:
    return end


def _lowercase(folded: str, start: int, end: int, floor: int, ceiling: int) -> Span | None:
    """A scheme written small ("organic", "halal") right before or behind the word."""
    return _small_before(folded, start, floor) or _small_after(folded, end, ceiling)


@cache
def _small() -> tuple[re.Pattern[str], re.Pattern[str]]:
    body = "|".join(re.escape(w) for w in sorted(words("cues", "anchors.lowercase_schemes"), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![\w-])(?:{body})[\s-]+$"), re.compile(rf"[\s-]+(?:as\s+)?[“\"]?(?:{body})(?![\w])")


def _small_before(folded: str, start: int, floor: int) -> Span | None:
    found = _small()[0].search(folded, max(floor, start - 40), start)
    return (found.start(), found.start() + len(found[0].rstrip(" -"))) if found else None


def _small_after(folded: str, end: int, ceiling: int) -> Span | None:
    found = _small()[1].match(folded, end, ceiling)
    if not found:
        return None
    lead = len(found[0]) - len(found[0].lstrip(' -“"'))
    return found.start() + lead, found.end()


def _phrase_start(folded: str, start: int, floor: int) -> int:
    """ "a prestigious cybersecurity certification" -> from "cybersecurity": up to three words that are not generic."""
    generic = cues.members("anchors.generic")
    found = list(re.finditer(r"[a-z][\w-]*", folded[max(floor, start - 50) : start]))
    offset = max(floor, start - 50)
    first = start
    for word in reversed(found[-3:]):
        if (
            word[0] in generic
            or word[0] in frozenset(words("schemes", "cut"))
            or word[0] in frozenset(words("schemes", "links"))
            or folded[offset + word.end() : first].strip(" -")
        ):
            break
        first = offset + word.start()
    return first


_TITLE = re.compile(rf"(?<![\w-])(?:{'|'.join(words('schemes', 'title_openers'))})\s+(?=[A-Z])")


def _titles(text: str, folded: str, bounds: Sequence[Span], taken: Sequence[_Found], never: Sequence[Span]) -> Iterator[_Found]:
    """ "Chartered Wealth Strategist", "Registered Holistic Nutritionist": titles without the word certified."""
    spans = _joined((f.start, f.end) for f in taken)
    heads = frozenset(words("schemes", "credential_heads"))
    not_titles = tuple(words("schemes", "openers_not"))
    for opener in _TITLE.finditer(text):
        if (
            _inside(opener.start(), opener.end(), spans)
            or _inside(opener.start(), opener.end(), never)
            or folded.startswith(not_titles, opener.start())
        ):
            continue
        floor, ceiling = _bounds(bounds, opener.start())
        run = run_after(text, opener.end(), ceiling=ceiling, heads=heads)
        if run and any(w.lower().rstrip(",") in heads for w in text[run[0] : run[1]].split(" ")):
            yield _Found(
                start=opener.start(),
                end=run[1],
                form="credential",
                anchor=(opener.start(), opener.end()),
                word=opener[0].strip().lower(),
                body=_body_after(text, run[1], ceiling),
                name=text[opener.start() : run[1]],
            )


def _distinct(found: Sequence[_Found]) -> Iterator[_Found]:
    """Each span once; a known scheme wins over a guess that overlaps it, a specialty over "board-certified" alone."""
    rank = {"known": 0, "board": 1, "credential": 2, "to": 3, "prefix": 4, "by": 5, "generic": 6}
    kept: list[_Found] = []
    near: defaultdict[int, list[_Found]] = defaultdict(list)
    for one in sorted(found, key=lambda f: (_ANY_BOARD == f.ids, rank[f.form], f.start, -f.end, f.body or (-1, -1))):
        clash = [
            k
            for k in (f for block in _blocks(one) for f in near[block])
            if k.start < one.end and one.start < k.end and not (k.form == one.form and k.form in {"by", "board"} and k.body != one.body)
        ]
        if not clash:
            kept.append(one)
            for block in _blocks(one):
                near[block].append(one)
    yield from sorted(kept, key=lambda f: (f.start, f.end, f.body or (-1, -1)))


def _blocks(found: _Found) -> range:
    """The blocks of the text that a span touches: what lies elsewhere cannot overlap it."""
    return range(found.start >> 6, (found.end >> 6) + 1)


def _mention(text: str, found: _Found, source: str) -> Mention:
    attrs: dict[str, Attr] = {
        "form": found.form, "anchor": found.anchor, "word": found.word, "body": found.body, "ids": found.ids, "name": found.name, "edition": found.edition,
        "level": found.level, "number": found.number, "specialty": found.specialty, **found.extra,
    }  # fmt: skip
    return Mention(kind="scheme", start=found.start, end=found.end, text=text[found.start : found.end], source=source, attrs=attrs)
