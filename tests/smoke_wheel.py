"""Install a wheel into a fresh environment elsewhere and use it: smoke_wheel.py WHEEL [--constraints FILE]."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

RELEASE = """Harbor Mill earns ISO 9001 certification

LEEDS, England, May 6, 2024 -- Harbor Mill Ltd. announced today that it has been certified to ISO 9001:2015 by BSI.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--constraints", type=Path)
    given = parser.parse_args()
    check_content(given.wheel)
    with tempfile.TemporaryDirectory(prefix="certwire-smoke-") as folder:
        home = Path(folder)
        venv.create(home / "env", with_pip=True)
        bin_ = home / "env" / ("Scripts" if os.name == "nt" else "bin")
        constraints = ["--constraint", str(given.constraints.resolve())] if given.constraints else []
        run(home, bin_ / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *constraints, given.wheel.resolve())
        use(home, bin_)
    print(f"{given.wheel.name}: installed elsewhere and used")


def check_content(wheel: Path) -> None:
    """Nothing but the package and its metadata may reach a user's site-packages."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    strange = {top for top in tops if top != "certwire" and not top.endswith(".dist-info")}
    assert not strange, f"the wheel would install {sorted(strange)}"
    for wanted in ("certwire/py.typed", "certwire/records.py"):
        assert wanted in names, f"the wheel lacks {wanted}"
    assert any(name.endswith("/licenses/LICENSE") for name in names), "the wheel lacks its licence"


def use(home: Path, bin_: Path) -> None:
    """The main job, from the command line, from Python and from spaCy."""
    release = home / "in" / "release.txt"
    release.parent.mkdir()
    release.write_text(RELEASE, encoding="utf-8")
    version = run(home, bin_ / "certwire", "--version").split()[1]
    run(home, bin_ / "certwire", "extract", "in", "--out", "out")
    run(home, bin_ / "certwire", "verify", "out")
    (document,) = map(json.loads, (home / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines())
    assert document["pipeline"]["version"] == version, document["pipeline"]
    assert document["status"] == "events", document
    code = """
import sys, certwire, spacy
assert "pipeline" not in certwire.__file__, certwire.__file__
text = open(sys.argv[1], encoding="utf-8").read()
assert certwire.extract(text, published="2024-05-06").events
nlp = spacy.blank("en")
nlp.add_pipe("certwire")
assert nlp(text)._.certifications
"""
    run(home, bin_ / "python", "-W", "error::DeprecationWarning:certwire", "-c", code, release)


def run(home: Path, *command: str | Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
