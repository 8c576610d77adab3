"""Reads one role phrase: "Senior Vice President, Client Services and co-founder of Acme Inc." -> the role's span and its organization's.

The grammar works on the text alone, with the spans of people and organizations that are known so far as fences and hints.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from certwire.extractors.people_lexicon import load as lexicon
from certwire.model import Span

_LONGEST = 260
_WORD = r"[\w&’'\-./+]*\w"
_NAME_WORD = r"(?:[A-Z0-9][\w’'\-+®™]*(?:\.(?:[A-Za-z]\w*|(?<=\b\w\.)|(?=,? (?:[A-Z]|Inc|LLC)))?\w*)*|[a-z]{1,3}[A-Z]\w+)"
_JOIN = (
    r"(?:(?: (?:of|and|for|the|de|on|in|at|von|y)(?: the)?)? | & | \+ | \| |, (?=(?:Inc|"
    r"LLC|Ltd|Corp|PLLC|PLC|LLP|P\.?[AC]\.?|L\.L\.C|Co)\b))"
)
ORGANIZATION = re.compile(
    rf"(?:[Tt]he )?(?:(?:city|town|county|state|village|borough|province) of )?{_NAME_WORD}(?:{_JOIN}{_NAME_WORD}"
    rf"){{0,9}}(?<=\w)(?:(?<=Inc)\.|(?<=Corp)\.|(?<=Ltd)\.|(?<=Co)\.)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The word lists of ``data/roles.toml`` and the patterns over them; all words in lower case."""

    head: re.Pattern[str]
    heads: frozenset[str]
    weak: frozenset[str]
    free: frozenset[str]
    at_organization: frozenset[str]
    functions: frozenset[str]
    modifiers: frozenset[str]
    own: re.Pattern[str]
    contact_roles: frozenset[str]
    organization_end: re.Pattern[str]


@lru_cache(maxsize=1)
def titles() -> Titles:
    """The word lists of the package, read once."""
    raw: dict[str, list[str]] = tomllib.loads((files("certwire") / "data" / "roles.toml").read_text(encoding="utf-8"))

    def lower(key: str) -> frozenset[str]:
        return frozenset(w.lower() for w in raw[key])

    def longest_first(key: str) -> str:
        return "|".join(re.escape(w) for w in sorted(set(raw[key]), key=lambda w: (-len(w), w)))

    return Titles(
        head=re.compile(
            rf"(?<![\w’'])(?i:{longest_first('heads')}|MD(?= (?:of|at) )|[a-z]{{3,}}(?:ologist|iatrist|iatrician))(?:e?s)?(?![^\W\d]|[’']|-\w)"
        ),
        heads=lower("heads"),
        weak=lower("weak_heads"),
        free=lower("free"),
        at_organization=lower("at_organization"),
        functions=lower("functions"),
        modifiers=lower("modifiers"),
        own=re.compile(rf"(?i:{longest_first('own')})\b"),
        contact_roles=lower("contact_roles"),
        organization_end=re.compile(rf"\b(?:{longest_first('organization_ends')})\b\.?"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Spans of one kind in a text, in order, for quick asking."""

    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, spans: Sequence[Span]) -> Spans:
        ordered = tuple(sorted(set(spans)))
        return cls(spans=ordered, starts=tuple(s for s, _ in ordered))

    def starting(self, low: int, high: int) -> Span | None:
        """The longest span that starts in ``low <= start <= high``, the first such start preferred."""
        i = bisect_left(self.starts, low)
        if i >= len(self.spans) or self.starts[i] > high:
            return None
        start = self.starts[i]
        return max(s for s in self.spans[i:] if s[0] == start) if self._same(i) else self.spans[i]

    def _same(self, i: int) -> bool:
        return i + 1 < len(self.starts) and self.starts[i + 1] == self.starts[i]

    def ending(self, at: int) -> Span | None:
        """The longest span that ends at a code point."""
        i = bisect_left(self.starts, at)
        found = [s for s in self.spans[max(0, i - 8) : i] if s[1] == at]
        return min(found) if found else None

    def between(self, low: int, high: int) -> Span | None:
        """The first span that starts in ``low <= start < high``."""
        i = bisect_left(self.starts, low)
        return self.spans[i] if i < len(self.spans) and self.starts[i] < high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A role and where it is held. ``own`` are the words that stand for an organization named elsewhere ("the company", "its")."""

    role: Span
    organization: Span | None = None
    own: str = ""
    head: str = ""
    end: int = 0
    plural: bool = False


_STOP = re.compile(
    r"\n|[“”\";:!?]|\.(?=\s|$)(?<!\b[A-Z]\.)(?<!Inc\.)(?<!Corp\.)(?<!Ltd\.)(?<!Co\.)(?<!Dr\.)(?<!Mr\.)(?<!M"
    r"s\.)(?<!U\.S\.)(?<!St\.)(?<!Jr\.)(?<!Sr\.)(?<!Exec\.)(?<!Asst\.)"
    r"|(?<=[a-z,)]) (?:said|says|added|adds|who|which|whose|that|is|was|were|are|has|have|"
    r"had|will|would|explained|stated|noted|commented|shared|announced|"
    r"joined|joins|discusses|served|emphasized|remarked|brings|continued|as|when|where|"
    r"while|since|spoke|talks|tells|told|can|to|attended|led|via|during|about|because|"
    r"using|through|including)\b"
    r"|  +|\s[\w.+-]{1,40}@| [–—] (?=[a-z])|--|https?:|www\."
)
_LEAD = re.compile(
    r"(?:(?:(?:is|was|as|an?|the|our|its|their|his|her|currently|also|now|both|and|serves|serving|served|named|appointed|are|were) ){0,4})",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:, and (?:an? |the |also )?|, & | and (?:an? |the |also |the company’s |its )?| & | \| |/|, )(?=\w)")
_FUNCTION = re.compile(r"(?: of(?: the)?| for(?: the)?| in| to| on|,| [–\-]) (?=\w)")
_AT = re.compile(r"(?:,? (?:at|with|from|for|of|in)(?: the)? | @ |, | \(| [–—|\-] | [Oo]f )(?=[\w“])")
_BRACKET = re.compile(r" \([^()\n]{1,40}\)")
_CUT = re.compile(r"[,;()\n]| (?:and|at|for|with|from|who|in|of|based|&|as|to|by|on|said|says|–|—|-) ")


def segment_end(text: str, start: int, *, people: Spans) -> int:
    """Where a phrase that begins at ``start`` must have ended: clause, line, or the next person."""
    stop = _STOP.search(text, start, start + _LONGEST)
    end = stop.start() if stop else min(len(text), start + _LONGEST)
    other = people.between(start, end)
    return min(end, other[0]) if other else end


def read(text: str, start: int, *, people: Spans, organizations: Spans, line: bool = False) -> Phrase | None:
    """The role phrase that begins at ``start``, articles before it skipped.

    Args:
        text: the release's text.
        start: where the phrase begins.
        people: spans of people; a phrase never runs into one.
        organizations: spans of organizations, where known.
        line: the phrase stands on a line of its own, so the organization may be on the next.

    Returns:
        The phrase, or None where no job title begins here.

    Example:
        ``read("Roe, vice president of sales at Acme, said", 5, ...)`` -> role "vice president of sales", organization "Acme"
    """
    t = titles()
    lead = _LEAD.match(text, start)
    begin = lead.end() if lead else start
    end = segment_end(text, begin, people=people)
    before = _organization_before(text, begin, end, organizations, t)
    if before:
        begin = before[1]
    head = t.head.search(text, begin, end)
    if not head or not _modifiers(text[begin : head.start()]):
        return None
    role_end, head_word = head.end(), head[0]
    role_end, head_word = _compound(text, role_end, head_word, end, t)
    if _single(head_word) in t.weak and not _is_final(text, role_end, end) and not _function_follows(text, role_end, end, t):
        return None
    prefix = None if before else _organization_prefix(text, begin, head.start(), head[0], t)
    if prefix:
        before, begin = (prefix, prefix[1] + 1, ""), prefix[1] + 1
    flowery = _FLOWERY.match(text, begin, head.start())
    if flowery:
        begin = flowery.end()
    organization: Span | None = before[0] if before else None
    own = before[2] if before else ""
    for _ in range(6):
        more = _and(text, begin, role_end, end, t, organizations)
        if more:
            role_end = more.end()
            head_word = [*t.head.finditer(more[0])][-1][0]
            continue
        function = _function(text, role_end, end, _single(head_word), organizations, t)
        if function:
            role_end = function
            continue
        break
    stop = role_end
    if not organization and not own:
        organization, own, stop = _at(text, role_end, end, organizations, t, people)
    if _AWARD.search(text, begin, role_end):
        return None
    beside = _BESIDE.match(text, role_end, end) if stop == role_end and not organization else None
    if beside and all(w.lower() in t.functions for w in beside[0].split() if w not in ("&", "and")):
        role_end = beside.end()
        organization, own, stop = _at(text, role_end, end, organizations, t, people)
    plural = _is_plural(head_word, t)
    shorter = plural and text[:role_end].endswith(head_word)
    return Phrase(role=(begin, role_end - shorter), organization=organization, own=own, head=_single(head_word), end=stop, plural=plural)


def _is_plural(head: str, t: Titles) -> bool:
    return head.lower().endswith("s") and head.lower() not in t.heads


_AFTER_HEAD = re.compile(
    r"(?=\s*$|[,.;:)(\n–—|/&\-”\"®™]|\s[–—|&(\-•·]|  |\s(?:of|at|for|in|and|or|with|from|"
    r"to|on|by|as|who|whose|that|is|was|has|had|said|says|added|stated|will|since|based|"
    r"serving|here|responsible|specializing|overseeing|focused|known|during|about|within|"
    r"based|leading|who|when|where|said:|Mr|Ms|Dr)\b)"
)


def _is_final(text: str, end: int, limit: int) -> bool:
    """Whether a head noun ends its noun phrase: "chief," but not "chief stage"."""
    return end >= limit or _AFTER_HEAD.match(text, end) is not None


def _single(head: str) -> str:
    low = head.lower()
    t = titles()
    for size in (0, 1, 2):
        if low[: len(low) - size] in t.heads:
            return low[: len(low) - size]
    return low


_FLOWERY = re.compile(
    r"(?i)(?:(?:(?:nationally|internationally|globally|widely|highly|world)[ -])?(?:recognized|"
    r"renowned|acclaimed|respected|distinguished|esteemed|celebrated|accomplished|talented|"
    r"seasoned|"
    r"experienced|prominent|leading|famed|famous|noted|legendary|successful|passionate|"
    r"dedicated|visionary|influential|skilled|trusted|popular|well-known|longtime|long-time|"
    r"world-famous|(?-i:new)|the|beloved|veteran|award-winning|first-ever|multi-talented|"
    r"home-grown),? (?:and )?)+"
)
_NO_NAME = re.compile(r"(?:[Tt]he )?(?:Dr|Mr|Ms|Mrs|Miss|Prof|Says|U\.S|US|UK|Email|Phone|Tel|I|In|It)\.?")
_OWN_POSSESSIVE = re.compile(r"((?:[Tt]he|[Oo]ur|[Tt]his) [A-Za-z]{3,20})[’']s? ")
_BESIDE = re.compile(r"(?: (?:[A-Z]\w+|& [A-Z]\w+|and [A-Z]\w+)){1,4}")
_CHIEF = re.compile(r"(?i)\bchief (?:[\w&]+ ){1,5}officer$")
_AWARD = re.compile(r"\b(?:\d+-[Tt]ime|Top|Best|Award|Rising|Most)\b")
_TOP = re.compile(
    r"(?i)^(?:c[a-z]o|ciso|co-ceo|[es]vp|president|chair\w*|chief|vice|executive|founder|"
    r"co-?founder|owner|co-owner|spokes\w+|secretary|treasurer|vice[- ]president|board)$"
)
_DEPARTMENTAL = re.compile(r"(?i)^(?:vice|[es]vp|executive|secretary)")
_LETTERS = re.compile(r"VP|SVP|EVP|AVP|IT|HR|PR|QA|CPR|PMP|CPA|CFP|AI|UX|UI|IP|US|UK|EU|EMEA|APAC|NBA|NFL|MLB|NHL|TEDX|ISO|LEED|MBA|RN|MD")


def _organization_prefix(text: str, begin: int, head_start: int, head: str, t: Titles) -> Span | None:
    """ "Forum Books" in "Forum Books CEO": capitalized words before a corporate title that are no words of titles."""
    words = list(re.finditer(r"\S+", text[begin:head_start]))
    i = len(words)
    while i and words[i - 1][0].lower() in t.modifiers:
        i -= 1
    first_title = words[i][0] if i < len(words) else head
    prefix = words[:i]
    if not prefix or prefix[-1][0].endswith(","):
        return None
    if not all(w[0][0].isupper() or w[0][0].isdigit() or w[0] in ("of", "&", "and", "the") for w in prefix):
        return None
    if all(w[0].lower() in t.functions | t.modifiers for w in prefix):
        return None
    if _TOP.match(head) and (first_title == head or not _DEPARTMENTAL.match(head)):
        return begin, begin + prefix[-1].end()
    if (
        prefix[0][0].isupper()
        and 1 < len(prefix[0][0]) < 7
        and prefix[0][0].lower() not in t.functions
        and not _LETTERS.fullmatch(prefix[0][0])
    ):
        return begin, begin + prefix[0].end()
    return None


def _function_follows(text: str, end: int, limit: int, t: Titles) -> bool:
    word = re.compile(r" (\w+)").match(text, end, limit)
    return bool(word) and word[1].lower() in t.functions  # type: ignore[index]  # there is a match


def _organization_before(text: str, begin: int, end: int, organizations: Spans, t: Titles) -> tuple[Span | None, int, str] | None:
    """ "Acme's", "Acme" or "the company's" in front of the head: (organization, where the role begins, own)."""
    own = _OWN_POSSESSIVE.match(text, begin, end) or _OWN_POSSESSIVE.match(text, max(0, begin - 4), end)
    if own and own.end() > begin:
        return None, own.end(), own[1]
    known = organizations.starting(begin, begin)
    name = text[known[0] : known[1]] if known else ""
    if known and text.startswith((" and ", " & "), known[1]) and t.head.search(text, known[1], min(end, known[1] + 30)):
        known = None
    if known and known[1] < end and not t.head.search(name.split()[-1]) and name.lower() not in t.modifiers:
        possessive = re.compile(r"[’']s? | ").match(text, known[1])
        if possessive and t.head.search(text, possessive.end(), min(end, possessive.end() + 60)):
            return known, possessive.end(), ""
    named = re.compile(rf"((?:{_NAME_WORD} (?:of |& |and )?){{0,5}}{_NAME_WORD})[’']s ").match(text, begin, end)
    if named and not t.head.search(named[1]):
        return (named.start(1), named.end(1)), named.end(), ""
    return None


_BAD_MODIFIER = frozenset(
    (
        "of at for with from by in on who which that is was the a an said as to and or not "
        "one part after before over more than their his her our its year years join joins"
    ).split()
)


def _modifiers(words: str) -> bool:
    """Whether the words in front of a head can be part of a role."""
    found = words.split()
    if len(found) > 7 or any(ch in words for ch in "()"):
        return False
    bad = [w for w in found if w.lower().strip(",") in _BAD_MODIFIER]
    commas = words.count(",")
    return not [w for w in bad if w.lower() != "and"] and commas <= 2 and len(bad) <= 2


def _compound(text: str, end: int, head: str, limit: int, t: Titles) -> tuple[int, str]:
    """ "Owner-Operator", "executive director", "Chief Revenue Officer": a head that a later head completes."""
    while True:
        m = re.compile(r"(?: [\w&’'\-]+){0,5}? ").match(text, end, limit)
        nxt = None
        if head.lower() in (
            "chief",
            "vice",
            "general",
            "senior",
            "executive",
            "associate",
            "assistant",
            "lead",
            "head",
            "principal",
            "deputy",
            "managing",
            "member",
            "major",
            "veteran",
            "student",
            "partner",
            "resident",
        ):
            nxt = re.compile(rf"((?: (?!of |at |for |in |and (?:CEO|[Cc]o-))[\w&’'\-,]+){{0,5}}?) ({t.head.pattern})").match(
                text, end, limit
            )
            if nxt and (len(nxt[1].split()) > (5 if head.lower() == "chief" else 3) or ("," in nxt[1] and head.lower() != "chief")):
                nxt = None
        else:
            nxt = re.compile(rf"()[ \-/]({t.head.pattern})").match(text, end, limit)
        if not nxt or (not m and not nxt):
            return end, head
        end, head = nxt.end(), nxt[2]


def _and(text: str, begin: int, end: int, limit: int, t: Titles, organizations: Spans) -> re.Match[str] | None:
    """The next head that is coordinated: ", and Co-CEO", " & CFO", "/Founder"."""
    joint = _AND.match(text, end, limit)
    if not joint:
        return None
    head = t.head.search(text, joint.end(), min(limit, joint.end() + 70))
    if not head:
        return None
    between = text[joint.end() : head.start()]
    if between.count(",") or not _modifiers(between) or re.search(r"\b(?:of|in)\b", between):
        return None
    if organizations.between(joint.end(), head.start() + 1) and not all(
        w.lower() in t.modifiers | t.functions | t.heads for w in between.split()
    ):
        return None
    if text[end : joint.end()] == ", " and len(between.split()) > 3:
        return None
    stop, _ = _compound(text, head.end(), head[0], limit, t)
    if not _is_final(text, stop, limit) and not _function_follows(text, stop, limit, t):
        return None
    return re.compile(r".*", re.S).fullmatch(text, head.start(), stop)


def _chunk(text: str, start: int, limit: int) -> int:
    """End of the noun phrase at ``start``: before a comma, a preposition or a conjunction that begins something else."""
    cut = _CUT.search(text, start, limit)
    return cut.start() if cut else limit


def _is_function(words: str, t: Titles) -> bool:
    found = [w.strip(".,®™").lower() for w in re.split(r"[\s/]+", words) if w not in ("&", "and", "the", "of")]
    return bool(found) and sum(w in t.functions or w in t.modifiers for w in found) * 2 > len(found)


def _function(text: str, end: int, limit: int, head: str, organizations: Spans, t: Titles) -> int | None:
    """Where "of Vendor and Product", ", Client Services" or "for Powder Coating Resins" ends, if it is a department and no organization."""
    joint = _FUNCTION.match(text, end, limit)
    if not joint:
        return None
    start = joint.end()
    stop = _chunk(text, start, limit)
    words = text[start:stop]
    if not words.strip() or re.search(r"\w\.\w", words) or t.own.match(text, max(end, start - 4), limit) or t.own.match(text, start, limit):
        return None
    of = joint[0].strip().split()[0] in ("of", "for", "in", "to", "on")
    plain = words[0].islower()
    known = organizations.starting(start, start) or (organizations.starting(start - 4, start - 4) if start >= 4 else None)
    function = _is_function(words, t)
    whole = all(w.strip(",.®™").lower() in t.functions | t.modifiers or not w[:1].isupper() for w in re.split(r"[\s/]+", words))
    if of and re.match(r"(?i)(?:city|town|county|state|village|district|borough|municipality|province)\b", words):
        return None
    if joint[0].endswith(" the ") and words.split()[-1].lower() in t.functions:
        return _extended(text, stop, limit, organizations, t)
    if of and re.compile(r" at (?:the )?[A-Z]").match(text, stop, limit):
        return _extended(text, stop, limit, organizations, t)
    first = words.split()[0].strip(",")
    if (
        of
        and first[0].isupper()
        and " " in words.strip()
        and first.lower() not in t.functions | t.modifiers
        and not lexicon().is_plain(first)
        and not re.compile(r" at |, ").match(text, stop, limit)
    ):
        return None
    if (
        of
        and head not in t.at_organization
        and words.split()[-1].lower() in t.functions
        and not t.organization_end.search(words.split()[-1])
        and not (known and known[1] >= stop)
    ):
        return _extended(text, stop, limit, organizations, t)
    if (
        of
        and whole
        and re.compile(r", [A-Z]").match(text, stop, limit)
        and words.split()[-1].lower() in ("division", "department", "unit", "team", "practice")
    ):
        return _extended(text, stop, limit, organizations, t)
    if known and known[1] >= stop and head in t.at_organization and " " in words.strip():
        return None
    if of and re.compile(r",? (?:at|for|with) (?:the )?[A-Z]|, (?:the )?[A-Z]").match(text, stop, limit) and head not in t.at_organization:
        function = function or not t.organization_end.search(words.split()[-1])
        known = None if function else known
    if known and known[1] >= stop and not (function and whole):
        return None
    if (t.organization_end.search(words) and not whole and not plain) or (head in t.at_organization and not whole and not plain):
        return None
    if not of:
        return _extended(text, stop, limit, organizations, t) if function and (whole or not (known and known[1] >= stop)) else None
    if function:
        return _extended(text, stop, limit, organizations, t)
    if plain and head not in ("founder", "co-founder", "cofounder"):
        return _extended(text, stop, limit, organizations, t) if joint[0].split()[0] in ("of", "for") and len(words.split()) <= 5 else None
    if head in t.at_organization or known:
        return None
    if joint[0].split()[0] in ("of", "for") and words.split()[0].lower() in t.functions:
        return _extended(text, stop, limit, organizations, t)
    return None


def _extended(text: str, stop: int, limit: int, organizations: Spans, t: Titles) -> int:
    """A department's name goes on over "and", "&" and commas while its words are words of departments."""
    for _ in range(4):
        joint = re.compile(r",? (?:and|&|of) (?:the )?|, (?=[A-Z])").match(text, stop, limit)
        if not joint:
            return stop
        end = _chunk(text, joint.end(), limit)
        words = text[joint.end() : end]
        if (
            not words
            or not _is_function(words, t)
            or t.head.search(words)
            or (" " in words.strip() and organizations.starting(joint.end(), joint.end()))
        ):
            return stop
        stop = end
    return stop


def _at(text: str, end: int, limit: int, organizations: Spans, t: Titles, people: Spans) -> tuple[Span | None, str, int]:
    """The organization after the role, or whether it is the release's own."""
    bracket = _BRACKET.match(text, end, limit)
    if bracket:
        end = bracket.end()
    joint = _AT.match(text, end, limit)
    if not joint:
        beside = organizations.starting(end + 1, end + 1) if text[end : end + 1] == " " else None
        return (beside, "", beside[1]) if beside and beside[1] <= limit + 40 else (None, "", end)
    article = re.search(r"[Tt]he $", joint[0])
    start = joint.end() - (len(article[0]) if article else 0)
    own = t.own.match(text, start, limit)
    if own and (" " in own[0]):
        return None, own[0], own.end()
    start = joint.end()
    known = organizations.starting(start - (4 if article else 0), start)
    if known is None:
        near = organizations.starting(start, min(limit, start + 30))
        if near and not re.search(r"[,;()A-Z]", text[start : near[0]]) and joint[0] not in (", ",):
            known = near
    if known and known[1] <= limit + 40:
        longer = ORGANIZATION.match(text, known[0], limit)
        if longer and longer.end() > known[1] and text[known[1] : known[1] + 2].strip().isupper() and t.organization_end.search(longer[0]):
            known = _trimmed(text, *longer.span())
        return known, "", known[1]
    named = ORGANIZATION.match(text, start - (4 if article else 0), limit) or ORGANIZATION.match(text, start, limit)
    if not named:
        return None, "", end
    span = _trimmed(text, named.start(), named.end())
    words = text[span[0] : span[1]]
    if joint[0] == ", " and (
        len(words.split()) < 2
        and not t.organization_end.search(words)
        and not re.match(r"[,.]?(?:\s*$|[,.);:]| and|\n|  | -)", text[span[1] : span[1] + 4])
    ):
        return None, "", end
    if (
        t.head.fullmatch(words)
        or people.between(span[0], span[1])
        or len(words) < 2
        or _NO_NAME.fullmatch(words)
        or not re.search(r"[A-Z]", words)
    ):
        return None, "", end
    return span, "", span[1]


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    tail = re.search(r"(?: (?:and|of|for|in|the|at|on|de|y|&))+$|['’]s?$|\.$", words)
    if tail and not re.search(r"\b(?:Inc|Corp|Ltd|Co|P\.C|P\.A|L\.P|S\.A)\.$", words):
        end -= len(tail[0])
    return start, end


def read_back(text: str, end: int, *, people: Spans, organizations: Spans) -> Phrase | None:
    """The role phrase that ends right before a name at ``end``: "Acme CEO", "its founder,", "Mayor".

    Example:
        ``read_back("said Acme chief executive ", 26, ...)`` -> role "chief executive", organization "Acme"
    """
    t = titles()
    low = max(0, end - 160)
    window = text[low:end]
    window = window[_last_break(window) :]
    low = end - len(window)
    bare = re.sub(r"(?:,? (?:and )?(?:Dr|Mr|Mrs|Ms|Prof|Sir|Hon)\.?)? ?$|,? $", "", window)
    if not bare:
        return None
    heads = list(t.head.finditer(bare))
    if not heads:
        return None
    last = heads[-1]
    tail = bare[last.end() :].strip(" ,")
    if tail and tail not in ("is", "was", "being", "remains"):
        for head in heads[-4:]:
            found = _back_with_organization(text, low, head.start(), end, organizations, people)
            if found:
                return found
        return None
    chief = _CHIEF.search(bare)
    begin = _back_over(bare, chief.start() if chief else last.start(), t)
    if _AWARD.search(bare, begin):
        return None
    flowery = _FLOWERY.match(bare, begin, last.start())
    if flowery:
        begin = flowery.end()
    plural = _is_plural(last[0], t)
    lower_plain = bare[begin:].strip()
    organization, own = _before(text, low, low + begin, organizations, t, head=last[0])
    if _single(last[0]) in t.weak and lower_plain.islower() and " " not in lower_plain and not organization and not own:
        return None
    return Phrase(
        role=(low + begin, low + last.end() - plural), organization=organization, own=own, head=_single(last[0]), end=end, plural=plural
    )


def _last_break(window: str) -> int:
    """Where the clause before a name begins."""
    found = [
        m.end()
        for m in re.finditer(
            r"\n|[“”\";:!?] ?|\.(?= )(?<!Inc\.)(?<!Corp\.)(?<!Ltd\.)(?<!\b[A-Z]\.)(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!Co\.)|\) |  +",
            window[: len(window) - 5],
        )
    ]
    return found[-1] if found else 0


_BACK_STOP = frozenset(
    (
        "the a an by with to from for in on at of as is was and or said says including its "
        "our their his her former-only that who when where joined joins features featuring "
        "meet local-only"
    ).split()
)


def _back_over(bare: str, start: int, t: Titles) -> int:
    """Where the role begins, going back from its last head over modifiers and coordinated heads."""
    words = list(re.finditer(r"[^\s]+", bare[:start]))
    begin = start
    i = len(words) - 1
    while i >= 0:
        raw = words[i][0]
        word = raw.strip(",").lower()
        bare_word = word.replace("’s", "").replace("'s", "")
        if word != bare_word:
            break
        if word in ("and", "&", "/", "of"):
            if i == 0 or not _role_word(words[i - 1][0], t) or (word == "of" and not t.head.fullmatch(words[i - 1][0])):
                break
            if word in ("and", "&") and not any(t.head.fullmatch(w[0].strip(",")) for w in words[max(0, i - 3) : i]):
                break
        elif raw.endswith(",") and (
            not t.head.search(raw) or _is_plural(raw.strip(","), t) != _is_plural(bare[start:].split()[0].strip(","), t)
        ):
            break
        elif not _role_word(raw, t):
            if word in _BACK_STOP or not raw[0].islower() or len(words) - i > 4:
                break
            if bare[start : start + 1].isupper() and "-" not in word:
                break
            if not re.search(r"(?:al|ic|ed|ive|or|ist|ing|ary|an|er|ral|ful|ous)$|-", word):
                break
        begin = words[i].start()
        i -= 1
    return begin


def _role_word(word: str, t: Titles) -> bool:
    low = word.strip(",").lower()
    return low in t.modifiers or low in t.functions or t.head.fullmatch(word.strip(",")) is not None


_GOVERNING = frozenset(
    "governor mayor senator congressman congresswoman president minister premier councilman councilwoman councillor".split()
)


def _before(text: str, low: int, begin: int, organizations: Spans, t: Titles, *, head: str) -> tuple[Span | None, str]:
    """The organization that stands right before a role: "Acme", "Acme's", "the company's", "its"."""
    gap = re.search(r"(?:['’]s?)? $|, $| $", text[low:begin])
    if not gap:
        return None, ""
    end = low + gap.start()
    before = text[low:end]
    own = re.search(r"(?:^|\s)((?:[Tt]he|[Oo]ur|[Tt]his) \w+|[Oo]ur|[Ii]ts|[Tt]heir)$", before)
    if own and (text[end:begin][:1] in "’'" or " " not in own[1]):
        return None, own[1]
    if text[end:begin] == ", ":
        return None, ""
    known = organizations.ending(end) or organizations.ending(low + len(text[low:begin].rstrip()))
    if known and text[known[0] : known[1]].lower() not in t.modifiers:
        return known, ""
    if organizations.spans and not _TOP.match(head):
        return None, ""
    named = re.search(rf"(?:^|(?<=[\s(]))((?:{_NAME_WORD}(?: (?:of|and|&|for) | ))*{_NAME_WORD})$", before[-70:])
    if named:
        start = end - len(named[1])
        words = named[1]
        if words.split()[0] in (
            "The",
            "As",
            "Former",
            "By",
            "In",
            "With",
            "Our",
            "When",
            "For",
            "And",
            "Interview",
            "Meet",
            "While",
            "Through",
            "After",
            "From",
            "At",
            "Dr",
            "Mr",
            "Ms",
        ):
            cut = len(words.split()[0]) + 1
            if len(words) <= cut:
                return None, ""
            start += cut
        return (start, end), ""
    return None, ""


def _back_with_organization(text: str, low: int, head_start: int, end: int, organizations: Spans, people: Spans) -> Phrase | None:
    """ "the CEO of Acme, Jane Roe": a whole phrase whose end touches the name."""
    t = titles()
    if people.between(low + head_start, end):
        return None
    begin = low + _back_over(text[low:end], head_start, t)
    phrase = read(text, begin, people=people, organizations=organizations)
    if phrase is None or not re.fullmatch(r"[.’'s]{0,3},? ?(?:(?:Dr|Mr|Mrs|Ms)\.? )?", text[phrase.end : end]):
        return None
    if phrase.organization or phrase.own:
        return phrase
    organization, own = _before(text, low, phrase.role[0], organizations, t, head=phrase.head)
    return replace(phrase, organization=organization, own=own)
