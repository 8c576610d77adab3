"""Header, headline and dateline: tables with as many negatives as positives."""

from __future__ import annotations

from datetime import date

import pytest

from certwire.ingest import opening

PROSE = (
    "Brindle Foundry has been certified to ISO 14001 after an audit of both its halls which took the whole of last week, its board said. "
    * 2
)


@pytest.mark.parametrize(
    ("text", "day", "start"),
    [
        (" date 2024-05-01 Acme earns it", date(2024, 5, 1), 17),
        ("date 2024-05-01 Acme", date(2024, 5, 1), 16),
        (" date 2024-05-01\nAcme", date(2024, 5, 1), 16),
        (" date 2024-02-30 no such day", None, 0),
        (" date 2024-05-011 Acme", None, 0),
        ("A date 2024-05-01 in prose", None, 0),
        (" dates 2024-05-01", None, 0),
        ("", None, 0),
    ],
)
def test_header(text: str, day: date | None, start: int) -> None:
    assert opening.header(text) == (day, start)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("HARWICH, ESSEX, February 05, 2025 /Tidewire/ -- Brindle Foundry", date(2025, 2, 5)),
        ("LONDON — AUGUST 20, 2026 — Brindle Foundry said", date(2026, 8, 20)),
        ("Lisbon, 3rd March 2021 - Casa Azul", date(2021, 3, 3)),
        ("Oslo, Norway (Nordwire) Wednesday Mar 26, 2025 @ 7:00 AM Eastern — Fjordkraft", date(2025, 3, 26)),
        ("PORT SUNDAY - [Tidewire](https://tide.example/a) - 10 July 2026 - The fair", date(2026, 7, 10)),
        ("ST. MERRYN, CORNWALL / Tidewire / Sept. 4, 2025 11:50", date(2025, 9, 4)),
        ("St Merryn (February 4, 2025) - Brindle", date(2025, 2, 4)),
        ("May 14, 2024", date(2024, 5, 14)),
        ("2024-05-14 — Brindle", date(2024, 5, 14)),
        ("On May 14, 2024, Brindle Foundry opened", None),
        ("Brindle Foundry opened a hall on May 14, 2024 - and closed it.", None),
        ("LONDON — August 2026 — Brindle", None),
        ("LONDON, May 14 — Brindle", None),
        ("LONDON, February 30, 2024 — Brindle", None),
        ("Certified May 14, 2024 by Oakmark", None),
        ("LONDON, May 14, 20245 — Brindle", None),
        ("Mayor 14, 2024 - x", None),
        ("", None),
    ],
)
def test_dateline(line: str, day: date | None) -> None:
    assert opening.dateline(line) == day


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Brindle Foundry earns ISO 14001\n\n" + PROSE, "Brindle Foundry earns ISO 14001"),
        ("Is Your Foundry Ready?\n\n" + PROSE, "Is Your Foundry Ready?"),
        ("Brindle Joins Oakmark Inc.\n\n" + PROSE, "Brindle Joins Oakmark Inc."),
        (
            "Auditors Like Clean Floors. Most Foundries Never Sweep Theirs.\n\n" + PROSE,
            "Auditors Like Clean Floors. Most Foundries Never Sweep Theirs.",
        ),
        ("FOR IMMEDIATE RELEASE\n\nMay 2, 2024\n\nBrindle earns it\n\n" + PROSE, "Brindle earns it"),
        ("Brindle earns it\n" + PROSE, "Brindle earns it"),
        ("Brindle earns it\nHARWICH, May 2, 2024 - Brindle", "Brindle earns it"),
        ("Brindle Foundry Earns\nIts Third Certificate\n\n" + PROSE, "Brindle Foundry Earns\nIts Third Certificate"),
        (PROSE + " It is the third one.\n\nMore prose here.", None),
        ("The foundry passed. The auditors left.\n\n" + PROSE, None),
        ("HARWICH, May 2, 2024 - Brindle Foundry is certified\n\n" + PROSE, None),
        ("Brindle Foundry has been certified\nto ISO 14001 after an audit\nof both halls.\n", None),
        ("Only a line", None),
        ("x" * 301 + "\n\n" + PROSE, None),
        ("\n\n", None),
        ("", None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert opening.headline(text) == title


def test_the_headline_is_not_searched_for_a_dateline() -> None:
    text = "Deadline: Sept 30, 2030 - What Foundries Must Know\n\nHARWICH, May 2, 2024 - Brindle"
    assert opening.opening_date(text, title=text.partition("\n")[0]) == date(2024, 5, 2)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-05-01", date(2024, 5, 1)),
        ("2024-05-01T23:00:00Z", date(2024, 5, 1)),
        ("Wed, 1 May 2024 10:00:00 GMT", date(2024, 5, 1)),
        ("1 May 2024", date(2024, 5, 1)),
        ("May 2024", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_day_of_a_metadata_field(value: str | None, day: date | None) -> None:
    assert opening.day_of(value) == day
