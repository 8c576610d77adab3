"""Bytes to text, with a map back. UTF-8 unless the bytes say otherwise; nothing else about the text is changed than line ends."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from certwire.model import Issue, OffsetMap

_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
_HIGH = bytes(range(128, 256))
_BYTE_ESCAPE = re.compile("[\udc80-\udcff]")
_LINE_END = re.compile(r"\r\n?")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAX_RUNS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text, the way back to its bytes (None where that would cost more than it is worth), and what was odd."""

    text: str
    offsets: OffsetMap | None
    issues: tuple[Issue, ...] = ()


_WHOLE = OffsetMap(runs=((0, 0),))


def is_binary(data: bytes) -> bool:
    """Whether bytes without a byte order mark are no text: more than one in a hundred is a control character."""
    return len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 100 + 1


def decode(data: bytes) -> Decoded | Issue:
    """Read bytes as text: byte order mark, else strict UTF-8, else UTF-16 by its zeros, else cp1252.

    A file that is UTF-8 but for a few wrong bytes stays UTF-8: more good multi-byte characters than bad bytes decide it. A wrong byte
    becomes U+FFFD and is reported; ``\\r\\n`` and ``\\r`` become ``\\n``.

    Returns:
        The text, or the Issue ``binary``.

    Example:
        ``decode(b"caf\\xe9\\r\\n").text`` -> ``"café\\n"``
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _finish(data, len(bom), encoding)
    wide = _zeros(data) if b"\0" in data else None
    if wide and not is_binary(data.decode(wide, "replace").encode()):
        return _finish(data, 0, wide)
    if is_binary(data):
        return _binary()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\r" not in text:
            return Decoded(text=text, offsets=_WHOLE)
        return _finish(data, 0, "utf-8")
    escaped = data.decode("utf-8", "surrogateescape")
    bad = len(_BYTE_ESCAPE.findall(escaped))
    good = len(escaped) - bad - len(data.translate(None, _HIGH))
    return _finish(data, 0, "utf-8" if good > bad else "cp1252")


def clean(text: str) -> str:
    """A string that came decoded: lone surrogates to U+FFFD, line ends to ``\\n``."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = _SURROGATES.sub("\ufffd", text)
    return text


def _zeros(data: bytes) -> str | None:
    """UTF-16 without a mark shows itself in Western text: every other byte is zero."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd * 5 > len(head) and even * 20 < len(head):
        return "utf-16-le"
    if even * 5 > len(head) and odd * 20 < len(head):
        return "utf-16-be"
    return None


def _binary() -> Issue:
    return Issue(code="binary", message="the bytes are not text; give the file the extension of its format, or take it out of the input")


def _finish(data: bytes, skip: int, encoding: str) -> Decoded:
    issues: list[Issue] = []
    body = data[skip:]
    wide = encoding.startswith(("utf-16", "utf-32"))
    text = body.decode(encoding, "replace" if wide else "surrogateescape")
    bad: list[int] = []
    if wide:
        wrong = text.count("\ufffd") - body.decode(encoding, "ignore").count("\ufffd")
    else:
        bad = [m.start() for m in _BYTE_ESCAPE.finditer(text)] if not text.isascii() else []
        wrong = len(bad)
        if wrong:
            text = _BYTE_ESCAPE.sub("\ufffd", text)
    if wrong:
        issues.append(Issue(code="encoding_errors", message=f"{wrong} byte sequences are not {encoding} and were replaced by U+FFFD"))
    if encoding != "utf-8" and not skip:
        issues.append(Issue(code="encoding_assumed", message=f"the bytes are not UTF-8 and were read as {encoding}"))
    runs, text = _runs(text, skip, encoding, bad)
    if runs is None:
        issues.append(Issue(code="offsets_dropped", message="too many line ends or wrong bytes to keep a map back to the file's bytes"))
    return Decoded(text=text, offsets=None if runs is None else OffsetMap(runs=runs, encoding=encoding), issues=tuple(issues))


def _runs(text: str, skip: int, encoding: str, bad: list[int]) -> tuple[tuple[tuple[int, int], ...] | None, str]:
    """Where text and bytes part: after every wrong byte, and after every two-character line end."""
    if not bad and "\r" not in text:
        return ((0, skip),), text
    ends = [m.end() for m in _LINE_END.finditer(text)]
    pairs = text.count("\r\n")
    clean_text = _LINE_END.sub("\n", text)
    if len(bad) + pairs > _MAX_RUNS:
        return None, clean_text
    runs = [(0, skip)]
    wrong = set(bad)
    marks = sorted({*(b + 1 for b in bad), *(e for e in ends if text[e - 2 : e] == "\r\n")})
    at, byte, lost = 0, skip, 0
    for mark in marks:
        piece = text[at:mark]
        if mark - 1 in wrong:
            byte += len(piece[:-1].encode(encoding)) + 1
        else:
            byte += len(piece.encode(encoding))
            lost += 1
        at = mark
        runs.append((mark - lost, byte))
    return tuple(runs), clean_text
