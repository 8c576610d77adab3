"""Organization mentions -> Organizations: spellings, short forms and acronyms of one body gathered into one entity."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from certwire.model import Mention, Organization, Release, Zones
from certwire.naming import initials, is_acronym_of, key, plain
from certwire.orgs.lexicon import Flag, flags

_BRACKET = re.compile(r"['’]?s?[®™]?,? {0,2}\(\s*(?:(?:the|or|hereinafter|formerly|aka|a\.k\.a\.|“|\"|‘|') ?){0,3}")
# "Sejong-si", "Minato-ku": how a postal address writes a place.
_POSTAL = re.compile(r"-(?:si|gu|gun|dong|ku|shi|ken|cho)$")
_DOMAIN = re.compile(r"\.(?:com|org|net|io|co|ai)$", re.I)
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
    for short, full in (*_bracketed(ours, release.text), *_respelled(groups), *_acronyms(groups), *_short_forms(groups)):
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


def _respelled(groups: Mapping[str, Sequence[Mention]]) -> Iterable[tuple[str, str]]:
    """ "GreenMill.com", "Green Mill" and "Green-Mill"; "U.S. Coast Guard" and "Coast Guard"."""
    seen: dict[str, str] = {}
    for k, found in groups.items():
        pressed = _pressed(found[0].text)
        if len(pressed) > 3:
            other = seen.setdefault(pressed, k)
            if other != k:
                yield k, other
        home = k.removeprefix("us ")
        if home != k and " " in home and home in groups:
            yield home, k


def _pressed(name: str) -> str:
    return key(_DOMAIN.sub("", name)).replace(" and ", "").replace("&", "").replace(" ", "")


def _acronyms(groups: Mapping[str, Sequence[Mention]]) -> Iterable[tuple[str, str]]:
    """Capitals that are the initials of exactly one name of the release."""
    by_initials: dict[str, list[str]] = {}
    for k, found in groups.items():
        if " " in k or len(initials(found[0].text)) > 2:
            for letters in sorted(_initials(found[0].text)):
                by_initials.setdefault(letters, []).append(k)
    for short, found in groups.items():
        text = found[0].text
        full = by_initials.get(text.upper(), ())
        if " " not in text and text.isupper() and len(text) > 2 and len(full) == 1:
            yield short, full[0]


def _initials(name: str) -> set[str]:
    words = [w for w in re.split(r"[\s\-–/&]+", name.replace("U.S.", "U S")) if w[:1].isalnum()]
    return {"".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w[0].isupper()).upper(), initials(name)}


def _short_forms(groups: Mapping[str, Sequence[Mention]]) -> Iterable[tuple[str, str]]:
    """A name that opens exactly one longer name of the release, or several that all go on from one."""
    longer: dict[str, list[str]] = {}
    for k in groups:
        at = k.find(" ")
        while at > 0:
            if k[:at] in groups:
                longer.setdefault(k[:at], []).append(k)
            at = k.find(" ", at + 1)
    for short, found in longer.items():
        root = min(found, key=lambda k: (len(k), k))
        if len(short) > 2 and not _complete(short) and all(k == root or k.startswith(root + " ") for k in found):
            yield short, root


def _complete(name: str) -> bool:
    """ "howard university" is a body by itself, whatever else begins with it; "lenz" may be short for more."""
    last = flags().get(name.rpartition(" ")[2], 0)
    return " " in name and bool(last & Flag.PUBLIC_HEAD) and not last & Flag.GENERIC_HEAD


def _entity(mentions: Sequence[Mention]) -> Organization:
    forms: dict[str, None] = {}
    for m in mentions:
        forms.setdefault(" ".join(m.text.split()), None)
    name = max(forms, key=lambda f: (not _POSTAL.search(f), not f.isupper() or " " not in f, len(key(f)), len(f)))
    return Organization(name=name, aliases=tuple(f for f in forms if f != name), mentions=tuple(mentions))
