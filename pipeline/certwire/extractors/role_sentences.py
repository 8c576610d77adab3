"""Finds roles that stand apart from their bearer's name: "She is ...", "As ..., Roe ...", "Roe ... and serves as ..."."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from certwire.extractors.role_titles import Phrase, titles
from certwire.model import Mention
from certwire.spotting import matches_at, places

Read = Callable[[int], Phrase | None]

_PRONOUN = re.compile(
    r"(?:He|She|They)(?: also| currently)? (?:is|was|"
    r"serves as|served as)(?! (?:also |currently )?serving\b) (?:also |currently )?(?:the |an? )?"
)
_AS = re.compile(
    r"(?:As|In (?:his|her) role as|"
    r"In (?:his|her) (?:new )?(?:position|role) as) (?:the |an? )?"
)
# Verbs and nouns that end in a role, far from the name as they may be.
_SERVES = re.compile(
    r"\b(?:(?:serves?|serving|served|acts?|acting|works|working|worked|practices|practicing|continues?|continuing|remains?|"
    r"employed) as"
    r"|(?:role|position|capacity|post|duties|responsibilities|work|job|appointment|promotion) as"
    r"|(?:assum(?:es|ed|ing)|tak(?:es|en|ing) on|took on|takes|taking|took|"
    r"(?:ful)?fill(?:s|ed|ing)?|hold(?:s|ing)|held|accept(?:s|ed|ing)|into|to)"
    r" (?:the|his|her|a) (?:expanded |new |newly created |newly formed |current |additional )?(?:role|position|post|title|office) of)"
    r" (?:both )?(?:the |an? |its |our |their |his |her )?"
)
_POSTS = ("role of", "position of", "post of", "title of", "office of")
# Code points: of "responsibilities", and of "fulfilling the newly created ".
_LONGEST_VERB = 17
_LONGEST_TAKING = 40
_TAKES = re.compile(
    r"(?i)\b(?:appointment|addition|promotion|hiring|hire|election|selection|arrival|nomination|welcomes?|welcomed|welcoming|introduces?|"
    r"appoints?|appointed|appointing|hires|hired|hiring|promotes|promoted|promoting|elects?|elected|adds|added|names?|named|naming|"
    r"selects?|selected|recruits|recruited|taps|tapped)(?: of)?(?: (?:Dr|Mr|Ms|Mrs|Prof)\.?)? $"
)
_AS_OR_TO = re.compile(
    r",? (?:[Aa]s|to the (?:new |newly created )?(?:role|position|post) of|to) "
    r"(?:(?:the|its|their|our|an?|his|her)(?: [\w’'-]{1,20}[’']s?)? )?(?:new |newest |first |next |latest |first-ever )?"
)
_SENTENCE = re.compile(r"(?<![A-Z])[.!?][”\"]?\s+(?=[A-Z“\"])(?<!Dr\. )(?<!Mr\. )(?<!Ms\. )(?<!Mrs\. )(?<!St\. )|\n|  +")
_BEFORE = re.compile(r"(?:[.!?”\"] {1,2}|\n ?)$")
_OPENS = re.compile(r"[“\"]?(?:He|She|His|Her|In (?:his|her|this)|Since|As|Prior|Before|Previously|Most recently|Currently|Today)\b")
_WHO = re.compile(r"(?:who|and)(?: also| currently| previously| now| has| will)*(?: \w+ly)? $")
_PAST = re.compile(r"(?:served|acted|worked|held|filled) ")
_REACH = 700
_SENTENCE_REACH = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A role and whose it is. ``rank`` as in the extractor: 2 said in the bearer's sentence, 1 over a border of sentences."""

    person: Mention
    phrase: Phrase
    rank: int


def find(text: str, persons: Sequence[Mention], read: Read) -> Iterator[Told]:
    """The roles of some people that are said apart from their names.

    Args:
        text: the release.
        persons: mentions of people, in order.
        read: reads the role phrase that begins at a code point.

    Example:
        "Jane Roe lives in Bath. She is the founder of Acme." -> Jane Roe, "founder"
    """
    starts = [p.start for p in persons]
    yield from _pronouns(text, persons, starts, read)
    yield from _fronted(text, persons, starts, read)
    yield from _served(text, persons, starts, read)
    yield from _taken(text, persons, read)


def _last(persons: Sequence[Mention], starts: Sequence[int], at: int) -> Mention | None:
    """Who was named last before a code point."""
    i = bisect_left(starts, at)
    person = persons[i - 1] if i else None
    return person if person and person.end <= at and at - person.end < _REACH else None


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins at a code point."""
    return _BEFORE.search(text, max(0, at - 3), at) is not None


def _pronouns(text: str, persons: Sequence[Mention], starts: Sequence[int], read: Read) -> Iterator[Told]:
    for m in _PRONOUN.finditer(text):
        person = _last(persons, starts, m.start()) if _begins(text, m.start()) else None
        phrase = read(m.end()) if person else None
        if person and phrase and not phrase.plural:
            yield Told(person=person, phrase=phrase, rank=1)


def _fronted(text: str, persons: Sequence[Mention], starts: Sequence[int], read: Read) -> Iterator[Told]:
    for m in _AS.finditer(text):
        i = bisect_left(starts, m.end())
        after = persons[i] if i < len(persons) and persons[i].start < m.end() + 140 and _begins(text, m.start()) else None
        phrase = read(m.end()) if after else None
        if (
            after
            and phrase
            and not phrase.plural
            and re.fullmatch(r"[^.\n]{0,60}?, (?:Dr\. |Mr\. |Ms\. )?", text[phrase.end : after.start])
        ):
            yield Told(person=after, phrase=phrase, rank=2)


def _serving(text: str) -> Iterator[re.Match[str]]:
    """What ``_SERVES.finditer(text)`` gives, tried only before an "as" and before "role of" and its like."""
    begins: set[int] = set()
    for at in places(text, (" as",)):
        begin = at
        while begin > max(0, at - _LONGEST_VERB) and text[begin - 1].isalpha():
            begin -= 1
        begins.add(begin)
    for at in places(text, _POSTS):
        begins.update(i for i in range(max(0, at - _LONGEST_TAKING), at) if not i or not text[i - 1].isalnum())
    return matches_at(_SERVES, text, sorted(begins))


def _served(text: str, persons: Sequence[Mention], starts: Sequence[int], read: Read) -> Iterator[Told]:
    for m in _serving(text):
        low = max(0, m.start() - _SENTENCE_REACH)
        breaks = [b.end() for b in _SENTENCE.finditer(text, low, m.start())]
        begin = breaks[-1] if breaks else low
        if not breaks and low:
            continue
        person, rank = _subject(text, begin, m.start(), persons, starts)
        if person is None:
            continue
        phrase = read(m.end())
        if phrase and not phrase.plural:
            yield Told(person=person, phrase=phrase, rank=rank - 4 * bool(_PAST.match(m[0])))


def _subject(text: str, begin: int, end: int, persons: Sequence[Mention], starts: Sequence[int]) -> tuple[Mention | None, int]:
    """Whom a sentence from ``begin`` to a verb at ``end`` is about."""
    first, last = bisect_left(starts, begin), bisect_left(starts, end)
    inside = persons[first:last]
    opens = _OPENS.match(text, begin, end)
    if not inside:
        return (_last(persons, starts, begin) if opens else None), 1
    nearest = inside[-1]
    if re.search(r"[“”\"]", text[nearest.end : end]):
        return None, 0
    if end - nearest.end < 60 and _WHO.search(text, nearest.end, end):
        return nearest, 2
    if opens and not re.match(r"[“\"]?(?:Since|As|Prior|Before|Previously|Most recently|Currently|Today)", text[begin:end]):
        return _last(persons, starts, begin), 1
    return inside[0], 2


def _taken(text: str, persons: Sequence[Mention], read: Read) -> Iterator[Told]:
    """Who is welcomed, named or added "as" something, with an apposition between: "the appointment of Jane Roe, a surgeon, as dean"."""
    for i, person in enumerate(persons):
        if not _TAKES.search(text, max(0, person.start - 40), person.start):
            continue
        limit = min(persons[i + 1].start if i + 1 < len(persons) else len(text), person.end + 200)
        stop = _SENTENCE.search(text, person.end, limit)
        for m in _AS_OR_TO.finditer(text, person.end, stop.start() if stop else limit):
            phrase = read(m.end())
            if phrase and not phrase.plural:
                yield Told(person=person, phrase=phrase, rank=8 if is_news(text, person, "", phrase) else 2)
                break


_NEWS = re.compile(
    r"(?i)\b(?:named|appointed|promoted|elected|hired|chosen|joins|joined|join|joining|becomes?|take|takes|taking|newest|new)\b"
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b(?:previously|earlier|prior|before|formerly|once|until|then|ago|past|last year)\b", re.IGNORECASE)


def is_news(text: str, person: Mention, verb: str, phrase: Phrase) -> bool:
    """Whether a verb tells that a role has just been taken up: what a release reports outweighs what else its bearer is.

    Example:
        "was appointed" -> True; "was", "was appointed in 2009" -> False
    """
    start = phrase.role[0]
    if phrase.head in titles().praise:
        return False
    if not _NEWS.search(verb) and not _TAKES.search(text, max(0, person.start - 40), person.start):
        return False
    low = max(0, start - 160)
    breaks = [b.end() for b in _SENTENCE.finditer(text, low, start)]
    return _DATED.search(text, breaks[-1] if breaks else low, max(phrase.end, phrase.role[1]) + 12) is None
