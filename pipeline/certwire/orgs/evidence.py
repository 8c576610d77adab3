"""Evidence for and against each candidate name, gathered over the whole release."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat
from math import floor

from certwire.naming import is_acronym_of, plain
from certwire.orgs.context import context, leaning, shares
from certwire.orgs.form import form
from certwire.orgs.scene import Name, Scene
from certwire.orgs.spans import Candidate
from certwire.orgs.wording import after, before, inner, weights

_TIMES = tuple(f"n:{n}" for n in range(5))
_LABELS = ("word.own", "word.around", "word.all", "word.best")
_STEPS = tuple({step: f"{label}:{step}" for step in range(-6, 7)} for label in _LABELS)


def gather(found: Mapping[str, Name], scene: Scene) -> None:
    """Fill in the features of every name."""
    weighed = _Weights(scene)
    for name in found.values():
        f = name.features
        form(name, scene, f)
        free_left = free_right = free = 0
        for c in name.at:
            left, right = context(name, c, scene, f)
            free_left += left
            free_right += right
            free += left and right
        n = len(name.at)
        f["bias"] = 1
        f["free:none" if not free else "free:all" if free == n else "free:some"] = 1
        f["left:none" if not free_left else "left:all" if free_left == n else "left:some"] = 1
        f["right:none" if not free_right else "right:all" if free_right == n else "right:some"] = 1
        f[_TIMES[min(n, 4)]] = 1
        if scene.entities:
            shares(name, scene, f)
        if scene.leans:
            leaning(name, scene, f)
        weighed.put(name)
        if "marked" in f and all(scene.words[c.last - 1].marked for c in name.at):
            f["marked:all"] = 1
    _acronyms(found, scene)


class _Weights:
    """What the words of names and those beside them weigh; each edge of a name is weighed once."""

    def __init__(self, scene: Scene) -> None:
        self._words = scene.words
        self._before: dict[int, float] = {}
        self._after: dict[int, float] = {}

    def _around(self, c: Candidate) -> float:
        known, words = weights(), self._words
        left, right = self._before.get(c.first), self._after.get(c.last)
        if left is None:
            left = self._before[c.first] = sum(map(known.get, before(words, c.first), repeat(0.0)))
        if right is None:
            right = self._after[c.last] = sum(map(known.get, after(words, c.last), repeat(0.0)))
        return left + right

    def put(self, name: Name) -> None:
        """Write them down."""
        f, known, c = name.features, weights(), name.at[0]
        own = known["bias"] + sum(map(known.get, inner(self._words, c.first, c.last), repeat(0.0)))
        if len(name.at) == 1:
            most = mean = self._around(c)
        else:
            around = [self._around(c) for c in name.at]
            most, mean = max(around), sum(around) / len(around)
        values = (own, most, own + mean, own + most)
        for label, steps, value in zip(_LABELS, _STEPS, values, strict=True):
            f[label] = value / 8 if -8.0 < value < 8.0 else 1.0 if value > 0 else -1.0
            f[steps[floor(value) if -6.0 <= value < 7.0 else 6 if value > 0 else -6]] = 1


def _acronyms(found: Mapping[str, Name], scene: Scene) -> None:
    """Bracketed short forms beside the name that they stand for."""
    words = scene.words
    brackets: dict[int, list[Name]] = {}
    for name in found.values():
        for c in name.at:
            if (
                c.first
                and words[c.first - 1].text in ("(", "“", '"')
                and c.first == scene.chunks[c.chunk].first
                and c.last == scene.chunks[c.chunk].last
            ):
                i = c.first - 1
                while i and words[i].text in ("(", "“", '"', "the", "or", "hereinafter"):
                    i -= 1
                if words[c.first - 1].text == "(" or words[i + 1].text == "(":
                    brackets.setdefault(i + 1, []).append(name)
    if not brackets:
        return
    for i, shorts in brackets.items():
        for short in shorts:
            letters = "".join(x for x in short.text if x.isalpha()).lower().removesuffix("s" if short.text.endswith("s") else "")
            n = len(letters)
            if 2 <= n <= 6 and i >= n and all(words[i - n + j].low[:1] == letters[j] for j in range(n)) and words[i - 1].shape == "l":
                short.features["low_acronym"] = 1
    for name in list(found.values()):
        for c in name.at:
            for short in brackets.get(c.last, ()):
                if is_acronym_of(short.text, name.text):
                    name.features["has_acronym"] = 1
                    short.features["is_acronym"] = 1
                    name.partners.append(short)
                    short.partners.append(name)
                elif plain(name.text).startswith(plain(short.text).split(" ")[0]):
                    name.features["has_short"] = 1
                    short.features["is_short"] = 1
                    name.partners.append(short)
                    short.partners.append(name)
