"""Verbs of a sentence with what stands before them ("has not yet been"), found by a list of forms: no parser is asked.

Which forms are verbs was counted in the archive (``train/verbs.py``); what a form may be beside a verb is decided by the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from certwire import vocabulary

AUXILIARIES = vocabulary.word_set("clauses", "auxiliaries")
"""Verbs that lead to another verb; alone they are the verb."""
_PRONOUNS, _NOMINAL, _ADVERBS = (vocabulary.word_set("clauses", key) for key in ("pronouns", "nominal", "adverbs"))
_WORD = re.compile(r"[\w'’-]+|[.,;:!?()\"“”—–/&]")
# So often is a form a verb that it is read as one wherever it stands, and so often where the word before it asks for one.
_MOSTLY, _ONLY = 60, 90
# So many words before a verb may belong to it.
_REACH = 5
_LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class Form:
    """A form that may be a verb: its lemma, its tag (Penn Treebank), and in how many of a hundred places it is one."""

    lemma: str
    tag: str
    share: int


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in its place.

    Attributes:
        start: where it begins, in code points from the beginning of the sentence.
        lemma: "earn" of "earned".
        tag: the commonest tag of its form; ``AUX`` where an auxiliary stands alone.
        lead: auxiliaries and adverbs before it, in order.
        next: the word behind it, capitals shown as X.
    """

    start: int
    lemma: str
    tag: str
    lead: tuple[str, ...]
    next: str


@cache
def forms() -> dict[str, Form]:
    """The forms that may be verbs."""
    rows = (line.split(" ") for line in vocabulary.lines("clauses_verbs.txt"))
    return {form: Form(lemma, tag, int(share)) for form, lemma, tag, share in rows}


@lru_cache(maxsize=64)
def of(sentence: str) -> tuple[Verb, ...]:
    """The main verbs of a sentence, at most of its first 1,500 code points.

    Example:
        "Acme has not yet earned it." -> ``(Verb(start=17, lemma="earn", tag="VBD", lead=("has", "not", "yet"), next="it"),)``
    """
    found = [(m.start(), m[0]) for m in _WORD.finditer(sentence[:_LONGEST])]
    words = [word for _, word in found]
    folded = [word.lower().replace("’", "'") for word in words]
    verbs = dict(_full(words, folded))
    out: list[Verb] = []
    for i in range(len(words)):
        if i not in verbs and not (folded[i] in AUXILIARIES and _alone(i, folded, verbs)):
            continue
        form = verbs.get(i)
        out.append(
            Verb(
                start=found[i][0],
                lemma=form.lemma if form else folded[i],
                tag=form.tag if form else "AUX",
                lead=_lead(i, folded),
                next=("X" if words[i + 1][0].isupper() else folded[i + 1]) if i + 1 < len(words) else "",
            )
        )
    return tuple(out)


def _full(words: Sequence[str], folded: Sequence[str]) -> Iterator[tuple[int, Form]]:
    """Which words are verbs with a meaning of their own, and of which form."""
    known = forms()
    for i, word in enumerate(words):
        form = known.get(word)
        if form is None:
            continue
        before = folded[i - 1] if i else ""
        if form.share >= _MOSTLY:
            if form.share >= _ONLY or form.tag in {"VBD", "VBZ"} or before not in _NOMINAL:
                yield i, form
        elif before == "to" or before in AUXILIARIES or before in _PRONOUNS or _adverb(before):
            yield i, form


def _alone(i: int, folded: Sequence[str], verbs: Container[int]) -> bool:
    """Whether an auxiliary leads to no other verb."""
    at = i + 1
    while at < len(folded) and at <= i + _REACH and _adverb(folded[at]):
        at += 1
    return at not in verbs and not (at < len(folded) and folded[at] in AUXILIARIES)


def _adverb(word: str) -> bool:
    return word in _ADVERBS or word.endswith("ly")


def _lead(i: int, folded: Sequence[str]) -> tuple[str, ...]:
    at = i
    while at > max(0, i - _REACH) and (folded[at - 1] in AUXILIARIES or folded[at - 1] == "to" or _adverb(folded[at - 1])):
        at -= 1
    return tuple(folded[at:i])
