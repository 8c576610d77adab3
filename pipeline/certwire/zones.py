"""Where in a release one is: headline, dateline, lead, body, quotation, "About", contact block, SOURCE line, legal boilerplate.

Releases come with line breaks, or run into one line with two spaces where a paragraph ended; both are read. Every step is linear in the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from certwire.model import Quotation, Span, Zone, ZoneKind, Zones
from certwire.vocabulary import words

# A line's end, two blanks or more, or a blank before an "About". What must stand before is asked for behind the first blank, so that
# only line ends and blanks are looked at.
_PARAGRAPH = re.compile(r"\n\s*| (?: (?<=\S  ) *(?=\S)|(?<=[.!?:)”\"] )(?=(?:About|ABOUT) [A-Z][^.\n]{1,60}?(?::|(?<=[a-z.]) {2})))")
_MARK = re.compile(r"[\s#*_>•·–—-]*")
_SUBJECT_END = re.compile(r"[:\n]|\s[-–—]{1,2}\s|--| {2}")
_NAME = r"[A-Z][\w.'’&-]*(?: (?:(?:of|the|and|for|&|de|von|van|al) )?[A-Z][\w.'’&-]*){0,6}"
_DATELINE = re.compile(
    r".{2,90}?(?:\b(?:19|20)\d\d\b.{0,60}?|[A-Z][A-Za-z.]+ \d{1,2} .{0,20}?|[)/] ?"
    r"|[A-Z]{3,}(?:, [A-Z][A-Za-z. ]{1,30})? ?(?=[-—–]+[^-(]))(?:--+|—|–| - |/ ?-+|\) ?-+)\s*",
    re.S,
)
_RUNNING = re.compile(r"(?:\b[a-z]+ ){3}")
_OPEN_QUOTES = {"“": "”", '"': '"', "„": "“", "«": "»"}
_SENTENCE = re.compile(r"[a-z,] .*[.!?][”\"')]?(?:\s|$)", re.S)
_LONGEST_QUOTE = 3_000


def layout(text: str, *, title: str | None = None) -> Zones:
    """Divide a release's text into zones.

    Args:
        text: the release's text, headline included.
        title: the headline, where ingest found one; the text's opening that equals it becomes the headline zone.

    Returns:
        Blocks that cover the text without overlap, in order, and the quotations in them.

    Example:
        ``"Acme certified\\n\\nROME, May 2, 2024 -- Acme ...\\n\\nAbout Acme\\nAcme is ..."`` -> headline, dateline, lead, about
        (subject "Acme")
    """
    blocks = tuple(_blocks(text, title))
    return Zones(blocks=blocks, quotations=tuple(_quotations(text, blocks)))


def paragraphs(text: str, start: int = 0) -> Iterator[Span]:
    """Spans of the paragraphs of a text, separators left out, from code point ``start`` on."""
    at = start
    for gap in _PARAGRAPH.finditer(text, start):
        if text[at : gap.start()].strip():
            yield at, gap.start()
        at = gap.end()
    if text[at:].strip():
        yield at, len(text)


def _blocks(text: str, title: str | None) -> Iterator[Zone]:
    found: list[Zone] = []
    start = 0
    lead_seen = False
    if title:
        at = text.find(title, 0, len(title) + 200)
        if at >= 0:
            start = at + len(title)
            found.append(Zone(kind="headline", start=0, end=start))
    state: ZoneKind = "body"
    subject: str | None = None
    for first, last in paragraphs(text, start):
        kind, named, sticky = _opening(text, first, last)
        if kind is None and state == "contact" and _is_prose(text[first:last]):
            state, subject = "body", None
        if kind is not None:
            state, subject = (kind, named) if sticky else ("body", None)
        current = kind or state
        if current == "body" and not lead_seen and last - first > 60 and not text.startswith("![", first):
            lead_seen = True
            dateline = _DATELINE.match(text, first, min(last, first + 200))
            if dateline and _is_dateline(dateline[0]):
                found.append(Zone(kind="dateline", start=first, end=dateline.end()))
                first = dateline.end()
            if first < last:
                found.append(Zone(kind="lead", start=first, end=last))
        elif current == "body" and not lead_seen and title is None and not found and last - first < 200 and last < len(text):
            found.append(Zone(kind="headline", start=first, end=last))
        else:
            found.append(Zone(kind=current, start=first, end=last, subject=subject if current == "about" else None))
    for zone, following in zip(found, [*found[1:], None][: len(found)], strict=True):
        yield replace(zone, start=0 if zone is found[0] else zone.start, end=following.start if following else len(text))
    if not found and text:
        yield Zone(kind="body", start=0, end=len(text))


def _opening(text: str, first: int, last: int) -> tuple[ZoneKind | None, str | None, bool]:
    """What a paragraph's opening words announce: the zone, the subject of an "About", and whether later paragraphs belong to it."""
    mark = _MARK.match(text, first, last)
    begin = mark.end() if mark else first
    head = text[begin : min(last, begin + 160)]
    low = head.lower()
    if low.startswith(_cues("legal")):
        return "legal", None, True
    if low.startswith(_cues("about")) and not low.startswith(tuple(f"{w} " for w in _cues("about_not"))):
        for word in _cues("about"):
            after = head[len(word) :]
            if low.startswith(word) and (not after or after[0] in " :\n*["):
                rest = after.strip(" :*[")
                named = not rest or rest[0].isupper() or rest[0].isdigit() or rest.startswith(("the ", "us", "our "))
                if word != "about" or named or not _is_prose(text[first:last]):
                    return "about", _subject(rest), True
    for cue in _cues("contact"):
        if low.startswith(cue):
            after = low[len(cue) : len(cue) + 40]
            heading = not after.strip() or after.lstrip("s").lstrip().startswith((":", "–", "-", "/", "*"))
            if heading or (cue not in _cues("contact_heading_only") and not after[:1].isalpha()) or (cue == "contact details" and after):
                return "contact", None, True
    for cue in _cues("source"):
        if low.startswith(cue) and last - first < 250 and (head.startswith(cue.upper() + " ") or low[len(cue) :].lstrip().startswith(":")):
            return "source", None, False
    if text[first : first + 6].lower().startswith(("###", "# # #", "- ends", "-ends")) and last - first < 12:
        return "source", None, False
    if low.startswith("the post ") and " appeared first on " in text[begin:last]:
        return "source", None, False
    return None, None, False


@cache
def _cues(key: str) -> tuple[str, ...]:
    return tuple(sorted((w.lower() for w in words("zones", key)), key=lambda w: (-len(w), w)))


def _subject(rest: str) -> str | None:
    """The X of "About X": up to the colon or line end, or the name that is repeated or that a verb follows."""
    cut = _SUBJECT_END.search(rest)
    heading = rest[: cut.start()] if cut else rest
    heading = heading.split("](")[0].strip(" []*")
    doubled = _doubled(heading)
    if doubled:
        return doubled
    if len(heading) <= 80 and (cut or len(rest) < 160):
        return heading or None
    name = re.match(rf"(?:the )?({_NAME})", heading)
    return name[1] if name else None


def _doubled(heading: str) -> str | None:
    """ "Acme Corp. Acme is a maker" or "AcmeAcme is" -> the part before the repetition."""
    tokens = heading.split(" ")
    first = tokens[0]
    if len(first) > 3:
        again = heading.find(first, 1)
        if 0 < again <= 80:
            return heading[:again].strip(" -–—,") or None
    return None


def _is_prose(paragraph: str) -> bool:
    return len(paragraph) > 220 and bool(_SENTENCE.search(paragraph[:2_000]))


def _is_dateline(opening: str) -> bool:
    """A city comes first, in capitals or capitalised, or the newswire's tag stands in it; no sentence leads up to the dash."""
    if _RUNNING.search(opening):
        return False
    wire = any(w.lower() in opening.lower() for w in words("zones", "wires"))
    return wire or (opening[:1].isupper() and ("," in opening or opening.split(" ")[0].isupper() or "(" in opening))


def _quotations(text: str, blocks: Sequence[Zone]) -> Iterator[Quotation]:
    position = 0
    for block in blocks:
        position = max(position, block.start)
        while position < block.end:
            opened = _next_open(text, position, block.end)
            if opened < 0:
                break
            close = _OPEN_QUOTES[text[opened]]
            end = text.find(close, opened + 1, min(block.end, opened + _LONGEST_QUOTE))
            if end < 0:
                position = opened + 1
                continue
            if end - opened > 25:
                yield Quotation(start=opened, end=end + 1, speaker=_speaker(text, opened, end + 1, block))
            position = end + 1


_OPENER = re.compile("[" + "".join(_OPEN_QUOTES) + "]")


def _next_open(text: str, start: int, end: int) -> int:
    found = _OPENER.search(text, start, end)
    return found.start() if found else -1


@cache
def _speech() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    verbs = "|".join(re.escape(w) for w in sorted(words("zones", "speech"), key=len, reverse=True))
    honorific = r"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?"
    who = rf"(?:{honorific}{_NAME}|[Hh]e|[Ss]he|[Tt]hey)"
    return (
        re.compile(rf",?\s*(?:{verbs})\s+({who})"),
        re.compile(rf",?\s*({who})(?:,[^.“\"]{{0,160}}?,)?\s+(?:{verbs})\b"),
        re.compile(rf"({who})(?:,[^.“\"]{{0,160}}?,)?\s+(?:{verbs})\b[^.“\"]{{0,60}}$"),
    )


def _speaker(text: str, start: int, end: int, block: Zone) -> Span | None:
    said_x, x_said, before = _speech()
    for pattern in (said_x, x_said):
        found = pattern.match(text, end, min(block.end, end + 260))
        if found:
            return found.start(1), found.start(1) + len(found[1].rstrip("."))
    window = max(block.start, start - 300)
    lead_in = max(text.rfind(". ", window, start), window)
    found = before.search(text, lead_in, start)
    return found.span(1) if found else None
