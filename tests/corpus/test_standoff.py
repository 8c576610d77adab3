"""Gold that leaves its sentences behind and finds them again, on an archive made up for the purpose."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from train import join, standoff

ARCHIVE = Path(__file__).resolve().parents[2] / "corpus" / "archive"
COMMIT = "9b2f3f325098dd60c940f8bffb80e66bb83b152a"
PATH = "quaywire/2024/0506/harbour-mill.md"
RELEASE = """# Harbour Mill earns ISO 9001

HULL, England, May 6, 2024 -- Harbour Mill Ltd. has been certified  to ISO 9001:2015 by Tide
Register, said Jane Roe, chief
miller of Harbour Mill.

---

[Source](https://example.org/mill)
"""
GOLD: dict[str, Any] = {
    "doc": "made-up-1",
    "events": [
        {
            "action": "granted",
            "kind": "certification",
            "scheme": {"mention": "ISO 9001:2015", "normalized": "ISO 9001:2015", "level": None},
            "recipients": [{"mention": "Harbour Mill Ltd.", "kind": "organization"}],
            "certifier": "Tide Register",
            "accreditor": None,
            "date": None,
            "valid_until": None,
            "evidence": "Harbour Mill Ltd. has been certified  to ISO 9001:2015",
        }
    ],
    "people": [{"name": "Jane Roe", "role": "chief miller", "organization": "Harbour Mill Ltd."}],
    "organizations": [{"name": "Harbour Mill Ltd.", "aliases": ["Harbour Mill"]}, {"name": "Tide Register", "aliases": []}],
    "dates": [{"mention": "May 6, 2024", "value": "2024-05-06"}],
    "note": "'said Jane Roe, chief' runs over a line; the mill is one party.",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A checkout with one release, its gold and its manifest."""
    file = tmp_path / "archive" / PATH
    file.parent.mkdir(parents=True)
    file.write_text(RELEASE, encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    manifest = {"doc": GOLD["doc"], "path": PATH, "published": "2024-05-06"}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
    return tmp_path


def make_standoff(at: Path) -> Path:
    out = at / "standoff.jsonl"
    assert standoff.main([str(at / "gold.jsonl"), str(at / "manifest.jsonl"), str(at / "archive"), str(out)]) == 0
    return out


def rejoined(at: Path, source: Path) -> list[Any]:
    join.main([str(at / "archive"), str(at / "out.jsonl"), "--standoff", str(source)])
    return [json.loads(line) for line in (at / "out.jsonl").read_text(encoding="utf-8").splitlines()]


def test_round_trip_gives_the_gold_back(archive: Path) -> None:
    assert rejoined(archive, make_standoff(archive)) == [GOLD]


def test_standoff_holds_no_words_of_the_release(archive: Path) -> None:
    line = make_standoff(archive).read_text(encoding="utf-8")
    record = json.loads(line)
    assert (record["commit"], record["path"], record["published"]) == (COMMIT, PATH, "2024-05-06")
    assert not [word for word in ("Harbour", "Tide", "Jane", "certified", "miller", "said", "May") if word in line]
    assert '"normalized":"ISO 9001:2015"' in line
    quoted = join.fingerprint("said Jane Roe, chief")
    assert [part if isinstance(part, str) else part[2] for part in record["note"]] == [
        "'",
        quoted,
        "' runs over a line; the mill is one party.",
    ]


def test_mentions_of_an_event_are_marked_inside_its_evidence(archive: Path) -> None:
    text = join.text_of(archive / "archive" / PATH)
    (event,) = json.loads(make_standoff(archive).read_text(encoding="utf-8"))["events"]
    start, end, mark = event["scheme"]["mention"]
    assert (text[start:end], mark) == ("ISO 9001:2015", join.fingerprint("ISO 9001:2015"))
    assert event["evidence"][0] <= start and end <= event["evidence"][1]


def test_spans_that_moved_are_found(archive: Path) -> None:
    source = make_standoff(archive)
    file = archive / "archive" / PATH
    file.write_text(RELEASE.replace("HULL, England", "KINGSTON UPON HULL, England"), encoding="utf-8")
    assert rejoined(archive, source) == [GOLD]


@pytest.mark.parametrize("damage", ["other text", "no file"])
def test_another_text_is_told_and_not_guessed(archive: Path, damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = make_standoff(archive)
    file = archive / "archive" / PATH
    if damage == "no file":
        file.unlink()
    else:
        file.write_text(RELEASE.replace("Jane", "Joan"), encoding="utf-8")
    assert join.main([str(archive / "archive"), str(archive / "out.jsonl"), "--standoff", str(source)]) == 1
    assert "made-up-1" in capsys.readouterr().err
    assert (archive / "out.jsonl").read_text(encoding="utf-8") == ""


def test_missing_files_may_be_no_failure_but_other_texts_are(archive: Path) -> None:
    source = make_standoff(archive)
    file = archive / "archive" / PATH
    command = [str(archive / "archive"), str(archive / "out.jsonl"), "--standoff", str(source), "--skip-missing"]
    file.write_text(RELEASE.replace("Jane", "Joan"), encoding="utf-8")
    assert join.main(command) == 1
    file.unlink()
    assert join.main(command) == 0
    assert (archive / "out.jsonl").read_text(encoding="utf-8") == ""


def test_texts_are_written_under_the_date_header(archive: Path) -> None:
    source = make_standoff(archive)
    arguments = [str(archive / "archive"), str(archive / "out.jsonl"), "--standoff", str(source), "--texts", str(archive / "texts")]
    assert join.main(arguments) == 0
    written = (archive / "texts" / "made-up-1.txt").read_text(encoding="utf-8")
    assert written.startswith(" date 2024-05-06 Harbour Mill earns ISO 9001\n")
    assert "example.org" not in written


def test_quotation_that_is_not_in_the_text_is_reported(archive: Path) -> None:
    wrong = json.loads(json.dumps(GOLD))
    wrong["people"][0]["name"] = "John Doe"
    (archive / "gold.jsonl").write_text(json.dumps(wrong) + "\n", encoding="utf-8")
    paths = [str(archive / name) for name in ("gold.jsonl", "manifest.jsonl", "archive", "standoff.jsonl")]
    assert standoff.main(paths) == 1


@pytest.mark.parametrize("file", sorted(ARCHIVE.glob("*.jsonl")), ids=lambda p: p.stem)
def test_the_project_keeps_no_sentence_of_the_archive(file: Path) -> None:
    for record in join.records(file):
        assert record["commit"] == COMMIT
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["published"])
        assert list(standoff.clear(record)) == []


def test_the_archive_has_its_gold() -> None:
    sizes = {file.stem: len(list(join.records(file))) for file in ARCHIVE.glob("*.jsonl")}
    assert sizes == {"dev": 339, "train": 288, "further": 306, "more": 1015}
    assert all("people" in line for line in join.records(ARCHIVE / "further.jsonl"))
    assert {key for line in join.records(ARCHIVE / "more.jsonl") for key in line} & {"people", "dates"} == set()
