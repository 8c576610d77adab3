"""Pseudo mentions: releases of the archive with names of schemes put in the place of other things, for a teacher to say what they mean.

Few releases tell of a certificate, but all tell of things that companies win, hold, seek and lose. "The city renewed its contract" becomes
"The city renewed its ISO 14001 certification": whether that is an event, and which, hangs on the words around it, and these are real.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from certwire import verbs
from certwire.model import Span

MOST = 3
"""Places of one release that are taken."""
APART = 150
"""Code points between two of them, at least: what is put in one place is to be no part of another's sentence."""
_SHORTEST, _LONGEST = 30, 500
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_TOKEN = re.compile(r"\s*([\w'’/&.-]*\w|[^\w\s])")
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_SMALL = re.compile(r"(?<![\w'’-])[a-z]+(?![\w'’-])")
_LAST = re.compile(r"(?:^|(?<=\s))([\w$€£][\w'’.,%&-]*) $")
_ARTICLE = re.compile(r"\b(?:a|an|the|another|this) $")
_DESCRIBED = re.compile(r"\b(?:a|an|the|its|our) (?=(?:leading|global|new|[a-z]+) [a-z]+\b)")
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "our", "his", "her", "another", "this", "new", "first", "some"})
_PARTICLES = frozenset({"in", "for", "with", "from", "to", "of", "on", "into", "under", "up", "out", "off", "through", "against"})
_WORDS = 4
_LEFT_TO_CHANCE = 3.0
# A scheme before a noun ("an ISO 9001-certified bakery") says little: such places are taken where nothing else is left.
_LAST_RESORT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a scheme can be named instead: a span of the text, or a point in it.

    Attributes:
        kind: "object" of a verb, "subject" of one, "award" (a noun for what is given), "adjective" (before a noun).
        word: verb or noun that it was found by; the rarest are taken first.
    """

    start: int
    end: int
    kind: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A release with schemes put into it, and where they stand in its new text."""

    text: str
    put: tuple[Span, ...]


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The lists of ``pseudo.toml``."""
    raw = tomllib.loads(Path(__file__).with_name("pseudo.toml").read_text(encoding="utf-8"))
    return {key: tuple(value.split() if isinstance(value, str) else value) for key, value in raw.items()}


def objects(text: str) -> Iterator[Place]:
    """What verbs do something to, what does something, and where a noun could be described.

    Example:
        "The city has renewed its contract." -> the span of "its contract", of "renew"
    """
    for start, end in _sentences(text):
        sentence = text[start:end]
        found = verbs.of(sentence)
        for verb in found:
            span = _object(sentence, verb)
            if span:
                yield Place(start=start + span[0], end=start + span[1], kind="object", word=verb.lemma)
        if found and sentence.startswith(("The ", "Its ", "Our ", "This ", "Their ")):
            until = found[0].start - len("".join(f"{word} " for word in found[0].lead))
            if 4 < until < 45 and sentence[until - 1] == " " and "," not in sentence[:until]:
                yield Place(start=start, end=start + until - 1, kind="subject", word=found[0].lemma)
        for described in _DESCRIBED.finditer(sentence):
            yield Place(start=start + described.end(), end=start + described.end(), kind="adjective", word="adjective")


def _sentences(text: str) -> Iterator[Span]:
    return ((s.start(), s.end()) for s in _SENTENCE.finditer(text) if _SHORTEST <= s.end() - s.start() <= _LONGEST)


def _object(sentence: str, verb: verbs.Verb) -> Span | None:
    """Up to four words behind a verb and its particle, with their article."""
    form = re.match(r"[a-z'’-]+", sentence[verb.start :])
    if not form:
        return None
    after = begin = verb.start + form.end()
    particle, end, words = False, 0, 0
    for token in _TOKEN.finditer(sentence, after):
        small = token[1].lower()
        if not words and not particle and small in _PARTICLES:
            particle, begin = True, token.end()
        elif words or small not in _ARTICLES:
            if words == _WORDS or not _WORD.fullmatch(token[1]) or small in vocabulary()["closing"] or (small.endswith("ly") and not words):
                break
            words, end = words + 1, token.end()
    return (begin + sentence[begin:].startswith(" "), end) if words else None


def awards(text: str) -> Iterator[Place]:
    """Groups of nouns that end in a noun for what is given, behind a verb.

    Example:
        "Acme has won a five-year export licence." -> the span of "a five-year export licence", of "licence"
    """
    nouns, closing = frozenset(vocabulary()["awards"]), frozenset(vocabulary()["closing"])
    for start, end in _sentences(text):
        sentence = text[start:end]
        found = verbs.of(sentence)
        begins = {verb.start for verb in found}
        for noun in _SMALL.finditer(sentence):
            if noun[0] not in nouns or not any(begin < noun.start() for begin in begins):
                continue
            first = noun.start()
            for _ in range(_WORDS):
                word = _LAST.search(sentence[:first])
                if not word or word[1].lower() in closing or word[1].endswith((",", ".", "'s", "’s")) or word.start(1) in begins:
                    break
                first = word.start(1)
            article = _ARTICLE.search(sentence[:first])
            yield Place(start=start + (article.start() if article else first), end=start + noun.end(), kind="award", word=noun[0])


def rewritten(text: str, finder: Callable[[str], Iterator[Place]], taken: Counter[str], rng: random.Random) -> Rewritten | None:
    """A release with up to three schemes in it, at the places whose words were taken least; None where it has no place for one.

    Args:
        text: of the release.
        finder: ``objects`` or ``awards``.
        taken: how often each word was taken; counts on.
        rng: what chance decides.
    """
    common = frozenset(vocabulary()["common"])
    open_to = [p for p in finder(text) if p.kind == "award" or p.word not in common or rng.random() < 0.05]
    ranked = sorted((taken[p.word] + _LAST_RESORT * (p.kind == "adjective") + rng.random() * _LEFT_TO_CHANCE, p.start, p) for p in open_to)
    chosen: list[Place] = []
    for *_, place in ranked:
        if len(chosen) < MOST and all(place.end + APART < c.start or c.end + APART < place.start for c in chosen):
            chosen.append(place)
    for place in chosen:
        taken[place.word] += 1
    parts: list[str] = []
    put: list[Span] = []
    done = length = 0
    for place in sorted(chosen, key=lambda p: p.start):
        name = _named(place.kind, rng)
        parts += (text[done : place.start], name)
        length += place.start - done + len(name)
        put.append((length - len(name), length))
        done = place.end
    return Rewritten(text="".join([*parts, text[done:]]), put=tuple(put)) if chosen else None


def _named(kind: str, rng: random.Random) -> str:
    """A scheme as a sentence names it.

    Example:
        "object" -> "its ISO 9001 certification"
    """
    lists = vocabulary()
    name = rng.choice(lists["schemes"] + lists["accreditations"])
    if kind == "adjective":
        return f"{name}-certified "
    noun = "" if name.endswith("Accreditation") else "accreditation" if name in lists["accreditations"] else "certification"
    named = f"{name} {noun}".strip()
    forms: Sequence[str] = (named, f"{name} certificate" if noun else name, f"its {named}", f"the {named}", name)
    said = rng.choices(forms, weights=(50, 12, 10, 8, 20))[0]
    return "The " + said.removeprefix("its ").removeprefix("the ") if kind == "subject" else said
