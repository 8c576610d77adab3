"""Word documents (.docx) through python-docx (extra ``certwire[office]``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from certwire.ingest.assembling import Draft
from certwire.ingest.decoding import clean
from certwire.ingest.opening import header, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue

_TEMPLATE_DAY = date(2013, 12, 23)  # python-docx's own template carries it into every file made from it
_EXPANSION = 10


def read(data: bytes, *, options: IngestOptions) -> Draft | Issue:
    """Bytes of a .docx -> its paragraphs and table rows in order, apart by a blank line; the day it was created only as a last resort."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        return Issue(code="unreadable", message=f"it is no readable .docx ({clean(str(error))[:100]}); save an old .doc as .docx or .txt")
    if size > _EXPANSION * options.max_document_bytes + len(data):
        return Issue(code="too_large", message=f"it unpacks to {size} bytes; split it or raise max_document_bytes")
    document = docx.Document(io.BytesIO(data))
    text = "\n\n".join(line for line in _lines(document.iter_inner_content(), options.max_nesting) if line)
    day, start = header(text)
    text = text[start:]
    created = document.core_properties.created
    weak = created.date() if created is not None and created.date() != _TEMPLATE_DAY else None
    return Draft(text=text, title=headline(text), published=day, published_basis="header", weak_published=weak)


def _lines(blocks: Iterator[Any], depth: int) -> Iterator[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                cells: list[Any] = []
                for cell in row.cells:
                    if not any(cell._tc is seen._tc for seen in cells):  # a merged cell is given once for every column
                        cells.append(cell)
                if depth > 0:
                    yield " | ".join(filter(None, (" ".join(_lines(cell.iter_inner_content(), depth - 1)).strip() for cell in cells)))
        else:
            yield clean(block.text).strip()
