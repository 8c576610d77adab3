"""What can be seen of a candidate recipient beside one scheme mention, and of names beside schemes at all."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from certwire import cues, knowledge
from certwire.model import Mention, Span
from certwire.reading.candidates import Party as Party
from certwire.reading.candidates import main_parties, span_attr
from certwire.reading.candidates import recipients as recipients
from certwire.reading.context import Context, last_before, meets
from certwire.reading.view import View, view_of
from certwire.vocabulary import lines, word_set

CAPITAL = re.compile(r"[A-Z][\w'’-]*")
WORD = re.compile(r"[\w'’-]+|[.,;:!?()\"“”—–/&]")
_DETERMINER = re.compile(
    r"(?:\b(?:for|of|to|at|in|on|and|that|from|by|with|as) )?\b(?:its|their|our|his|her|the|a|an|all|both)(?: new| first| own)? $"
)
_LOWER = re.compile(r"(?<![\w'’-])[a-z][a-z'’-]*(?!\w)|[,;:()]")
# So many words between a candidate and the scheme may say how the two belong together.
_TELLING = 16
# So near may a name be that stands on the line above the scheme.
_LINE = 8
_PARAGRAPH = 20_000
# How often a name is said is counted in this much of the text.
COUNTED = 100_000
_start = attrgetter("start")


def recipient_features(scheme: Mention, party: Party, ctx: Context) -> tuple[str, ...]:
    """What can be seen of one candidate recipient beside one scheme mention.

    Example:
        "Acme" in "Acme earned ISO 9001." -> ``("kind=organization", ..., "away=0", ..., "side=before", ...)``
    """
    return tuple(dict.fromkeys(_recipient(view_of(scheme, ctx), party, ctx)))


def _recipient(view: View, party: Party, ctx: Context) -> Iterator[str]:
    form, kind = view.form, party.kind
    yield f"kind={kind}"
    yield f"kind={kind}&form={form}"
    yield f"kind={kind}&word={view.word}"
    for target in view.applies:
        yield f"kind={kind}&applies={target}"
    yield f"kind={kind}&domain={view.domain}"
    said = _said_of(party, ctx)
    away = said.index - view.index
    where = "title" if said.zone == "headline" and away else "lead" if said.zone == "lead" and abs(away) > 3 else str(max(-4, min(2, away)))
    yield f"away={where}"
    yield f"away={where}&kind={kind}"
    yield f"away={where}&zone={view.zone.kind if view.zone else None}"
    if view.body and view.body[0] < party.end and party.start < view.body[1]:
        yield "is_body"
        yield f"is_body&form={form}"
    if away == 0:
        yield from _same_sentence(ctx, view, party, said)
    yield from said.standing
    if view.about is not None:
        yield f"about_subject={said.key in view.about}"
    yield from said.beside
    yield from _clause(view, party)
    opening = view.stand_in
    yield f"stand_in={opening}&kind={kind}&away={where}"
    for seen in said.standing:
        if seen.startswith(("main", "ranks")):
            yield f"{seen}&stand_in={opening}"
    gap = ctx.text[party.end : view.first] if view.first - party.end < _LINE else ""
    if "\n" in gap and not gap.strip(" ,\n"):
        yield f"line_above&kind={kind}"
    if party.kind in {"person", "organization"}:
        yield f"opens_paragraph={said.leads}&stand_in={opening}&kind={kind}"
    yield from _recency(view, party)
    if party.span == view.bearer:
        yield "bears_letters"
    quotation = view.quotation
    if quotation:
        inside = quotation.start <= party.start < quotation.end
        yield f"quoted&inside={inside}&kind={kind}"
        if quotation.speaker and quotation.speaker[0] < party.end and party.start < quotation.speaker[1]:
            yield "is_speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What can be seen of a candidate whatever scheme is asked about.

    Attributes:
        index: of its sentence.
        zone: the kind of its zone.
        key: the word that stands for it elsewhere.
        leads: whether no other of its kind is named before it in its paragraph.
        standing: features of its name in the whole release.
        beside: features of the words around it.
    """

    index: int
    zone: str | None
    key: str
    leads: bool
    standing: tuple[str, ...]
    beside: tuple[str, ...]


def _said_of(party: Party, ctx: Context) -> _Said:
    known = ctx.once(_sayings)
    if party not in known:
        known[party] = _said(party, ctx)
    return known[party]


def _sayings(ctx: Context) -> dict[Party, _Said]:
    return {}


def _said(party: Party, ctx: Context) -> _Said:
    kind, name = party.kind, ctx.folded[party.start : party.end]
    zone = ctx.zones.at(party.start)
    words = name.split(" ")
    key = words[0] if kind == "organization" else words[-1]
    beside: list[str] = []
    before = WORD.findall(ctx.text, max(0, party.start - 24), party.start)
    if before:
        beside.append(f"prep={cues.fold(before[-1]) if not before[-1][0].isupper() else 'X'}")
    after = WORD.search(ctx.text, party.end, party.end + 24)
    if after:
        beside.append(f"next={cues.fold(after[0]) if not after[0][0].isupper() else 'X'}")
    determiner = _DETERMINER.search(ctx.folded, max(0, party.start - 30), party.start)
    if determiner:
        beside.append(f"lead={determiner[0].strip()}")
        beside.append(f"lead={determiner[0].strip()}&kind={kind}")
    if kind not in {"person", "organization"}:
        beside.append(f"named={any(w[:1].isupper() for w in ctx.text[party.start : party.end].split())}&kind={kind}")
        beside.append(f"words={min(len(words), 5)}&kind={kind}")
    if meets(ctx.roles, party.start, party.end):
        beside.append(f"in_role&kind={kind}")
    following_role = last_before(ctx.roles, party.start)
    if following_role and party.start - following_role.end < 8 and "\n" not in ctx.text[following_role.end : party.start]:
        beside.append(f"behind_role&kind={kind}")
    if kind in {"np", "branded"}:
        beside.extend(_phrase(ctx, party, words))
    if kind == "other":
        following = ctx.text[party.end : party.end + 2]
        beside.append(f"modifies={len(following) == 2 and following[0] == ' ' and following[1].islower()}")
        beside.append(f"single={len(words) == 1}")
        if name in _places():
            beside.append("place")
    return _Said(
        index=ctx.sentence_index(party.start),
        zone=zone.kind if zone else None,
        key=key,
        leads=kind in {"person", "organization"} and _paragraph_lead(ctx, party),
        standing=tuple(_standing(ctx, kind, name, key, ctx.text[party.start : party.end])),
        beside=tuple(beside),
    )


@cache
def _places() -> frozenset[str]:
    """Countries, states and large cities, which are seldom what a certificate is about."""
    return frozenset(cues.fold(line) for line in lines("organizations_places.txt"))


def _phrase(ctx: Context, party: Party, words: Sequence[str]) -> Iterator[str]:
    """What kind of thing a noun phrase names, and whose it is."""
    head = words[-1]
    singular = head if _kind_of_thing(head) else head.removesuffix("s")
    yield f"head={singular}"
    yield f"head_kind={_kind_of_thing(singular)}"
    lead = ctx.text[max(0, party.start - 3) : party.start]
    owned = "s" in lead and ("'" in lead or "’" in lead)
    yield f"owned={owned}&head_kind={_kind_of_thing(singular)}"


@cache
def _kind_of_thing(noun: str) -> str | None:
    return next((key for key in ("facility", "place", "things") if noun in word_set("recipients", key)), None)


def _standing(ctx: Context, kind: str, name: str, key: str, said: str) -> Iterator[str]:
    if kind != "person" and name in ctx.once(_scheme_names):
        yield f"names_scheme&kind={kind}"
    if kind == "organization" and body_ids(said):
        yield "known_body"
    if kind in {"organization", "other"}:
        yield f"read_with={min(ctx.once(read_with)[name], 2)}&kind={kind}"
    mentions = ctx.folded.count(key, 0, COUNTED) if len(key) > 2 else 1
    yield f"mentions={min(mentions, 6)}&kind={kind}"
    if kind in {"organization", "person"}:
        yield f"ranks={min(_rank(ctx, kind, key), 3)}&kind={kind}"
    mains = ctx.once(main_names)
    if key and any(key in m for m in mains):
        yield f"main&kind={kind}"
        if key in mains[0]:
            yield f"main_first&kind={kind}"


def _rank(ctx: Context, kind: str, key: str) -> int:
    """How many of its kind the release names more often."""
    often, ordered = ctx.once(_often)[kind]
    return len(ordered) - bisect_right(ordered, often[key])


def _often(ctx: Context) -> dict[str, tuple[Counter[str], list[int]]]:
    """By kind how often its mentions bear each first or last word, and these numbers in ascending order."""
    out = {}
    for kind, mentions, at in (("organization", ctx.organizations, 0), ("person", ctx.people, -1)):
        often = Counter(ctx.folded[m.start : m.end].split(" ")[at] for m in mentions)
        out[kind] = (often, sorted(often.values()))
    return out


def _paragraph_lead(ctx: Context, party: Party) -> bool:
    """Whether no other of its kind is named before it in its paragraph, of which at most 20,000 code points are looked at."""
    floor = max(0, party.start - _PARAGRAPH)
    begin = max(ctx.text.rfind("\n\n", floor, party.start) + 1, floor)
    mentions = ctx.people if party.kind == "person" else ctx.organizations
    first = bisect_left(mentions, begin, key=_start)
    return first < len(mentions) and mentions[first].start == party.start


def _scheme_names(ctx: Context) -> str:
    """What schemes are called in the release and in full, one below the other."""
    names = dict.fromkeys(cues.fold(n) for m in ctx.schemes for n in (m.text, str(m.attrs["name"])))
    return "\U0010ffff".join(names)[:COUNTED]


def main_names(ctx: Context) -> tuple[str, ...]:
    """The names of headline and lead, folded."""
    return tuple(ctx.folded[p.start : p.end] for p in ctx.once(main_parties))


def _clause(view: View, party: Party) -> Iterator[str]:
    """How the candidate lies to the subject of the scheme's clause and to what stands behind "certification of"."""
    told = view.told
    if told.antecedent is not None:
        yield f"relative={abs(party.end - told.antecedent) < 3}&kind={party.kind}"
    to_subject = "none"
    if told.subject:
        to_subject = lies(party, told.subject)
        yield f"clause={to_subject}&voice={told.voice}"
        yield f"clause={to_subject}&voice={told.voice}&kind={party.kind}"
    else:
        yield f"clause=unread&kind={party.kind}"
    if view.thing:
        yield f"object={lies(party, view.thing)}&clause={to_subject}&voice={told.voice}"
    if party.start >= view.last and told.voice == "issues":
        yield f"behind_issuing&kind={party.kind}"


def lies(party: Party, span: Span) -> str:
    """How a candidate lies to a span: ``whole`` (covers it), ``opens``, ``closes`` or stands ``inside`` it, or ``apart``."""
    if party.start <= span[0] + 1 and party.end >= span[1] - 1 and party.start < span[1]:
        return "whole"
    if span[0] <= party.start and party.end <= span[1]:
        return "opens" if party.start <= span[0] + 1 else "closes" if party.end >= span[1] - 1 else "inside"
    return "apart"


def _recency(view: View, party: Party) -> Iterator[str]:
    """Whether it is the last of its kind named before the scheme, the first of its sentence, or the one a pronoun would take."""
    if party.kind not in {"person", "organization"}:
        return
    own, other = (view.people, view.organizations) if party.kind == "person" else (view.organizations, view.people)
    recent = own.recent == party.span
    first_inside = own.leads is not None and own.leads.span == party.span
    yield f"recent={recent}&kind={party.kind}&stand_in={view.stand_in}"
    if first_inside:
        leads = other.leads is None or other.leads.start > party.start
        yield f"first_of_sentence&kind={party.kind}&leads={leads}&before={party.end <= view.first}"
    if view.none_before:
        yield f"none_before&recent={recent}&kind={party.kind}&stand_in={view.stand_in}"
        if party.start >= view.first and first_inside:
            yield f"first_behind&kind={party.kind}"
    if own.led == party.span:
        yield f"led_previous&kind={party.kind}&stand_in={view.stand_in}"


def _same_sentence(ctx: Context, view: View, party: Party, said: _Said) -> Iterator[str]:
    kind, form = party.kind, view.form
    side = "before" if party.end <= view.first else "after"
    gap = ctx.text[party.end : view.first] if side == "before" else ctx.text[view.last : party.start]
    distance = gap.count(" ")
    bucket = "0" if distance <= 1 else "1" if distance <= 4 else "2" if distance <= 10 else "3"
    yield f"side={side}"
    yield f"side={side}&near={bucket}"
    yield f"side={side}&form={form}&kind={kind}"
    yield f"side={side}&near={bucket}&form={form}&kind={kind}"
    others = sum(_count(m, *sorted((party.end, view.first)), but=party.span) for m in (ctx.people, ctx.organizations))
    yield f"between={min(others, 3)}&side={side}"
    if party.start - view.sentence[0] < 6:
        yield f"subject&kind={kind}"
    if side == "before" and len(gap) < 30:
        yield f"gap={cues.fold(CAPITAL.sub('X', gap.strip()))}"
    if side == "after" and len(gap) < 20:
        yield f"gap_after={cues.fold(CAPITAL.sub('X', gap.strip()))}"
    if ";" in gap or "•" in gap:
        yield "gap_break"
    yield f"shape={_shape(gap, side)}"
    yield from between(gap, side)
    if side == "before":
        folded = ctx.folded[party.end : view.first]
        for action, pattern in _gap_triggers():
            if pattern.search(folded):
                yield f"gap:{action}&kind={kind}"
    for seen in said.beside:
        if seen.startswith(("prep=", "lead=")):
            yield f"{seen}&side={side}"
            yield f"{seen}&side={side}&voice={view.told.voice}"


# How the words between a candidate and the scheme hang on the candidate: ", a maker of X with", ", which is", "'s", ":".
_SHAPES = (
    ("apposed", re.compile(r"[,)]+ (?:an?|the|one of|another|its?|their) ")),
    ("relative", re.compile(r"[®™)]*,? (?:which|who|whose|that) ")),
    ("owner", re.compile(r"['’]s? ")),
    ("label", re.compile(r"(?: \([^()]*\))?(?::| [–—-]) ")),
)


def _shape(gap: str, side: str) -> str:
    """How what stands between a candidate and the scheme hangs on the first of the two."""
    opens = next((name for name, pattern in _SHAPES if pattern.match(gap)), "other")
    return f"{side}:{opens}"


def between(gap: str, side: str) -> Iterator[str]:
    """The words between a candidate and the scheme, where they are few enough to tell.

    Example:
        " earned ", "before" -> ``via=earned&side=before``
    """
    if gap.count(" ") <= _TELLING:
        for said in dict.fromkeys(_LOWER.findall(gap)):
            yield f"via={said}&side={side}"


def _count(mentions: Sequence[Mention], start: int, end: int, *, but: Span) -> int:
    """How many mentions begin in ``[start, end)``, one span left out."""
    first = bisect_left(mentions, start, key=_start)
    last = bisect_left(mentions, end, first, key=_start)
    if not start <= but[0] < end:
        return last - first
    same = bisect_left(mentions, but[0], first, last, key=_start)
    return last - first - (same < last and mentions[same].span == but)


@cache
def _gap_triggers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((a, cues.pattern(f"triggers.{a}", stems=True)) for a in ("granted", "renewed", "held", "in_progress", "withdrawn"))


def body_ids(name: str) -> tuple[str, ...]:
    """The ids under which the registry knows a body of this name.

    Example:
        "BSI" -> ``("bsi",)``
    """
    return knowledge.matcher().registry.bodies_named(name)


def read_with(ctx: Context) -> Counter[str]:
    """With how many scheme mentions each body is read."""
    return Counter(ctx.folded[slice(*span)] for m in ctx.schemes if (span := span_attr(m.attrs.get("body"))))
