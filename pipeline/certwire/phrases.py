"""Runs of capitalised words beside a place in the text: the raw material of names that no registry knows."""

from __future__ import annotations

import re

from certwire.model import Span
from certwire.vocabulary import word_set, words

_WORD = re.compile(r"\S+")
_CORE = re.compile(r"[(\[“\"‘']*(.*?)[)\]”\"’',;:.!?®™©*]*$", re.S)
_LONGEST_RUN = 12
_PAPERS = frozenset({"accreditation", "certification", "certified", "accredited"})
_BODY_NEXT = re.compile(
    r"\s(?:Board|Commission|Council|Institute|Body|Bureau|Agency|Authority|Services?|Cent(?:er|re)|Consortium|Association|Organi[sz]ation|Program)\b"
)
_NEW = re.compile(rf"New (?:{'|'.join(words('schemes', 'new_places'))})\b")
_DATED = re.compile(r"\d|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
"""What ends a name behind a link word: "issued by BRE on 12 February"."""


def is_name_word(word: str) -> bool:
    """Whether a word can stand in a name: it opens with a capital or a digit, or holds a capital ("iGaming", "eBay")."""
    return bool(word) and (word[0].isupper() or word[0].isdigit() or any(c.isupper() for c in word[1:3]))


def core(word: str) -> str:
    """A word without the quotes, brackets, marks and stops around it."""
    found = _CORE.match(word)
    return found[1] if found else word


def run_before(text: str, end: int, *, floor: int) -> Span | None:
    """The capitalised run that ends at code point ``end`` (blanks and a hyphen between allowed), not reaching before ``floor``.

    Example:
        ``run_before("It received an ISCC Plus certification", 25, floor=0)`` -> span of ``"ISCC Plus"``
    """
    stop = end
    while stop > floor and text[stop - 1] in " -\u2011\t":
        stop -= 1
    found = list(_WORD.finditer(text, max(floor, stop - 160), stop))
    start = None
    for count, word in enumerate(reversed(found)):
        raw = word[0]
        bare = core(raw)
        if count and raw.endswith((",", ";", ":", ".", "!", "?", ")", "”", '"')) and not _is_abbreviation(raw):
            break
        low = bare.lower()
        if raw in {"-", "–", "—", "--", "|"} or count > _LONGEST_RUN:
            break
        if low in word_set("schemes", "cut") and not _opens_place(text, word.start(), start):
            break
        if is_name_word(bare) or (raw.startswith("(") and len(bare) > 1):
            start = word.start()
            if raw.startswith(("“", '"', "‘", "[")):
                start += 1
                break
        elif start is None or low not in word_set("schemes", "links"):
            break
        if raw.startswith("(") and not (start or 0) < word.start() and count:
            break
    if start is None:
        return None
    return _trimmed(text, start, stop)


def run_after(text: str, start: int, *, ceiling: int, heads: frozenset[str] = frozenset()) -> Span | None:
    """The capitalised run that begins at code point ``start`` (blanks skipped), not reaching past ``ceiling``.

    Args:
        heads: words behind which an "and" ends the run ("Certified Financial Planner and Author").

    Example:
        ``run_after("from the NEBB Institute, a body", 9, ceiling=31)`` -> span of ``"NEBB Institute"``
    """
    begin = start
    while begin < ceiling and text[begin] in " -\u2011\t":
        begin += 1
    last: int | None = None
    pending: int | None = None
    head_seen = False
    for count, word in enumerate(_WORD.finditer(text, begin, min(ceiling, begin + 160))):
        raw = word[0]
        bare = core(raw)
        low = bare.lower()
        if count > _LONGEST_RUN or (
            count and low in word_set("schemes", "cut") and not _goes_on(text, word, bare, low, linked=pending is not None)
        ):
            break
        if pending is not None and _DATED.match(text, word.start()):
            break
        if (is_name_word(bare) and not raw.startswith(("“", '"'))) or (raw.startswith("(") and len(bare) > 1 and bare.upper() == bare):
            last, pending = word.end(), None
            head_seen = low in heads
            if raw.startswith("("):
                close = text.find(")", word.start(), min(ceiling, word.start() + 60))
                last = close + 1 if close >= 0 else last
                break
            if raw.endswith((",", ";", ":", "!", "?", ")", "”", '"')) or (raw.endswith(".") and not _is_abbreviation(raw)):
                break
        elif low in word_set("schemes", "links") and last is not None and not (head_seen and low in {"and", "&", "-", "–"}):
            if pending is not None and low not in {"the"}:
                break
            pending = word.end()
        else:
            break
    return _trimmed(text, begin, last) if last is not None else None


def _opens_place(text: str, start: int, following: int | None) -> bool:
    """Whether the "New" at ``start`` belongs to the name behind it: "New Jersey Board", unlike "New ISO Certification"."""
    return following is not None and following - start == 4 and _NEW.match(text, start) is not None


def _goes_on(text: str, word: re.Match[str], bare: str, low: str, *, linked: bool) -> bool:
    """Whether a word that cuts a headline stands inside a name all the same: "Court of New Jersey", "Laboratories International".

    Example:
        "Accreditation" in "Commission on Accreditation for Weirs", "Certification" in "Weir Certification Board" -> ``True``
    """
    if low == "new":
        return _NEW.match(text, word.start()) is not None
    if low == "the":
        return linked and text[word.start() - 3 : word.start() - 1] == "of"
    if not bare[:1].isupper():
        return False
    return low in word_set("schemes", "inside_names") or (low in _PAPERS and (linked or _BODY_NEXT.match(text, word.end()) is not None))


def _is_abbreviation(raw: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z]\.)+,?|(?:Inc|Corp|Co|Ltd|St|U\.S|No|Dr|Bros)\.", raw))


def _is_loose(phrase: str) -> bool:
    """Whether a phrase ends in a mark that is none of its own."""
    return (
        phrase[-1] in " ,;:!?®™©*\"”“’'["
        or (phrase[-1] in ")]" and "(" not in phrase)
        or (phrase[-1] == "." and not _is_abbreviation(phrase.split(" ")[-1]))
    )


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Without marks and stops at either edge; a bracket that has its partner inside stays."""
    while start < end and text[start] in " \"“”'‘([*,":
        start += 1
    while end > start and _is_loose(text[start:end]):
        end -= 1
    if end - start > 2 and text[end - 2 : end] in {"'s", "’s"}:
        end -= 2
    return (start, end) if end > start else None
