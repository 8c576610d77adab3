"""What the archive teaches about verbs: ``python -m train.verbs ARCHIVE pipeline/certwire/data/clauses_verbs.txt``.

Reads releases with spaCy's stock tagger, which is a teacher here and no part of certwire, and writes which lower-case forms are verbs: the
form, its lemma, its commonest tag as a verb (Penn Treebank) and in how many of a hundred places it is one. Deterministic.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from train.tagger_data import read_archive

from certwire.verbs import AUXILIARIES
from train import stock

SAMPLE = 20000
LONGEST, SHORTEST_PARAGRAPH, LONGEST_PARAGRAPH = 6000, 40, 1500
LEAST_PLACES, LEAST_SHARE = 5, 12
"""A form that is mostly something else has to be met so often, and be a verb in so many of a hundred places."""
RARE_PLACES, RARE_SHARE = 3, 70
"""A form met so seldom has to be a verb so often."""
HEADER = "# form, lemma, tag and in how many of a hundred places a verb; written by train/verbs.py"


def paragraphs(files: Sequence[Path]) -> Iterator[str]:
    """The paragraphs of releases that are prose, each on one line."""
    for file in files:
        for part in read_archive(file)[:LONGEST].split("\n\n"):
            if SHORTEST_PARAGRAPH < len(part) < LONGEST_PARAGRAPH:
                yield part.replace("\n", " ")


def learnt(seen: dict[str, Counter[tuple[str, str]]]) -> Iterator[str]:
    """The lines of the list, from how often each form had which tag and lemma.

    Example:
        "earned" as a VBD 7 times, as a JJ never -> ``"earned earn VBD 100"``
    """
    for form, counts in sorted(seen.items()):
        verbs = Counter({key: n for key, n in counts.items() if key[0].startswith("V")})
        places, share = counts.total(), round(100 * verbs.total() / counts.total())
        rare = places >= RARE_PLACES and share >= RARE_SHARE
        if not (rare or (places >= LEAST_PLACES and share >= LEAST_SHARE)) or form in AUXILIARIES or not form.isascii():
            continue
        (tag, lemma), _ = max(verbs.items(), key=lambda item: (item[1], item[0]))
        yield f"{form} {lemma} {tag} {share}"


def count(texts: Iterator[str]) -> dict[str, Counter[tuple[str, str]]]:
    """How often each lower-case form has which tag and lemma."""
    nlp = stock.load(without=["parser", "ner"])
    seen: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for doc in nlp.pipe(texts, batch_size=128):
        for token in doc:
            if token.text.isalpha() and token.text.islower() and len(token.text) > 2:
                seen[token.text][token.tag_, token.lemma_.lower()] += 1
    return seen


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sample", type=int, default=SAMPLE, help="releases read")
    arguments = parser.parse_args()
    files = sorted(arguments.archive.rglob("*.md"))
    chosen = random.Random(0).sample(files, min(arguments.sample, len(files)))
    lines = list(learnt(count(paragraphs(chosen))))
    arguments.out.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} forms from {len(chosen)} releases")


if __name__ == "__main__":
    main()
