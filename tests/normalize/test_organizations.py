"""Gathering: which spellings are one organization, and which are two."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.model import Mention, Organization, Release, Zones
from certwire.normalize.organizations import gather


def gathered(case: str) -> tuple[Organization, ...]:
    mentions, out, at = [], [], 0
    for piece in re.split(r"(\[[^\]]*\])", case):
        bare = piece[1:-1] if piece.startswith("[") else piece
        if piece.startswith("["):
            mentions.append(Mention(kind="organization", start=at, end=at + len(bare), text=bare, source="t.v1"))
        out.append(bare)
        at += len(bare)
    text = "".join(out)
    return gather(mentions, release=Release(id="x", path="x", sha256="0", text=text), zones=Zones(blocks=()))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("[Korea Land & Housing Corporation] ([LH]) built it. [LH] said", {"Korea Land & Housing Corporation": ("LH",)}),
        ("[Brightwell Financial Group, LLC] ([Brightwell]) and [Brightwell]", {"Brightwell Financial Group, LLC": ("Brightwell",)}),
        ("the [Federal Pump Authority]'s ([FPA]) rule", {"Federal Pump Authority": ("FPA",)}),
        ("[Lenz Group] opened. [Lenz] says", {"Lenz Group": ("Lenz",)}),
        ("[CORVANE SHIPYARDS] WINS\n[Corvane Shipyards Ltd.] won", {"Corvane Shipyards Ltd.": ("CORVANE SHIPYARDS",)}),
        ("The [World Pump Council] met. Later [WPC] voted.", {"World Pump Council": ("WPC",)}),
        ("[The Harbor Trust] and [Harbor Trust]", {"The Harbor Trust": ("Harbor Trust",)}),
        ("[GreenMill.com] and [Green Mill] and [Green-Mill]", {"GreenMill.com": ("Green Mill", "Green-Mill")}),
        ("[Coast Guard] of the [U.S. Coast Guard]", {"U.S. Coast Guard": ("Coast Guard",)}),
        ("[U.S. Department of Pumps] and [USDP]", {"U.S. Department of Pumps": ("USDP",)}),
        ("[ChildCare Pump Institute], [CCPI]", {"ChildCare Pump Institute": ("CCPI",)}),
        ("[Mills.ai] and [Mill]", {"Mills.ai": (), "Mill": ()}),
        ("[U.S. Steel] and [Steel]", {"U.S. Steel": (), "Steel": ()}),
        ("[Tarrin University] and [Tarrin University Press]", {"Tarrin University": (), "Tarrin University Press": ()}),
        ("[Acme] and [Brom]", {"Acme": (), "Brom": ()}),
        ("[Delta Bank] sued [Delta Airways]; [Delta] paid", {"Delta Bank": (), "Delta Airways": (), "Delta": ()}),
        ("[University of Oslo] and [University of Bergen]", {"University of Oslo": (), "University of Bergen": ()}),
        ("[Acme] ([Brom])", {"Acme": (), "Brom": ()}),
        ("[World Pump Council], [Western Pipe Company], [WPC]", {"World Pump Council": (), "Western Pipe Company": (), "WPC": ()}),
    ],
)
def test_gather(case: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert {o.name: o.aliases for o in gathered(case)} == expected


def test_line_break_inside_a_name_becomes_a_blank() -> None:
    assert [o.name for o in gathered("[Harbor\nTrust]")] == ["Harbor Trust"]


def test_other_kinds_are_left_alone() -> None:
    person = Mention(kind="person", start=0, end=4, text="Jane", source="t.v1")
    assert gather([person], release=Release(id="x", path="x", sha256="0", text="Jane"), zones=Zones(blocks=())) == ()


@given(
    st.lists(
        st.sampled_from(["[Acme Corp.]", "[Acme]", "[AC]", "[The Acme]", "[Brom Group]", "[Brom]", " (", ") ", ", ", "\n"]), max_size=14
    )
)
def test_every_mention_lands_in_exactly_one_entity(pieces: list[str]) -> None:
    case = " ".join(pieces)
    found = gathered(case)
    assert sorted(m.start for o in found for m in o.mentions) == sorted(m.start for o in gathered(case) for m in o.mentions)
    assert sum(len(o.mentions) for o in found) == case.count("[")
    for o in found:
        forms = {" ".join(m.text.split()) for m in o.mentions}
        assert {o.name, *o.aliases} == forms and o.name not in o.aliases
    assert [o.mentions[0].start for o in found] == sorted(o.mentions[0].start for o in found)
