"""Who may have certified: the candidate bodies beside a scheme mention, and what can be seen of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certwire import cues
from certwire.intervals import joined, overlapped
from certwire.model import Mention, Span
from certwire.reading.candidates import MOST, Party, span_attr
from certwire.reading.context import Context, meets, within
from certwire.reading.features import hull
from certwire.reading.parties import CAPITAL, COUNTED, WORD, between, body_ids, lies, main_names, read_with
from certwire.reading.view import view_of
from certwire.vocabulary import word_set, words

_BODIES = 12
# A word of a scheme's name, and how much of it is looked through for bodies.
_PART = re.compile(r"[\w'’.&+]+(?<![.])")
_LONGEST_NAME = 120


def bodies(scheme: Mention, ctx: Context) -> list[Party]:
    """Every span that may name the body: the one read with the scheme, those of its sentence and the two around, bodies elsewhere."""
    first, last = hull(scheme)
    index = ctx.sentence_index(first)
    found: dict[Span, Party] = {}
    body = span_attr(scheme.attrs.get("body"))
    if body:
        found[body] = Party(start=body[0], end=body[1], kind="read")
    owner = span_attr(scheme.attrs.get("owner_span"))
    if owner:
        found.setdefault(owner, Party(start=owner[0], end=owner[1], kind="owner"))
    else:
        for party in _inside(scheme, ctx):
            found.setdefault(party.span, party)
    read = tuple(found)
    for start, end in ctx.sentences[max(0, index - 1) : index + 2]:
        for m in within(ctx.organizations, start, end):
            if not any(s < m.end and m.start < e for s, e in read):
                found[m.span] = Party(start=m.start, end=m.end, kind="organization")
    for start, end in ctx.once(_bodies_elsewhere):
        if not overlapped(start, end, joined(found)):
            found.setdefault((start, end), Party(start=start, end=end, kind="elsewhere"))
    standard = bool(scheme.attrs.get("number")) or scheme.attrs["word"] in word_set("recipients", "met")
    giving = [p for p in found.values() if not _publishes(ctx.text[p.start : p.end], standard=standard)]
    nearest = sorted(giving, key=lambda p: (max(first - p.end, p.start - last), p.span))[:MOST]
    return sorted(nearest, key=lambda p: p.span)


_STEMS = "|".join(re.escape(w[:-1]) + r"\b" if w.endswith(".") else re.escape(w) for w in words("recipients", "given"))
# "Harvard-certified", "TPI Certified Coach", "Dulux Accreditation": a name in front of the word that says what its bearer did.
_GIVES = re.compile(
    rf"(?P<core>[A-Z0-9][\w'’.&+-]*?(?:[®™]? (?:(?:of|to|the|for|and|&) )?[A-Z][\w'’.&+-]*?){{0,5}}?)[®™]*[ –—-](?:{_STEMS})",
    re.IGNORECASE,
)


def _inside(scheme: Mention, ctx: Context) -> Iterator[Party]:
    """The bodies that a scheme's own name may hold: those that the registry knows, and what stands in front of "certified"."""
    first, last = hull(scheme)
    words = [m.span() for m in _PART.finditer(ctx.text, first, min(last, first + _LONGEST_NAME))]
    at = 0
    while at < len(words):
        ends = (j for j in range(len(words), at, -1) if _known_body(ctx.text[words[at][0] : words[j - 1][1]]))
        longest = next(ends, None)
        if longest:
            yield Party(start=words[at][0], end=words[longest - 1][1], kind="inside")
        at = longest or at + 1
    given = _GIVES.match(ctx.text, first, last)
    if given and given["core"][0].isupper():
        yield Party(start=given.start("core"), end=given.end("core"), kind="gives")


def _known_body(name: str) -> bool:
    """Whether the registry knows a body by this name that is no publisher of standards."""
    ids = body_ids(name)
    return bool(ids) and not word_set("recipients", "publishers") & set(ids)


def _publishes(name: str, *, standard: bool) -> bool:
    """Whether a name is that of a publisher of standards; "ISO" alone only where a standard is met: a rating office is called so too."""
    ids = set(body_ids(name))
    publishers = word_set("recipients", "publishers")
    return bool(ids & publishers) and (standard or ids <= publishers)


def _bodies_elsewhere(ctx: Context) -> tuple[Span, ...]:
    """The first places in a release of each body that is read with some scheme, or that the registry knows: at most 12."""
    spans = [span for m in ctx.schemes if (span := span_attr(m.attrs.get("body")))]
    spans += [m.span for m in ctx.organizations if body_ids(m.text)]
    first: dict[str, Span] = {}
    for span in sorted(spans):
        first.setdefault(ctx.folded[slice(*span)], span)
    return tuple(first.values())[:_BODIES]


def body_features(scheme: Mention, party: Party, ctx: Context, *, recipients: tuple[Span, ...] = ()) -> tuple[str, ...]:
    """What can be seen of one candidate certifier beside one scheme mention.

    Example:
        "BSI" in "certified to ISO 9001 by BSI" -> ``("source=read", ..., "prep=by", ..., "side=after", ...)``
    """
    return tuple(dict.fromkeys(_body(scheme, party, ctx, recipients)))


def _body(scheme: Mention, party: Party, ctx: Context, recipients: tuple[Span, ...]) -> Iterator[str]:
    view = view_of(scheme, ctx)
    first, last, form, word = view.first, view.last, view.form, view.word
    yield f"source={party.kind}"
    yield f"source={party.kind}&form={form}"
    yield f"source={party.kind}&word={word}"
    yield f"source={party.kind}&domain={view.domain}"
    if scheme.attrs.get("owner"):
        yield f"owner&source={party.kind}&form={form}"
    name = ctx.text[party.start : party.end]
    ids = body_ids(name)
    known = bool(ids)
    yield f"known={known}&source={party.kind}"
    yield f"known={known}&source={party.kind}&form={form}"
    if name.isupper() and len(name) < 8:
        yield f"acronym&source={party.kind}&form={form}"
    if " " in name:
        yield f"words&source={party.kind}&form={form}"
    grants = scheme.attrs.get("grants")
    if isinstance(grants, tuple) and grants:
        yield f"grants={bool(set(ids) & set(grants))}"
    if meets(ctx.people, party.start, party.end):
        yield "person"
    inside = meets(ctx.organizations, party.start, party.end)
    yield f"organization={inside}&source={party.kind}"
    if any(s < party.end and party.start < e for s, e in recipients):
        yield "is_recipient"
    before = ["X" if w[0].isupper() else w for w in WORD.findall(ctx.text, max(0, party.start - 40), party.start)]
    while before and before[-1] in {"the", "a", "an"}:
        before.pop()
    if before:
        yield f"prep={before[-1]}"
        yield f"prep={before[-1]}&source={party.kind}"
        yield f"prep={' '.join(before[-2:])}"
    lead = ctx.folded[max(0, party.start - 60) : party.start]
    for key in ("helpers", "examiners"):
        for stem in words("recipients", key):
            if stem in lead:
                yield f"{key}"
                yield f"{key}={stem}"
    away = ctx.sentence_index(party.start) - view.index
    yield f"away={max(-4, min(away, 4))}"
    yield f"away={max(-4, min(away, 4))}&source={party.kind}&form={form}"
    if away == 0:
        side = "inside" if party.start < last and first < party.end else "before" if party.end <= first else "after"
        gap = ctx.text[last : party.start] if side == "after" else ctx.text[party.end : first]
        yield f"side={side}"
        yield f"side={side}&near={min(gap.count(' ') // 3, 4)}"
        if side == "after" and len(gap) < 30:
            yield f"gap={cues.fold(CAPITAL.sub('X', gap.strip()))}"
        yield from between(gap, side)
        if party.start - view.sentence[0] < 8:
            yield "subject"
    tail = WORD.search(ctx.text, party.end, party.end + 30)
    if tail:
        yield f"next={tail[0] if not tail[0][0].isupper() else cues.fold(tail[0]) if tail.end() <= last else 'X'}"
    said = cues.fold(name)
    yield f"often={min(ctx.folded.count(said, 0, COUNTED), 4)}&source={party.kind}"
    yield f"read_with={min(ctx.once(read_with)[said], 3)}&source={party.kind}"
    told = view.told
    if told.subject:
        yield f"clause={lies(party, told.subject)}&voice={told.voice}"
    mains = ctx.once(main_names)
    if mains and name and cues.fold(name).split(" ")[0] in mains[0]:
        yield "main_first"
