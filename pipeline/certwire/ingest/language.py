"""Tells the language of a text: English by its function words, else by a model that is loaded only when a text is in doubt."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from certwire import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(vocabulary.words("ingest", "language.english"))
_FIRST_LOOK = 1_000
_MIN_TOKENS = 40
_SAMPLE = 2_000
_MIN_LETTERS = 100
_SURE = 0.8


def language_of(text: str) -> str:
    """ISO 639-1 code of the text's language; ``en`` when there are under 100 letters to go by or the model is unsure.

    Looks at the first 2,000 code points. Same text, same answer.

    Example:
        ``language_of("Die Firma hat das Zertifikat nach ISO 9001 erhalten und ...")`` -> ``"de"``
    """
    tokens = text[:_FIRST_LOOK].split()
    if len(tokens) >= _MIN_TOKENS and sum(map(_ENGLISH.__contains__, tokens)) * 8 >= len(tokens):
        return "en"  # nine in ten announcements, at a tenth of the cost
    words = _WORD.findall(text[:_SAMPLE])
    if sum(map(len, words)) < _MIN_LETTERS:
        return "en"
    english = sum(1 for word in words if word.lower() in _ENGLISH)
    if english * 8 >= len(words):
        return "en"
    code, certainty = _model().classify(" ".join(words))
    return str(code) if certainty >= _SURE else "en"


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # py3langid ships no types

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
