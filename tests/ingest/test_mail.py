"""Mail: subject, date, body, and what hostile senders make of MIME."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

import pytest

from certwire.model import Issue, Release

Reader = Callable[..., Release | Issue]
BODY = "Brindle Foundry has been certified – by Oakmark Assurance.\n\nMore of it.\n"


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"Subject": "Brindle earns ISO 14001 – at last", "From": "Mara Quill <mara@brindle.example>", **headers}.items():
        made[name.replace("_", "-")] = value
    return made


def release(found: Release | Issue) -> Release:
    assert isinstance(found, Release), found
    return found


def test_plain_mail(one: Reader) -> None:
    mail = message(Date="Thu, 02 May 2024 23:30:00 +0100")
    mail.set_content(BODY)
    found = release(one("a.eml", mail.as_bytes()))
    assert found.text == "Brindle earns ISO 14001 – at last\n\n" + BODY.rstrip("\n")
    assert (found.title, found.published, found.published_basis) == ("Brindle earns ISO 14001 – at last", date(2024, 5, 2), "metadata")
    assert (found.source, found.issues) == ("Mara Quill", ())


def test_plain_text_is_preferred_and_attachments_are_reported(one: Reader) -> None:
    mail = message()
    mail.set_content(BODY)
    mail.add_alternative("<p>The other form</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    found = release(one("a.eml", mail.as_bytes()))
    assert BODY.strip() in found.text and "other form" not in found.text
    assert [issue.code for issue in found.issues] == ["attachments_ignored"]


def test_html_mail(one: Reader) -> None:
    mail = message()
    mail.set_content("<html><body><p>Brindle Foundry has been certified.</p></body></html>", subtype="html")
    assert release(one("a.eml", mail.as_bytes())).text.endswith("\n\nBrindle Foundry has been certified.")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\n\n",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nzz\n--b--\n",
    ],
)
def test_no_text_is_empty(one: Reader, raw: bytes) -> None:
    found = one("a.eml", raw)
    assert isinstance(found, Issue) and found.code == "empty"


@pytest.mark.parametrize(
    "raw",
    [
        b"Date: nonsense\n\nBrindle said so.",
        b"Date: Thu, 99 Foo 99999 99:99:99 +9999\n\nBrindle said so.",
        b"Subject: =?utf-8?b?!!!?=\n\nBrindle said so.",
        b"Subject: =?nope?q?x?=\n\nBrindle said so.",
        b"Content-Type: text/plain; charset=nope\n\nBrindle said so.",
        b"Content-Transfer-Encoding: base64\n\n!!!notbase64",
        b"\xff\xfe: \xff\n\nBrindle said so.",
    ],
)
def test_broken_headers_do_no_harm(one: Reader, raw: bytes) -> None:
    found = one("a.eml", raw)
    assert isinstance(found, Release) or found.code in ("empty", "binary")


@pytest.mark.parametrize("header", ["From: {}\nSubject: x", "From: x\nSubject: {}"])
@pytest.mark.parametrize("unit", ["a@b,", "=?utf-8?q?a?= "])
def test_work_grows_with_the_header(one: Reader, header: str, unit: str, grows_in_line: Callable[..., None]) -> None:
    def make(count: int) -> Callable[[], object]:
        raw = f"{header.format(unit * count)}\n\nBrindle said so.".encode()
        return lambda: one("a.eml", raw)

    grows_in_line(make, 40_000)


def nested(depth: int) -> bytes:
    layers = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth))
    return b"".join(layers) + b"\nBrindle said so.\n" * 1000


@pytest.mark.parametrize("depth", [20, 90, 5_000])
def test_deep_mime(one: Reader, depth: int) -> None:
    found = one("a.eml", nested(depth))
    assert isinstance(found, Issue) and found.code == "too_deep"


def test_work_grows_with_the_depth(one: Reader, grows_in_line: Callable[..., None]) -> None:
    def make(depth: int) -> Callable[[], object]:
        raw = nested(depth)
        return lambda: one("a.eml", raw)

    grows_in_line(make, 5_000)
