"""What the shipped model must get right, in sentences made up here: plain cases only, it is scored elsewhere."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from certwire import nlp
from certwire.tagger import WEIGHTS, Tagger, version_of

CASES = [
    ("LEEDS, England, May 6, 2024 -- Corvane Shipyard Ltd. today announced a new dock.", "Corvane Shipyard Ltd.", "ORG"),
    ("LEEDS, England, May 6, 2024 -- Corvane Shipyard Ltd. today announced a new dock.", "May 6, 2024", "DATE"),
    ("“We are glad,” said Ines Kowal, Chief Executive Officer of Tarnfield Foods.", "Ines Kowal", "PERSON"),
    ("“We are glad,” said Ines Kowal, Chief Executive Officer of Tarnfield Foods.", "Chief Executive Officer", "ROLE"),
    ("“We are glad,” said Ines Kowal, Chief Executive Officer of Tarnfield Foods.", "Tarnfield Foods", "ORG"),
    ("Mayor Tomas Brandt opened the Harrowgate Memorial Hospital in March 2021.", "Tomas Brandt", "PERSON"),
    ("Mayor Tomas Brandt opened the Harrowgate Memorial Hospital in March 2021.", "March 2021", "DATE"),
    ("The plant in Poznan, Poland, has been ISO 9001:2015 certified since 2018.", "ISO 9001:2015", "SCHEME"),
]


@pytest.mark.parametrize(("text", "span", "label"), CASES)
def test_plain_cases(text: str, span: str, label: str) -> None:
    assert (span, label) in [(e.text, e.label_) for e in nlp.load()(text).ents]


@pytest.mark.parametrize("text", ["The weather was fine and nobody came.", "Please see our terms of use.", "", " ", "\n\n"])
def test_nothing_where_nothing_is(text: str) -> None:
    assert not nlp.load()(text).ents


def test_every_token_knows_its_sentence() -> None:
    doc = nlp.load()("It rained. Then it stopped.\n\nAbout us")
    assert doc.has_annotation("SENT_START")
    assert len(list(doc.sents)) == 3


def test_pipeline_needs_no_tags() -> None:
    assert nlp.load().pipe_names == [nlp.COMPONENT]


def test_version_tells_name_number_and_weights() -> None:
    name, _, number = nlp.model_name().partition(" ")
    assert name == "certwire-en"
    version, _, weights = number.partition("+")
    assert version.count(".") == 2
    assert len(weights) == 8


def test_loads_fast() -> None:
    """Next to hashing the weights, which takes a seventh of it."""

    def cost(work: Callable[[], object]) -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    hashing = [cost(version_of) for _ in range(5)]
    assert min(cost(Tagger) for _ in range(5)) < 60 * min(hashing)


def test_a_document_longer_than_the_window_is_read_to_its_end() -> None:
    text = "Nobody came. " * 4000 + "“Fine,” said Ines Kowal, CEO of Tarnfield Foods."
    doc = nlp.load()(text)
    assert "Ines Kowal" in {e.text for e in doc.ents}
    assert len(list(doc.sents)) == 4001


def test_memory_zones_leave_nothing_behind() -> None:
    pipe = nlp.load()
    texts = [f"Said Ines{i} Kowal{i}, CEO of Tarnfield{i} Foods." for i in range(30)]
    with pipe.memory_zone():
        inside = [[(e.text, e.label_) for e in pipe(t).ents] for t in texts]
    with pipe.memory_zone():
        again = [[(e.text, e.label_) for e in pipe(t).ents] for t in texts]
    assert inside == again


def test_same_answer_whatever_the_hash_seed() -> None:
    code = (
        "from certwire import nlp\n"
        "d = nlp.load()('Corvane Shipyard Ltd. of Leeds, said Ines Kowal, CEO, on May 6, 2024. Corvane was first.')\n"
        "print([(e.start, e.end, e.label_) for e in d.ents])"
    )
    root = str(WEIGHTS.parents[2])
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": root, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1
    assert "ORG" in runs.pop()
