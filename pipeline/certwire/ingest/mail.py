"""Mail (.eml): Subject is the headline, Date the publication, the first plain text part the body, else the first HTML part."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from certwire.ingest import html
from certwire.ingest.assembling import Draft
from certwire.ingest.decoding import Decoded, clean, decode
from certwire.ingest.opening import header, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue

# The stdlib's parser compares every line with every open boundary and recurses a level; this bounds both.
_MAX_BOUNDARIES = 100
_MAX_HEADER = 2_000


def read(data: bytes, *, options: IngestOptions) -> Draft | Issue:
    """Bytes of a message -> its body under its subject.

    Example:
        ``b"Subject: Acme earns it\\nDate: Wed, 1 May 2024 09:00:00 +0000\\n\\nAcme said ..."``
        -> text "Acme earns it\\n\\nAcme said ...", published 2024-05-01
    """
    if data.lower().count(b"boundary") > _MAX_BOUNDARIES:
        return _too_deep(options)
    message = BytesParser(policy=email.policy.compat32).parsebytes(data)
    plain: Draft | None = None
    page: Draft | None = None
    attached = 0
    for part, depth in _parts(message):
        if depth > options.max_nesting:
            return _too_deep(options)
        kind = part.get_content_type()
        if part.get_filename() or part.get_content_disposition() == "attachment":
            attached += 1
        elif kind == "text/plain" and plain is None:
            plain = _plain(part)
        elif kind == "text/html" and page is None:
            found = html.read(_bytes(part), options=options)
            page = None if isinstance(found, Issue) or not found.text else found
    body = plain or page
    if body is None:
        ignored = f"; {attached} attachments were not looked into" if attached else ""
        return Issue(code="empty", message=f"the message has no text in its body{ignored}")
    subject = _header(message, "Subject")
    text, title = body.text, subject or body.title
    if subject and subject not in text[: len(subject) + 200]:
        text = f"{subject}\n\n{text}"
    issues = body.issues
    if attached:
        issues = (
            *issues,
            Issue(code="attachments_ignored", message=f"{attached} attachments were not looked into; save them as files to read them"),
        )
    headed = header(body.text)[0]
    return Draft(
        text=text,
        title=title,
        published=_day(message) or headed or body.published,
        source=_sender(message),
        issues=issues,
    )


def _parts(message: Message) -> Iterator[tuple[Message, int]]:
    """The leaves in order, with their depth; by a stack, not by recursion."""
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        payload = part.get_payload()
        if isinstance(payload, list):
            stack.extend((p, depth + 1) for p in reversed(payload) if isinstance(p, Message))
            if depth > 200:
                return
        else:
            yield part, depth


def _plain(part: Message) -> Draft | None:
    data = _bytes(part)
    charset = part.get_content_charset("utf-8")
    decoded: Decoded | Issue
    try:
        decoded = Decoded(text=clean(data.decode(charset)), offsets=None)
    except (LookupError, ValueError):
        decoded = decode(data)
    if isinstance(decoded, Issue) or not decoded.text.strip():
        return None
    text = decoded.text.strip("\n")
    return Draft(text=text, title=headline(text), issues=decoded.issues)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(message: Message, name: str) -> str | None:
    raw = message.get(name)
    if raw is None:
        return None
    value = str(raw)[:_MAX_HEADER]
    with suppress(HeaderParseError, MessageError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return " ".join(clean(value).split()) or None


def _day(message: Message) -> date | None:
    raw = message.get("Date")
    try:
        return parsedate_to_datetime(str(raw)[:200]).date() if raw is not None else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _sender(message: Message) -> str | None:
    sender = _header(message, "From")
    if not sender:
        return None
    name, address = parseaddr(sender[:500])
    return clean(name or address) or None


def _too_deep(options: IngestOptions) -> Issue:
    return Issue(
        code="too_deep", message=f"its parts are nested deeper than {options.max_nesting}, or it has over {_MAX_BOUNDARIES} multiparts"
    )
