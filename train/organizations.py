"""Trains the organization scorer: ``python train/organizations.py CORPUS OUT.json``.

CORPUS holds ``dev/ train/ world/`` and ``gold-*.jsonl``. Prints five-fold cross-validated figures, folds grouped by the release's main organization
(so that an issuer is never on both sides), then trains on everything. No name is a feature. Deterministic; numpy only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certwire import zones as layouts
from certwire.model import Mention, Release, Zones
from certwire.naming import key
from certwire.normalize import organizations as gathering
from certwire.orgs import reading
from certwire.orgs.evidence import Name, Scene

HEAD = re.compile(r"\A date (\d{4}-\d\d-\d\d) ?")
Matrix = NDArray[np.float64]


@dataclass
class Item:
    doc: str
    fold: int
    release: Release
    zones: Zones
    entities: list[tuple[int, int, str]]
    gold: list[dict[str, Any]]
    names: dict[str, Name]
    scene: Scene


def release_of(path: Path) -> Release:
    """The release as ingest would make it: header date off, headline known."""
    raw = path.read_bytes()
    text = raw.decode("utf8").replace("\r\n", "\n")
    head = HEAD.match(text)
    text = text[head.end() :] if head else text
    first, _, rest = text.partition("\n")
    title = first.strip() if rest.strip() and len(first) < 250 and rest.startswith("\n") else None
    sha = hashlib.sha256(raw).hexdigest()
    return Release(id=sha[:16], path=path.name, sha256=sha, text=text, title=title, published=date.fromisoformat(head[1]) if head else None)


def load(corpus: Path, parts: Sequence[str], entities: Path | None) -> list[Item]:
    """Every annotated release with its candidates."""
    items = []
    for part in parts:
        tagged = json.loads((entities / f"{part}.json").read_text()) if entities else {}
        for line in (corpus / f"gold-{part}.jsonl").read_text(encoding="utf8").splitlines():
            gold = json.loads(line)
            release = release_of(corpus / part / f"{gold['doc']}.txt")
            layout = layouts.layout(release.text, title=release.title)
            ents = [(a, b, c) for a, b, c in tagged.get(gold["doc"], [])]
            names, scene = reading.collect(release.text, zones=layout, entities=ents)
            issuer = key(gold["organizations"][0]["name"]) if gold["organizations"] else gold["doc"]
            fold = int(hashlib.sha256(issuer.encode()).hexdigest(), 16) % 5
            items.append(Item(gold["doc"], fold, release, layout, ents, gold["organizations"], names, scene))
    return items


def labels(item: Item) -> dict[str, float]:
    """1 for a spelling that the gold has as a name or alias."""
    wanted = {key(f) for o in item.gold for f in (o["name"], *o["aliases"])}
    return {text: float(key(text) in wanted) for text in item.names}


def vocabulary(items: Sequence[Item]) -> dict[str, int]:
    """Features met in at least four releases."""
    seen: dict[str, int] = {}
    for item in items:
        for f in sorted({f for n in item.names.values() for f in n.features}):
            seen[f] = seen.get(f, 0) + 1
    return {f: i for i, f in enumerate(sorted(f for f, c in seen.items() if c >= 4))}


def design(items: Sequence[Item], index: dict[str, int]) -> tuple[Matrix, Matrix]:
    """Feature matrix and labels, a row a spelling."""
    total = sum(len(i.names) for i in items)
    x = np.zeros((total, len(index)), dtype=np.float32)
    y = np.zeros(total)
    row = 0
    for item in items:
        right = labels(item)
        for name in item.names.values():
            for f, v in name.features.items():
                j = index.get(f)
                if j is not None:
                    x[row, j] = v
            y[row] = right[name.text]
            row += 1
    return x, y


def fit(x: Matrix, y: Matrix, *, decay: float = 2.0, steps: int = 7) -> Matrix:
    """Logistic regression by Newton's method with L2 decay; the curvature of rows that are all but decided is left out."""
    w = np.zeros(x.shape[1], dtype=np.float32)
    for step in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        s = p * (1 - p)
        rows = np.arange(0, len(s), 5) if step == 0 else np.flatnonzero(s > 0.006)
        part = x[rows] * np.sqrt(s[rows] * (5 if step == 0 else 1)).astype(np.float32)[:, None]
        hessian = (part.T @ part).astype(np.float64) + decay * np.eye(x.shape[1])
        gradient = x.T @ (y - p).astype(np.float32) - decay * w
        w = (w + np.linalg.solve(hessian, gradient)).astype(np.float32)
    return w


def train(items: Sequence[Item], *, inner: int = 3) -> tuple[dict[str, float], dict[str, float]]:
    """Both looks; the second is trained on first scores that come from releases left out."""
    for item in items:
        drop_relations(item)
    index = vocabulary(items)
    for k in range(inner):
        rest = [i for n, i in enumerate(items) if n % inner != k]
        part = [i for n, i in enumerate(items) if n % inner == k]
        w = dict(zip(index, fit(*design(rest, index)), strict=True))
        for item in part:
            reading.look(item.names, w)
            reading.relate(item.names, item.scene)
    for item in items:
        own = {t: {f: v for f, v in n.features.items() if not f.startswith("p.")} for t, n in item.names.items()}
        item_features = {t: n.features for t, n in item.names.items()}
        for t, n in item.names.items():
            n.features = own[t]
        setattr(item, "_related", item_features)
    first = dict(zip(index, fit(*design(items, index)), strict=True))
    for item in items:
        for t, n in item.names.items():
            n.features = getattr(item, "_related")[t]
    wide = vocabulary(items)
    second = dict(zip(wide, fit(*design(items, wide)), strict=True))
    return first, second


def drop_relations(item: Item) -> None:
    for n in item.names.values():
        n.features = {f: v for f, v in n.features.items() if not f.startswith("p.")}


def apply(item: Item, model: reading.Weights) -> list[dict[str, Any]]:
    """Predicted organizations as records."""
    drop_relations(item)
    reading.look(item.names, model.first)
    reading.relate(item.names, item.scene)
    reading.look(item.names, model.second)
    mentions = []
    for f in reading.choose(item.names, item.scene, threshold=model.threshold):
        mentions.append(Mention(kind="organization", start=f.start, end=f.end, text=item.release.text[f.start : f.end], source="organizations.v1", attrs={"score": f.score}))
    found = gathering.gather(mentions, release=item.release, zones=item.zones)
    return [{"name": o.name, "aliases": list(o.aliases)} for o in found]


def agree(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> tuple[int, int, int, list[str], list[str]]:
    """Right, wrong and missing entities as the project's scorer counts them."""
    keys = [frozenset(key(f) for f in (o["name"], *o["aliases"])) for o in gold]
    folded: list[tuple[set[str], str]] = []
    for o in found:
        k = {key(f) for f in (o["name"], *o["aliases"])}
        for g in keys:
            if g & k:
                k |= g
        for q, _ in folded:
            if q & k:
                q |= k
                break
        else:
            folded.append((k, o["name"]))
    used: set[int] = set()
    missing = []
    for g, o in zip(keys, gold, strict=True):
        hit = next((j for j, (q, _) in enumerate(folded) if j not in used and q & g), None)
        if hit is None:
            missing.append(o["name"])
        else:
            used.add(hit)
    wrong = [n for j, (_, n) in enumerate(folded) if j not in used]
    return len(used), len(wrong), len(missing), wrong, missing


def f1(tp: int, fp: int, fn: int) -> str:
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("corpus", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--entities", type=Path, help="folder with dev.json ...: entities of a tagger, {doc: [[start, end, label]]}")
    ap.add_argument("--errors", type=Path)
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--quick", type=int, default=99, help="run only so many folds")
    a = ap.parse_args()
    items = load(a.corpus, ("dev", "train", "world"), a.entities)
    thresholds = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]
    tally = {t: [0, 0, 0] for t in thresholds}
    parts: dict[str, list[int]] = {}
    log: list[str] = []
    for k in range(min(a.folds, a.quick)):
        inside, outside = [i for i in items if i.fold != k], [i for i in items if i.fold == k]
        first, second = train(inside)
        for item in outside:
            for t in thresholds:
                tp, fp, fn, wrong, missing = agree(item.gold, apply(item, reading.Weights(first=first, second=second, threshold=t)))
                row = tally[t]
                row[0] += tp; row[1] += fp; row[2] += fn  # noqa: E702
                if t == 0.45:
                    part = parts.setdefault(item.doc.split("-")[0], [0, 0, 0])
                    part[0] += tp; part[1] += fp; part[2] += fn  # noqa: E702
                    log += [f"{item.doc}\tWRONG\t{w}" for w in wrong] + [f"{item.doc}\tMISSING\t{m}" for m in missing]
    for t in thresholds:
        print(f"threshold {t}: {f1(*tally[t])}")
    for part, row in sorted(parts.items()):
        print(f"{part}: {f1(*row)}")
    if a.errors:
        a.errors.write_text("\n".join(log) + "\n")
    best = max(thresholds, key=lambda t: 2 * tally[t][0] / (2 * tally[t][0] + tally[t][1] + tally[t][2]))
    first, second = train(items)
    rounded = {"first": {k: round(float(v), 3) for k, v in sorted(first.items()) if abs(v) >= 0.005}, "second": {k: round(float(v), 3) for k, v in sorted(second.items()) if abs(v) >= 0.005}}
    a.out.write_text(json.dumps({**rounded, "threshold": best}, indent=0, ensure_ascii=False) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
