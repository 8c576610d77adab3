"""JSON Lines: one announcement a line, under field names of the caller's choice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from certwire.ingest import streams
from certwire.ingest.assembling import Draft, Origin, assemble, digest, fail, too_large
from certwire.ingest.decoding import clean
from certwire.ingest.opening import day_of, header, headline
from certwire.ingest.options import IngestOptions
from certwire.model import Issue, Release


def read(stream: BinaryIO, *, path: str, hint: str = "", options: IngestOptions) -> Iterator[Release | Issue]:
    """A stream of lines -> a Release or Issue for every line that is not blank, one at a time."""
    limit = line_limit(options)
    for number, line in streams.lines(stream, limit):
        if line is None:
            yield too_large(f"{path}#{number}", limit + 1, options, what=f"line {number}, with at least")
        elif line.strip():
            yield record(line, path=path, number=number, hint=hint, options=options)


def from_lines(source: Iterable[bytes | str], *, path: str, options: IngestOptions) -> Iterator[Release | Issue]:
    """The same for lines that someone else reads; answers each before it asks for the next."""
    for number, given in enumerate(source, 1):
        line = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
        line = line.rstrip(b"\r\n")
        if len(line) > line_limit(options):
            yield too_large(f"{path}#{number}", len(line), options, what=f"line {number}")
        elif line.strip():
            yield record(line, path=path, number=number, hint="", options=options)


def line_limit(options: IngestOptions) -> int:
    """Bytes a line may have: escapes and other fields may take as much again as the text."""
    return 2 * options.max_document_bytes + (1 << 16)


def record(line: bytes, *, path: str, number: int, hint: str, options: IngestOptions) -> Release | Issue:
    """One line -> one Release. Its path is ``file.jsonl#ID`` when the record has an id, else ``file.jsonl#LINE``."""
    sha256 = digest(line)
    where = f"{path}#{number}"
    try:
        found = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except (ValueError, RecursionError) as error:
        reason = "too deeply nested" if isinstance(error, RecursionError) else str(error).partition("\n")[0]
        return fail("bad_json", f"line {number} is no JSON: {clean(reason)[:200]}", path=where, sha256=sha256)
    if not isinstance(found, dict):
        return fail("bad_json", f"line {number} holds no JSON object but {_kind(found)}", path=where, sha256=sha256)
    fields = options.fields
    identifier = pick(found, fields.id)
    if isinstance(identifier, (str, int)) and not isinstance(identifier, bool) and 0 < len(name := clean(str(identifier))) <= 200:
        where = f"{path}#{name}"
    text = pick(found, fields.text)
    if not isinstance(text, str):
        wanted = ", ".join(fields.text)
        what = "has no" if text is None else f"has {_kind(text)} as"
        return fail("no_text", f"line {number} {what} text; looked for {wanted}; name the field in the options", path=where, sha256=sha256)
    body = clean(text)
    issues = (
        () if body == text or "\ufffd" not in body else (Issue(code="encoding_errors", message="lone surrogates were replaced by U+FFFD"),)
    )
    return assemble(draft_of(found, body, issues=issues, options=options), Origin(path=where, hint=hint, sha256=sha256), options=options)


def draft_of(found: dict[str, Any], text: str, *, issues: tuple[Issue, ...], options: IngestOptions) -> Draft:
    """What a record's fields tell beside its text; a title that is not in the text is put before it, as a headline."""
    fields = options.fields
    headed, start = header(text)
    text = text[start:]
    title = string(pick(found, fields.title))
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text}"
    published, complaint = day_field(pick(found, fields.published))
    return Draft(
        text=text,
        title=title or headline(text),
        published=published or headed,
        published_basis="metadata" if published else "header",
        source=string(pick(found, fields.source)),
        language=string(pick(found, fields.language)),
        issues=(*issues, *complaint),
    )


def pick(found: dict[str, Any], names: Sequence[str]) -> Any:
    """The value under the first of the names that is present and not null; a name that is no key is tried as a dotted path."""
    for name in names:
        value: Any = found.get(name)
        if value is None and "." in name:
            value = found
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return value
    return None


def string(value: Any) -> str | None:
    """A string on one line, cleaned; None for anything else or nothing."""
    return (" ".join(clean(value[:2000]).split()) or None) if isinstance(value, str) else None


def day_field(value: Any) -> tuple[date | None, tuple[Issue, ...]]:
    """The day a field names, and an Issue ``bad_published`` when it names none."""
    if value is None or value == "":
        return None, ()
    day = day_of(clean(value)) if isinstance(value, str) else None
    if day:
        return day, ()
    return None, (Issue(code="bad_published", message=f"the publication date {clean(str(value))[:60]!r} is no date; write YYYY-MM-DD"),)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number", bool: "a boolean"}
    return names.get(type(value), "null")
