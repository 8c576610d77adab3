"""Spans of one text laid side by side: which of them another span runs into."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from certwire.model import Span

_end = itemgetter(1)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in ascending order, those that overlap as one.

    Example:
        ``joined([(8, 9), (2, 5), (0, 3)])`` -> ``[(0, 5), (8, 9)]``
    """
    parts: list[Span] = []
    for start, end in sorted(spans):
        if parts and start < parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
        else:
            parts.append((start, end))
    return parts


def overlapped(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a span overlaps one of some spans that ascend without overlap.

    Example:
        ``overlapped(4, 6, [(0, 5), (8, 9)])`` -> ``True``
    """
    at = bisect_right(spans, start, key=_end)
    return at < len(spans) and spans[at][0] < end


def within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a span lies in one of some spans that ascend without overlap.

    Example:
        ``within(4, 6, [(0, 7), (8, 9)])`` -> ``True``
    """
    at = bisect_right(spans, start, key=_end)
    return at < len(spans) and spans[at][0] <= start and end <= spans[at][1]
