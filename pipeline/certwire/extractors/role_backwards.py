"""Reads a role from its end, in front of a name: "Acme Chief Executive Jo Doe" -> the role's span and its organization's."""

from __future__ import annotations

import re
from dataclasses import replace

from certwire.extractors.role_fences import Spans
from certwire.extractors.role_phrases import read
from certwire.extractors.role_titles import AWARD, FLOWERY, NAME_WORD, OFFICE, TOP, Phrase, Titles, is_plural, parts, single, titles
from certwire.model import Span

# Weak heads that right before a name can hardly mean anything but its bearer's work.
_BEARS = re.compile(r"(?:associate|host|partner|specialist|expert|guide|fellow)s?$")
_CHIEF = re.compile(r"(?i)\bchief (?:[\w&]+ ){1,5}officer$")


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
    bare = re.sub(r"(?:,? (?:and )?(?:Dr|Mr|Mrs|Ms|Prof|Sir|Hon)[.,]?)? ?$|,? $", "", window)
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
    named = organizations.around(low + begin)
    if named and named[1] <= low + last.start() and text[named[1]] == " ":
        # "Tidewater Solutions CEO": the word of departments is the name's.
        begin = named[1] + 1 - low
    if AWARD.search(bare, begin):
        return None
    flowery = FLOWERY.match(bare, begin, last.start())
    if flowery:
        begin = flowery.end()
    plural = is_plural(last[0], t)
    mixed = parts(text, low + begin, low + last.end()) if plural else []
    if mixed and mixed[-1][1] == low + last.end():
        begin = mixed[-1][0] - low
    lower_plain = bare[begin:].strip()
    if single(last[0]) == "partner" and re.search(r"\b(?:his|her|their) (?:\w+ )?$", bare[:begin]):
        return None
    organization, own = _before(text, low, low + begin, organizations, t, head=last[0])
    if (
        single(last[0]) in t.weak
        and lower_plain.islower()
        and " " not in lower_plain
        and not organization
        and not own
        and not _BEARS.match(lower_plain)
    ):
        return None
    return Phrase(
        role=(low + begin, low + last.end() - plural), organization=organization, own=own, head=single(last[0]), end=end, plural=plural
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
            not t.head.search(raw) or is_plural(raw.strip(","), t) != is_plural(bare[start:].split()[0].strip(","), t)
        ):
            break
        elif raw.endswith("/") and all(t.head.fullmatch(part) for part in raw[:-1].split("/")):
            pass
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
    if re.search(r"(?:^|\s)Company$", before) and not text[end:begin].startswith(("’", "'")):
        return None, "the company"
    ticker = re.search(r" \([^()\n]{2,30}\)$", before)
    known = organizations.ending(low + ticker.start() if ticker else end) or organizations.ending(low + len(text[low:begin].rstrip()))
    if known and text[known[0] : known[1]].lower() not in t.modifiers:
        return known, ""
    if organizations.spans and not TOP.match(head) and not text[begin : begin + 1].islower():
        return None, ""
    named = re.search(rf"(?:^|(?<=[\s(]))((?:{NAME_WORD}(?: (?:of|and|&|for) | ))*{NAME_WORD})$", before[-70:])
    if named and organizations.spans and not TOP.match(head) and (" " not in named[1] or not OFFICE.search(text, begin, begin + 40)):
        return None, ""
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
