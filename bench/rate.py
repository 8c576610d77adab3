"""Documents a second between the first and the last part of a run that reads all in full: ``rate.py FOLDER WORKERS``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from certwire import batch
from certwire.batch.engines import Local
from certwire.batch.tasks import Sizes
from certwire.config import Options

if __name__ == "__main__":
    seen: list[tuple[float, int]] = []
    workers = int(sys.argv[2])
    with TemporaryDirectory() as out:
        batch.extract(
            [Path(sys.argv[1])],
            Path(out),
            options=Options(entities="all"),
            engine=Local(workers=workers),
            sizes=Sizes(documents=10),
            progress=lambda summary: seen.append((time.monotonic(), summary.documents)),
        )
    (first, some), (last, all_) = seen[workers], seen[-workers - 1]
    print((all_ - some) / (last - first))
