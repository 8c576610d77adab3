"""The spaCy component: sentence starts and named entities, in one pass over the tokens.

``doc.ents`` get the labels of ``network.LABELS``. Nothing of a document is kept but vectors of word forms, which depend on the form alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from certwire import annotation, sentences
from certwire.consistency import agree
from certwire.features import View, rows_of
from certwire.network import LABELS, Floats, Groups, Leaning, decode, form_vectors, leanings, load, scores, spans_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

WEIGHTS = Path(__file__).with_name("model_data") / "tagger.npz"
NAME = "certwire-en"
VERSION = "1.0.0"
_WINDOW = 8192
"""Tokens that are read at once, so that memory stays bounded whatever the input."""
_FORMS = 1 << 15
"""Word forms whose vectors are kept."""
_DOUBT = 64
"""Scores are rounded to this fraction, so that the last bits of a sum decide nothing."""


def version_of(weights: Path = WEIGHTS) -> str:
    """Name, version and a short hash of the weights; told without loading them."""
    return f"{NAME} {VERSION}+{hashlib.sha256(weights.read_bytes()).hexdigest()[:8]}"


class Tagger:
    """Finds entities and sentence starts; the same text gives the same answer.

    Args:
        weights: file as ``network.quantize`` makes it.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._params = load(weights)
        self._width = self._params["mix"].shape[1]
        self._numbers: dict[str, int] = {}
        self._vectors = np.empty((_FORMS, self._width), dtype=np.float32)
        self.version = version_of(weights)
        """Name, version and a short hash of the weights, as records carry it."""

    def _vectors_of(self, forms: Sequence[str], types: NDArray[np.int32]) -> Floats:
        """One row a token; ``types`` tells which of the different forms each token has."""
        known = self._numbers
        if len(known) + len(forms) > _FORMS:
            known.clear()
        new = [form for form in forms if form not in known]
        if new:
            at = len(known)
            self._vectors[at : at + len(new)] = form_vectors(self._params, np.array([rows_of(form) for form in new], dtype=np.int64))
            known.update(zip(new, range(at, at + len(new)), strict=True))
        rows = np.array(list(map(known.__getitem__, forms)), dtype=np.int64)
        out: Floats = self._vectors[rows[types]]
        return out

    def read(self, words: Sequence[str]) -> tuple[list[tuple[int, int, str]], list[bool], dict[int, Leaning]]:
        """Entities as ``(first token, past the last, label)``, for every token whether a sentence starts there, and leanings by token.

        Example:
            the words of "Jane Roe spoke." -> ``([(0, 2, "PERSON")], [True, False, False, False], {0: Leaning(...), 1: ...})``
        """
        entities: list[tuple[int, int, str]] = []
        leans: dict[int, Leaning] = {}
        begins = sentences.starts(words)
        for at in range(0, len(words), _WINDOW):
            view = View.of(words[at : at + _WINDOW], begins[at : at + _WINDOW])
            x = self._vectors_of(view.forms, view.types)
            x += view.flags @ self._params["flags"]
            s = scores(self._params, x, Groups.make(view.groups))
            s *= np.float32(_DOUBT)
            np.rint(s, out=s)
            found = leanings(s / np.float32(_DOUBT))
            leans.update(((at + i, leaning) for i, leaning in found) if at else found)
            entities += ((at + i, at + j, LABELS[k]) for i, j, k in spans_of(decode(s)))
        return agree(words, entities), begins.tolist(), leans

    def __call__(self, doc: Doc) -> Doc:
        """Write entities and sentence starts into a doc."""
        from spacy.tokens import Span

        if not len(doc):
            return doc
        entities, begins, leans = self.read(_words(doc))
        # 1 begins, -1 (as the unsigned number spaCy wants) does not.
        values: NDArray[np.uint64] = np.where(begins, 1, -1).astype(np.int64).astype(np.uint64)
        doc.from_array(["SENT_START"], values[:, None])  # type: ignore[arg-type]  # the stub knows thinc's own array class only
        doc.set_ents([Span(doc, i, j, label) for i, j, label in entities])
        offsets = doc.to_array("IDX").tolist()
        annotation.put_leanings(doc, {offsets[i]: leaning for i, leaning in leans.items()})
        return doc


def _words(doc: Doc) -> list[str]:
    """The text of every token; each different one is looked up once, and no Token is made."""
    numbers, at = np.unique(doc.to_array("ORTH"), return_inverse=True)
    strings = doc.vocab.strings
    forms = [strings[number] for number in numbers.tolist()]
    return [forms[i] for i in at.tolist()]
