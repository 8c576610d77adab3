"""The clause around a scheme mention: who is its subject, and whether that one gets the certificate or gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from certwire.model import Span
from certwire.reading.context import Context
from certwire.vocabulary import words


def _any(key: str) -> str:
    return "|".join(re.escape(w) for w in words("clauses", key))


_OPENS = re.compile(
    r"(?:\bthat|\bannounc\w+(?: today)?|\bconfirm\w*|\breport\w*|\bsaid|\bsays|;|:|\bwhile|\bwhen|\bafter|\bas|\bbecause"
    r"|\bwhere|\bbut|,? and(?= (?:it|the|its|has|is|was|now)\b)|--|—|–|\bwhich|\bwho)\s+"
)
_VERB = re.compile(rf"(?<![\w-])(?:{_any('finite')})(?![\w-])")
_BETWEEN = r"(?:(?:has|have|had|will|may|can|to|not|now|just|also|again|once more|officially|\w+ly)\s+)*"
_PASSIVE = re.compile(
    rf"{_BETWEEN}(?:is|are|was|were|be|been|being|gets|got)\s+{_BETWEEN}(?:(?:be|been|being)\s+)?{_BETWEEN}(?:\w+(?:ed|en|wn)|given|made|put)\b"
)
_ISSUES = re.compile(rf"{_BETWEEN}(?:{_any('issuing')})(?![\w-])")


@dataclass(frozen=True, slots=True)
class Clause:
    """The finite clause that leads to a scheme mention.

    Attributes:
        subject: span of its subject, articles left out, or None.
        voice: ``gets`` (earned, is certified), ``issues`` (has certified, suspended), ``passive`` (was awarded) or ``none``.
    """

    subject: Span | None
    voice: str


def of(ctx: Context, *, start: int, first: int) -> Clause:
    """The clause of ``read`` in a release, read once."""
    known = ctx.once(_clauses)
    if (start, first) not in known:
        known[start, first] = read(ctx.text, ctx.folded, start, first)
    return known[start, first]


def _clauses(ctx: Context) -> dict[Span, Clause]:
    return {}


def read(text: str, folded: str, start: int, first: int) -> Clause:
    """The clause that ends in the scheme mention at ``first`` of the sentence beginning at ``start``.

    Example:
        ``"Acme said that its Lyon plant has received ISO 9001"`` -> subject "Lyon plant", voice ``gets``
    """
    begin = start
    for opener in _OPENS.finditer(folded, start, first):
        if _VERB.search(folded, opener.end(), first):
            begin = opener.end()
    verb = _VERB.search(folded, begin, first)
    if verb is None:
        return Clause(None, "none")
    rest = folded[verb.start() : min(len(folded), first + 40)]
    voice = "passive" if _PASSIVE.match(rest) else "issues" if _ISSUES.match(rest) else "gets"
    return Clause(_subject(text, begin, verb.start()), voice)


_COMMA = re.compile(r",\s")
_OPENER = re.compile(r"(?:The|Its|Our|In|On|At|For|With|As|After|By|To|Today|Now|This|Last)\b")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*")
_ARTICLE = re.compile(r"\W*(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]ll|[Bb]oth|[Ee]ach|[Tt]oday|[Nn]ow)\s+)*")
_DATELINE = re.compile(r"[A-Z][\w .,'’/-]{2,60}?(?:\s[-–—]{1,2}\s|:\s)")


def _subject(text: str, begin: int, end: int) -> Span | None:
    """The subject without article and apposition: the part before the first comma, or the name behind it where that part has none."""
    while end > begin and text[end - 1] in " ,;\n":
        end -= 1
    line = _DATELINE.match(text, begin, end)
    if line:
        begin = line.end()
    comma = _COMMA.search(text, begin, end)
    if comma:
        head = text[begin : comma.start()]
        has_name = any(w[:1].isupper() for w in head.split()[1:]) or (head[:1].isupper() and not _OPENER.match(head))
        if has_name:
            end = comma.start()
        else:
            begin = comma.end()
            again = _COMMA.search(text, begin, end)
            end = again.start() if again else end
    article = _ARTICLE.match(text, begin, end)
    begin = article.end() if article else begin
    tail = _PARENTHESIS.search(text, begin, end)
    if tail and end - tail.end() < 3:
        end = tail.start()
    return (begin, end) if 1 < end - begin < 140 else None
