"""The teacher of event reading: MPNet fine-tuned on scheme mentions, which then says what pseudo mentions mean.

    python -m train.events_teacher SILVER.npz FOLDER=GOLD.jsonl ... --archive DIR --corpus DIR --work DIR [--taggers DIR] [--hold-out 0]

It reads headline, zone, the sentence before and the sentence, and answers from the words of the mention, of its sentence and of the whole
what ``certwire.reading.models.ASKED`` asks. Needs the extra ``certwire[train]``; nothing of it is shipped.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from train.encoder import LAYERS, WIDTH, Encoder, unpacked
from train.events import ACTION_WORTH, Told, answers
from train.events_gold import annotated, cases, stories
from train.events_silver import Labelled, of_annotated, of_archive, write
from train.tagger import CORES

from certwire.model import Release, Span
from certwire.reading import features
from certwire.reading.context import Context
from certwire.reading.models import ASKED

FROZEN = 7
"""Layers of the encoder that stay as they came."""
PASSES = 2
LONGEST = 288
"""Word pieces of a passage."""
BATCH, AT_ONCE = 32, 48
RATE, HEAD_RATE, WARM = 5e-5, 1e-3, 0.06
_UNITS = 256
_HEADLINE, _BEFORE, _BACK, _AHEAD = 200, 300, 600, 900


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Passage:
    """What the teacher reads at once: the mentions of one sentence and what stands around them.

    Attributes:
        doc: number of the release.
        pieces: numbers of the word pieces.
        offsets: where each stands in the passage.
        sentence: where the sentence begins in the passage.
        mentions: number of the mention in its release, and its hull in the passage.
    """

    doc: int
    pieces: tuple[int, ...]
    offsets: tuple[Span, ...]
    sentence: int
    mentions: tuple[tuple[int, Span], ...]


def splitter(folder: Path) -> Tokenizer:
    """The encoder's word pieces, whole passages and no padding."""
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.no_padding()
    pieces.no_truncation()
    return pieces


def passages(doc: int, ctx: Context, pieces: Tokenizer) -> Iterator[Passage]:
    """The passages of one release, each scheme mention in one of them."""
    by_sentence: dict[Span, list[tuple[int, Span]]] = {}
    for number, scheme in enumerate(ctx.schemes):
        whole = features.hull(scheme)
        start, end = ctx.sentence_at(whole[0])
        by_sentence.setdefault((start, max(end, whole[1])), []).append((number, whole))
    head = next((z for z in ctx.zones.blocks if z.kind == "headline"), None)
    for (start, end), mentions in by_sentence.items():
        first = mentions[0][1][0]
        index = ctx.sentence_index(first)
        before = ctx.sentences[index - 1][0] if index else start
        begin = max(start, first - _BACK)
        left = max(before, begin - _BEFORE) if begin - before < _AHEAD else begin
        zone = ctx.zones.at(begin)
        title = ctx.text[head.start : head.end][:_HEADLINE] + " | " if head and begin >= head.end else ""
        lead = f"{zone.kind if zone else 'none'} | {title}"
        read = pieces.encode(lead + ctx.text[left : min(end, begin + _AHEAD)])
        shift = len(lead) - left
        yield Passage(
            doc=doc,
            pieces=tuple(read.ids[:LONGEST]),
            offsets=tuple(read.offsets[:LONGEST]),
            sentence=begin + shift,
            mentions=tuple((n, (a + shift, b + shift)) for n, (a, b) in mentions),
        )


Key = tuple[int, int]
"""A mention: number of its release, number in it."""


class Teacher(nn.Module):
    """The encoder and two layers over what it makes of mention, sentence and whole."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = Encoder(folder, frozen=FROZEN)
        self.head = nn.Sequential(nn.Linear(3 * WIDTH, _UNITS), nn.GELU(), nn.Dropout(0.1), nn.Linear(_UNITS, len(ASKED)))

    def low(self, batch: Sequence[Passage]) -> list[torch.Tensor]:
        """What the frozen layers make of each passage: the same every time."""
        ids, mask = _padded(batch)
        with torch.no_grad():
            out = self.encoder.low(ids, mask, self.encoder.nearness(mask))
        return [row[: len(p.pieces)].clone() for row, p in zip(out, batch, strict=True)]

    def forward(self, batch: Sequence[Passage], low: Sequence[torch.Tensor]) -> tuple[torch.Tensor, list[Key]]:
        """``(mentions, ASKED)`` log-odds, and which mentions they are."""
        _, mask = _padded(batch)
        x = nn.utils.rnn.pad_sequence(list(low), batch_first=True)
        x = self.encoder.high(x, self.encoder.nearness(mask)).float()
        means = _averaging(batch, x.shape[1]) @ x
        rows = [
            torch.cat([mean[i], mean[0], row[0]])
            for mean, row, p in zip(means, x, batch, strict=True)
            for i in range(1, len(p.mentions) + 1)
        ]
        return self.head(torch.stack(rows)), [(p.doc, number) for p in batch for number, _ in p.mentions]


def _averaging(batch: Sequence[Passage], length: int) -> torch.Tensor:
    """``(passages, 1 + mentions, length)``: what makes the means over sentence and mentions of the vectors of the pieces."""
    out = torch.zeros(len(batch), 1 + max(len(p.mentions) for p in batch), length)
    for row, passage in enumerate(batch):
        for i, span in enumerate([(passage.sentence, 1 << 30), *(span for _, span in passage.mentions)]):
            found = _pieces_of(passage, span)
            out[row, i, found] = 1 / len(found)
    return out


def _pieces_of(passage: Passage, span: Span) -> list[int]:
    """The pieces that overlap a span; the first of all where none does."""
    return [i for i, (a, b) in enumerate(passage.offsets) if a < b and a < span[1] and span[0] < b] or [0]


def _padded(batch: Sequence[Passage]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(p.pieces) for p in batch)
    ids = torch.ones(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    for row, passage in enumerate(batch):
        ids[row, : len(passage.pieces)] = torch.tensor(passage.pieces)
        mask[row, : len(passage.pieces)] = 1
    return ids, mask


def fit(teacher: Teacher, sample: Sequence[Passage], answers: Mapping[Key, Told], *, seed: int = 1, passes: float = PASSES) -> None:
    """Fine-tune the upper layers; rates rise at first and fall linearly then."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    low: dict[int, torch.Tensor] = {}
    for batch in _batches(sample, AT_ONCE):
        low.update(zip(map(id, batch), teacher.low(batch), strict=True))
    upper = [p for layer in teacher.encoder.layers[FROZEN:] for p in layer.parameters()]
    groups = [{"params": upper, "lr": RATE, "peak": RATE}, {"params": teacher.head.parameters(), "lr": HEAD_RATE, "peak": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = int(passes * len(_batches(sample, BATCH)))
    done = 0
    teacher.train()
    while done < steps:
        for batch in _shuffled(sample, rng)[: steps - done]:
            share = min(1.0, (done + 1) / (WARM * steps)) * (1 - done / steps)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            said, keys = teacher(batch, [low[id(p)] for p in batch])
            loss = _loss(said, [answers[k] for k in keys])
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            nn.utils.clip_grad_norm_(upper, 1.0)
            optimizer.step()
            done += 1
            if done % 50 == 0:
                print(f"teacher: step {done}/{steps} loss {loss.item():.3f}", flush=True)


def _loss(said: torch.Tensor, answers: Sequence[Told]) -> torch.Tensor:
    total = said.sum() * 0
    for column, told in enumerate(([a.event for a in answers], [a.news for a in answers])):
        known = [i for i, t in enumerate(told) if t is not None]
        wanted = torch.tensor([float(told[i] or 0) for i in known])
        total = total + functional.binary_cross_entropy_with_logits(said[known, column], wanted, reduction="sum")
    actions = [-1 if a.action is None else features.ACTIONS.index(a.action) for a in answers]
    acted = [i for i, action in enumerate(actions) if action >= 0]
    if acted:
        classes = torch.tensor([actions[i] for i in acted])
        total = total + ACTION_WORTH * functional.cross_entropy(said[acted, 2:], classes, reduction="sum")
    return total / len(answers)


def _batches(sample: Sequence[Passage], size: int) -> list[list[Passage]]:
    """Passages of a length together."""
    ordered = sorted(sample, key=lambda p: len(p.pieces))
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]


def _shuffled(sample: Sequence[Passage], rng: random.Random) -> list[list[Passage]]:
    """Batches of about a length, in another order every time."""
    mixed = rng.sample(sample, len(sample))
    found = [batch for at in range(0, len(mixed), 20 * BATCH) for batch in _batches(mixed[at : at + 20 * BATCH], BATCH)]
    rng.shuffle(found)
    return found


def say(teacher: Teacher, sample: Sequence[Passage]) -> dict[Key, NDArray[np.float32]]:
    """What the teacher says of every mention: log-odds of ``ASKED``."""
    teacher.eval()
    found: dict[Key, NDArray[np.float32]] = {}
    with torch.inference_mode():
        for batch in _batches(sample, AT_ONCE):
            said, keys = teacher(batch, teacher.low(batch))
            found.update(zip(keys, said.numpy(), strict=True))
    return found


def save(teacher: Teacher, path: Path) -> None:
    """Keep what was trained; the rest of the encoder stays where it came from."""
    trained = ("head.", *(f"encoder.layers.{n}." for n in range(FROZEN, LAYERS)))
    torch.save({name: values for name, values in teacher.state_dict().items() if name.startswith(trained)}, path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+", help="FOLDER=GOLD.jsonl")
    parser.add_argument("--archive", type=Path, required=True, help="the unpacked archive")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with the annotated releases, which are no silver")
    parser.add_argument("--work", type=Path, required=True, help="working folder of train.tagger, which has the encoder")
    parser.add_argument("--taggers", type=Path, help="as train.events has it")
    parser.add_argument("--hold-out", type=int, default=-1, help="fold that the teacher is not to see; -1: it sees all")
    parser.add_argument("--limit", type=int, default=20_000, help="releases of the archive that are looked at")
    parser.add_argument("--rounds", type=int, default=3, help="times that each annotated release is rewritten")
    a = parser.parse_args()
    torch.set_num_threads(CORES)
    folder = unpacked(a.work)
    pieces, teacher = splitter(folder), Teacher(folder)
    gold: list[Passage] = []
    told: dict[Key, Told] = {}
    known: list[tuple[Release, int]] = []
    for doc, case in enumerate(cases([annotated(text) for text in a.sets], taggers=a.taggers)):
        known.append((case.release, case.fold))
        if case.fold != a.hold_out:
            gold += passages(doc, case.ctx, pieces)
            told |= {(doc, i): answers(*story, case) for i, story in enumerate(stories(case))}
    fit(teacher, gold, told)
    save(teacher, a.out.with_suffix(".pt"))
    posed: list[Passage] = []
    seen: dict[Key, tuple[tuple[str, ...], int]] = {}
    pseudo = itertools.chain(of_archive(a.archive, a.corpus, limit=a.limit), of_annotated(known, rounds=a.rounds))
    for doc, one in enumerate(pseudo):
        posed += (p for p in passages(doc, one.ctx, pieces) if any(number in one.asked for number, _ in p.mentions))
        seen |= {(doc, i): (features.of_scheme(one.ctx.schemes[i], one.ctx), one.fold) for i in one.asked}
    said = say(teacher, posed)
    write(a.out, [Labelled(seen=names, said=said[key], fold=fold) for key, (names, fold) in sorted(seen.items())])


if __name__ == "__main__":
    main()
