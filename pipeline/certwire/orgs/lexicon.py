"""What the vocabularies know about one word, as bits, and about whole names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from certwire import vocabulary
from certwire.naming import legal_forms, plain, weak_forms
from certwire.vocabulary import words


class Flag:
    """What a word can be, as bits of a plain int (an enum costs too much a word); a word may be several things."""

    LEGAL = 1
    WEAK_LEGAL = 2
    HEAD = 4
    GENERIC_HEAD = 8
    OF_OPENER = 16
    FUNCTION = 32
    VERB = 64
    SAY = 128
    ROLE = 256
    TITLE = 512
    MONTH = 1024
    SCHEME = 2048
    AWARD = 4096
    EVENT = 8192
    PRODUCT = 16384
    PLACE_WORD = 32768
    COMPANY_NOUN = 65536
    CAPTION = 131072
    COMMON = 262144
    GIVEN = 524288
    SURNAME = 1048576
    SOCIAL = 2097152
    EXCHANGE = 4194304
    PUBLIC_HEAD = 8388608


_BY_KEY = {
    "function": Flag.FUNCTION,
    "verb": Flag.VERB,
    "say": Flag.SAY,
    "role": Flag.ROLE,
    "title": Flag.TITLE,
    "month": Flag.MONTH,
    "scheme": Flag.SCHEME,
    "award": Flag.AWARD,
    "event": Flag.EVENT,
    "product": Flag.PRODUCT,
    "place_word": Flag.PLACE_WORD,
    "company_noun": Flag.COMPANY_NOUN,
    "caption": Flag.CAPTION,
    "social": Flag.SOCIAL,
    "exchange": Flag.EXCHANGE,
}


@cache
def flags() -> dict[str, int]:
    """Bits of every known word, by the word in lower case without dots."""
    found: dict[str, int] = {}

    def add(entries: Iterable[str], flag: int) -> None:
        for word in entries:
            found[word] = found.get(word, 0) | flag

    for name, flag in _BY_KEY.items():
        add((w.replace(".", "") for w in words("organizations_words", name)), flag)
    add(legal_forms(), Flag.LEGAL)
    add(weak_forms(), Flag.WEAK_LEGAL)
    for name in ("public", "school", "health", "society", "business"):
        add(words("organizations_heads", name), Flag.HEAD)
    for name in ("public", "school", "health", "society"):
        add(words("organizations_heads", name), Flag.PUBLIC_HEAD)
    add(words("organizations_heads", "generic"), Flag.GENERIC_HEAD)
    add(words("organizations_heads", "of_openers"), Flag.OF_OPENER)
    add(lines("organizations_common"), Flag.COMMON)
    add((w.lower() for w in lines("people_given") if not w.endswith("?")), Flag.GIVEN)
    add((w.lower() for w in lines("people_surnames") if not w.endswith("?")), Flag.SURNAME)
    return found


@cache
def places() -> frozenset[str]:
    """Names that are places when they stand alone, plain."""
    return frozenset(plain(w) for w in lines("organizations_places"))


@cache
def known() -> frozenset[str]:
    """Names that any reader knows, as written."""
    return frozenset(lines("organizations_known"))


@cache
def known_names() -> frozenset[str]:
    """Names that any reader knows and those that the archive nearly always takes for an organization, as written."""
    return known() | frozenset(n for n, digit in priors().items() if digit >= 6)


@cache
def known_openers() -> frozenset[str]:
    """Their first words: whatever begins with another is none of them."""
    return frozenset(n.split(" ", 1)[0] for n in known_names())


@cache
def known_low() -> frozenset[str]:
    """The same in lower case, with what the archive nearly always takes for an organization."""
    return frozenset(n.lower() for n in known_names())


@cache
def priors() -> dict[str, int]:
    """How often, 0 to 9, a spelling met in several releases of the public archive was taken for an organization there."""
    return {name: int(digit) for name, _, digit in (line.rpartition("\t") for line in lines("organizations_priors"))}


@cache
def seen() -> dict[str, int]:
    """The same as a tagger and a model without these lists see it, of spellings that the tagger thought conceivable at all."""
    return {name: int(digit) for name, _, digit in (line.rpartition("\t") for line in lines("organizations_seen"))}


@cache
def word_priors() -> dict[str, int]:
    """The same for names with a word at an edge or beside it: ``"end hospital"``, ``"open ministry"``, ``"before joined"``."""
    return {word: int(digit) for word, _, digit in (line.rpartition("\t") for line in lines("organizations_word_priors"))}


@cache
def phrases(key: str) -> frozenset[str]:
    """A list of whole phrases, plain."""
    return frozenset(plain(w) for w in words("organizations_words", key))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of ``data/NAME.txt`` without comments; none where there is no such file."""
    there = files("certwire").joinpath("data", f"{name}.txt").is_file()
    return vocabulary.lines(f"{name}.txt") if there else ()
