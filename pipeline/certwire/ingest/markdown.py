"""Markdown as the public press-release archive has it: a headline, the release, and below a rule links and pickups.

The release's own text is left as it stands, marks and all: offsets keep counting what is in the file.
"""

from __future__ import annotations

import re

from certwire.ingest.assembling import Draft, moved
from certwire.ingest.decoding import clean, decode
from certwire.ingest.opening import day_of, header, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue

_HEADING = re.compile(r"\A\s*#{1,6}[ \t]+(?=\S)")
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}")
_FOOTER_LINE = re.compile(r"(?:Pickup - )?!?\[[^\[\]]{0,500}\]\([^()\s]{0,4000}(?:\([^()\s]{0,400}\)[^()\s]{0,400})?\)")
_FRONT_FIELD = re.compile(r"(?m)^(title|date|published|source|publisher|lang|language):[ \t]*(\S.*?)[ \t]*$", re.IGNORECASE)


def read(data: bytes, *, options: IngestOptions) -> Draft | Issue:
    """Bytes of a Markdown file -> its headline and body, without front matter and footer.

    Example:
        ``b"# Acme earns it\\n\\nAcme said.\\n\\n---\\n\\n[Source](http://x)"`` -> text "Acme earns it\\n\\nAcme said."
    """
    decoded = decode(data)
    if isinstance(decoded, Issue):
        return decoded
    whole = decoded.text
    facts, start = front_matter(whole)
    day, skip = header(whole[start : start + 64])
    start += skip
    end = footer(whole)
    heading = _HEADING.match(whole[start : start + 4096])
    title = facts.get("title")
    if heading:
        start += heading.end()
        title = headline(whole[start:end]) or whole[start : start + 1000].partition("\n")[0].strip().rstrip("#").rstrip() or title
    text = whole[start : max(end, start)].rstrip()
    published = day or day_of(facts.get("date") or facts.get("published"))
    return Draft(
        text=text,
        title=title or headline(text),
        published=published,
        published_basis="header" if day else "metadata",
        source=facts.get("source") or facts.get("publisher"),
        language=facts.get("lang") or facts.get("language"),
        offsets=moved(decoded.offsets, start, whole),
        issues=decoded.issues,
    )


def footer(text: str) -> int:
    """Where the footer begins: the rule under which there is nothing but links, pictures and pickups; the text's length without one."""
    end = len(text)
    while end > 0:
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end].strip() if end - begin < 10_000 else "x"
        if line and _RULE.fullmatch(line):
            return begin
        if line and not _FOOTER_LINE.fullmatch(line):
            return len(text)
        end = begin - 1
    return len(text)


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields we know of a ``---`` block at the very beginning, and where the text after it begins."""
    if not text.startswith("---\n"):
        return {}, 0
    end = text.find("\n---\n", 3, 16_384)
    if end < 0:
        return {}, 0
    fields = {m[1].lower(): m[2].strip("\"'") for m in _FRONT_FIELD.finditer(text[4:end])}
    return ({k: clean(v) for k, v in fields.items()}, end + 5) if fields else ({}, 0)
