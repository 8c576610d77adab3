"""Finds people: every mention of a named person, by the words of the name and by what stands around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certwire.annotation import leanings_of
from certwire.extractors import people_evidence as evidence
from certwire.extractors.people_evidence import Candidate
from certwire.extractors.people_lexicon import NONE, Lexicon, load
from certwire.extractors.people_words import Word, runs, words
from certwire.model import Extractor, Mention, Release, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "people.v1"
_CONTACT = re.compile(r"(?i)\b(?:contacts?|inquiries|enquiries|press|media relations|investor relations)\b")
_SUFFIX = re.compile(
    r",? (?:(?:Jr|Sr)\b(?:\.|(?!\.))|(?:III|II|IV)\b)(?! [A-Z][a-z]+ (?:of|at)"
    r"|,? (?:[ES]?VP|Vice|Director|Manager|Engineer|Analyst|Executive|Advisor|Consultant|Specialist)\b)"
)
_LONGEST = 5
# Code points that words run together may take before the name.
_GLUED = 40
_CIVIL = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir)\.? $")
Entities = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleExtractor:
    """Find mentions of people.

    Yields ``person`` mentions without honorifics and letters after the name, with Jr., Sr., II, III. Attributes:

    - ``given``, ``surname``: first and last word of the name, ``""`` where it has none;
    - ``partial``: the mention is a surname or given name whose full form stands elsewhere in the text, or nowhere;
    - ``score``: sum of the evidence, the higher the surer.

    Example:
        ``"said Dr. Amal Okafor, CEO"`` -> Mention(kind="person", text="Amal Okafor", attrs={"given": "Amal", "surname": "Okafor", ...})
    """

    name: str = NAME
    emits: tuple[str, ...] = ("person",)
    reads: tuple[str, ...] = ()
    use_tagger: bool = True

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents] if self.use_tagger else []
        leanings = leanings_of(doc) if self.use_tagger else {}
        likely = sorted(offset for offset, leaning in leanings.items() if leaning.person) if leanings else None
        yield from find(release.text, entities=entities, likely=likely, source=self.name)


def find(text: str, *, entities: Entities = (), likely: Sequence[int] | None = None, source: str = NAME) -> tuple[Mention, ...]:
    """Every mention of a person in a text, in order.

    Args:
        text: the release.
        entities: a tagger's (start, end, label), in order.
        likely: offsets of the words that the tagger holds for part of a person's name, be it with one chance in a hundred, ascending:
            no full name is looked for elsewhere. None: anywhere.
        source: who found them.
    """
    lexicon = load()
    original, text = text, text.replace("\xa0", " ")
    found = list(words(text, lexicon, contact=_CONTACT))
    all_runs = list(runs(found, text, lexicon))
    full = _full_names(all_runs, text, lexicon, entities, likely)
    mentions = [_mention(c, score, text, source) for c, score in full]
    mentions += _partial_names(all_runs, text, lexicon, mentions, source)
    return tuple(sorted((replace(m, text=original[m.start : m.end]) for m in mentions), key=lambda m: (m.start, m.end)))


def _candidates(run: Sequence[Word], text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    for first in range(len(run)):
        if run[first].text.lower() in lexicon.never and not run[first].cut:
            continue
        for last in range(first + 2, min(first + _LONGEST, len(run)) + 1):
            tail = run[last - 1]
            if tail.text.lower() in lexicon.never:
                break
            if run[last - 2].glued:
                break
            if tail.is_initial and not _final_initial(run, last, text):
                continue
            # "About Merlin Merlin is ...": a heading and its paragraph, run together.
            if last - first == 2 and tail.text == run[first].text:
                continue
            suffix = _SUFFIX.match(text, tail.end)
            yield Candidate(run=run, first=first, last=last, start=run[first].start, end=suffix.end() if suffix else tail.end)


def _final_initial(run: Sequence[Word], last: int, text: str) -> bool:
    """Whether a name may end in an initial, as in "Jake C": only where the run ends with it too."""
    return last == len(run) and len(run[last - 1].text) == 1 and last - 2 >= 0 and len(run[last - 2].text) > 2


def _touching(entities: Entities, starts: Sequence[int], start: int, end: int) -> Entities:
    first = max(0, bisect_left(starts, start) - 1)
    return entities[first : bisect_left(starts, end)]


def _conceivable(candidate: Candidate, likely: Sequence[int]) -> bool:
    """Whether a likely word begins inside a candidate, or right before where a converter ran words together."""
    at = bisect_left(likely, candidate.end)
    return at > 0 and likely[at - 1] >= candidate.start - (_GLUED if candidate.words[0].cut else 0)


def _full_names(
    all_runs: Sequence[Sequence[Word]], text: str, lexicon: Lexicon, entities: Entities, likely: Sequence[int] | None
) -> list[tuple[Candidate, float]]:
    """The best candidates that do not overlap; a name that is sure in one place is believed in the others."""
    weight = evidence.weights()
    starts = [e[0] for e in entities]
    scored: list[tuple[Candidate, float]] = []
    before: dict[int, evidence.Left] = {}
    for run in all_runs:
        for candidate in _candidates(run, text, lexicon):
            if likely is not None and not _conceivable(candidate, likely):
                continue
            score = sum(weight.evidence[e] for e in evidence.of_words(candidate, text, lexicon))
            if score < -3:
                continue
            span = (candidate.start, candidate.end)
            left = before.get(candidate.start)
            if left is None:
                left = before[candidate.start] = evidence.of_left(candidate, text, lexicon)
            score += sum(weight.evidence[e] for e in left.evidence)
            score += sum(weight.evidence[e] for e in evidence.of_right(candidate, text, left))
            score += sum(weight.evidence[e] for e in evidence.of_tagger(span, _touching(entities, starts, *span)))
            scored.append((candidate, score))
    sure = {text[c.start : c.end] for c, score in scored if score >= weight.threshold + 1}
    believed = []
    for candidate, score in scored:
        if text[candidate.start : candidate.end] in sure and score < weight.threshold + 1:
            score += weight.evidence["elsewhere"]
        if score >= weight.threshold:
            believed.append((candidate, score))
    taken: list[Span] = []
    chosen = []
    for candidate, score in sorted(believed, key=lambda x: (-x[1], x[0].start, -x[0].end)):
        at = bisect_left(taken, (candidate.start, candidate.end))
        if (at == 0 or taken[at - 1][1] <= candidate.start) and (at == len(taken) or taken[at][0] >= candidate.end):
            taken.insert(at, (candidate.start, candidate.end))
            chosen.append((candidate, score))
    return sorted(chosen, key=lambda x: x[0].start)


def _mention(candidate: Candidate, score: float, text: str, source: str) -> Mention:
    return Mention(
        kind="person",
        start=candidate.start,
        end=candidate.end,
        text=text[candidate.start : candidate.end],
        source=source,
        attrs={
            "given": candidate.words[0].text,
            "surname": candidate.words[-1].text,
            "partial": False,
            "score": round(score, 2),
        },
    )


def _partial_names(
    all_runs: Sequence[Sequence[Word]], text: str, lexicon: Lexicon, full: Sequence[Mention], source: str
) -> Iterator[Mention]:
    """Surnames that stand alone: of somebody named in full, or after an honorific; and given names that only people bear."""
    surnames = {str(m.attrs["surname"]): str(m.attrs["given"]) for m in full}
    given = {str(m.attrs["given"]) for m in full if lexicon.as_given(str(m.attrs["given"]))}
    covered = sorted(m.span for m in full)
    begins = [s for s, _ in covered]
    for run in all_runs:
        for i, word in enumerate(run):
            # Only the last word of a run can stand alone, and one that no name is known by only behind an honorific.
            if i + 1 < len(run) or word.is_initial or len(word.text) < 2:
                continue
            at = bisect_left(begins, word.start + 1) - 1
            if at >= 0 and covered[at][1] > word.start:
                continue
            before = text[max(0, word.start - 24) : word.start]
            honorific = (
                _CIVIL.search(before) is not None
                and not (word.text.isupper() and len(word.text) < 4)
                and word.text.lower() not in lexicon.honorifics
            )
            alone = i + 1 == len(run) and (i == 0 or honorific or run[i - 1].text.lower().removesuffix("s") in lexicon.titles)
            if not alone or before.endswith("& ") or text.startswith((" & ", "’s &"), word.end) or "@" in text[word.end : word.end + 1]:
                continue
            known = word.text in surnames
            plain = lexicon.is_plain(word.text)
            if (known or (honorific and word.text.lower() not in lexicon.never)) and (not plain or (known and honorific)):
                yield _partial(word, text, source, surname=word.text, honorific=honorific)
            elif word.text in given and lexicon.as_given(word.text) != NONE and not lexicon.is_plain(word.text):
                yield _partial(word, text, source, given=word.text)


def _partial(word: Word, text: str, source: str, *, surname: str = "", given: str = "", honorific: bool = False) -> Mention:
    attrs: dict[str, str | bool | float] = {"given": given, "surname": surname, "partial": True, "score": 0.0, "honorific": honorific}
    return Mention(kind="person", start=word.start, end=word.end, text=text[word.start : word.end], source=source, attrs=attrs)


EXTRACTOR: Extractor = PeopleExtractor()
