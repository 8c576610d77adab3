"""The corpus keeps its own rules: gold is quoted verbatim, values are valid, every class is there, nothing is said twice."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from certwire.ingest import read
from certwire.model import Release

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ACTIONS = {"granted", "renewed", "expanded", "in_progress", "withdrawn", "held"}
KINDS = {"certification", "accreditation", "attestation", "authorization"}
RECIPIENTS = {"organization", "person", "place", "product", "facility"}
EVENT_KEYS = {"action", "kind", "scheme", "recipients", "certifier", "accreditor", "date", "valid_until", "evidence"}
SHINGLE = 8

Gold = dict[str, Any]


def gold(name: str) -> dict[str, Gold]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    docs = [json.loads(line) for line in lines]
    assert len({d["doc"] for d in docs}) == len(docs), f"{name} names a document twice"
    return {d["doc"]: d for d in docs}


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def releases(folder: str) -> dict[str, Release]:
    found: dict[str, Release] = {}
    for release in read(CORPUS / folder):
        assert isinstance(release, Release), release
        found[release.path] = release
    return found


def quotations(doc: Gold) -> Iterator[str | None]:
    """Every string of the gold that is copied from the document."""
    for event in doc["events"]:
        yield from (event["scheme"]["mention"], event["scheme"]["level"], event["evidence"], event["certifier"], event["accreditor"])
        yield from (r["mention"] for r in event["recipients"])
        yield from (event[part]["mention"] for part in ("date", "valid_until") if event[part])
    for person in doc["people"]:
        yield from (person["name"], person["role"], person["organization"])
    for organization in doc["organizations"]:
        yield from (organization["name"], *organization["aliases"])
    yield from (d["mention"] for d in doc["dates"])


ANNOUNCEMENTS = gold("gold.jsonl")
FORMATS = gold("gold-formats.jsonl")
ALL = {**ANNOUNCEMENTS, **FORMATS}


@pytest.fixture(scope="module")
def texts() -> dict[str, Release]:
    """By the name that gold gives a document: the stem of an announcement, the path of one in formats/."""
    return {Path(k).stem: v for k, v in releases("announcements").items()} | releases("formats")


def edtf_is_valid(value: str) -> bool:
    """The part of EDTF that the guidelines use: days, months, years, quarters, seasons, intervals, approximations, decades."""
    if value.count("/") == 1:
        first, last = value.split("/")
        return all(end == ".." or edtf_is_valid(end) for end in (first, last)) and not first == last == ".."
    if re.fullmatch(r"\d{3}X", value):
        return True
    parts = [int(p) for p in value.removesuffix("~").split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}~?", value) else []
    if len(parts) == 3:
        try:
            return bool(date(*parts))
        except ValueError:
            return False
    return len(parts) == 1 or (len(parts) == 2 and (1 <= parts[1] <= 12 or 21 <= parts[1] <= 24 or 33 <= parts[1] <= 36))


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("2024-11-27", True),
        ("2024-33", True),
        ("2019/..", True),
        ("2024-01-05/2024-01-07", True),
        ("199X", True),
        ("2015~", True),
        ("2024-02-30", False),
        ("2024-13", False),
        ("24-01", False),
        ("../..", False),
        ("May 2024", False),
        ("2024-1", False),
    ],
)
def test_edtf(value: str, valid: bool) -> None:
    assert edtf_is_valid(value) is valid


def test_every_document_has_gold_and_the_other_way_round(texts: dict[str, Release]) -> None:
    assert set(texts) == set(ALL)


@pytest.mark.parametrize("doc", ALL)
def test_gold_is_quoted_verbatim(doc: str, texts: dict[str, Release]) -> None:
    text = folded(texts[doc].text)
    assert [q for q in quotations(ALL[doc]) if q is not None and (not q or q not in text)] == []


@pytest.mark.parametrize("doc", ALL)
def test_values_are_those_of_the_guidelines(doc: str) -> None:
    entry = ALL[doc]
    assert set(entry) | {"note"} == {"doc", "events", "people", "organizations", "dates", "note"}
    for event in entry["events"]:
        assert set(event) == EVENT_KEYS
        assert event["action"] in ACTIONS
        assert event["kind"] in KINDS
        assert set(event["scheme"]) == {"mention", "normalized", "level"}
        assert event["recipients"]
        assert {r["kind"] for r in event["recipients"]} <= RECIPIENTS
        for part in ("date", "valid_until"):
            assert event[part] is None or edtf_is_valid(event[part]["value"])
    assert all(edtf_is_valid(d["value"]) for d in entry["dates"])


@pytest.mark.parametrize("doc", ALL)
def test_nothing_is_listed_twice(doc: str) -> None:
    entry = ALL[doc]
    forms = [name for o in entry["organizations"] for name in (o["name"], *o["aliases"])]
    for names in (forms, [p["name"] for p in entry["people"]], [d["mention"] for d in entry["dates"]]):
        assert [n for n, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("doc", ALL)
def test_those_who_certify_or_employ_are_listed_as_organizations(doc: str) -> None:
    entry = ALL[doc]
    forms = {name for o in entry["organizations"] for name in (o["name"], *o["aliases"])}
    acting = {e[part] for e in entry["events"] for part in ("certifier", "accreditor")} | {p["organization"] for p in entry["people"]}
    assert acting - forms - {None} == set()


def test_people_who_are_certified_are_listed() -> None:
    missing = [
        (doc, r["mention"])
        for doc, entry in ALL.items()
        for event in entry["events"]
        for r in event["recipients"]
        if r["kind"] == "person" and r["mention"] not in {p["name"] for p in entry["people"]}
    ]
    assert missing == []


def test_every_class_is_there_in_numbers() -> None:
    events = [e for entry in ANNOUNCEMENTS.values() for e in entry["events"]]
    actions, kinds = Counter(e["action"] for e in events), Counter(e["kind"] for e in events)
    recipients = Counter(r["kind"] for e in events for r in e["recipients"])
    assert len(ANNOUNCEMENTS) >= 100
    assert set(actions) == ACTIONS and min(actions.values()) >= 20
    assert set(kinds) == KINDS and min(kinds.values()) >= 10
    assert set(recipients) == RECIPIENTS and min(recipients.values()) >= 12
    assert sum(not entry["events"] for entry in ANNOUNCEMENTS.values()) >= 20


def test_formats_hold_other_shapes_and_encodings() -> None:
    files = [p for p in (CORPUS / "formats").rglob("*") if p.is_file()]
    assert len(files) >= 10
    assert {"".join(p.suffixes[-2:]) if p.suffix == ".gz" else p.suffix for p in files} >= {
        ".html",
        ".md",
        ".eml",
        ".jsonl",
        ".jsonl.gz",
        ".txt",
        ".docx",
        ".pdf",
    }
    starts = {p.stem: p.read_bytes() for p in files if p.suffix == ".txt"}
    assert any(b.startswith(b"\xff\xfe") for b in starts.values())
    assert any(b.startswith(b"\xef\xbb\xbf") for b in starts.values())
    assert any(b"\r\n" in b for b in starts.values())
    assert any(b"\x92" in b and not b.startswith(b"\xff\xfe") for b in starts.values())


@pytest.mark.parametrize("doc", FORMATS)
def test_day_of_publication_is_found_in_every_format(doc: str, texts: dict[str, Release]) -> None:
    assert texts[doc].published is not None


def test_no_two_announcements_share_a_run_of_words(texts: dict[str, Release]) -> None:
    """Names of bodies, people and schemes may recur; sentences may not."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for doc, release in texts.items():
        entry, text = ALL[doc], folded(release.text)
        names = [n for o in entry["organizations"] for n in (o["name"], *o["aliases"])]
        names += [n for p in entry["people"] for n in (p["name"], p["role"]) if n]
        names += [e["scheme"]["mention"] for e in entry["events"] if e["scheme"]["mention"]]
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, " \0 ")
        words = re.findall(r"\0|[a-z0-9]+", text.lower())
        for at in range(len(words) - SHINGLE + 1):
            run = words[at : at + SHINGLE]
            if "\0" not in run:
                seen[" ".join(run)].add(doc)
    assert {run: sorted(docs) for run, docs in seen.items() if len(docs) > 1} == {}


def test_provenance_names_every_document() -> None:
    told = set(re.findall(r"(?m)^\| `([^`]+)` \|", (CORPUS / "PROVENANCE.md").read_text(encoding="utf-8")))
    assert told == set(ALL)
