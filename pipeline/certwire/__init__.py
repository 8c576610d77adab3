"""certwire turns press releases into structured certification-event records.

Importing it is cheap; the model is loaded by the first call of ``extract``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

from certwire.errors import CertwireError
from certwire.model import Extractor, Issue, Mention, Release

if TYPE_CHECKING:
    from certwire.api import Extraction, extract
    from certwire.records import DocumentRecord, EventRecord

__all__ = [
    "CertwireError",
    "DocumentRecord",
    "EventRecord",
    "Extraction",
    "Extractor",
    "Issue",
    "Mention",
    "Release",
    "__version__",
    "extract",
]

_LATER = {
    "DocumentRecord": "certwire.records",
    "EventRecord": "certwire.records",
    "Extraction": "certwire.api",
    "extract": "certwire.api",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'certwire' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
