"""Markdown as the public archive has it, and as others write it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from certwire.ingest.markdown import footer
from certwire.model import Issue, Release

Reader = Callable[..., Release | Issue]
FOOTER = """

---

[Original/Source Press Release](https://tide.example/a-(b))
                    

[Short version](https://tide.example/tldr/x)


Pickup - [harbour.example](https://harbour.example/x)

![Registration](https://cdn.example/q.webp)"""


def release(found: Release | Issue) -> Release:
    assert isinstance(found, Release), found
    return found


def test_headline_body_and_footer(one: Reader) -> None:
    raw = "# Brindle earns it\r\n\r\nBrindle **said** so in a [letter](http://x).\r\n\r\n* one\r\n\r\n" + FOOTER
    found = release(one("tide/2024/0502/None.md", raw))
    assert found.text == "Brindle earns it\n\nBrindle **said** so in a [letter](http://x).\n\n* one"
    assert (found.title, found.published, found.published_basis, found.source) == ("Brindle earns it", date(2024, 5, 2), "path", "tide")
    assert found.offsets is not None
    data = raw.encode()
    a, b = (found.offsets.to_byte(found.text.index(w), text=found.text) for w in ("letter", "](http"))
    assert data[a:b] == b"letter"
    start, end = (found.offsets.to_byte(k, text=found.text) for k in (0, len(found.text)))
    assert data[start:end].replace(b"\r\n", b"\n").decode() == found.text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Body" + FOOTER, "Body\n\n"),
        ("Body\n\n---\n\nMore body\n\n---\n[a](b)", "Body\n\n---\n\nMore body\n\n"),
        ("Body\n\n***\n![](x.png)\n", "Body\n\n"),
        ("Body\n\n---\n", "Body\n\n"),
        ("Body\n\n---\n\nMore body", None),
        ("Body\n\n[a](b)", None),
        ("Body\n\n---\n\n[a](b) is what he said", None),
        ("Body -- and more", None),
        ("", None),
    ],
)
def test_footer(text: str, kept: str | None) -> None:
    assert text[: footer(text)] == (text if kept is None else kept)


def test_a_heading_over_two_lines(one: Reader) -> None:
    found = release(one("a.md", "# Brindle Foundry Earns\nIts Third Certificate\n\nBrindle Foundry said so.\n"))
    assert found.title == "Brindle Foundry Earns\nIts Third Certificate"


def test_front_matter(one: Reader) -> None:
    found = release(one("a.md", '---\ntitle: "Brindle earns it"\ndate: 2024-05-02\nsource: Tidewire\n---\nBrindle said so.\n'))
    assert (found.text, found.title, found.published, found.published_basis, found.source) == (
        "Brindle said so.",
        "Brindle earns it",
        date(2024, 5, 2),
        "metadata",
        "Tidewire",
    )


def test_no_front_matter_without_fields(one: Reader) -> None:
    assert release(one("a.md", "---\n\nBrindle said so.\n\n---\nAnd more.")).text.startswith("---\n")


def test_a_file_of_nothing_but_footer_is_empty(one: Reader) -> None:
    found = one("a.md", FOOTER)
    assert isinstance(found, Issue) and found.code == "empty"
