"""PDF and Word, and what is said when the extra is missing."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from certwire.ingest import IngestOptions
from certwire.ingest.pdf import paragraphs
from certwire.model import Issue, Release

Reader = Callable[..., Release | Issue]


def release(found: Release | Issue) -> Release:
    assert isinstance(found, Release), found
    return found


def pdf(*lines: str, stamp: str = "D:20240502090000Z") -> bytes:
    """A PDF of one page by hand."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 11 Tf 40 800 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /CreationDate ({stamp}) >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF".encode()


def word(*paragraphs_: str) -> bytes:
    import docx

    made = docx.Document()
    for paragraph in paragraphs_:
        made.add_paragraph(paragraph)
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Site", "Hall two"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_pdf(one: Reader) -> None:
    found = release(
        one(
            "a.pdf",
            pdf("Brindle earns it", "", "Brindle Foundry said that it has been", "certified to ISO 14001 after an audit."),
        )
    )
    assert found.text == "Brindle earns it\n\nBrindle Foundry said that it has been certified to ISO 14001 after an audit."
    assert (found.title, found.published, found.published_basis) == ("Brindle earns it", date(2024, 5, 2), "metadata")
    assert [issue.code for issue in found.issues] == ["published_from_file"]


def test_the_dateline_of_a_pdf_goes_before_its_stamp(one: Reader) -> None:
    found = release(one("a.pdf", pdf("HARWICH, May 9, 2023 - Brindle Foundry said that it has been certified.")))
    assert (found.published, found.published_basis, found.issues) == (date(2023, 5, 9), "dateline", ())


def test_paragraphs() -> None:
    assert paragraphs("Acme has been\naudited.\nAbout") == "Acme has been audited.\n\nAbout"
    assert paragraphs("A line that is full here\n• a bullet of its own") == "A line that is full here\n\n• a bullet of its own"
    assert paragraphs("a long certifi\ufffe\ncation") == "a long certification"
    assert paragraphs("") == ""


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b"not a pdf at all", pdf()[:200]])
def test_broken_pdf(one: Reader, data: bytes) -> None:
    found = one("a.pdf", data)
    assert isinstance(found, Issue) and found.code == "unreadable"


def test_a_scan_is_empty(one: Reader) -> None:
    found = one("a.pdf", pdf())
    assert isinstance(found, Issue) and found.code == "empty" and "OCR" in found.message


def test_docx(one: Reader) -> None:
    found = release(one("a.docx", word("Brindle earns it", "HARWICH, May 9, 2023 - Brindle Foundry said so.")))
    assert found.text == "Brindle earns it\n\nHARWICH, May 9, 2023 - Brindle Foundry said so.\n\nSite | Hall two"
    assert (found.title, found.published, found.published_basis) == ("Brindle earns it", date(2023, 5, 9), "dateline")


def test_the_template_stamp_is_no_publication(one: Reader) -> None:
    assert release(one("a.docx", word("Brindle earns it", "Brindle Foundry said so."))).published is None


def test_broken_docx(one: Reader) -> None:
    found = one("a.docx", b"PK broken")
    assert isinstance(found, Issue) and found.code == "unreadable"


def test_a_zip_that_is_no_docx(one: Reader) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.txt", "hello")
    found = one("a.docx", out.getvalue())
    assert isinstance(found, Issue) and found.code == "unreadable"


def test_a_docx_bomb_is_not_unpacked(one: Reader) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 20_000_000)
    found = one("a.docx", out.getvalue(), IngestOptions(max_document_bytes=1_000_000))
    assert isinstance(found, Issue) and found.code == "too_large"


@pytest.mark.parametrize(
    ("name", "package", "extra"), [("a.pdf", "pypdfium2", "office"), ("a.docx", "docx", "office"), ("a.warc", "fastwarc.warc", "warc")]
)
def test_a_missing_extra_says_what_to_install(one: Reader, monkeypatch: pytest.MonkeyPatch, name: str, package: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    found = one(name, b"anything")
    assert isinstance(found, Issue) and found.code == "extra_missing"
    assert f"pip install 'certwire[{extra}]'" in found.message
