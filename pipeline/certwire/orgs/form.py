"""Evidence in the name itself: its words, its shape, and what the vocabularies and the archive know of it."""

from __future__ import annotations

from functools import cache

from certwire.naming import key, plain
from certwire.orgs.lexicon import Flag, known, phrases, places, priors, seen, word_priors
from certwire.orgs.scene import Name, Scene

AFTER_WORDS = frozenset("of for and & the in at on by to with".split())
_SIZES = tuple(f"size:{n}" for n in range(7))
_DIGITS: tuple[int | None, ...] = (None, *range(10))
_PRIORS = {d: f"prior:{'none' if d is None else d}" for d in _DIGITS}
_EDGES = {(side, d): f"{side}.p:{'none' if d is None else d}" for side in ("open", "end") for d in _DIGITS}


def form(name: Name, scene: Scene, f: dict[str, float]) -> None:
    """Write down what the name looks like by itself, and what is known of it."""
    c = name.at[0]
    words = scene.words
    inside = words[c.first : c.last]
    first, last = inside[0], inside[-1]
    one = len(inside) == 1
    size = total = common = in_lower = 0
    for w in inside:
        if w.shape == "C":
            size += 1
            if w.low not in AFTER_WORDS:
                total += 1
                if w.flags & Flag.COMMON:
                    common += 1
                if w.low in scene.lower:
                    in_lower += 1
        elif w.shape == "N":
            size += 1
    f[_SIZES[min(size, 6)]] = 1
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
        if first.possessive:
            f["innerposs"] = 1
        for i in range(1, len(inside) - 1):
            w = inside[i]
            if w.low in AFTER_WORDS:
                f[f"in:{w.low}"] = 1
            if w.flags & Flag.HEAD and not w.flags & Flag.GENERIC_HEAD:
                f["midhead"] = 1
                nxt = inside[i + 1].low
                if nxt in ("of", "for", "at", "in", "and"):
                    f[f"midhead:{nxt}"] = 1
            if w.text == ",":
                f["comma"] = 1
            if w.possessive:
                f["innerposs"] = 1
    for label in _labelled("first", first.flags, tag):
        f[label] = 1
    for label in _labelled("last", low_end, tag):
        f[label] = 1
    if len(inside) > 2:
        for w in inside[1:-1]:
            for label in _labelled("mid", w.flags, ""):
                f[label] = 1
    f["common:all" if common == total else "common:none" if not common else "common:some"] = 1
    if common == total:
        f[f"common:all:{min(total, 4)}"] = 1
    f["lower:all" if in_lower == total else "lower:none" if not in_lower else "lower:some"] = 1
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
    elif (not one and " ".join(name.text.split()[:2]) in known()) or (first.text in known() and not first.flags & Flag.COMMON):
        f["known:opens"] = 1
    prior = priors().get(name.text)
    f[_PRIORS[prior]] = 1
    met = seen().get(name.text)
    if met is None:
        f["seen:none"] = 1
    else:
        f[f"seen:{met}"] = 1
        f["seen.p"] = met / 9
    if not one:
        words_known = word_priors()
        for side, word in (("open", first), ("end", end)):
            d = words_known.get(f"{side} {word.low}")
            f[_EDGES[side, d]] = 1
            if d is not None:
                f[f"{side}.p"] = d / 9
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
    elif len(k) > 3 and k in scene.subject_starts:
        f["about:prefix"] = 1
    if k in scene.sources:
        f["source"] = 1
    squeezed = k.replace(" ", "").replace("&", "")
    if len(squeezed) > 2 and scene.domains:
        if squeezed in scene.domain_roots or name.text.lower() in scene.domains:
            f["domain"] = 1
        elif len(squeezed) > 4 and any(d.startswith(squeezed) for d in scene.domains):
            f["domain:prefix"] = 1
        elif len(squeezed) > 4 and squeezed.startswith(scene.long_roots):
            f["domain:part"] = 1


_LABELLED = (
    "ROLE", "TITLE", "MONTH", "SCHEME", "AWARD", "EVENT", "PRODUCT", "PLACE_WORD", "FUNCTION", "VERB", "COMPANY_NOUN", "CAPTION", "SOCIAL",
    "EXCHANGE", "SURNAME", "GIVEN",
)  # fmt: skip


@cache
def _labelled(place: str, flags: int, tag: str) -> tuple[str, ...]:
    """The features of a word that stands first, last or amid a name: what the lexicon says of it."""
    return tuple(f"{place}:{n.lower()}{':' if tag else ''}{tag}" for n in _LABELLED if flags & getattr(Flag, n))


@cache
def _wires() -> frozenset[str]:
    return frozenset(w.replace(" ", "") for w in phrases("wire"))
