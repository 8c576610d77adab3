"""The plan: order, names, links, and everything that cannot be read."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest

from certwire import ingest
from certwire.ingest.options import format_of


def names(*inputs: Path | str, exclude: tuple[Path, ...] = ()) -> list[str]:
    return [unit.relative for unit in ingest.plan(inputs, exclude=exclude)]


def fill(folder: Path, *files: str) -> None:
    for name in files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Brindle earns it")


@pytest.mark.parametrize(
    ("name", "kind", "compression"),
    [
        ("a.txt", "plain", None),
        ("A.TXT", "plain", None),
        ("README", "plain", None),
        ("Release No. 5", "plain", None),
        ("iso-27001.2022", "plain", None),
        (".md", "markdown", None),
        ("x/y.md", "markdown", None),
        ("a.jsonl.gz", "jsonl", "gz"),
        ("a.tar.zst", "tar", "zst"),
        ("a.tgz", "tar", "gz"),
        ("a.txt.gz", "plain", "gz"),
        ("a.warc.gz", "warc", "gz"),
        ("a.gz", "none", "gz"),
        ("a.zip", "none", None),
        ("a.exe", "none", None),
        ("a.json", "none", None),
        ("txt", "plain", None),
    ],
)
def test_format_of(name: str, kind: str, compression: str | None) -> None:
    assert format_of(name) == (kind, compression)


def test_order_is_by_code_point_of_the_relative_path(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.txt", "a-b/y.txt", "a.txt", "A.txt", "é.txt", "a/b/c.txt", "a0.txt", "\U0001f3ed.txt", "ﬀ.txt")
    found = names(tmp_path)
    assert found == sorted(found)
    assert len(found) == 10


def test_units_can_be_sent_to_another_process(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (unit,) = ingest.plan(tmp_path)
    assert pickle.loads(pickle.dumps(unit)) == unit  # noqa: S301 (our own)
    assert (unit.size, unit.format, unit.path) == (16, "plain", str(tmp_path / "a.txt"))


def test_hidden_files_and_our_own_output_are_passed_over(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "a.txt",
        ".hidden.txt",
        ".git/b.txt",
        ".md",
        "out/run.json",
        "out/events.jsonl",
        "out/documents.jsonl",
        "in/events.jsonl",
        "drop/x.txt",
    )
    assert names(tmp_path, exclude=(tmp_path / "drop",)) == [".md", "a.txt", "in/events.jsonl"]


def test_an_input_that_is_named_is_read(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden.txt")
    assert names(tmp_path / ".hidden.txt") == [".hidden.txt"]


def test_several_inputs_keep_their_names_apart(tmp_path: Path) -> None:
    fill(tmp_path, "one/x.txt", "two/x.txt", "more/one/x.txt")
    found = names(tmp_path / "one", tmp_path / "two", tmp_path / "more" / "one", tmp_path / "one" / "x.txt", tmp_path / "two" / "x.txt")
    assert found == ["one/x.txt", "two/x.txt", "one~2/x.txt", "x.txt", "x.txt~2"]
    read = [r.path for r in ingest.read([tmp_path / "one" / "x.txt", tmp_path / "two" / "x.txt"])]
    assert read == ["x.txt", "x.txt~2"]


def test_the_working_directory_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "in/tide/2024/0502/a.txt")
    absolute = list(ingest.read(tmp_path / "in"))
    monkeypatch.chdir(tmp_path)
    assert list(ingest.read("in")) == absolute
    monkeypatch.chdir(tmp_path / "in")
    assert list(ingest.read(".")) == absolute


def test_links(tmp_path: Path) -> None:
    fill(tmp_path, "in/a/x.txt", "away/y.txt", "away/deep/z.txt")
    folder = tmp_path / "in"
    (folder / "a" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "inside").symlink_to(folder / "a")
    (folder / "out").symlink_to(tmp_path / "away")
    (folder / "out2").symlink_to(tmp_path / "away")
    (tmp_path / "away" / "deep" / "back").symlink_to(tmp_path / "away")
    (folder / "file.txt").symlink_to(folder / "a" / "x.txt")
    found = {unit.relative: unit.issue.code if unit.issue else "" for unit in ingest.plan(folder)}
    assert found == {
        "a/up": "loop",
        "a/x.txt": "",
        "file.txt": "",
        "gone.txt": "vanished",
        "out/deep/back": "loop",
        "out/deep/z.txt": "",
        "out/y.txt": "",
        "out2/deep/back": "loop",
        "out2/deep/z.txt": "",
        "out2/y.txt": "",
        "self": "loop",
    }


def test_a_link_to_a_folder_above_the_input_is_a_loop(tmp_path: Path) -> None:
    fill(tmp_path, "in/x.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    assert [(u.relative, u.issue and u.issue.code) for u in ingest.plan(tmp_path / "in")] == [("up", "loop"), ("x.txt", None)]


@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
def test_names_of_bytes_and_with_newlines(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"new\nline.txt", "tête.txt".encode()):
        with open(os.fsencode(tmp_path) + b"/" + name, "w") as file:  # noqa: PTH123 (bytes)
            file.write("Brindle earns it")
    found = list(ingest.read(tmp_path))
    assert [r.path for r in found] == ["caf\\xe9.txt", "new\nline.txt", "tête.txt"]
    json.dumps([r.path for r in found], ensure_ascii=False).encode()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (unit,) = ingest.plan(tmp_path)
    assert unit.issue is not None and unit.issue.code == "unsupported_format"


def test_an_unknown_format_is_never_silent(tmp_path: Path) -> None:
    fill(tmp_path, "a.xyz")
    (found,) = ingest.read(tmp_path)
    assert getattr(found, "code", None) == "unsupported_format"


@pytest.mark.parametrize("name", ["nowhere", "no\0where", "x" * 5_000])
def test_an_input_that_is_not_there(tmp_path: Path, name: str) -> None:
    (unit,) = ingest.plan(f"{tmp_path}/{name}")
    assert unit.issue is not None and unit.issue.code in ("vanished", "unreadable")


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "b/x.txt", "c.txt")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("b"):
            raise PermissionError(13, "no")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)  # the test may run as root, whom modes do not stop
    found = [(u.relative, u.issue.code if u.issue else None) for u in ingest.plan(tmp_path)]
    assert found == [("a.txt", None), ("b", "permission"), ("c.txt", None)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_for_real(tmp_path: Path) -> None:
    fill(tmp_path, "b/x.txt")
    (tmp_path / "b").chmod(0)
    try:
        (unit,) = ingest.plan(tmp_path)
        assert unit.issue is not None and unit.issue.code == "permission"
    finally:
        (tmp_path / "b").chmod(0o700)


def test_a_path_deeper_than_the_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(300):
        os.mkdir("d")  # noqa: PTH102 (relative on purpose)
        os.chdir("d")
    Path("x.txt").write_text("deep")
    monkeypatch.chdir(tmp_path)
    (found,) = ingest.plan(tmp_path)
    assert found.relative == "d/" * 300 + "x.txt"
