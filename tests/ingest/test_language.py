"""Language: English unless a text is long enough and the model is sure."""

from __future__ import annotations

import pytest

from certwire import vocabulary
from certwire.ingest import IngestOptions, from_text
from certwire.ingest.language import language_of
from certwire.model import Release

TEXTS = {
    "en": "The foundry has been certified to the standard after an audit of its halls, and the board is proud of it.",
    "de": "Die Gießerei hat nach einer Prüfung ihrer beiden Hallen das Zertifikat erhalten, und der Vorstand ist stolz.",
    "fr": "La fonderie a obtenu la certification après un audit de ses deux halles, et le conseil en est fier.",
    "es": "La fundición ha obtenido la certificación tras una auditoría de sus dos naves, y el consejo está orgulloso.",
    "zh": "该铸造厂在对其两个车间进行审核后获得了认证，董事会为员工所做的一切感到自豪，" * 4,
}


@pytest.mark.parametrize("code", TEXTS)
def test_language(code: str) -> None:
    assert language_of(TEXTS[code] * 2) == code


@pytest.mark.parametrize(
    "text", ["", "Gießerei erhält Zertifikat", "12 345 678 " * 50, "ISO 9001\n" * 5, "🏭" * 500, "LED PCB GmbH ISO IEC " * 2]
)
def test_short_or_wordless_is_english(text: str) -> None:
    assert language_of(text) == "en"


def test_metadata_wins_and_detection_can_be_left_out() -> None:
    given = from_text(TEXTS["de"] * 2, language="nl-BE")
    assert isinstance(given, Release) and given.language == "nl"
    off = from_text(TEXTS["de"] * 2, options=IngestOptions(detect_language=False))
    assert isinstance(off, Release) and off.language == "en"
    odd = from_text(TEXTS["de"] * 2, language="Deutsch, natürlich")
    assert isinstance(odd, Release) and odd.language == "de"


def test_vocabulary_of_ingest() -> None:
    for key in ("language.english", "opening.kickers", "opening.abbreviations", "calendar.months"):
        words = vocabulary.words("ingest", key)
        assert words and all(word == word.lower() and word.strip() == word for word in words)
        assert len(set(words)) == len(words)
    assert len(vocabulary.words("ingest", "calendar.months")) == 12
