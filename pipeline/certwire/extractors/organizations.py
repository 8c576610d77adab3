"""Finds the organizations that a release names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire.annotation import leanings_of, mentions_of, zones_of
from certwire.model import Mention, Release
from certwire.orgs import reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BASES = (
    ("legal", "legal_form"),
    ("legal:weak", "legal_form"),
    ("about", "about"),
    ("source", "source"),
    ("ticker", "ticker"),
    ("is_acronym", "acronym"),
    ("has_acronym", "acronym"),
    ("head:pub:many", "head_noun"),
    ("head:biz:many", "head_noun"),
    ("of_opener", "head_noun"),
    ("appos:,", "apposition"),
    ("appos:is", "apposition"),
    ("role_of", "role"),
    ("a:'s role", "role"),
    ("by", "agent"),
    ("domain", "domain"),
    ("a:act", "subject"),
)


@dataclass(frozen=True, kw_only=True)
class OrganizationExtractor:
    """Find organizations: "Acme Corp. (ACM) said" -> Mention(kind="organization", text="Acme Corp.") and one for "ACM".

    Attributes of a mention: ``basis``, the strongest kind of evidence (legal_form, about, source, ticker, acronym, head_noun, apposition,
    role, agent, domain, subject, context); ``score``, the probability that the spelling names an organization in this release.
    The tagger's entities are one witness among many; without them (``use_entities=False``) F1 falls by about one point.
    """

    name: str = "organizations.v1"
    emits: tuple[str, ...] = ("organization",)
    reads: tuple[str, ...] = ("person",)
    use_entities: bool = True

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents] if self.use_entities else []
        leanings = leanings_of(doc) if self.use_entities else {}
        people = [(m.start, m.end, "person") for m in mentions_of(doc, "person")]
        for found in reading.read(release.text, zones=zones_of(doc), entities=entities, hints=people, leanings=leanings):
            basis = next((label for feature, label in _BASES if feature in found.name.features), "context")
            yield Mention(
                kind="organization",
                start=found.start,
                end=found.end,
                text=release.text[found.start : found.end],
                source=self.name,
                attrs={"basis": basis, "score": round(found.score, 4)},
            )


EXTRACTOR = OrganizationExtractor()
