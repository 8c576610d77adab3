"""Silver: releases of the archive, labelled by the teacher with probabilities for the student to learn from.

``select`` is a fixed draw: releases are ordered by a hash of their path, so that a bigger draw holds a smaller one; annotated releases
and others of the same headline stay out.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
from train.tagger_data import read_archive, read_rows, read_text

CUE = re.compile(r"certif|accredit|ISO[ /]\d|SOC 2|LEED|FedRAMP", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|and|of|to|in|for|with)\b", re.IGNORECASE)
LONGEST = 9000
"""Code points of a release that are kept."""


def order(path: str) -> bytes:
    """What the archive's releases are ordered by: a hash of their path, so that a bigger draw holds a smaller one."""
    return blake2b(path.encode(), digest_size=8).digest()


def headline(text: str) -> str:
    """Key under which two copies of a release are one."""
    return re.sub(r"\W+", " ", text.strip().partition("\n")[0]).lower().strip()[:100]


def annotated(corpus: Path) -> tuple[set[str], set[str]]:
    """Paths (where there is a manifest) and headlines of the annotated releases, none of which may be silver."""
    manifest = corpus / "manifest.jsonl"
    known = {row["path"] for row in read_rows(manifest)} if manifest.exists() else set()
    return known, {headline(read_text(p)) for p in sorted(corpus.glob("*/*.txt"))}


def select(archive: Path, corpus: Path, *, limit: int) -> Iterator[tuple[str, str]]:
    """``(path, text)`` of so many releases, half of them with a word of certification in them.

    Args:
        archive: folder with the unpacked archive.
        corpus: folder with the annotated releases, and their manifest where there is one.
        limit: how many.
    """
    known, seen = annotated(corpus)
    paths = sorted(archive.rglob("*.md"), key=lambda p: order(p.relative_to(archive).as_posix()))
    quota = {True: limit - limit // 2, False: limit // 2}
    for path in paths:
        if not any(quota.values()):
            return
        name = path.relative_to(archive).as_posix()
        if name in known:
            continue
        text = read_archive(path)[:LONGEST]
        words = len(text.split())
        cue = CUE.search(text) is not None
        if not quota[cue] or words < 80 or len(ENGLISH.findall(text)) < 0.1 * words:
            continue
        key = headline(text)
        if key in seen:
            continue
        seen.add(key)
        quota[cue] -= 1
        yield name, text


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("archive", type=Path)
    ap.add_argument("corpus", type=Path)
    ap.add_argument("out", type=Path, help="folder: words.jsonl, {path, words}, and soft.bin, half floats, TAGS a word")
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--weights", type=Path, required=True)
    ap.add_argument("--limit", type=int, default=14000)
    a = ap.parse_args()
    import torch
    from train.tagger_teacher import THREADS, Pieces, probabilities, taught

    from certwire import splitting

    torch.set_num_threads(THREADS)
    teacher, pieces = taught(a.encoder, a.weights), Pieces(a.encoder)
    a.out.mkdir(parents=True, exist_ok=True)
    began, tokens = time.time(), 0
    split = splitting.shared().split
    with (a.out / "words.jsonl").open("w", encoding="utf8") as words_out, (a.out / "soft.bin").open("wb") as soft_out:
        for i, (name, text) in enumerate(select(a.archive, a.corpus, limit=a.limit)):
            words = list(split(text).words)
            soft_out.write(probabilities(teacher, words, pieces).astype(np.float16).tobytes())
            words_out.write(json.dumps({"path": name, "words": words}) + "\n")
            tokens += len(words)
            if i % 50 == 0:
                print(i, tokens, f"{time.time() - began:.0f}s", flush=True)


if __name__ == "__main__":
    main()
