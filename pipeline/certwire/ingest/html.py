"""HTML pages: the article and its metadata by trafilatura; where it finds none, all the text of the page."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import count
from typing import Any

from certwire.ingest.assembling import Draft
from certwire.ingest.decoding import Decoded, clean, decode
from certwire.ingest.opening import day_of, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,1000})", re.IGNORECASE)
_DROPPED = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object"})
_BLOCKS = frozenset(
    "p div br li ul ol table tr h1 h2 h3 h4 h5 h6 article section header footer main aside blockquote pre td th dt dd hr body form".split()
)
_SPACES = re.compile(r"[ \t\n\f\r]+")
# No clock: htmldate would otherwise refuse days after today. No opportunistic search: a date in the prose is no publication date.
_DATE_OPTIONS = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
_RESET_EVERY = 500


def read(data: bytes, *, options: IngestOptions) -> Draft | Issue:
    """Bytes of a page -> its article, the headline in front, paragraphs apart by a blank line.

    Example:
        ``b"<h1>Acme earns it</h1><article><p>Acme said ...</p></article>"`` -> text "Acme earns it\\n\\nAcme said ..."
    """
    decoded = _decode(data)
    if isinstance(decoded, Issue):
        return decoded
    found = _article(decoded.text)
    text = _paragraphs(clean(found.text or "")) if found is not None else ""
    title = _one_line(found.title) if found is not None else None
    if not text:
        text = all_text(decoded.text)
        title = title or headline(text)
    first = text.partition("\n")[0]
    if 15 <= len(first) <= 300 and any(first in named for named in (title or "", _page_title(decoded.text))):
        title = first  # a page's title carries the site's name before or after a dash, and extractors keep the wrong side of it
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text}" if text else title
    return Draft(
        text=text,
        title=title or headline(text),
        published=day_of(found.date) if found is not None else None,
        source=_one_line(found.sitename or found.hostname) if found is not None else None,
        issues=decoded.issues,
    )


def all_text(page: str) -> str:
    """All text of a page outside scripts and styles, a block a paragraph; in linear time, however the tags are nested."""
    from lxml import etree  # type: ignore[import-untyped]  # it ships no types

    # A parser target keeps no tree: 100,000 tags in one another cost nothing.
    parser: Any = etree.HTMLParser(target=_Text(), huge_tree=True, remove_comments=True)
    try:
        parser.feed(page)
        return str(parser.close())
    except (etree.LxmlError, AssertionError, ValueError):
        return ""


class _Text:
    """Collects text for ``all_text``; the methods are lxml's parser target interface."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.hidden = 0

    def start(self, tag: str, attributes: object) -> None:
        if tag in _DROPPED:
            self.hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\0")

    def end(self, tag: str) -> None:
        if tag in _DROPPED:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\0")

    def data(self, text: str) -> None:
        if not self.hidden:
            self.parts.append(text.replace("\0", ""))

    def close(self) -> str:
        blocks = (_SPACES.sub(" ", block).strip() for block in "".join(self.parts).split("\0"))
        return "\n\n".join(block for block in blocks if block)


def _decode(data: bytes) -> Decoded | Issue:
    """UTF-8 first; a page that is not, may name its encoding."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in ("utf-8", named[1].decode("ascii").lower()):
            try:
                return Decoded(text=clean(data.decode(encoding)), offsets=None)
            except (LookupError, ValueError):
                continue
    return decode(data)


def _page_title(page: str) -> str:
    found = _TITLE.search(page, 0, 100_000)
    return _one_line(unescape(found[1])) or "" if found else ""


def _article(page: str) -> Any:
    extract = _extractor()
    if next(_COUNT) % _RESET_EVERY == _RESET_EVERY - 1:
        from trafilatura.meta import reset_caches

        reset_caches()  # htmldate's and courlan's caches grow without bound
    try:
        return extract(page, include_comments=False, favor_recall=True, with_metadata=True, date_extraction_params=dict(_DATE_OPTIONS))
    except ImportError:
        raise
    except Exception:  # trafilatura raises whatever broken markup makes its libraries raise; the text is still there
        return None


_COUNT: Iterator[int] = count()


@cache
def _extractor() -> Any:
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return bare_extraction


def _paragraphs(text: str) -> str:
    """Trafilatura puts a line for a paragraph; list items and table rows stay together."""
    out: list[str] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        tied = bool(out) and line.startswith(("- ", "|")) and out[-1].startswith(("- ", "|"))
        out.extend(("\n" if tied else "\n\n", line) if out else (line,))
    return "".join(out)


def _one_line(value: str | None) -> str | None:
    return (" ".join(clean(value[:2000]).split()) or None) if value else None
