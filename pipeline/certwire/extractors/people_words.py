"""Capitalized words of a text, cut where labels and addresses are glued to names, and the runs they form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from certwire.extractors.people_lexicon import Lexicon

# Plain words in small letters, three in four, are passed over on the way to the next one.
_WORD = re.compile(r"(?:[a-z]+ )*((?<![\w@/])(?:[^\W\d_]\.){1,4}(?!\w)|[^\W\d_](?:\w|[’'‐\-](?!s\b)(?=\w))*)")
_NICKNAME = re.compile(r" [\"“‘'(][A-Z][^\"”’')\n]{0,20}[\"”’')] (?=[^\W\d_])")
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_QUOTES = frozenset("\"“‘'(")
_ENDING = re.compile(r"(?:com|org|net|io|ca|uk|de|co|eu|au|us)(?=[A-Z][a-z])")
_CAPITALS = re.compile(r"(?<=[A-Z]{2})(?=[A-Z][a-z]{3})")
_NUMBER = re.compile(r"(?<=[a-z]{2})\d{3}")
_KEEP_CAMEL = re.compile(r"^(?:Mc|Mac|De|Di|Da|Du|La|Le|Van|Von|Fitz|O|D|St|Del|Della|Des|Dos)$")


class Word(NamedTuple):
    """A capitalized word, or an initial with its full stop; a tuple, for a release has a hundred.

    ``glued`` tells that the next piece of text is stuck to it without a space, ``label`` that it was cut off a label that a
    converter glued to it.
    """

    text: str
    start: int
    end: int
    glued: bool = False
    cut: bool = False

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 or (self.text.endswith(".") and len(self.text) <= 8)


def words(text: str, lexicon: Lexicon, *, contact: re.Pattern[str]) -> Iterator[Word]:
    """The capitalized words of a text, in order; words that a converter ran together come apart.

    Example:
        ``"Contact DetailsJane Roejane@acme.test"`` -> Contact, Details, Jane, Roe
    """
    labels = [m.end() for m in contact.finditer(text)]
    at = 0
    previous = ""
    for m in _WORD.finditer(text):
        word, (start, end) = m[1], m.span(1)
        ending = _ENDING.match(word)
        if ending:
            start, word = start + ending.end(), word[ending.end() :]
        if not word[0].isupper():
            continue
        following = text[end : end + 1]
        if following == "@" or (following == "." and "@" in text[end : end + 40] and not text[end + 1 : end + 2].isspace()):
            word = _cut_address(word, previous)
            if not word:
                continue
            end = start + len(word)
        while at < len(labels) and labels[at] < start:
            at += 1
        near = at > 0 and start - labels[at - 1] < 250
        if word.isalpha() and word[1:].islower():  # nothing to cut at: most words
            glued = end < len(text) and text[end].isalnum()
            yield Word(word, start, end, glued, start > m.start(1))
            previous = word
            continue
        for piece in _pieces(word, lexicon, near=near or (at < len(labels) and labels[at] <= end)):
            stop = start + len(piece)
            yield Word(text=piece, start=start, end=stop, glued=stop < end or text[stop : stop + 1].isalnum(), cut=start > m.start(1))
            previous, start = piece, stop


def _cut_address(word: str, given: str) -> str:
    """``Roejane`` before ``@`` after ``Jane`` -> ``Roe``; an address that stands alone -> nothing."""
    low = word.lower()
    at = low.find(given.lower(), 2) if len(given) > 1 else -1
    if at > 0:
        return word[:at]
    camel = _CAMEL.search(word)
    if camel and camel.start() > 2:
        return word[: camel.start()]
    # an initial and the surname: Roejroe@ -> Roe
    for size in range(3, len(word) - 2):
        if low[size + 1 :] and low[:size].startswith(low[size + 1 :]) and len(low) - size > 3:
            return word[:size]
    return ""


def _pieces(word: str, lexicon: Lexicon, *, near: bool) -> list[str]:
    number = _NUMBER.search(word)
    if number:
        word = word[: number.start()]
    cuts = sorted([m.start() for m in _CAMEL.finditer(word)] + ([m.start() for m in _CAPITALS.finditer(word)] if near else []))
    if not cuts:
        return [word]
    kept: list[str] = []
    begin = 0
    for cut in [*cuts, len(word)]:
        piece, rest = word[begin:cut], word[cut:]
        if rest and _KEEP_CAMEL.match(piece):
            continue
        label = piece in lexicon.glued_labels or any(rest.startswith(g) for g in lexicon.glued_labels)
        if rest and not (label or (near and len(piece) > 1)):
            continue
        kept.append(piece)
        begin = cut
    if begin < len(word):
        kept.append(word[begin:])
    return kept


def runs(found: list[Word], text: str, lexicon: Lexicon) -> Iterator[list[Word]]:
    """Words that stand side by side on one line: with a space, a particle ("van der") or a nickname in quotes between them."""
    run: list[Word] = []
    skip_to = 0
    for word in found:
        if word.start < skip_to:
            continue
        if run and not _joined(run[-1], word, text, lexicon):
            yield run
            run = []
        run.append(word)
        # A blank and a quote: looked at before the pattern is asked, for a letter mostly stands there.
        nickname = _NICKNAME.match(text, word.end) if text[word.end + 1 : word.end + 2] in _QUOTES else None
        skip_to = nickname.end() if nickname else 0
    if run:
        yield run


def _joined(left: Word, right: Word, text: str, lexicon: Lexicon) -> bool:
    gap = text[left.end : right.start]
    if gap == " ":
        return True
    if not gap:
        return left.text.endswith(".") and left.is_initial
    if gap == "\xa0":
        return True
    if len(gap) > 30 or "\n" in gap:
        return False
    if gap[0] in " \xa0" and gap[-1] in " \xa0" and all(p in lexicon.particles for p in gap.split()):
        return bool(gap.split())
    nickname = _NICKNAME.match(text, left.end)
    return nickname is not None and nickname.end() == right.start
