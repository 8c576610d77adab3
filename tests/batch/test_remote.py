"""Inputs and outputs behind URLs: the same bytes as in folders, and a run that goes on where another broke off."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from certwire import batch, ingest
from certwire.batch.engines import Inline, Local
from certwire.batch.mirror import Mirror
from certwire.batch.tasks import Sizes
from certwire.cli import app
from certwire.errors import UsageError
from certwire.verify import verify

from .conftest import Write, output

fsspec = pytest.importorskip("fsspec")
FILES = ("documents.jsonl", "events.jsonl")
EIGHT = Sizes(documents=8)


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    for _ in range(2):
        system.store.clear()
        system.pseudo_dirs[:] = [""]
        if not _:
            yield system


@pytest.fixture
def folder(written: Write) -> Path:
    folder = written(30, odd={7: "BOOM"})
    (folder / "more").mkdir()
    (folder / "more" / "a.jsonl").write_text('{"text": "The mill. EVENT one"}\n{"text": "The mill."}\n')
    (folder / ".hidden").write_text("x")
    (folder / "b.nothing").write_text("x")
    return folder


@pytest.fixture
def wanted(folder: Path, tmp_path: Path, fakes: str) -> list[bytes]:
    batch.extract([folder], tmp_path / "calm", engine=Inline(), reader=fakes)
    return [output(tmp_path / "calm")[name] for name in FILES]


def contents(system: Any, place: str) -> list[bytes]:
    return [system.cat_file(f"{place}/{name}") for name in FILES]


def test_memory_to_memory(folder: Path, wanted: list[bytes], memory: Any, fakes: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            memory.pipe_file(f"/in/{path.relative_to(folder).as_posix()}", path.read_bytes())
    for _ in range(2):
        summary = batch.extract(["memory://in"], "memory://in/out", engine=Inline(), reader=fakes, sizes=EIGHT)
        assert contents(memory, "/in/out") == wanted
        assert not [name for name in memory.find("/in/out") if "/parts/" in name or "/journal/" in name]
    assert summary.reused == summary.documents - summary.failed


@pytest.mark.parametrize("engine", [Inline(), Local(workers=2)])
def test_folders_by_url_and_verify(folder: Path, wanted: list[bytes], tmp_path: Path, fakes: str, engine: Any) -> None:
    out = tmp_path / "out"
    batch.extract([folder.as_uri()], out.as_uri(), engine=engine, reader=fakes, sizes=EIGHT)
    assert [(out / name).read_bytes() for name in FILES] == wanted
    assert not verify(out).findings


def test_a_broken_run_goes_on_from_any_machine(
    folder: Path, wanted: list[bytes], memory: Any, fakes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every copy to the store is the last one once; what follows knows only what the store holds."""
    real = {name: getattr(Mirror, name) for name in ("put", "note", "remove")}
    left = 0

    def counted(name: str) -> Any:
        def step(self: Mirror, *what: Any) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            real[name](self, *what)

        return step

    for name in real:
        monkeypatch.setattr(Mirror, name, counted(name))
    for steps in range(40):
        left = steps
        try:
            summary = batch.extract([folder], "memory://out", engine=Inline(), reader=fakes, sizes=EIGHT)
        except KeyboardInterrupt:
            continue
        break
    assert steps > 5
    assert summary.reused > 8
    assert contents(memory, "/out") == wanted


def test_half_a_copy_counts_as_none(folder: Path, wanted: list[bytes], memory: Any, fakes: str) -> None:
    def stop(summary: batch.RunSummary) -> None:
        if summary.documents >= 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.extract([folder], "memory://out", engine=Inline(), reader=fakes, sizes=EIGHT, progress=stop)
    for name, size in ((memory.find("/out/.certwire/parts")[0], -9), (memory.find("/out/.certwire/journal")[-1], 20)):
        memory.pipe_file(name, memory.cat_file(name)[:size])
    batch.extract([folder], "memory://out", engine=Inline(), reader=fakes, sizes=EIGHT)
    assert contents(memory, "/out") == wanted


def test_fresh_takes_nothing_over(folder: Path, wanted: list[bytes], memory: Any, fakes: str) -> None:
    for _ in range(2):
        summary = batch.extract([folder], "memory://out", engine=Inline(), reader=fakes, fresh=True)
        assert (summary.reused, contents(memory, "/out")) == (0, wanted)


def test_a_web_server_here(folder: Path) -> None:
    pytest.importorskip("aiohttp")
    names = ("0001.txt", "0002.txt")
    serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = [item.sha256 for item in ingest.read([f"http://127.0.0.1:{server.server_address[1]}/{name}" for name in names])]
        server.shutdown()
    assert found == [item.sha256 for item in ingest.read([folder / name for name in names])]


def test_what_is_wrong_is_said(tmp_path: Path, fakes: str, memory: Any) -> None:
    memory.pipe_file("/in/a.txt", b"x")
    for url, out, message in (
        ("memory://nothing", str(tmp_path / "out"), "no such file"),
        ("nosuch://x", str(tmp_path / "out"), "nosuch"),
        ("memory://in", "memory://in/", "both input and output"),
    ):
        with pytest.raises(UsageError, match=message):
            batch.extract([url], out, engine=Inline(), reader=fakes)


def test_watching_is_for_folders() -> None:
    found = CliRunner().invoke(app, ["extract", "--watch", "memory://in", "--out", "out"])
    assert isinstance(found.exception, UsageError)
