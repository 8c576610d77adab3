"""What the archive teaches about spellings and words: ``python -m train.organizations_archive ARCHIVE OUT_DIR --model BLIND.json``.

Reads releases that nobody annotated with a tagger and an organization model and writes ``organizations_seen.txt`` (spellings met with three
issuers and more, a digit each: 0 never an organization, 9 always) and ``organizations_wording.txt`` (what a word in or beside a name says
of its being one). BLIND is a model that was trained without those lists (``train.organizations --blind``), or they would breed themselves.
Deterministic; numpy only.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from train.entities import Reader, read, reader_of
from train.organizations import release_from
from train.organizations_priors import digit
from train.tagger_data import read_archive, read_rows

from certwire import tagger
from certwire import zones as layouts
from certwire.naming import plain
from certwire.orgs import reading, scorer
from certwire.orgs.scorer import Model
from certwire.orgs.wording import after, before, inner

LONGEST = 30_000
LONGEST_NAME = 60
LEAST_RELEASES = 20
"""Releases that a sign must stand in."""
LEAST_WEIGHT = 0.2
DECAY = 3.0
Numbers = NDArray[np.floating[Any]]


@dataclass
class Archive:
    """Names with their signs and scores, release by release; and every spelling's scores and issuers."""

    signs: list[tuple[str, ...]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    releases: Counter[str] = field(default_factory=Counter)
    of: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    issuers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, path: Path, reader: Reader, model: Model) -> None:
        """Read one release."""
        release = release_from(read_archive(path)[:LONGEST], path)
        layout = layouts.layout(release.text, title=release.title)
        entities, hints, leanings = read(release, reader)
        found, scene = reading.collect(release.text, zones=layout, entities=entities, hints=hints, leanings=leanings)
        scorer.first_look(found, model.first)
        reading.relate(found, scene)
        scorer.second_look(found, model.second)
        issuer = next((plain(z.subject) for z in layout.blocks if z.subject), path.as_posix()[-40:])
        met: set[str] = set()
        for name in found.values():
            if len(name.text) <= LONGEST_NAME:
                self.of[name.text].append(name.score)
                if len(self.issuers[name.text]) < 6:
                    self.issuers[name.text].add(issuer)
            c = name.at[0]
            signs = tuple({*inner(scene.words, c.first, c.last), *before(scene.words, c.first), *after(scene.words, c.last)})
            self.signs.append(signs)
            self.scores.append(name.score)
            met.update(signs)
        self.releases.update(met)

    def spellings(self) -> list[str]:
        """A line a spelling; what is hardly ever an organization must be met oftener to be worth a line."""
        rows = []
        for spelled, scores in sorted(self.of.items()):
            mean, who = sum(scores) / len(scores), len(self.issuers[spelled])
            if who >= (6 if mean < 0.05 else 4 if mean < 0.3 else 3) and len(spelled) > 1:
                rows.append(f"{spelled}\t{digit(mean)}")
        return rows

    def wording(self) -> list[str]:
        """A line a sign: its weight in tenths."""
        kept = sorted(sign for sign, n in self.releases.items() if n >= LEAST_RELEASES)
        index = {sign: i for i, sign in enumerate(kept)}
        rows = [sorted(index[s] for s in signs if s in index) for signs in self.signs]
        w = fit(rows, np.array(self.scores), len(kept))
        heavy = [f"{sign}\t{round(float(w[i]) * 10)}" for sign, i in index.items() if abs(w[i]) >= LEAST_WEIGHT]
        return [f"bias\t{round(float(w[-1]) * 10)}", *heavy]


def fit(rows: Sequence[Sequence[int]], y: Numbers, size: int, *, decay: float = DECAY, steps: int = 6) -> Numbers:
    """Logistic regression on signs that are there or not, by Newton's method with conjugate gradients; the bias comes last."""
    columns = np.array([j for row in rows for j in (*row, size)], dtype=np.int64)
    owners = np.repeat(np.arange(len(rows)), [len(row) + 1 for row in rows])
    w = np.zeros(size + 1)

    def along(v: Numbers) -> Numbers:
        sums: Numbers = np.bincount(owners, weights=v[columns], minlength=len(rows)).astype(np.float64)
        return sums

    def back(r: Numbers) -> Numbers:
        sums: Numbers = np.bincount(columns, weights=r[owners], minlength=size + 1).astype(np.float64)
        return sums

    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(along(w), -30, 30)))
        curve = np.maximum(p * (1 - p), 1e-4)
        rest = back(y - p) - decay * w
        step, way, size_of_rest = np.zeros_like(w), rest.copy(), float(rest @ rest)
        for _ in range(60):
            if size_of_rest < 1e-6:
                break
            turned = back(curve * along(way)) + decay * way
            length = size_of_rest / float(way @ turned)
            step += length * way
            rest = rest - length * turned
            before, size_of_rest = size_of_rest, float(rest @ rest)
            way = rest + size_of_rest / before * way
        w = w + step
    return w


def chosen(archive: Path, annotated: Sequence[Path], limit: int) -> list[Path]:
    """A fixed draw of releases that nobody annotated."""
    known = {row["path"] for lines in annotated for row in read_rows(lines)}
    paths = [p for p in sorted(archive.rglob("*.md")) if p.relative_to(archive).as_posix() not in known]
    random.Random(11).shuffle(paths)
    return paths[:limit]


def main() -> None:
    """Command line."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("archive", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--model", type=Path, required=True)
    ap.add_argument("--annotated", type=Path, nargs="+", default=sorted(Path("corpus/archive").glob("*.jsonl")))
    ap.add_argument("--releases", type=int, default=20_000)
    ap.add_argument("--tagger", type=Path, default=tagger.WEIGHTS)
    a = ap.parse_args()
    model = scorer.decoded(json.loads(a.model.read_text(encoding="utf8")))
    reader, archive = reader_of(tagger.Tagger(a.tagger)), Archive()
    for n, path in enumerate(chosen(a.archive, a.annotated, a.releases)):
        archive.add(path, reader, model)
        if n % 1000 == 0:
            print(n, flush=True)
    head = "# How often a spelling in the archive (annotated releases left out) was taken for an organization: 0 never, 9 always."
    (a.out / "organizations_seen.txt").write_text("\n".join([head, *archive.spellings()]) + "\n", encoding="utf8")
    head = (
        "# What a word in or beside a name says of its being an organization, log odds in tenths; fitted on what a tagger and a scorer made"
    )
    head += "\n# of the archive, annotated releases left out."
    (a.out / "organizations_wording.txt").write_text("\n".join([head, *archive.wording()]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
