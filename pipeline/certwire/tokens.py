"""spaCy's English tokenizer, kept linear: it splits signs off a word one by one, which takes for ever on megabytes without a space."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST = 500
"""Code points without white space that are tokenized as one piece; more are cut."""

# "SEATTLE–(BUSINESS WIRE)–Corvane" is six words to a reader and one to spaCy.
_INFIXES = (r"(?<=[\w.])[–—-]*\((?=\w)", r"(?<=\w)\)[–—-]*(?=\w)", r"(?<=[.,])[–—](?=\w)", r"(?<=\w)[–—](?=[\w(])")

_LONG = re.compile(rf"(?<!\S)\S{{{LONGEST + 1},}}")


def pieces(text: str) -> Iterator[str]:
    """The text in parts, of which none holds more than ``LONGEST`` code points without white space; joined they are the text.

    Example:
        ``"a " + "(" * 600`` -> ``"a "``, 500 brackets, 100 brackets
    """
    done = 0
    for run in _LONG.finditer(text):
        if run.start() > done:
            yield text[done : run.start()]
        for at in range(run.start(), run.end(), LONGEST):
            yield text[at : min(at + LONGEST, run.end())]
        done = run.end()
    if done < len(text):
        yield text[done:]


class Tokenizer:
    """Text to Doc as the pipeline's own tokenizer does it, in linear time."""

    def __init__(self, nlp: Language) -> None:
        from spacy.util import compile_infix_regex

        self._vocab = nlp.vocab
        infixes = compile_infix_regex([*_INFIXES, *(nlp.Defaults.infixes or ())])
        inner: Any = nlp.tokenizer
        inner.infix_finditer = infixes.finditer
        self.inner: Callable[[str], Doc] = inner

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        from spacy.tokens import Doc

        if _LONG.search(text) is None:
            return self.inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in pieces(text):
            for token in self.inner(piece):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self._vocab, words=words, spaces=spaces)
