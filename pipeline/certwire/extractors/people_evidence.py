"""What speaks for and against a run of capitalized words being a person's name, as named pieces of evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from certwire.extractors.people_lexicon import STRONG, Lexicon, load
from certwire.extractors.people_words import Word
from certwire.extractors.role_titles import titles as role_titles
from certwire.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weight of each piece of evidence; a candidate whose evidence sums to ``threshold`` is a name."""

    evidence: Mapping[str, float]
    threshold: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that the package ships."""
    raw = tomllib.loads((files("certwire") / "data" / "people_weights.toml").read_text(encoding="utf-8"))
    return Weights(evidence=raw["evidence"], threshold=raw["threshold"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Patterns for the text right before and right after a candidate, made from the lexicon."""

    honorific: re.Pattern[str]
    title: re.Pattern[str]
    speech_before: re.Pattern[str]
    speech_after: re.Pattern[str]
    verb_before: re.Pattern[str]
    label_before: re.Pattern[str]
    role_after: re.Pattern[str]
    letters_after: re.Pattern[str]


PHONE = re.compile(
    r"[\s,|:·•\-–]{0,6}(?:(?:Phone|Tel|Telephone|Mobile|Cell|P|T|M)\b[.:]?\s*)?(?:\+\s?\d|\(\d{2,4}\)|\d{3}[-. ]\d{3}|\d{4}[ -]\d{3,4})"
)
LOCAL = re.compile(r"[\w.+\-]{1,40}$")
WHO = re.compile(r",? who\b|, (?:a|an|the|who|whose|has|was|is|and his|and her)\b")
IS = re.compile(
    r" (?:is|was|has|had|will|joined|joins|brings|holds|earned|received|serves|served|"
    r"became|founded|began|leads|graduated|recently|started|completed)\b|['’]s\b"
)
ARTICLE = re.compile(r"\b(?:the|a|an|this|our|your|their|its) $", re.IGNORECASE)
PLACE = re.compile(r"\b(?:at|in|near|to|from|throughout|across|within) $")
_BEFORE_NAMES = frozenset(
    (
        "by with meet and also when while as contact from for photo hosted featuring said says about thank dear attn attention through like"
    ).split()
)
OF = re.compile(r"\b[Oo]f $")
NUMBER = re.compile(r"\d[A-Za-z]? (?:[NSEW]\.? )?$")
LISTED_BEFORE = re.compile(r"(?:, |, and | and )$")
LISTED_AFTER = re.compile(r"(?:, and |, | and )[A-Z]")


@lru_cache(maxsize=1)
def around() -> Around:
    """The patterns over the package's lexicon."""
    lexicon = load()

    def words(group: frozenset[str]) -> str:
        return "|".join(re.escape(w) for w in sorted(group, key=lambda w: (-len(w), w)))

    titles = words(lexicon.titles)
    letters = words(lexicon.postnominals)
    honorifics = words(lexicon.honorifics)
    return Around(
        honorific=re.compile(rf"(?:^|[^\w])(?i:{honorifics})\.? $"),
        title=re.compile(rf"(?:^|[^\w])(?:(?i:{titles})|{role_titles().head.pattern}),? $"),
        speech_before=re.compile(rf"(?:^|[\s”\"',])(?i:{words(lexicon.speech)}) (?:(?i:{honorifics})\.? )?$"),
        speech_after=re.compile(rf",? (?:(?:also|further|then|has) )?(?:{words(lexicon.speech)})\b"),
        verb_before=re.compile(rf"(?:^|\W)(?i:{words(lexicon.person_verbs)}):? (?:(?i:{honorifics})\.? )?$"),
        label_before=re.compile(rf"(?:^|[^\w])(?i:{words(lexicon.contact_labels)})\s?:?\s{{0,6}}$"),
        role_after=re.compile(
            rf"(?:,? \(?(?:{letters})\b[.®]*\)?)*(?:,|\s?[\-–|(:]|,? (?:is|was|as|serves as|named|"
            rf"appointed))\s?(?:the |a |an |our |its |their |his |her |and )?"
            rf"(?:[\w&'’/\-]+ ){{0,4}}?(?i:[\w]+[\-/])?(?:{role_titles().head.pattern}|(?i:{titles})s?\b)"
        ),
        letters_after=re.compile(
            rf"(?:, ?| )\(?(?:{letters.upper()}|Ph\.?D|Psy\.?D|Ed\.?D|Pharm\.?D|PharmD|Esq|Esquire|"
            rf"P\.Eng|P\.Geo|ChFC|MSc|BSc|LL\.M)(?=[\s,.;)®]|$)"
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words of a run that may be a name: ``run[first:last]``."""

    run: Sequence[Word]
    first: int
    last: int
    start: int
    end: int

    @property
    def words(self) -> Sequence[Word]:
        return self.run[self.first : self.last]


def of_words(candidate: Candidate, text: str, lexicon: Lexicon) -> Iterator[str]:
    """What the words of the name themselves say."""
    names = candidate.words
    head, tail = names[0].text, names[-1].text
    if tail in ("St", "Jr", "Sr", "II", "III", "MD", "NE", "NW", "SE", "SW"):
        yield "never"
    yield from _first(names[0], lexicon)
    known = lexicon.as_surname(tail)
    if known:
        yield "last_surname_plain" if lexicon.is_plain(tail) or known < STRONG else "last_surname"
    elif lexicon.is_plain(tail):
        yield "last_plain"
    else:
        yield "last_given" if lexicon.as_given(tail) else "last_unknown"
    for word in names[1:-1]:
        if word.is_initial:
            yield "middle_initial"
        elif lexicon.as_given(word.text) or lexicon.as_surname(word.text):
            yield "middle_name"
        else:
            yield "middle_plain" if lexicon.is_plain(word.text) else "middle_unknown"
    if head.rstrip(".").lower() in lexicon.honorifics:
        yield "never"
    for word in names:
        low = word.text.lower()
        if low in lexicon.never or low.endswith(("n’t", "n't")):
            yield "never"
        elif low in lexicon.seldom:
            yield "seldom"
    if sum(1 for w in names if len(w.text) > 3 and w.text.isupper()) > 1 or (head.isupper() and len(head) > 3):
        yield "all_caps"
    if " ".join(w.text for w in names).lower() in lexicon.firms:
        yield "firm"
    if len(names) > 3:
        yield "long" if len(names) == 4 else "very_long"
    inner = text[candidate.start : names[-1].end]
    if any(mark in inner for mark in '"“‘('):
        yield "nickname"
    elif len(inner.split()) > len(names):
        yield "particle"
    if candidate.end > names[-1].end:
        yield "suffix"


def _first(word: Word, lexicon: Lexicon) -> Iterator[str]:
    if word.is_initial:
        yield "first_initial"
        return
    given = lexicon.as_given(word.text)
    if given:
        yield "first_given" if given == STRONG else "first_given_weak"
    elif lexicon.is_plain(word.text):
        yield "first_plain"
    else:
        yield "first_surname" if lexicon.as_surname(word.text) else "first_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What the text before a candidate says; it is the same for all candidates that begin there."""

    evidence: tuple[str, ...]
    line_start: bool
    listed: bool


def of_left(candidate: Candidate, text: str, lexicon: Lexicon) -> Left:
    """What the text right before says."""
    before = text[max(0, candidate.start - 40) : candidate.start]
    return Left(
        evidence=tuple(_before(candidate, before, lexicon)),
        line_start=not before or before.endswith("\n") or before.rstrip(" \t").endswith("\n"),
        listed=LISTED_BEFORE.search(before) is not None,
    )


def _before(candidate: Candidate, before: str, lexicon: Lexicon) -> Iterator[str]:
    see = around()
    # All but a label's patterns end in a blank.
    spaced = before.endswith(" ")
    if spaced:
        if see.honorific.search(before):
            yield "honorific"
        elif see.title.search(before):
            yield "title_before"
        if see.speech_before.search(before):
            yield "speech_before"
        elif see.verb_before.search(before):
            yield "verb_before"
    if see.label_before.search(before) or candidate.run[candidate.first].cut:
        yield "label_before"
    if spaced:
        yield from _small_word(before[-14:])
    if before.endswith("& "):
        yield "ampersand"
    left = candidate.run[candidate.first - 1] if candidate.first else None
    if left and not _ends_title(left, lexicon) and not candidate.run[candidate.first].cut:
        yield "capital_before"
        name = lexicon.as_surname(left.text) or lexicon.as_given(left.text)
        if name and not lexicon.is_plain(left.text) and left.text.lower() not in lexicon.seldom and left.text.lower() not in lexicon.never:
            yield "name_before"


def _small_word(before: str) -> Iterator[str]:
    if ARTICLE.search(before):
        yield "article_before"
    elif PLACE.search(before):
        yield "place_before"
    elif OF.search(before):
        yield "of_before"
    elif NUMBER.search(before):
        yield "number_before"


def of_right(candidate: Candidate, text: str, left: Left) -> Iterator[str]:
    """What the text right after says."""
    see = around()
    after = text[candidate.end : candidate.end + 110]
    if see.speech_after.match(after):
        yield "speech_after"
    if see.role_after.match(after):
        yield "role_after"
    if see.letters_after.match(after):
        yield "letters_after"
    if PHONE.match(after):
        yield "phone_after"
    if address_of(candidate, after):
        yield "address_after"
    if WHO.match(after):
        yield "who_after"
    elif IS.match(after):
        yield "is_after"
    if left.line_start and after.lstrip(" \t")[:1] in ("", "\n"):
        yield "own_line"
    if left.listed and LISTED_AFTER.match(after):
        yield "listed"
    if after.startswith((" & ", " + ")) and "ampersand" not in left.evidence:
        yield "ampersand"
    if candidate.last < len(candidate.run):
        yield "capital_after"


def _ends_title(word: Word, lexicon: Lexicon) -> bool:
    low = word.text.rstrip(".").lower()
    return low in _BEFORE_NAMES or low in lexicon.titles or low in lexicon.honorifics or low in lexicon.speech or word.glued


def address_of(candidate: Candidate, after: str) -> bool:
    """Whether an e-mail address that follows is made of the name: ``Jane Roe`` and ``jroe@``."""
    at = after.find("@")
    found = LOCAL.search(after[max(0, at - 40) : at]) if at > 0 else None
    if not found:
        return False
    local = re.sub(r"[^a-z]", "", found[0].lower())
    given, surname = (re.sub(r"[^a-z]", "", w.text.lower()) for w in (candidate.words[0], candidate.words[-1]))
    return (len(surname) > 2 and surname in local) or (len(given) > 2 and given in local)


def of_tagger(span: Span, entities: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """What the tagger's entities that touch the span say; they come as (start, end, label)."""
    for start, end, label in entities:
        if end <= span[0] or start >= span[1]:
            continue
        if label == "PERSON":
            yield "tagger_exact" if abs(start - span[0]) < 2 and abs(end - span[1]) < 5 else "tagger_overlap"
            return
        if label in ("ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART", "LOC", "NORP", "EVENT", "LAW") and start <= span[0] and end >= span[1]:
            yield "tagger_against"
            return
