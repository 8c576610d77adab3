"""What the public archive says of spellings and words: ``python train/organizations_priors.py ARCHIVE MANIFEST OUT_DIR [--releases N]``.

Reads releases of the archive that nobody annotated with the model at hand and writes ``organizations_priors.txt`` (spellings met with three
issuers and more) and ``organizations_word_priors.txt`` (words at a name's end or start, or beside it): a digit each, 0 never an
organization, 9 always. Deterministic.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from train.tagger_data import read_rows

from certwire import zones as layouts
from certwire.naming import plain
from certwire.orgs import reading, scorer
from certwire.orgs.lexicon import Flag

FRONT = re.compile(r"\A---.*?\n---\n", re.S)
LONGEST = 30_000


def digit(mean: float) -> int:
    """0 for hardly ever, 9 for nearly always."""
    return 0 if mean < 0.015 else min(9, 1 + int(mean * 9))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("archive", type=Path)
    ap.add_argument("manifest", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--releases", type=int, default=12_000)
    ap.add_argument("--model", type=Path)
    a = ap.parse_args()
    annotated = {row["path"] for row in read_rows(a.manifest)}
    paths = [p for p in sorted(a.archive.rglob("*.md")) if str(p.relative_to(a.archive)) not in annotated]
    random.Random(11).shuffle(paths)
    model = scorer.decoded(json.loads(a.model.read_text())) if a.model else scorer.model()
    total: defaultdict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    issuers: defaultdict[str, set[str]] = defaultdict(set)
    word_total: defaultdict[str, float] = defaultdict(float)
    word_count: Counter[str] = Counter()
    for n, path in enumerate(paths[: a.releases]):
        text = FRONT.sub("", path.read_text(encoding="utf8", errors="replace")[:LONGEST]).lstrip("# ")
        layout = layouts.layout(text, title=text.split("\n", 1)[0].strip() or None)
        found, scene = reading.collect(text, zones=layout)
        scorer.first_look(found, model.first)
        reading.relate(found, scene)
        scorer.second_look(found, model.second)
        issuer = next((plain(z.subject) for z in layout.blocks if z.subject), str(path)[-40:])
        words_seen: dict[str, list[float]] = {}
        for name in found.values():
            if len(name.text) <= 60:
                total[name.text] += name.score
                count[name.text] += 1
                if len(issuers[name.text]) < 6:
                    issuers[name.text].add(issuer)
            c = name.at[0]
            first, last = scene.words[c.first], scene.words[c.last - 1]
            end = scene.words[c.last - 2] if last.flags & Flag.LEGAL and c.last - c.first > 2 else last
            if c.last - c.first > 1:
                words_seen.setdefault(f"end {end.low}", []).append(name.score)
                words_seen.setdefault(f"open {first.low}", []).append(name.score)
            for c in name.at[:3]:
                chunk = scene.chunks[c.chunk]
                if c.first == chunk.first and c.first and scene.words[c.first - 1].shape == "l":
                    words_seen.setdefault(f"before {scene.words[c.first - 1].low}", []).append(name.score)
                if c.last == chunk.last and c.last < len(scene.words) and scene.words[c.last].shape == "l":
                    words_seen.setdefault(f"after {scene.words[c.last].low}", []).append(name.score)
        for word, scores in words_seen.items():
            word_total[word] += sum(scores) / len(scores)
            word_count[word] += 1
        if n % 1000 == 0:
            print(n, flush=True)
    rows = []
    for spelled, times in sorted(count.items()):
        mean, who = total[spelled] / times, len(issuers[spelled])
        if who >= (6 if mean < 0.05 else 4 if mean < 0.3 else 3) and len(spelled) > 1:
            rows.append(f"{spelled}\t{digit(mean)}")
    head = "# How often a spelling in the archive (dev and train left out) was taken for an organization: 0 never, 9 always."
    (a.out / "organizations_priors.txt").write_text("\n".join([head, *rows]) + "\n", encoding="utf8")
    head = "# The same for names with a word at their end or start, or right before or after them; twenty releases and more."
    rows = [f"{w}\t{digit(word_total[w] / c)}" for w, c in sorted(word_count.items()) if c >= 20]
    (a.out / "organizations_word_priors.txt").write_text("\n".join([head, *rows]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
