"""From gold to token labels: where the names, roles, dates and schemes of an annotated release stand in its text.

The gold lists what a release names, not where; every occurrence counts. Labels are written as BILUO tag numbers over the tokens of
``certwire.nlp``'s tokenizer, so that what is learnt is what will be read.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = ("DATE", "FACILITY", "GPE", "ORG", "PERSON", "PRODUCT", "ROLE", "SCHEME")
"""Sorted; GPE is silver only: the gold does not list places."""

HEADER = re.compile(r"\A date (\d{4}-\d\d-\d\d) ?")
FOOTER = re.compile(r"\n---\s*\n+\[Original/Source Press Release\]|\n!\[Blockchain Registration\]|\n\[Newsramp\.com TLDR\]")
NEAR = 160
"""Code points within which a lower-case one-word role belongs to the person it was given to."""

Entity = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A release with its entities: ``(start, end, label)`` in code points, sorted, none overlapping."""

    doc: str
    group: str
    text: str
    entities: tuple[Entity, ...]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file: ended by line feeds alone, for JSON may hold U+2028 and its like unescaped."""
    with path.open(encoding="utf8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_text(path: Path) -> str:
    """Text of a corpus document as ingest gives it: without the date header."""
    text = path.read_bytes().decode("utf8").replace("\r\n", "\n")
    head = HEADER.match(text)
    return text[head.end() :] if head else text


def read_archive(path: Path) -> str:
    """Text of an archive file cut before the archive's footer, without the Markdown sign of the headline."""
    text = path.read_bytes().decode("utf8", "replace").replace("\r\n", "\n")
    foot = FOOTER.search(text)
    text = text[: foot.start()] if foot else text
    return re.sub(r"\A#+ *", "", text).rstrip()


def occurrences(text: str, name: str, *, ignore_case: bool = False) -> Iterator[tuple[int, int]]:
    """Whole-word places of a name; any run of white space stands for a space."""
    words = name.split()
    if not words:
        return
    body = r"\s+".join(re.escape(w) for w in words)
    left = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    right = r"(?!\w)" if re.search(r"\w\Z", words[-1]) else ""
    for m in re.finditer(left + body + right, text, re.IGNORECASE if ignore_case else 0):
        yield m.span()


_ANAPHORS = {"company", "firm", "organization", "group", "corporation", "bank", "city", "agency", "university", "hospital", "association"}
"""Words that stand for an organization named elsewhere: the extractors resolve them, the gold lists them now and then."""

_SUFFIX = {"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"}


def _person(text: str, name: str) -> Iterator[Entity]:
    for span in occurrences(text, name):
        yield (*span, "PERSON")
    parts = [p.strip("“”\"()'") for p in re.split(r"\s+", name)]
    parts = [p for p in parts if len(p) > 2 and not p.endswith(".") and p.lower().strip(".,") not in _SUFFIX]
    if len(parts) < 2:
        return
    for span in occurrences(text, name.upper()):
        yield (*span, "PERSON")
    for form in (f"{parts[0]} {parts[-1]}", parts[-1], parts[0]):
        if form[:1].isupper():
            for span in occurrences(text, form):
                yield (*span, "PERSON")


def _role(text: str, role: str, near: Sequence[tuple[int, int]]) -> Iterator[Entity]:
    anywhere = len(role.split()) > 1 or (role[:1].isupper() and role.lower() not in {"contact", "member", "partner", "host", "director"})
    for start, end in occurrences(text, role):
        if anywhere or any(s - NEAR < start and end < e + NEAR for s, e in near):
            yield (start, end, "ROLE")


def entities(text: str, gold: Mapping[str, Any]) -> tuple[Entity, ...]:
    """Every occurrence of what the gold names; where two overlap the longer holds, then the earlier kind.

    Example:
        "Jane Roe, CEO of Acme" with that person -> ((0, 8, "PERSON"), (10, 13, "ROLE"), (17, 21, "ORG"))
    """
    found: list[tuple[int, int, int, str]] = []

    def add(rank: int, spans: Iterable[Entity]) -> None:
        found.extend((s, e, rank, label) for s, e, label in spans)

    for d in gold["dates"]:
        add(0, ((*s, "DATE") for s in occurrences(text, d["mention"])))
    for p in gold["people"]:
        add(1, _person(text, p["name"]))
        if p["role"]:
            add(2, _role(text, p["role"], list(occurrences(text, p["name"]))))
    for o in gold["organizations"]:
        for name in (o["name"], *o["aliases"]):
            if name.lower().removeprefix("the ") in _ANAPHORS:
                continue
            add(3, ((*s, "ORG") for s in occurrences(text, name)))
            if len(name.split()) > 1:
                add(6, ((*s, "ORG") for s in occurrences(text, name.upper())))
    for event in gold["events"]:
        if event["scheme"] and event["scheme"]["mention"]:
            add(4, ((*s, "SCHEME") for s in occurrences(text, event["scheme"]["mention"])))
        for r in event["recipients"]:
            label = {"product": "PRODUCT", "facility": "FACILITY", "place": "FACILITY"}.get(r["kind"])
            if label:
                add(5, ((*s, label) for s in occurrences(text, r["mention"])))
    found.sort(key=lambda f: (f[0] - f[1], f[2], f[0]))
    taken = bytearray(len(text))
    out: list[Entity] = []
    for start, end, _, label in found:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            out.append((start, end, label))
    return tuple(sorted(out))


def issuer(gold: Mapping[str, Any], source: str) -> str:
    """Whom a release speaks for, so that no issuer stands on both sides of a split: its first recipient or first organization."""
    for event in gold["events"]:
        for r in event["recipients"]:
            if r["kind"] == "organization":
                return str(r["mention"]).lower()
    return str(gold["organizations"][0]["name"]).lower() if gold["organizations"] else source


def read_gold(corpus: Path, names: Sequence[str] = ("dev", "train", "world")) -> tuple[Labelled, ...]:
    """The annotated releases of a corpus folder, in order."""
    out = []
    for name in names:
        for gold in read_rows(corpus / f"gold-{name}.jsonl"):
            text = read_text(corpus / name / f"{gold['doc']}.txt")
            out.append(Labelled(doc=gold["doc"], group=issuer(gold, gold["doc"]), text=text, entities=entities(text, gold)))
    return tuple(out)


def fold_of(group: str, *, folds: int = 5) -> int:
    """The fold of an issuer: a hash of its name, the same on every machine."""
    return zlib.crc32(group.encode("utf8")) % folds


def tags_of(spans: Iterable[tuple[int, int, str]], starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """BILUO tag numbers for the tokens at ``starts`` and ``ends``: 0 is outside, ``1 + 4 * label + "BILU"`` the rest.

    Example:
        one DATE over tokens 1 and 2 of four -> [0, 1, 3, 0]
    """
    tags = [0] * len(starts)
    i = 0
    for start, end, label in spans:
        while i < len(starts) and ends[i] <= start:
            i += 1
        j = i
        while j < len(starts) and starts[j] < end:
            j += 1
        if j == i:
            continue
        base = 1 + 4 * LABELS.index(label)
        if j - i == 1:
            tags[i] = base + 3
        else:
            tags[i], tags[j - 1] = base, base + 2
            for k in range(i + 1, j - 1):
                tags[k] = base + 1
        i = j
    return tags
