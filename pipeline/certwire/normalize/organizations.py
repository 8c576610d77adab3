"""Organization mentions -> Organizations: spellings, short forms and acronyms of one body gathered into one entity."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from certwire.model import Mention, Organization, Release, Zones
from certwire.naming import is_acronym_of, key, plain

_BRACKET = re.compile(r"['’]?s?[®™]?,? {0,2}\(\s*(?:(?:the|or|hereinafter|formerly|aka|a\.k\.a\.|“|\"|‘|') ?){0,3}")
_CLOSING = re.compile(r"['’]?s?[®™]?[”\"’']?\s*[),;]")


def gather(mentions: Sequence[Mention], *, release: Release, zones: Zones) -> tuple[Organization, ...]:
    """Gather the surface forms of each organization into one entity, in order of first mention.

    Args:
        mentions: any mentions of the release; those of kind ``organization`` are used, in any order.

    Example:
        ``"Korea Land & Housing Corporation (LH) said ... LH"`` -> one Organization, aliases ``("LH",)``
    """
    ours = sorted((m for m in mentions if m.kind == "organization"), key=lambda m: (m.start, m.end))
    groups: dict[str, list[Mention]] = {}
    for mention in ours:
        groups.setdefault(key(mention.text), []).append(mention)
    parent = {k: k for k in groups}
    for short, full in (*_bracketed(ours, release.text), *_acronyms(groups), *_short_forms(groups)):
        a, b = _root(parent, short), _root(parent, full)
        if a != b:
            parent[a] = b
    gathered: dict[str, list[Mention]] = {}
    for k, found in groups.items():
        gathered.setdefault(_root(parent, k), []).extend(found)
    entities = (_entity(sorted(found, key=lambda m: m.start)) for found in gathered.values())
    return tuple(sorted(entities, key=lambda o: o.mentions[0].start))


def _root(parent: dict[str, str], k: str) -> str:
    while parent[k] != k:
        k = parent[k]
    return k


def _bracketed(mentions: Sequence[Mention], text: str) -> Iterable[tuple[str, str]]:
    """ "Full Name (FN)" and "Full Name (Full)": the second is a form of the first."""
    for full, short in itertools.pairwise(mentions):
        if not 0 < short.start - full.end < 24:
            continue
        opening = _BRACKET.fullmatch(text, full.end, short.start)
        if opening and _CLOSING.match(text, short.end) and _may_be_form(short.text, full.text):
            yield key(short.text), key(full.text)


def _may_be_form(short: str, full: str) -> bool:
    a, b = plain(short).split(), plain(full).split()
    return is_acronym_of(short, full) or is_acronym_of(full, short) or a[:1] == b[:1] or set(a) <= set(b)


def _acronyms(groups: dict[str, list[Mention]]) -> Iterable[tuple[str, str]]:
    """Capitals that are the initials of exactly one name of the release."""
    for short, found in groups.items():
        text = found[0].text
        if " " in text or not text.isupper() or len(text) < 3:
            continue
        full = [k for k, other in groups.items() if k != short and " " in k and _initials_agree(text, other[0].text)]
        if len(full) == 1:
            yield short, full[0]


def _initials_agree(short: str, full: str) -> bool:
    words = [w for w in re.split(r"[\s\-–/&]+", full) if w[:1].isalnum()]
    return short.upper() in {"".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w[0].isupper()).upper()}


def _short_forms(groups: dict[str, list[Mention]]) -> Iterable[tuple[str, str]]:
    """A name that opens exactly one longer name of the release, and is first met after it or in the headline."""
    for short, _found in groups.items():
        longer = [k for k in groups if k.startswith(short + " ")]
        roots = [k for k in longer if not any(o != k and k.startswith(o + " ") for o in longer)]
        if len(roots) != 1 or len(short) < 3:
            continue
        if all(k == roots[0] or k.startswith(roots[0] + " ") for k in longer):
            yield short, roots[0]


def _entity(mentions: Sequence[Mention]) -> Organization:
    forms: dict[str, None] = {}
    for m in mentions:
        forms.setdefault(" ".join(m.text.split()), None)
    name = max(forms, key=lambda f: (not f.isupper() or " " not in f, len(key(f)), len(f)))
    return Organization(name=name, aliases=tuple(f for f in forms if f != name), mentions=tuple(mentions))
