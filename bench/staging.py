"""What the cheap looks cost and lose: ``python bench/staging.py FOLDER`` reads every release in full and compares."""

from __future__ import annotations

import sys
from pathlib import Path

from certwire import batch, ingest, staging, triage
from certwire.config import Options
from certwire.model import Release


def main() -> None:
    """Print how many releases pass each look, and which of those with events do not."""
    reader = batch.open_reader(Options())
    count = named = passed = holding = 0
    lost: list[str] = []
    for item in ingest.read([Path(a) for a in sys.argv[1:]]):
        if not isinstance(item, Release) or item.language != "en":
            continue
        count += 1
        named += triage.worth_reading(item.text)
        seen = staging.promising(reader, item)
        passed += seen
        if reader.read(item).events:
            holding += 1
            if not seen:
                lost.append(item.path)
    print(f"{count} releases, {named} pass triage, {passed} the second look, {holding} hold an event; lost {len(lost)}: {lost[:20]}")


if __name__ == "__main__":
    main()
