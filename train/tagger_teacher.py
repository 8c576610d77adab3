"""The teacher: an MPNet encoder fine-tuned on the gold, which then labels releases of the archive for the student.

Needs the extra ``certwire[train]`` (torch, transformers) and the packages that carry MPNet; nothing of it is shipped.
The encoder is uncased, so a casing embedding joins in half-way up; below that the encoder stays as it came, which lets its lower
half be computed once a document. A mean over all places where a form stands in the document
tells a bare later mention what the first one was.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from train.encoder import WIDTH, Encoder
from train.tagger_data import read_rows
from train.tagger_score import figures, matches, table_of
from transformers import AutoTokenizer

from certwire.network import TAGS, decode

PIECES = 192
"""Word pieces a window."""
FROZEN = 6
"""Layers of the encoder that are not trained."""
THREADS = 2
"""The cores that a training run has; sums come out the same with the same number alone."""
WORDS = 1400
"""Words of a document that one training step sees."""


def case_of(word: str) -> int:
    """Coarse casing: 0 white space, 1 lower, 2 Capital, 3 CAPITALS, 4 one capital, 5 mIxed, 6 digits, 7 with a digit, 8 sign."""
    if not word.strip():
        return 0
    if word.isdigit():
        return 6
    if any(c.isdigit() for c in word):
        return 7
    if not any(c.isalpha() for c in word):
        return 8
    if word.islower():
        return 1
    if word.isupper():
        return 4 if len(word) == 1 else 3
    return 2 if word[0].isupper() and word[1:].islower() else 5


class Pieces:
    """The word pieces of words, each word worked out once."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder))
        self._known: dict[str, list[int]] = {}
        t = self._tokenizer
        self.opens, self.closes, self.unknown, self.padding = t.cls_token_id, t.sep_token_id, t.unk_token_id, t.pad_token_id

    def of(self, word: str) -> list[int]:
        """The numbers of a word's first eight pieces; white space closes a window's sentence."""
        ids = self._known.get(word)
        if ids is None:
            pieces = self._tokenizer.encode(word, add_special_tokens=False)[:8] if word.strip() else [self.closes]
            ids = self._known[word] = pieces or [self.unknown]
        return ids


class Encoded:
    """A document cut into windows of word pieces; ``first`` is where each word's first piece stands."""

    def __init__(self, words: Sequence[str], pieces: Pieces) -> None:
        forms: dict[str, int] = {}
        self.form = torch.tensor([forms.setdefault(w.lower(), len(forms)) for w in words])
        lower = {w for w in words if w.islower()}
        self.case = torch.tensor([case_of(w) for w in words])
        self.seen_lower = torch.tensor([float(w[:1].isupper() and w.lower() in lower) for w in words])
        rows: list[list[int]] = []
        cases: list[list[int]] = []
        first: list[int] = []
        row: list[int] = []
        crow: list[int] = []
        for i, word in enumerate(words):
            ids = pieces.of(word)
            full = len(row) + len(ids) > PIECES - 2
            if full or (len(row) > PIECES * 2 // 3 and ids == [pieces.closes]):
                rows.append(row)
                cases.append(crow)
                row, crow = [], []
            first.append(len(rows) * PIECES + len(row) + 1)
            row = row + ids
            crow = crow + [int(self.case[i])] * len(ids)
        rows.append(row)
        cases.append(crow)
        ids_array = np.full((len(rows), PIECES), pieces.padding, np.int64)
        case_array = np.zeros((len(rows), PIECES), np.int64)
        mask = np.zeros((len(rows), PIECES), np.int64)
        for r, (a, b) in enumerate(zip(rows, cases, strict=True)):
            ids_array[r, : len(a) + 2] = [pieces.opens, *a, pieces.closes]
            case_array[r, 1 : len(b) + 1] = b
            mask[r, : len(a) + 2] = 1
        # In steps of 32, so that the processor's kernels meet the same shapes again.
        longest = min(PIECES, (int(mask.sum(1).max()) + 31) // 32 * 32)
        self.first = torch.tensor([(f // PIECES) * longest + f % PIECES for f in first])
        self.ids = torch.from_numpy(ids_array[:, :longest].copy())
        self.cases = torch.from_numpy(case_array[:, :longest].copy())
        self.mask = torch.from_numpy(mask[:, :longest].copy())
        self.low: torch.Tensor | None = None
        """What the frozen layers made of it, once they have run in training."""


class Teacher(nn.Module):
    """The encoder, casing, two convolutions over words and a mean over equal forms."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = Encoder(folder, frozen=FROZEN)
        self.case_in = nn.Embedding(9, WIDTH)
        nn.init.normal_(self.case_in.weight, std=0.01)
        self.case = nn.Embedding(9, 32)
        self.mix = nn.Linear(WIDTH + 33, 256)
        self.pool = nn.Linear(256, 256)
        self.conv1 = nn.Conv1d(256, 256, 3, padding=1)
        self.conv2 = nn.Conv1d(256, 256, 3, padding=1)
        self.out = nn.Linear(256, TAGS)
        self.drop = nn.Dropout(0.2)

    def forward(self, d: Encoded) -> torch.Tensor:
        nearness = self.encoder.nearness(d.mask)
        low = d.low
        if low is None:
            with torch.no_grad():
                low = self.encoder.low(d.ids, d.mask, nearness)
            if self.training:
                d.low = low
        hidden = self.encoder.high(low + self.case_in(d.cases).to(torch.bfloat16), nearness)
        words = hidden.reshape(-1, WIDTH)[d.first].float()
        x = torch.relu(self.mix(self.drop(torch.cat([words, self.case(d.case), d.seen_lower[:, None]], 1))))
        n = int(d.form.max()) + 1
        sums = torch.zeros(n, 256).index_add_(0, d.form, x)
        counts = torch.zeros(n).index_add_(0, d.form, torch.ones(len(d.form)))
        x = x + self.pool((sums / counts[:, None])[d.form])
        for conv in (self.conv1, self.conv2):
            x = x + torch.relu(conv(self.drop(x).T[None])[0].T)
        return self.out(self.drop(x))


def fit(
    teacher: Teacher,
    docs: Sequence[tuple[list[str], list[int]]],
    pieces: Pieces,
    *,
    epochs: int,
    seed: int,
    rate: float = 6e-5,
    note: Path | None = None,
    check: Sequence[tuple[list[str], list[int]]] = (),
) -> None:
    """Fine-tune on ``(words, tags)`` documents, one a step; learning rates fall linearly, the encoder's are the lower ones."""
    rng = random.Random(seed)
    encoded: dict[int, Encoded] = {}
    encoder = [p for p in teacher.encoder.parameters() if p.requires_grad]
    head = [p for n, p in teacher.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": encoder, "lr": rate, "peak": rate}, {"params": head, "lr": 13 * rate, "peak": 13 * rate}]
    opt = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    step, steps = 0, epochs * len(docs)
    began = time.time()
    for epoch in range(epochs):
        order = list(range(len(docs)))
        rng.shuffle(order)
        total = 0.0
        teacher.train()
        for i in order:
            words, tags = docs[i]
            words, tags = words[:WORDS], tags[:WORDS]
            if i not in encoded:
                encoded[i] = Encoded(words, pieces)
            now = min(1.0, step / (0.06 * steps)) * (1 - step / steps)
            for g in opt.param_groups:
                g["lr"] = g["peak"] * now
            loss = nn.functional.cross_entropy(teacher(encoded[i]), torch.tensor(tags), label_smoothing=0.02)
            loss.backward()
            if step % 2:
                nn.utils.clip_grad_norm_([*encoder, *head], 2.0)
                opt.step()
                opt.zero_grad()
            step += 1
            total += float(loss.detach())
            if step % 50 == 0:
                print(f"step {step}/{steps} {time.time() - began:.0f}s loss {total / (step - epoch * len(docs)):.4f}", flush=True)
        if note:
            torch.save(teacher.state_dict(), note)
        if check:
            report(teacher, check, pieces)


@torch.inference_mode()
def probabilities(teacher: Teacher, words: list[str], pieces: Pieces) -> NDArray[np.float32]:
    """Tag probabilities of one document, ``(words, TAGS)``."""
    teacher.eval()
    found: NDArray[np.float32] = torch.softmax(teacher(Encoded(words, pieces)), 1).numpy()
    return found


def report(teacher: Teacher, docs: Sequence[tuple[list[str], list[int]]], pieces: Pieces) -> None:
    """Print exact-span figures by label."""
    held = [matches(decode(np.log(probabilities(teacher, words, pieces) + np.float32(1e-9))), np.array(tags)) for words, tags in docs]
    print(table_of(figures(held)), flush=True)


def taught(folder: Path, weights: Path) -> Teacher:
    """A teacher as ``main`` left it."""
    teacher = Teacher(folder)
    teacher.load_state_dict(torch.load(weights, weights_only=True))
    return teacher


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gold", type=Path, help="JSONL of {doc, fold, words, tags}")
    ap.add_argument("--encoder", type=Path, required=True, help="folder with MPNet (train.encoder.unpacked)")
    ap.add_argument("--weights", type=Path, required=True)
    ap.add_argument("--hold-out", type=int, default=-1, help="fold that is not trained on, and is scored; -1 trains on all")
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(THREADS)
    torch.manual_seed(a.seed)
    rows = list(read_rows(a.gold))
    docs = [(r["words"], r["tags"]) for r in rows if r["fold"] != a.hold_out]
    held = [(r["words"], r["tags"]) for r in rows if r["fold"] == a.hold_out]
    fit(Teacher(a.encoder), docs, Pieces(a.encoder), epochs=a.epochs, seed=a.seed, note=a.weights, check=held)


if __name__ == "__main__":
    main()
