"""Writes down spaCy's English tokenizer, with certwire's own cuts, for ``certwire.splitting`` to follow without spaCy.

    python -m train.tokenizer pipeline/certwire/data/tokenizer.json

To be run again when the version of spaCy, or ``tokens.INFIXES``, changes; a test tells.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from spacy.attrs import ORTH  # type: ignore[import-not-found]  # compiled, without a stub

from certwire import nlp


def rules() -> dict[str, Any]:
    """The patterns of prefixes, suffixes, infixes and addresses, and the words of each chunk that has words of its own."""
    ours: Any = nlp.load().tokenizer  # tokens.Tokenizer
    inner = ours.inner
    searches = {"prefix": inner.prefix_search, "suffix": inner.suffix_search, "infix": inner.infix_finditer, "url": inner.url_match}
    return {
        **{name: search.__self__.pattern for name, search in searches.items()},
        "specials": {chunk: [part[ORTH] for part in parts] for chunk, parts in sorted(inner.rules.items())},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.write_text(json.dumps(rules(), ensure_ascii=True, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
