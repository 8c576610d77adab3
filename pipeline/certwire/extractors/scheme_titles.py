"""Professional titles: "Certified Weir Keeper", "certified roofing contractor", "Chartered Wealth Strategist"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from certwire.extractors.scheme_found import Found
from certwire.extractors.scheme_grammar import body_after, is_title, named_before
from certwire.extractors.scheme_lists import items_on
from certwire.intervals import overlapped
from certwire.model import Span
from certwire.phrases import run_after
from certwire.spotting import places
from certwire.vocabulary import word_set, words

_OPENER = re.compile(rf"(?<![\w-])(?:{'|'.join(words('schemes', 'title_openers'))})\s+(?=[A-Z])")
_BODY_END = re.compile(
    r"\b(?:Association|Board|Council|Institute|Society|Commission|Foundation|Federation|Alliance|Guild|Agency)(?:\s*\([^()]*\))?$"
)
_SMALL = re.compile(r"[ \n\u00a0]+([a-z][a-z'’-]*)(?![\w@]|\.\w)")
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?=[A-Z])")
_LONGEST_SMALL = 5


def titled(text: str, span: Span, word: str, body: Span | None, floor: int, ceiling: int) -> list[Found] | None:
    """The title that a participle opens; None where it opens none, empty where it opens the name of a body.

    Example:
        "a Quayseal Certified Weir Keeper" -> ``credential`` "Quayseal Certified Weir Keeper", body "Quayseal"
    """
    start, end = span
    title = run_after(text, end, ceiling=ceiling, heads=word_set("schemes", "credential_heads"))
    if title is None or text[end : title[0]].strip():
        return None
    said = text[slice(*title)]
    tail = _head_behind(text, title[1], ceiling)
    if text[start].isupper() and _BODY_END.search(said):
        return []
    if not is_title(text, title, text[start:end]):
        if tail is None:
            return _sharing(text, span, word, body, title, ceiling)
        return [_credential(text, span, (start, tail), word, body or title, owner=body is None)]
    before = named_before(text, start, floor=floor)
    first = start
    if before and text[before[1] : start].strip(" -") == "" and before[1] - before[0] < 40 and text[start].isupper():
        first = before[0]
    owner = before if first < start else None
    found = [_credential(text, span, (first, title[1]), word, body or owner, owner=owner is not None)]
    if text[start].isupper():
        found.extend(_more(text, span, word, body, title, ceiling))
    return found


def _credential(text: str, anchor: Span, at: Span, word: str, body: Span | None, *, owner: bool = False) -> Found:
    return Found(
        start=at[0],
        end=at[1],
        form="credential",
        anchor=anchor,
        word=word,
        body=body,
        name=text[slice(*at)],
        extra={"owner": owner},
    )


def _more(text: str, span: Span, word: str, body: Span | None, title: Span, ceiling: int) -> Iterator[Found]:
    """The further kinds of business that one "Certified" opens."""
    heads = word_set("schemes", "business_heads")
    if _last(text, title) not in heads:
        return
    for item in items_on(text, title[0], ceiling, ())[1:]:
        if _last(text, item.span) in heads:
            yield _credential(text, span, item.span, word, body)


def _sharing(text: str, span: Span, word: str, body: Span | None, title: Span, ceiling: int) -> list[Found] | None:
    """ "certified Quay, Weir and Harbor Keeper": the last of the list has the head for all."""
    items = items_on(text, title[0], ceiling, ())
    if len(items) < 2:
        return None
    last = items[-1].span
    tail = _head_behind(text, last[1], ceiling)
    if tail is None and not _has_head(text[slice(*last)]):
        return None
    found = [_credential(text, span, (span[0], items[0].span[1]), word, body)]
    found.extend(_credential(text, span, item.span, word, body) for item in items[1:-1])
    return [*found, _credential(text, span, (last[0], tail or last[1]), word, body)]


def small_titled(text: str, span: Span, word: str, body: Span | None, ceiling: int) -> list[Found] | None:
    """A title in small letters: it ends at a professional's head word that does not stand alone.

    Example:
        "a certified roofing contractor" -> ``credential`` "certified roofing contractor"
    """
    last = small_title(text, span[1], ceiling)
    if last is None:
        return None
    of = _OF.match(text, last, ceiling)
    named = run_after(text, of.end(), ceiling=ceiling) if of else None
    if named and of and named[0] == of.end() and text[span[1] : last].count(" ") == 1:
        return [_credential(text, span, (span[0], named[1]), word, body or named)]
    if text[span[1] : last].strip().count(" ") == 0 and not text[:last].endswith(tuple(words("schemes", "title_ends"))):
        return None
    return [_credential(text, span, (span[0], last), word, body)]


def small_title(text: str, start: int, ceiling: int) -> int | None:
    """Behind the head word of a title in small letters, None where none follows.

    Example:
        ``small_title("certified roofing contractor in", 9, 31)`` -> ``28``
    """
    stops, heads = _stops(), word_set("schemes", "credential_heads")
    ends = tuple(words("schemes", "title_ends"))
    at = start
    for count in range(_LONGEST_SMALL):
        found = _SMALL.match(text, at, ceiling)
        if found is None or "\n\n" in found[0]:
            return None
        low = found[1]
        if low in heads or low.removesuffix("s") in heads or low.endswith(ends):
            return found.end()
        if low in stops and not (count and low == "and"):
            return None
        at = found.end()
    return None


@cache
def _stops() -> frozenset[str]:
    return word_set("schemes", "specialty_stop") | word_set("schemes", "cut")


def _head_behind(text: str, at: int, ceiling: int) -> int | None:
    """Behind a head word in small letters right after a name: "Quayseal installers"."""
    found = _SMALL.match(text, _skip_marks(text, at), ceiling)
    return found.end() if found and found[1] in word_set("schemes", "credential_heads") else None


def _skip_marks(text: str, at: int) -> int:
    while text[at : at + 1] in {"®", "™"}:
        at += 1
    return at


def _last(text: str, span: Span) -> str:
    return text[slice(*span)].split(" ")[-1].lower()


def _has_head(said: str) -> bool:
    heads = word_set("schemes", "credential_heads")
    return any(w.lower() in heads for w in said.split(" "))


def openers(text: str) -> list[int]:
    """Where a title without the word certified may open, in order.

    Example:
        ``openers("She is a Chartered Wealth Strategist.")`` -> ``[9]``
    """
    return list(places(text, words("schemes", "title_openers")))


def bare_titles(text: str, folded: str, start: int, ceiling: int, taken: Sequence[Span], never: Sequence[Span]) -> Iterator[Found]:
    """Titles of one sentence without the word certified.

    Example:
        "She is a Chartered Wealth Strategist." -> ``credential`` "Chartered Wealth Strategist"
    """
    heads = word_set("schemes", "credential_heads")
    not_titles = tuple(words("schemes", "openers_not"))
    for opener in _OPENER.finditer(text, start, ceiling):
        at = opener.span()
        if overlapped(*at, taken) or overlapped(*at, never) or folded.startswith(not_titles, at[0]):
            continue
        run = run_after(text, at[1], ceiling=ceiling, heads=heads)
        if run and any(w.lower().rstrip(",") in heads for w in text[run[0] : run[1]].split(" ")):
            yield _credential(text, at, (at[0], run[1]), opener[0].strip().lower(), body_after(text, run[1], ceiling))
