"""Which organization a release speaks for, read off its layout: whom "the company" and "our" mean."""

from __future__ import annotations

import re
from collections import Counter

from certwire.extractors.role_phrases import ORGANIZATION, Spans
from certwire.model import Span

_ABOUT = re.compile(r"(?:\n|  |^|[.!?] )\s*About (?=[A-Z0-9])")
_CONTACT = re.compile(r"Contact Information:\s+")
_SOURCE = re.compile(r"(?:\n|  )\s*(?:SOURCE|Source):? ")
_ANNOUNCE = re.compile(
    r"(?:,? (?:today|proudly|has|have|is|are)){0,2} (?:announce|launch|introduce|unveil|release|appoint|name|expand|earn|achieve|receive|complete|acquire|join|celebrate|open|partner|secure|offer)\w*\b|,? (?:an?|the) (?:leading|leader|global|premier|provider)|[’']s\b|,"
)
_GENERIC = re.compile(r"(?i)^(?:the |press release|news|contact|company|media|us\b|this)")


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
        if not key or _GENERIC.match(words) or people.between(span[0], span[1]) or "\n" in text[span[0] : span[1]]:
            return
        votes[key] += int(weight * 10)
        if key not in where or span[1] - span[0] > where[key][1] - where[key][0]:
            where[key] = span

    for pattern, weight in ((_ABOUT, 3.0), (_CONTACT, 4.0), (_SOURCE, 3.0)):
        for n, m in enumerate(pattern.finditer(text)):
            vote(_at(text, m.end(), organizations), weight if n == 0 else 1.0)
    head_end = len(title) if title else (text.find("\n") if 0 < text.find("\n") < 300 else 150)
    first = True
    for span in organizations.spans[:400]:
        vote(span, (4.0 if first else 1.5) if span[0] < head_end else 1.0 if span[0] < head_end + 500 else 0.2)
        first = first and span[0] >= head_end
    if not organizations.spans:
        vote(_at(text, 0, organizations), 1.5)
    if not votes:
        return None
    # a short form speaks for the long one it begins
    for short in list(votes):
        for long in votes:
            if long != short and long.startswith(short + " "):
                votes[long] += votes[short]
    best = max(votes, key=lambda k: (votes[k], -where[k][0]))
    return where[best]


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
