"""certwire as a spaCy component: ``nlp.add_pipe("certwire")``, then ``doc._.certifications``.

Importing this module registers the factory; installed, spaCy finds it by the entry point ``spacy_factories``.
"""

from __future__ import annotations

import hashlib
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from certwire.api import reader
from certwire.batch.outcome import read_item
from certwire.config import Options
from certwire.ingest.assembling import identity
from certwire.model import Release


class Certifications:
    """Sets ``doc._.certifications``: certification events as plain dicts, each as a line of events.jsonl; offsets are the doc's own.

    Set ``doc._.published`` to a ``datetime.date`` before, and relative dates are resolved against it.

    Example:
        ``nlp("Harbor Mill Ltd. earned ISO 9001.")._.certifications[0]["scheme"]["text"]`` -> ``"ISO 9001"``
    """

    def __init__(self) -> None:
        for name, default in (("certifications", []), ("published", None)):
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=default)

    def __call__(self, doc: Doc) -> Doc:
        sha256 = hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest()
        release = Release(
            id=identity("doc", sha256), path="doc", sha256=sha256, text=doc.text, published=doc._.published, published_basis="argument"
        )
        outcome = read_item(reader(), release, options=Options())
        doc._.certifications = [event.model_dump(mode="json") for event in outcome.events]
        return doc


@Language.factory("certwire", assigns=["doc._.certifications"])
def create(nlp: Language, name: str) -> Any:
    """The component; it shares one reader with every other in the process."""
    return Certifications()
