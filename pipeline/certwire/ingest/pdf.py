"""PDF through pypdfium2 (extra ``certwire[office]``)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from certwire.ingest.assembling import Draft
from certwire.ingest.decoding import clean
from certwire.ingest.opening import header, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue

_BROKEN_WORD = re.compile("[\ufffe\x02]\n?")  # how pdfium marks a hyphen at a line's end
_STAMP = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_BULLET = re.compile(r"[•▪●○■–*-]\s|\(?\d{1,2}[.)]\s")
_FULL_LINE = 0.75


def read(data: bytes, *, options: IngestOptions) -> Draft | Issue:
    """Bytes of a PDF -> the text of its pages, lines joined into paragraphs; its own creation stamp only as a last resort for the day.

    A scanned PDF without a text layer ends as ``empty``.
    """
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    pages: list[str] = []
    size = 0
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return Issue(code="unreadable", message=f"it is no readable PDF ({clean(str(error))[:100]}); a locked one must be unlocked first")
    try:
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()
            text_page.close()
            page.close()
            size += len(text)
            if size > options.max_document_bytes:
                return Issue(code="too_large", message=f"the text passes {options.max_document_bytes} bytes on page {number + 1}; split it")
            pages.append(paragraphs(clean(text)))
        facts: dict[str, Any] = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    text = "\n\n".join(filter(None, pages))
    if not text.strip():
        return Issue(code="empty", message=f"no text layer on {len(pages)} pages; run it through OCR first")
    day, start = header(text)
    text = text[start:]
    return Draft(
        text=text, title=headline(text), published=day, published_basis="header", weak_published=_day(str(facts.get("CreationDate", "")))
    )


def paragraphs(text: str) -> str:
    """Lines as printed -> paragraphs: a line that fills the width runs on, a short one or one before a bullet ends its paragraph.

    Example:
        ``"Acme has been\\naudited.\\nAbout"`` with a full width of 13 -> ``"Acme has been audited.\\n\\nAbout"``
    """
    lines = [line.strip() for line in _BROKEN_WORD.sub("", text).split("\n")]
    width = max(map(len, lines), default=0)
    out: list[str] = []
    full = False
    for line in lines:
        if not line:
            full = False
            continue
        if full and not _BULLET.match(line):
            out[-1] = f"{out[-1]}\x00{line}"
        else:
            out.append(line)
        full = len(line) >= width * _FULL_LINE
    return "\n\n".join(out).replace("\x00", " ")


def _day(stamp: str) -> date | None:
    found = _STAMP.match(stamp)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
