"""Extractors: one module each. A module here with a module-level ``EXTRACTOR`` is found by its place."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from importlib.metadata import entry_points

from certwire.errors import ExtensionError
from certwire.model import Extractor, Issue

GROUP = "certwire.extractors"


def built_in() -> tuple[Extractor, ...]:
    """Every extractor of the package, in order of what they read."""
    found: list[Extractor] = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{__name__}.{info.name}")
        extractor = getattr(module, "EXTRACTOR", None)
        if extractor is not None:
            found.append(extractor)
    return ordered(found)


def installed() -> tuple[tuple[Extractor, ...], tuple[Issue, ...]]:
    """Extractors of other packages (entry point ``certwire.extractors``), and an Issue for each that could not be loaded."""
    found: list[Extractor] = []
    issues: list[Issue] = []
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.value)):
        try:
            extractor = point.load()
            if not isinstance(extractor, Extractor):
                raise ExtensionError(f"{point.value} is no Extractor: it needs a name and __call__(doc, release)")
            found.append(extractor)
        except Exception as error:
            issues.append(
                Issue(
                    code="extension_failed",
                    message=f"extension {point.name!r} ({point.value}) was left out: {type(error).__name__}: {error}",
                )
            )
    return tuple(found), tuple(issues)


def is_own(extractor: Extractor) -> bool:
    """Whether an extractor is certwire's: then it needs no more of a Doc than ``sheet`` has."""
    return type(extractor).__module__.partition(".")[0] == "certwire"


def emits(extractor: Extractor) -> tuple[str, ...]:
    """The kinds of mention an extractor says it yields."""
    return tuple(getattr(extractor, "emits", ()))


def reads(extractor: Extractor) -> tuple[str, ...]:
    """The kinds of mention an extractor says it wants to see."""
    return tuple(getattr(extractor, "reads", ()))


def ordered(extractors: Iterable[Extractor]) -> tuple[Extractor, ...]:
    """Sort so that who emits a kind runs before who reads it; by name where nothing decides.

    Raises:
        ExtensionError: extractors wait for each other in a circle.

    Example:
        people (emits person) and events (reads person) -> (people, events)
    """
    waiting: Sequence[Extractor] = sorted(extractors, key=lambda e: e.name)
    done: list[Extractor] = []
    while waiting:
        open_kinds = {kind for e in waiting for kind in emits(e)}
        ready = [e for e in waiting if not (set(reads(e)) & open_kinds) - set(emits(e))]
        if not ready:
            raise ExtensionError("extractors wait for each other in a circle: " + ", ".join(e.name for e in waiting))
        done.append(ready[0])
        waiting = [e for e in waiting if e is not ready[0]]
    return tuple(done)
