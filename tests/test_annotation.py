"""What the runner lays on a doc, extractors see."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from certwire import nlp
from certwire.annotation import leanings_of, mentions_of, put_mentions, put_sentences, put_zones, sentences_of, zones_of
from certwire.model import Mention
from certwire.zones import layout


def doc() -> Doc:
    return Doc(Vocab(), words=["Acme", "mills"])


def mention(kind: str, start: int) -> Mention:
    return Mention(kind=kind, start=start, end=start + 4, text="Acme", source="x.v1")


def test_a_bare_doc_has_nothing() -> None:
    assert zones_of(doc()).blocks == ()
    assert mentions_of(doc()) == ()
    assert mentions_of(doc(), "scheme") == ()


def test_zones_are_those_laid_on_it() -> None:
    target, zones = doc(), layout("Acme mills")
    put_zones(target, zones)
    assert zones_of(target) is zones
    assert zones_of(doc()).blocks == ()


def test_mentions_add_up_and_are_picked_by_kind() -> None:
    target = doc()
    put_mentions(target, [mention("person", 0)])
    put_mentions(target, iter([mention("scheme", 0), mention("person", 5)]))
    assert [(m.kind, m.start) for m in mentions_of(target)] == [("person", 0), ("scheme", 0), ("person", 5)]
    assert [m.start for m in mentions_of(target, "person")] == [0, 5]
    assert len(mentions_of(target, "person", "scheme")) == 3
    assert mentions_of(target, "date") == ()


def test_what_is_no_layout_is_not_taken_for_one() -> None:
    target = doc()
    target.user_data["certwire.zones"] = "oats"
    assert zones_of(target).blocks == ()


def test_sentences_are_those_of_spacy() -> None:
    for text in ("", "It rains. We stay.", "Acme\n\nAcme Corp. is in  Lyon.\nIt mills. ", "One", " \n"):
        read = nlp.load()(text)
        assert sentences_of(read) == tuple((s.start_char, s.end_char) for s in read.sents), text
    assert sentences_of(nlp.load()("It rains. We stay.")) == ((0, 9), (10, 18))


def test_a_doc_without_marks_is_one_sentence() -> None:
    assert sentences_of(doc()) == ((0, 10),)


def test_sentences_laid_on_a_doc_stand_for_its_own() -> None:
    target = doc()
    put_sentences(target, iter([(0, 4), (5, 10)]))
    assert sentences_of(target) == ((0, 4), (5, 10))


def test_leanings_are_those_of_the_tagger() -> None:
    text = "Lyon Mills Ltd. said so. Mills are old."
    read = nlp.load()(text)
    found = leanings_of(read)
    assert found[0].organization > 50
    assert set(found) <= {t.idx for t in read}
    assert leanings_of(doc()) == {}
