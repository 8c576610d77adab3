"""Merging drafts of records: by an index, but as if each were compared with all before it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire.model import Mention
from certwire.normalize import merging
from certwire.normalize.merging import Draft, merged, same, span_of
from certwire.normalize.recipients import Who

_SCHEMES = ("Aquamark", "Aquamark Quality", "Quality Mark", "Terra Seal", "the Seal", "certified")
_FIRMS = ("Acme", "Borealis", "Cygnus")
_BODIES = (None, "Lodestar Board", "Terra Institute")


def _who(name: str, at: int) -> Who:
    return Who(name=name, kind="organization", aliases=(), id=None, span=(at, at + len(name)), text=name)


def _draft(
    at: int,
    *,
    name: str | None = "Aquamark",
    form: str = "known",
    ids: tuple[str, ...] = (),
    number: str | None = None,
    firms: tuple[str, ...] = ("Acme",),
    giver: str | None = None,
    action: str = "granted",
    sure: float = 0.9,
    p_recipient: float | None = 0.9,
    body: tuple[int, int] | None = None,
    anchor: tuple[int, int] | None = None,
    title: bool = False,
    says: tuple[str, ...] = (),
    effective: tuple[int, int] | None = None,
) -> Draft:
    scheme = Mention(
        kind="scheme",
        start=at + 10,
        end=at + 20,
        text="x" * 10,
        source="test",
        attrs={"number": number, "ids": ids, "form": form, "name": name, "anchor": anchor},
    )
    event = Mention(
        kind="event",
        start=at,
        end=at + 40,
        text=" ".join(says).ljust(40, "x"),
        source="test",
        attrs={
            "action": action,
            "form": form,
            "p_action": sure,
            "probability": 1.0,
            "p_recipient": p_recipient,
            "body": body,
            "effective": effective,
        },
    )
    return Draft(
        mention=event,
        scheme=scheme,
        told=scheme,
        who=[_who(f, at) for f in firms],
        certifier=_who(giver, at + 30) if giver else None,
        title=title,
    )


def _slowly(drafts: list[Draft]) -> list[tuple[int, list[int], str | None]]:
    groups: list[Draft] = []
    order = sorted(drafts, key=lambda d: (d.attrs["action"] == "held", d.vague, -float(str(d.attrs["p_action"])), d.mention.start))
    for draft in order:
        group = next((g for g in groups if same(g, draft)), None)
        if group is None:
            groups.append(draft)
            continue
        group.also.append(draft)
        group.certifier = group.certifier or draft.certifier
    return _shape(sorted(groups, key=lambda d: (d.scheme.start, d.mention.start)))


def _shape(groups: list[Draft]) -> list[tuple[int, list[int], str | None]]:
    return [(g.mention.start, [d.mention.start for d in g.also], g.giver) for g in groups]


_rows = st.fixed_dictionaries(
    {
        "name": st.sampled_from(_SCHEMES),
        "form": st.sampled_from(("known", "prefix", "by", "generic")),
        "ids": st.sampled_from(((), (), ("aquamark",))),
        "number": st.sampled_from((None, None, "9001")),
        "firms": st.lists(st.sampled_from(_FIRMS), min_size=1, max_size=2, unique=True).map(tuple),
        "giver": st.sampled_from(_BODIES),
        "action": st.sampled_from(("granted", "renewed", "held")),
        "sure": st.sampled_from((0.3, 0.9)),
        "p_recipient": st.sampled_from((None, 0.2, 0.9)),
        "body": st.sampled_from((None, (0, 15), (45, 75), (60, 160))),
        "title": st.booleans(),
        "says": st.lists(st.sampled_from(_FIRMS), max_size=2, unique=True).map(tuple),
    }
)


def test_a_headline_about_a_site_and_its_body_about_the_company_are_one() -> None:
    (one,) = merged([_draft(0, firms=("Hull mill",), title=True, says=("Acme", "Hull mill")), _draft(100, firms=("Acme",), sure=0.5)])
    assert [d.mention.start for d in one.also] == [100]


@pytest.mark.parametrize(("title", "body"), [("Terra Seal", "Terra Seal Gold"), ("Terra Seal Gold", "Terra Seal")])
@pytest.mark.parametrize("sure", [0.3, 0.99], ids=["headline first", "body first"])
def test_headline_and_body_may_name_the_scheme_more_or_less_fully(title: str, body: str, sure: float) -> None:
    other = [_draft(100 + 50 * i, name=w, firms=("Borealis",), sure=0.1) for i, w in enumerate(("Terra", "Seal", "Terra Nova"))]
    headline = _draft(0, firms=("Hull mill",), name=title, title=True, says=("Acme", "Hull mill"))
    found = {d.mention.start for d in merged([headline, _draft(50, firms=("Acme",), name=body, sure=sure), *other])}
    assert len(found & {0, 50}) == 1


@pytest.mark.parametrize(
    "other",
    [
        _draft(100, firms=("Borealis",)),
        _draft(100, firms=("Acme",), action="renewed"),
        _draft(100, firms=("Acme",), name="Terra Seal"),
        _draft(100, firms=("Acme",), title=True),
    ],
    ids=["another party", "another action", "another scheme", "another headline"],
)
def test_a_headline_is_not_of_other_news(other: Draft) -> None:
    assert len(merged([_draft(0, firms=("Hull mill",), title=True, says=("Acme", "Hull mill")), other])) == 2


@settings(max_examples=400, deadline=None)
@given(st.lists(_rows, max_size=14))
def test_the_index_changes_no_group(rows: list[dict[str, object]]) -> None:
    def drafts() -> list[Draft]:
        return [_draft(50 * i, **row) for i, row in enumerate(rows)]  # type: ignore[arg-type]  # the keys are those of the strategy

    assert _shape(merged(drafts())) == _slowly(drafts())


def test_headline_and_body_are_one() -> None:
    (one,) = merged([_draft(0), _draft(100, name="Aquamark certification", sure=0.5)])
    assert one.mention.start == 0
    assert [d.mention.start for d in one.also] == [100]


def test_two_schemes_of_one_firm_are_two() -> None:
    assert len(merged([_draft(0), _draft(100, name="Terra Seal")])) == 2


def test_the_same_scheme_of_two_firms_is_two() -> None:
    assert len(merged([_draft(0), _draft(100, firms=("Borealis",))])) == 2


@pytest.mark.parametrize(
    ("giver", "anchor", "many"),
    [("Terra Institute", (12, 18), 2), ("Lodestar Board", (12, 18), 1), (None, (12, 18), 1), ("Terra Institute", (60, 66), 1)],
)
def test_one_word_of_certification_with_two_bodies_tells_of_two(giver: str | None, anchor: tuple[int, int], many: int) -> None:
    board = {"name": "Board certification", "form": "board", "action": "held"}
    first = _draft(0, giver="Lodestar Board", anchor=(12, 18), **board)  # type: ignore[arg-type]  # all of them strings
    assert len(merged([first, _draft(50, giver=giver, anchor=anchor, **board)])) == many  # type: ignore[arg-type]  # as above


def test_a_group_takes_the_certifier_that_a_later_draft_names() -> None:
    (one,) = merged([_draft(0, form="generic", name=None), _draft(100, form="by", name=None, giver="Lodestar Board", sure=0.5)])
    assert one.giver == "lodestar board"


@pytest.mark.parametrize(
    "draft",
    [
        lambda i: _draft(50 * i, name=f"Mark{i} Quality", firms=(f"Firm{i % 7}",)),
        lambda i: _draft(50 * i, name="Aquamark", firms=(f"Firm{i}",)),
        lambda i: _draft(50 * i, name=None, form="generic", firms=(f"Firm{i}",)),
        lambda i: _draft(50 * i, name=None, form="by", giver=f"Board {i}", firms=(f"Firm{i}",)),
    ],
    ids=["own schemes", "one scheme, own firms", "not named", "own bodies"],
)
def test_few_are_compared(draft: Callable[[int], Draft], monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: Draft, other: Draft) -> bool:
        nonlocal compared
        compared += 1
        return same(one, other)

    monkeypatch.setattr(merging, "same", counted)
    assert len(merged([draft(i) for i in range(600)])) == 600
    assert compared < 5 * 600


def test_only_two_whole_numbers_are_a_span() -> None:
    assert span_of((2, 5)) == (2, 5)
    assert [span_of(x) for x in (None, (1,), (1, 2, 3), ("a", "b"), "ab")] == [None] * 5


@pytest.mark.parametrize(("action", "wanted"), [("granted", ["Borealis"]), ("held", ["Acme"]), ("in_progress", ["Acme"])])
def test_the_party_is_that_of_the_surest_mention_of_the_same_act(action: str, wanted: list[str]) -> None:
    first = _draft(0, p_recipient=0.3)
    other = _draft(500, firms=("Borealis",), action=action, sure=0.5, p_recipient=0.55)
    (record,) = merged([first, other])
    assert [w.name for w in record.who] == wanted


def test_a_nameless_mention_with_an_antecedent_counts_as_named() -> None:
    told = _draft(500, form="generic", name=None)
    assert told.vague == 2
    named = Draft(mention=told.mention, scheme=_draft(0).scheme, told=told.scheme, who=told.who, certifier=None)
    assert named.vague == 0
    assert named.key == _draft(0).key


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (("granted", None), ("granted", (50, 60)), (50, 60)),
        (("granted", None), ("held", (50, 60)), None),
        (("granted", (5, 9)), ("granted", (50, 60)), (5, 9)),
        (("held", None), ("held", (50, 60)), (50, 60)),
        (("granted", None), ("renewed", (50, 60)), (50, 60)),
        (("granted", None), ("granted", None), None),
    ],
)
def test_news_is_not_dated_by_a_standing_fact(
    first: tuple[str, tuple[int, int] | None], second: tuple[str, tuple[int, int] | None], wanted: tuple[int, int] | None
) -> None:
    told, also = (_draft(at, action=action, effective=date) for at, (action, date) in ((0, first), (100, second)))
    told.also.append(also)
    assert told.effective() == wanted
