"""The registry of schemes and bodies: what the trade calls things, as data, with a loader and a matcher.

The registry names, it does not gate: schemes that no row holds are for the extractors to read. What a text leaves open stays open: a hit
may carry several candidates.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from certwire.knowledge import loader
from certwire.knowledge.cues import Cues, Literal
from certwire.knowledge.cues import of as _cues_of
from certwire.knowledge.matching import BodyHit, Hit, Matcher
from certwire.knowledge.registry import Form, Registry, forms
from certwire.knowledge.rows import Body, Scheme

__all__ = [
    "Body",
    "BodyHit",
    "Cues",
    "Form",
    "Hit",
    "Literal",
    "Matcher",
    "Registry",
    "Scheme",
    "body",
    "body_named",
    "cues",
    "forms",
    "load",
    "matcher",
    "scheme",
    "scheme_named",
    "use",
]

_extra: tuple[str, ...] = ()


def load(extra: Iterable[str | Path] = ()) -> Registry:
    """The packaged registry with the user's own TOML files laid over it in order; cached by their names.

    Raises:
        ConfigError: a user's file is unreadable or a row in it is wrong; the message names file and row.
        KnowledgeError: rows contradict each other.
    """
    return _load(tuple(str(path) for path in extra))


def use(extra: Iterable[str | Path] = ()) -> None:
    """Make the functions here answer from the packaged registry and these files, in this process (the runner's business)."""
    global _extra
    paths = tuple(str(path) for path in extra)
    _load(paths)
    _extra = paths


def matcher(registry: Registry | None = None) -> Matcher:
    """The matcher over a registry; without one, over that in use, cached."""
    return _matcher(_extra) if registry is None else Matcher(registry)


def scheme(id_: str) -> Scheme | None:
    """The scheme with an identifier: ``scheme("soc-2")``."""
    return _load(_extra).scheme(id_)


def body(id_: str) -> Body | None:
    """The body with an identifier: ``body("bsi")``."""
    return _load(_extra).body(id_)


def scheme_named(text: str) -> Scheme | None:
    """The one scheme that a whole string names: ``scheme_named("ISO 27001:2022")``; None where there is none or a choice.

    Spelling, case, marks, edition and level are looked through.
    """
    registry = _load(_extra)
    ids = registry.schemes_named(text)
    if not ids:
        hits = _matcher(_extra).find(text)
        ids = hits[0].schemes if len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(text)) else ()
    return registry.scheme(ids[0]) if len(ids) == 1 else None


def body_named(text: str) -> Body | None:
    """The one body that a whole string names: ``body_named("Lloyds Register")``; None where there is none or a choice."""
    registry = _load(_extra)
    ids = registry.bodies_named(text)
    if not ids:
        hits = _matcher(_extra).bodies(text)
        ids = hits[0].bodies if len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(text)) else ()
    return registry.body(ids[0]) if len(ids) == 1 else None


def cues() -> Cues:
    """The literals that tell triage a text may name a scheme or a certification at all; one source for triage, zones and extractors."""
    return _cues(_extra)


@lru_cache(maxsize=8)
def _load(paths: tuple[str, ...]) -> Registry:
    return loader.read(paths)


@lru_cache(maxsize=8)
def _matcher(paths: tuple[str, ...]) -> Matcher:
    return Matcher(_load(paths))


@lru_cache(maxsize=8)
def _cues(paths: tuple[str, ...]) -> Cues:
    return _cues_of(_load(paths))
