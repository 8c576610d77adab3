"""Editions and levels that stand next to a scheme's name: ":2015", "Rev D", "v4.0"; "Type II", "Gold", "four-star"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from certwire.knowledge.grammar import grammar
from certwire.model import Span

_MARK = r"[®™℠]?"
_YEAR = r"(?:19[89]\d|20[0-4]\d)(?!\d)"
_YEAR_TIGHT = re.compile(rf"{_MARK}\s?(?::\s?|-|–|/|\()({_YEAR})\)?")
_YEAR_LOOSE = re.compile(rf"{_MARK}\s({_YEAR})(?![-/]\d|,? [a-z]+ (?:revenue|sales|results))")
_VERSION = re.compile(
    rf"{_MARK},?[\s:]{{0,2}}\(?((?:[Vv](?:er(?:sion|\.)?|\.)?|[Rr]ev(?:ision|\.)?|[Rr]elease|[Ii]ssue|[Ee]dition)\s?\.?\s?(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|[A-H])(?![\w%]|\.\d))\)?"
)
_BARE_VERSION = re.compile(rf"{_MARK}\s(\d{{1,2}}\.\d{{1,2}}(?:\.\d)?)(?![\w%]|\.\d)")
_LETTER = re.compile(r"(?: |-|:|: | Rev\.? )([A-H])(?![\w.'’])")
_VERSION_BEFORE = re.compile(r"(?:[Vv]ersion|[Vv]|[Rr]evision|[Ee]dition)\s?(\d{1,2}(?:\.\d{1,2})?)\s+of\s+(?:the\s+)?$")
_ORDINAL = r"(?:one|two|three|four|five|six|seven|1|2|3|4|5|6|7)"
_STARS = rf"{_ORDINAL}[\s\-‑–]?(?:and-a-half[\s-])?stars?(?!\w)"
_BACK = 64
_FOLLOWING = re.compile(r"(?:[ \-][^\W\d_]{1,24}){1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """What stands next to a name: the span of it all with the name, the edition's text, the level's span."""

    span: Span
    edition: str | None = None
    level: Span | None = None


def around(
    text: str, start: int, end: int, *, floor: int = 0, levels: Sequence[str], editions: bool, numbered: bool, edition: str | None = None
) -> Grades:
    """Read editions and levels after and before a name.

    Args:
        text: the whole text.
        start: first code point of the name.
        end: one past its last.
        floor: nothing before it belongs to this name.
        levels: the scheme's own levels; these need no word of level by them.
        editions: a bare "4.0" after the name is an edition.
        numbered: a numbered standard: a year may follow after a space.
        edition: one that the name itself carries.

    Example:
        around("SOC 2, Type II report", 0, 5, ...) -> span 0-14, level 7-14
    """
    rules = _rules(tuple(levels))
    ended = rules.ends.search(text, max(start, end - _BACK), end) if rules.ends else None
    opened = rules.opens.match(text, start, end) if rules.opens and not ended else None
    level: Span | None = ended.span() if ended else opened.span() if opened else None
    for _ in range(3):
        if edition is None:
            found = _YEAR_TIGHT.match(text, end) or _VERSION.match(text, end) or (numbered and _YEAR_LOOSE.match(text, end))
            found = found or (editions and _BARE_VERSION.match(text, end)) or (numbered and _LETTER.match(text, end))
            if found:
                edition, end = found[1], _closed(text, found)
                continue
        if level is None:
            found = rules.after.match(text, end)
            if found and _is_level(text, found, rules):
                level = found.span("level")
                end = _closed(text, found)
                continue
        break
    if level is None:
        before = text[max(floor, start - _BACK) : start]
        found = rules.before.search(before)
        if found:
            shift = start - len(before)
            level = (found.start("level") + shift, found.end("level") + shift)
            start = level[0]
    if edition is None:
        before = text[max(floor, start - _BACK) : start]
        found = _VERSION_BEFORE.search(before)
        if found:
            edition, start = found[1], start - len(before) + found.start()
    return Grades(span=(start, end), edition=edition, level=level)


@dataclass(frozen=True, slots=True)
class _Rules:
    after: re.Pattern[str]
    before: re.Pattern[str]
    followers: frozenset[str]
    own: frozenset[str]
    ends: re.Pattern[str] | None
    opens: re.Pattern[str] | None
    designators: tuple[str, ...]


@lru_cache(maxsize=512)
def _rules(levels: tuple[str, ...]) -> _Rules:
    words = grammar().levels
    nouns = _any(words.nouns)
    ranked = rf"(?:{_any(words.ranks)})(?=[\s-](?:{nouns})(?!\w))"
    value = r"(?:\d{1,2}[+A-C]?|[IVX]{1,4}|[A-F][+\-–]?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)(?![\w])"
    # A scheme with types has no tiers: "SOC 2, Tier 3".
    kinds = [d for d in words.designators if any(w.lower().startswith(f"{d} ") for w in levels)]
    designated = rf"(?:{_any(kinds or words.designators)})[\s\-‑–]?{value}"
    own = "|".join(rf"{_loose(w)}(?![\w+])" for w in sorted(levels, key=len, reverse=True))
    # A letter alone may be an article: "a BBB rating".
    longer = "|".join(rf"{_loose(w)}(?![\w+])" for w in sorted(levels, key=len, reverse=True) if len(w) > 1)
    ends = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(_loose(w) for w in sorted(levels, key=len, reverse=True))})$") if levels else None
    opens = re.compile(rf"(?:{longer})(?=\s)") if longer else None
    shared = f"(?i:{ranked})|(?i:{_STARS})|{_case_ok(designated)})"
    level = f"(?P<level>{f'(?i:{own})|' if own else ''}{shared}"
    level_before = f"(?P<level>{f'(?i:{longer})|' if longer else ''}{shared}"
    after = re.compile(rf"{_MARK}(?:[\s,:(\-‑–—'\"“‘]{{1,3}}(?:at\s)?(?:the\s)?(?:certification\s|accreditation\s)?(?i:{nouns}\s)?){level}")
    paper = r"(?:certification\s|certificate\s|accreditation\s)?"
    linked = rf"[\s\-‑–]{{1,2}}(?i:(?:{nouns}|certified)[\s\-]{{1,2}})?(?:{paper}(?:of|from|in|under)\s)?(?:the\s)?"
    before = re.compile(rf"(?<![\w\-]){level_before}{linked}$")
    return _Rules(
        after=after,
        before=before,
        followers=frozenset(words.followers),
        own=frozenset(w.lower() for w in levels),
        ends=ends,
        opens=opens,
        designators=tuple(f"{w} " for w in words.designators),
    )


def _case_ok(pattern: str) -> str:
    """Designators in small or capital letters, their numerals as they are: "type II", "TYPE II", not "type of"."""
    head, _, value = pattern.partition(r")[\s\-‑–]?")
    return f"(?i:{head[3:]})[\\s\\-‑–]?{value}"


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=len, reverse=True))


def _loose(level: str) -> str:
    """A level of the registry, its words parted by spaces, hyphens or nothing: "DAL A" as "DAL-A"."""
    return re.sub(r"(?:\\ |\\-)+", lambda _: r"[\s\-‑]?", re.escape(level))


def _is_level(text: str, found: re.Match[str], rules: _Rules) -> bool:
    """A rank before a capitalised word of another kind belongs to a name: "LEED Gold Coast tower"."""
    level = found["level"].lower()
    if level not in rules.own or not level.replace(" ", "").isalpha() or level.startswith(rules.designators):
        return True
    following = _FOLLOWING.match(text, found.end("level"))
    words = following[0].replace("-", " ").split() if following else []
    return not words or not words[0][0].isupper() or any(word.lower() in rules.followers for word in words)


def _closed(text: str, found: re.Match[str]) -> int:
    """End of a match, with the bracket or quote that closes what it opened."""
    opened = found[0].lstrip("®™℠ ,:")[:1]
    end = found.end()
    closing = {"(": ")", "“": "”", '"': '"', "‘": "’", "'": "'"}.get(opened)
    return end + 1 if closing and text[end : end + 1] == closing else end
