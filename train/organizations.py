"""Trains the organization scorer: ``python -m train.organizations CORPUS OUT.json [--parts SET ...] [--entities DIR --hints DIR]``.

CORPUS holds ``SET/*.txt`` and ``gold-SET.jsonl``; DIR is what ``train.entities`` wrote. Prints five-fold cross-validated figures, folds
grouped by main organization (so that an issuer is never on both sides), then trains on everything. No name is a feature. Deterministic;
numpy only.
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
from train.tagger_data import read_rows

from certwire import zones as layouts
from certwire.model import Mention, Release, Zones
from certwire.naming import key
from certwire.network import Leaning
from certwire.normalize import organizations as gathering
from certwire.orgs import reading
from certwire.orgs.scene import Name, Scene
from certwire.orgs.scorer import Model, Network, encoded, first_look, second_look

THRESHOLD = 0.45
"""From which probability on a name is taken. F1 is highest at 0.5, by little; event reading finds more recipients and certifiers here."""
HEAD = re.compile(r"\A date (\d{4}-\d\d-\d\d) ?")
FROM_ARCHIVE = ("prior:", "seen", "word.", "open.p", "end.p", "before.p", "after.p")
"""Features read off lists that were counted over the archive."""
Matrix = NDArray[Any]


@dataclass
class Item:
    doc: str
    part: str
    fold: int
    release: Release
    zones: Zones
    entities: list[tuple[int, int, str]]
    gold: list[dict[str, Any]]
    names: dict[str, Name]
    scene: Scene


def release_of(path: Path) -> Release:
    """The release as ingest would make it: header date off, headline known."""
    text = path.read_bytes().decode("utf8").replace("\r\n", "\n")
    head = HEAD.match(text)
    return release_from(text[head.end() :] if head else text, path, date.fromisoformat(head[1]) if head else None)


def release_from(text: str, path: Path, published: date | None = None) -> Release:
    """A release of this text, its headline known."""
    first, _, rest = text.partition("\n")
    title = first.strip() if rest.strip() and len(first) < 250 and rest.startswith("\n") else None
    sha = hashlib.sha256(text.encode("utf8")).hexdigest()
    return Release(id=sha[:16], path=path.name, sha256=sha, text=text, title=title, published=published)


def load(corpus: Path, parts: Sequence[str], entities: Path | None, hints: Path | None = None) -> list[Item]:
    """Every annotated release with its candidates."""
    items = []
    for part in parts:
        tagged = json.loads((entities / f"{part}.json").read_text()) if entities else {}
        leaning = json.loads((entities / f"leanings-{part}.json").read_text()) if entities else {}
        hinted = json.loads((hints / f"hints-{part}.json").read_text()) if hints else {}
        for gold in read_rows(corpus / f"gold-{part}.jsonl"):
            release = release_of(corpus / part / f"{gold['doc']}.txt")
            layout = layouts.layout(release.text, title=release.title)
            ents = [(a, b, c) for a, b, c in tagged.get(gold["doc"], [])]
            names, scene = reading.collect(
                release.text,
                zones=layout,
                entities=ents,
                hints=[(a, b, c) for a, b, c in hinted.get(gold["doc"], [])],
                leanings={int(at): Leaning(*said) for at, said in leaning.get(gold["doc"], {}).items()},
            )
            issuer = key(gold["organizations"][0]["name"]) if gold["organizations"] else gold["doc"]
            fold = int(hashlib.sha256(issuer.encode()).hexdigest(), 16) % 5
            items.append(Item(gold["doc"], part, fold, release, layout, ents, gold["organizations"], names, scene))
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


def fit_network(
    x: Matrix,
    y: Matrix,
    index: dict[str, int],
    *,
    units: int = 24,
    epochs: int = 12,
    decay: float = 1e-4,
    drop: float = 0.15,
    seed: int = 0,
) -> Network:
    """A hidden layer trained by Adam on shuffled batches, inputs dropped at random against rote learning."""
    r = np.random.default_rng(seed)
    n, d = x.shape
    y = y.astype(np.float32)
    shapes: tuple[tuple[int, ...], ...] = ((d, units), (units,), (units,), (d,))
    start_at = (0.1, 0.0, 0.1, 0.0)
    weights = [(r.standard_normal(shape) * scale).astype(np.float32) for shape, scale in zip(shapes, start_at, strict=True)]
    mean, square = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    step = 0
    for epoch in range(epochs):
        order, rate = r.permutation(n), 3e-3 * (1 - epoch / epochs) + 1e-4
        for start in range(0, n, 256):
            rows = order[start : start + 256]
            xb = x[rows] * (r.random((len(rows), d), dtype=np.float32) > drop) / np.float32(1 - drop)
            h = xb @ weights[0] + weights[1]
            a = np.maximum(h, 0)
            p = 1 / (1 + np.exp(-(a @ weights[2] + xb @ weights[3])))
            g = ((p - y[rows]) / len(rows)).astype(np.float32)
            back = np.outer(g, weights[2]) * (h > 0)
            gradient = [xb.T @ back + decay * weights[0], back.sum(0), a.T @ g + decay * weights[2], xb.T @ g + decay * weights[3]]
            step += 1
            for k in range(4):
                mean[k] += 0.1 * (gradient[k] - mean[k])
                square[k] += 0.001 * (gradient[k] ** 2 - square[k])
                weights[k] -= (rate * (mean[k] / (1 - 0.9**step)) / (np.sqrt(square[k] / (1 - 0.999**step)) + 1e-7)).astype(np.float32)
    return Network(index, np.hstack([weights[3][:, None], weights[0]]), weights[1], weights[2])


def train(items: Sequence[Item], *, inner: int = 3, nets: int = 3, threshold: float = THRESHOLD) -> Model:
    """Both looks; the second is trained on first scores that come from releases left out."""
    for item in items:
        drop_relations(item)
    index = vocabulary(items)
    first = dict(zip(index, fit(*design(items, index)).tolist(), strict=True))
    for k in range(inner):
        rest, part = [i for n, i in enumerate(items) if n % inner != k], [i for n, i in enumerate(items) if n % inner == k]
        w = dict(zip(index, fit(*design(rest, index)).tolist(), strict=True))
        for item in part:
            first_look(item.names, w)
            reading.relate(item.names, item.scene)
    wide = vocabulary(items)
    x, y = design(items, wide)
    return Model(first, merged([fit_network(x, y, wide, seed=seed) for seed in range(nets)]), threshold)


def merged(networks: Sequence[Network]) -> Network:
    """Networks side by side: their mean, as one wider network."""
    n = np.float32(len(networks))
    direct = np.mean([net.table[:, :1] for net in networks], axis=0, dtype=np.float32)
    table = np.hstack([direct, *(net.table[:, 1:] for net in networks)])
    bias = np.concatenate([net.bias for net in networks]).astype(np.float32)
    out = (np.concatenate([net.out for net in networks]) / n).astype(np.float32)
    return Network(networks[0].index, table.astype(np.float32), bias, out)


def blind(item: Item) -> None:
    """Forget what the archive's lists say of a name: for the model that makes them anew."""
    for n in item.names.values():
        n.features = {f: v for f, v in n.features.items() if not f.startswith(FROM_ARCHIVE)}


def drop_relations(item: Item) -> None:
    for n in item.names.values():
        n.features = {f: v for f, v in n.features.items() if not f.startswith("p.")}


def look(item: Item, model: Model) -> None:
    """Give every name of a release its final score."""
    drop_relations(item)
    first_look(item.names, model.first)
    reading.relate(item.names, item.scene)
    second_look(item.names, model.second)


def records(item: Item, threshold: float, bonus: float = reading.LENGTH_BONUS) -> list[dict[str, Any]]:
    """Predicted organizations as records, once scores are there."""
    mentions = [
        Mention(
            kind="organization",
            start=f.start,
            end=f.end,
            text=item.release.text[f.start : f.end],
            source="organizations.v1",
            attrs={"score": f.score},
        )
        for f in reading.choose(item.names, item.scene, threshold=threshold, length_bonus=bonus)
    ]
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


def explain(item: Item, threshold: float, wrong: list[str], missing: list[str]) -> list[str]:
    """A line an error: why it happened, how sure the model was, and the words around."""
    text, out = item.release.text, []
    chosen = {key(f.name.text) for f in reading.choose(item.names, item.scene, threshold=threshold)}
    for kind, names_ in (("WRONG", wrong), ("MISS", missing)):
        for w in names_:
            keys = {key(w)}
            if kind == "MISS":
                entity = next(o for o in item.gold if o["name"] == w)
                keys = {key(f) for f in (entity["name"], *entity["aliases"])}
            score = max((n.score for n in item.names.values() if key(n.text) in keys), default=-1.0)
            why = kind
            if kind == "MISS":
                why += ":unreachable" if score < 0 else ":merged" if keys & chosen else ":overlap" if score >= threshold else ":score"
            at = text.find(w)
            out.append("\t".join((item.doc, why, w, f"{score:.2f}", " ".join(text[max(0, at - 40) : at + len(w) + 30].split()))))
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("corpus", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--entities", type=Path, help="folder with dev.json ...: entities of a tagger, {doc: [[start, end, label]]}")
    ap.add_argument("--hints", type=Path, help="folder with hints-dev.json ...: mentions of people")
    ap.add_argument("--errors", type=Path)
    ap.add_argument("--parts", nargs="+", default=["dev", "train", "world"])
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--quick", type=int, default=99, help="run only so many folds")
    ap.add_argument("--blind", action="store_true", help="without the lists of the archive: a model for train.organizations_archive")
    a = ap.parse_args()
    items = load(a.corpus, a.parts, a.entities, a.hints)
    # everything once more without the tagger, so that the scorer can stand without it
    bare = load(a.corpus, a.parts, None, a.hints) if a.entities else []
    for item in (*items, *bare) if a.blind else ():
        blind(item)
    thresholds = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55]
    tally = {t: np.zeros(3, dtype=int) for t in thresholds}
    bonuses = {b: np.zeros(3, dtype=int) for b in (0.0, 0.05, 0.1, 0.2, 0.3)}
    parts: dict[str, Any] = {}
    log: list[str] = []
    for k in range(min(a.folds, a.quick)):
        trained = train([i for i in (*items, *bare) if i.fold != k])
        for item in (i for i in bare if i.fold == k):
            look(item, trained)
            tp, fp, fn, _, _ = agree(item.gold, records(item, THRESHOLD))
            part = f"bare {item.part}"
            parts[part] = parts.get(part, 0) + np.array([tp, fp, fn])
        for item in (i for i in items if i.fold == k):
            look(item, trained)
            for t in thresholds:
                *counts, wrong, missing = agree(item.gold, records(item, t))
                tally[t] += counts
                if t == THRESHOLD:
                    for bonus in bonuses:
                        bonuses[bonus] += agree(item.gold, records(item, t, bonus))[:3]
                    parts[item.part] = parts.get(item.part, 0) + np.array(counts)
                    log += explain(item, t, wrong, missing)
    for t in thresholds:
        print(f"threshold {t}: {f1(*tally[t].tolist())}")
    for b, row in bonuses.items():
        print(f"length bonus {b}: {f1(*row.tolist())}")
    for part, row in sorted(parts.items()):
        print(f"{part}: {f1(*row.tolist())}")
    if a.errors:
        a.errors.write_text("\n".join(log) + "\n")
    a.out.write_text(
        json.dumps(encoded(train([*items, *bare], threshold=THRESHOLD)), ensure_ascii=False).replace("], ", "],\n") + "\n", encoding="utf8"
    )


if __name__ == "__main__":
    main()
