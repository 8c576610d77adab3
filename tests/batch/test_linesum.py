from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from certwire.batch.linesum import LineSum

LINES = st.lists(st.binary(max_size=20).map(lambda b: b + b"\n"), min_size=1, max_size=30)


def summed(lines: list[bytes]) -> LineSum:
    total = LineSum()
    for line in lines:
        total.add(line)
    return total


@given(lines=LINES, data=st.data())
def test_one_altered_line_is_named(lines: list[bytes], data: st.DataObject) -> None:
    recorded = summed(lines).sums()
    at = data.draw(st.integers(0, len(lines) - 1))
    altered = [*lines[:at], lines[at] + b"x", *lines[at + 1 :]]
    assert summed(altered).altered(recorded) == at + 1


@given(lines=LINES)
def test_what_is_unaltered_names_nothing(lines: list[bytes]) -> None:
    assert summed(lines).altered(summed(lines).sums()) is None


def test_two_altered_lines_are_not_taken_for_one() -> None:
    recorded = summed([b"a\n", b"b\n", b"c\n"]).sums()
    assert summed([b"x\n", b"b\n", b"y\n"]).altered(recorded) is None


def test_swapped_lines_show() -> None:
    assert summed([b"a\n", b"b\n"]).sums() != summed([b"b\n", b"a\n"]).sums()
