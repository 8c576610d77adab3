"""Plain text, with or without the header `` date YYYY-MM-DD ``."""

from __future__ import annotations

from certwire.ingest.assembling import Draft, moved
from certwire.ingest.decoding import Decoded, decode
from certwire.ingest.opening import header, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue


def read(data: bytes, *, options: IngestOptions) -> Draft | Issue:
    """Bytes of a text file -> its text after the header, headline included.

    Example:
        ``b" date 2024-05-01 Acme earns ISO 9001\\n\\nAcme said ..."`` -> text and title from "Acme earns" on, published 2024-05-01
    """
    decoded = decode(data)
    return decoded if isinstance(decoded, Issue) else draft_of(decoded)


def draft_of(decoded: Decoded) -> Draft:
    """A decoded text -> what its opening tells."""
    day, start = header(decoded.text)
    text = decoded.text[start:]
    return Draft(
        text=text,
        title=headline(text),
        published=day,
        published_basis="header",
        offsets=moved(decoded.offsets, start, decoded.text),
        issues=decoded.issues,
    )
