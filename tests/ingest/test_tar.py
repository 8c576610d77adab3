"""Tar archives as streams of the other formats; names are only names."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
import zstandard

from certwire import ingest
from certwire.ingest import IngestOptions
from certwire.model import Issue, Release

TEXT = b"Brindle earns it\n\nBrindle Foundry said so.\n"
LINES = b"".join(json.dumps({"text": f"Line {i} of it"}).encode() + b"\n" for i in range(2))


def tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is a parameter here
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def read(folder: Path, options: IngestOptions | None = None) -> list[tuple[str | None, str]]:
    found = ingest.read(folder, options=options or IngestOptions())
    return [(r.path, r.code if isinstance(r, Issue) else r.text.partition("\n")[0]) for r in found]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.xz", "w:xz"), ("a.tar.bz2", "w:bz2"), ("a.tar.zst", "w")],
)
def test_members(tmp_path: Path, name: str, mode: str) -> None:
    members = {
        "tide/2024/0502/b.md": b"# " + TEXT,
        "z.txt": TEXT,
        "a.jsonl": LINES,
        "b.jsonl.gz": gzip.compress(LINES),
        "c.exe": b"x",
        ".hidden": b"x",
    }
    data = tar(members, mode)
    (tmp_path / name).write_bytes(zstandard.compress(data) if name.endswith("zst") else data)
    assert read(tmp_path) == [
        (f"{name}!tide/2024/0502/b.md", "Brindle earns it"),
        (f"{name}!z.txt", "Brindle earns it"),
        (f"{name}!a.jsonl#1", "Line 0 of it"),
        (f"{name}!a.jsonl#2", "Line 1 of it"),
        (f"{name}!b.jsonl.gz#1", "Line 0 of it"),
        (f"{name}!b.jsonl.gz#2", "Line 1 of it"),
        (f"{name}!c.exe", "unsupported_format"),
    ]


def test_the_members_path_tells_date_and_source(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar({"tide/2024/0502/b.md": b"# " + TEXT}))
    (found,) = ingest.read(tmp_path)
    assert isinstance(found, Release)
    assert (found.source, str(found.published), found.published_basis) == ("tide", "2024-05-02", "path")


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "new\nline.txt", "caf\udce9.txt"])
def test_names_are_only_names(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "deep" / "input"
    inside.mkdir(parents=True)
    (inside / "a.tar").write_bytes(tar({name: TEXT}))
    before = sorted(p for p in tmp_path.rglob("*"))
    (found,) = ingest.read(inside)
    assert isinstance(found, Release)
    json.dumps(found.path).encode()
    found.path.encode()
    assert sorted(p for p in tmp_path.rglob("*")) == before


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            entry = tarfile.TarInfo("x.txt")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    assert read(tmp_path) == [("a.tar", "empty")]


def test_archives_in_archives(tmp_path: Path) -> None:
    data = TEXT
    data = tar({"x.txt": data})
    for _ in range(12):
        data = tar({"in.tar": data})
    (tmp_path / "a.tar").write_bytes(data)
    ((_, code),) = read(tmp_path)
    assert code == "too_deep"
    assert read(tmp_path, IngestOptions(max_nesting=20))[0][1] == "Brindle earns it"


def test_a_broken_archive_keeps_what_was_read(tmp_path: Path) -> None:
    data = tar({f"{i}.txt": TEXT * 40 for i in range(9)})
    (tmp_path / "a.tar").write_bytes(data[: len(data) // 2 + 100])
    found = read(tmp_path)
    assert found[0] == ("a.tar!0.txt", "Brindle earns it")
    assert found[-1][1] == "unreadable"


def test_an_oversized_member_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar({"a.txt": b"x" * 2_000, "b.txt": TEXT}))
    assert read(tmp_path, IngestOptions(max_document_bytes=1_000)) == [("a.tar!a.txt", "too_large"), ("a.tar!b.txt", "Brindle earns it")]


def test_an_oversized_header_is_refused(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("././@PaxHeader")
    entry.type, entry.size = tarfile.XHDTYPE, 50_000_000
    (tmp_path / "a.tar").write_bytes(entry.tobuf() + b"0" * 1_000_000)
    assert [code for _, code in read(tmp_path)] == ["unreadable"]


def test_an_archive_that_is_cut_off_in_a_header_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar({"a.txt": TEXT, "b.txt": TEXT})[: 1024 + 100])
    assert read(tmp_path) == [("a.tar!a.txt", "Brindle earns it"), ("a.tar", "unreadable")]
