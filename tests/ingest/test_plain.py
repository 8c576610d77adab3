"""Plain text: header, headline, publication day with its basis, identity."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from certwire import ingest
from certwire.ingest.assembling import path_facts, settle
from certwire.model import Issue, Release

Reader = Callable[..., Release | Issue]
BODY = "HARWICH, Essex, May 2, 2024 /Tidewire/ -- Brindle Foundry today said that it has been certified to ISO 14001."
TITLE = "Brindle Foundry earns ISO 14001"


def release(found: Release | Issue) -> Release:
    assert isinstance(found, Release), found
    return found


def test_header_headline_and_body(one: Reader) -> None:
    data = f" date 2024-05-02 {TITLE}\n\n{BODY}\n".encode()
    found = release(one("a.txt", data))
    assert found.text == f"{TITLE}\n\n{BODY}\n"
    assert (found.title, found.published, found.published_basis) == (TITLE, date(2024, 5, 2), "header")
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.id == hashlib.sha256(b"a.txt\0" + found.sha256.encode()).hexdigest()[:16]
    assert found.offsets is not None
    assert data[found.offsets.to_byte(0, text=found.text) :].decode() == found.text
    assert not found.issues


def test_a_body_that_starts_at_once_has_no_headline(one: Reader) -> None:
    prose = "Together with the mayor of Harwich, the head of the harbour board announced that the town was given a certificate. " * 3
    found = release(one("a.txt", f" date 2018-11-05 {prose}\n\nMore of it."))
    assert found.title is None
    assert found.text.startswith("Together with")


@pytest.mark.parametrize(
    ("name", "text", "day", "basis", "codes"),
    [
        ("a.txt", f" date 2024-05-02 {TITLE}\n\n{BODY}", date(2024, 5, 2), "header", []),
        ("a.txt", f" date 2024-05-03 {TITLE}\n\n{BODY}", date(2024, 5, 3), "header", []),
        ("a.txt", f" date 2024-06-02 {TITLE}\n\n{BODY}", date(2024, 6, 2), "header", ["published_clash"]),
        ("a.txt", f"{TITLE}\n\n{BODY}", date(2024, 5, 2), "dateline", []),
        ("tide/2024/0509/a.txt", f"{TITLE}\n\n{BODY}", date(2024, 5, 2), "dateline", ["published_clash"]),
        ("tide/2024/0509/a.txt", f"{TITLE}\n\nBrindle said.", date(2024, 5, 9), "path", []),
        ("tide/2024/0539/a.txt", f"{TITLE}\n\nBrindle said.", None, None, []),
        ("a.txt", f"{TITLE}\n\nBrindle said.", None, None, []),
    ],
)
def test_publication(one: Reader, name: str, text: str, day: date | None, basis: str | None, codes: list[str]) -> None:
    found = release(one(name, text))
    assert (found.published, found.published_basis) == (day, basis)
    assert [issue.code for issue in found.issues] == codes


def test_source_comes_from_the_path(one: Reader) -> None:
    assert release(one("tide/2024/0509/a.txt", TITLE)).source == "tide"


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("wire/2025/0218/x.md", (date(2025, 2, 18), "wire")),
        ("2025/0218/x.md", (date(2025, 2, 18), None)),
        ("news/2025/02/18/x", (date(2025, 2, 18), "news")),
        ("2025/x.md", (None, None)),
        ("wire/2025/0218/deeper/x.md", (None, None)),
        ("wire/2025/1399/x.md", (None, None)),
        ("", (None, None)),
    ],
)
def test_path_facts(path: str, facts: tuple[date | None, str | None]) -> None:
    assert path_facts(path) == facts


def test_one_day_is_no_clash() -> None:
    day, basis, issues = settle([(date(2024, 5, 1), "dateline"), (date(2024, 5, 2), "path")])
    assert (day, basis, issues) == (date(2024, 5, 1), "dateline", ())
    assert settle([(date(2024, 5, 1), "dateline"), (date(2024, 5, 3), "path")])[2][0].code == "published_clash"
    assert settle([]) == (None, None, ())


def test_a_file_named_alone_still_tells_its_day_by_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "tide" / "2024" / "0509" / "a.txt"
    file.parent.mkdir(parents=True)
    file.write_text("Brindle Foundry is certified")
    found = release(next(ingest.read(file)))
    assert (found.path, found.source, found.published) == ("a.txt", "tide", date(2024, 5, 9))


def test_wrong_bytes_are_reported_on_the_release(one: Reader) -> None:
    found = release(one("a.txt", b"Gie\xdferei \x81\r\n\r\nMore"))
    assert found.text == "Gießerei �\n\nMore"
    assert [issue.code for issue in found.issues] == ["encoding_errors", "encoding_assumed"]


def test_from_text() -> None:
    found = release(ingest.from_text(f" date 2024-05-02 {TITLE}\r\n\r\n{BODY}\ud800", published=date(2024, 5, 2), path="x"))
    assert found.text == f"{TITLE}\n\n{BODY}�"
    assert (found.title, found.published, found.published_basis, found.path) == (TITLE, date(2024, 5, 2), "argument", "x")
    assert release(ingest.from_text("Hello")).published is None
    empty = ingest.from_text(" \n ")
    assert isinstance(empty, Issue) and empty.code == "empty"
