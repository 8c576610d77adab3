"""The clause around a scheme mention: who is its subject, and whether that one gets the certificate or gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from certwire.model import Span
from certwire.reading.context import Context
from certwire.vocabulary import word_set, words


def _any(key: str) -> str:
    return "|".join(re.escape(w) for w in words("clauses", key))


_OPENS = re.compile(
    r"(?:\bthat|\bannounc\w+(?: today)?|\bconfirm\w*|\breport\w*|\bsaid|\bsays|;|:|\bwhile|\bwhen|\bafter|\bas|\bbecause"
    r"|\bwhere|\bbut|,? and(?= (?:it|the|its|has|is|was|now)\b)|--|—|–|\bwhich|\bwho)\s+"
)
_RELATIVE = re.compile(r"(?:which|who|that)\s")
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
        antecedent: where the noun ends that "which", "who" or "that" stands for as the subject, or None.
    """

    subject: Span | None
    voice: str
    antecedent: int | None = None


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
    begin, antecedent = start, None
    for opener in _OPENS.finditer(folded, start, first):
        if _VERB.search(folded, opener.end(), first):
            begin = opener.end()
            antecedent = opener if _RELATIVE.match(folded, opener.start()) else None
    verb = _VERB.search(folded, begin, first)
    if verb is None:
        return Clause(None, "none")
    rest = folded[verb.start() : min(len(folded), first + 40)]
    voice = "passive" if _PASSIVE.match(rest) else "issues" if _ISSUES.match(rest) else "gets"
    if antecedent is not None and not folded[begin : verb.start()].strip():
        return Clause(None, voice, start + len(text[start : antecedent.start()].rstrip(" ,®™")))
    return Clause(_subject(text, folded, begin, verb.start()), voice)


_COMMA = re.compile(r",\s+|\s+[-–—]{1,2}\s+")
_OPENS_ASIDE = re.compile(rf"(?:{_any('asides')})(?![\w-])|\w+(?:ly|ing)\b|\d|(?:{_any('months')})\b")
_ASIDE_PARTICIPLE = re.compile(r"\w+ed (?:in|by|on|with|for|to|as|from|at|under)\b")
_CONJUNCTION = re.compile(r"\b(?:and|or|but)$")
_DATED = re.compile(
    rf"(?:in|on|since|by|from|until|during|this|last|next) (?:(?:early|late|mid-?|the) ?)*(?:(?:{_any('months')})\.? )?(?:\d{{1,2}},? )?"
    r"(?:(?:19|20)\d\d|month|week|year|spring|summer|autumn|fall|winter)\s+(?:the |its |our |their |an? )?"
)
_PRONOUN = re.compile(r"\b(?:it|they|he|she|we|i|both|these|this)$")
# "on delivery the vessel": a determiner that no preposition leads to.
_PREPOSITIONS = word_set("clauses", "prepositions")
_OPENS_SUBJECT = re.compile(r"(?<![\w-])(?P<before>[\w'’-]+) (?:the|its|their|our|his|her|this|that|an?|all|both) (?=\S)")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*")
_ARTICLE = re.compile(
    r"\W*(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]ll|[Bb]oth|[Ee]ach|[Ss]ome|[Mm]any|[Mm]ost|of|[Tt]oday|[Nn]ow|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Prof\.?|and|[Tt]hat)\s+)*"
)
_ADVERB = re.compile(r"\s+(?:also|now|already|again|still|today|just|then|too|[a-z]+ly)$")
_DATELINE = re.compile(r"[A-Z][\w .,'’/-]{2,60}?(?:\s[-–—]{1,2}\s|:\s)")


def _subject(text: str, folded: str, begin: int, end: int) -> Span | None:
    """The subject without article and apposition: the first part between commas that is no aside; of "its product, the X100" the name."""
    while end > begin and text[end - 1] in " ,;\n":
        end -= 1
    line = _DATELINE.match(text, begin, end)
    if line:
        begin = line.end()
    parts = list(_parts(text, begin, end))
    said = [part for part in parts if not _is_aside(folded, *part)]
    if not said and parts:
        said = [(_behind_aside(folded, *parts[-1]), parts[-1][1])]
    if not said or _CONJUNCTION.search(folded, max(begin, end - 4), end):
        return None
    begin, end = said[0]
    if len(said) > 1 and not _has_name(text, begin, end) and _has_name(text, *said[1]):
        begin, end = said[1]
    while adverb := _ADVERB.search(text, max(begin, end - 24), end):
        end = adverb.start()
    tail = _PARENTHESIS.search(text, begin, end)
    if tail and end - tail.end() < 3:
        end = tail.start()
    return (begin, end) if 1 < end - begin < 140 else None


def _parts(text: str, begin: int, end: int) -> Iterator[Span]:
    """The stretches between commas and dashes, without the articles that open them."""
    at = begin
    for comma in [*(m.span() for m in _COMMA.finditer(text, begin, end)), (end, end)]:
        article = _ARTICLE.match(text, at, comma[0])
        start = article.end() if article else at
        if start < comma[0]:
            yield start, comma[0]
        at = comma[1]


def _behind_aside(folded: str, begin: int, end: int) -> int:
    """Where the subject begins that follows an aside without a comma: behind its date, or at the pronoun that ends the stretch."""
    dated = _DATED.match(folded, begin, end)
    if dated:
        return dated.end()
    pronoun = _PRONOUN.search(folded, begin, end)
    if pronoun and pronoun.end() == end:
        return pronoun.start()
    opened = [m.end() for m in _OPENS_SUBJECT.finditer(folded, begin, end) if m["before"] not in _PREPOSITIONS]
    return opened[-1] if opened else begin


def _is_aside(folded: str, begin: int, end: int) -> bool:
    """Whether a stretch before the verb tells when, where or why instead of who."""
    return bool(_OPENS_ASIDE.match(folded, begin, end) or _ASIDE_PARTICIPLE.match(folded, begin, end))


def _has_name(text: str, begin: int, end: int) -> bool:
    return any(word[:1].isupper() for word in text[begin:end].split())
