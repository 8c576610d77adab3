"""Contexts made by hand, so that what is read off them depends on no model."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import pytest

from certwire import cues
from certwire.model import Mention, Span
from certwire.reading.context import Context
from certwire.zones import layout

Make: TypeAlias = Callable[..., Context]
KINDS = {"s": "scheme", "p": "person", "o": "organization", "d": "date"}
_MARK = re.compile(r"\[([spod]):([^\]]+)\]")


def _context(case: str, *, published: date | None = date(2024, 5, 6), **attrs: object) -> Context:
    """``"[o:Acme] earned [s:ISO 9001]."`` -> a Context with these mentions; ``attrs`` go to every scheme.

    A sentence ends at a full stop.
    """
    text, at = "", 0
    found: dict[str, list[Mention]] = {kind: [] for kind in KINDS.values()}
    for mark in _MARK.finditer(case):
        text += case[at : mark.start()]
        at = mark.end()
        kind, start = KINDS[mark[1]], len(text)
        text += mark[2]
        found[kind].append(Mention(kind=kind, start=start, end=len(text), text=mark[2], source="made.v1"))
    text += case[at:]
    schemes = tuple(_scheme(m, text, attrs) for m in found["scheme"])
    zones = layout(text)
    edges = sorted({0, len(text), *(z.start for z in zones.blocks), *(m.end() for m in re.finditer(r"[.!?]\s+", text))})
    sentences: tuple[Span, ...] = tuple(pairwise(edges))
    return Context(
        text=text,
        folded=cues.fold(text),
        title=None,
        year=published.year if published else None,
        zones=zones,
        sentences=sentences,
        schemes=schemes,
        people=tuple(found["person"]),
        organizations=tuple(found["organization"]),
        dates=tuple(found["date"]),
    )


def _scheme(mention: Mention, text: str, attrs: dict[str, object]) -> Mention:
    anchor = cues.anchors().match(cues.fold(text), min(mention.end + 1, len(text)))
    given = {
        "form": "known",
        "anchor": anchor.span() if anchor else None,
        "word": anchor[0] if anchor else "",
        "ids": (cues.fold(mention.text),),
        "name": mention.text,
        **dict.fromkeys(("body", "edition", "level", "number", "specialty", "domain")),
        **attrs,
    }
    return Mention(kind="scheme", start=mention.start, end=mention.end, text=mention.text, source="made.v1", attrs=given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def made() -> Make:
    return _context
