"""Encodings, line ends, and the way back from text to bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certwire.ingest.assembling import moved
from certwire.ingest.decoding import Decoded, clean, decode
from certwire.model import Issue

NO_SURROGATES = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
NO_CONTROLS = st.characters(exclude_categories=["Cs", "Cc"])


def text_of(data: bytes) -> Decoded:
    found = decode(data)
    assert isinstance(found, Decoded)
    return found


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        (b"plain", "plain", []),
        ("Größe".encode(), "Größe", []),
        (b"\xef\xbb\xbfmarked", "marked", []),
        ("Größe".encode("utf-16"), "Größe", []),
        ("﻿Größe".encode("utf-16-be"), "Größe", []),
        ("﻿Größe".encode("utf-32-le"), "Größe", []),
        ("A plain sentence about a foundry.".encode("utf-16-le"), "A plain sentence about a foundry.", ["encoding_assumed"]),
        (b"Gr\xf6\xdfe \x93quoted\x94", "Größe “quoted”", ["encoding_assumed"]),
        (b"bad \x81 byte \xe9", "bad � byte é", ["encoding_errors", "encoding_assumed"]),
        ("ÄÖÜ äöü ".encode() + b"\xff!", "ÄÖÜ äöü �!", ["encoding_errors"]),
        (b"a\r\nb\rc\n", "a\nb\nc\n", []),
        (b"", "", []),
    ],
)
def test_decode(data: bytes, text: str, codes: list[str]) -> None:
    found = text_of(data)
    assert found.text == text
    assert [issue.code for issue in found.issues] == codes


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0"


@pytest.mark.parametrize("data", [b"\0" * 100, bytes(range(256)) * 20, PNG * 9, b"\x7fELF\2\1\1\0\0\0\0\0"])
def test_binaries_are_told(data: bytes) -> None:
    found = decode(data)
    assert isinstance(found, Issue)
    assert found.code == "binary"


def test_a_stray_control_character_is_no_binary() -> None:
    assert text_of(b"page one\f" + b"words " * 50 + b"\0").text.endswith("\0")


PIECES = st.one_of(
    st.text(NO_CONTROLS, max_size=8).map(lambda s: s.encode()),
    st.sampled_from([b"\r\n", b"\n", b"\r", b"\xff", b"\xc3", b"\x81"]),
)


@given(st.lists(PIECES, max_size=30), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_every_code_point_maps_to_its_bytes(pieces: list[bytes], mark: bytes) -> None:
    data = mark + b"".join(pieces)
    found = text_of(data)
    assert found.offsets is not None
    at = [found.offsets.to_byte(i, text=found.text) for i in range(len(found.text) + 1)]
    for i, char in enumerate(found.text):
        raw = data[at[i] : at[i + 1]]
        if char == "\n":
            assert raw in (b"\n", b"\r", b"\r\n")
        elif char == "�" and raw != "�".encode():
            assert len(raw) == 1 and raw[0] >= 0x80
        else:
            assert raw.decode(found.offsets.encoding) == char
    assert at[-1] == len(data)
    assert at[0] == (len(mark) if data else 0)


@given(
    # a NUL first would make the mark of UTF-16-LE that of UTF-32-LE
    st.text(NO_SURROGATES, min_size=1).filter(lambda text: not text.startswith("\0")),
    st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le"]),
)
def test_wide_encodings_map_too(text: str, encoding: str) -> None:
    data = ("﻿" + text).encode(encoding)
    found = text_of(data)
    assert found.text == text
    assert found.offsets is not None
    for i in range(len(text)):
        a, b = (found.offsets.to_byte(k, text=text) for k in (i, i + 1))
        assert data[a:b].decode(encoding) == text[i]


@given(st.lists(PIECES, max_size=20), st.integers(0, 40))
def test_a_cut_text_keeps_its_map(pieces: list[bytes], start: int) -> None:
    found = text_of(b"".join(pieces))
    start = min(start, len(found.text))
    cut = moved(found.offsets, start, found.text)
    assert cut is not None and found.offsets is not None
    rest = found.text[start:]
    for i in range(len(rest) + 1):
        assert cut.to_byte(i, text=rest) == found.offsets.to_byte(start + i, text=found.text)


@given(st.text(st.characters(), max_size=40))
def test_clean_text_is_encodable_and_keeps_its_other_characters(text: str) -> None:
    tidy = clean(text)
    tidy.encode()
    assert "\r" not in tidy
    assert clean(tidy) == tidy


def test_a_map_that_would_fill_the_memory_is_dropped() -> None:
    found = text_of(b"\r\n" * 300_000)
    assert found.offsets is None
    assert [issue.code for issue in found.issues] == ["offsets_dropped"]
