"""Where a role is held: the organization after "of", "at", a comma or a dash, or the release's own."""

from __future__ import annotations

import re

from certwire.extractors.role_fences import Spans
from certwire.extractors.role_titles import ORGANIZATION, Titles
from certwire.model import Span

_AT = re.compile(r"(?:,? (?:at|with|from|for|of|in)(?: the)? | @ |, | \(| [–—|\-] | [Oo]f )(?=[\w“])")
_BRACKET = re.compile(r" \([^()\n]{1,40}\)")
_NO_NAME = re.compile(r"(?:[Tt]he )?(?:Esq|Dr|Mr|Ms|Mrs|Miss|Prof|Says|U\.S|US|UK|Email|Phone|Tel|I|In|It)\.?")


def held_at(text: str, end: int, limit: int, organizations: Spans, t: Titles, people: Spans, *, head: str) -> tuple[Span | None, str, int]:
    """The organization after the role, or whether it is the release's own."""
    bracket = _BRACKET.match(text, end, limit)
    if bracket:
        end = bracket.end()
    joint = _AT.match(text, end, limit)
    # "principal of Jane Roe": nobody is the head of a person, so what looks like one is a firm.
    namesake = people.starting(limit, limit) if head in t.at_organization and text[end:limit] in (" of ", " at ") else None
    if namesake:
        return namesake, "", namesake[1]
    if not joint:
        space = text[end : end + 1] == " "
        beside = organizations.starting(end + space, end + space) if space or text[end : end + 1].isupper() else None
        return (beside, "", beside[1]) if beside and beside[1] <= limit + 40 else (None, "", end)
    article = re.search(r"[Tt]he $", joint[0])
    start = joint.end() - (len(article[0]) if article else 0)
    own = t.own.match(text, start, limit)
    if own and (" " in own[0]):
        return None, own[0], own.end()
    start = joint.end()
    known = organizations.starting(start - (4 if article else 0), start)
    if known is None:
        near = organizations.starting(start, min(limit, start + 30))
        if near and not re.search(r"[,;()A-Z]", text[start : near[0]]) and joint[0] not in (", ",):
            known = near
    if known and known[1] <= limit + 40:
        longer = ORGANIZATION.match(text, known[0], limit)
        if longer and longer.end() > known[1] and text[known[1] : known[1] + 2].strip().isupper() and t.organization_end.search(longer[0]):
            known = _trimmed(text, *longer.span())
        return known, "", known[1]
    named = ORGANIZATION.match(text, start - (4 if article else 0), limit) or ORGANIZATION.match(text, start, limit)
    if not named:
        return None, "", end
    span = _trimmed(text, named.start(), named.end())
    words = text[span[0] : span[1]]
    if joint[0] == ", " and (
        len(words.split()) < 2
        and not t.organization_end.search(words)
        and not re.match(r"[,.]?(?:\s*$|[,.);:]| and|\n|  | -)", text[span[1] : span[1] + 4])
    ):
        return None, "", end
    if (
        t.head.fullmatch(words)
        or people.between(span[0], span[1])
        or len(words) < 2
        or _NO_NAME.fullmatch(words)
        or re.search(r"\b(?:19|20)\d\d\b", words)
        or not re.search(r"[A-Z]", words)
    ):
        return None, "", end
    return span, "", span[1]


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    tail = re.search(r"(?: (?:and|of|for|in|the|at|on|de|y|&))+$|['’]s?$|\.$", words)
    if tail and not re.search(r"\b(?:Inc|Corp|Ltd|Co|P\.C|P\.A|L\.P|S\.A)\.$", words):
        end -= len(tail[0])
    return start, end
