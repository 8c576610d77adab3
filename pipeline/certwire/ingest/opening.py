"""Reads the opening of an announcement: the ``date`` header, the headline, the dateline's full date."""

from __future__ import annotations

import re
from datetime import date

from certwire import vocabulary

_HEADER = re.compile(r"\A[ \t]*date (\d{4}-\d\d-\d\d)(?=\s|\Z)[ \t]?")
_MONTHS = vocabulary.words("ingest", "calendar.months")
_KICKERS = frozenset(vocabulary.words("ingest", "opening.kickers"))
_ABBREVIATIONS = vocabulary.words("ingest", "opening.abbreviations")
_NUMBER = {m: i for i, month in enumerate(_MONTHS, 1) for m in (month, month[:3], month[:4])}
_MONTH = r"(?P<{0}>" + "|".join(m if len(m) < 5 else rf"{m[:3]}(?:{m[3:]}|{m[3]}?\.?)" for m in _MONTHS) + ")"
_FULL_DATE = re.compile(
    rf"\b(?:{_MONTH.format('m1')}\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m2')},?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d))(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
_BRACKETED = re.compile(r"\[[^\[\]]*\](?:\([^()]*\))?|\([^()]*\)|/[^/]*/")
_AFTER = re.compile(r"\s*(?:$|[-–—:/|@(\[)•]|\.\s*(?:$|[-–—(])|,?\s*\d{1,2}[:.]\d\d|,?\s+at\s+\d)")
_SENTENCE = re.compile(r"[a-z]{3,}[.!?][\"”’)]*\s+[\"“‘(]?[A-Z]")
_TITLE_MAX = 300
_WINDOW = 240


def header(text: str) -> tuple[date | None, int]:
    """The day in the header `` date YYYY-MM-DD `` and where the text after it begins; ``(None, 0)`` without one.

    Example:
        ``header(" date 2024-05-01 Acme earns it")`` -> ``(date(2024, 5, 1), 17)``
    """
    found = _HEADER.match(text[:64])
    day = iso_day(found[1]) if found else None
    return (day, found.end()) if found and day else (None, 0)


def iso_day(text: str) -> date | None:
    """The day that an ISO date, or date and time, begins with; None where it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def day_of(value: str | None) -> date | None:
    """The day that a metadata field names, as ISO date, ISO time or a date written in full; None for what names none."""
    if not value:
        return None
    found = full_date(value)
    return iso_day(value.strip()) or (found[0] if found else None)


def full_date(text: str) -> tuple[date, int, int] | None:
    """The first calendar day written in full in a short text, with its span; None without one or when it is no day.

    Example:
        ``full_date("on February 05, 2025 /")`` -> ``(date(2025, 2, 5), 3, 20)``
    """
    if not _YEAR.search(text, 0, _WINDOW):
        return None
    for found in _FULL_DATE.finditer(text[:_WINDOW]):
        for y, m, d in (("y1", "m1", "d1"), ("y2", "m2", "d2"), ("y3", "m3", "d3")):
            if found[y]:
                month = int(found[m]) if m == "m3" else _NUMBER[found[m].lower().rstrip(".")]
                try:
                    return date(int(found[y]), month, int(found[d])), found.start(), found.end()
                except ValueError:
                    break
    return None


def dateline(line: str) -> date | None:
    """The full date of a line that opens as a dateline does: place, date and newswire before a dash, and no sentence yet.

    Example:
        ``dateline("LONDON — AUGUST 20, 2026 — Acme said")`` -> ``date(2026, 8, 20)``
    """
    line = line[:_WINDOW].strip()
    found = full_date(line)
    if not found:
        return None
    day, start, end = found
    before = _BRACKETED.sub(" ", line[:start])
    if len(before) > 120 or any(w[0].islower() for w in re.findall(r"[^\W_][\w.’']*", before) if w not in ("de", "of", "the", "la", "del")):
        return None
    opened = line[:start].count("(") > line[:start].count(")")
    return day if opened or _AFTER.match(line[end:]) else None


def opening_date(text: str, *, title: str | None = None) -> date | None:
    """The dateline's day: looked for in the first four lines that are not blank; the headline is none of them."""
    start = len(title) + max(text.find(title, 0, len(title) + _WINDOW), 0) if title and title in text[: len(title) + _WINDOW] else 0
    for line in _lines(text[start : start + 16_384], 4):
        if day := dateline(line):
            return day
    return None


def headline(text: str) -> str | None:
    """The headline of a plain text, verbatim; None where it begins with prose.

    A headline is one line (or two, where it is broken) of at most 300 characters, after which comes a blank line, a dateline, or
    a line of prose much longer than it. A line with several sentences, one long sentence, or a dateline is prose. Lines such as
    "FOR IMMEDIATE RELEASE" and lone dates above it are passed over.

    Example:
        ``headline("Acme earns ISO 9001\\n\\nLONDON, May 1, 2024 - Acme ...")`` -> ``"Acme earns ISO 9001"``
    """
    rest = text[:8192]
    for _ in range(4):
        rest = rest.lstrip()
        line, _, rest = rest.partition("\n")
        title = line.strip()
        if title.rstrip(":. ").lower() in _KICKERS or _is_day(title):
            continue
        break
    following, _, after = rest.partition("\n")
    following = following.strip()
    if not title or len(title) > _TITLE_MAX or not rest.strip() or dateline(title):
        return None
    if _is_prose(title):
        return None
    if following and not after.partition("\n")[0].strip() and after.strip() and _is_second_line(title, following):
        start = text.find(title)  # a headline broken over two lines
        return text[start : text.find(following, start + len(title)) + len(following)]
    if following and not dateline(following) and (len(title) > 200 or len(following) < max(120, 2 * len(title))):
        return None
    return title


def _is_day(line: str) -> bool:
    found = full_date(line) if len(line) < 60 else None
    return found is not None and not line[: found[1]].strip(" \t,:") and not line[found[2] :].strip(" \t.:")


def _is_prose(line: str) -> bool:
    closed = line.rstrip("\"”’') ")
    if not closed.endswith((".", "!", "?")) or closed.lower().endswith(_ABBREVIATIONS):
        return False
    if len(line) <= 150 and not _SENTENCE.search(line):
        return False
    long = [word for word in line.split() if len(word) > 3]
    return sum(word[:1].islower() for word in long) * 5 > len(long) * 2  # Title Case is a headline, whatever its stops


def _is_second_line(first: str, second: str) -> bool:
    joined = f"{first} {second}"
    return len(joined) <= _TITLE_MAX and not dateline(second) and not second.endswith((".", ":", "!", "?")) and not _is_prose(joined)


def _lines(text: str, count: int) -> list[str]:
    """The first lines that are not blank, cut to the length that is looked at."""
    found: list[str] = []
    at = 0
    limit = min(len(text), 16_384)
    while len(found) < count and at < limit:
        end = text.find("\n", at, limit)
        end = limit if end < 0 else end
        line = text[at : min(end, at + _WINDOW)].strip()
        if line:
            found.append(line)
        at = end + 1
    return found
