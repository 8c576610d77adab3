"""Reads a release no further than it takes to know what it holds.

Three looks, each dearer than the one before: triage over the raw text; a look at the sentences around what triage may have seen, with the
scheme extractor and the event model but without entities; the full reading. Where only releases with events matter, most stop early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from certwire import annotation, triage, zones
from certwire.extractors import emits, events, schemes
from certwire.model import Mention, Release
from certwire.reading import context, features, linear, models
from certwire.runner import LANGUAGE, Reader, Reading, without_records
from certwire.sheet import Sheet

if TYPE_CHECKING:
    from spacy.tokens import Doc

SLACK = 0.8
"""Log-odds that entities and true sentence bounds may add to what the second look sees. Of the 3,804 documents that hold an event by the
full reading, in dev, train, further, more and the announcements, none is lost; ``bench/staging.py`` measures it anew."""
PERSONAL_SLACK = 2.0
"""The same for what people hold: letters behind a name gain by the name (1.6 is the most that one of those documents needed), and the
second look knows no names. One full reading in thirty more."""

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9•])|\n\s*\n|\n(?=\s*[•*·–-] )")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]|Inc|Ltd|Corp|Co|Dr|Mr|Mrs|Ms|Prof|St|No|vs|Jr|Sr|[A-Z][a-z]{2}))\.\Z")


def read(reader: Reader, release: Release, *, relevant: bool) -> Reading:
    """One release in, its records out.

    Args:
        reader: the full pipeline.
        release: what to read.
        relevant: only events count, so a release that cannot hold one is not read in full and lists nothing.

    Example:
        ``read(reader, release, relevant=True).document.status`` -> ``"no_event"`` for an announcement of a bakery's opening
    """
    if not relevant or release.language != LANGUAGE or promising(reader, release):
        return reader.read(release)
    return Reading(document=without_records(release, status="no_event", info=reader.info), events=())


def promising(reader: Reader, release: Release) -> bool:
    """Whether a full reading may find an event: what passes triage and the second look, or whatever an extension might see."""
    if not _ours(reader.extractors):
        return True
    return triage.worth_reading(release.text) and _second_look(release)


def _ours(extractors: Sequence[object]) -> bool:
    """Only certwire's own extractors make schemes and events."""
    return all(e in (schemes.EXTRACTOR, events.EXTRACTOR) for e in extractors if {"scheme", "event"} & set(emits(cast(Any, e))))


def _floor(scheme: Mention) -> float:
    """The least chance of an event by the second look that makes a scheme mention worth the full reading of its release."""
    applies = scheme.attrs.get("applies_to")
    slack = PERSONAL_SLACK if isinstance(applies, tuple) and "person" in applies else SLACK
    return linear.sigmoid(linear.logit(models.shipped().thresholds["event"]) - slack)


def _second_look(release: Release) -> bool:
    """Whether any scheme named in the text comes near enough to an event without entities."""
    doc = _sketch(release)
    found = tuple(schemes.EXTRACTOR(doc, release))
    if not found:
        return False
    annotation.put_mentions(doc, found)
    seen = context.of(doc, release)
    return any(models.shipped().event_chance(features.of_scheme(one, seen)) >= _floor(one) for one in found)


def _sketch(release: Release) -> Doc:
    """As much of a Doc as the scheme extractor looks at: zones, and sentences by their punctuation."""
    doc, text = cast("Doc", Sheet()), release.text
    annotation.put_zones(doc, zones.layout(text, title=release.title))
    annotation.put_sentences(doc, ((a, b) for a, b in pairwise((0, *_breaks(text), len(text))) if a < b))
    return doc


def _breaks(text: str) -> Iterator[int]:
    for gap in _SENTENCE.finditer(text):
        if "\n" in gap[0] or not _ABBREVIATED.search(text, max(0, gap.start() - 6), gap.start()):
            yield gap.end()
