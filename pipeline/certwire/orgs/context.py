"""Evidence around a name: the words before and after, appositions, what the tagger and the other extractors say of the place."""

from __future__ import annotations

from functools import cache

from certwire.orgs.form import AFTER_WORDS
from certwire.orgs.lexicon import Flag, word_priors
from certwire.orgs.scene import Name, Scene
from certwire.orgs.spans import Candidate
from certwire.orgs.words import Word
from certwire.vocabulary import words as vocabulary

_CONTEXT = {name: frozenset(vocabulary("organizations_words", name)) for name in ("before", "by_verb", "belonging", "follower")}
_BESIDE = {(side, d): f"{side}.p:{d}" for side in ("before", "after") for d in (None, *range(10))}
_SHARES = tuple(f"org.share:{step}" for step in range(5))
_PLACES = tuple(f"org.places:{n}" for n in range(4))
_ROLE_LINKS = frozenset("of at for with from".split())


def context(name: Name, c: Candidate, scene: Scene, f: dict[str, float]) -> tuple[bool, bool]:
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
    f[_zone(zone)] = 1
    if new_line:
        f["b:line"] = 1
        if line_end:
            f["line"] = 1
    elif before is not None:
        if not free_left:
            f[f"cut<:{_kind(before)}"] = 1
        if before.low in _CONTEXT["before"]:
            f[f"b:{before.low}"] = 1
            b2 = words[c.first - 2] if c.first > 1 else None
            if before.low == "the" and b2 is not None:
                if b2.low in _CONTEXT["before"]:
                    f[f"b2:{b2.low}"] = 1
                before, b2 = b2, words[c.first - 3] if c.first > 2 else None
            if b2 is not None:
                if before.low in _ROLE_LINKS and b2.flags & Flag.ROLE:
                    f["role_of"] = 1
                if before.low == "on" and b2.low == "first":
                    f["first_on"] = 1
                if before.low == "by" and b2.low in _CONTEXT["by_verb"]:
                    f["by"] = 1
                if b2.low in _CONTEXT["belonging"]:
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
        if before.text in (".", "!", "?", ":", "”", "“", '"') and c.last - c.first == 1 and first.flags & Flag.COMMON:
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
            elif after.low in _CONTEXT["follower"]:
                f["a:staff"] = 1
            elif after.flags & (Flag.SCHEME | Flag.AWARD | Flag.EVENT | Flag.PRODUCT):
                f["a:thing"] = 1
            elif after.low in AFTER_WORDS:
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
    if free_left and not new_line and words[c.first - 1].shape == "l":
        f[_BESIDE["before", word_priors().get(f"before {words[c.first - 1].low}")]] = 1
    if free_right and not line_end and words[c.last].shape == "l":
        f[_BESIDE["after", word_priors().get(f"after {words[c.last].low}")]] = 1
    if last.marked:
        f["marked"] = 1
    if before is not None and before.text == "," and c.chunk and free_left and first.text.isupper():
        held = scene.chunks[c.chunk - 1]
        if held.last == c.first - 1 and words[held.first].flags & Flag.GIVEN:
            f["after_person"] = 1
    hint = scene.hints.get(c.first) or scene.hints.get(c.last - 1)
    if hint is not None:
        start, end = scene.word_starts[c.first], scene.word_ends[c.last - 1]
        starts, ends = hint[0] >= start, hint[1] <= end + 2
        whole = hint[0] <= start and hint[1] >= end
        f[f"hint{'=' if starts and ends and whole else '+' if starts and ends else '-' if whole else '~'}{hint[2]}"] = 1
    if scene.entities:
        _entity(scene, c, f)
    return free_left, free_right


def _entity(scene: Scene, c: Candidate, f: dict[str, float]) -> None:
    """What the tagger says of the words."""
    entity = scene.entities.get(c.first)
    if entity is not None and abs(entity[0] - scene.word_ends[c.last - 1]) <= 2:
        f[f"ent={entity[1]}"] = 1
    else:
        label = scene.labels.get(c.first) or scene.labels.get(c.last - 1)
        f[f"ent~{label}" if label else "ent:none"] = 1


@cache
def _zone(kind: str) -> str:
    return f"zone:{kind}"


def _kind(word: Word) -> str:
    """The reason why a name may be cut beside this word."""
    if word.shape not in "CN":
        return word.low if word.low in AFTER_WORDS or word.text == "&" else "link"
    if word.possessive:
        return "poss"
    if word.shape == "N":
        return "number"
    return _edge(word.flags)


@cache
def _edge(flags: int) -> str:
    kinds = ("FUNCTION", "VERB", "ROLE", "SCHEME", "LEGAL", "MONTH", "TITLE", "EVENT", "AWARD", "PRODUCT", "HEAD")
    return next((n.lower() for n in kinds if flags & getattr(Flag, n)), "other")


def shares(name: Name, scene: Scene, f: dict[str, float]) -> None:
    """In how many of its places the tagger calls the name, to the letter, an organization, and in how many something else."""
    org = other = 0
    for c in name.at:
        entity = scene.entities.get(c.first)
        if entity is not None and abs(entity[0] - scene.word_ends[c.last - 1]) <= 2:
            org += entity[1] == "ORG"
            other += entity[1] != "ORG"
    n = len(name.at)
    f["org.share"] = org / n
    f[_SHARES[int(org * 4 / n)]] = 1
    f["other.share"] = other / n
    f[_PLACES[min(org, 3)]] = 1


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


_LEANS = tuple(
    (f"lean.{label}", tuple(f"lean.{label}:{step}" for step in range(number + 1)), number)
    for label, number in (("org", 5), ("exact", 8), ("best", 5), ("person", 4), ("place", 4))
)
"""How each leaning is written down: plain, and in how many steps."""


def leaning(name: Name, scene: Scene, f: dict[str, float]) -> None:
    """How far the tagger leaned towards an organization of exactly these words, and towards a person or a place, over all their places."""
    org = edges = best = person = place = 0.0
    for c in name.at:
        if c.last - c.first == 1:
            here, opens, closes, people, places = scene.leans[c.first]
            exact = min(here, opens, closes)
            person += people
            place += places
        else:
            orgs, opened, closed, persons, placed = zip(*scene.leans[c.first : c.last], strict=True)
            here = min(orgs)
            exact = min(here, opened[0], closed[-1])
            person += max(persons)
            place += max(placed)
        org += here
        edges += exact
        if exact > best:
            best = exact
    n = len(name.at) * 100
    for (label, steps, number), value, whole in zip(_LEANS, (org, edges, best, person, place), (n, n, 100, n, n), strict=True):
        f[label] = value / whole
        f[steps[int(value * number / whole)]] = 1
