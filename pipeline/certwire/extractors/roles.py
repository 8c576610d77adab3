"""Finds the roles of people, and the organizations that the roles are at, around every mention of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from certwire.annotation import mentions_of
from certwire.extractors import role_contacts as contacts
from certwire.extractors import role_sentences as sentences
from certwire.extractors.role_backwards import read_back
from certwire.extractors.role_fences import Spans, apart, no_organization
from certwire.extractors.role_issuer import in_sentence, issuer, kindred, meant
from certwire.extractors.role_phrases import read
from certwire.extractors.role_titles import OFFICE, ORGANIZATION, Phrase, parts, titles
from certwire.model import Extractor, Mention, Release, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "roles.v1"
_LETTER = re.compile(
    r"(?:,? \(?(?!C[A-Z]O\b|[SE]?VP\b)(?:[MB](?:S|A|Sc|Ed) [A-Z][a-z]+(?=,)|"
    r"Ph\.?D|M\.?D|D\.?O|D\.?M\.?D|D\.?D\.?S|J\.?D|M\.?B\.?A|R\.?N|C\.?P\.?A|"
    r"Ed\.?D|Psy\.?D|Pharm\.?D|P\.?Eng|P\.?Geo|M\.?S(?:c|N)?|B\.?S(?:c|N)?|Esq|[A-Z]{2,5}(?:[-/][A-Z]{1,5})*|"
    r"[A-Z]\([a-z]\)[A-Z]|[A-Z][a-z]?[A-Z]{1,3})\b\.?[®™]?\)?(?=[,.\s;:)–-]))"
)
_APPOSITION = re.compile(r"(?:\]?,|(?: \([^()\n]{1,40}\))?: (?=(?:A|An|The) )| ?[–—|(]| -)\s?")
_SIGNED = re.compile(r" {1,2}(?=[A-Z])|(?<=[a-z])(?=[A-Z])|: (?=[A-Z])|[ \t\xa0]*\n{1,2}[ \xa0]{0,2}(?=[A-Z])")
_LINE_START = re.compile(r"(?:^|\n\s*|[”\"]\s*|  |:\s*)[-–—*•· ]*(?:(?:Dr|Mr|Ms|Mrs)\.? )?$")
_NAMES = re.compile(r"(?i)\b(?:names?|named|appoints?|elects?|hires?|promotes?) (?:(?:Dr|Mr|Ms|Mrs)\.? )?$")
_COPULA = re.compile(
    r"(?:,? to the (?:new |newly created )?(?:role|position) of (?:the )?"
    r"|,?(?: who)?(?: also| currently| now| recently| previously)?\s(?:"
    r"(?:(?:is|was|has been|have been|been|will be|being|got) )?(?:named|appointed|promoted|elected|hired|chosen|confirmed|installed|"
    r"designated|sworn in|re-elected|reappointed)(?: as| to(?: be)?)?"
    r"|(?:has |will |to )?(?:serves?|served|serving|works?|worked|acts?|acted) as|becomes?|became|has become|will become|"
    r"(?:joins|joined|has joined|will join|is joining|returns|returned)[^.\n]{0,40}? as|(?:takes|took|taking|will take) over as|"
    r"(?:steps|stepped) (?:in|up|down) as|is|was|has been|will be|remains|to|as)"
    r"(?: (?:also|currently|now|both))?\s"
    r"|,? (?:is|was|will|has|to|who)(?: [\w-]+){0,6} (?:role|position|title) (?:of|as) (?:the )?"
    r"|,? (?:steps|stepped|transitions|transitioned|moves|returns) into the (?:newly created )?(?:role|position) (?:of|as) (?:the )?)"
    r"(?:(?:its|the|their|our) (?:new|newest|first|next) )?",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?: \([^()\n]{1,40}\))?(?:(?:,? and |, |,? & )|[^,.;\n]{0,40}(?:, |,? and ))(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?"
    # "A, Esq. B, Esq.": letters alone part the names.
    r"|(?<=[A-Za-z]\.) (?:(?:Dr|Mr|Ms|Mrs)\.? )?"
)
_AFFILIATION = re.compile(r",? (?:of|from|with|at) (?=(?:the )?[A-Z0-9])| \((?=(?:the |The )?[A-Z])")
_PAST = re.compile(r"(?i)\b(?:former|formerly|previous|previously|ex-|past|retired)\b")
_ASK = re.compile(r"(?i)\b(?:contact|inquiries|enquiries|email|call)[:,]? (?:(?:Dr|Mr|Ms|Mrs)\.? )?$")
_CITY = re.compile(r"\b(?:City|Town|County|Municipality|Borough|Village|Government) of\b|\b(?:City|Town|County|Municipal)\b")
_EARLIER = re.compile(
    r"(?i)\b(?:previously|prior to|most recent|most recently|earlier in|began (?:his|her)|started "
    r"(?:his|her)|before joining|formerly|previous|once served)\b"
)
_FOUNDED = re.compile(
    r"(?i)\b(?:founded|co-founded|led|owned|headed|established|operated|run)(?: in \d{4})?(?: "
    r"and (?:led|owned|operated|run))? by (?:the (?:esteemed|exceptional|renowned) )?(?:(?:Dr|"
    r"Mr|Ms|Mrs)\.? )?$"
)
_WORKS = re.compile(
    r"[^.!?\n“”\"]{0,60}? (?:practices|works|sees patients|teaches|is affiliated|is on "
    r"staff|is practicing|practicing|is in practice|joined|joins|has joined|owns|founded|"
    r"co-founded|leads|heads|runs|chairs)(?: (?:medicine|dentistry|law))? "
    r"(?:at |with |for )?(?:the )?(?=[A-Z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleExtractor:
    """Find roles: what a person is, and where.

    Yields ``role`` mentions (the verbatim title) with attributes ``person`` (span of the person mention it belongs to),
    ``organization`` (span of the organization's name it is at, absent where none is said or plainly meant) and ``rank``
    (3 said in apposition, 2 said in a sentence, 1 the label of a contact block). Where an organization is said without
    a role ("Jane Roe of Acme") it yields an ``affiliation`` mention, the organization's name, with the same attributes.
    ``inferred`` says that the organization is not said with the role; ``issuer`` is a mention of the organization that the
    release speaks for, the same on all mentions of a release.

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
    original, text = text, text.replace("\xa0", " ")
    persons = sorted((m for m in people if m.kind == "person"), key=lambda m: m.start)
    if not persons:
        return ()
    unnamed = cache(no_organization)
    known = [m.span for m in organizations if not unnamed(m.text)] or [(s, e) for s, e, label in entities if label == "ORG"]
    fences, orgs = apart(text, [m.span for m in persons], known)
    reader = _Reader(
        text=text, persons=persons, people=fences, organizations=orgs, own=issuer(text, orgs, people=fences, title=title), source=source
    )
    about = {"issuer": reader.own} if reader.own else {}
    found = (replace(m, text=original[m.start : m.end], attrs={**m.attrs, **about}) for m in reader.all())
    return tuple(sorted(found, key=lambda m: (m.start, m.end, str(m.attrs["person"]))))


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
        for told in sentences.find(self.text, self.persons, self._read):
            yield from self._role(told.person, told.phrase, rank=told.rank)
        yield from contacts.find(self.text, self.persons, self.organizations, own=self.own, source=self.source)

    def _of(self, person: Mention, i: int) -> Iterator[Mention]:
        before = read_back(self.text, person.start, people=self.people, organizations=self.organizations)
        if before and (before.role[1] > person.start or (before.plural and not self._listed(i))):
            before = None
        if before and self._of_last(i, before.role[0]):
            before = None
        after = self._after(person)
        if after and ((after.plural and not self._listed(i - 1)) or (before and self._of_next(after, i))):
            after = None
        if after:
            yield from self._role(person, after, rank=3)
            yield from self._shared(i, after)
            second = self._second(after)
            if second:
                yield from self._role(person, second, rank=2)
        if before:
            yield from self._role(person, before, rank=3)
            yield from self._shared_on(i, before)
        said = _COPULA.match(self.text, after.end if after else self._past_letters(person.end))
        phrase = self._read(said.end()) if said else None
        if said and phrase and not phrase.plural:
            news = sentences.is_news(self.text, person, said[0], phrase)
            if news or not after:
                yield from self._role(person, phrase, rank=8 if news else 2)
        yield from self._affiliation(person, i)

    def _of_next(self, phrase: Phrase, i: int) -> bool:
        """Whether a title that follows one person touches the next: "founder, Jane Roe, co-founder, John Doe"."""
        return i + 1 < len(self.persons) and re.fullmatch(r",? ", self.text[phrase.end : self.persons[i + 1].start]) is not None

    def _of_last(self, i: int, start: int) -> bool:
        """Whether a title with "a" before it follows the person before: "Jane Roe, a surgeon, John Doe"."""
        low = self.persons[i - 1].end if i else 0
        return (
            bool(i) and start - low < 120 and re.fullmatch(r"(?:, [^,\n]{1,12})*, an? (?:[\w-]+ ){0,2}", self.text[low:start]) is not None
        )

    def _past_letters(self, at: int) -> int:
        return self._ends(at)[0]

    def _read(self, at: int) -> Phrase | None:
        return read(self.text, at, people=self.people, organizations=self.organizations)

    def _after(self, person: Mention) -> Phrase | None:
        """The role in apposition: "Jane Roe, MD, CEO of Acme"."""
        for at in self._ends(person.end):
            joint = _APPOSITION.match(self.text, at)
            if not joint:
                signed = self._signed(person, at)
                if signed:
                    return signed
                continue
            start = joint.end()
            first = self.organizations.starting(start, start + 4)
            apart = first is not None and self.text.startswith(", ", first[1])
            phrase = (apart and self._organization_first(start)) or self._read(start) or self._organization_first(start)
            if phrase:
                return phrase
        return None

    def _ends(self, at: int) -> list[int]:
        """Where a name may have ended: behind all the letters after it, behind some, behind none."""
        ends = [at]
        while len(ends) < 8:
            letters = _LETTER.match(self.text, ends[-1])
            if not letters:
                break
            ends.append(letters.end())
        return ends[::-1]

    def _signed(self, person: Mention, at: int) -> Phrase | None:
        """A title in capitals right after a name that begins a line or follows a quotation, or on the line below it."""
        before = self.text[max(0, person.start - 12) : person.start]
        joint = _SIGNED.match(self.text, at)
        named = joint is not None and joint[0] == " " and _NAMES.search(before) is not None
        if not joint:
            return None
        apart = named or joint[0] == "" or _LINE_START.search(before) is not None
        phrase = self._read(joint.end())
        if phrase and not apart and (joint[0] != " " or not phrase.organization):
            return None
        if phrase and phrase.role[0] == joint.end() and self.text[phrase.role[0]].isupper():
            return phrase
        return None

    def _organization_first(self, start: int) -> Phrase | None:
        """ "Jane Roe, Acme Inc. CEO" and "Jane Roe, Acme, CEO"."""
        org = self.organizations.starting(start, start + 4)
        if not org:
            return None
        joint = re.compile(r"[’']s |,? (?! )").match(self.text, org[1])
        phrase = self._read(joint.end()) if joint else None
        if phrase and phrase.role[0] == joint.end():  # type: ignore[union-attr]  # phrase is there only with joint
            return replace(phrase, organization=org)
        return None

    def _second(self, first: Phrase) -> Phrase | None:
        """ "and co-founder of Bolt" after "CEO of Acme"."""
        joint = re.compile(r",? and (?:an? |the )?|, ").match(self.text, first.end)
        return self._read(joint.end()) if joint and first.organization else None

    def _listed(self, i: int) -> bool:
        """Whether the people ``i`` and ``i + 1`` stand in one list."""
        if not 0 <= i < len(self.persons) - 1:
            return False
        left = self._past_letters(self.persons[i].end)
        return _LIST.fullmatch(self.text, left, self.persons[i + 1].start) is not None

    def _shared(self, i: int, phrase: Phrase) -> Iterator[Mention]:
        """Who stands in a list before a person with a role in the plural: "A and B, co-founders of Acme"."""
        while phrase.plural and self._listed(i - 1):
            i -= 1
            yield from self._role(self.persons[i], phrase, rank=3)

    def _shared_on(self, i: int, phrase: Phrase) -> Iterator[Mention]:
        """Who stands in a list after a role in the plural: "co-founders A, B and C"."""
        while phrase.plural and self._listed(i):
            i += 1
            yield from self._role(self.persons[i], phrase, rank=3)

    def _role(self, person: Mention, phrase: Phrase, *, rank: int) -> Iterator[Mention]:
        organization = phrase.organization
        start, end = phrase.role
        conjunction = re.match(r"(?:and|&|,)\s+", self.text[start:end])
        start += conjunction.end() if conjunction else 0
        inferred = organization is None
        if organization is None and phrase.own:
            organization = meant(self.text, phrase.own, start, self.organizations, issuer=self.own)
            inferred = organization == self.own
        elif organization is None and (kin := kindred(self.text, self.text[start:end], start, self.organizations)):
            organization = kin
        elif organization is None and self._employed(phrase):
            organization = in_sentence(self.text, min(start, person.start), self.organizations) or self.own
        attrs: dict[str, Span | int | bool] = {"person": person.span, "rank": rank * 3 + self._weight(phrase)}
        if organization:
            attrs["organization"] = organization
            attrs["inferred"] = inferred
        yield Mention(kind="role", start=start, end=end, text=self.text[start:end], source=self.source, attrs=attrs)
        for part in parts(self.text, start, end):
            yield Mention(
                kind="role",
                start=part[0],
                end=part[1],
                text=self.text[slice(*part)],
                source=self.source,
                attrs={**attrs, "rank": rank * 3 + self._weight(phrase) + 1},
            )

    def _employed(self, phrase: Phrase) -> bool:
        """Whether a role without an organization is plainly held at the one that the text is about."""
        start, end = phrase.role
        words = self.text[start:end].lower()
        if (
            phrase.head in ("mayor", "vice-mayor", "deputy mayor", "councillor", "councilor")
            and self.own
            and _CITY.search(self.text[slice(*self.own)])
        ):
            return True
        if phrase.head in titles().free or words in ("president", "prime minister", "minister", "chancellor"):
            return bool(re.search(r"[“”\"]", self.text[max(0, start - 60) : start])) and words == "president"
        return bool(OFFICE.search(words)) or not re.search(r"\ban? $", self.text[max(0, start - 3) : start])

    def _weight(self, phrase: Phrase) -> int:
        """How much a title says: an office more than an occupation, a present one more than a past one."""
        start, end = phrase.role
        words = self.text[start:end].lower()
        weight = 0
        if OFFICE.search(words):
            weight += 14
        elif phrase.head in titles().free or (phrase.head in titles().weak and not self._titled(phrase)):
            weight -= 10 if phrase.head in titles().weak else 4
        if re.search(r"\b(?:an?|one of the) $", self.text[max(0, start - 12) : start]):
            weight -= 5
        if _PAST.search(words) or _PAST.search(self.text[max(0, start - 10) : start]) or _EARLIER.search(self._sentence(start)):
            weight -= 16
        if phrase.organization:
            weight += 2
        if re.search(r"\bco-?chair|\bcommittee\b|\bvolunteer", words):
            weight -= 8
        if re.search(r"\bmembers?\b", words):
            weight -= 6
        return weight + 2 * len(titles().head.findall(words)) + min(len(words.split()), 6)

    def _titled(self, phrase: Phrase) -> bool:
        """Whether a role is written as a title: "Sector Leader", "Board Member", but not "a leader" or "Wine Expert"."""
        words = self.text[slice(*phrase.role)].split()
        if len(words) < 2 or (phrase.head in titles().praise and phrase.head != "leader"):
            return False
        return words[0][0].isupper() and words[-1][0].isupper() and not self.text[slice(*phrase.role)].isupper()

    def _sentence(self, at: int) -> str:
        """The part of the sentence before a code point, as far as 120 code points back."""
        before = self.text[max(0, at - 120) : at]
        return before[max(before.rfind(". "), before.rfind("\n"), before.rfind("  "), 0) :]

    def _affiliation(self, person: Mention, i: int) -> Iterator[Mention]:
        at = self._past_letters(person.end)
        if re.search(
            r"(?i)\b(?:photo|image|picture|photograph)s? (?:credit:? |courtesy of |by )$",
            self.text[max(0, person.start - 24) : person.start],
        ):
            return
        joint = _AFFILIATION.match(self.text, at)
        org: Span | None = None
        weak = founded = False
        works = _WORKS.match(self.text, at)
        if joint:
            org = self.organizations.starting(joint.end(), joint.end() + 4)
            if org is None and joint[0].strip(", ") in ("of", "from", "with"):
                named = ORGANIZATION.match(self.text, joint.end())
                asked = " " in named[0] and _ASK.search(self.text, max(0, person.start - 40), person.start) if named else None
                if named and (titles().organization_end.search(named[0]) or joint[0].strip(", ") == "with" or asked):
                    org = named.span()
        elif self.organizations.ending(person.start - 3) and re.search(
            r"[’']s (?:Dr\. )?$", self.text[max(0, person.start - 7) : person.start]
        ):
            org = self.organizations.ending(person.start - 3)
        elif works and self.organizations.starting(works.end(), works.end()):
            org = self.organizations.starting(works.end(), works.end())
            weak = re.search(r"practi|works|patients|teaches|affiliated|staff", works[0]) is None
        elif _FOUNDED.search(self.text[max(0, person.start - 60) : person.start]):
            org = self._founded(person)
            founded = True
        elif re.search(r"(?:^|\n\s*)By $", self.text[max(0, person.start - 8) : person.start]):
            byline = re.compile(r", ([A-Z][\w .&-]{1,40}?)(?=\s*\n|  )").match(self.text, person.end)
            org = byline.span(1) if byline else None
        elif re.compile(r", (?:who )?(?:co-)?founded ").match(self.text, at):
            org = self.own
        if org:
            sharing = [person]
            if founded:
                while self._listed(i) and len(sharing) < 9:
                    i += 1
                    sharing.append(self.persons[i])
            for one in sharing:
                attrs: dict[str, Span | int | bool] = {"person": one.span, "rank": 2, "organization": org, "inferred": weak}
                yield Mention(
                    kind="affiliation", start=org[0], end=org[1], text=self.text[org[0] : org[1]], source=self.source, attrs=attrs
                )

    def _founded(self, person: Mention) -> Span | None:
        """Whom "founded by Jane Roe" speaks of: the organization in front of it, or the one after a clause that it opens."""
        before = self._sentence(person.start)
        start = person.start - len(before)
        named = [s for s in self.organizations.spans if start <= s[0] < person.start]
        if named:
            return named[-1]
        if len(before.split()) < 9:
            after = self.organizations.between(person.end, person.end + 160)
            if after and not re.search(r"[.!?]\s+[A-Z]|\n", self.text[person.end : after[0]]):
                return after
        return self.own


EXTRACTOR: Extractor = RoleExtractor()
