"""What every extractor promises, on texts made to be awkward: offsets that hold, the same answer twice, and nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.tokens import Doc

from certwire import annotation, ingest, nlp, zones
from certwire.extractors import built_in, emits
from certwire.model import Extractor, Issue, Mention, Release

TEXTS = {
    "ordinary": Path(__file__).resolve().parents[2].joinpath("examples", "quayside.txt").read_text(encoding="utf-8"),
    "beyond the basic plane": "𝔸cme 🏭 earned ISO 9001 🎉 on May 2, 2024, said Zoë Ångström, 𝔸cme 👩\u200d🔬\n",
    "combining marks and ligatures": "Cafe\u0301 Noe\u0308l GmbH, certi\ufb01ed to ISO\u00a022000:2018, hired Jose\u0301 Pin\u0303a.\n",
    "line ends of all kinds": "Acme earns\u2028ISO 9001\u2029\n\n\n\nAcme was\n certified\n to ISO\n9001 by\n\nBSI.\n\t\t\n",
    "no sentence": "ISO",
    "only marks": "... --- !!! ??? \u201c\u201d ® ™ § 42 %\n\n* * *\n",
    "one long word": "certified" * 2000,
    "no full stop": "Acme was certified to ISO 9001 and " * 300,
    "capitals": "ACME LTD. ANNOUNCED THAT IT HAS BEEN CERTIFIED TO ISO 9001 BY BSI, SAID JANE ROE, PRESIDENT AND CEO OF ACME LTD.\n",
    "other scripts": "宁海造船 获得 ISO 9001 认证。 Верфь получила ISO 9001. حصلت الشركة على ISO 9001.\n",
    "bidi and zero width": "Ac\u200bme \u202eearned\u202c ISO\u200d 9001 on\u2066 May\u2069 2, 2024.\n",
    "quotations that never close": "“We are \"certified, 'said ‘Jane Roe, “CEO of ”Acme «Ltd.\n\n“ISO 9001\n",
    "brackets": "((((Acme (AC) [ISO (9001) {BSI} " * 50,
    "headings": "About Acme\n\nAbout\n\nContact:\n\nMedia Contact\nJane Roe\njane@example.org\n\nSOURCE Acme\n\nAbout About About\n",
    "dates on the brink": "0000-00-00, February 30, 2024, 31/31/9999, May 2 or 3, 2024, the 99th of May, 1/1/1, since 9999, 20244.\n",
    "tables": "Name | Scheme | Date\n--- | --- | ---\nAcme | ISO 9001 | 2024-05-02\n\tBSI\t\tISO 14001\t\n",
    "names that are words": "May Will certified Bill March at Best Buy in Nice on Sunday, said Mark Rose, Grant Case and Will Power.\n",
}
EXTRACTORS = built_in()


def release_of(text: str) -> Release:
    item = ingest.from_text(text, published=None, language="en")
    assert not isinstance(item, Issue)
    return item


def prepared(release: Release, upto: Extractor) -> Doc:
    """A doc as the runner hands it to an extractor: with zones and the mentions of those before."""
    doc = nlp.load()(release.text)
    annotation.put_zones(doc, zones.layout(release.text, title=release.title))
    for extractor in EXTRACTORS:
        if extractor is upto:
            break
        annotation.put_mentions(doc, tuple(extractor(doc, release)))
    return doc


def state(doc: Doc) -> object:
    tokens = [(t.text, t.whitespace_, t.is_sent_start, t.ent_type_, t.ent_iob_, t.tag_, t.lemma_) for t in doc]
    return tokens, list(doc.user_data.items()), sorted(doc.spans), list(doc.cats.items())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.name)
def test_offsets_determinism_and_purity(extractor: Extractor, text: str) -> None:
    release = release_of(text)
    doc = prepared(release, extractor)
    before = state(doc)
    found = tuple(extractor(doc, release))
    for m in found:
        assert isinstance(m, Mention)
        assert 0 <= m.start < m.end <= len(release.text)
        assert release.text[m.start : m.end] == m.text
        assert m.source == extractor.name
        assert m.kind in emits(extractor)
        for value in m.attrs.values():
            assert isinstance(value, (str, int, float, bool, tuple, type(None)))
    assert state(doc) == before, "an extractor changes nothing"
    assert tuple(extractor(doc, release)) == found, "the same doc gives the same mentions"
    assert tuple(extractor(prepared(release, extractor), release)) == found, "and so does the same text"


def test_every_extractor_has_a_name_with_a_version_of_its_own() -> None:
    names = [e.name for e in EXTRACTORS]
    assert len(set(names)) == len(names)
    assert all(name.rpartition(".v")[2].isdigit() for name in names)
