"""Evidence for and against each candidate name, gathered over the whole release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from certwire.model import Zones
from certwire.naming import is_acronym_of, key, plain
from certwire.orgs.lexicon import Flag, known, phrases, places, priors
from certwire.orgs.spans import Candidate, Chunk
from certwire.orgs.words import Word

_AFTER_WORDS = frozenset("of for and & the in at on by to with".split())
_BEFORE_WORDS = frozenset(
    "the a an of at by with from for to in on and or as via through between against under our its their his her your via including like such than about named called joined".split()
)
_SOCIAL_MARKS = frozenset("#@")
_DOMAIN = re.compile(
    r"(?:https?://|www\.|@)([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+){1,4})|\b([a-z0-9-]{3,40})\.(?:com|org|net|io|ai|co|edu|gov|eu|uk|de|fr|ca|au|in|jp|us)\b",
    re.I,
)
_BY_VERBS = frozenset(
    "certified accredited awarded issued granted audited assessed examined recognized recognised approved validated verified conducted published founded owned acquired hosted endorsed tested inspected authorized licensed".split()
)
_ROLE_LINKS = frozenset("of at for with from".split())
_MEMBER = frozenset(
    "member members fellow graduate graduated alumnus partnership partnered collaboration collaborate customers clients employees employee staff shareholders subsidiary division affiliate unit parent worked works acquisition regulated".split()
)
_FOLLOW = frozenset(
    "team staff employees employee customers clients headquarters shares stock spokesperson office offices campus website members students shareholders investors board".split()
)


@dataclass(slots=True)
class Name:
    """One distinct spelling: where it occurs, what speaks for and against it, and the names that it stands beside in brackets."""

    text: str
    at: list[Candidate] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    partners: list[Name] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """What the whole release says, read once: lower-case words, domains, subjects, entities."""

    words: Sequence[Word]
    chunks: Sequence[Chunk]
    lower: frozenset[str]
    domains: tuple[str, ...]
    subjects: frozenset[str]
    sources: frozenset[str]
    zone_of: Sequence[str]
    entities: Mapping[int, tuple[int, str]]
    labels: Mapping[int, str]
    hints: Mapping[int, tuple[int, int, str]]
    words_prior: bool = True


def scene(
    text: str,
    words: Sequence[Word],
    chunks: Sequence[Chunk],
    *,
    zones: Zones,
    entities: Iterable[tuple[int, int, str]] = (),
    hints: Iterable[tuple[int, int, str]] = (),
) -> Scene:
    """Read off the release what evidence needs more than once.

    Args:
        entities: ``(start, end, label)`` in code points, from whatever tagger there is.
        hints: the same of mentions that are something else: people, schemes.
    """
    zone_of: list[str] = []
    blocks = zones.blocks
    b = 0
    for w in words:
        while b + 1 < len(blocks) and blocks[b + 1].start <= w.start:
            b += 1
        zone_of.append(blocks[b].kind if blocks else "body")
    by_start: dict[int, tuple[int, str]] = {}
    labels: dict[int, str] = {}
    for start, end, label in entities:
        by_start[start] = (end, label)
        for offset in _word_starts(words, start, end):
            labels[offset] = label
    hinted: dict[int, tuple[int, int, str]] = {}
    for start, end, label in hints:
        for offset in _word_starts(words, start, end):
            hinted[offset] = (start, end, label)
    subjects = frozenset(key(z.subject) for z in blocks if z.subject)
    sources = frozenset(key(_after_source(text[z.start : z.end])) for z in blocks if z.kind == "source")
    return Scene(
        words=words,
        chunks=chunks,
        lower=frozenset(w.text for w in words if w.shape == "l"),
        domains=tuple(dict.fromkeys((m[1] or m[2]).lower().removeprefix("www.").replace("-", "") for m in _DOMAIN.finditer(text))),
        subjects=subjects,
        sources=sources,
        zone_of=zone_of,
        entities=by_start,
        labels=labels,
        hints=hinted,
    )


def _word_starts(words: Sequence[Word], start: int, end: int) -> Iterable[int]:
    from bisect import bisect_left

    i = bisect_left(words, start, key=lambda w: w.start)
    while i < len(words) and words[i].start < end:
        yield words[i].start
        i += 1


def _after_source(line: str) -> str:
    head, sep, rest = line.strip().partition(" ")
    return rest.lstrip(": ") if sep and head.upper().startswith("SOURCE") else line.strip()


def names(cands: Iterable[Candidate], words: Sequence[Word], text: str) -> dict[str, Name]:
    """Candidates by spelling, in order of first occurrence."""
    out: dict[str, Name] = {}
    for c in cands:
        spelled = spelling(words, c.first, c.last, text)
        found = out.get(spelled)
        if found is None:
            found = out[spelled] = Name(spelled)
        found.at.append(c)
    return out


def spelling(words: Sequence[Word], first: int, last: int, text: str) -> str:
    """The words as written, white space made one blank."""
    return " ".join(text[words[first].start : words[last - 1].end].split())


def gather(found: Mapping[str, Name], scene: Scene) -> None:
    """Fill in the features of every name."""
    for name in found.values():
        f = name.features
        _form(name, scene, f)
        free_left = free_right = free = 0
        for c in name.at:
            left, right = _context(name, c, scene, f)
            free_left += left
            free_right += right
            free += left and right
        n = len(name.at)
        f["bias"] = 1
        f["free:none" if not free else "free:all" if free == n else "free:some"] = 1
        f["left:none" if not free_left else "left:all" if free_left == n else "left:some"] = 1
        f["right:none" if not free_right else "right:all" if free_right == n else "right:some"] = 1
        f[f"n:{min(n, 4)}"] = 1
    _acronyms(found, scene)


def _form(name: Name, scene: Scene, f: dict[str, float]) -> None:
    """What the name looks like by itself."""
    c = name.at[0]
    words = scene.words
    inside = words[c.first : c.last]
    first, last = inside[0], inside[-1]
    size = sum(1 for w in inside if w.shape in "CN")
    f[f"size:{min(size, 6)}"] = 1
    one = len(inside) == 1
    p = plain(name.text)
    if one:
        t = first.text
        if t.isupper() and len(t) > 1:
            f["acro"] = 1
            f[f"acro:{min(len(t), 7)}"] = 1
        elif any(x.isupper() for x in t[1:]):
            f["camel"] = 1
        else:
            f["plainword"] = 1
            if not first.flags & (Flag.COMMON | Flag.GIVEN | Flag.SURNAME):
                f["rareword"] = 1
        if "." in t[1:-1]:
            f["dotword"] = 1
        if "-" in t:
            f["hyphenword"] = 1
        if any(x.isdigit() for x in t):
            f["digitword"] = 1
    elif name.text.isupper():
        f["allcaps"] = 1
    if last.flags & Flag.LEGAL and not one:
        weak = last.flags & Flag.WEAK_LEGAL and not (last.text.endswith(".") or last.text.isupper())
        f["legal:weak" if weak else "legal"] = 1
    end = last
    if f.get("legal") and len(inside) > 2:
        end = inside[-3] if inside[-2].text == "," and len(inside) > 3 else inside[-2]
    low_end = end.flags
    tag = "one" if one else "many"
    if low_end & Flag.HEAD:
        kind = "gen" if low_end & Flag.GENERIC_HEAD else "pub" if low_end & Flag.PUBLIC_HEAD else "biz"
        f[f"head:{kind}:{tag}"] = 1
    if first.flags & Flag.OF_OPENER and len(inside) > 2 and inside[1].low in ("of", "for"):
        f["of_opener"] = 1
    if not one:
        for i, w in enumerate(inside):
            if 0 < i < len(inside) - 1:
                if w.low in _AFTER_WORDS:
                    f[f"in:{w.low}"] = 1
                if w.flags & Flag.HEAD and not w.flags & Flag.GENERIC_HEAD:
                    f["midhead"] = 1
                    nxt = inside[i + 1].low
                    if nxt in ("of", "for", "at", "in", "and"):
                        f[f"midhead:{nxt}"] = 1
                if w.text == ",":
                    f["comma"] = 1
            if i < len(inside) - 1 and w.possessive:
                f["innerposs"] = 1
    for label in _labels(first.flags):
        f[f"first:{label}:{tag}"] = 1
    for label in _labels(low_end):
        f[f"last:{label}:{tag}"] = 1
    if not one:
        for w in inside[1:-1]:
            for label in _labels(w.flags):
                f["mid:" + label] = 1
    caps = [w for w in inside if w.shape == "C" and w.low not in _AFTER_WORDS]
    common = sum(1 for w in caps if w.flags & Flag.COMMON)
    f["common:all" if common == len(caps) else "common:none" if not common else "common:some"] = 1
    if common == len(caps):
        f[f"common:all:{min(len(caps), 4)}"] = 1
    in_lower = sum(1 for w in caps if w.low in scene.lower)
    f["lower:all" if in_lower == len(caps) else "lower:none" if not in_lower else "lower:some"] = 1
    if one and first.low in scene.lower:
        f["lower:one"] = 1
    if not one and first.flags & Flag.GIVEN and size in (2, 3) and not low_end & (Flag.HEAD | Flag.LEGAL):
        f["personlike"] = 1
        if last.flags & Flag.SURNAME:
            f["personlike:both"] = 1
        if not last.flags & Flag.COMMON:
            f["personlike:rare"] = 1
    if p in places():
        f["place"] = 1
    elif not one:
        if plain(first.text) in places() or (len(inside) > 2 and f"{plain(first.text)} {plain(inside[1].text)}" in places()):
            f["place_first"] = 1
            if low_end & Flag.HEAD:
                f["place_head"] = 1
        if plain(last.text) in places():
            f["place_last"] = 1
    if name.text in known():
        f["known"] = 1
        f["known:common" if one and first.flags & Flag.COMMON else "known:rare"] = 1
    elif not one and " ".join(name.text.split()[:2]) in known() or first.text in known() and not first.flags & Flag.COMMON:
        f["known:opens"] = 1
    prior = priors().get(name.text)
    f["prior:none" if prior is None else f"prior:{prior}"] = 1
    if p in phrases("stop"):
        f["stop"] = 1
    if p.replace(" ", "") in _wires():
        f["wire"] = 1
    if inside[0].shape == "N":
        f["number_first"] = 1
    if last.shape == "N":
        f["number_last"] = 1
    k = key(name.text)
    if k in scene.subjects:
        f["about"] = 1
    elif len(k) > 3 and any(s.startswith(k + " ") for s in scene.subjects):
        f["about:prefix"] = 1
    if k in scene.sources:
        f["source"] = 1
    squeezed = k.replace(" ", "").replace("&", "")
    if len(squeezed) > 2 and scene.domains:
        if any(d.split(".")[0] == squeezed or d == name.text.lower() for d in scene.domains):
            f["domain"] = 1
        elif len(squeezed) > 4 and any(d.startswith(squeezed) for d in scene.domains):
            f["domain:prefix"] = 1
        elif len(squeezed) > 4 and any(squeezed.startswith(d.split(".")[0]) for d in scene.domains if len(d.split(".")[0]) > 4):
            f["domain:part"] = 1


_LABELLED = (
    "ROLE", "TITLE", "MONTH", "SCHEME", "AWARD", "EVENT", "PRODUCT", "PLACE_WORD", "FUNCTION", "VERB", "COMPANY_NOUN", "CAPTION", "SOCIAL",
    "EXCHANGE", "SURNAME", "GIVEN",
)  # fmt: skip


@cache
def _labels(flags: int) -> tuple[str, ...]:
    return tuple(n.lower() for n in _LABELLED if flags & getattr(Flag, n))


@cache
def _wires() -> frozenset[str]:
    return frozenset(w.replace(" ", "") for w in phrases("wire"))


def _context(name: Name, c: Candidate, scene: Scene, f: dict[str, float]) -> tuple[bool, bool]:
    """What stands around one occurrence; tells whether its left and right edges are the chunk's own."""
    words = scene.words
    n = len(words)
    chunk = scene.chunks[c.chunk]
    free_left, free_right = c.first == chunk.first, c.last >= scene.chunks[c.chunk_last].last
    first, last = words[c.first], words[c.last - 1]
    before = words[c.first - 1] if c.first else None
    after = words[c.last] if c.last < n else None
    new_line = before is None or "\n" in first.gap or len(first.gap) > 1
    line_end = after is None or "\n" in after.gap
    zone = scene.zone_of[c.first]
    f[f"zone:{zone}"] = 1
    if new_line:
        f["b:line"] = 1
        if line_end:
            f["line"] = 1
    elif before is not None:
        if not free_left:
            f[f"cut<:{_kind(before)}"] = 1
        if before.low in _BEFORE_WORDS:
            f[f"b:{before.low}"] = 1
            b2 = words[c.first - 2] if c.first > 1 else None
            if before.low == "the" and b2 is not None:
                if b2.low in _BEFORE_WORDS:
                    f[f"b2:{b2.low}"] = 1
                before, b2 = b2, words[c.first - 3] if c.first > 2 else None
            if b2 is not None:
                if before.low in _ROLE_LINKS and b2.flags & Flag.ROLE:
                    f["role_of"] = 1
                if before.low == "on" and b2.low == "first":
                    f["first_on"] = 1
                if before.low == "by" and b2.low in _BY_VERBS:
                    f["by"] = 1
                if b2.low in _MEMBER:
                    f["member"] = 1
        elif before.flags & Flag.ROLE and before.shape == "l":
            f["b:role"] = 1
        elif before.shape == "p":
            f[f"b:{before.text}" if before.text in '(,"“:/#@|[–—-&.' else "b:punct"] = 1
            if before.text == "(" and after is not None and after.text == ")":
                f["bracketed"] = 1
        elif before.shape == "l":
            f["b:low"] = 1
            if before.flags & Flag.SAY:
                f["b:say"] = 1
        if before.text in (".", "!", "?", ":", "”", "“", '"') and len(words[c.first : c.last]) == 1 and first.flags & Flag.COMMON:
            f["sentence_common"] = 1
    if before is not None and before.text in ("-", "–", "—") and zone in ("lead", "body", "headline", "dateline"):
        f["after_dash"] = 1
        if after is not None and after.flags & Flag.SAY:
            f["dateline_say"] = 1
    if last.possessive:
        f["a:'s"] = 1
        if after is not None and after.flags & Flag.ROLE:
            f["a:'s role"] = 1
    elif after is not None and not line_end:
        if not free_right:
            f[f"cut>:{_kind(after)}"] = 1
        if after.shape == "l":
            if after.flags & Flag.SAY:
                f["a:say"] = 1
                if after.low in ("is", "was", "has", "are", "will"):
                    f["a:is"] = 1
                else:
                    f["a:act"] = 1
            elif after.low in _FOLLOW:
                f["a:staff"] = 1
            elif after.flags & (Flag.SCHEME | Flag.AWARD | Flag.EVENT | Flag.PRODUCT):
                f["a:thing"] = 1
            elif after.low in _AFTER_WORDS:
                f[f"a:{after.low}"] = 1
            else:
                f["a:low"] = 1
        elif after.shape == "C":
            if after.flags & Flag.ROLE:
                f["a:Role"] = 1
            elif after.flags & Flag.VERB:
                f["a:Verb"] = 1
        elif after.shape == "p":
            f[f"a:{after.text}" if after.text in '(,.":;)/”|' else "a:punct"] = 1
            if after.text == "(" and c.last + 2 < n:
                inner = words[c.last + 1]
                if inner.flags & Flag.EXCHANGE or (c.last + 2 < n and words[c.last + 2].text == ":" and inner.text.isupper()):
                    f["ticker"] = 1
    _apposition(c, scene, f)
    if (before is not None and before.text in (",", "and", "&")) and after is not None and (after.text == "," or after.low in ("and", "&")):
        f["listed"] = 1
    if last.marked:
        f["marked"] = 1
    if before is not None and before.text == "," and c.chunk and free_left and first.text.isupper():
        held = scene.chunks[c.chunk - 1]
        if held.last == c.first - 1 and words[held.first].flags & Flag.GIVEN:
            f["after_person"] = 1
    hint = scene.hints.get(first.start) or scene.hints.get(last.start)
    if hint is not None:
        exact = hint[0] >= first.start and hint[1] <= last.end + 2
        f[f"hint{'=' if exact else '~'}{hint[2]}"] = 1
    if scene.entities:
        _entity(scene, first, last, f)
    return free_left, free_right


def _entity(scene: Scene, first: Word, last: Word, f: dict[str, float]) -> None:
    """What the tagger says of the words."""
    entity = scene.entities.get(first.start)
    if entity is not None and abs(entity[0] - last.end) <= 2:
        f[f"ent={entity[1]}"] = 1
    else:
        label = scene.labels.get(first.start) or scene.labels.get(last.start)
        f[f"ent~{label}" if label else "ent:none"] = 1


def _kind(word: Word) -> str:
    """The reason why a name may be cut beside this word."""
    if word.shape not in "CN":
        return word.low if word.low in _AFTER_WORDS or word.text == "&" else "link"
    if word.possessive:
        return "poss"
    if word.shape == "N":
        return "number"
    return _edge(word.flags)


@cache
def _edge(flags: int) -> str:
    kinds = ("FUNCTION", "VERB", "ROLE", "SCHEME", "LEGAL", "MONTH", "TITLE", "EVENT", "AWARD", "PRODUCT", "HEAD")
    return next((n.lower() for n in kinds if flags & getattr(Flag, n)), "other")


def _apposition(c: Candidate, scene: Scene, f: dict[str, float]) -> None:
    """ "Acme, a maker of ..." and "Acme is a leading provider of ..." """
    words = scene.words
    i = c.last
    n = len(words)
    if i < n and words[i].text == "(":
        j = i
        while j < n and j - i < 8 and words[j].text != ")":
            j += 1
        i = j + 1
    if i + 1 >= n:
        return
    if words[i].text == "," or words[i].low in ("is", "was", "are"):
        how = "is" if words[i].text != "," else ","
        if words[i + 1].low in ("a", "an", "the", "one"):
            for w in words[i + 2 : i + 14]:
                if w.shape == "p" and w.text not in ("-", ",", "&", "/", "’", "'"):
                    break
                if w.flags & Flag.ROLE and w.shape == "l" and how == ",":
                    f["appos:role"] = 1
                    break
                if w.flags & Flag.COMPANY_NOUN and w.shape == "l":
                    f[f"appos:{how}"] = 1
                    break
                if w.low in ("of", "that", "who", "which", "for"):
                    break
        elif words[i + 1].flags & Flag.ROLE and how == ",":
            f["a:, role"] = 1


def _acronyms(found: Mapping[str, Name], scene: Scene) -> None:
    """Bracketed short forms beside the name that they stand for."""
    words = scene.words
    brackets: dict[int, list[Name]] = {}
    for name in found.values():
        for c in name.at:
            if (
                c.first
                and words[c.first - 1].text in ("(", "“", '"')
                and c.first == scene.chunks[c.chunk].first
                and c.last == scene.chunks[c.chunk].last
            ):
                i = c.first - 1
                while i and words[i].text in ("(", "“", '"', "the", "or", "hereinafter"):
                    i -= 1
                if words[c.first - 1].text == "(" or words[i + 1].text == "(":
                    brackets.setdefault(i + 1, []).append(name)
    if not brackets:
        return
    for i, shorts in brackets.items():
        for short in shorts:
            letters = "".join(x for x in short.text if x.isalpha()).lower().removesuffix("s" if short.text.endswith("s") else "")
            n = len(letters)
            if 2 <= n <= 6 and i >= n and all(words[i - n + j].low[:1] == letters[j] for j in range(n)) and words[i - 1].shape == "l":
                short.features["low_acronym"] = 1
    for name in list(found.values()):
        for c in name.at:
            for short in brackets.get(c.last, ()):
                if is_acronym_of(short.text, name.text):
                    name.features["has_acronym"] = 1
                    short.features["is_acronym"] = 1
                    name.partners.append(short)
                    short.partners.append(name)
                elif plain(name.text).startswith(plain(short.text).split(" ")[0]):
                    name.features["has_short"] = 1
                    short.features["is_short"] = 1
                    name.partners.append(short)
                    short.partners.append(name)
