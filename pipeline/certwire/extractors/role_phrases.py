"""Reads one role phrase: "Senior Vice President, Client Services and co-founder of Acme Inc." -> the role's span and its organization's.

The grammar works on the text alone, with the spans of people and organizations that are known so far as fences and hints.
"""

from __future__ import annotations

import re

from certwire.extractors.people_lexicon import load as lexicon
from certwire.extractors.role_fences import Spans, segment_end
from certwire.extractors.role_titles import AWARD, FLOWERY, NAME_WORD, ORGANIZATION, TOP, Phrase, Titles, is_plural, single, titles
from certwire.model import Span

_WORD = r"[\w&’'\-./+]*\w"
_LEAD = re.compile(
    r"(?:(?:(?:is|was|as|an?|the|our|its|their|his|her|currently|also|now|both|and|serves|serving|served|named|appointed|are|were) ){0,4})",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:, and (?:an? |the |also )?|, & | and (?:an? |the |also |the company’s |its )?| & | \| |/|, )(?=\w)")
_FUNCTION = re.compile(r"(?: of(?: the)?| for(?: the)?| in| to| on|,| [–\-]) (?=\w)")
_AT = re.compile(r"(?:,? (?:at|with|from|for|of|in)(?: the)? | @ |, | \(| [–—|\-] | [Oo]f )(?=[\w“])")
_OF_THE_YEAR = re.compile(r" of the (?:Year|Month|Decade|Century)\b", re.IGNORECASE)
_BRACKET = re.compile(r" \([^()\n]{1,40}\)")
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
    head = t.head.search(text, begin, end)
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
        organization, own, stop = _at(text, role_end, end, organizations, t, people, head=single(head_word))
    if AWARD.search(text, begin, role_end) or _OF_THE_YEAR.match(text, role_end, end):
        return None
    beside = _BESIDE.match(text, role_end, end) if stop == role_end and not organization else None
    if beside and all(w.lower() in t.functions for w in beside[0].split() if w not in ("&", "and")):
        role_end = beside.end()
        organization, own, stop = _at(text, role_end, end, organizations, t, people, head=single(head_word))
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


_NO_NAME = re.compile(r"(?:[Tt]he )?(?:Dr|Mr|Ms|Mrs|Miss|Prof|Says|U\.S|US|UK|Email|Phone|Tel|I|In|It)\.?")
_OWN_POSSESSIVE = re.compile(r"((?:[Tt]he|[Oo]ur|[Tt]his) [A-Za-z]{3,20})[’']s? ")
_BESIDE = re.compile(r"(?: (?:[A-Z]\w+|& [A-Z]\w+|and [A-Z]\w+)){1,4}")
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


def _at(text: str, end: int, limit: int, organizations: Spans, t: Titles, people: Spans, *, head: str) -> tuple[Span | None, str, int]:
    """The organization after the role, or whether it is the release's own."""
    bracket = _BRACKET.match(text, end, limit)
    if bracket:
        end = bracket.end()
    joint = _AT.match(text, end, limit)
    # "principal of Jane Roe": nobody is the head of a person, so what looks like one is a firm.
    namesake = people.starting(limit, limit) if head in t.at_organization and text[end:limit] in (" of ", " at ") else None
    if namesake:
        return namesake, "", namesake[1]
    if not joint:
        space = text[end : end + 1] == " "
        beside = organizations.starting(end + space, end + space) if space or text[end : end + 1].isupper() else None
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
