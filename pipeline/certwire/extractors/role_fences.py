"""Fences for role phrases: the spans of people and organizations in a text, and where a phrase must end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from certwire.extractors.role_titles import is_plural, titles
from certwire.model import Span

_LONGEST = 260
_STOP = re.compile(
    r"\n|[“”\";:!?]|\.(?=\s|$)(?<!\b[A-Z]\.)(?<!Inc\.)(?<!Corp\.)(?<!Ltd\.)(?<!Co\.)(?<!Dr\.)(?<!Mr\.)(?<!M"
    r"s\.)(?<!U\.S\.)(?<!St\.)(?<!Jr\.)(?<!Sr\.)(?<!Exec\.)(?<!Asst\.)"
    r"|(?<=[a-z,)]) (?:said|says|added|adds|who|which|whose|that|is|was|were|are|has|have|"
    r"had|will|would|explained|stated|noted|commented|shared|announced|"
    r"joined|joins|discusses|served|emphasized|remarked|brings|continued|as|when|where|"
    r"while|since|spoke|talks|tells|told|can|to|attended|led|via|during|about|because|"
    r"using|through|including|appeared|states|says|remarks)\b"
    r"|  +|\s\(?\+?\d{2,3}[-.) ]{1,2}\d{3}|\s[\w.+-]{1,40}@| [–—] (?=[a-z])|--|https?:|www\."
)
_GENERIC = re.compile(
    r"(?i)(?:the )?(?:company|firm|contact|organization|media|congress|committee|board|"
    r"team|group|department|email|phone|press|institute|university|office|center|board "
    r"of directors)"
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

    def around(self, at: int) -> Span | None:
        """The longest span that a code point lies inside of, neither its start nor its end."""
        i = bisect_left(self.starts, at)
        found = [s for s in self.spans[max(0, i - 8) : i] if s[1] > at]
        return min(found) if found else None

    def between(self, low: int, high: int) -> Span | None:
        """The first span that starts in ``low <= start < high``."""
        i = bisect_left(self.starts, low)
        return self.spans[i] if i < len(self.spans) and self.starts[i] < high else None


def segment_end(text: str, start: int, *, people: Spans) -> int:
    """Where a phrase that begins at ``start`` must have ended: clause, line, or the next person.

    Example:
        ``segment_end("CEO of Acme; she", 0, people=Spans.of(()))`` -> ``11``
    """
    stop = _STOP.search(text, start, start + _LONGEST)
    end = stop.start() if stop else min(len(text), start + _LONGEST)
    other = people.between(start, end)
    return min(end, other[0]) if other else end


def no_organization(name: str) -> bool:
    """Whether what was taken for an organization is a plain noun or a job title.

    Example:
        "Executive Publicist", "Senior Partners" -> True; "Acme Publicists" -> False
    """
    *before, last = name.split() or [""]
    title = titles().head.search(name)
    if title and name.startswith(" of ", title.end()) and len(name[: title.start()].split()) < 2:
        return True
    return (
        not re.search(r"[A-Z][\w&]", name)
        or _GENERIC.fullmatch(name) is not None
        or (name != name.upper() and titles().head.fullmatch(last) is not None and not (is_plural(last, titles()) and _named(before)))
    )


def _named(words: Sequence[str]) -> bool:
    """Whether a word in front of a title in the plural is none that titles have before them: a name's."""
    t = titles()
    return any(w.lower() not in t.modifiers | t.functions and t.head.fullmatch(w) is None for w in words)


_TAIL = re.compile(r",? (?:and|&)(?: ([\w-]+(?:/[\w-]+)?))?$")


def _without_title(text: str, start: int, end: int) -> int:
    """Where a name ends that runs on into "and" or "& Founder"."""
    tail = _TAIL.search(text, start, end)
    if tail and tail.start() > start and (tail[1] is None or titles().head.match(text, tail.start(1), end)):
        return tail.start()
    return end


def apart(text: str, people: Sequence[Span], organizations: Sequence[Span]) -> tuple[Spans, Spans]:
    """People who are not part of an organization's name, and organizations that hold no other people.

    Example:
        "Law Office of Jane Roe, PLLC" -> no person, one organization
    """
    fences = Spans.of(people)
    inside: set[Span] = set()
    kept = []
    for start, tail in organizations:
        end = _without_title(text, start, tail)
        person = fences.between(start, end)
        if person is None:
            kept.append((start, end))
        elif person == (start, end) or person[1] < end or text[start : person[0]].endswith((" of ", "& ")):
            kept.append((start, end))
            inside.add(person)
    return Spans.of([p for p in people if p not in inside]), Spans.of(kept)
