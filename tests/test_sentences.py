from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import nlp
from certwire.sentences import sign_of, starts

CASES = [
    "Acme Inc. earned it. | It was glad.",
    "Acme Inc. Chief Jane Roe spoke. | Dr. Roe left.",
    "It moved to St. Gallen in Jan. 2020. | No. 5 stayed.",
    "The U.S. Navy waited until 5 p.m. Friday. | Then it left.",
    "He joined Corvane Corp. | The firm grew.",
    "It opened at 9 a.m. | Then visitors came.",
    "J. R. Roe spoke! | Did she? | She did.",
    "“We are glad.” | She left.",
    "“We are glad,” she said. | (It rained.) | Nobody came.",
    "It grew by 3.5 percent. | 2020 was better.",
    "Corvane earns a mark\n\n | LEEDS, England, May 6, 2024 -- The firm was certified.\n\n | About Corvane\n\n | It builds ships.",
    "Contact:\n | Jane Roe\n | 555 0100",
    "A long line that was wrapped by a mail program stands here with the City of\nMunich in it and ends. | Then comes\nmore.",
    "Members: Roe, Poe,\nDoe and Moe.",
    "e.g. this, i.e. that. | End",
    "It cost $5 million... | Nobody paid.",
    "The approx. 40 staff of Smith et al. Associates agreed.",
]


def forms(text: str) -> list[str]:
    return [t.text for t in nlp.load().make_doc(text)]


@pytest.mark.parametrize("case", CASES)
def test_starts(case: str) -> None:
    parts = (
        case.split(" | ") if "\n | " not in case and "\n\n | " not in case else case.replace("\n | ", "\n|").replace(" | ", " |").split("|")
    )
    text = " ".join(parts) if parts[0][-1] not in "\n " else "".join(parts)
    doc = nlp.load()(text)
    assert [s.text.strip() for s in doc.sents] == [p.strip() for p in parts]


def test_nothing_and_little() -> None:
    assert starts([]).tolist() == []
    assert starts(["."]).tolist() == [True]
    assert starts(["\n\n", "A"]).tolist() == [True, True]


def test_signs_of_strange_forms() -> None:
    for form in ("", " ", "\n", "x" * 10_000, "\ud800", "İ"):
        assert sign_of(form) >= 0


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["A", "a", ".", "Inc.", "Dr.", "\n", "\n\n", " ", "”", "(", ",", "5", "!", "The", "of"]), max_size=30))
def test_first_token_starts_and_no_space_does_but_at_the_front(words: list[str]) -> None:
    begins = starts(words).tolist()
    assert len(begins) == len(words)
    assert not words or begins[0]
    assert not any(b and not w.strip() for b, w in zip(begins[1:], words[1:], strict=True))
