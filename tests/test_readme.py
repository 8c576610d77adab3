"""What the README shows is what certwire does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import typer

import certwire
from certwire.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_is_the_file_beside_it() -> None:
    example = (ROOT / "examples" / "quayside.txt").read_text(encoding="utf-8")
    assert " ".join(example.split()) in " ".join(README.split())


def test_the_record_shown_is_the_one_read() -> None:
    shown = re.search(r'^    \{"schema_version".*?\.\.\.\}$', README, re.MULTILINE | re.DOTALL)
    assert shown
    wanted = json.loads(re.sub(r",\s*\.\.\.", "", shown[0]))
    result = certwire.extract((ROOT / "examples" / "quayside.txt").read_text(encoding="utf-8"))
    news = [e.model_dump(mode="json") for e in result.events if e.action != "held"]
    del wanted["document"]["path"]
    assert len(news) == 1
    assert holds(news[0], wanted), news[0]


def test_every_command_is_there() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a click group
    assert set(re.findall(r"^    (?:\$ .venv/bin/)?certwire (\w+)", README, re.MULTILINE)) <= commands
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^    make (\w+)", README, re.MULTILINE)) == {"demo", "test"} <= targets


def test_every_link_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"


def holds(found: Any, wanted: Any) -> bool:
    """Whether ``found`` has all that ``wanted`` has."""
    if isinstance(wanted, dict):
        return all(holds(found[k], v) for k, v in wanted.items())
    if isinstance(wanted, list):
        return all(any(holds(f, w) for f in found) for w in wanted)
    return bool(found == wanted)
