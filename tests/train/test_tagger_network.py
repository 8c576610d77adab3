"""The way back through the network, and a smoke run of the trainer that ships the weights, on releases made up here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from train.tagger_data import tags_of
from train.tagger_network import Example, gradients
from train.tagger_score import counts, figures, table_of
from train.tagger_student import learn, silver_examples, train

from certwire.features import ROWS
from certwire.network import LABELS, TAGS, fresh, load, quantize
from certwire.tagger import Tagger

FIRST = "Ines Tomas Petra Jonas Mirela Anders Sofia Kenji Amara Leon".split()
LAST = "Kowal Brandt Oduya Lindqvist Sato Moreau Varga Haddad Nielsen Costa".split()
FIRMS = "Corvane Tarnfield Belmora Ostrava Quillfort Maristo Vendelin Harrowgate Silkbrook Norvell".split()
KINDS = "Shipyard Bakery Clinic Foundry Railway".split()


def made_up(count: int, *, seed: int) -> list[tuple[list[str], list[int]]]:
    rng = np.random.default_rng(seed)
    out = []
    for _ in range(count):
        person = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        firm = f"{rng.choice(FIRMS)} {rng.choice(KINDS)}"
        year = str(rng.integers(2001, 2024))
        words: list[str] = []
        spans: list[tuple[int, int, str]] = []
        for part, label in ((firm, "ORG"), ("was certified in", ""), (year, "DATE"), (", said", ""), (person, "PERSON"), (".", "")):
            tokens = part.split() if part != ", said" else [",", "said"]
            if label:
                spans.append((len(words), len(words) + len(tokens), label))
            words += tokens
        out.append((words, tags_of(spans, range(len(words)), range(1, len(words) + 1))))
    return out


def test_gradients_agree_with_differences() -> None:
    words, _ = made_up(1, seed=3)[0]
    words = words * 3
    rng = np.random.default_rng(5)
    target = rng.dirichlet(np.ones(TAGS), len(words))
    example = Example.of(words, target)
    p = {k: v.astype(np.float64) for k, v in fresh(width=8, rows=ROWS, seed=2).items()}
    for name in p:
        if p[name].ndim == 1:
            p[name] = p[name] + rng.normal(size=p[name].shape) * 0.1
    _, g, touched = gradients(p, example, rng=None)  # type: ignore[arg-type]  # float64 makes the differences exact enough
    step = 1e-5
    for name, value in p.items():
        rows = touched if name == "table" else np.arange(value.shape[0])
        for _ in range(6):
            i = int(rng.integers(len(rows)))
            at = (rows[i], *(int(rng.integers(n)) for n in value.shape[1:]))
            here = (i, *at[1:])
            before = value[at]
            value[at] = before + step
            up = gradients(p, example, rng=None)[0]  # type: ignore[arg-type]
            value[at] = before - step
            down = gradients(p, example, rng=None)[0]  # type: ignore[arg-type]
            value[at] = before
            assert g[name][here] == pytest.approx((up - down) / (2 * step), abs=2e-4), (name, at)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gold = [Example.of(words, np.array(tags)) for words, tags in made_up(40, seed=1)]
    soft = []
    for words, tags in made_up(20, seed=2):
        target = np.full((len(words), TAGS), 0.1 / TAGS)
        target[np.arange(len(words)), tags] += 0.9
        soft.append(Example.of(words, target.astype(np.float16)))
    p = train(gold, soft, width=24, gold_passes=8, silver_passes=4, rate=1e-2, drop=0.1)
    path = tmp_path_factory.mktemp("weights") / "tagger.npz"
    np.savez_compressed(path, allow_pickle=False, **quantize(p))
    return path


def test_smoke_run_learns_what_it_was_not_shown(weights: Path) -> None:
    tagger = Tagger(weights)
    for words, tags in made_up(20, seed=9):
        entities, _, _ = tagger.read(words)
        assert [(LABELS[label]) for *_, label in sorted(set(_spans(tags)))] == [label for *_, label in entities]


def test_figures_of_the_smoke_run(weights: Path) -> None:
    p = load(weights)
    held = [counts(p, Example.of(words, np.array(tags))) for words, tags in made_up(20, seed=9)]
    result = figures(held, draws=50)
    assert result["PERSON"].n == 20
    assert result["all"].f1 > 0.95
    assert result["all"].low <= result["all"].f1 <= result["all"].high
    assert table_of(result).count("\n") == len(LABELS) + 3


def test_training_twice_gives_the_same_weights() -> None:
    gold = [Example.of(words, np.array(tags)) for words, tags in made_up(5, seed=1)]
    one, two = (train(gold, [], width=8, gold_passes=2, silver_passes=0) for _ in range(2))
    assert all(np.array_equal(one[k], two[k]) for k in one)


def test_the_shipped_recipe_runs_with_and_without_silver() -> None:
    gold = [Example.of(words, np.array(tags)) for words, tags in made_up(6, seed=1)]
    soft = [Example.of(words, np.full((len(words), TAGS), 1 / TAGS, np.float16)) for words, _ in made_up(4, seed=2)]
    for silver in ([], soft):
        p = learn(gold, silver, width=8)
        assert all(np.isfinite(v).all() for v in p.values())


def test_silver_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    docs = [words for words, _ in made_up(3, seed=4)]
    soft = [np.random.default_rng(i).random((len(words), TAGS)).astype(np.float16) for i, words in enumerate(docs)]
    (tmp_path / "words.jsonl").write_text("".join(json.dumps({"path": "x", "words": w}) + "\n" for w in docs), "utf8")
    (tmp_path / "soft.bin").write_bytes(b"".join(s.tobytes() for s in soft))
    back = silver_examples(tmp_path)
    assert [e.view.forms for e in back] == [tuple(dict.fromkeys(w)) for w in docs]
    assert all(np.array_equal(e.target, s) for e, s in zip(back, soft, strict=True))
    assert len(silver_examples(tmp_path, limit=2)) == 2
    (tmp_path / "soft.bin").write_bytes(b"".join(s.tobytes() for s in soft)[:-1])
    assert len(silver_examples(tmp_path)) == 2


def _spans(tags: list[int]) -> list[tuple[int, int, int]]:
    from certwire.network import spans_of

    return list(spans_of(np.array(tags)))
