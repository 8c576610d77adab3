"""When two wordings mean the same: names without legal form and honorific, schemes by number or telling words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Entity = Mapping[str, Any]
"""A JSON object of gold or output."""

_LEGAL = re.compile(
    r"\b(incorporated|inc|llc|l l c|ltd|limited|corp|corporation|co|company|gmbh|plc|llp|lp|pllc|pc|pa|ag|sa|nv|bv|ab|oy|srl|spa|pte|pty|kk"
    r"|group)\b"
)
_HONORIFIC = re.compile(r"^(the|mr|mrs|ms|dr|prof)\s+")
_POSSESSIVE = re.compile(r"'s\b")
_PUNCTUATION = re.compile(r"[^\w+&]+")
_SPACES = re.compile(r"\s+")
_NUMBERED = re.compile(r"\b(iso|iec|as|en|bs|iatf|nsf|ansi|ul|astm|soc|iso iec|pas|ohsas|sa|jis)\s*(?:iec|ts|en|ansi)?\s*(\d+[a-z]?)")
_EDITION = re.compile(r"(19|20)\d\d")
_GENERIC = frozenset(
    "certification certified certificate certifications accreditation accredited accreditations attestation standard standards the program"
    " programme compliance compliant authorization of for and a in mark status report audit examination management system systems".split()
)
_SMALL = frozenset({"the", "of", "and", "&", "a"})


def plain(text: str | None) -> str:
    """Lower case, without punctuation, trade marks and possessives: ``"Acme’s ISO® 9001"`` -> ``"acme iso 9001"``."""
    folded = unicodedata.normalize("NFKC", text or "").lower().replace("’", "'").replace("®", "").replace("™", "")
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", _POSSESSIVE.sub("", folded))).strip()


def name_key(name: str | None) -> str:
    """A name without honorific and legal form: ``"Dr. Roe"`` -> ``"roe"``, ``"Acme Inc."`` -> ``"acme"``."""
    bare = _HONORIFIC.sub("", plain(name))
    return _SPACES.sub(" ", _LEGAL.sub(" ", bare)).strip() or bare


def names(entity: Entity | str | None) -> set[str]:
    """Every surface form of an entity, as keys."""
    if not entity:
        return set()
    if isinstance(entity, str):
        return {name_key(entity)}
    forms = [entity.get("name") or entity.get("mention") or entity.get("text"), *(entity.get("aliases") or [])]
    return {name_key(form) for form in forms if form}


def widened(keys: Iterable[str], groups: Iterable[set[str]]) -> set[str]:
    """Keys, and those of every group of aliases that they touch."""
    out = set(keys)
    for group in groups:
        if group & out:
            out |= group
    return out


def scheme_keys(scheme: Entity | None) -> set[str]:
    """Keys under which schemes may agree: ``ISO/IEC 27001:2022`` -> ``{"#iso27001", "27001 iec iso"}``; empty where nothing tells."""
    out: set[str] = set()
    for wording in (scheme.get(k) for k in ("normalized", "name", "mention", "text")) if scheme else ():
        if not wording:
            continue
        text = plain(wording)
        out.update(f"#{family.split()[0]}{number}" for family, number in _NUMBERED.findall(text))
        telling = {word for word in text.split() if word not in _GENERIC and not _EDITION.fullmatch(word)}
        if telling:
            out.add(" ".join(sorted(telling)))
    return out


def same_scheme(a: Entity | None, b: Entity | None) -> bool:
    """Whether two schemes agree: by a key, or, where neither has a number, by half of their telling words or one within the other."""
    left, right = scheme_keys(a), scheme_keys(b)
    if not left and not right:
        return True
    if left & right:
        return True
    if any(key.startswith("#") for key in left | right):
        return False
    return any(_overlap(x, y) >= 0.5 or x <= y or y <= x for x in _word_sets(left) for y in _word_sets(right))


def same_text(a: str | None, b: str | None) -> bool:
    """Whether two wordings agree, or share half of their words, small words aside."""
    left, right = plain(a), plain(b)
    if left == right:
        return True
    x, y = set(left.split()) - _SMALL, set(right.split()) - _SMALL
    return bool(x and y) and _overlap(x, y) >= 0.5


def date_key(edtf: str | None) -> str:
    """An EDTF value without its marks of doubt: ``2005~`` -> ``2005``."""
    return (edtf or "").rstrip("~?")


def _word_sets(keys: Iterable[str]) -> list[set[str]]:
    return [set(key.split()) for key in keys]


def _overlap(x: set[str], y: set[str]) -> float:
    return len(x & y) / len(x | y)
