"""What roles are made of: the words of titles, the shape of an organization's name, and the spans around them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from certwire.model import Span

NAME_WORD = r"(?:[A-Z0-9][\w’'\-+®™]*(?:\.(?:[A-Za-z]\w*|(?<=\b\w\.)|(?=,? (?:[A-Z]|Inc|LLC)))?\w*)*|[a-z]{1,3}[A-Z]\w+)"
_JOIN = (
    r"(?:(?: (?:of|and|for|the|de|on|in|at|von|y)(?: the)?)? | & | \+ | \| |, (?=(?:Inc|"
    r"LLC|Ltd|Corp|PLLC|PLC|LLP|P\.?[AC]\.?|L\.L\.C|Co)\b))"
)
ORGANIZATION = re.compile(
    rf"(?:[Tt]he )?(?:(?:city|town|county|state|village|borough|province) of )?{NAME_WORD}(?:{_JOIN}{NAME_WORD}"
    rf"){{0,9}}(?<=\w)(?:(?<=Inc)\.|(?<=Corp)\.|(?<=Ltd)\.|(?<=Co)\.)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The word lists of ``data/roles.toml`` and the patterns over them; all words in lower case."""

    head: re.Pattern[str]
    heads: frozenset[str]
    weak: frozenset[str]
    praise: frozenset[str]
    free: frozenset[str]
    at_organization: frozenset[str]
    functions: frozenset[str]
    regions: frozenset[str]
    modifiers: frozenset[str]
    own: re.Pattern[str]
    contact_roles: frozenset[str]
    organization_end: re.Pattern[str]
    lends: re.Pattern[str]


# A title that a converter glued to the word on the next line: "Chief Executive OfficerAcme Inc.".
_GLUED = r"(?:Officer|Director|President|Manager|Secretary|Chairman|Founder|Owner|Partner|CEO|CFO|COO)(?=[A-Z][a-z-])"


# One glued to the name before it: "Jane RoeCFO".
GLUED_HEAD = re.compile(
    r"(?<=[a-z])(?:C[A-Z]O|[SE]?VP|President|Director|Manager|Founder|Partner|Owner|Chair(?:man|woman|person)?|Secretary)\b"
)


@lru_cache(maxsize=1)
def titles() -> Titles:
    """The word lists of the package, read once."""
    raw: dict[str, list[str]] = tomllib.loads((files("certwire") / "data" / "roles.toml").read_text(encoding="utf-8"))

    def lower(key: str) -> frozenset[str]:
        return frozenset(w.lower() for w in raw[key])

    def longest_first(key: str) -> str:
        return "|".join(re.escape(w) for w in sorted(set(raw[key]), key=lambda w: (-len(w), w)))

    def by_letter(key: str) -> str:
        # Without regard to case every alternative is tried in turn: so each letter's stand behind that letter.
        groups: dict[str, list[str]] = {}
        for w in sorted({w.lower() for w in raw[key]}, key=lambda w: (-len(w), w)):
            groups.setdefault(w[0], []).append(re.escape(w[1:]))
        return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(groups.items()))

    return Titles(
        head=re.compile(
            rf"(?<![\w’'])(?:{_GLUED}|(?i:{by_letter('heads')}|MD(?= (?:of|at) )"
            rf"|[a-z]{{3,}}(?:ologist|iatrist|iatrician))(?:e?s)?(?![^\W\d]"
            rf"|[’']|-\w))"
        ),
        heads=lower("heads"),
        weak=lower("weak_heads"),
        praise=lower("praise"),
        free=lower("free"),
        at_organization=lower("at_organization"),
        functions=lower("functions"),
        regions=lower("regions"),
        modifiers=lower("modifiers"),
        own=re.compile(rf"(?i:{longest_first('own')})\b"),
        contact_roles=lower("contact_roles"),
        organization_end=re.compile(rf"\b(?:{longest_first('organization_ends')})\b\.?"),
        lends=re.compile(
            rf"(?i)[®™]?(?:[ -](?:\d{{4}} )?(?:certif|accredit|(?:{longest_first('lends')})s?\b)"
            r"|,? (?:today |has |have |had |recently |again )*(?:certif|accredit|rank|approv)(?:es|s|ed|ied|ies)\b)"
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A role and where it is held. ``own`` are the words that stand for an organization named elsewhere ("the company", "its")."""

    role: Span
    organization: Span | None = None
    own: str = ""
    head: str = ""
    end: int = 0
    plural: bool = False


def is_plural(head: str, t: Titles) -> bool:
    return head.lower().endswith("s") and head.lower() not in t.heads


def single(head: str) -> str:
    low = head.lower()
    t = titles()
    for size in (0, 1, 2):
        if low[: len(low) - size] in t.heads:
            return low[: len(low) - size]
    return low


FLOWERY = re.compile(
    r"(?i)(?:(?:(?:[\w-]+ ){0,3}award-(?:winning|nominated)|"
    r"(?:(?:nationally|internationally|globally|widely|highly|world)[ -])?(?:recognized|"
    r"renowned|acclaimed|respected|distinguished|esteemed|celebrated|accomplished|talented|"
    r"seasoned|"
    r"experienced|prominent|leading|famed|famous|noted|legendary|successful|passionate|"
    r"dedicated|visionary|influential|skilled|trusted|popular|well-known|longtime|long-time|"
    r"world-famous|(?-i:new)|the|beloved|veteran|award-winning|first-ever|(?:double |triple )?board[- ]certified|multi-talented|"
    r"home-grown)),? (?:and )?)+"
)
AWARD = re.compile(r"\b(?:\d+-[Tt]ime|Top|Best(?!-)|Award(?!-)|Rising|Most)\b")
TOP = re.compile(
    r"(?i)^(?:c[a-z]o|ciso|co-ceo|[es]vp|president|chair\w*|chief|vice|executive|founder|"
    r"co-?founder|owner|co-owner|spokes\w+|secretary|treasurer|vice[- ]president|board)$"
)

OFFICE = re.compile(
    r"(?i)\b(?:c[efotim]o|cmo|cro|cpo|cco|cso|ciso|chief|president|founders?|founding|co-?founders?|"
    r"owners?|co-owner|directors?|manager|managing|vp|svp|evp|head|chair\w*|partners?|"
    r"principal|executive|mayor|minister|proprietor|secretary|officer|commissioner|dean|"
    r"administrator)\b"
)
_PARTS = re.compile(r",? (?:and|&) (?:an? |the |also )?|, |/| \| ")


def parts(text: str, start: int, end: int) -> list[Span]:
    """The office in a role that begins or ends with a word of praise; nothing where all of it is a role.

    Example:
        "innovator in digital health and CEO" -> the span of "CEO"; "surgeon and owner", "founder and CEO" -> none
    """
    t = titles()
    cuts = [m.span() for m in _PARTS.finditer(text, start, end)]
    runs: list[tuple[bool, int, int]] = []
    for low, high in zip([start, *(e for _, e in cuts)], [*(s for s, _ in cuts), end], strict=True):
        heads = [single(h[0]) for h in t.head.finditer(text, low, high)]
        praise = all(h in t.praise for h in heads)
        if runs and (not heads or runs[-1][0] == praise):
            runs[-1] = (runs[-1][0], runs[-1][1], high)
        else:
            runs.append((praise, low, high))
    return [(low, high) for praise, low, high in runs if not praise] if len(runs) > 1 else []
