"""Person and role mentions -> People: each person once under the fullest name, with role and organization."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files

from certwire.model import Mention, Organization, Person, Release, Span, Zones
from certwire.normalize import employers
from certwire.normalize.employers import Candidate, Employers
from certwire.reading.linear import Model

_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV)\.?$")
_NICKNAME = re.compile(r" ?[\"“‘'(]([^\"”’')]+)[\"”’')]")


@dataclass(slots=True, kw_only=True)
class _Cluster:
    """Mentions of one person while they are being gathered."""

    full: list[Mention] = field(default_factory=list)
    partial: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A person, and the organizations that his or her role may be at, each with its name (None for "at none that is named")."""

    person: Person
    candidates: tuple[Candidate, ...]
    names: tuple[str | None, ...]


def gather(
    mentions: Sequence[Mention], organizations: Sequence[Organization], *, release: Release, zones: Zones, model: Model | None = None
) -> tuple[Person, ...]:
    """Each person once under the fullest name, with role and organization, in order of first mention.

    Args:
        mentions: all of the release's; read are the kinds ``person``, ``role`` and ``affiliation``.
        organizations: as gathered; a role's organization is given by the name it has there, verbatim where it is not there.
        release: the release.
        zones: its layout.
        model: what chooses the organization; the one that comes with the package where None is given.

    Example:
        "Jane B. Roe, CEO of Acme Inc. ... Acme's Roe" -> (Person(name="Jane B. Roe", role="CEO", organization="Acme Inc."),)
    """
    chosen = model or employers.shipped()
    found = []
    for choice in choices(mentions, organizations, release=release, zones=zones):
        found.append(replace(choice.person, organization=choice.names[employers.choose(chosen, choice.candidates)]))
    return tuple(found)


def choices(mentions: Sequence[Mention], organizations: Sequence[Organization], *, release: Release, zones: Zones) -> Iterator[Choice]:
    """Each person with the organization that rules alone would give, and all that could be given; arguments as for ``gather``."""
    clusters = _clusters([m for m in mentions if m.kind == "person"])
    owner = {m.span: i for i, c in enumerate(clusters) for m in (*c.full, *c.partial)}
    roles: list[list[Mention]] = [[] for _ in clusters]
    for m in mentions:
        if m.kind in ("role", "affiliation"):
            i = owner.get(m.attrs.get("person"))  # type: ignore[arg-type]  # the key is a span by the roles extractor's contract
            if i is not None:
                roles[i].append(m)
    names = _Names(organizations)
    said = [m for m in mentions if m.kind in ("role", "affiliation")]
    bodies = Employers(organizations, release=release, zones=zones, issuer=_issuer(said), stated=[s for m in said if (s := _stated(m))])
    for i, cluster in enumerate(clusters):
        ranked = sorted(roles[i], key=_rank, reverse=True)
        role = _fullest([m for m in ranked if m.kind == "role"])
        plain = _held_at(role, ranked)
        person = _person(cluster, role, names.of(plain, release.text) if plain else None)
        found = bodies.candidates(person.mentions, role, ranked, plain=plain)
        yield Choice(person=person, candidates=found, names=tuple(names.of(c.span, release.text) if c.span else None for c in found))


def _issuer(said: Sequence[Mention]) -> Span | None:
    """Whom the release speaks for, as the roles extractor read it."""
    spans = (m.attrs.get("issuer") for m in said)
    return next((s for s in spans if isinstance(s, tuple)), None)  # type: ignore[return-value]  # spans by the extractor's contract


def _stated(m: Mention) -> Span | None:
    """The organization that a role is said to be at, where it is not inferred."""
    span = m.attrs.get("organization")
    return span if isinstance(span, tuple) and not m.attrs.get("inferred") else None  # type: ignore[return-value]  # as above


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    bare = _SUFFIX.sub("", _NICKNAME.sub("", name))
    return tuple(w for w in re.split(r"[\s.]+", bare.casefold().replace("’", "'")) if w)


def _nickname(name: str) -> str:
    found = _NICKNAME.search(name)
    return found[1].casefold() if found else ""


def same(left: str, right: str) -> bool:
    """Whether two full names can be one person's: first and last words agree and middles do not contradict.

    Example:
        "Kent Dicks", "Kent E. Dicks" -> True; "Ann Roe", "Jane Roe" -> False
    """
    a, b = _words(left), _words(right)
    if a == b or sorted(a) == sorted(b):
        return True
    if len(a) < 2 or len(b) < 2:
        return False
    if a[-1] != b[-1]:
        short, long = sorted((a, b), key=len)
        return long[: len(short)] == short or (a[0] == b[0] and _misspelt(a[-1], b[-1]))
    nick = {_nickname(left), _nickname(right)} - {""}
    if a[0] != b[0] and not ({a[0], b[0]} & nick) and not _same_given(a[0], b[0]) and not (a[0] in b[1:-1] or b[0] in a[1:-1]):
        return False
    if len(a) < 3 or len(b) < 3 or a[0] != b[0]:
        return True
    return any(x == y or _initial_of(x, y) for x in a[1:-1] for y in b[1:-1])


@lru_cache(maxsize=1)
def _short_forms() -> frozenset[tuple[str, str]]:
    table: dict[str, list[str]] = tomllib.loads((files("certwire") / "data" / "people_nicknames.toml").read_text(encoding="utf-8"))
    return frozenset((short, long) for long, forms in table.items() for short in forms)


def _same_given(left: str, right: str) -> bool:
    """Whether one given name is short for the other: Rob, Robert; Dave, David; J, Jane."""
    short, long = sorted((left, right), key=len)
    return _initial_of(short, long) or (len(short) > 2 and long.startswith(short)) or (short, long) in _short_forms()


def _misspelt(left: str, right: str) -> bool:
    """Whether two surnames of five letters or more differ by one slip: Kaufman, Kaufmann; Cpaers, Capers."""
    if min(len(left), len(right)) < 5 or abs(len(left) - len(right)) > 1:
        return False
    i = next((n for n, (x, y) in enumerate(zip(left, right, strict=False)) if x != y), min(len(left), len(right)))
    a, b = left[i:], right[i:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _initial_of(left: str, right: str) -> bool:
    return (len(left) == 1 or len(right) == 1) and left[0] == right[0]


def _clusters(people: Sequence[Mention]) -> list[_Cluster]:
    """Full names by sameness, then surnames and given names that stand alone, each with who was named last before it."""
    clusters: list[_Cluster] = []
    for m in (m for m in people if not m.attrs.get("partial")):
        for c in clusters:
            if any(same(f.text, m.text) for f in c.full):
                c.full.append(m)
                break
        else:
            clusters.append(_Cluster(full=[m]))
    for m in (m for m in people if m.attrs.get("partial")):
        bearer = _bearer(m, clusters)
        if bearer is not None:
            bearer.partial.append(m)
        elif m.attrs.get("honorific"):
            clusters.append(_Cluster(full=[m]))
    return sorted(clusters, key=lambda c: min(m.start for m in c.full))


def _bearer(mention: Mention, clusters: Sequence[_Cluster]) -> _Cluster | None:
    """Who a name in part belongs to: the one so named last before it, else first after it."""
    word = mention.text.casefold()
    fit = [c for c in clusters if any(word in (_words(f.text)[0], _words(f.text)[-1], _nickname(f.text)) for f in c.full if _words(f.text))]
    if not fit:
        return None

    def distance(c: _Cluster) -> tuple[int, int]:
        before = [mention.start - m.end for m in (*c.full, *c.partial) if m.end <= mention.start]
        return (0, min(before)) if before else (1, min(m.start for m in c.full))

    return min(fit, key=distance)


class _Names:
    """Organizations by their mentions' spans and by their names."""

    def __init__(self, organizations: Sequence[Organization]) -> None:
        self._spans = sorted((m.start, m.end, o.name) for o in organizations for m in o.mentions)
        self._names = {_key(n): o.name for o in reversed(organizations) for n in (*o.aliases, o.name)}

    def of(self, span: tuple[int, int], text: str) -> str:
        """The fullest name of the organization named at a span of the text, the text itself where it is not known."""
        words = " ".join(text[span[0] : span[1]].split())
        known = self._names.get(_key(words))
        if known is None:
            overlap = ((min(e, span[1]) - max(s, span[0]), e - s, n) for s, e, n in self._spans if s < span[1] and e > span[0])
            known = max((o for o in overlap if o[0] * 2 > span[1] - span[0]), default=(0, 0, words))[2]
        return known if _expands(words, known) else words


def _expands(short: str, full: str) -> bool:
    """Whether a fuller name plainly is the same body's: its acronym, or it with a word or two more; gathering joins more than that.

    Example:
        "Quill", "Quill Bank Inc." -> True; "Quill", "Quill's Northern Hemisphere Cloud Registry" -> False
    """
    a, b = _key(short), _key(full)
    if short.isupper() and len(short) < 9:
        return True
    rest = b.removeprefix(a)
    return a == b or (
        len(rest) < len(b) and rest[:1] in " ,." and len(rest.split()) < 3 and rest.split()[-1].strip(".,") not in employers.kinds()["part"]
    )


def _key(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().replace("’", "'").rstrip(".®™").split()))


def _number(m: Mention) -> float:
    rank = m.attrs.get("rank", 0)
    return float(rank) if isinstance(rank, int | float) else 0.0


def _rank(m: Mention) -> tuple[bool, float, int, int]:
    return (m.kind == "role", _number(m), len(m.text.split()), -m.start)


def _fullest(roles: Sequence[Mention]) -> Mention | None:
    """The first role of some, or the one that says the same and more: "Vice President of Sales" for "Vice President"."""
    if not roles:
        return None
    best = roles[0]
    words = _plain(best.text)
    longer = (
        m
        for m in roles[1:]
        if _number(m) > _number(best) - 14
        and not (m.start <= best.start and best.end <= m.end)
        and _plain(m.text).startswith((f"{words} of ", f"{words} for ", f"{words} and "))
    )
    return next(longer, best)


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("&", "and").split())


def _held_at(role: Mention | None, said: Sequence[Mention]) -> Span | None:
    """Where a role is held: as said with it, with the same role elsewhere, or of the person; else as it was inferred."""

    def stated(m: Mention) -> bool:
        return _stated(m) is not None

    if role is None or stated(role):
        best = role or next((m for m in said if stated(m)), None) or next(iter(said), None)
    else:
        words = set(role.text.casefold().replace(",", " ").split())
        low = _number(role) - 8
        alike = (
            m
            for m in said
            if m.kind == "role" and stated(m) and _number(m) >= low and words & set(m.text.casefold().replace(",", " ").split()) - _SMALL
        )
        best = (
            next(alike, None)
            or (next((m for m in said if m.kind == "affiliation" and stated(m)), None) if "organization" in role.attrs else None)
            or role
        )
    span = best.attrs.get("organization") if best else None
    return span if isinstance(span, tuple) else None  # type: ignore[return-value]  # a span by the roles extractor's contract


_SMALL = frozenset(("and", "of", "the", "&", "a", "senior", "vice", "executive"))


def _person(cluster: _Cluster, role: Mention | None, organization: str | None) -> Person:
    mentions = tuple(sorted((*cluster.full, *cluster.partial), key=lambda m: m.start))
    name = max(cluster.full, key=lambda m: (len(_words(m.text)), not m.text.isupper(), len(m.text), -m.start))
    return Person(
        name=" ".join(name.text.split()),
        role=" ".join(role.text.split()) if role else None,
        organization=organization,
        mentions=mentions,
        role_mention=role,
    )
