"""A checksum over lines that, when one line is altered, says which: two sums of 32 bytes, whatever the number of lines.

Each line's hash h is added up twice, once plain and once times the line's number n, modulo a prime. If a single line changed, the
plain sums differ by d = h' - h and the weighted ones by n * d, and their quotient is n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

_PRIME = (1 << 127) - 1


@dataclass(slots=True)
class LineSum:
    """Sums over the lines added so far; lines count from 1."""

    count: int = 0
    plain: int = 0
    weighted: int = 0

    def add(self, line: bytes) -> None:
        """Add the next line, its newline included."""
        value = int.from_bytes(hashlib.sha256(line).digest()[:16])
        self.count += 1
        self.plain = (self.plain + value) % _PRIME
        self.weighted = (self.weighted + self.count * value) % _PRIME

    def sums(self) -> list[str]:
        """Both sums in hex, as run.json holds them."""
        return [f"{self.plain:032x}", f"{self.weighted:032x}"]

    def altered(self, recorded: Sequence[str]) -> int | None:
        """The number of the one line that differs from what was recorded; None if no single line explains the difference."""
        plain, weighted = (int(s, 16) for s in recorded)
        difference = (self.plain - plain) % _PRIME
        if not difference:
            return None
        number = (self.weighted - weighted) * pow(difference, -1, _PRIME) % _PRIME
        return number if 1 <= number <= self.count else None
