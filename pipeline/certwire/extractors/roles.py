"""Finds the roles of people, and the organizations that the roles are at, around every mention of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire.annotation import mentions_of
from certwire.extractors import role_contacts as contacts
from certwire.extractors.role_issuer import issuer
from certwire.extractors.role_phrases import ORGANIZATION, Phrase, Spans, read, read_back, titles
from certwire.model import Extractor, Mention, Release, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "roles.v1"
_LETTERS = re.compile(
    r"(?:,? \(?(?:Ph\.?D|M\.?D|D\.?O|D\.?M\.?D|D\.?D\.?S|J\.?D|M\.?B\.?A|R\.?N|C\.?P\.?A|Ed\.?D|Psy\.?D|Pharm\.?D|P\.?Eng|P\.?Geo|M\.?S(?:c|N)?|B\.?S(?:c|N)?|Esq|[A-Z]{2,5}(?:-[A-Z]{1,5})*|[A-Z][a-z]?[A-Z]{1,3})\b\.?[®™]?\)?(?=[,.\s;)–-]))+"
)
_APPOSITION = re.compile(r"(?:,| ?[–—|(]| -|:)\s?")
_COPULA = re.compile(
    r",?(?: who)?(?: also| currently| now| recently| previously)?\s(?:is|was|serves as|served as|serving as|works as|acts as|became|joins as|joined as|has been|has been named|was named|is named|been named|named|appointed|"
    r"has been appointed|was appointed|has joined[^.\n]{0,40}? as|joins[^.\n]{0,40}? as|joined[^.\n]{0,40}? as|will serve as|to serve as|has served as|has been promoted to|was promoted to|promoted to|to|as)"
    r"(?: (?:also|currently|now|both))?\s"
)
_AFFILIATION = re.compile(r",? (?:of|from|with|at) (?=(?:the )?[A-Z0-9])")
_FOUNDED = re.compile(
    r"(?i)\b(?:founded|co-founded|led|owned|headed|established|operated|run)(?: in \d{4})?(?: and (?:led|owned|operated|run))? by (?:the (?:esteemed|exceptional|renowned) )?(?:(?:Dr|Mr|Ms|Mrs)\.? )?$"
)
_PRONOUN = re.compile(
    r"(?:(?<=[.!?”\"] )|(?<=\n)|(?<=\n ))(?:He|She|They)(?: also| currently)? (?:is|was|serves as|served as) (?:also |currently )?(?:the |an? )?"
)
_AS = re.compile(
    r"(?:(?<=[.!?”\"] )|(?<=[.!?”\"]  )|(?<=\n)|(?<=\n ))(?:As|In (?:his|her) role as|In (?:his|her) (?:new )?(?:position|role) as) (?:the |an? )?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleExtractor:
    """Find roles: what a person is, and where.

    Yields ``role`` mentions (the verbatim title) with attributes ``person`` (span of the person mention it belongs to),
    ``organization`` (span of the organization's name it is at, absent where none is said or plainly meant) and ``rank``
    (3 said in apposition, 2 said in a sentence, 1 the label of a contact block). Where an organization is said without
    a role ("Jane Roe of Acme") it yields an ``affiliation`` mention, the organization's name, with the same attributes.

    Example:
        ``"said Jane Roe, CEO of Acme"`` -> Mention(kind="role", text="CEO", attrs={"person": (5, 13), "organization": (22, 26), ...})
    """

    name: str = NAME
    emits: tuple[str, ...] = ("role", "affiliation")
    reads: tuple[str, ...] = ("person", "organization")

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        yield from find(
            release.text,
            people=mentions_of(doc, "person"),
            organizations=mentions_of(doc, "organization"),
            entities=entities,
            title=release.title,
            source=self.name,
        )


def find(
    text: str,
    *,
    people: Sequence[Mention],
    organizations: Sequence[Mention] = (),
    entities: Sequence[tuple[int, int, str]] = (),
    title: str | None = None,
    source: str = NAME,
) -> tuple[Mention, ...]:
    """Every role and affiliation of the people of a text, in order."""
    persons = sorted((m for m in people if m.kind == "person"), key=lambda m: m.start)
    if not persons:
        return ()
    fences = Spans.of([m.span for m in persons])
    known = [m.span for m in organizations] or [(s, e) for s, e, label in entities if label == "ORG"]
    orgs = Spans.of([s for s in known if fences.between(s[0], s[1]) is None])
    reader = _Reader(text=text, persons=persons, people=fences, organizations=orgs, own=issuer(text, orgs, title=title), source=source)
    return tuple(sorted(reader.all(), key=lambda m: (m.start, m.end)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    text: str
    persons: Sequence[Mention]
    people: Spans
    organizations: Spans
    own: Span | None
    source: str

    def all(self) -> Iterator[Mention]:
        for i, person in enumerate(self.persons):
            found = list(self._of(person, i))
            yield from found
        yield from self._continued()
        yield from contacts.find(self.text, self.persons, self.organizations, own=self.own, source=self.source)

    def _of(self, person: Mention, i: int) -> Iterator[Mention]:
        after = self._after(person)
        if after:
            yield from self._role(person, after, rank=3)
            yield from self._shared(person, i, after)
            second = self._second(after)
            if second:
                yield from self._role(person, second, rank=2)
            return
        before = read_back(self.text, person.start, people=self.people, organizations=self.organizations)
        if before and before.role[1] <= person.start:
            yield from self._role(person, before, rank=3)
            return
        copula = _COPULA.match(self.text, self._past_letters(person.end))
        if copula:
            phrase = self._read(copula.end())
            if phrase:
                yield from self._role(person, phrase, rank=2)
                return
        yield from self._affiliation(person)

    def _past_letters(self, at: int) -> int:
        letters = _LETTERS.match(self.text, at)
        return letters.end() if letters else at

    def _read(self, at: int) -> Phrase | None:
        return read(self.text, at, people=self.people, organizations=self.organizations)

    def _after(self, person: Mention) -> Phrase | None:
        """The role in apposition: "Jane Roe, MD, CEO of Acme"."""
        for at in dict.fromkeys((self._past_letters(person.end), person.end)):
            joint = _APPOSITION.match(self.text, at)
            if not joint:
                continue
            start = joint.end()
            phrase = self._read(start)
            if phrase:
                return phrase
            inverted = self._organization_first(start)
            if inverted:
                return inverted
        return None

    def _organization_first(self, start: int) -> Phrase | None:
        """ "Jane Roe, Acme Inc. CEO" and "Jane Roe, Acme, CEO"."""
        org = self.organizations.starting(start, start + 4)
        if not org:
            return None
        joint = re.compile(r"[’']s |,? ").match(self.text, org[1])
        phrase = self._read(joint.end()) if joint else None
        if phrase and phrase.role[0] == joint.end() and not phrase.organization:  # type: ignore[union-attr]  # phrase is there only with joint
            return Phrase(role=phrase.role, organization=org, head=phrase.head, end=phrase.end)
        return None

    def _second(self, first: Phrase) -> Phrase | None:
        """ "and co-founder of Bolt" after "CEO of Acme"."""
        joint = re.compile(r",? and (?:an? |the )?|, ").match(self.text, first.end)
        return self._read(joint.end()) if joint and first.organization else None

    def _shared(self, person: Mention, i: int, phrase: Phrase) -> Iterator[Mention]:
        """Who stands in a list before a person with a role in the plural: "A and B, co-founders of Acme"."""
        if not self.text[phrase.role[0] : phrase.role[1]].rstrip().endswith("s") or phrase.head.endswith("s"):
            return
        j = i - 1
        while j >= 0 and re.fullmatch(
            r"(?:, M\.?D\.?)?(?:,? and |, |,? & )(?:Dr\. )?", self.text[self.persons[j].end : self.persons[j + 1].start]
        ):
            yield from self._role(self.persons[j], phrase, rank=3)
            j -= 1

    def _role(self, person: Mention, phrase: Phrase, *, rank: int) -> Iterator[Mention]:
        organization = phrase.organization
        if organization is None and (phrase.own or phrase.head not in titles().free):
            organization = self.own
        attrs: dict[str, Span | int] = {"person": person.span, "rank": rank}
        if organization:
            attrs["organization"] = organization
        start, end = phrase.role
        yield Mention(kind="role", start=start, end=end, text=self.text[start:end], source=self.source, attrs=attrs)

    def _affiliation(self, person: Mention) -> Iterator[Mention]:
        at = self._past_letters(person.end)
        joint = _AFFILIATION.match(self.text, at)
        org: Span | None = None
        if joint:
            org = self.organizations.starting(joint.end(), joint.end() + 4)
            if org is None and joint[0].strip(", ") in ("of", "from", "with"):
                named = ORGANIZATION.match(self.text, joint.end())
                if named and titles().organization_end.search(named[0]):
                    org = named.span()
        elif _FOUNDED.search(self.text[max(0, person.start - 60) : person.start]):
            org = self.own
        elif re.compile(r", (?:who )?(?:co-)?founded ").match(self.text, at):
            org = self.own
        if org:
            attrs: dict[str, Span | int] = {"person": person.span, "rank": 2, "organization": org}
            yield Mention(kind="affiliation", start=org[0], end=org[1], text=self.text[org[0] : org[1]], source=self.source, attrs=attrs)

    def _continued(self) -> Iterator[Mention]:
        """Roles over a sentence border: "She is the founder of Acme.", "As founder of Acme, Roe ..."."""
        starts = self.people.starts
        for m in _PRONOUN.finditer(self.text):
            before = [p for p in self.persons if p.end <= m.start() and m.start() - p.end < 700]
            phrase = self._read(m.end()) if before else None
            if before and phrase:
                yield from self._role(before[-1], phrase, rank=1)
        for m in _AS.finditer(self.text):
            after = [p for p in self.persons if m.end() <= p.start < m.end() + 140]
            phrase = self._read(m.end()) if after and starts else None
            if after and phrase and re.fullmatch(r"[^.\n]{0,60}?, (?:Dr\. |Mr\. |Ms\. )?", self.text[phrase.end : after[0].start]):
                yield from self._role(after[0], phrase, rank=1)


EXTRACTOR: Extractor = RoleExtractor()
