"""Builds the one spaCy Language that everything shares: tokens, sentence starts and entities.

spaCy takes two seconds to import, so it is imported on first use.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from certwire.tagger import Tagger

COMPONENT = "certwire_tagger"


def _make(nlp: Language, name: str) -> Tagger:
    from certwire.sheet import tagger

    return tagger()


@lru_cache(maxsize=1)
def load() -> Language:
    """The shared pipeline: spaCy's English tokenizer and certwire's own model.

    ``doc.ents`` carry the labels of ``network.LABELS`` (PERSON, ORG, ROLE, DATE, SCHEME, GPE, PRODUCT, FACILITY) and every token knows
    its sentence. There are no tags, parses or lemmas.
    """
    import spacy
    from spacy.language import Language

    if not Language.has_factory(COMPONENT):
        Language.factory(COMPONENT, func=_make, assigns=["doc.ents", "token.is_sent_start"])
    from certwire.tokens import Tokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp)
    nlp.add_pipe(COMPONENT)
    nlp.max_length = 1 << 30
    return nlp


def model_name() -> str:
    """Name, version and weights of the model, as records carry it, e.g. ``certwire-en 1.0.0+5aae0a62``."""
    from certwire.tagger import version_of

    return version_of()  # a process that only hands out work needs no model
