"""Can a text hold a certification at all? Decided from the raw text, before any model, in time linear in its length.

What is looked for comes from what the extractors look for: the words of certification in ``data/cues.toml``, the openers of titles,
every form of every scheme in the registry in use, and the heads of numbered standards. It asks less than they do, so whatever they would
find passes; ``staging`` looks closer at what passed.

A text becomes a line of plain words, once as written and once in lower case, with equal offsets. A set of its words tells which of the
thousands of names can be there at all; those few are then searched for. (One automaton over all names would be simpler, but with six
thousand of them RE2 takes five times as long.)
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from certwire import knowledge
from certwire.knowledge import Cues
from certwire.knowledge.grammar import grammar
from certwire.vocabulary import words

# What the matcher looks through: letters with marks on them, ligatures, full-width forms.
_MARKED = re.compile("[\u00aa\u00ba\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\ufb00-\ufb06\uff00-\uff5e]")
_WORDS = bytes(b if b < 128 and (chr(b).isalnum() or b in b"+_") else 32 for b in range(256))
_LOWER = _WORDS.lower()
_AND = {bytes(sign): b"" for sign in product(*zip(b"and", b"AND", strict=True))}
# The first bytes of what _MARKED looks for, but for two signs of Latin-1.
_MARKED_LEADS = bytes((*range(0xC3, 0xCA), 0xCC, 0xCD, 0xE1, 0xEF))
_RUNS = re.compile(rb"[A-Za-z]+|[0-9]+|\+|_")
_NUMBER = re.compile(rb" (?:(?:no|standard|certification) )?(?:[0-9]|[a-z]{1,2} [0-9])")
_PART = re.compile(rb" [a-z0-9]")
_DIACRITICS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LONGEST = 64
_NEAR = 6
_WINDOW = 400


@dataclass(frozen=True, slots=True)
class _Name:
    """Something to look for: words with single spaces, in lower case.

    ``shape`` has a letter a word, as in the registry: U capitals, T a capital first, l anything. ``after``: what must follow in lower case;
    ``title``: a capital must follow.
    """

    phrase: bytes
    words: frozenset[bytes]
    shape: str = ""
    cued: bool = False
    after: re.Pattern[bytes] | None = None
    title: bool = False


def worth_reading(text: str) -> bool:
    """Whether the text names a scheme or speaks of certification, so that it may hold an event or a standing fact.

    Args:
        text: a release's text, of any length.

    Example:
        ``worth_reading("Acme earns ISO 9001 certification.")`` -> ``True``; ``worth_reading("Acme opens a bakery.")`` -> ``False``
    """
    data = _bytes(text)
    tokens = data.translate(_LOWER).split()
    present = set(tokens)
    runs = _runs(present)
    present.update(word for split in runs.values() for word in split.split())
    names = _names(knowledge.cues())
    possible = [name for telling in present.intersection(names) for name in names[telling] if name.words <= present]
    possible = [name for name in possible if not _only_small(name, data)]
    if not possible:
        return False
    low = _joined(tokens, runs)
    cased: bytes | None = None
    doubtful = False
    for name in possible:
        for at in _found(name.phrase, low):
            if name.after is not None and not name.after.match(low, at + len(name.phrase) - 1):
                continue
            if name.shape:
                cased = cased or _line(text)
                if not _fits(name, cased, at):
                    continue
            if not name.cued or _near(low, at, at + len(name.phrase)):
                return True
            doubtful = True
    # A cued form may also stand as a post-nominal or with a mark: signs that the line of words no longer shows.
    return doubtful and bool(knowledge.matcher().find(text))


def _only_small(name: _Name, data: bytes) -> bool:
    """Whether a name of one word never has its capitals: "as" and "well" are in every text, "AS" and "WELL" are not."""
    word = name.phrase.strip()
    if name.shape == "U":
        return word.upper() not in data
    return name.shape == "T" and data.count(word) == data.lower().count(word)


def _line(text: str) -> bytes:
    """The words of a text with a space before and after each: ``"SOC2® & ISO-9001"`` -> ``b" SOC 2 ISO 9001 "``."""
    tokens = _bytes(text).translate(_WORDS).split()
    return _joined(tokens, _runs(set(tokens)))


def _bytes(text: str) -> bytes:
    """The text in UTF-8, letters without their marks."""
    data = text.encode("utf-8", "replace")
    if len(data.translate(None, _MARKED_LEADS)) == len(data) and b"\xc2\xaa" not in data and b"\xc2\xba" not in data:
        return data  # quicker told from the bytes, of which most texts have none
    if _MARKED.search(text):
        text = text.replace("™", " ").replace("℠", " ")
        text = _DIACRITICS.sub("", unicodedata.normalize("NFKD", text))
    return text.encode("utf-8", "replace")


def _runs(tokens: set[bytes]) -> dict[bytes, bytes]:
    """What stands in the line for a token that is not one plain word: ``b"SOC2"`` -> ``b"SOC 2"``; nothing for "and"."""
    runs = {t: b" ".join(_RUNS.findall(t)) for t in tokens if not t.isalpha() and not t.isdigit()}
    return {**runs, **_AND}


def _joined(tokens: list[bytes], runs: Mapping[bytes, bytes]) -> bytes:
    return b" " + b" ".join([word for t in tokens if (word := runs.get(t, t))]) + b" "


def _found(phrase: bytes, low: bytes) -> Iterator[int]:
    at = low.find(phrase)
    while at >= 0:
        yield at
        at = low.find(phrase, at + 1)


def _fits(name: _Name, cased: bytes, at: int) -> bool:
    """Whether the words have their capitals, and a title a capital behind it."""
    end = at + len(name.phrase)
    if name.title and not cased[end : end + 1].isupper():
        return False
    said = cased[at:end].split()
    return len(said) != len(name.shape) or all(
        (want != "U" or word.isupper()) and (want != "T" or not word[:1].islower()) for want, word in zip(name.shape, said, strict=True)
    )


def _near(low: bytes, start: int, end: int) -> bool:
    """Whether a word of certification stands within a few words."""
    around = (*low[max(0, start - _WINDOW) : start].split()[-_NEAR:], *low[end : end + _WINDOW].split()[:_NEAR])
    return any(word.startswith(_near_words()) for word in around)


@lru_cache(maxsize=1)
def _near_words() -> tuple[bytes, ...]:
    return tuple(word.encode() for word in grammar().near)


_last: tuple[Cues, Mapping[bytes, tuple[_Name, ...]]] | None = None


def _names(cues: Cues) -> Mapping[bytes, tuple[_Name, ...]]:
    """Every name by its most telling word; kept by the registry's identity: to hash its forms takes longer than a text."""
    global _last
    if _last is None or _last[0] is not cues:
        _last = (cues, _index(cues))
    return _last[1]


def _index(cues: Cues) -> Mapping[bytes, tuple[_Name, ...]]:
    names = [name for name in sorted(_all(cues), key=lambda n: (n.cued, n.phrase)) if name.words]
    often = Counter(word for name in names for word in name.words)
    found: dict[bytes, dict[_Name, None]] = {}
    for name in names:
        found.setdefault(min(name.phrase.split(), key=lambda word: (often[word], -len(word), word)), {})[name] = None
    return {telling: tuple(group) for telling, group in found.items()}


def _all(cues: Cues) -> Iterator[_Name]:
    for key in ("participles", "nouns", "verbs"):
        for word in words("cues", f"anchors.{key}"):
            yield _name(word)
    for opener in words("schemes", "title_openers"):
        yield _name(opener, shape="T", title=True)
    for head in cues.heads:
        yield _name(head, shape="" if head == "ISO" else _shape(head), after=_PART if head.endswith("Part") else _NUMBER)
    for one in cues.literals:
        for text in _variants(one.text):
            yield _name(text, shape="" if one.folded else _shape(text), cued=one.cued)


def _name(text: str, *, shape: str = "", cued: bool = False, after: re.Pattern[bytes] | None = None, title: bool = False) -> _Name:
    phrase = _line(text).lower()
    return _Name(phrase, frozenset(phrase.split()), shape, cued, after, title)


def _variants(text: str) -> Iterator[str]:
    """Spellings that one form stands for: as listed, in the plural, and with "U.S." or "Lloyd's" written in one."""
    yield text
    if " " in text and text[-1].islower():
        yield f"{text}s"
    if "U.S." in text:
        yield text.replace("U.S.", "US")
    if "'s" in text or "’s" in text:
        yield text.replace("'s", "s").replace("’s", "s")


def _shape(text: str) -> str:
    said = _line(text).split()
    return "".join(
        "U" if word.isupper() and (len(word) > 1 or i + 1 == len(said)) else "T" if word[:1].isupper() else "l"
        for i, word in enumerate(said)
    )
