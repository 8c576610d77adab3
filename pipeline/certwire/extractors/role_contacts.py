"""Reads contact blocks: who is to be asked, as what, and at which organization."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from certwire.extractors.role_fences import Spans
from certwire.extractors.role_phrases import read
from certwire.extractors.role_titles import ORGANIZATION, titles
from certwire.model import Mention, Span

_LABEL = re.compile(
    r"(?i)((?:[a-z&]+ ){0,4}?(?:contacts?(?: person| name)?|inquiries|enquiries|relations))(?! "
    r"details| information)\s*[:–-]?\s*(?:[\d+().-][\d+(). -]{6,20}\s*)?(?:Contact(?: "
    r"Person| Name)?:\s*|Name:\s*)?$"
)
_BLOCK = re.compile(
    r"(?i)contacts?(?: details| information| us| person)?\s?:?\s*|(?:media|press|investor)s? "
    r"(?:relations|inquiries|enquiries|contacts?)\s?:?\s*"
)
_PLAIN = re.compile(r"(?:(?<=\n)|(?<=[.!?] )|(?<=  )|^)(Contact|Press|Media)(?:: |:?\s*\n\s*| (?=$))$")
_LINE = re.compile(r"[ \t]*(?:\n+[ \t\xa0]*|,[ ]|[ ]{2,}|[ ]?[|·•/–—-][ ]|(?<=[a-z])(?=[A-Z]))")
_PHONE_OR_MAIL = re.compile(r"[\s,|:]{0,8}(?:(?:Phone|Tel|Telephone|Email|E-mail|Mobile|Cell)\b|\+?\(?\d[\d\-. ()]{5,}|[\w.+-]+@|https?:)")
_MAIL = re.compile(r"@([\w-]{1,60})\.")
_COMPANY = re.compile(
    r"(?:Company|Organization|Business)(?: Name)?:\s*([^\n:@]{2,80}?)(?=\s*(?:\n|  |$|(?:Contact|Phone|Email|Website|City|Address)\b))"
)
_FOR = re.compile(r"Contact Details\s*([A-Z][^\n:@]{1,60}?) for [A-Z][^\n:@]{1,60}\n\s*$")
_FIELD = re.compile(
    r"(?:(?:Media|Investor|Public|Corporate|Marketing|Press|PR|Communications|Community|University|Government|External|Customer)(?: "
    r"(?:and|&) | (?=[A-Z]))?)*(?:Relations|PR|[Cc]ommunications|Inquiries|[Mm]arketing|[Pp]ress "
    r"[Oo]ffice)(?=[\s,|]*(?:\n|$|Email|E-mail|Phone|Tel|[,|]|[\w.+-]+@|\+?\d|at ))"
)
_FREE_MAIL = frozenset(("gmail", "yahoo", "outlook", "hotmail", "aol", "icloud", "me", "protonmail", "live", "msn"))


def find(text: str, persons: Sequence[Mention], organizations: Spans, *, own: Span | None, source: str) -> Iterator[Mention]:
    """Roles (rank 1) and affiliations of the people who stand in contact blocks."""
    others = Spans.of([p.span for p in persons])
    carried: tuple[int, int, int] | None = None
    for person in persons:
        if person.attrs.get("partial"):
            continue
        before = text[max(0, person.start - 160) : person.start]
        block = _block(before)
        after = text[person.end : person.end + 90]
        mail = _mail(text, person)
        if block is None and not _PLAIN.search(before) and not (_PHONE_OR_MAIL.match(after) and person.start > len(text) // 2):
            continue
        label = _label(before)
        if label is None and carried and person.start - carried[1] < 90 and not re.search(r"[.!?] [A-Z]", text[carried[1] : person.start]):
            label = carried[0] - person.start + len(before), carried[2] - person.start + len(before)
        if label:
            carried = (person.start - len(before) + label[0], person.end, person.start - len(before) + label[1])
        role, organization = _lines(text, person, organizations, persons)
        organization = organization or _org_before(text, person, block, organizations, others)
        if organization is None:
            organization = _by_mail(text, mail, organizations, own)
        attrs: dict[str, Span | int] = {"person": person.span, "rank": 14}
        if organization:
            attrs["organization"] = organization
        plain = _PLAIN.search(before) if role is None and label is None else None
        if plain:
            label = plain.span(1)
        if label and (role is None or _FIELD.fullmatch(text, *role)):
            start = person.start - len(before) + label[0]
            role = (start, start + label[1] - label[0])
            attrs["rank"] = 0
        if role:
            yield Mention(kind="role", start=role[0], end=role[1], text=text[role[0] : role[1]], source=source, attrs=attrs)
        elif organization:
            yield Mention(
                kind="affiliation",
                start=organization[0],
                end=organization[1],
                text=text[organization[0] : organization[1]],
                source=source,
                attrs=attrs,
            )


def _block(before: str) -> int | None:
    """Where the contact block begins, as an offset into ``before``; None where the person stands in none."""
    found = None
    for m in _BLOCK.finditer(before):
        rest = before[m.end() :]
        if re.search(r"[.!?] [A-Z][a-z]+ [a-z]+ [a-z]+ ", rest) or re.search(r"[a-z] [a-z]+ [a-z]+ [a-z]+ [a-z]+ $", rest):
            continue
        found = m.end()
    return found


def _label(before: str) -> Span | None:
    """The label right before a name where it is a role of its own: "Media Contact:"."""
    m = _LABEL.search(before)
    if not m:
        return None
    words = " ".join(m[1].lower().split()).removesuffix(" name")
    allowed = titles().contact_roles
    parts = words.split()
    for i in range(len(parts)):
        tail = " ".join(parts[i:])
        if tail in allowed:
            offset = m[1].lower().rfind(parts[i])
            size = len(m[1].rstrip()) - offset
            text = m[1][offset : offset + size]
            if text.lower().endswith("contacts"):
                size -= 1
            return m.start(1) + offset, m.start(1) + offset + size
    return None


def _lines(text: str, person: Mention, organizations: Spans, persons: Sequence[Mention]) -> tuple[Span | None, Span | None]:
    """Role and organization from the lines, or parts of the line, after the name."""
    people = Spans.of([p.span for p in persons])
    at = person.end
    role: Span | None = None
    organization: Span | None = None
    for _ in range(3):
        if _PHONE_OR_MAIL.match(text, at):
            break
        joint = _LINE.match(text, at)
        if joint:
            at = joint.end()
        elif text[at : at + 1] == " ":
            at += 1
        else:
            break
        other = people.between(at, at + 1)
        if other or _PHONE_OR_MAIL.match(text, at):
            break
        field = _FIELD.match(text, at) if role is None else None
        if field:
            role, at = field.span(), field.end()
            continue
        phrase = read(text, at, people=people, organizations=organizations) if role is None else None
        if phrase and phrase.role[0] == at:
            role = phrase.role
            organization = phrase.organization or organization
            at = phrase.end
            if organization:
                break
            continue
        span = organizations.starting(at, at + 4)
        if span is None:
            named = ORGANIZATION.match(text, at)
            if (
                not named
                or not re.search(r"[A-Z]{2}|[A-Z][a-z]", named[0])
                or re.match(
                    r"(?i)(?:contact|city|country|place|state|address|date|name|title|location|www|http|"
                    r"linkedin|twitter|tags|news|image|photo|phone|tel|email|e-mail|about|view|forward|"
                    r"safe|source|website|company website|visit|disclaimer|follow|or|for|media|company)\b",
                    named[0],
                )
            ):
                break
            span = named.start(), _glue_end(text, named.start(), named.end(), str(person.attrs.get("given") or ""))
        organization = span
        break
    return role, organization


def _glue_end(text: str, start: int, end: int, given: str) -> int:
    """Cut where a converter ran an address or the next line into the name."""
    words = text[start:end]
    cut = re.search(r"(?: Email Us Here| Phone| Email| Tel\b)", words)
    if cut:
        return start + cut.start()
    glued_name = words.lower().find(given.lower(), 2) if len(given) > 2 else -1
    if glued_name > 0 and not words[glued_name - 1].isspace():
        return start + glued_name
    if text[end : end + 1] == "@":
        glued = re.search(r"(?<=[a-z.])(?=[a-z]*$)", words)
        return start + glued.start() if glued else end
    return end


def _org_before(text: str, person: Mention, block: int | None, organizations: Spans, others: Spans) -> Span | None:
    """An organization that heads the block, above the name."""
    low = max(0, person.start - 260)
    heading = _FOR.search(text, low, person.start)
    if heading:
        return heading.span(1)
    field = _COMPANY.search(text, low, person.start) or _COMPANY.search(text, person.end, person.end + 80)
    if field:
        return field.span(1)
    if block is None:
        m = re.search(r"Contact Information:\s+", text[low : person.start])
        if not m:
            return None
        start = low + m.end()
    else:
        start = person.start - min(160, person.start) + block
    head = re.compile(r"(?:Company(?: Name)?:\s*)?([^\n@:]{2,80}?)(?=\n|  |$)").match(text, start, person.start)
    if not head or not head[1].strip() or head.start(1) >= person.start:
        return None
    span = organizations.starting(head.start(1), head.start(1) + 2)
    if span and span[1] <= person.start:
        return span
    if others.between(head.start(1), head.end(1)):
        return None
    words = re.split(r"(?<=[a-z])(?=\d)", head[1].strip())[0]
    if (
        titles().head.fullmatch(words.split()[-1])
        or re.search(r"\d{3}", words)
        or re.search(r"(?<![\w&])(?!(?:of|and|the|for|de|at|in|a)\b)[a-z]\w+ ", words)
    ):
        return None
    if (
        (not words[0].isupper() and not words[0].isdigit())
        or len(words.split()) > 9
        or re.match(r"(?i)for\b|contact|email|media|details", words)
    ):
        return None
    begin = head.start(1) + head[1].index(words)
    return begin, min(begin + len(words), person.start)


def _mail(text: str, person: Mention) -> str | None:
    """The domain of the address that follows a name, without its ending."""
    m = _MAIL.search(text, person.end, person.end + 130)
    return m[1].lower() if m else None


def _by_mail(text: str, domain: str | None, organizations: Spans, own: Span | None) -> Span | None:
    """The organization whose name the address's domain spells; the release's own where the address says nothing."""
    if domain is None or domain in _FREE_MAIL:
        return own
    plain = unicodedata.normalize("NFKD", text)
    if len(plain) != len(text):
        plain = "".join(unicodedata.normalize("NFKD", c)[0] for c in text)
    squashed = re.sub(r"[^a-z0-9]", "", domain)
    for span in ((own,) if own else ()) + organizations.spans:
        name = re.sub(r"[^a-z0-9 ]", "", plain[span[0] : span[1]].lower()).removeprefix("the ")
        joined = name.replace(" ", "")
        initials = "".join(w[0] for w in name.split() if w not in ("of", "and", "the", "for"))
        first = name.split()[0] if name.split() else ""
        if joined and (
            joined.startswith(squashed)
            or squashed.startswith(joined)
            or (len(initials) > 2 and (initials in squashed or (len(squashed) > 1 and initials.startswith(squashed))))
            or (len(first) > 4 and first in squashed)
        ):
            return span
    if own and re.search(rf"(?:https?://|www\.)(?:www\.)?{re.escape(domain)}\.", text):
        return own
    return None
