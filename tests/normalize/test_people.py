"""People gathered from mentions: each once, under the fullest name, with role and organization."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.model import Mention, Organization, Person, Release, Span, Zones
from certwire.normalize.people import gather, same

SAME = [
    ("Kent Dicks", "Kent E. Dicks"),
    ("Amal Okafor", "Amal Okafor, Jr."),
    ("Robert Vance", "Rob Vance"),
    ("David Vance", "Dave Vance"),
    ("Lee Sang-woo", "Sang-woo Lee"),
    ('Dolores "Lola" Marchetti', "Lola Marchetti"),
    ("Ann Mary Vance", "Mary Vance"),
    ("Sonia Kaufmann", "Sonia Kaufman"),
    ("Mian Adil Farooq", "Mian Adil Farooq Malik"),
]
OTHERS = [
    ("Ann Vance", "Jane Vance"),
    ("Ann Vance", "Ann Brandt"),
    ("Ann B. Vance", "Ann C. Vance"),
    ("Christina Vance", "Christopher Vance"),
    ("Ann Vance", "Vance"),
    ("Ann Lane", "Ann Lake"),
]


def release(text: str) -> Release:
    return Release(id="x", path="x", sha256="x", text=text)


def mention(kind: str, text: str, words: str, *, nth: int = 0, **attrs: object) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(kind=kind, start=start, end=start + len(words), text=words, source="test", attrs=attrs)  # type: ignore[arg-type]


def person(text: str, words: str, *, nth: int = 0, partial: bool = False, honorific: bool = False) -> Mention:
    return mention("person", text, words, nth=nth, partial=partial, honorific=honorific)


def span(text: str, words: str) -> Span:
    return text.index(words), text.index(words) + len(words)


def gathered(text: str, *mentions: Mention, organizations: tuple[Organization, ...] = ()) -> tuple[Person, ...]:
    return gather(mentions, organizations, release=release(text), zones=Zones(blocks=()))


@pytest.mark.parametrize(("left", "right"), SAME)
def test_forms_of_one_name(left: str, right: str) -> None:
    assert same(left, right) and same(right, left)


@pytest.mark.parametrize(("left", "right"), OTHERS)
def test_names_of_different_people(left: str, right: str) -> None:
    assert not same(left, right) and not same(right, left)


def test_a_person_stands_once_under_the_fullest_name() -> None:
    text = "Ann Vance spoke. Ann B. Vance left. Vance came back."
    (found,) = gathered(text, person(text, "Ann Vance"), person(text, "Ann B. Vance"), person(text, "Vance", nth=2, partial=True))
    assert found.name == "Ann B. Vance"
    assert [m.text for m in found.mentions] == ["Ann Vance", "Ann B. Vance", "Vance"]


def test_a_surname_alone_belongs_to_who_was_named_last() -> None:
    text = "Ann Vance spoke. Bob Vance spoke. Vance, chair, left."
    ann, bob = person(text, "Ann Vance"), person(text, "Bob Vance")
    alone = person(text, "Vance", nth=2, partial=True)
    role = mention("role", text, "chair", person=alone.span, rank=10)
    assert [(p.name, p.role) for p in gathered(text, ann, bob, alone, role)] == [("Ann Vance", None), ("Bob Vance", "chair")]


def test_an_honorific_makes_a_person_of_a_surname() -> None:
    text = "Mr. Quell and Brandt."
    found = gathered(text, person(text, "Quell", partial=True, honorific=True), person(text, "Brandt", partial=True))
    assert [p.name for p in found] == ["Quell"]


def test_the_higher_office_wins_and_the_organization_takes_its_fullest_name() -> None:
    text = "Ann Vance, member of the club, is CEO of Quill. Quill Bank Inc. thrives."
    ann = person(text, "Ann Vance")
    club = mention("role", text, "member", person=ann.span, rank=1, organization=span(text, "the club"))
    ceo = mention("role", text, "CEO", person=ann.span, rank=20, organization=span(text, "Quill"))
    bank = Organization(
        name="Quill Bank Inc.",
        aliases=("Quill",),
        mentions=(mention("organization", text, "Quill"), mention("organization", text, "Quill Bank Inc.")),
    )
    (found,) = gathered(text, ann, club, ceo, organizations=(bank,))
    assert (found.role, found.organization) == ("CEO", "Quill Bank Inc.")
    assert found.role_mention == ceo


@pytest.mark.parametrize(("fuller", "told"), [("Quill Bank", "Quill Bank"), ("Quill Cipher Library", "Quill")])
def test_what_a_body_owns_is_not_its_fuller_name(fuller: str, told: str) -> None:
    text = f"Ann Vance is CEO of Quill. {fuller} thrives."
    ann = person(text, "Ann Vance")
    ceo = mention("role", text, "CEO", person=ann.span, rank=20, organization=span(text, "Quill"))
    body = Organization(
        name=fuller, aliases=("Quill",), mentions=(mention("organization", text, "Quill"), mention("organization", text, fuller))
    )
    assert gathered(text, ann, ceo, organizations=(body,))[0].organization == told


@pytest.mark.parametrize(
    ("short", "other", "told"),
    [
        ("vice president", "Vice President of Sales", "Vice President of Sales"),
        ("founder", "founder and chair", "founder and chair"),
        ("vice president", "vice presidential aide", "vice president"),
        ("chair", "founder and chair", "chair"),
    ],
)
def test_the_role_that_says_the_same_and_more_is_told(short: str, other: str, told: str) -> None:
    text = f"Ann Vance, {short}. Later: Vance is {other}."
    ann = person(text, "Ann Vance")
    first = mention("role", text, short, person=ann.span, rank=20)
    start = text.index("Vance is ") + len("Vance is ")
    second = Mention(kind="role", start=start, end=start + len(other), text=other, source="test", attrs={"person": ann.span, "rank": 10})
    assert gathered(text, ann, first, second)[0].role == told


def test_an_organization_that_is_said_beats_one_that_is_inferred() -> None:
    text = "Ann Vance, CEO, met us at Mill Ltd. She is CEO of Quill."
    ann = person(text, "Ann Vance")
    first = mention("role", text, "CEO", person=ann.span, rank=20, organization=span(text, "Mill Ltd"), inferred=True)
    second = mention("role", text, "CEO", nth=1, person=ann.span, rank=18, organization=span(text, "Quill"), inferred=False)
    (found,) = gathered(text, ann, first, second)
    assert (found.role, found.organization) == ("CEO", "Quill")


def test_an_affiliation_gives_an_organization_without_a_role() -> None:
    text = "Ann Vance of Quill spoke."
    ann = person(text, "Ann Vance")
    (found,) = gathered(text, ann, mention("affiliation", text, "Quill", person=ann.span, rank=2, organization=span(text, "Quill")))
    assert (found.role, found.organization, found.role_mention) == (None, "Quill", None)


def test_roles_of_nobody_are_left_alone() -> None:
    text = "Ann Vance spoke. CEO."
    (found,) = gathered(text, person(text, "Ann Vance"), mention("role", text, "CEO", person=(50, 60), rank=20))
    assert found.role is None
    assert gathered(text) == ()


def test_line_breaks_in_a_name_become_spaces() -> None:
    text = "Ann\xa0Vance, vice\npresident, spoke."
    ann = person(text, "Ann\xa0Vance")
    (found,) = gathered(text, ann, mention("role", text, "vice\npresident", person=ann.span, rank=20))
    assert (found.name, found.role) == ("Ann Vance", "vice president")


@given(st.lists(st.sampled_from(["Ann Vance", "Ann B. Vance", "Bob Vance", "Lee Sang-woo", "Vance"]), max_size=8))
def test_no_mention_is_lost_or_counted_twice(names: list[str]) -> None:
    text = " ".join(names)
    mentions, at = [], 0
    for name in names:
        mentions.append(
            Mention(
                kind="person",
                start=at,
                end=at + len(name),
                text=name,
                source="test",
                attrs={"partial": " " not in name, "honorific": False},
            )
        )
        at += len(name) + 1
    people = gathered(text, *mentions)
    counted = [m for p in people for m in p.mentions]
    assert len(counted) == len({m.span for m in counted})
    assert {m.span for m in mentions if " " in m.text} <= {m.span for m in counted}
    assert len({p.name for p in people}) == len(people)
