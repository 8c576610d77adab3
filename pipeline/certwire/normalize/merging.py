"""What headline, body and "About" say of the same certificate becomes one draft of a record; linear in the number of drafts.

Two drafts are compared only when an index says that they may be of the same certificate: by a telling word of the scheme and the party,
by the party or the news where the scheme is not named, or by the place of scheme and body.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from certwire import cues
from certwire.model import Mention, Span
from certwire.normalize.recipients import Who

_TAIL = re.compile(r"[\s-]*(?:certified|accredited|certifications?|certificates?|accreditations?|designations?)$", re.I)
_EXACT = ("#", "@")
_FAMILIES = frozenset({"iso", "iec", "iso/iec", "en"})
"""Publishers of many standards: "ISO certifications" names none of them."""
_NOTHING = frozenset({"the", "of", "and", "a", "by"})


@dataclass(slots=True, kw_only=True)
class Draft:
    """One reading of one event, before duplicates are merged.

    Attributes:
        scheme: what it is called: the mention that was read, or the one that "the certificate" stands for.
        told: the mention that was read.
        title: whether it stands in the headline.
    """

    mention: Mention
    scheme: Mention
    told: Mention
    who: list[Who]
    certifier: Who | None
    title: bool = False
    also: list[Draft] = field(default_factory=list)
    names: frozenset[str] = field(init=False, repr=False)
    distinct: bool = field(init=False, repr=False)
    vague: int = field(init=False, repr=False)
    body: Span | None = field(init=False, repr=False)
    _key: str | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.names = frozenset(cues.fold(w.name) for w in self.who)
        self.distinct = _distinct_party(self)
        self.vague = {"generic": 2, "by": 1}.get(str(self.scheme.attrs["form"]), 0)
        self.body = span_of(self.attrs.get("body"))
        self._key = _fixed_key(self.scheme)
        if self._key in _FAMILIES:
            self.vague = 2

    @property
    def attrs(self) -> Mapping[str, object]:
        """What the event mention says of itself."""
        return self.mention.attrs

    @property
    def key(self) -> str:
        """Under which a scheme is the same: registry id or number, else its telling words, else its body."""
        if self._key is not None:
            return self._key
        return f"by:{self.giver}" if self.giver is not None else "generic"

    @property
    def giver(self) -> str | None:
        """The folded name of the certifier."""
        return cues.fold(self.certifier.name) if self.certifier else None

    @property
    def sure_of_party(self) -> float:
        """The probability of the recipient; 0 where none was measured."""
        chance = self.attrs["p_recipient"]
        return chance if isinstance(chance, float) else 0.0

    def filled(self, key: str) -> object:
        """An attribute of the event, or where it has none, of the first other mention of it that has."""
        return _first(key, (self, *self.also))

    def effective(self) -> object:
        """The date it took effect on, by the first mention that tells one: no standing fact dates news, nor the other way round."""
        return _first("effective", (d for d in (self, *self.also) if (d.attrs["action"] == "held") == (self.attrs["action"] == "held")))

    def edition(self) -> str | None:
        """The edition as this mention of the scheme, or another of the same scheme, gives it."""
        found = (d.scheme.attrs["edition"] for d in (self, *self.also) if d.key == self.key and d.scheme.attrs["edition"])
        first = next(found, None)
        return str(first) if first else None


def _first(key: str, drafts: Iterable[Draft]) -> object:
    """An attribute by the first draft that has it; None where none has."""
    return next((d.attrs[key] for d in drafts if d.attrs.get(key)), None)


def span_of(value: object) -> Span | None:
    """An attribute as a span, or None."""
    match value:
        case (int() as start, int() as end):
            return start, end
    return None


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Of what is said several times of one certificate, the surest news, or the surest standing fact; the others as further evidence.

    Example:
        the headline's "Acme earns ISO 9001" and the body's "Acme Inc. received ISO 9001 certification" -> one draft, the other in ``also``
    """
    groups = _Groups(drafts)
    for draft in sorted(
        drafts,
        key=lambda d: (
            d.attrs["action"] == "held",
            d.vague,
            -float(str(d.attrs["p_action"])) * float(str(d.attrs["probability"])),
            d.mention.start,
        ),
    ):
        groups.take(draft)
    for draft in groups.drafts:
        told = (d for d in draft.also if d.attrs["action"] == draft.attrs["action"])
        surest = max((draft, *told), key=lambda d: d.sure_of_party)
        if surest.sure_of_party > draft.sure_of_party:
            draft.who = surest.who
    return sorted(groups.drafts, key=lambda d: (d.scheme.start, d.mention.start))


def same(one: Draft, other: Draft) -> bool:
    """Whether ``other``, the less sure one, tells of the certificate of ``one``."""
    if _names_body_of(one, other) or _names_body_of(other, one):
        return True
    if _told_apart(one, other):
        return False
    same_people = not one.names.isdisjoint(other.names)
    if _compatible(one.key, other.key):
        # "Acme earns ISO 9001 for its mill" above "Acme has been certified" is one piece of news.
        return same_people or not other.distinct or _title_of(one, other) or _title_of(other, one)
    if other.vague and (same_people or one.attrs["action"] == other.attrs["action"] != "held"):
        return other.vague == 2 or (one.giver is not None and one.giver == other.giver)
    return False


class _Groups:
    """The drafts kept so far, and where to look for those that another may belong to."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts: list[Draft] = []
        self._posted: defaultdict[Hashable, list[int]] = defaultdict(list)
        self._news: defaultdict[Hashable, dict[str, list[int]]] = defaultdict(dict)
        self._moved: list[int] = []
        self._often = Counter(w for d in drafts for w in _words(d.key))

    def take(self, draft: Draft) -> None:
        """Add a draft to the first of the groups that it belongs to, or as a group of its own."""
        at = self._first(draft)
        if at is None:
            self.drafts.append(draft)
            self._post(len(self.drafts) - 1)
            return
        group = self.drafts[at]
        group.also.append(draft)
        if group.certifier is None and draft.certifier is not None:
            group.certifier = draft.certifier
            self._post(at)
            insort(self._moved, at)

    def _post(self, at: int) -> None:
        draft = self.drafts[at]
        words = _words(draft.key)
        telling = self._rarest(words)
        places: list[Hashable] = [("scheme", b) for b in _blocks(draft.scheme.span)]
        if draft.body:
            places.extend(("body", b) for b in _blocks(draft.body))
        for name in (*draft.names, None):
            places.append(("telling", telling, name))
            places.extend(("word", w, name) for w in words)
        if draft.title:
            places.append(("title", telling))
            places.extend(("title word", w) for w in words)
        for name in draft.names:
            places.append(("name", name))
            places.append(("name", name, draft.giver))
        for place in places:
            insort(self._posted[place], at)
        if draft.attrs["action"] != "held":
            for giver in {None, draft.giver}:
                insort(self._news[draft.attrs["action"], giver].setdefault(draft.key, []), at)

    def _first(self, draft: Draft) -> int | None:
        best = len(self.drafts)
        for candidates in self._candidates(draft):
            for at in candidates:
                if at >= best:
                    break
                if same(self.drafts[at], draft):
                    best = at
                    break
        return best if best < len(self.drafts) else None

    def _candidates(self, draft: Draft) -> Iterator[Iterable[int]]:
        words = _words(draft.key)
        rarest = self._rarest(words)
        for name in (None,) if draft.title or not draft.distinct else draft.names:
            yield self._posted.get(("word", rarest, name), ())
            for word in words:
                yield self._posted.get(("telling", word, name), ())
        yield self._posted.get(("title word", rarest), ())
        for word in words:
            yield self._posted.get(("title", word), ())
        for block in _blocks(draft.scheme.span):
            yield self._posted.get(("body", block), ())
        if draft.body:
            for block in _blocks(draft.body):
                yield self._posted.get(("scheme", block), ())
        giver = draft.giver
        if draft.vague == 2 or (draft.vague and giver is not None):
            for name in draft.names:
                yield self._posted.get(("name", name) if draft.vague == 2 else ("name", name, giver), ())
            yield self._same_news(draft, None if draft.vague == 2 else giver)
            yield self._moved

    def _same_news(self, draft: Draft, giver: str | None) -> Iterator[int]:
        """The first group of each scheme with the same news: whether another of it fits is known from its words and names."""
        if draft.attrs["action"] == "held":
            return
        for key, posted in self._news.get((draft.attrs["action"], giver), {}).items():
            first = next((at for at in posted if self.drafts[at].key == key), None)
            if first is not None:
                yield first

    def _rarest(self, words: Iterable[str]) -> str:
        return min(words, key=lambda w: (self._often[w], w))


def _compatible(a: str, b: str) -> bool:
    """Whether two keys may be of one scheme: equal, or the words of one among those of the other."""
    if a == b:
        return True
    return not a.startswith(_EXACT) and not b.startswith(_EXACT) and (_words(a) <= _words(b) or _words(b) <= _words(a))


@lru_cache(maxsize=4096)
def _words(key: str) -> frozenset[str]:
    """The telling words of a key; a number or registry id is one."""
    if key.startswith(_EXACT):
        return frozenset({key})
    return frozenset(re.findall(r"\w+", key)) - _NOTHING or frozenset({key})


def _fixed_key(scheme: Mention) -> str | None:
    """The key of a scheme that is named or known; None where only its certifier tells it."""
    attrs = scheme.attrs
    number = str(attrs["number"] or "")
    if number:
        return f"#{number}"
    ids = attrs["ids"]
    if isinstance(ids, tuple) and ids:
        return f"@{ids[0]}"
    if attrs["form"] in {"by", "generic"}:
        return None
    return cues.fold(_TAIL.sub("", str(attrs["name"] or scheme.text)))


def _names_body_of(one: Draft, other: Draft) -> bool:
    """Whether what one took for a scheme is the body that the other names: "certified in family law by the Texas Board"."""
    body = other.body
    return bool(body and body[0] <= one.scheme.start and one.scheme.end <= body[1] and other.scheme.end <= body[0])


def _told_apart(one: Draft, other: Draft) -> bool:
    """Whether one word of certification has a body for each: "board-certified by the Lodestar Board and the Vega Board"."""
    anchor, givers = one.scheme.attrs.get("anchor"), {one.giver, other.giver}
    return anchor is not None and anchor == other.scheme.attrs.get("anchor") and len(givers - {None}) == 2


def _title_of(title: Draft, body: Draft) -> bool:
    """Whether a headline tells the news of the body: the same action, and the body's party is named in it."""
    if not title.title or body.title or not title.attrs["action"] == body.attrs["action"] != "held":
        return False
    said = cues.fold(title.mention.text)
    return any(cues.fold(name) in said for w in body.who for name in (w.name, w.text, *w.aliases))


def _distinct_party(draft: Draft) -> bool:
    """Whether the recipient is named beside the scheme and sure enough to be another than that of an earlier record."""
    chance = draft.attrs["p_recipient"]
    near = any(draft.mention.start <= w.span[0] < draft.mention.end for w in draft.who)
    return near and isinstance(chance, float) and chance >= 0.6


def _blocks(where: Span) -> range:
    """The blocks of the text that a span touches."""
    return range(where[0] >> 6, (where[1] >> 6) + 1)
