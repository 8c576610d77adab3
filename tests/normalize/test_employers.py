"""The choice of the organization that a role is at: what is offered, what is made of it, and that no name is learnt."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from certwire.model import Mention, Organization, Release, Span, Zones
from certwire.normalize import employers, people
from certwire.normalize.employers import Employers

TEXT = "Harbor Mill earned a seal from Quill Registry. Amal Okafor, CEO of Harbor Mill, said so. Nora Feldman of Quill Registry nodded."


def span(words: str, *, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def mention(kind: str, words: str, *, nth: int = 0, **attrs: object) -> Mention:
    start, end = span(words, nth=nth)
    return Mention(kind=kind, start=start, end=end, text=words, source="test", attrs=attrs)  # type: ignore[arg-type]  # attrs are free here


ORGANIZATIONS = tuple(
    Organization(name=name, mentions=tuple(mention("organization", name, nth=n) for n in range(2)))
    for name in ("Harbor Mill", "Quill Registry")
)
RELEASE = Release(id="x", path="x", sha256="x", text=TEXT)
AMAL, NORA = mention("person", "Amal Okafor"), mention("person", "Nora Feldman")


def role(**attrs: object) -> Mention:
    return mention("role", "CEO", nth=0, person=AMAL.span, rank=20, **attrs)


def asked(organizations: tuple[Organization, ...] = ORGANIZATIONS, *, issuer: Span | None = None) -> Employers:
    return Employers(organizations, release=RELEASE, zones=Zones(blocks=()), issuer=issuer, stated=())


def test_bodies_nearby_are_offered_once_each_and_none_comes_last() -> None:
    found = asked().candidates([AMAL], None, [], plain=None)
    assert sorted(TEXT[slice(*c.span)] for c in found if c.span) == ["Harbor Mill", "Quill Registry"]
    assert [c.span for c in found][-1] is None


def test_where_nothing_is_named_none_alone_is_offered() -> None:
    assert [c.span for c in asked(()).candidates([AMAL], None, [], plain=None)] == [None]


def test_what_is_said_with_the_role_keeps_its_own_place_in_the_text() -> None:
    said = role(organization=span("Harbor Mill", nth=1))
    found = asked(issuer=span("Harbor Mill")).candidates([AMAL], said, [said], plain=span("Harbor Mill", nth=1))
    assert {c.span for c in found if {"role:said", "issuer", "role:plain"} <= set(c.features)} == {span("Harbor Mill", nth=1)}


@pytest.mark.parametrize(("inferred", "feature"), [(True, "role:guess"), (False, "role:said")])
def test_a_guess_is_told_from_what_is_said(inferred: bool, feature: str) -> None:
    said = role(organization=span("Quill Registry"), inferred=inferred)
    found = asked().candidates([AMAL], said, [said], plain=None)
    assert [c.span for c in found if feature in c.features] == [span("Quill Registry")]


def test_people_get_the_bodies_that_the_text_gives_them() -> None:
    mentions = (
        AMAL,
        NORA,
        role(organization=span("Harbor Mill", nth=1), inferred=False, issuer=span("Harbor Mill")),
        mention(
            "affiliation", "Quill Registry", nth=1, person=NORA.span, rank=2, organization=span("Quill Registry", nth=1), inferred=False
        ),
    )
    found = people.gather(mentions, ORGANIZATIONS, release=RELEASE, zones=Zones(blocks=()))
    assert [(p.name, p.role, p.organization) for p in found] == [
        ("Amal Okafor", "CEO", "Harbor Mill"),
        ("Nora Feldman", None, "Quill Registry"),
    ]


def test_equals_go_to_the_first() -> None:
    model = employers.read({"organization": {"classes": ["yes"], "bias": [0.0], "weights": {}}})
    assert employers.choose(model, asked().candidates([AMAL], None, [], plain=None)) == 0


def test_no_name_is_learnt() -> None:
    weights = json.loads(files("certwire").joinpath("data", "people_model.json").read_bytes())["organization"]["weights"]
    capitalized = {f for f in weights if any(c.isupper() for c in f.replace("Name", ""))}
    assert not capitalized
    found = asked().candidates([AMAL], None, [], plain=None)
    assert not any(word in f.casefold() for c in found for f in c.features for word in ("harbor", "quill", "registry"))


def test_words_of_kinds_are_lower_case_and_stand_once_in_their_list() -> None:
    assert {"school", "learning", "sign"} <= set(employers.kinds())
    assert all(words and all(w == w.casefold() for w in words) for words in employers.kinds().values())
    assert "university" in employers.kinds()["school"]
