"""Spans side by side: joined, and asked for overlaps by place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.intervals import joined, overlapped
from certwire.model import Span

_spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


@pytest.mark.parametrize(
    ("spans", "whole"),
    [
        ([], []),
        ([(8, 9), (2, 5), (0, 3)], [(0, 5), (8, 9)]),
        ([(0, 9), (2, 3)], [(0, 9)]),
        ([(0, 2), (2, 4)], [(0, 2), (2, 4)]),
    ],
)
def test_joined(spans: list[Span], whole: list[Span]) -> None:
    assert joined(spans) == whole


@given(_spans, st.integers(0, 45), st.integers(1, 9))
def test_overlapped_as_if_every_span_were_asked(spans: list[Span], start: int, length: int) -> None:
    end = start + length
    assert overlapped(start, end, joined(spans)) == any(s < end and start < e for s, e in spans)
