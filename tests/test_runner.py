"""The runner survives its extractors, and says which one failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from certwire import ingest, knowledge
from certwire.model import Issue, Mention, Release
from certwire.runner import Reader

if TYPE_CHECKING:
    from spacy.tokens import Doc

TEXT = "Harbor Mill opened a weir.\n"


@dataclass(frozen=True, kw_only=True)
class Fake:
    """An extractor that does what it is told."""

    name: str
    find: Callable[[Release], Iterator[Any]]

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        return self.find(release)


def mention(start: int, end: int, text: str) -> Mention:
    return Mention(kind="thing", start=start, end=end, text=text, source="x")


def good(release: Release) -> Iterator[Mention]:
    yield mention(0, 6, "Harbor")


def raising(release: Release) -> Iterator[Mention]:
    yield mention(0, 6, "Harbor")
    raise ValueError("lost my way")


def release(**changes: Any) -> Release:
    item = ingest.from_text(TEXT, **changes)
    assert not isinstance(item, Issue)
    return item


@pytest.mark.parametrize(
    ("find", "reason"),
    [
        (raising, "ValueError: lost my way"),
        (lambda r: iter([mention(0, 6, "harbor")]), "its thing mention 'harbor' does not stand at 0-6"),
        (lambda r: iter([mention(3, 3, "")]), "does not stand at 3-3"),
        (lambda r: iter([mention(-6, 6, r.text[-6:6])]), "does not stand at -6-6"),
        (lambda r: iter([mention(0, 999, r.text)]), "does not stand at 0-999"),
        (lambda r: iter(["Harbor"]), "it yielded a str, not a Mention"),
        (lambda r: None, "TypeError"),
    ],
)
def test_a_failing_extractor_is_named_and_left_out(find: Callable[[Release], Iterator[Any]], reason: str) -> None:
    reading = Reader(extractors=(Fake(name="bad.v1", find=find), Fake(name="good.v1", find=good))).read(release())
    (issue,) = reading.document.issues
    assert issue.code == "extension_failed"
    assert issue.message.startswith("extractor 'bad.v1' was left out: ")
    assert reason in issue.message
    assert [m.text for m in reading.mentions] == ["Harbor"]


def test_other_languages_get_a_line_and_no_records() -> None:
    reading = Reader(extractors=(Fake(name="good.v1", find=good),)).read(release(language="fr"))
    assert reading.document.status == "unsupported_language"
    assert reading.document.document.language == "fr"
    assert (reading.events, reading.mentions) == ((), ())


def test_the_users_registry_is_in_use_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[schemes.weir-seal]\nname = "Weir Seal"\nowner = "Weir Guild"\nkind = "certification"\ndomain = "water"\n')
    Reader(registry=(str(path),))
    assert knowledge.scheme("weir-seal")
    Reader()
    assert not knowledge.scheme("weir-seal")
