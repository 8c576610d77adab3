"""What a user of the package sees before any text is read."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import certwire

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline" / "certwire"


def test_the_public_names() -> None:
    assert certwire.__all__ == [
        "CertwireError",
        "DocumentRecord",
        "EventRecord",
        "Extraction",
        "Extractor",
        "Issue",
        "Mention",
        "Release",
        "__version__",
        "extract",
    ]
    for name in certwire.__all__:
        assert getattr(certwire, name) is not None
        assert name in dir(certwire)
    assert not hasattr(certwire, "nonsense")


def test_importing_is_cheap() -> None:
    code = "import sys, certwire; print([m for m in ('spacy', 'pydantic', 'typer', 'dateparser', 'numpy') if m in sys.modules])"
    path = {"PYTHONPATH": str(ROOT / "pipeline")}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_no_model() -> None:
    code = "import sys, certwire.cli; print([m for m in ('spacy', 'dateparser') if m in sys.modules])"
    path = {"PYTHONPATH": str(ROOT / "pipeline")}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+([ab]\d+|rc\d+)?", certwire.__version__)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]


def test_the_source_root_is_no_package() -> None:
    assert [p.name for p in PACKAGE.parent.iterdir() if p.name != "__pycache__"] == ["certwire"]
    assert (PACKAGE / "py.typed").exists()


def test_every_module_can_be_imported_and_says_what_it_is_for() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.stat().st_size:
            assert ast.get_docstring(tree), f"{path} has no docstring"
        if path.name != "__main__.py":
            name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
            import_module(name)


def test_no_code_is_run_from_data() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        names = {n.id for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Name)}
        assert not names & {"eval", "exec", "pickle"}, path


def test_certwire_in_a_spacy_pipeline() -> None:
    import spacy

    import certwire.component  # noqa: F401 - registers the factory, as the entry point does when installed

    nlp = spacy.blank("en")
    nlp.add_pipe("certwire")
    doc = nlp("Harbor Mill Ltd. announced today that it has been certified to ISO 9001:2015 by BSI.")
    (event,) = doc._.certifications
    assert event["scheme"]["text"].startswith("ISO 9001")
    for evidence in event["evidence"]:
        assert doc.text[evidence["start"] : evidence["end"]] == evidence["text"]
    assert spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())._.certifications == [event]
    assert nlp("Nothing happened.")._.certifications == []
    assert nlp("")._.certifications == []


def test_reading_a_text_from_python() -> None:
    text = " date 2024-05-06 Harbor Mill earns it\n\nHarbor Mill Ltd. announced today that it has been certified to ISO 9001:2015 by BSI."
    result = certwire.extract(text)
    (event,) = result.events
    assert event.document.published == "2024-05-06"
    assert result.document.events == [event.event_id]
    for evidence in event.evidence:
        assert result.text[evidence.start : evidence.end] == evidence.text
    assert certwire.extract(text, published="2024-05-07").document.document.published == "2024-05-07"
    assert certwire.extract("").document.status == "failed"
