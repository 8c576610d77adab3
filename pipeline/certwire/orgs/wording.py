"""What the words of a name and around it say, each weighed by what thousands of releases of the archive taught about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from certwire.orgs.lexicon import Flag, lines
from certwire.orgs.words import Word

_S = "'s"
_ARTICLES = frozenset(("the", "a", "an", "its", "our", "their", "his", "her"))


@cache
def weights() -> Mapping[str, float]:
    """Weight of every sign, log odds."""
    return {sign: int(tenths) / 10 for sign, _, tenths in (line.rpartition("\t") for line in lines("organizations_wording"))}


def inner(words: Sequence[Word], first: int, last: int) -> Iterator[str]:
    """Signs in a name of the words ``first`` up to ``last``.

    Example:
        "Texas Brain Injury Alliance" -> "o texas", "m brain", "m injury", "e alliance", "e injury alliance", "size 4"
    """
    if last - first == 1:
        word = words[first]
        text, low = word.text, word.low
        if text.isupper():
            yield f"caps {min(len(text), 6)}"
        else:
            yield "camel" if any(x.isupper() for x in text[1:]) else "word"
            yield f"~{low[-3:]}"
            yield f"~{low[-4:]}"
        yield f"1 {low}"
        return
    end = last - 1
    if words[end].flags & Flag.LEGAL and last - first > 2:
        yield "legal"
        end -= 2 if words[end - 1].text == "," and end - 1 > first else 1
    yield f"o {words[first].low}"
    for i in range(first + 1, end):
        yield f"m {words[i].low}"
    if end > first:
        yield f"e {words[end].low}"
        yield f"e {words[end - 1].low} {words[end].low}"
    yield f"size {min(last - first, 6)}"
    if all(words[i].text.isupper() for i in range(first, last) if words[i].shape == "C"):
        yield "capitals"


def before(words: Sequence[Word], first: int) -> Iterator[str]:
    """Signs before a name that begins with the word ``first``.

    Example:
        "According to the" -> "b the", "b to the", "b according to the"
    """
    if not first or "\n" in words[first].gap:
        yield "b line"
        return
    w = words[first - 1]
    yield f"{'B' if w.shape in 'CN' else 'b'} {w.low}{_S if w.possessive else ''}"
    if first > 1 and w.shape == "l":
        pair = f"{words[first - 2].low} {w.low}"
        yield f"b {pair}"
        if w.low in _ARTICLES and first > 2:
            yield f"b {words[first - 3].low} {pair}"


def after(words: Sequence[Word], last: int) -> Iterator[str]:
    """Signs after a name that ends before the word ``last``."""
    if words[last - 1].possessive:
        yield "a 's"
    if last == len(words) or "\n" in words[last].gap:
        yield "a line"
        return
    w = words[last]
    yield f"{'A' if w.shape in 'CN' else 'a'} {w.low}"
    if last + 1 < len(words) and (w.shape == "l" or w.text == ","):
        yield f"a {w.low} {words[last + 1].low}"
