"""Reads one role phrase: "Senior Vice President, Client Services and co-founder of Acme Inc." -> the role's span and its organization's.

The grammar works on the text alone, with the spans of people and organizations that are known so far as fences and hints.
"""

from __future__ import annotations

import re

from certwire.extractors.people_lexicon import load as lexicon
from certwire.extractors.role_fences import Spans, segment_end
from certwire.extractors.role_places import held_at
from certwire.extractors.role_titles import AWARD, FLOWERY, GLUED_HEAD, NAME_WORD, TOP, Phrase, Titles, is_plural, single, titles
from certwire.model import Span

_WORD = r"[\w&’'\-./+]*\w"
_LEAD = re.compile(
    r"(?:(?:(?:is|was|as|an?|the|our|its|their|his|her|currently|also|now|both|and|serves|serving|served|named|appointed|are|were) ){0,4})",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:, and (?:an? |the |also )?|, & | and (?:an? |the |also |the company’s |its )?| & | \| |/|, )(?=\w)")
_FUNCTION = re.compile(r"(?: of(?: the)?| for(?: the)?| in| to| on|,| [–\-]) (?=\w)")
_OF_THE_YEAR = re.compile(r" of the (?:Year|Month|Decade|Century)\b", re.IGNORECASE)
_CUT = re.compile(r"[,;()\n]| (?:and|at|for|with|from|who|in|of|based|&|as|to|by|on|said|says|–|—|-) ")


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
    head = GLUED_HEAD.match(text, begin, end) or t.head.search(text, begin, end)
    if not head or not _modifiers(text[begin : head.start()]):
        return None
    role_end, head_word = head.end(), head[0]
    role_end, head_word = _compound(text, role_end, head_word, end, t)
    if single(head_word) in t.weak and not _is_final(text, role_end, end) and not _function_follows(text, role_end, end, t):
        return None
    prefix = None if before else _organization_prefix(text, begin, head.start(), head[0], t)
    if prefix:
        before, begin = (prefix, prefix[1] + 1, ""), prefix[1] + 1
    flowery = FLOWERY.match(text, begin, head.start())
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
        function = _function(text, role_end, end, single(head_word), organizations, t)
        if function:
            role_end = function
            continue
        break
    stop = role_end
    if not organization and not own:
        organization, own, stop = held_at(text, role_end, end, organizations, t, people, head=single(head_word))
    if AWARD.search(text, begin, role_end) or _OF_THE_YEAR.match(text, role_end, end):
        return None
    beside = _BESIDE.match(text, role_end, end) if stop == role_end and not organization else None
    if beside and all(w.lower() in t.functions or _SHORT.fullmatch(w) for w in beside[0].split() if w not in ("&", "and")):
        role_end = beside.end()
        organization, own, stop = held_at(text, role_end, end, organizations, t, people, head=single(head_word))
    plural = is_plural(head_word, t)
    shorter = plural and text[:role_end].endswith(head_word)
    return Phrase(role=(begin, role_end - shorter), organization=organization, own=own, head=single(head_word), end=stop, plural=plural)


_AFTER_HEAD = re.compile(
    r"(?=\s*$|[,.;:)(\n–—|/&\-”\"®™]|\s[–—|&(\-•·]|  |\s(?:of|at|for|in|and|or|with|from|"
    r"to|on|by|as|who|whose|that|is|was|has|had|said|says|added|stated|will|since|based|"
    r"serving|here|responsible|specializing|overseeing|focused|known|during|about|within|"
    r"based|leading|who|when|where|said:|Mr|Ms|Dr)\b)"
)


def _is_final(text: str, end: int, limit: int) -> bool:
    """Whether a head noun ends its noun phrase: "chief," but not "chief stage"."""
    return end >= limit or _AFTER_HEAD.match(text, end) is not None


_OWN_POSSESSIVE = re.compile(r"((?:[Tt]he|[Oo]ur|[Tt]his) [A-Za-z]{3,20})[’']s? ")
_BESIDE = re.compile(r"(?: (?:[A-Z]\w+|& [A-Z]\w+|and [A-Z]\w+)){1,4}")
_SHORT = re.compile(r"[A-Z]{2,3}")
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
    if not prefix or any(w[0].endswith(",") for w in prefix) or prefix[-1][0] in ("&", "and", "of"):
        return None
    if not all(w[0][0].isupper() or w[0][0].isdigit() or w[0] in ("of", "&", "and", "the") for w in prefix):
        return None
    if all(w[0].lower() in t.functions | t.modifiers for w in prefix):
        return None
    if TOP.match(head) and (first_title == head or not _DEPARTMENTAL.match(head)):
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
    named = re.compile(rf"((?:{NAME_WORD} (?:of |& |and )?){{0,5}}{NAME_WORD})[’']s ").match(text, begin, end)
    if named and not t.head.search(named[1]):
        return (named.start(1), named.end(1)), named.end(), ""
    return None


_BAD_MODIFIER = frozenset(
    (
        "of at for with from by in on who which that is was the a an said as to and or not "
        "one part after before over more than their his her our its year years join joins are were whose while"
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
    if (
        is_plural(head[0], t)
        and head[0][0].isupper()
        and any(w[0].isupper() and w.lower() not in t.modifiers | t.functions for w in between.split())
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
    # "CEO of parent company Acme"
    inside = organizations.between(start + 1, stop) if of and words[0].islower() else None
    if inside and text[start : inside[0]].islower() and head in t.at_organization:
        return None
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
    # "Director of North Moor", "Territory Manager for Greater Bath": a manager's ground, not an employer
    if (
        of
        and first.lower() in t.regions
        and len(words.split()) < 3
        and head not in t.at_organization
        and not (known and known[1] >= stop and t.organization_end.search(words))
    ):
        return stop
    if (
        of
        and first[0].isupper()
        and " " in words.strip()
        and first.lower() not in t.functions | t.modifiers
        and not lexicon().is_plain(first)
        and not re.compile(r" at |, ").match(text, stop, limit)
        and not (head not in t.at_organization and words.split()[-1].lower() in t.functions and not (known and known[1] >= stop))
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
        named = not whole and _proper(first, t)
        return (
            _extended(text, stop, limit, organizations, t)
            if function and not named and (whole or not (known and known[1] >= stop))
            else None
        )
    if function:
        return _extended(text, stop, limit, organizations, t)
    if plain and head not in ("founder", "co-founder", "cofounder"):
        return _extended(text, stop, limit, organizations, t) if joint[0].split()[0] in ("of", "for") and len(words.split()) <= 5 else None
    if head in t.at_organization or known:
        return None
    if joint[0].split()[0] in ("of", "for") and words.split()[0].lower() in t.functions:
        return _extended(text, stop, limit, organizations, t)
    return None


def _proper(word: str, t: Titles) -> bool:
    """Whether a word begins a name rather than that of a department: "Ferngrove" in "Ferngrove Community Care"."""
    return word[:1].isupper() and not word.isupper() and word.lower() not in t.functions | t.modifiers and not lexicon().is_plain(word)


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
            or (joint[0].startswith(", ") and _proper(words.split()[0].strip(","), t))
            or (" " in words.strip() and organizations.starting(joint.end(), joint.end()))
        ):
            return stop
        stop = end
    return stop
