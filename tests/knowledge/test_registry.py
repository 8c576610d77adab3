"""The packaged rows hold together, and a user's file is laid over them with errors that say where."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from certwire import knowledge
from certwire.errors import ConfigError, KnowledgeError
from certwire.knowledge import loader
from certwire.knowledge.grammar import grammar

ROW = '[schemes.x]\nname = "Harbour Mark"\ndomain = "ports"\n'


def test_there_are_enough_rows() -> None:
    registry = knowledge.load()
    assert len(registry.schemes) >= 450
    assert len(registry.bodies) >= 320


def test_every_trade_has_rows() -> None:
    domains = Counter(scheme.domain for scheme in knowledge.load().schemes.values())
    trades = (
        "management-systems cities information-security green-buildings energy food fisheries forestry labour health-care laboratories "
        "education aerospace automotive railway medical-devices maritime product-safety tourism workplaces finance vendor-programmes "
        "government"
    )
    assert [trade for trade in trades.split() if not domains[trade]] == []


def test_identifiers_are_plain_and_distinct_from_names() -> None:
    registry = knowledge.load()
    for rows in (registry.schemes, registry.bodies):
        for id_, row in rows.items():
            assert id_ == row.id
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)
            assert row.name == row.name.strip() and "  " not in row.name


def test_grants_lead_to_bodies() -> None:
    registry = knowledge.load()
    for scheme in registry.schemes.values():
        for id_ in scheme.certifiers:
            assert registry.body(id_) is not None


def test_standards_are_read_by_the_grammar() -> None:
    """A row's standard must be a key that the grammar makes, or it would never be found."""
    registry, matcher = knowledge.load(), knowledge.matcher()
    for key, id_ in registry.standards.items():
        name = registry.schemes[id_].name
        hits = matcher.find(f"{name} certification")
        assert hits and id_ in hits[0].schemes, (key, name, hits)


def test_every_name_finds_its_row() -> None:
    registry, matcher = knowledge.load(), knowledge.matcher()
    lost = [
        row.id
        for row in registry.schemes.values()
        if row.id not in {id_ for hit in matcher.find(f"certification: {row.name} certified") for id_ in hit.schemes}
    ]
    lost += [
        row.id
        for row in registry.bodies.values()
        if row.id not in {id_ for hit in matcher.bodies(f"certified by {row.name}, accredited") for id_ in hit.bodies}
    ]
    assert lost == []


def test_grammar_has_keys_for_all_standards() -> None:
    keys = {family.key for family in grammar().families}
    assert {standard.split(" ", 1)[0] for standard in knowledge.load().standards} <= keys


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROW + '\n[schemes.y]\nname = "Harbour Mark"\ndomain = "ports"\n', "x, y all claim"),
        (ROW + 'owner = "no-such-body"\n', "scheme x: unknown owner 'no-such-body'"),
        (ROW + 'certifiers = ["no-such-body"]\n', "scheme x: unknown certifier 'no-such-body'"),
        (ROW + "owner_grants = true\n", "scheme x: owner_grants without an owner"),
        (ROW + 'standard = "iso 1"\n[schemes.y]\nname = "Pier Mark"\ndomain = "ports"\nstandard = "iso 1"\n', "both claim the standard"),
        (
            ROW
            + ROW.replace("[schemes.x]", "[bodies.x]").replace("Harbour", "Pier")
            + 'country = "GB"\nroles = ["owner"]\n[schemes.z]\nname = "®"\ndomain = "d"\n',
            "without a letter or digit",
        ),
    ],
)
def test_contradictions_are_refused(text: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(message)):
        loader.parse(text)


def test_cued_forms_may_be_shared() -> None:
    text = ROW + 'cued = ["HM"]\n[schemes.y]\nname = "Hull Mark"\ndomain = "ports"\ncued = ["HM"]\n'
    registry = loader.parse(text)
    assert registry.schemes_named("HM") == ("x", "y")
    hit = knowledge.matcher(registry).find("The quay is HM certified.")[0]
    assert (hit.schemes, hit.scheme, hit.name) == (("x", "y"), None, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[schemes.x]\nname = "Harbour Mark"\ndomain = "ports"\nkind = "medal"\n', "row schemes.x: kind:"),
        ('[schemes.x]\nname = "Harbour Mark"\ndomain = "ports"\nlevel = ["Gold"]\n', "row schemes.x: level:"),
        ('[schemes.x]\ndomain = "ports"\n', "row schemes.x: name:"),
        ('[schemes."X Y"]\nname = "Harbour Mark"\ndomain = "ports"\n', "row schemes.X Y: id:"),
        ('[bodies.x]\nname = "Harbour Board"\ndomain = "ports"\nroles = ["owner"]\ncountry = "England"\n', "row bodies.x: country:"),
        ("[scheme.x]\nname = 1\n", "unknown table [scheme]"),
        ("schemes = 3\n", "unknown table [schemes]"),
        ("[schemes]\nx = 3\n", "row schemes.x is not a table"),
        ("[schemes.x\n", "not valid TOML"),
    ],
)
def test_a_users_mistake_names_file_and_row(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        knowledge.load(extra=[path])
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read"):
        knowledge.load(extra=[tmp_path / "absent.toml"])


def test_a_users_file_adds_and_changes(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[defaults]\ndomain = "ports"\n'
        '[schemes.quiet-quay]\nname = "Quiet Quay Standard (QQS)"\nlevels = ["Calm", "Silent"]\nowner = "quay-board"\nowner_grants = true\n'
        '[schemes.leed]\nlevels = ["Fair", "Fine"]\n'
        '[bodies.quay-board]\nname = "European Quay Board"\ncountry = "NL"\nroles = ["certification"]\n',
        encoding="utf-8",
    )
    registry = knowledge.load(extra=[path])
    leed = registry.schemes["leed"]
    assert leed.levels == ("Fair", "Fine")
    assert leed.owner == knowledge.load().schemes["leed"].owner
    hit = knowledge.matcher(registry).find("Terminal 4 holds Quiet Quay Standard Silent status.")[0]
    assert (hit.scheme, hit.level, hit.name) == ("quiet-quay", "Silent", "Quiet Quay Standard (QQS)")
    assert "quiet-quay" not in knowledge.load().schemes


def test_use_changes_the_process_and_back(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[schemes.quiet-quay]\nname = "Quiet Quay Standard"\ndomain = "ports"\n', encoding="utf-8")
    try:
        knowledge.use([path])
        assert knowledge.scheme("quiet-quay") is not None
        assert any(literal.text == "Quiet Quay Standard" for literal in knowledge.cues().literals)
    finally:
        knowledge.use()
    assert knowledge.scheme("quiet-quay") is None


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("ISO 27001:2022", "iso-27001"),
        ("iso/iec 27001", "iso-27001"),
        ("SOC 2 Type II", "soc-2"),
        ("SOC2®", "soc-2"),
        ("Payment Card Industry Data Security Standard", "pci-dss"),
        ("certified public accountant", "cpa"),
        ("Leed", "leed"),
        ("harbour of dreams", None),
        ("CSA", None),
        ("ISO 9001 and ISO 14001", None),
    ],
)
def test_scheme_named(text: str, id_: str | None) -> None:
    scheme = knowledge.scheme_named(text)
    assert (scheme.id if scheme else None) == id_


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("TUV SUD", "tuv-sud"),
        ("the U.S. Green Building Council", "usgbc"),
        ("US Green Building Council", "usgbc"),
        ("Lloyds Register", "lloyds-register"),
        ("Lloyd’s Register", "lloyds-register"),
        ("Harbour and Sons", None),
    ],
)
def test_body_named(text: str, id_: str | None) -> None:
    body = knowledge.body_named(text)
    assert (body.id if body else None) == id_


def test_cues_cover_what_the_matcher_knows() -> None:
    cues = knowledge.cues()
    assert "certified" in cues.words and "accreditation" in cues.words
    literals = {literal.text: literal for literal in cues.literals}
    assert literals["LEED"].cued is False and literals["WELL"].cued is True
    assert literals["Health Insurance Portability and Accountability Act"].folded is True
    assert {"ISO", "ISO/IEC", "NIST SP", "FIPS"} <= set(cues.heads)
    assert not any("certified" in text.lower().split() for text in literals)
    assert list(cues.literals) == sorted(cues.literals)
