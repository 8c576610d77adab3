"""Names around a word of certification: the body behind "by", the specialty behind "in", titles, schemes written small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from certwire import cues
from certwire.model import Span
from certwire.phrases import run_after, run_before
from certwire.verbs import forms
from certwire.vocabulary import lines, word_set, words

_BY = re.compile(r"\b(?:by|from|through|with|via)\s+(?:the\s+|both\s+|its\s+|independent\s+|accredited\s+)*")
_CLAUSE_END = re.compile(r"[;:!?]|\.\s|, (?:and|which|who|while)\b|\s(?:and is|and was|and has|that)\s")
_DATE = re.compile(
    r"[\d\W]+|(?:19|20)\d\d and .*|(?:\d\d?\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December).*"
)
_ALSO = re.compile(r"(?:\s*\([^)]{1,30}\))?\s*[®™]*(?:,?\s(?P<and>and|&|as well as)|,)\s+(?:by\s+)?(?:the\s+)?")
_SHOUTED = re.compile(r"[A-Z][A-Z0-9&.-]{1,7}")
_ENDS_BODY = re.compile(r"\b(?:Administration|Authority|Agency|Board|Council|Commission|Institute|Association|Society|Bureau)$")
_PART = re.compile(r"\s+and\s+(?:the\s+)?")
_COMPLEMENT = re.compile(r"\s(?:of|for|on|in)\s")
_FIELD = re.compile(r"\s+(?:[a-z-]+(?:logist|geon|cian|trist|try|logy|icine|law|gery|ics))\b")
_BRACKETED = re.compile(r"\s*\(.*")
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{3,80})[,.]?[”\"][\s-]*$")
_IN_BRACKETS = re.compile(r"\([^()\n]{2,100}\)[\s®™-]*$")
_PREPOSED = re.compile(r"(?:In|Of|For|On|To|And|With)\s+")
_OWNER = re.compile(r".*['’]s (?=[A-Z0-9])")
_NEXT = re.compile(r"\s*[®™]*(,?\s+(?:and|&)\s+|,\s+)")
_SAYS = re.compile(r"(?:^|[\s,(])(?:is|are|was|were|been|be|being|a|an|as|both|fully|now|becomes?|became|its|their|our|of)\s+[“\"(]?$")
_IN_BOARD = re.compile(r"((?:[^\s()]+ ){0,4}Board of [^()\n]*?) in (?=[A-Z])")
_OBJECT = re.compile(r"\s+(?:the|its|their|his|her|a|an|all|both|\w+ of the)\s")
_HAS = re.compile(r"\s(?:has|have|had)\s+(?:(?:now|again|also|just|since|once again|officially|formally|last)\s+)?$")
_LONGEST_LIST = 8
# A form in -ing that is a verb in so many of a hundred places is no noun.
_NO_NOUN = 95
_SPECIALTY = re.compile(r"[A-Za-z][\w'’/&-]*")


def body_after(text: str, start: int, ceiling: int) -> Span | None:
    """The capitalised name behind the next "by", "from", "through" of the clause.

    Example:
        ``body_after("certified by BSI.", 9, 17)`` -> span of "BSI"
    """
    limit = min(ceiling, start + 150)
    stop = _CLAUSE_END.search(text[start:limit])
    limit = start + stop.start() if stop else limit
    for by in _BY.finditer(text, start, limit):
        name = run_after(text, by.end(), ceiling=ceiling)
        if name and name[0] - by.end() <= 2 and not _DATE.fullmatch(text[name[0] : name[1]]) and not is_place(text[slice(*name)]):
            field = _IN_BOARD.match(text, *name)
            return (name[0], field.end(1)) if field else name
    return None


def is_place(said: str) -> bool:
    """Whether a name, or the first of those that "and" ties in it, is a place: no scheme, and no body.

    Example:
        ``is_place("Europe and Latin America")`` -> ``True``
    """
    return said.split(" and ")[0].lower() in _places()


@cache
def _places() -> frozenset[str]:
    return frozenset(line.lower() for line in lines("organizations_places.txt")) | word_set("schemes", "regions")


def is_date(said: str) -> bool:
    """Whether what stands behind a preposition is a number or a date: ``"9 January 2021"``."""
    return bool(_DATE.fullmatch(said))


def in_address(text: str, start: int, end: int) -> bool:
    """Whether a word is part of an address: "https://www.example.com/iso-9001-certification".

    Example:
        ``in_address("see example.com/iso-certified", 20, 29)`` -> ``True``
    """
    if text[start - 1 : start] not in {"-", "/", ".", "_", "="} and text[end : end + 1] not in {"/", "-"}:
        return False
    said = text[text.rfind(" ", max(0, start - 120), start) + 1 : start]
    return "://" in said or "www." in said or ".com/" in said or ".org/" in said


def named_before(text: str, start: int, *, floor: int) -> Span | None:
    """The name in front of a word of certification: all of a quotation, a name with its bracket, and none of its owner.

    Example:
        "Acme's FairWild certificate" -> span of "FairWild"; "the “Say What You Mean” certificate" -> span of "Say What You Mean"
    """
    last = text[start - 2 : start].strip()[-1:]
    if last in {"”", '"'} and (quoted := _QUOTED.search(text, max(floor, start - 86), start)) and quoted[1][0].isupper():
        return quoted.span(1)
    if last == ")" and (bracket := _IN_BRACKETS.search(text, max(floor, start - 106), start)):
        owner = run_before(text, bracket.start(), floor=floor)
        if owner and text[owner[1] : bracket.start()].strip(" ®™") == "":
            return owner[0], text.rindex(")", bracket.start(), start) + 1
    before = run_before(text, start, floor=floor)
    if before is None or not any(c.isalpha() for c in text[slice(*before)]):
        return None
    opened = _PREPOSED.match(text, *before)
    before = (opened.end(), before[1]) if opened else before
    if text[slice(*before)].lower() in word_set("schemes", "links"):
        return None
    owned = _OWNER.match(text, *before)
    if owned and text[before[0] : owned.end()].split()[-1].lower().replace("’", "'") not in word_set("schemes", "possessives"):
        return owned.end(), before[1]
    return before


def granting(text: str, anchor: Span, floor: int) -> Span | None:
    """The body that a participle in the active voice has as its subject.

    Example:
        "The Lodestar Board has accredited the clinic" -> span of "Lodestar Board"
    """
    if not _OBJECT.match(text, anchor[1]):
        return None
    helper = _HAS.search(text, max(floor, anchor[0] - 24), anchor[0])
    if helper is None and text[anchor[0]].isupper():
        return None
    end = helper.start() if helper else anchor[0]
    before = run_before(text, end, floor=floor)
    if before is None or text[before[1] : end].strip(" )®™,") or (helper is None and text[anchor[0] - 1] != " "):
        return None
    return before if any(c.isalpha() for c in text[slice(*before)]) else None


def says_of_it(folded: str, start: int, floor: int) -> bool:
    """Whether what stands before a name makes it what something is: "is X certified by Y", unlike "plants in X certified by Y".

    Example:
        ``says_of_it("it is demeter certified", 6, 0)`` -> ``True``
    """
    return bool(_SAYS.search(folded, max(floor, start - 12), start))


def fields_listed(text: str, start: int, ceiling: int) -> list[Span]:
    """The further fields of a list that "and" ends, behind its first one at ``start``.

    Example:
        ``fields_listed("certified in tai chi, Reiki and foot care.", 20, 42)`` -> spans of "Reiki" and "foot care"
    """
    found: list[Span] = []
    while len(found) < _LONGEST_LIST and (tie := _NEXT.match(text, start, ceiling)):
        ends = "and" in tie[1] or "&" in tie[1]
        run = run_after(text, tie.end(), ceiling=ceiling)
        last = run[1] if run and run[0] == tie.end() else specialty_end(text, tie.end(), ceiling)
        if last == tie.end():
            break
        found.append((tie.end(), last))
        if ends:
            return found
        start = last
    return []


def listed(text: str, body: Span, ceiling: int) -> Iterator[Span]:
    """A body and those tied to it.

    Example:
        "by the Aqua Quality Board and the Terra Quality Board" -> spans of both
    """
    yield from _parted(text, body)
    at = body[1]
    waiting: list[Span] = []
    while len(waiting) < _LONGEST_LIST and (also := _ALSO.match(text, at, ceiling)):
        other = run_after(text, also.end(), ceiling=ceiling)
        if other is None or other[0] != also.end():
            return
        said = text[other[0] : other[1]]
        if len(said.split()) <= 2 and not _SHOUTED.fullmatch(said):
            return
        waiting.append(other)
        at = other[1]
        if also["and"]:
            # A comma alone may end the clause: "accredited by X, Acme sells".
            yield from waiting
            return


def _parted(text: str, body: Span) -> Iterator[Span]:
    """Two bodies that one run holds: where "both" opens them, or one of them is short and shouted."""
    cut = _PART.search(text, *body)
    if cut is None or _PART.search(text, cut.end(), body[1]):
        yield body
        return
    left, right = text[body[0] : cut.start()], text[cut.end() : body[1]]
    both = text[max(0, body[0] - 5) : body[0]].lower() == "both "
    short = (" " not in right or _SHOUTED.fullmatch(left)) and not _COMPLEMENT.search(left)
    pair = not _COMPLEMENT.search(left) and _ENDS_BODY.search(left) and _ENDS_BODY.search(right)
    if both or short or pair or _SHOUTED.fullmatch(right):
        yield body[0], cut.start()
        yield cut.end(), body[1]
    else:
        yield body


def specialty_end(text: str, start: int, ceiling: int) -> int:
    """Behind the words of a field of practice: up to six, stopping at a preposition, a verb or a name.

    Example:
        ``specialty_end("in pediatric dentistry by", 3, 25)`` -> ``22``
    """
    stops = word_set("schemes", "specialty_stop")
    last = start
    for count, word in enumerate(_SPECIALTY.finditer(text, start, ceiling)):
        between = text[last : word.start()]
        if count > 6 or between.strip(" -/&\u2011") or (count and "\n" in between):
            break
        low = word[0].lower()
        if low == "and" and count and _FIELD.match(text[word.end() : word.end() + 40].lower()):
            last = word.end()
            continue
        if low.endswith("ing") and not low.endswith(words("schemes", "nouns_in_ing")) and (count or _only_a_verb(low)):
            break
        if low in stops or low in {"dr", "mr", "ms", "i", "he", "she"}:
            break
        last = word.end()
        if text[last : last + 1] in {",", ".", ";", "(", "™", "®"}:
            break
    return last


def _only_a_verb(word: str) -> bool:
    """Whether a word in -ing is no field of practice: "credentials in delivering", beside "certified in coaching"."""
    form = forms().get(word)
    return form is not None and form.share >= _NO_NOUN


def is_title(text: str, title: Span, shown: str) -> bool:
    """Whether the words behind a participle are a title: it is capitalised itself, or they end in a professional's head word.

    Example:
        "Certified Public Accountant", "certified Scrum coach" -> True; "certified Angus" -> False
    """
    heads = word_set("schemes", "credential_heads")
    said = text[title[0] : title[1]]
    last = _BRACKETED.sub("", said).split(" ")[-1].lower().strip("s")
    has_head = any(w.lower().rstrip("s") in _single_heads() for w in said.split(" ")) or last in heads
    return (shown[0].isupper() and (has_head or "(" in said or len(said) > 3)) or has_head


@cache
def _single_heads() -> frozenset[str]:
    return frozenset(h.rstrip("s") for h in word_set("schemes", "credential_heads"))


def plain_prefix(text: str, before: Span, start: int) -> bool:
    """Whether only blanks and marks stand between a name and the word of certification at ``start``.

    Example:
        ``plain_prefix("ISO™-certified", (0, 3), 5)`` -> ``True``
    """
    return text[before[1] : start].strip(' -®™*)”"\u2011') == ""


def lowercase(folded: str, start: int, end: int, floor: int, ceiling: int) -> Span | None:
    """A scheme written small right before or behind the word.

    Example:
        ``lowercase("halal certified", 6, 15, 0, 15)`` -> span of "halal"
    """
    return _small_before(folded, start, floor) or _small_after(folded, end, ceiling)


@cache
def _small() -> tuple[re.Pattern[str], re.Pattern[str]]:
    body = "|".join(re.escape(w) for w in sorted(words("cues", "anchors.lowercase_schemes"), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![\w-])({body})[\s-]+(?:(?:international|global|product|official|status)\s+)?$"), re.compile(
        rf"[\s-]+(?:(?:as|for|for use in)\s+)?[“\"]?({body})(?![\w])"
    )


def _small_before(folded: str, start: int, floor: int) -> Span | None:
    found = _small()[0].search(folded, max(floor, start - 40), start)
    return (found.start(), found.end(1)) if found else None


def _small_after(folded: str, end: int, ceiling: int) -> Span | None:
    found = _small()[1].match(folded, end, ceiling)
    if not found:
        return None
    return found.start(1), found.end()


def phrase_start(folded: str, start: int, floor: int, *, participle: bool = False) -> int:
    """Where the words that describe a certification begin: up to three that are not generic; before a participle, only "-ly".

    Example:
        "a prestigious cybersecurity certification" -> the start of "cybersecurity"
    """
    generic = cues.members("anchors.generic")
    found = list(re.finditer(r"[a-z'][\w'-]*", folded[max(floor, start - 50) : start]))
    offset = max(floor, start - 50)
    first = start
    for word in reversed(found[-3:]):
        if (
            word[0] in generic
            or (participle and not word[0].endswith("ly") and folded[offset + word.end() : first] != "-")
            or "'" in word[0]
            or word[0] in word_set("schemes", "cut")
            or word[0] in word_set("schemes", "links")
            or folded[offset + word.end() : first].strip(" -")
        ):
            break
        first = offset + word.start()
    return first
