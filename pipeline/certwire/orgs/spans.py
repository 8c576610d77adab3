"""Candidate names: every stretch of capitalised words that may be an organization, cut at each sensible edge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from certwire.orgs.lexicon import Flag
from certwire.orgs.words import Word

LONGEST = 14
"""Words in the longest name."""
STRETCH = 60
"""Words after which a stretch is cut, so that work stays linear in a text of capitals only."""

_MOST_COMMAS = 4
"""Commas in the longest name."""
_MOST = 150
"""Cuts of one stretch; a headline has a few dozen, only hostile text has more."""

_CONNECTORS = frozenset("of for and & the de la del di du des da do dos der und et y e von van in at on to by al el le les &amp;".split())
_INNER = frozenset(("&", "&amp;", "+", "|", "@", "-", "–"))
_LOWER_HEADS = frozenset(("magazine", "government", "newspaper", "group", "project", "foundation", "university"))
_BREAKING = Flag.FUNCTION | Flag.VERB
_SPEAKING = Flag.SAY | Flag.VERB
_SOFT = Flag.ROLE | Flag.TITLE | Flag.MONTH | Flag.SCHEME | Flag.CAPTION | Flag.AWARD | Flag.EVENT | Flag.PRODUCT | Flag.SOCIAL


@dataclass(slots=True)
class Chunk:
    """A longest stretch of capitalised words with what ties them: words ``first`` up to ``last`` (exclusive)."""

    first: int
    last: int


@dataclass(slots=True)
class Candidate:
    """Words ``first`` up to ``last`` (exclusive), of the chunks ``chunk`` to ``chunk_last``: several where commas belong to the name."""

    first: int
    last: int
    chunk: int
    chunk_last: int


def chunks(words: Sequence[Word]) -> list[Chunk]:
    """The longest stretches of capitalised words, their connectors inside.

    Example:
        ``"the University of Oslo said"`` -> ``University of Oslo``
    """
    out: list[Chunk] = []
    i, n = 0, len(words)
    while i < n:
        word = words[i]
        if word.shape != "C" and not (word.shape == "N" and i + 1 < n and words[i + 1].shape == "C" and words[i + 1].gap == " "):
            i += 1
            continue
        start = i
        end = i + 1
        i += 1
        while i < n and i - start < STRETCH:
            w = words[i]
            if w.gap not in (" ", ""):
                break
            if w.shape == "C" or w.shape == "N":
                if w.gap == "" and words[i - 1].text not in _INNER:
                    break
                i += 1
                end = i
                continue
            if w.text == "," and i + 1 < n and words[i + 1].flags & Flag.LEGAL and words[i + 1].shape == "C" and words[i + 1].gap == " ":
                i += 1
                continue
            if w.low in _CONNECTORS or w.text in _INNER:
                j = i + 1
                while j < n and j - i < 3 and words[j].low in _CONNECTORS and words[j].gap == " ":
                    j += 1
                if j < n and words[j].shape in "CN" and words[j].gap in (" ", ""):
                    i = j
                    continue
            break
        out.append(Chunk(start, end))
        i = max(i, end)
    return out


def candidates(
    words: Sequence[Word],
    found: Sequence[Chunk],
    *,
    known: Container[str] = frozenset(),
    opens: Container[int] = frozenset(),
    closes: Container[int] = frozenset(),
) -> Iterator[Candidate]:
    """Every cut of every chunk that starts and ends where a name may; see ``Cuts``."""
    return Cuts(words, found, known=known, opens=opens, closes=closes).every()


class Cuts:
    """Cuts the chunks of a text wherever a name may start and end, each when it is asked for."""

    def __init__(
        self,
        words: Sequence[Word],
        found: Sequence[Chunk],
        *,
        known: Container[str] = frozenset(),
        opens: Container[int] = frozenset(),
        closes: Container[int] = frozenset(),
    ) -> None:
        """Prepare.

        Args:
            words: those of the text.
            found: its chunks.
            known: spellings that may end a name anywhere, in lower case.
            opens: words that a tagger took for the first of a name.
            closes: words that it took for the last.
        """
        self._words, self._found, self._known, self._opens, self._closes = words, found, known, opens, closes
        self._whole = {" ".join([w.low for w in words[c.first : c.last]]) for c in found if c.last - c.first <= 4}
        self._edges: list[tuple[list[int], list[int]] | None] = [None] * len(found)

    def every(self) -> Iterator[Candidate]:
        """Those of all chunks."""
        for number in range(len(self._found)):
            yield from self.of(number)

    def of(self, number: int) -> Iterator[Candidate]:
        """Those that start in one chunk."""
        return islice(self._of(number), _MOST)

    def reach(self, number: int) -> int:
        """A word behind the last of any cut that starts in the chunk."""
        last = self._found[number].last
        if last >= len(self._words):
            return last
        if self._words[last].text != ",":
            return last + 1
        return self._found[min(number + _MOST_COMMAS, len(self._found) - 1)].last

    def _edges_of(self, number: int) -> tuple[list[int], list[int]]:
        edges = self._edges[number]
        if edges is None:
            edges = self._edges[number] = _edges(self._words, self._found[number], self._opens, self._closes)
        return edges

    def _of(self, number: int) -> Iterator[Candidate]:
        words, chunk = self._words, self._found[number]
        starts, ends = self._edges_of(number)
        closing = set(ends)
        for first in starts:
            for last in ends[bisect_right(ends, first) :]:
                if last > first + LONGEST:
                    break
                if _sound(words, first, last):
                    yield Candidate(first, last, number, number)
            opening = ""
            for last in range(first + 1, min(first + 4, chunk.last)):
                word = words[last - 1]
                opening = f"{opening} {word.low}" if opening else word.low
                if (
                    last not in closing
                    and word.shape == "C"
                    and (opening in self._whole or opening in self._known)
                    and not word.flags & Flag.FUNCTION
                ):
                    yield Candidate(first, last, number, number)
        follower = words[chunk.last] if chunk.last < len(words) else None
        if follower is None:
            return
        if follower.low in _LOWER_HEADS and follower.gap == " ":
            for first in starts:
                yield Candidate(first, chunk.last + 1, number, number)
        if follower.text == ",":
            yield from self._with_commas(number)

    def _with_commas(self, number: int) -> Iterator[Candidate]:
        """Names with commas inside: "University of Kent, Medway", "Roe, Doe & Poe, P.C.", "Ministry of Food, Fuel and Water"."""
        words, found = self._words, self._found
        last = number
        while last + 1 < len(found) and last - number < _MOST_COMMAS:
            gap = found[last].last
            if found[last + 1].first != gap + 1 or words[gap].text != "," or words[gap + 1].gap != " " or words[gap].gap:
                return
            last += 1
            inner = words[found[number].first : found[last].last]
            tail = words[found[last].first : found[last].last]
            joined = any(w.low in ("&", "and", "&amp;") for w in tail)
            of_name = any(w.low in ("of", "for") for w in words[found[number].first : found[number].last]) and any(
                w.flags & (Flag.HEAD | Flag.OF_OPENER) for w in inner[:4]
            )
            place = last == number + 1 and inner[0].flags & Flag.OF_OPENER and len(tail) <= 2
            if (joined and (of_name or (any(w.low in ("&", "&amp;") for w in tail)))) or place:
                for first in self._edges_of(number)[0]:
                    for end in self._edges_of(last)[1]:
                        if end <= first + LONGEST and _sound(words, first, end):
                            yield Candidate(first, end, number, last)


def _edges(words: Sequence[Word], chunk: Chunk, opens: Container[int], closes: Container[int]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for i in range(chunk.first, chunk.last):
        w = words[i]
        if w.shape not in "CN":
            continue
        before = words[i - 1] if i > chunk.first else None
        after = words[i + 1] if i + 1 < chunk.last else None
        if (
            before is None
            or before.shape not in "CN"
            or before.possessive
            or before.flags & (_BREAKING | _SOFT | Flag.LEGAL)
            or before.shape == "N"
            or i in opens
            or (w.text.isupper() and len(w.text) > 1 and not before.text.isupper())
        ):
            starts.append(i)
        if (
            after is None
            or after.shape not in "CN"
            or w.possessive
            or after.flags & (_BREAKING | _SOFT)
            or w.flags & (Flag.LEGAL | Flag.HEAD)
            or after.shape == "N"
            or i in closes
            or (w.text.isupper() and len(w.text) > 1 and not after.text.isupper())
        ):
            ends.append(i + 1)
    return starts, ends


def _sound(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a stretch can be a name at all."""
    opening = words[first]
    if last - first == 1:
        return opening.shape != "N"
    before = opening
    for i in range(first + 1, last):
        w = words[i]
        if before.possessive and w.shape not in "CN":
            return False
        if w.low == "the" and before.low in ("and", "&"):  # the article opens another name
            return False
        if w.flags & _SPEAKING == _SPEAKING and w.shape == "C" and not w.text.isupper():
            return False
        before = w
    return not (
        opening.flags & Flag.FUNCTION
        and opening.shape == "C"
        and opening.low in ("and", "or", "for", "of", "with", "in", "at", "by", "from", "to")
    )
