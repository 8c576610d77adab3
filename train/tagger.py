"""Builds the shipped model from the gold and the archive.

    python -m train.tagger prepare --corpus shared/corpus --work build/tagger
    python -m train.tagger begin --work build/tagger --silver DIR
    python -m train.tagger student --work build/tagger [--silver DIR] [--hold-out K] --out pipeline/certwire/model_data/tagger.npz
    python -m train.tagger all --corpus shared/corpus --archive ARCHIVE --work build/tagger

``all`` runs the whole chain (prepare, one teacher, its silver, what all students begin with, a student a fold and the one that is shipped)
and writes ``scores.md``. What is there already is not made again, so a broken run goes on where it was. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from train.stock import load as load_stock
from train.tagger_data import Labelled, fold_of, read_gold, read_rows, tags_of
from train.tagger_score import counts, figures, table_of
from train.tagger_student import gold_examples, learn, silver_examples, start

from certwire import nlp
from certwire.network import Floats, load, quantize

FOLDS = 5
UNSEEN = 0
"""The fold whose gold the teacher does not see: one teacher serves all folds, so this alone is strictly held out."""
CORES = 2
"""Students that learn at once, each on one thread, so that sums come out the same however busy the machine is."""
BEGUN = "begun.npz"
PLACES = frozenset({"GPE", "LOC"})


def _places(text: str, taken: Sequence[tuple[int, int]], stock: object) -> Iterator[tuple[int, int, str]]:
    """What the stock model calls a place and the gold calls nothing."""
    for e in stock(text).ents:  # type: ignore[operator]
        start, end = e.start_char, e.end_char
        if e.label_ not in PLACES or any(s < end and start < t for s, t in taken):
            continue
        if text[start:end].lower().startswith("the "):
            start += 4
        if start < end and text[start].isupper() and "\n" not in text[start:end]:
            yield start, end, "GPE"


def prepare(gold: Sequence[Labelled], out: Path, *, stock: object | None) -> None:
    """Write the gold as ``{doc, group, fold, words, tags}`` lines; ``stock``, a spaCy pipeline with places, adds GPE."""
    pipe = nlp.load()
    with out.open("w", encoding="utf8") as lines:
        for g in gold:
            entities = list(g.entities)
            if stock is not None:
                entities += _places(g.text, [(s, e) for s, e, _ in g.entities], stock)
            doc = pipe.make_doc(g.text)
            tags = tags_of(sorted(entities), [t.idx for t in doc], [t.idx + len(t) for t in doc])
            row = {"doc": g.doc, "group": g.group, "fold": fold_of(g.group, folds=FOLDS), "words": [t.text for t in doc], "tags": tags}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def stock_places() -> object:
    """The stock pipeline that votes on places (extra ``certwire[train]``)."""
    stock = load_stock(without=["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"])
    stock.max_length = 1 << 30
    return stock


def begin(work: Path, *, silver: Path) -> None:
    """Teach what all students begin with: the silver, without any gold."""
    np.savez(work / BEGUN, allow_pickle=False, **start(silver_examples(silver), note=_telling()))


def student(work: Path, out: Path, *, silver: Path | None, hold_out: int) -> str:
    """Train a student, write its weights, and give its score table on the fold held out (empty where none is)."""
    rows = list(read_rows(work / "gold.jsonl"))
    begun: dict[str, Floats] | None = None
    if silver and (work / BEGUN).exists():
        with np.load(work / BEGUN, allow_pickle=False) as stored:
            begun = {name: stored[name] for name in stored.files}
    p = learn(
        gold_examples([r for r in rows if r["fold"] != hold_out]),
        silver_examples(silver) if silver else [],
        begun=begun,
        note=_telling(),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, allow_pickle=False, **quantize(p))
    return held_table(work, {hold_out: load(out)}) if hold_out >= 0 else ""


def _telling() -> Callable[[int, float], None]:
    began = time.time()
    return lambda step, loss: print(f"step {step} loss {loss:.4f} {time.time() - began:.0f}s", flush=True)


def held_table(work: Path, by_fold: dict[int, dict[str, Floats]]) -> str:
    """Scores of each fold's network on its own held-out releases, pooled."""
    rows = [r for r in read_rows(work / "gold.jsonl") if r["fold"] in by_fold]
    return table_of(figures([counts(by_fold[r["fold"]], e) for r, e in zip(rows, gold_examples(rows), strict=True)]))


def _run(*command: object, threads: int = 1) -> None:
    print("+", *command, flush=True)
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": str(threads)}
    subprocess.run([sys.executable, "-m", *map(str, command)], check=True, env=os.environ | alone)


def build(
    corpus: Path, sets: Sequence[str], archive: Path, work: Path, out: Path, *, silver: int, epochs: int, folds: Sequence[int]
) -> None:
    """The whole chain; -1 among the folds is the model that is shipped, which holds nothing out."""
    from train.encoder import unpacked

    work.mkdir(parents=True, exist_ok=True)
    encoder, teacher, labelled = unpacked(work), work / "teacher.pt", work / "silver"
    gold, before = work / "gold.jsonl", work / "gold-before.jsonl"
    if gold.exists():
        gold.replace(before)
    prepare(read_gold(corpus, sets), gold, stock=stock_places())
    if not before.exists() or before.read_bytes() != gold.read_bytes():
        for old in (teacher, work / BEGUN):  # they learnt from another gold
            old.unlink(missing_ok=True)
    if not (work / BEGUN).exists():
        teaching = ("--encoder", encoder, "--weights", teacher)
        if not teacher.exists():
            half = work / "teacher-learning.pt"
            learning = ("--encoder", encoder, "--weights", half, "--hold-out", UNSEEN, "--epochs", epochs)
            _run("train.tagger_teacher", gold, *learning, threads=CORES)
            half.rename(teacher)
        _run("train.tagger_silver", archive, corpus, labelled, *teaching, "--limit", silver, threads=CORES)
        _run("train.tagger", "begin", "--work", work, "--silver", labelled)

    def teach(k: int) -> None:
        weights = out if k < 0 else work / f"fold{k}.npz"
        _run("train.tagger", "student", "--work", work, "--silver", labelled, "--hold-out", k, "--out", weights)

    with ThreadPoolExecutor(max_workers=CORES) as pool:
        for done in [pool.submit(teach, k) for k in folds]:
            done.result()
    held = {k: load(work / f"fold{k}.npz") for k in folds if k >= 0}
    if held:
        (work / "scores.md").write_text(held_table(work, held), "utf8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["prepare", "begin", "student", "score", "all"])
    ap.add_argument("--corpus", type=Path, default=Path("shared/corpus"))
    ap.add_argument("--sets", nargs="*", default=["dev", "train", "world"], help="SET for CORPUS/SET/*.txt with CORPUS/gold-SET.jsonl")
    ap.add_argument("--archive", type=Path, help="folder with the unpacked archive")
    ap.add_argument("--work", type=Path, default=Path("build/tagger"))
    ap.add_argument("--out", type=Path, default=Path("pipeline/certwire/model_data/tagger.npz"))
    ap.add_argument("--silver", type=Path, help="folder that train.tagger_silver wrote")
    ap.add_argument("--silver-limit", type=int, default=14000)
    ap.add_argument("--hold-out", type=int, default=-1)
    ap.add_argument("--epochs", type=int, default=3, help="passes of the teacher")
    ap.add_argument("--folds", type=int, nargs="*", default=[-1, *range(FOLDS)])
    a = ap.parse_args()
    if a.what == "prepare":
        a.work.mkdir(parents=True, exist_ok=True)
        prepare(read_gold(a.corpus, a.sets), a.work / "gold.jsonl", stock=stock_places())
    elif a.what == "begin":
        if a.silver is None:
            ap.error("begin needs --silver")
        begin(a.work, silver=a.silver)
    elif a.what == "student":
        print(student(a.work, a.out, silver=a.silver, hold_out=a.hold_out))
    elif a.what == "score":
        print(held_table(a.work, {a.hold_out: load(a.out)}))
    else:
        if a.archive is None:
            ap.error("all needs --archive")
        build(a.corpus, a.sets, a.archive, a.work, a.out, silver=a.silver_limit, epochs=a.epochs, folds=a.folds)


if __name__ == "__main__":
    main()
