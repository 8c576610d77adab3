from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "pipeline"
FAKE = "fake_reader:make"

DRIVER = """
import sys
sys.path[:0] = {path!r}
if __name__ == "__main__":
    from pathlib import Path
    from certwire import batch
    from certwire.batch.engines import Inline, Local
    from certwire.batch.tasks import Sizes
    from certwire.errors import CertwireError
    try:
        batch.extract([Path({inputs!r})], Path({out!r}), engine=Local(workers={workers}), reader={reader!r},
                      sizes=Sizes(documents={documents}), seconds={seconds})
    except CertwireError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
"""


@dataclass(frozen=True)
class Driver:
    """Starts runs in processes of their own, as ``certwire extract`` would."""

    folder: Path

    def __call__(
        self, inputs: Path, out: Path, *, workers: int = 2, documents: int = 8, seconds: float = 60, reader: str = FAKE, **more: Any
    ) -> subprocess.Popen[str]:
        values = {"inputs": str(inputs), "out": str(out), "workers": workers, "documents": documents, "seconds": seconds, "reader": reader}
        script = self.folder / "driver.py"
        script.write_text(DRIVER.format(path=[str(SOURCE), str(HERE)], **values))
        return subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True, start_new_session=True, **more)


@pytest.fixture
def driver(tmp_path: Path) -> Driver:
    return Driver(tmp_path)


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the reader that ``fake_reader`` makes, importable here and in worker processes."""
    monkeypatch.syspath_prepend(str(HERE))
    return FAKE


Write = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Write a folder of releases: ``written(30, "SLOW", {7: "HANG"})``."""

    def write(count: int, text: str = "", odd: dict[int, str] | None = None, name: str = "in") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for i in range(count):
            event = f"EVENT scheme{i} " if i % 3 == 0 else ""
            body = f"LEEDS, May 6, 2024 -- The mill opened door {i} for all. {event}{text} {(odd or {}).get(i, '')}\n"
            (folder / f"{i:04}.txt").write_text(f"Harbor Mill opens door {i}\n\n{body}")
        return folder

    return write


def output(out: Path) -> dict[str, bytes]:
    """The files of an output."""
    return {path.name: path.read_bytes() for path in sorted(out.glob("[!.]*"))}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]
