"""The example extension is built, installed and used; broken ones are named, and the run goes on without them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Quillsoft earns a label\n\nQuillsoft (NYSE: QLS) has been certified to ISO 9001:2015, the company said on May 2, 2024.\n"
LIAR = """
from certwire import Mention
class Liar:
    name = "liar.v1"
    def __call__(self, doc, release):
        yield Mention(kind="lie", start=0, end=3, text="not there", source=self.name)
EXTRACTOR = Liar()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example installed, an extension that cannot be loaded, and one that lies about its offsets."""
    target = tmp_path_factory.mktemp("site")
    example = ROOT / "examples" / "ticker-extension"
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet")
    subprocess.run([sys.executable, "-m", "pip", "install", *offline, "--target", target, example], check=True)
    (target / "certwire_liar.py").write_text(LIAR)
    for name in ("gone", "liar"):
        info = target / f"certwire_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: certwire-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[certwire.extractors]\n{name} = certwire_{name}:EXTRACTOR\n")
    return target


def certwire(site: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "pipeline"), str(site)])
    command = [sys.executable, "-m", "certwire", *args]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)


def test_extensions_are_used_or_named(site: Path, tmp_path: Path) -> None:
    release, out = tmp_path / "release.txt", tmp_path / "out"
    release.write_text(TEXT)
    run = certwire(site, "extract", release, "--out", out)
    assert run.returncode == 0, run.stderr
    assert "extension 'gone' (certwire_gone:EXTRACTOR) was left out: ModuleNotFoundError" in run.stderr
    told = json.loads((out / "run.json").read_text())
    assert {"tickers.v1", "liar.v1"} <= set(told["extractors"])
    assert len(told["left_out"]) == 1
    (document,) = map(json.loads, (out / "documents.jsonl").read_text().splitlines())
    (issue,) = document["issues"]
    assert issue["code"] == "extension_failed"
    assert "'liar.v1' was left out: its lie mention 'not there' does not stand at 0-3" in issue["message"]

    shown = certwire(site, "show", release).stdout
    assert "ticker       'NYSE: QLS'  tickers.v1" in shown
    assert "liar.v1" not in shown.split("{")[0]
