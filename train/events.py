"""Trains event reading.

    python -m train.events pipeline/certwire/data/events_model.json FOLDER=GOLD.jsonl[*WEIGHT] ... [--taggers DIR] [--cross DIR]

Each FOLDER holds the releases that GOLD annotates (the stem of a file is its ``doc``); each of them counts WEIGHT times (1) in "is it an
event" and "which action", and half of that, but at least once, in "who is the recipient". DIR of ``--taggers`` is the working folder of
``train.tagger``: every document is then read by the tagger of its own fold, which has not seen its issuer, so that event reading learns
from entities as good as it will meet, no better. Confidence is calibrated on readings by models of the other folds; with ``--cross`` those
readings are also written to a folder as ``extract`` would, ready for ``certwire evaluate``. Deterministic; numpy only.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from train.events_gold import FOLDS, Case, Event, annotated, cases, same, shown, stories
from train.events_silver import Labelled
from train.events_silver import read as read_silver
from train.tagger import CORES

from certwire.evaluation import keys
from certwire.extractors.events import EventExtractor
from certwire.model import Mention, Span
from certwire.normalize import document
from certwire.reading import antecedents, certifiers, confidence, datings, details, features, linear, models, parties
from certwire.reading.forest import Forest
from certwire.reading.models import ASKED
from certwire.reading.perceptron import Perceptron
from certwire.records import EventRecord, PipelineInfo
from train import calibration, forest, logistic, perceptron

VERSION = "events-8"
Choice = tuple[list[tuple[str, ...]], list[bool]]
"""Candidates, each its features, and which of them are right."""
MENTION = perceptron.Recipe(outputs=len(ASKED), hidden=32, passes=6, batch=64, least=6, seeds=1)
PUPIL = perceptron.Recipe(outputs=len(ASKED), hidden=64, passes=6, batch=128, least=24, seeds=1)
"""Of the network that reads silver besides gold."""
OWN_SHARE = 1 / 3
"""How much the network has to say that has read gold alone. Chosen on fold 0."""
RECIPIENT = perceptron.Recipe(hidden=64, passes=6, batch=400, least=6)
CERTIFIER = perceptron.Recipe(hidden=32, passes=6, batch=64)
ACTION_WORTH = 2.0
"""How much a wrong action counts beside a wrong "is it an event?". Chosen in cross-validation, as the recipes."""
SILVER_WORTH = 1.0
"""How much a mention counts that the teacher labelled, beside one of an announcement of ours."""
THRESHOLDS = {"event": 0.42, "certifier": 0.45, "news": 0.46, "overall": 0.24, "held": 0.16, "strength": 0.54}
"""Chosen in cross-validation: from which probability on a mention is an event, a body the certifier, an event news; below which
calibrated confidence news, or a standing fact, is dropped, unless it is the release's best news and this strong."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What gold says of one scheme mention; None where it says neither yes nor no."""

    seen: tuple[str, ...]
    event: bool | None
    news: bool | None
    action: str | None
    weight: float


def train(
    sample: Sequence[Case],
    *,
    silver: Sequence[Labelled] = (),
    version: str = VERSION,
    thresholds: Mapping[str, float] = THRESHOLDS,
) -> dict[str, Any]:
    """Fit networks, trees and weights on annotated cases, and the network of mentions on silver besides."""
    told_of: list[Told] = []
    recipients: list[Choice] = []
    worth: list[float] = []
    certifiers: list[tuple[tuple[str, ...], bool]] = []
    nameless: list[Choice] = []
    dated: list[Choice] = []
    for case in sample:
        for scheme, matched, told in stories(case):
            told_of.append(answers(scheme, matched, told, case))
            if not told:
                continue
            if any(shown(e, scheme, case) for e in told):
                dated.append(_dates(scheme, told, case))
            if scheme.attrs["form"] in antecedents.NAMELESS:
                nameless.append(_antecedents(scheme, told, case))
            groups = [keys.names(o) for o in case.gold["organizations"]]
            found, choice = _recipients(scheme, told, groups, case)
            recipients.append(choice)
            worth.append(max(1.0, case.weight / 2))
            certifiers += _certifiers(scheme, told, groups, case, recipients=found)
    models = {
        "antecedent": logistic.fit_choice([f for f, _ in nameless], [y for _, y in nameless], l2=2.0),
        "date": logistic.fit_choice([f for f, _ in dated], [y for _, y in dated], l2=2.0),
    }
    networks = {
        "mention": _mention_network(told_of, silver),
        "recipient": perceptron.fit([f for f, _ in recipients], perceptron.chosen([y for _, y in recipients], worth), RECIPIENT),
        "certifier": perceptron.fit(
            [[f] for f, _ in certifiers],
            perceptron.answered(np.array([[y] for _, y in certifiers], dtype=np.float32), np.ones(len(certifiers), dtype=np.float32)),
            CERTIFIER,
        ),
    }
    trees = {"event": _forest(told_of, [t.event for t in told_of]), "news": _forest(told_of, [t.news for t in told_of])}
    return {"version": version, "thresholds": dict(thresholds), "models": models, "networks": networks, "forests": trees}


def answers(scheme: Mention, matched: Sequence[Event], told: Sequence[Event], case: Case) -> Told:
    """Other mentions of a scheme that is somewhere an event are neither right nor wrong."""
    action = str(told[0]["action"]) if told else None
    return Told(
        seen=features.of_scheme(scheme, case.ctx),
        event=bool(told) if told or not matched else None,
        news=action not in {None, "held"} if told or not any(e["action"] != "held" for e in matched) else None,
        action=action,
        weight=case.weight,
    )


def _mention_network(told_of: Sequence[Told], silver: Sequence[Labelled]) -> Perceptron:
    """Three questions about a mention, asked of one network: what helps one of them helps the others.

    A network that has read gold alone lies beside one that has read silver as well: they err differently.
    """
    gold = [_lesson_of(t) for t in told_of]
    own = perceptron.fit([[g.seen] for g in gold], _slopes(gold), MENTION)
    if not silver:
        return own
    both = [*gold, *map(_lesson_from, silver)]
    pupil = perceptron.fit([[b.seen] for b in both], _slopes(both), PUPIL, known=own.rows.keys())
    return perceptron.side_by_side([own, pupil], [OWN_SHARE, 1 - OWN_SHARE])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lesson:
    """What a network learns from one mention: its features, whether event and news (nan: unknown), each action's share, what it counts."""

    seen: tuple[str, ...]
    answers: tuple[float, float]
    shares: tuple[float, ...]
    mass: float


def _lesson_of(told: Told) -> _Lesson:
    event, news = (np.nan if a is None else float(a) for a in (told.event, told.news))
    shares = tuple(float(a == told.action) for a in features.ACTIONS)
    return _Lesson(seen=told.seen, answers=(event, news), shares=shares, mass=told.weight)


def _lesson_from(silver: Labelled) -> _Lesson:
    """Which action it were matters by how likely there is an event."""
    event, news = map(linear.sigmoid, silver.said[:2].tolist())
    shares = tuple(event * chance for chance in linear.softmax(silver.said[2:].tolist()))
    return _Lesson(seen=silver.seen, answers=(event, news), shares=shares, mass=SILVER_WORTH)


def _slopes(lessons: Sequence[_Lesson]) -> perceptron.Slopes:
    answers = np.array([x.answers for x in lessons], dtype=np.float32).reshape(-1, 2)
    shares = np.array([x.shares for x in lessons], dtype=np.float32).reshape(-1, len(features.ACTIONS))
    mass = np.array([x.mass for x in lessons], dtype=np.float32)
    return perceptron.together(
        [(slice(0, 2), perceptron.answered(answers, mass)), (slice(2, None), perceptron.shared(shares, mass, worth=ACTION_WORTH))]
    )


def _forest(told_of: Sequence[Told], answers: Sequence[bool | None]) -> Forest:
    known = [(t, a) for t, a in zip(told_of, answers, strict=True) if a is not None]
    return forest.fit([t.seen for t, _ in known], [a for _, a in known], weights=[t.weight for t, _ in known])


def _recipients(scheme: Mention, told: Sequence[Event], groups: Sequence[set[str]], case: Case) -> tuple[tuple[Span, ...], Choice]:
    """Where the recipients of gold stand among the candidates, and the choice among these."""
    wanted = [keys.widened(keys.names(r), groups) for e in told for r in e["recipients"]]
    persons = [set(keys.name_key(r["mention"]).split()) for e in told for r in e["recipients"] if r["kind"] == "person"]
    spans: list[Span] = []
    choice: Choice = ([], [])
    for party in parties.recipients(scheme, case.ctx):
        said = keys.name_key(case.release.text[party.start : party.end])
        right = any(said in w or any(keys.same_text(said, x) for x in w) for w in wanted)
        # A surname later on is the person: records give it the fullest name.
        right = right or (party.kind == "person" and any(set(said.split()) <= name for name in persons))
        if right:
            spans.append(party.span)
        choice[0].append(parties.recipient_features(scheme, party, case.ctx))
        choice[1].append(right)
    return tuple(spans), choice


def _certifiers(
    scheme: Mention, told: Sequence[Event], groups: Sequence[set[str]], case: Case, *, recipients: tuple[Span, ...]
) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The candidate bodies, and whether gold means them."""
    bodies = [keys.widened({keys.name_key(e["certifier"])}, groups) for e in told if e["certifier"]]
    for party in certifiers.bodies(scheme, case.ctx):
        said = keys.name_key(case.release.text[party.start : party.end])
        right = any(said in b or any(keys.same_text(said, x) for x in b) for b in bodies)
        yield certifiers.body_features(scheme, party, case.ctx, recipients=recipients[:1]), right


def _antecedents(scheme: Mention, told: Sequence[Event], case: Case) -> Choice:
    """The schemes that a mention without a name may stand for, and which gold means; none of them where gold names none of them."""
    found = antecedents.candidates(scheme, case.ctx)
    right = [m is not None and any(e["scheme"].get("normalized") and same(e, m) for e in told) for m in found]
    right[-1] = not any(right)
    return [antecedents.features(scheme, m, case.ctx) for m in found], right


def _dates(scheme: Mention, told: Sequence[Event], case: Case) -> Choice:
    """The dates around a mention, and which gold gives the event; none of them where gold gives none of them."""
    action = str(told[0]["action"])
    found = datings.candidates(scheme, case.ctx, action=action)
    wanted = [keys.plain(e["date"]["mention"]) for e in told if e.get("date")]
    right = [d is not None and any(keys.plain(d.text) in w or w in keys.plain(d.text) for w in wanted) for d in found]
    right[-1] = not any(right)
    rule = details.dates(scheme, case.ctx, action=action)[0]
    return [datings.features(scheme, d, case.ctx, action=action, rule=rule) for d in found], right


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A document as models of the other folds read it: its records, and what each was worth."""

    case: Case
    record: str
    events: tuple[EventRecord, ...]
    outcomes: tuple[calibration.Outcome, ...]


def readings(sample: Sequence[Case], folds: Sequence[Mapping[str, Any]]) -> Iterator[Reading]:
    """Read every document with the models that have not seen its issuer."""
    info = PipelineInfo(version="cross", model="cross", config="cross")
    learnt = [models.read(raw) for raw in folds]
    for case in sample:
        found = tuple(EventExtractor(models=learnt[case.fold]).from_context(case.ctx))
        record, events = document.records(case.release, case.ctx.zones, (*case.mentions, *found), info=info)
        rows = [json.loads(e.model_dump_json()) for e in events]
        worth = tuple(calibration.outcomes(case.gold, rows, found, case.fold))
        yield Reading(case=case, record=record.model_dump_json(), events=events, outcomes=worth)


def scales(sample: Sequence[calibration.Outcome]) -> dict[str, dict[str, Any]]:
    """The calibration of every field, as the model file holds it."""
    return {field: asdict(calibration.fit(sample, field)) for field in confidence.FIELDS}


def report(sample: Sequence[calibration.Outcome], plot: Path | None) -> None:
    """Print the expected calibration error of each field, every record calibrated without its own fold; draw the reliability plot."""
    curves = {}
    for field in confidence.FIELDS:
        said, true = calibration.held_out(sample, field)
        curves[field] = calibration.bins(said, true)
        print(f"{field:10s} n {len(said):4d}  right {true.mean():.3f}  ECE {calibration.ece(said, true):.4f}")
    if plot:
        calibration.plot(curves, plot)


_sample: Sequence[Case] = ()
_silver: Sequence[Labelled] = ()
"""What a forked process teaches from: thousands of releases as they were read, which need not be handed over."""


def _folds(sample: Sequence[Case], silver: Sequence[Labelled]) -> list[dict[str, Any]]:
    """Models that have not seen one of the folds each, and leave no record out; taught on every core that training is meant for."""
    global _sample, _silver
    _sample, _silver = sample, silver
    with multiprocessing.get_context("fork").Pool(CORES) as pool:
        return pool.map(_without, range(FOLDS), chunksize=1)


def _without(fold: int) -> dict[str, Any]:
    silver = [s for s in _silver if s.fold != fold]
    return train([c for c in _sample if c.fold != fold], silver=silver, thresholds={**THRESHOLDS, "overall": 0.0, "held": 0.0})


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+", help="FOLDER=GOLD.jsonl, or FOLDER=GOLD.jsonl*2 for releases that count twice")
    parser.add_argument("--taggers", type=Path, help="working folder of train.tagger")
    parser.add_argument("--silver", type=Path, help="mentions that train.events_teacher labelled")
    parser.add_argument("--cross", type=Path, help="write the cross-validated readings here")
    parser.add_argument("--plot", type=Path, help="write the reliability plot (SVG) here")
    arguments = parser.parse_args()
    sets = [annotated(text) for text in arguments.sets]
    sample = list(cases(sets, taggers=arguments.taggers))
    silver = read_silver(arguments.silver) if arguments.silver else []
    folds = _folds(sample, silver)
    worth = [o for r in readings(sample, folds) for o in r.outcomes]
    report(worth, arguments.plot)
    if arguments.cross:
        held = [{**raw, "thresholds": THRESHOLDS, "calibration": scales([o for o in worth if o.fold != k])} for k, raw in enumerate(folds)]
        write(readings(sample, held), arguments.cross)
    raw = {**train(sample, silver=silver, thresholds=THRESHOLDS), "calibration": scales(worth)}
    arrays = [forest.arrays(name, f) for name, f in raw.pop("forests").items()]
    arrays += [perceptron.arrays(name, n) for name, n in raw.pop("networks").items()]
    np.savez_compressed(arguments.out.with_suffix(".npz"), allow_pickle=False, **{name: a for part in arrays for name, a in part.items()})
    arguments.out.write_text(json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")


def write(found: Iterator[Reading], out: Path) -> None:
    """Write readings as ``extract`` would write them."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "events.jsonl").open("w", encoding="utf-8") as events, (out / "documents.jsonl").open("w", encoding="utf-8") as documents:
        for reading in found:
            documents.write(reading.record + "\n")
            events.writelines(e.model_dump_json() + "\n" for e in reading.events)


if __name__ == "__main__":
    main()
