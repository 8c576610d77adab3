"""What was read as a scheme: where it stands, its form, its body; and which of several readings of one place stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from certwire.model import Attr, Mention, Span

ANY_BOARD = ("board-certification",)
"""The registry's row for certification by any board: what is read beside "board-certified" says more."""


@dataclass(slots=True, kw_only=True)
class Found:
    """A scheme as it was read; the fields are the attributes of the mention (see ``extractors.schemes``)."""

    start: int
    end: int
    form: str
    anchor: Span | None = None
    word: str = ""
    body: Span | None = None
    ids: tuple[str, ...] = ()
    name: str | None = None
    edition: str | None = None
    level: str | None = None
    number: str | None = None
    specialty: str | None = None
    extra: dict[str, Attr] = field(default_factory=dict)


def distinct(found: Sequence[Found]) -> Iterator[Found]:
    """Each span once; a known scheme wins over a guess that overlaps it, a specialty over "board-certified" alone.

    Example:
        "ISO 9001" as ``known`` and "ISO 9001 certification" as ``prefix`` -> the first
    """
    rank = {"known": 0, "board": 1, "credential": 2, "to": 3, "prefix": 4, "by": 5, "generic": 6}
    kept: list[Found] = []
    near: defaultdict[int, list[Found]] = defaultdict(list)
    for one in sorted(found, key=lambda f: (f.ids == ANY_BOARD, rank[f.form], f.start, -f.end, f.body or (-1, -1))):
        clash = [
            k
            for k in (f for block in _blocks(one) for f in near[block])
            if k.start < one.end and one.start < k.end and not (k.form == one.form and k.form in {"by", "board"} and k.body != one.body)
        ]
        if not clash:
            kept.append(one)
            for block in _blocks(one):
                near[block].append(one)
    yield from sorted(kept, key=lambda f: (f.start, f.end, f.body or (-1, -1)))


def _blocks(found: Found) -> range:
    """The blocks of the text that a span touches: what lies elsewhere cannot overlap it."""
    return range(found.start >> 6, (found.end >> 6) + 1)


def mention(text: str, found: Found, source: str) -> Mention:
    """The mention of what was read.

    Example:
        ``Found(start=13, end=21, form="known", ids=("iso-9001",))`` -> Mention(kind="scheme", text="ISO 9001", ...)
    """
    attrs: dict[str, Attr] = {
        "form": found.form,
        "anchor": found.anchor,
        "word": found.word,
        "body": found.body,
        "ids": found.ids,
        "name": found.name,
        "edition": found.edition,
        "level": found.level,
        "number": found.number,
        "specialty": found.specialty,
        **found.extra,
    }
    return Mention(kind="scheme", start=found.start, end=found.end, text=text[found.start : found.end], source=source, attrs=attrs)
