"""An extension of certwire in one file: stock tickers such as "(NASDAQ: ACME)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire import Extractor, Mention, Release

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TICKER = re.compile(r"\((?P<exchange>NASDAQ|NYSE|LSE|TSX|ASX) ?: ?(?P<symbol>[A-Z]{1,5})\)")


@dataclass(frozen=True, kw_only=True)
class TickerExtractor:
    """Find tickers: "Acme (NYSE: ACM)" -> Mention(kind="ticker", text="NYSE: ACM", attrs={"exchange": "NYSE", "symbol": "ACM"})."""

    name: str = "tickers.v1"
    emits: tuple[str, ...] = ("ticker",)

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        for found in _TICKER.finditer(release.text):
            start, end = found.start("exchange"), found.end("symbol")
            yield Mention(
                kind="ticker",
                start=start,
                end=end,
                text=release.text[start:end],
                source=self.name,
                attrs={"exchange": found["exchange"], "symbol": found["symbol"]},
            )


EXTRACTOR: Extractor = TickerExtractor()
