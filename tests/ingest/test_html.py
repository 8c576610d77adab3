"""HTML: article, metadata, and pages that are none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from certwire.ingest.html import all_text
from certwire.model import Issue, Release

Reader = Callable[..., Release | Issue]
PARAGRAPHS = (
    "LONDON — MAY 2, 2024 — Brindle Foundry today said that it has been certified to ISO 14001 by Oakmark Assurance after an audit.",
    "“We are proud of it,” said Mara Quill, chief executive of Brindle Foundry, who had the floor swept.",
    "Brindle Foundry casts bronze parts for the pumps of small harbours, and has done so since 1931.",
)
PAGE = (
    '<html><head><title>Brindle earns it | Tidewire</title><meta property="article:published_time" content="2024-05-03T10:00:00Z">'
    '<meta property="og:site_name" content="Tidewire"></head><body><nav><a href="/">Home</a> Products</nav><article>'
    "<h1>Brindle earns it</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article><footer>Imprint</footer></body></html>"
)


def release(found: Release | Issue) -> Release:
    assert isinstance(found, Release), found
    return found


def test_article_and_metadata(one: Reader) -> None:
    found = release(one("a.html", PAGE))
    assert found.text == "\n\n".join(("Brindle earns it", *PARAGRAPHS))
    assert (found.title, found.published, found.published_basis, found.source) == (
        "Brindle earns it",
        date(2024, 5, 3),
        "metadata",
        "Tidewire",
    )
    assert found.offsets is None


def test_a_day_in_the_future_is_still_a_day(one: Reader) -> None:
    assert release(one("a.html", PAGE.replace("2024-05-03", "2061-05-03"))).published == date(2061, 5, 3)


def test_a_day_in_the_prose_is_no_publication(one: Reader) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2024-05-03T10:00:00Z">', "").replace(
        "LONDON — MAY 2, 2024 — ", ""
    )
    found = release(one("a.html", page.replace("since 1931", "since March 3, 2011")))
    assert found.published is None


def test_same_page_same_release(one: Reader) -> None:
    assert one("a.html", PAGE) == one("a.html", PAGE)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-2", "iso-8859-2"), ("UTF-8", "utf-8"), ("windows-1251", "cp1251"), ("nonsense", "cp1252"), ("rot13", "cp1252")],
)
def test_a_named_encoding_is_believed_when_it_fits(one: Reader, charset: str, encoding: str) -> None:
    word = "Слово" if encoding == "cp1251" else "Größe"
    page = f'<html><head><meta charset="{charset}"></head><body><p>{word} is the word here.</p></body></html>'
    assert release(one("a.html", page.encode(encoding))).text == f"{word} is the word here."


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One</p><script>no()</script><p>Two<br>Three</p>", "One\n\nTwo\n\nThree"),
        ("no tags at all", "no tags at all"),
        ("<b>bold</b> <i>words</i>", "bold words"),
        ("<!-- hidden --><div>x", "x"),
        ("", ""),
    ],
)
def test_all_text(page: str, text: str) -> None:
    assert all_text(page) == text


@pytest.mark.parametrize("tag", ["div", "b", "table", "span"])
def test_100_000_nested_tags(one: Reader, tag: str, grows_in_line: Callable[..., None]) -> None:
    def make(depth: int) -> Callable[[], object]:
        page = f"<{tag}>" * depth + "Brindle earns it" + f"</{tag}>" * depth

        def work() -> None:
            found = one("a.html", page)
            assert isinstance(found, Issue) or "Brindle earns it" in found.text

        return work

    grows_in_line(make, 100_000)


def test_a_page_without_text_is_empty(one: Reader) -> None:
    found = one("a.html", "<html><head><script>x</script></head><body></body></html>")
    assert isinstance(found, Issue) and found.code == "empty"


@pytest.mark.parametrize("name", [" - Tidewire", " | Tidewire", "", " – Tide.wire"])
def test_the_sites_name_is_no_part_of_the_headline(one: Reader, name: str) -> None:
    body = "".join(f"<div>{p}</div>" for p in PARAGRAPHS)
    headline = "Dr. Brindle - A Foundry - Earns It"
    page = f"<html><head><title>{headline}{name}</title></head><body><h2>{headline}</h2>{body}</body></html>"
    found = release(one("a.html", page))
    assert found.title == "Dr. Brindle - A Foundry - Earns It"
    assert found.text.count("Dr. Brindle - A Foundry") == 1
