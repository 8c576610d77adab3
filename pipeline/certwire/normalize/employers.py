"""Which organization a person's role is at: candidates that the text offers, and what a small trained model makes of them.

The weights are ``data/people_model.json``, fitted by ``train/people.py``.
"""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from certwire.model import Mention, Organization, Release, Span, Zones
from certwire.reading import linear
from certwire.reading.linear import Model

_BREAK = re.compile(r"[.!?][”\"]?\s+(?=[A-Z“\"])|\n+|  +")
_WORD = re.compile(r"[\w&’'-]+")
_REACH = 260
_MENTIONS = 8
_STEPS = (3, 10, 30, 80, 160)
_MAIL = re.compile(r"@([\w-]{2,60})\.")
_SAYS = re.compile(
    r"[”\"]\W{0,3}(?:\w+ ){0,3}$"
    r"|\b(?:said|says|added|adds|stated|states|noted|explained|commented|remarked|according to)\W{1,3}(?:\w+\W ?)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An organization that a role may be at.

    Attributes:
        span: where it is named, None for "at none that is named".
        features: what speaks for it or against it.
    """

    span: Span | None
    features: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What is known of one organization while the candidates of a person are gathered."""

    span: Span
    features: set[str] = field(default_factory=set)
    near: tuple[int, int, tuple[str, ...]] = (9, 1 << 30, ())


class Employers:
    """The organizations of one release, ready to be asked for person after person.

    Args:
        organizations: as gathered.
        release: the release.
        zones: its layout.
        issuer: a mention of the organization that the release speaks for, where one was found.
        stated: organization spans that people's roles are plainly said to be at, over the whole release.
    """

    def __init__(
        self, organizations: Sequence[Organization], *, release: Release, zones: Zones, issuer: Span | None, stated: Sequence[Span]
    ) -> None:
        self._text = release.text
        self._organizations = organizations
        self._spans = sorted((m.start, m.end, i) for i, o in enumerate(organizations) for m in o.mentions)
        self._starts = [s for s, _, _ in self._spans]
        self._names = {_key(n): i for i, o in reversed(list(enumerate(organizations))) for n in (*o.aliases, o.name)}
        self._issuer = self._identity(issuer) if issuer else None
        self._issuer_span = issuer
        self._stated = Counter(self._identity(s) for s in stated)
        self._standing = [self._of_release(i, o, zones) for i, o in enumerate(organizations)]
        self._order = {i: n for n, (_, i) in enumerate(sorted((-len(o.mentions), i) for i, o in enumerate(organizations)))}

    def candidates(
        self, mentions: Sequence[Mention], role: Mention | None, said: Sequence[Mention], *, plain: Span | None
    ) -> tuple[Candidate, ...]:
        """What a person's role may be at, "none" last.

        Args:
            mentions: the person's.
            role: the role that was chosen, None where the person has none.
            said: every role and affiliation of the person, best first.
            plain: the organization that the rules alone would give.
        """
        seen: dict[int | str, _Seen] = {}
        for m in said:
            span = m.attrs.get("organization")
            if isinstance(span, tuple):
                self._said(seen, span, m, role)  # type: ignore[arg-type]  # a span by the roles extractor's contract
        for m in mentions[:_MENTIONS]:
            self._around(seen, m, "p")
        if role is not None:
            self._around(seen, role, "r")
        if self._issuer_span and self._issuer is not None:
            self._get(seen, self._issuer, self._issuer_span)
        if plain:
            self._get(seen, self._identity(plain), plain).features.add("role:plain")
        person = self._person(mentions, role, said, seen)
        name = mentions[0].text.casefold().split()
        found = [self._candidate(k, one, name, person) for k, one in seen.items()]
        none = {"none", *(f"none|{p}" for p in person), *(() if plain else ("none:plain",))}
        return (*found, Candidate(span=None, features=tuple(sorted(none))))

    def _identity(self, span: Span) -> int | str:
        words = _key(self._text[slice(*span)])
        known = self._names.get(words)
        if known is not None:
            return known
        at = bisect_left(self._starts, span[1])
        for start, end, i in self._spans[max(0, at - 3) : at]:
            if (min(end, span[1]) - max(start, span[0])) * 2 > span[1] - span[0]:
                return i
        return words

    def _of_release(self, i: int, organization: Organization, zones: Zones) -> tuple[str, ...]:
        """What holds of an organization for everybody in the release."""
        found = {f"named:{min(len(organization.mentions), 6)}"}
        for m in organization.mentions:
            block = zones.at(m.start)
            if block:
                found.add(f"zone:{block.kind}")
        for m in organization.mentions[:_MENTIONS]:
            lead = _WORD.findall(self._text[max(0, m.start - 24) : m.start])
            tail = _WORD.findall(self._text[m.end : m.end + 24])
            found.update(f"lead:{_sign(w)}" for w in lead[-1:])
            found.update(f"tail:{_sign(w)}" for w in tail[:1])
            if any(w.casefold() in kinds()["learning"] for w in lead):
                found.add("degree")
        if any(z.kind == "about" and z.subject and self._names.get(_key(z.subject)) == i for z in zones.blocks):
            found.add("about")
        words = {w.strip(".,").casefold() for w in organization.name.split()}
        found.update(f"kind:{kind}" for kind, known in kinds().items() if words & known)
        if " " not in organization.name:
            found.add("oneword")
        if organization.name.isupper():
            found.add("upper")
        found.add(f"place:{min(i, 5)}")
        return tuple(sorted(found))

    def _get(self, seen: dict[int | str, _Seen], key: int | str, span: Span) -> _Seen:
        if key not in seen:
            seen[key] = _Seen(span=span)
        return seen[key]

    def _said(self, seen: dict[int | str, _Seen], span: Span, m: Mention, role: Mention | None) -> None:
        one = self._get(seen, self._identity(span), span)
        rank = m.attrs.get("rank", 0)
        kind = "guess" if m.attrs.get("inferred") else "said"
        if m is role:
            one.features.add(f"role:{kind}")
            if kind == "said":
                one.span = span
        elif m.kind == "affiliation":
            one.features.add(f"affiliation:{kind}" + (":contact" if rank == 14 else ""))
        else:
            shares = role is not None and bool(set(role.text.casefold().split()) & set(m.text.casefold().split()) - _SMALL)
            one.features.add(f"other:{kind}:{'same' if shares else 'differs'}")
            one.features.add(f"other:{kind}")

    def _around(self, seen: dict[int | str, _Seen], m: Mention, what: str) -> None:
        at = bisect_left(self._starts, m.start)
        before = self._spans[max(0, at - 4) : at][::-1]
        after = self._spans[at : at + 4]
        for side, spans in (("b", before), ("a", after)):
            nth = 0
            for start, end, i in spans:
                low, high = (end, m.start) if side == "b" else (m.end, start)
                gap = high - low
                if gap > _REACH or gap < 0:
                    if gap < 0:
                        self._get(seen, i, (start, end)).features.add(f"{what}:inside")
                    continue
                between = self._text[low:high]
                breaks = min(len(_BREAK.findall(between)), 3)
                one = self._get(seen, i, (start, end))
                step = next((n for n, s in enumerate(_STEPS) if gap <= s), len(_STEPS))
                lead = _WORD.findall(self._text[max(0, start - 14) : start])
                features = (
                    f"{what}{side}:{step}:{breaks}",
                    f"{what}{side}:nth{min(nth, 3)}:{min(breaks, 1)}",
                    f"{what}{side}:lead:{_sign(lead[-1]) if lead else '^'}:{min(breaks, 1)}",
                    f"{what}:breaks{breaks}",
                    *((f"{what}{side}:join:{_WORD.sub(lambda w: _sign(w[0]), between)}",) if gap <= 16 else ()),
                )
                nth += 1
                near = (breaks, gap, features)
                if what == "r" or near < one.near:
                    if what == "r":
                        one.features.update(features)
                    else:
                        one.near = near

    def _person(self, mentions: Sequence[Mention], role: Mention | None, said: Sequence[Mention], seen: dict[int | str, _Seen]) -> set[str]:
        """What is known of the person and the role alone."""
        found = set()
        if role is None:
            found.add("roleless")
        else:
            words = [w.strip(",") for w in role.text.casefold().split()]
            found |= {f"head:{words[-1]}", f"length:{min(len(words), 4)}"}
            rank = role.attrs.get("rank", 0)
            found.add("contact" if rank == 0 else "ranked")
            article = _WORD.findall(self._text[max(0, role.start - 20) : role.start])
            found.add(f"lead:{_sign(article[-1]) if article else '^'}")
        stated = any(f in {"role:said", "affiliation:said", "other:said:same"} for s in seen.values() for f in s.features)
        found.add("stated" if stated else "unstated")
        if any(f.startswith("role:") for s in seen.values() for f in s.features):
            found.add("given")
        first = mentions[0]
        for m in mentions[:_MENTIONS]:
            found.update(f"next:{_sign(w)}" for w in _WORD.findall(self._text[m.end : m.end + 24])[:1])
            found.update(f"before:{_sign(w)}" for w in _WORD.findall(self._text[max(0, m.start - 24) : m.start])[-1:])
        found.add("head" if first.start < 200 else "early" if first.start < 900 else "late")
        found.add(f"mentions:{min(len(mentions), 4)}")
        if any(_SAYS.search(self._text, max(0, m.start - 40), m.start) for m in mentions[:_MENTIONS]):
            found.add("says")
        if not said:
            found.add("unsaid")
        mail = next((x for m in mentions[:_MENTIONS] if (x := _MAIL.search(self._text, m.end, m.end + 120))), None)
        if mail:
            found.add("mail")
            domain = re.sub(r"[^a-z0-9]", "", mail[1].lower())
            for key, one in seen.items():
                names = (self._organizations[key].name, *self._organizations[key].aliases) if isinstance(key, int) else (key,)
                if any(_spelt(n, domain) for n in names):
                    one.features.add("mail:spelt")
        return found

    def _candidate(self, key: int | str, one: _Seen, name: Sequence[str], person: set[str]) -> Candidate:
        features = self._finished(key, one, name)
        return Candidate(span=one.span, features=tuple(sorted(features | _crossed(features, person))))

    def _finished(self, key: int | str, one: _Seen, name: Sequence[str]) -> set[str]:
        found = {*one.features, *one.near[2]}
        if key == self._issuer:
            found.add("issuer")
        if isinstance(key, int):
            found.update(self._standing[key])
            found.add(f"order:{min(self._order[key], 4)}")
            words = self._organizations[key].name.casefold().split()
        else:
            found.add("unknown")
            words = key.split()
        if name and name[-1] in words:
            found.add("bears")
        if any(w.startswith(name[-1][:6]) for w in words) and len(name[-1]) > 5:
            found.add("bears")
        others = self._stated[key] - bool(found & {"role:said"})
        found.add(f"others:{min(max(others, 0), 3)}")
        return found


def _crossed(features: set[str], person: set[str]) -> set[str]:
    """What the person's side says together with what kind of candidate this is."""
    ways = {f for f in features if f == "issuer" or f.startswith(("role:", "affiliation:said"))} or {"other"}
    trade = {p for p in person if p == "roleless" or p.startswith("head:")}
    return {f"{w}|{p}" for w in ways for p in person} | {f"{f}|{p}" for f in features if f.startswith("kind:") for p in trade}


def _sign(word: str) -> str:
    """A word as a feature: itself where it is an ordinary one, so that no name is ever learnt."""
    low = word.casefold()
    return low if word.islower() or low in kinds()["sign"] else "Name"


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Words that tell what kind of body a name names (``data/people_employers.toml``), and words that are told apart when capitalized."""
    raw: dict[str, list[str]] = tomllib.loads(files("certwire").joinpath("data", "people_employers.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words) for kind, words in raw.items()}


def _key(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().replace("’", "'").rstrip(".®™").split()))


def _spelt(name: str, domain: str) -> bool:
    """Whether an address's domain spells a name or its initials."""
    plain = re.sub(r"[^a-z0-9 ]", "", name.casefold()).removeprefix("the ")
    joined = plain.replace(" ", "")
    initials = "".join(w[0] for w in plain.split() if w not in _SMALL)
    return len(joined) > 2 and (joined.startswith(domain) or domain.startswith(joined) or (len(initials) > 2 and initials == domain))


_SMALL = frozenset(("and", "of", "the", "&", "a", "for", "in", "at", "senior", "vice", "executive"))


def choose(model: Model, candidates: Sequence[Candidate]) -> int:
    """Which candidate the model holds for the likeliest, the first of equals."""
    scores = [round(model.score(c.features), 6) for c in candidates]
    return max(range(len(scores)), key=lambda i: (scores[i], -i))


def read(raw: Mapping[str, Any]) -> Model:
    """The model from its JSON object."""
    return linear.read(raw["organization"])


@cache
def shipped() -> Model:
    """The model that comes with the package (``data/people_model.json``)."""
    return read(json.loads(files("certwire").joinpath("data", "people_model.json").read_bytes()))
