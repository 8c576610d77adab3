"""Finds schemes and bodies in a text: one pass over its tokens, longest name first, linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import compress

from certwire.knowledge import grades, standards
from certwire.knowledge.grammar import grammar
from certwire.knowledge.registry import Form, Registry, forms
from certwire.knowledge.rows import Row, Scheme
from certwire.knowledge.tokens import LONGEST, Tokens, fold, plain_gap, same_signs, split, windows
from certwire.model import Span

_POST_NOMINAL = re.compile(r"[®™]?(?:\s?[,;)]|\.?[”\"]|\.\s(?=[“\"A-Z])|\.?\s?$|\.?\s?\n|\s(?:and|is|has|joins|was|of|at|with|said|who)\s)")
_OPENS = re.compile(r"[®™]?\s?\(")
_LEADING = re.compile(r"(?:[A-Z]\.?|[a-z]+) [A-Z][^\W\d_]*[^\WA-Z\d_],\s(?:[A-Z][A-Za-z.-]{1,6}[®™]?,\s){0,4}$")
_TICKER = re.compile(
    r"(?:NYSE|N[Aa][Ss][Dd][Aa][Qq]|OTC\w{0,4}|TSX\w?|CSE|LSE|ASX|AMEX|FRA|FSE|BSE|NSE|HKEX|SEHK|[Ee]uronext|Frankfurt|Nasdaq)[^()\n]{0,14}[:;]\s?$"
)
_LEVEL_NEXT = re.compile(r"[\s-](?:level|status|tier|rating)\b")
_ADDRESS = frozenset("-/_=.@")
_MARKS = frozenset("®℠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A scheme named in a text. Offsets are code points.

    Attributes:
        start, end: the name with the edition and level next to it: "SOC 2, Type II".
        core: the name alone: "SOC 2".
        schemes: ids of the rows it may mean: one; several where it is ambiguous; none for a numbered standard that no row holds.
        name: usual full name with edition, without level; None where ambiguous.
        number: of a numbered standard: "27001".
        edition: "2022", "v4.0", "Rev B", "D", or None.
        level: verbatim level, or None.
        level_span: where it stands.
        alias: the form that matched, as the registry writes it.
    """

    start: int
    end: int
    core: Span
    schemes: tuple[str, ...]
    name: str | None
    number: str | None = None
    edition: str | None = None
    level: str | None = None
    level_span: Span | None = None
    alias: str

    @property
    def scheme(self) -> str | None:
        """The one scheme it means, or None where there is none or a choice."""
        return self.schemes[0] if len(self.schemes) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHit:
    """A body named in a text: span in code points, ids of the rows it may mean, and the form that matched."""

    start: int
    end: int
    bodies: tuple[str, ...]
    alias: str


@dataclass(frozen=True, slots=True)
class _Name:
    form: Form
    shape: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    forms: tuple[Form, ...]


_Seconds = Mapping[str, frozenset[str] | None]
"""The words that may follow a first one; None: it may be all there is."""


@dataclass(frozen=True, slots=True)
class _Openings:
    """How names may begin: with a capital, and without."""

    capital: _Seconds
    small: _Seconds

    def of(self, tokens: Tokens) -> list[int]:
        """The tokens at which a name may begin, told by the token, its capital and the token behind it."""
        raw, words = tokens.raw, tokens.words
        last = len(words) - 1
        capital, small = self.capital, self.small
        return [
            at
            for at in compress(range(last + 1), map(capital.__contains__, words))
            if (
                (second := (small if raw[at][0].islower() else capital).get(words[at], _NO_WORD)) is None
                or (at < last and words[at + 1] in second)
            )
        ]


_NO_WORD: frozenset[str] = frozenset()


class Matcher:
    """Finds the names of one registry; made once, used for any number of texts."""

    __slots__ = ("_bodies", "_far", "_followers", "_near", "_openings", "_registry", "_schemes", "_stems")

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._schemes = _Table.of(registry.schemes.values())
        self._bodies = _Table.of(registry.bodies.values())
        # A numbered standard may have any word behind its first.
        names = self._schemes.openings
        self._openings = _Openings(
            {**names.capital, **dict.fromkeys(standards.first_words())}, {**names.small, **dict.fromkeys(standards.small_words())}
        )
        rules = grammar()
        self._near, self._stems, self._far = frozenset(rules.near), rules.stems, frozenset(rules.far)
        levels = rules.levels
        self._followers = frozenset((*levels.followers, *levels.ranks, *levels.nouns, *levels.designators))

    @property
    def registry(self) -> Registry:
        """The registry it was made of."""
        return self._registry

    def find(self, text: str) -> list[Hit]:
        """Schemes in a text, in order, without overlap.

        Example:
            ``find("Acme earns ISO/IEC 27001:2022.")`` -> one Hit 11-29, schemes ``("iso-27001",)``, edition ``"2022"``
        """
        hits: list[Hit] = []
        done = 0
        heads = standards.first_words()
        rows = self._registry.standards
        for tokens in windows(text):
            for index in self._openings.of(tokens):
                word, start = tokens.words[index], tokens.starts[index]
                if start >= tokens.stop:
                    break
                if start < done or not _starts_word(text, start):
                    continue
                named = self._longest(self._schemes, text, tokens, index) if word in self._schemes.lengths else None
                numbered = standards.at(text, start, rows) if word in heads and not _in_address(text, start) else None
                if numbered is not None and (named is None or numbered.end >= named.end):
                    run = self._numbered(text, numbered, floor=done)
                elif named is not None:
                    ids = tuple(form.row for form in named.forms)
                    run = [self._named(text, (named.start, named.end), ids, named.forms[0].text, floor=done)]
                else:
                    continue
                for hit in run:
                    hits.append(hit)
                    done = hit.end
        return self._joined(text, hits)

    def bodies(self, text: str) -> list[BodyHit]:
        """Bodies in a text, in order, without overlap."""
        hits: list[BodyHit] = []
        done = 0
        for tokens in windows(text):
            for index in self._bodies.openings.of(tokens):
                start = tokens.starts[index]
                if start >= tokens.stop:
                    break
                if start < done or not _starts_word(text, start):
                    continue
                found = self._longest(self._bodies, text, tokens, index)
                if found is not None:
                    hits.append(
                        BodyHit(start=found.start, end=found.end, bodies=tuple(f.row for f in found.forms), alias=found.forms[0].text)
                    )
                    done = found.end
        return hits

    def _longest(self, table: _Table, text: str, tokens: Tokens, first: int) -> _Found | None:
        """The longest name that begins at a token."""
        lengths = table.lengths[tokens.words[first]]
        reach, most = 1, min(lengths[0], len(tokens.words) - first)
        while reach < most and plain_gap(text, tokens.ends[first + reach - 1], tokens.starts[first + reach]):
            reach += 1
        for length in lengths:
            if length > reach:
                continue
            names = table.names.get(" ".join(tokens.words[first : first + length]))
            if names is None or not _ends_word(text, tokens.ends[first + length - 1]):
                continue
            said = [text[tokens.starts[i] : tokens.ends[i]] for i in range(first, first + length)]
            whole = text[tokens.starts[first] : tokens.ends[first + length - 1]]
            good = _one_each(n.form for n in names if _fits(n.shape, said) and same_signs(whole, n.form.text))
            if good and self._stands(text, tokens, first, first + length, good[0]):
                return _Found(tokens.starts[first], tokens.ends[first + length - 1], good)
        return None

    def _stands(self, text: str, tokens: Tokens, first: int, after: int, form: Form) -> bool:
        """Whether the name is no part of an address, a compound or a ticker, and a cued one has its cue."""
        start, end = tokens.starts[first], tokens.ends[after - 1]
        before = text[start - 1 : start]
        if _in_address(text, start):
            return False
        if form.mode == "fold" or after - first > 2:
            return True
        # "CE/UL/DLC" is a list, "w/CE" is none.
        listed = before == "/" and text[start - 2 : start - 1].isupper()
        if before == "$" or (form.mode == "cued" and before in {"-", "/", "@"} and not listed):
            return False
        following = tokens.words[after] if after < len(tokens.words) else ""
        gap = text[end : min(tokens.starts[after], end + 2)] if following else ""
        if gap == "-" and not self._follows(following):
            return False
        if _TICKER.search(text[max(0, start - 24) : start]):
            return False
        return form.mode == "exact" or self._cued(text, tokens, first, after, gap)

    def _follows(self, word: str) -> bool:
        return word in self._followers or word in self._near or word.startswith(self._stems)

    def _cued(self, text: str, tokens: Tokens, first: int, after: int, gap: str) -> bool:
        """Whether a word of certification stands within six tokens, or the name stands as a post-nominal or with a mark."""
        start, end = tokens.starts[first], tokens.ends[after - 1]
        left, right = tokens.words[max(0, first - 6) : first], tokens.words[after : after + 6]
        if not self._far.isdisjoint((*left[-4:], *right[:4])):
            return False
        if gap == " " and text[tokens.starts[after]].isupper() and not self._follows(right[0]):
            return False
        if text[end : end + 1] in _MARKS:
            return True
        if any(word in self._near or word.startswith(self._stems) for word in (*left, *right)):
            return True
        name_before = end - start > 2 and text[start:end].isupper() and _LEADING.search(text[max(0, start - 64) : start])
        return bool(name_before and _POST_NOMINAL.match(text, end))

    def _named(self, text: str, core: Span, schemes: tuple[str, ...], alias: str, *, floor: int) -> Hit:
        rows = [self._registry.schemes[id_] for id_ in schemes]
        one = rows[0] if len(rows) == 1 else None
        number = one.standard.split(" ", 1)[1] if one and one.standard else None
        read = grades.around(
            text,
            *core,
            floor=floor,
            levels=one.levels if one else (),
            editions=any(row.editions for row in rows),
            numbered=number is not None,
        )
        return _hit(text, core, read, schemes=schemes, name=_full_name(one.name, read.edition) if one else None, number=number, alias=alias)

    def _joined(self, text: str, hits: list[Hit]) -> list[Hit]:
        """Join a name and its short form in parentheses, "Forest Stewardship Council (FSC)", and read on behind them."""
        out: list[Hit] = []
        for hit in hits:
            last = out[-1] if out else None
            if last and hit.start - last.end <= 3 and _OPENS.fullmatch(text, last.end, hit.start) and text[hit.end : hit.end + 1] == ")":
                shared = tuple(id_ for id_ in last.schemes if id_ in hit.schemes)
                if shared:
                    read = self._named(text, (last.core[0], hit.end + 1), shared, last.alias, floor=out[-2].end if len(out) > 1 else 0)
                    out[-1] = replace(
                        read,
                        start=min(read.start, last.start),
                        edition=read.edition or last.edition or hit.edition,
                        name=read.name if read.edition else last.name if last.edition else hit.name if hit.edition else read.name,
                        level=read.level or last.level or hit.level,
                        level_span=read.level_span or last.level_span or hit.level_span,
                    )
                    continue
            out.append(hit)
        return out

    def _numbered(self, text: str, first: standards.Standard, *, floor: int) -> list[Hit]:
        hits: list[Hit] = []
        queue = [first]
        while queue:
            one = queue.pop()
            row = self._registry.schemes[one.scheme] if one.scheme else None
            read = grades.around(
                text,
                one.start,
                one.end,
                floor=hits[-1].end if hits else floor,
                levels=row.levels if row else (),
                editions=bool(row and row.editions),
                numbered=True,
                edition=one.edition,
            )
            if hits and read.span[0] < one.start:
                read = replace(read, span=(one.start, read.span[1]))
            schemes = (one.scheme,) if one.scheme else ()
            name = _full_name(row.name + one.part if row else one.name, read.edition)
            hits.append(_hit(text, (one.start, one.end), read, schemes=schemes, name=name, number=one.number, alias=one.name))
            queue.extend(standards.sharing(text, read.span[1], one, self._registry.standards))
        last = hits[-1]
        if last.level and len(hits) > 1:
            hits = [h if h.level else replace(h, level=last.level, level_span=last.level_span) for h in hits]
        return hits


def _hit(text: str, core: Span, read: grades.Grades, *, schemes: tuple[str, ...], name: str | None, number: str | None, alias: str) -> Hit:
    level = text[slice(*read.level)] if read.level else None
    if level and level.lower() == "certified" and not _LEVEL_NEXT.match(text, read.span[1]):
        # LEED's lowest level is called Certified; "LEED-certified" tells none.
        read, level = replace(read, level=None), None
    start, end = read.span
    return Hit(
        start=start,
        end=end,
        core=core,
        schemes=schemes,
        name=name,
        number=number,
        edition=read.edition,
        level=level,
        level_span=read.level,
        alias=alias,
    )


def _full_name(name: str, edition: str | None) -> str:
    if edition is None:
        return name
    if edition.isdigit() and len(edition) == 4:
        return f"{name}:{edition}"
    if len(edition) == 1:
        return name if name.endswith(edition) and name[-2:-1].isdigit() else f"{name}{edition}"
    return f"{name} v{edition}" if edition[0].isdigit() else f"{name} {edition}"


def _one_each(found: Iterable[Form]) -> tuple[Form, ...]:
    """One form a row, its least ambiguous."""
    out: dict[str, Form] = {}
    for form in found:
        if form.row not in out or out[form.row].mode == "cued":
            out[form.row] = form
    return tuple(out.values())


def _in_address(text: str, start: int) -> bool:
    """Whether a small letter stands behind a sign of addresses: "/news/iso-9001-certified"."""
    return start > 0 and text[start - 1] in _ADDRESS and text[start].islower()


def _starts_word(text: str, start: int) -> bool:
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")


def _ends_word(text: str, end: int) -> bool:
    return (
        end >= len(text)
        or not (text[end].isalnum() or text[end] == "_")
        or (text.startswith("TM", end) and not text[end + 2 : end + 3].isalnum())
    )


def _fits(shape: tuple[str, ...], said: list[str]) -> bool:
    for want, word in zip(shape, said, strict=True):
        if want == "U":
            if not word.isupper():
                return False
        elif want == "T":
            if not word[0].isupper():
                return False
        elif want and want != word and not (len(word) > 4 and word.isupper()):
            return False
    return True


def _shape(form: Form, words: tuple[str, ...]) -> tuple[str, ...]:
    """What each token's capitals must be: U all, T the first, empty anything, else the very word ("STeP")."""
    if form.mode == "fold":
        return ("",) * len(words)
    last = len(words) - 1
    return tuple(_capitals(word, long=len(word) > 1 or at == last) for at, word in enumerate(words))


def _capitals(word: str, *, long: bool) -> str:
    if word.isupper():
        return "U" if long else "T"
    if not word[0].isalpha() or word.islower():
        return ""
    return "T" if word[1:].islower() else word


def _variants(words: tuple[str, ...], *, plural: bool) -> Iterator[tuple[str, ...]]:
    """Spellings that one form stands for: as listed, in the plural, and with "U.S." or "Lloyd's" written in one."""
    yield words
    if plural and len(words) > 1 and not words[-1].isupper() and words[-1].isalpha() and not words[-1].endswith("s"):
        yield (*words[:-1], words[-1] + "s")
    if len(words) > 2 and words[:2] == ("U", "S"):
        yield ("US", *words[2:])
    if "s" in words[1:]:
        at = words.index("s", 1)
        yield (*words[: at - 1], words[at - 1] + "s", *words[at + 1 :])


@dataclass(frozen=True, slots=True)
class _Table:
    """Names by their folded tokens, and how many tokens the names of each first token have, longest first."""

    names: Mapping[str, list[_Name]]
    lengths: Mapping[str, tuple[int, ...]]
    openings: _Openings

    @classmethod
    def of(cls, rows: Iterable[Row]) -> _Table:
        names: dict[str, list[_Name]] = {}
        lengths: dict[str, set[int]] = {}
        capital: dict[str, set[str]] = {}
        small: dict[str, set[str]] = {}
        for row in rows:
            people = isinstance(row, Scheme) and "person" in row.applies_to
            for form in forms(row):
                for words in _variants(split(form.text), plural=people):
                    folded = [fold(word[:LONGEST]) for word in words]
                    lengths.setdefault(folded[0], set()).add(len(folded))
                    name = _Name(form, _shape(form, words))
                    capital.setdefault(folded[0], set()).add(folded[1] if len(folded) > 1 else "")
                    if not name.shape[0][:1].isupper():
                        small.setdefault(folded[0], set()).add(folded[1] if len(folded) > 1 else "")
                    same = names.setdefault(" ".join(folded), [])
                    if all((one.form.row, one.form.mode, one.shape) != (form.row, form.mode, name.shape) for one in same):
                        same.append(name)
        return cls(
            names,
            {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()},
            _Openings(*({word: None if "" in found else frozenset(found) for word, found in side.items()} for side in (capital, small))),
        )
