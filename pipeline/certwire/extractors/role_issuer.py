"""Which organization a release speaks for, read off its layout: whom "the company" and "our" mean."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from certwire import knowledge
from certwire.extractors.role_fences import Spans
from certwire.extractors.role_titles import ORGANIZATION, titles
from certwire.model import Span

_ABOUT = re.compile(r"(?:\n|  |^|[.!?] )\s*About (?=[A-Z0-9])")
_CONTACT = re.compile(r"Contact Information:\s+")
_SOURCE = re.compile(r"(?:\n|  )\s*(?:SOURCE|Source):? ")
_ANNOUNCE = re.compile(
    r"[®™]?(?: \([^()\n]{1,60}\))?(?:,? (?:today|proudly|has|have|is|are|pleased|excited|"
    r"to)){0,5} (?:announce|launch|introduce|unveil|release|appoint|name|expand|earn|achieve|"
    r"receive|complete|acquire|join|celebrate|"
    r"open|partner|secure|offer)\w*\b|[®™]?,? (?:an?|the) (?:leading|leader|global|premier|provider)"
)
# Who certifies, ranks or hosts stands behind such words; who the release is about seldom does.
_OBJECT = re.compile(r"(?:\b(?:by|from|named an?|named to|under|against|in|with|of|accredited|certified)(?: the)? )$", re.IGNORECASE)
_GENERIC = re.compile(r"(?i)^(?:the |dr\b|press release|news|contact|company|media|us\b|this)")


def issuer(text: str, organizations: Spans, *, people: Spans, title: str | None = None) -> Span | None:
    """The span of a mention of the organization that the release is about, None where nothing tells.

    Example:
        "Acme Inc. Earns Certification ... About Acme Inc. ..." -> the span of an "Acme Inc."
    """
    votes: Counter[str] = Counter()
    where: dict[str, Span] = {}

    def vote(span: Span | None, weight: float) -> None:
        if span is None:
            return
        words = " ".join(text[span[0] : span[1]].split())
        key = _key(words)
        if not key or _GENERIC.match(words) or _covered(span, people) or "\n" in text[span[0] : span[1]]:
            return
        votes[key] += int(weight * 10)
        if key not in where or span[1] - span[0] > where[key][1] - where[key][0]:
            where[key] = span

    for pattern, weight in ((_ABOUT, 3.0), (_CONTACT, 4.0), (_SOURCE, 3.0)):
        for n, m in enumerate(pattern.finditer(text)):
            vote(_at(text, m.end(), organizations), weight if n == 0 else 1.0)
    head_end = len(title) if title else (text.find("\n") if 0 < text.find("\n") < 300 else 150)
    certifies = cache(_certifies)
    first = True
    mentions: Counter[str] = Counter()
    for span in organizations.spans[:400]:
        if span[0] < head_end + 900 and _ANNOUNCE.match(text, span[1]):
            vote(span, 1.5)
        far = span[0] >= head_end + 500
        mentions[text[span[0] : span[1]]] += far
        if mentions[text[span[0] : span[1]]] > 6:
            continue
        weight = (4.0 if first else 1.5) if span[0] < head_end else 1.0 if span[0] < head_end + 500 else 0.2
        if _OBJECT.search(text, max(0, span[0] - 16), span[0]) or titles().lends.match(text, span[1]):
            weight /= 5
        elif certifies(text[slice(*span)]):
            weight /= 3
        vote(span, weight)
        first = first and span[0] >= head_end
    for key in _lenders(text, head_end, organizations) & votes.keys():
        votes[key] //= 4
    if not organizations.spans:
        vote(_at(text, 0, organizations), 1.5)
    if not votes:
        return None
    families: Counter[str] = Counter()
    for key, count in votes.items():
        families[_shortest(key, votes)] += count
    family = max(families, key=lambda k: (families[k], -where[k][0]))
    return where[family]


def _lenders(text: str, head_end: int, organizations: Spans) -> set[str]:
    """Names that a headline lends to a prize, a scheme or an event of which it tells: "Jane Roe Named a 2031 Acme Top Doctor"."""
    return {
        _key(text[start:end])
        for start, end in organizations.spans
        if 0 < start < head_end and titles().lends.match(text, end) and not _ANNOUNCE.match(text, end)
    }


def _certifies(name: str) -> bool:
    """Whether a name is a known body's: it certifies others far oftener than it speaks of itself."""
    return bool(knowledge.matcher().registry.bodies_named(name))


def _covered(span: Span, people: Spans) -> bool:
    """Whether what was taken for an organization is a person, or begins with one and ends with another word or two."""
    person = people.between(*span)
    return person is not None and (person[0] == span[0] and person[1] + 8 > span[1])


def _shortest(key: str, keys: Counter[str]) -> str:
    """The shortest name among ``keys`` that a name begins with: "acme" for "acme design center"."""
    parts = key.split()
    return next((" ".join(parts[:n]) for n in range(1, len(parts)) if " ".join(parts[:n]) in keys), key)


def _key(words: str) -> str:
    return (
        re.sub(r"[,.]? (?:inc|llc|ltd|corp|corporation|limited|company|co|plc|gmbh|ag)\.?$", "", words.lower())
        .replace("’", "'")
        .removeprefix("the ")
    )


def _at(text: str, start: int, organizations: Spans) -> Span | None:
    known = organizations.starting(start, start + 4)
    if known:
        return known
    named = ORGANIZATION.match(text, start)
    if not named:
        return None
    words = named[0]
    doubled = re.match(r"(.{3,60}?)(?: (?:LLC|Inc\.?|Ltd\.?))? \1\b", words)
    return (named.start(), named.start() + len(doubled[1])) if doubled else named.span()


def meant(text: str, own: str, at: int, organizations: Spans, *, issuer: Span | None) -> Span | None:
    """Which organization words like "its", "the institute's" or "our company" stand for, at a code point.

    Example:
        "Acme Bank ... the bank's chairman" -> the span of "Acme Bank"
    """
    word = own.lower().split()[-1] if own else ""
    before = [s for s in organizations.spans if s[1] <= at]
    if word in ("its", "their"):
        near = [s for s in before if at - s[1] < 400]
        return _subject(text, near, at) or issuer
    if word in ("our", "company", "firm", "organization", "team", "business", "brand", "startup", "group", ""):
        return issuer
    if issuer and word in text[issuer[0] : issuer[1]].lower().split():
        return issuer
    named = [s for s in before if word in text[s[0] : s[1]].lower().split()]
    later = [s for s in organizations.spans if s[0] >= at and word in text[s[0] : s[1]].lower().split()]
    return named[-1] if named else later[0] if later else issuer


def _subject(text: str, near: list[Span], at: int) -> Span | None:
    """Of the organizations named shortly before, the one that begins its sentence, else the last."""
    for span in reversed(near):
        lead = text[max(0, span[0] - 6) : span[0]]
        if re.search(r"(?:^|[.!?”\"\n]\s+)(?:The )?$", lead):
            return span
    return near[-1] if near else None


_KIN = (
    (re.compile(r"(?i)\b(?:mayor|city (?:manager|clerk|councill?or))$"), re.compile(r"\b(?:City|Town|Village|Borough) of\b")),
    (re.compile(r"(?i)\b(?:under)?sheriff$|\bdeputy$"), re.compile(r"\bSheriff\b")),
    (re.compile(r"(?i)\b(?:police chief|chief of police)$"), re.compile(r"\bPolice\b")),
    (re.compile(r"(?i)\bfire chief$"), re.compile(r"\bFire\b")),
)


def kindred(text: str, role: str, at: int, organizations: Spans) -> Span | None:
    """The body that an office by its own name belongs to, where one is named: a mayor's city, a deputy's sheriff's office.

    Example:
        "Sheriff" in "Sheriff Jane Roe ... the Moor County Sheriff's Office" -> the span of "Moor County Sheriff's Office"
    """
    kin = next((body for office, body in _KIN if office.search(role)), None)
    if kin is None:
        return None
    fit = [s for s in organizations.spans if kin.search(text, *s)]
    before = [s for s in fit if s[1] <= at]
    return before[-1] if before else next(iter(fit), None)


def in_sentence(text: str, at: int, organizations: Spans) -> Span | None:
    """The last organization named before a code point in its own sentence, where no quotation lies between."""
    low = max(0, at - 220)
    before = text[low:at]
    ends = [m.end() for m in re.finditer(r"[.!?][”\"]? (?=[A-Z“\"])|\n|  ", before)]
    start = low + (ends[-1] if ends else 0)
    if re.search(r"[“”\"]", text[start:at]):
        return None
    named = [s for s in organizations.spans if start <= s[0] and s[1] <= at]
    if not named:
        return None
    if len(text[start : named[0][0]].split()) < 3 and not text[named[0][1] : at].startswith(("’", "'")):
        return named[0]
    if len(text[named[-1][1] : at]) < 26 and not re.search(r"[.;]|, [A-Z]", text[named[-1][1] : at]):
        return named[-1]
    return named[0] if len(text[start : named[0][0]].split()) < 3 else None
