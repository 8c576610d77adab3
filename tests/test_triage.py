from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import cues, knowledge, triage
from certwire.extractors import schemes
from certwire.model import Release
from certwire.staging import _sketch as sketch

YES = [
    "Harbor Mill earns ISO 9001 certification.",
    "The mill is Certified.",
    "A re‑certified yard",
    "Its SOC2 report",
    "SOC® 2 Type II",
    "It holds ISO/IEC\u00a027001:2022.",
    "an AS9100D shop",
    "She is a Chartered Wealth Strategist.",
    "ISO\n9001",
    "The accreditation's scope",
    "\ufeffiso 14001",
    "CERTIFICATIONS: none",
]
NO = [
    "",
    "Harbor Mill opens a bakery.",
    "They certainly registered for the race.",
    "It is well done and leads the way.",
    "Room ISO is open",
    "so 2 of them",
    "uncertifiedly",
    "isolate 27001",
]


@pytest.mark.parametrize("text", YES)
def test_what_speaks_of_certification_passes(text: str) -> None:
    assert triage.worth_reading(text)


@pytest.mark.parametrize("text", NO)
def test_what_does_not_fails(text: str) -> None:
    assert not triage.worth_reading(text)


def test_every_name_that_the_matcher_finds_passes() -> None:
    lost = []
    for one in knowledge.cues().literals:
        for text in (f"The yard has {one.text} now.", f"Its {one.text} certified", f"({one.text})", one.text):
            if knowledge.matcher().find(text) and not triage.worth_reading(text):
                lost.append(text)
    assert not lost


def test_every_word_of_certification_passes() -> None:
    for key in ("participles", "nouns", "verbs"):
        for word in cues.members(f"anchors.{key}"):
            assert triage.worth_reading(f"the {word} one"), word
            assert triage.worth_reading(word.upper()), word


PIECES = st.sampled_from(
    "ISO|iso|9001|SOC|2| | | |/|-|‑|®|™|\n|\u00a0|certified|Certified|by|BSI|LEED|B|Corp|Gold|é|Ü|ﬁ|CE|mark|,|.|and|&|Chartered|Accountant|"
    "27001|:2022|NIST|SP|800-53|x|_".split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_the_extractor_finds_passes(text: str) -> None:
    release = Release(id="0", path="x.txt", sha256="0", text=text)
    if any(schemes.EXTRACTOR(sketch(release), release)):
        assert triage.worth_reading(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert triage.worth_reading(text) in (True, False)


@pytest.mark.parametrize(
    "piece", ["x", "a ", "ISO ", "9", "well ", "é", "e\u0301", "AS9", "certifie d ", "International Organization for ", "\u202e", "("]
)
def test_time_is_linear(piece: str) -> None:
    """Lines of code run, not seconds: a text of twice the length takes at most twice the steps and a bit."""
    triage.worth_reading(piece)
    small, large = (_steps(piece * n) for n in (2_000, 8_000))
    assert large <= 4.2 * small + 2_000


def _steps(text: str) -> int:
    count = 0

    def step(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)  # type: ignore[arg-type]  # typeshed wants the narrow form
    try:
        triage.worth_reading(text)
    finally:
        sys.settrace(before)
    return count
