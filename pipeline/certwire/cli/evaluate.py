"""``certwire evaluate``."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from certwire.cli.terminal import echo, table
from certwire.evaluation import (
    Breakdown,
    Figure,
    Mistake,
    Scores,
    break_down,
    by_field,
    by_length,
    by_zone,
    compare,
    read_gold,
    read_output,
    read_sources,
    worst,
)
from certwire.evaluation.breakdown import NOTHING


class By(StrEnum):
    zone = "zone"
    action = "action"
    kind = "kind"
    length = "length"


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated documents, JSON lines.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="What extract wrote.")],
    errors: Annotated[int, typer.Option(metavar="N", help="List the N worst mistakes.")] = 10,
    by: Annotated[
        By | None, typer.Option(help="Break events down and show what is taken for what; zone and length re-read the sources.")
    ] = None,
    source: Annotated[
        list[Path] | None, typer.Option(metavar="IN", help="Where the sources lie now, if not where extract read them.")
    ] = None,
    docs: Annotated[str, typer.Option(metavar="PREFIX", help="Only documents whose name begins so.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score an output against gold: precision, recall and F1.

    Documents are matched by the stem of document.path. Run extract with --entities all before scoring people, organizations and dates.

    Examples:

      certwire evaluate gold.jsonl out/

      certwire evaluate gold.jsonl out/ --by action --errors 40
    """
    annotated = read_gold(gold, prefix=docs)
    output = read_output(out)
    scores = compare(annotated, output.events, output.documents)
    parts = _breakdown(scores, by, out, source) if by else None
    mistakes = worst(scores.documents, limit=max(errors, 0))
    if as_json:
        typer.echo(json.dumps(_json(scores, parts, mistakes)))
        return
    echo(f"{len(annotated)} documents")
    table(("figure", "P", "R", "F1", "n"), [_row(name, figure) for name, figure in scores.figures.items()])
    if by and parts:
        echo()
        table(
            (by.value, "P", "R", "F1", "n"), [_row(name, figure) for name, figure in parts.figures.items()], title=f"events by {by.value}"
        )
        echo()
        _confusions(parts, by)
    if mistakes:
        echo()
        echo(f"the {len(mistakes)} worst of {len(worst(scores.documents))} mistakes")
        for mistake in mistakes:
            _tell(mistake)


def _breakdown(scores: Scores, by: By, out: Path, source: list[Path] | None) -> Breakdown:
    if by is By.zone:
        return break_down(scores.documents, by_zone(read_sources(out, source)))
    if by is By.length:
        return break_down(scores.documents, by_length(read_sources(out, source)))
    return break_down(scores.documents, by_field(by.value))


def _row(name: str, figure: Figure) -> tuple[str, ...]:
    return name, f"{figure.p:.3f}", f"{figure.r:.3f}", f"{figure.f1:.3f}", str(figure.n)


def _confusions(parts: Breakdown, by: By) -> None:
    groups = sorted({g for pair in parts.confusions for g in pair} - {NOTHING})
    rows = [(g, *(str(parts.confusions.get((g, h), 0)) for h in (*groups, NOTHING))) for g in (*groups, NOTHING)]
    table((f"{by.value}: gold down, found across", *groups, NOTHING), rows)


def _tell(mistake: Mistake) -> None:
    echo(f"{mistake.doc}: {mistake.verdict}")
    for label, text in (("gold", mistake.gold), ("found", mistake.found), ("text", mistake.evidence)):
        if text:
            echo(f"    {label:5}  {' '.join(text.split())}")


def _json(scores: Scores, parts: Breakdown | None, mistakes: list[Mistake]) -> dict[str, object]:
    out: dict[str, object] = {
        "figures": {name: asdict(figure) for name, figure in scores.figures.items()},
        "errors": [asdict(m) for m in mistakes],
    }
    if parts:
        out["groups"] = {name: asdict(figure) for name, figure in parts.figures.items()}
        out["confusions"] = [{"gold": g, "found": f, "n": n} for (g, f), n in parts.confusions.items()]
    return out
