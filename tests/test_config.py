from __future__ import annotations

from pathlib import Path

import pytest

from certwire.config import Options, from_mapping, load
from certwire.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "certwire.toml"


def test_a_file_sets_what_the_caller_does_not(file: Path) -> None:
    file.write_text('entities = "all"\nmin_confidence = 0.5\n[ingest]\nmax_document_bytes = 5\n[ingest.fields]\ntext = ["story"]\n')
    options = load(file, entities=None, min_confidence=0.25)
    assert (options.entities, options.min_confidence) == ("all", 0.25)
    assert options.ingest.max_document_bytes == 5
    assert options.ingest.fields.text == ("story",)
    assert options.ingest.fields.title == Options().ingest.fields.title


def test_no_file_gives_the_defaults() -> None:
    assert load() == Options()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('entites = "all"', "entites: no such setting; there are entities, "),
        ("[ingest]\nmaximum = 1", r"ingest\.maximum: no such setting"),
        ("[ingest.fields]\nbody = 1", r"ingest\.fields\.body: no such setting"),
        ('entities = "some"', "entities: Input should be 'relevant' or 'all'"),
        ('[ingest]\nmax_document_bytes = "many"', r"ingest\.max_document_bytes: Input should be a valid integer"),
        ("min_confidence = 2", "min_confidence: 2"),
        ("workers = 0", "workers: 0: at least 1"),
        ("entities = ", "not TOML"),
        ("ingest = 3", "ingest: "),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(file: Path, text: str, complaint: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError, match=rf"certwire\.toml: .*{complaint}"):
        load(file)


def test_a_file_that_is_not_there(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"certwire\.toml: No such file"):
        load(file)


def test_the_fingerprint_names_what_changes_the_output_only() -> None:
    assert Options(workers=8).fingerprint() == Options().fingerprint()
    assert Options(entities="all").fingerprint() != Options().fingerprint()
    assert Options(min_confidence=0.5).fingerprint() != Options().fingerprint()
    assert len(Options().fingerprint()) == 12


def test_registry_files_lie_beside_the_configuration_and_count_by_content(file: Path) -> None:
    for name, level in (("one", "Gold"), ("two", "Gold"), ("three", "Silver")):
        (file.parent / name).write_text(f"# {level}\n")
    prints = []
    for name in ("one", "two", "three"):
        file.write_text(f'registry = ["{name}"]\n')
        options = load(file)
        assert options.registry == (str((file.parent / name).resolve()),)
        prints.append(options.fingerprint())
    assert prints[0] == prints[1] != prints[2]
    with pytest.raises(ConfigError, match=r"registry: gone\.toml: No such file"):
        Options(registry=("gone.toml",)).fingerprint()


def test_settings_come_back_as_they_were() -> None:
    options = Options(entities="all", min_confidence=0.5)
    assert from_mapping(options.settings(), where="run.json") == options
