"""Fields of practice behind a word of certification: "board-certified in A, B and C", each a scheme of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from certwire.extractors.scheme_found import Found
from certwire.extractors.scheme_grammar import body_after, listed, specialty_end
from certwire.model import Span
from certwire.phrases import run_after
from certwire.vocabulary import words

_DOUBLE = re.compile(r"(?:double|dual|triple|quadruple|nationally)[\s-]+$")
_INTO = re.compile(r"\s+(?:in|as)\s+(?:an?\s+|both\s+|the\s+)?")
_IN = re.compile(r"\s*(?:\([^()\n]{1,30}\))?[\s®™]*\s(?:in|for)\s+(?:both\s+|the\s+(?:fields?|areas?|specialt(?:y|ies))\s+of\s+)?")
_TIE = re.compile(r"\s*[®™]*(?:,\s+(?:and\s+|&\s+|as well as\s+)?|\s+(?:and|&|as well as)\s+)(?:in\s+)?(?=[^\W\d])")
_SPLIT = re.compile(r"(?:,\s+(?:and\s+|&\s+)?|\s+(?:and|&)\s+)")
_LONGEST_LIST = 8


def board(text: str, folded: str, span: Span, word: str, floor: int, ceiling: int) -> Iterator[Found]:
    """ "board-certified in A and B by the C Board": one scheme a field, or one a body where no field or only one is named.

    Example:
        "board certified in sleep medicine and pain medicine" -> ``board`` for "sleep medicine", ``board`` for "pain medicine"
    """
    start = folded.rfind("board", max(floor, span[0] - 8), span[0])
    double = _DOUBLE.search(folded[max(floor, start - 12) : start])
    first = start - len(double[0]) if double else start
    into = _INTO.match(folded, span[1], ceiling)
    begin = into.end() if into else span[1]
    last = specialty_end(text, begin, ceiling) if into or word.endswith("ed") else begin
    fields = in_fields(text, begin, ceiling) if into else []
    behind = max(last, span[1])
    body = body_after(text, max(behind, fields[-1][1]) if fields else behind, ceiling)
    if not into and len(fields) < 2:
        # The field may stand behind the profession or behind the body.
        for at in (behind, *((body[1],) if body and text[body[1] : body[1] + 1] else ())):
            if named := fields_behind(text, at, ceiling):
                fields = named
                break
    if not fields or (into and len(fields) < 2):
        specialty = text[begin:last].strip() or None
        bodies: list[Span | None] = list(listed(text, body, ceiling)) if body else [None]
        for one in bodies:
            yield _one(text, (first, behind), span, word, one, specialty)
        return
    nearest = fields[0][1] if into else behind
    yield _one(text, (first, nearest), span, word, body, text[slice(*fields[0])])
    for field in fields[1:]:
        yield _one(text, field, span, word, body, text[slice(*field)])


def _one(text: str, at: Span, anchor: Span, word: str, body: Span | None, specialty: str | None) -> Found:
    name = f"Board certification ({specialty})" if specialty else "Board certification"
    return Found(start=at[0], end=at[1], form="board", anchor=anchor, word=word, body=body, name=name, specialty=specialty)


def fields_behind(text: str, at: int, ceiling: int) -> list[Span]:
    """The fields of practice behind a body or a profession: "by the Lodestar Board in sleep medicine".

    Example:
        ``fields_behind("physician in Sleep Medicine.", 9, 28)`` -> the span of "Sleep Medicine"
    """
    into = _IN.match(text, at, ceiling)
    named = in_fields(text, into.end(), ceiling) if into else []
    return named if all(_is_field(text[slice(*f)]) for f in named) else []


def in_fields(text: str, start: int, ceiling: int) -> list[Span]:
    """The fields of practice that a list names from ``start`` on; "and" parts them unless they are one field.

    Example:
        ``in_fields("Internal Medicine and Obstetrics and Gynecology.", 0, 48)`` -> spans of "Internal Medicine",
        "Obstetrics and Gynecology"
    """
    found: list[Span] = []
    at = start
    while len(found) < _LONGEST_LIST:
        last = _field_end(text, at, ceiling)
        if last == at:
            break
        pieces = list(_parted(text, at, last))
        if found and not _is_field(text[slice(*pieces[0])]):
            break
        found.extend(p for i, p in enumerate(pieces) if i == 0 or _is_field(text[slice(*p)]))
        tie = _TIE.match(text, last, ceiling)
        if tie is None:
            break
        at = tie.end()
    return found


def _field_end(text: str, start: int, ceiling: int) -> int:
    joint = _joint().match(text, start, ceiling)
    if joint:
        return joint.end()
    run = run_after(text, start, ceiling=ceiling)
    if run and run[0] == start and text[run[1] - 1] != ")":
        return run[1]
    return specialty_end(text, start, ceiling)


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """The parts of what was read as one field."""
    at = start
    while at < end:
        joint = _joint().match(text, at, end)
        cut = _SPLIT.search(text, joint.end() if joint else at, end)
        if cut is None or not _is_field(text[cut.end() : end]):
            yield at, end
            return
        # "Emergency and Integrative Medicine": the last word counts for both.
        yield at, cut.start()
        at = cut.end()


def _is_field(said: str) -> bool:
    return bool(_ends().search(said))


@cache
def _joint() -> re.Pattern[str]:
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words("schemes", "joint_fields"), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?i)(?:{body})(?!\w)")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{'|'.join(re.escape(w) for w in words('schemes', 'field_ends'))})s?$")
