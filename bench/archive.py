"""Measures a run over a whole archive against others: ``python bench/archive.py ARCHIVE [--only abcdef]``; ``make bench`` runs it.

ARCHIVE is a folder of Markdown releases. Every figure is a ratio of two measurements in this one run; a busy machine still makes them
noisy, so the load is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Cost, cost, files, load, row, sample

HERE = Path(__file__).parent
PEER_SAMPLE = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--only", default="abcdef")
    arguments = parser.parse_args()
    archive: Path = arguments.archive
    only: str = arguments.only
    everything = files(archive)
    print(f"{len(everything)} files, {load()}")
    row("measure", "wanted", "found", "how")
    with TemporaryDirectory() as out:
        whole = extract(archive, Path(out)) if set(only) & set("ab") else Cost(0, 0, 0)
        if whole.seconds:
            run = json.loads((Path(out) / "run.json").read_text())
            row(
                "  whole archive, two workers, cold start",
                "",
                f"{whole.seconds:.1f} s",
                f"{run['documents']} documents, {run['events']} events",
            )
    if "a" in only:
        peer_speed(archive, len(everything), whole)
    if "b" in only:
        plain = cost("-c", READING, archive)
        row(
            "b  against reading and decoding in one process",
            "<= 40, aim 15",
            f"{whole.seconds / plain.seconds:.1f} times",
            f"{plain.seconds:.2f} s",
        )
    if "c" in only:
        workers(archive)
    if set(only) & set("de"):
        growth(archive, [n for n in (1_000, 5_000, 20_000) if n <= len(everything)])
    if "f" in only:
        resume(archive)
    print(load())


def extract(folder: Path, out: Path, *, workers: int = 2) -> Cost:
    """One run of the command line."""
    return cost("-m", "certwire", "extract", folder, "--out", out, "--workers", workers, "--quiet")


READING = """
import os, sys
count = 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            count += len(file.read())
"""


def peer_speed(archive: Path, count: int, whole: Cost) -> None:
    with sample(archive, PEER_SAMPLE) as folder:
        found = subprocess.run([sys.executable, HERE / "peer.py", folder], capture_output=True, text=True, check=True)
    loading, reading = map(float, found.stdout.split())
    seconds = loading + reading * count / PEER_SAMPLE
    how = f"{seconds:.0f} s, scaled from {PEER_SAMPLE} documents in {reading:.1f} s"
    row("a  against spaCy's small pipeline, two processes", ">= 25, aim 60", f"{seconds / whole.seconds:.1f} times", how)


def workers(archive: Path) -> None:
    """Rates of the middle of a run that reads all in full: without start and end."""
    rates = []
    with sample(archive, 400) as folder:
        for n in (1, 2):
            found = subprocess.run([sys.executable, HERE / "rate.py", folder, str(n)], capture_output=True, text=True, check=True)
            rates.append(float(found.stdout))
    row(
        "c  two workers against one, documents read in full",
        ">= 1.8",
        f"{rates[1] / rates[0]:.2f} times",
        f"{rates[0]:.1f}, {rates[1]:.1f} documents/s",
    )


def growth(archive: Path, counts: list[int]) -> None:
    costs = []
    for n in counts:
        with sample(archive, n) as folder, TemporaryDirectory() as out:
            costs.append(extract(folder, Path(out)))
    peaks = [c.peak / 1e6 for c in costs]
    # What a document adds, so that the start of the workers, which is the same for all, does not count.
    steps = list(pairwise(zip(counts, costs, strict=True)))
    each = [(big.processor - small.processor) / (m - n) * 1e3 for (n, small), (m, big) in steps]
    row(
        "d  peak memory of all processes",
        "< 1500 MB",
        f"{max(peaks):.0f} MB",
        ", ".join(f"{n}: {p:.0f}" for n, p in zip(counts, peaks, strict=True)),
    )
    how = ", ".join(f"to {n}: {ms:.2f} ms" for n, ms in zip(counts[1:], each, strict=True))
    row("e  processor time a further document, last against first", "within 10 %", f"{each[-1] / each[0] - 1:+.1%}", how)


def resume(archive: Path) -> None:
    """Kill a run in the middle; how many documents does the next one read that the first had begun?"""
    with sample(archive, 4_000) as folder, TemporaryDirectory() as name:
        out = Path(name)
        command = [sys.executable, "-m", "certwire", "extract", str(folder), "--out", name, "--workers", "2", "--quiet"]
        process = subprocess.Popen(command)
        parts = out / ".certwire" / "parts"
        while process.poll() is None and (not parts.exists() or len(list(parts.glob("[!.]*"))) < 7):
            time.sleep(0.01)
        process.kill()
        process.wait()
        status = subprocess.run([sys.executable, "-m", "certwire", "status", name, "--json"], capture_output=True, text=True, check=True)
        done = json.loads(status.stdout)["documents"]
        subprocess.run([*command[:-1], "--engine", "local"], capture_output=True, check=False)
        reused = json.loads((out / ".certwire" / "whole.json").read_text())["reused"]
    row("f  documents redone after a kill -9, beyond what was journaled", "0", f"{done - reused}", f"{done} were done, {reused} taken over")


if __name__ == "__main__":
    main()
