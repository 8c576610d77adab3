"""What two spellings of one organization's name have in common: keys, legal forms, acronyms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from certwire.vocabulary import words

_POSSESSIVE = re.compile(r"['’]s(?=\W|$)|(?<=s)['’](?=\s|$)")
_SIGNS = re.compile(r"[®™℠©*]")
_NOT_WORD = re.compile(r"[^\w&+]+")
_SPLIT_FORM = re.compile(r"(?<=\w) (?:a s|s a|sa de cv|sapi de cv|s de rl de cv|pty ltd|sp z oo|spol s ro)$")
_SMALL = frozenset("a an and at by de del der des di do du e el en et for für i in la le les of on the to und van von y".split())
_ARTICLES = ("the ",)


@cache
def legal_forms() -> frozenset[str]:
    """Every legal form, in lower case and without dots: ``inc``, ``gmbh``, ``llc`` ..."""
    return frozenset(w.replace(".", "") for key in ("anglophone", "continental", "world") for w in words("organizations_legal_forms", key))


@cache
def weak_forms() -> frozenset[str]:
    """Legal forms that are initials or common words too: ``as``, ``pa``, ``company`` ..."""
    return frozenset(words("organizations_legal_forms", "weak"))


@lru_cache(maxsize=1 << 15)
def plain(name: str) -> str:
    """A name for comparison: lower case, no marks, no dots, no possessive, single spaces.

    Example:
        ``"The O.K. Bakery’s"`` -> ``"the ok bakery"``
    """
    if name.isascii():  # nearly every name, and nothing to normalise in it
        text = name.replace("*", "").lower()
    else:
        text = _SIGNS.sub("", unicodedata.normalize("NFKC", name)).lower().replace("’", "'")
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    text = text.replace(".", "")
    return text if text.isalnum() else _NOT_WORD.sub(" ", text).strip()


@lru_cache(maxsize=1 << 15)
def key(name: str) -> str:
    """The key under which spellings of one organization agree: plain, without leading article and closing legal forms.

    Example:
        ``"The Acme Robotics Co., Ltd."`` -> ``"acme robotics"``
    """
    found = plain(name)
    for article in _ARTICLES:
        found = found.removeprefix(article)
    parts = _SPLIT_FORM.sub("", found).split(" ")
    while len(parts) > 1 and (parts[-1] in legal_forms() or parts[-1] in ("&", "and")):
        parts.pop()
    return " ".join(parts)


def without_legal_form(name: str) -> str:
    """The name as written, up to its legal form.

    Example:
        ``"Acme Robotics Co., Ltd."`` -> ``"Acme Robotics"``
    """
    rest = name
    while True:
        head, _, last = rest.rstrip(" ,").rpartition(" ")
        if not head or plain(last).replace(" ", "") not in legal_forms():
            return rest.rstrip(" ,&")
        rest = head.rstrip(" ,")


def initials(name: str) -> str:
    """First letters of the telling words, capitals inside a word included.

    Example:
        ``"National Agency for Administrative City Construction"`` -> ``"NAACC"``
    """
    out = []
    for word in _NOT_WORD.sub(" ", name.replace("'s", "").replace("’s", "")).split():
        if word.lower() in _SMALL or word == "&":
            continue
        out.append(word[0].upper())
        out.extend(c for c in word[1:] if c.isupper() and not word.isupper())
    return "".join(out)


def is_acronym_of(short: str, full: str) -> bool:
    """Whether ``short`` can stand for ``full``: its letters are found in order, nearly all of them at starts of words.

    Example:
        ``("LH", "Korea Land & Housing Corporation")`` -> ``True``; ``("LH", "Lehman Brothers")`` -> ``False``
    """
    letters = [c for c in short if c.isalnum()]
    if not 2 <= len(letters) <= 10 or sum(c.isupper() for c in letters) < 2 or len(short) >= len(full):
        return False
    tokens = [w for w in _NOT_WORD.sub(" ", full.replace("'s", "").replace("’s", "")).replace("&", " & ").split() if w]
    telling = [w for w in tokens if w.lower() not in _SMALL and w != "&"]
    if len(telling) < 2:
        return _inside(short, telling[0]) if telling else False
    wanted = "".join(c for c in letters if c.isupper() or c.isdigit()).upper()
    starts = "".join(w[0] for w in telling).upper()
    every = "".join(w[0] for w in tokens if w != "&").upper()
    rich = initials(full).upper()
    for row in (starts, every, rich):
        if wanted == row:
            return True
    # a legal form or a place at either end may be left out, never more than two words
    for row in (starts, every, rich):
        at = row.find(wanted)
        if at >= 0 and len(row) - len(wanted) <= 2 and len(wanted) >= 2:
            return True
    if _subsequence(wanted, starts) and len(starts) - len(wanted) <= 2 and len(wanted) >= 3 and wanted[0] == starts[0]:
        return True
    # letters from within words: "Department of Defense" DoD is done above, "Cybersecurity ... (CySA)" here
    return wanted[:1] == starts[:1] and len(wanted) >= 3 and _subsequence(wanted, full.upper()) and _subsequence(starts[:2], wanted)


def _subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(c in rest for c in short)


def _inside(short: str, word: str) -> bool:
    """One camel-case word: "TransNetYX" (TNX)."""
    capitals = "".join(c for c in word if c.isupper())
    return len(capitals) >= 2 and capitals == short.upper()
