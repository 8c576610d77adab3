"""Schemes in sentences: exact spans and forms, the words of certification they hang on, and the look-alikes that are none.

A case marks every scheme with a tag that names its form; attributes of the tag are those of the mention, ``anchor`` and ``body`` as text.
A case without any is a text in which no scheme may be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certwire import annotation, nlp, zones
from certwire.extractors.schemes import EXTRACTOR
from certwire.model import Mention, Release

FOUND = [
    'Acme earns <known number="27001" edition="2022" anchor="certification">ISO/IEC 27001:2022</known> certification.',
    'The mill is certified to <known number="9001">ISO 9001:2015</known> and <known number="14001">ISO 14001:2015</known>.',
    "Pumps now holds <known>ISO 9001</known>, <known>ISO 14001</known> (environment) and <known>ISO 45001</known> certification.",
    'The foundry is an <known anchor="certified">IATF 16949</known>-certified supplier.',
    'Harbor Mill achieved <known level="Type II" anchor="attestation">SOC 2 Type II</known> attestation.',
    'The tower received <known level="Gold">LEED Gold</known> certification.',
    'Quillsoft achieved <known level="Moderate">FedRAMP Moderate</known> authorization.',
    'The laboratory gained <known body="UKAS">ISO/IEC 17025</known> accreditation from UKAS.',
    'The plant failed its <known anchor="None">IATF 16949</known> audit.',
    'Jane Roe is a <known ids="cpa">Certified Public Accountant</known> in Leeds.',
    'Jane Roe, a <known ids="cfp">Certified Financial Planner</known> and author, moved to Hull.',
    'Jane Roe is a <credential anchor="Certified">Certified Weir Keeper Specialist</credential>, as is her sister.',
    "John Doe became a <credential>Chartered Wealth Strategist</credential> in May.",
    'She is <board specialty="internal medicine" body="Lodestar Board">board-certified in internal medicine</board> by the Lodestar Board.',
    'Jane Roe is a <board specialty="dermatologist">board-certified dermatologist</board> in Hull.',
    'Two <board specialty="plastic surgeons">board certified plastic surgeons</board>, both of Hull.',
    'The farm sells <known ids="demeter">Demeter-certified</known> milk.',
    'The farm sells <prefix name="Quayseal" anchor="certified" body="Quayseal">Quayseal-certified</prefix> milk.',
    'Corvane received <prefix name="Brazilian iGaming" anchor="Certification">Brazilian iGaming Certification</prefix>.',
    'Pellam holds the <prefix name="Family Friendly Workplace">Family Friendly Workplace certification</prefix>.',
    'The lift has been <by anchor="certified" body="Lodestar Assurance">certified by Lodestar Assurance</by>.',
    'The weir was <by anchor="accredited" body="Weir Keepers Guild">accredited by the Weir Keepers Guild</by> in May.',
    'The dairy received <known ids="organic" body="Soil Association">organic certification</known> from the Soil Association.',
    'The bakery is <known ids="kosher" body="Lodestar Union">certified kosher</known> by the Lodestar Union.',
    'The abattoir lost its <known ids="halal">halal certificate</known>.',
    'The firm has secured a prestigious <prefix name="cybersecurity">cybersecurity certification</prefix>.',
    'The clinic is <to specialty="wound care">certified in wound care</to>.',
    'Jane Roe is <to specialty="coaching teams">certified in coaching teams</to>.',
    'Jane Roe is <generic specialty="None">certified</generic> in helping teams.',
    'The office was named <known ids="great-place-to-work">Great Place To Work Certified</known>.',
    "The yard renewed its <generic>certification</generic> for a third year.",
    "ACME EARNS <known>ISO 9001</known> CERTIFICATION",
    'The <generic>certified</generic> rinse was granted the <prefix name="Lodestar Seal of Taste">Lodestar Seal of Taste</prefix>.',
    'A <generic>certified</generic> aide, she is a <by body="Lodestar Board of Pain">diplomate of the Lodestar Board of Pain</by>.',
    "She holds <to>certifications in tai chi</to>, <to>Reiki</to> and <to>foot care</to>.",
    "She is one of the doctors in the U.S. <by>certified by the Lodestar Board of Pain</by>.",
    "Acme's <prefix>Quayseal certificate</prefix> was renewed.",
    "Jane Roe, <known>CPA</known>, <known>CMA</known>, <known>CFE</known>, moved to Hull.",
    "Der Hafen: <known>ISO 9001</known>® certified.",
    'Quays are certified to standards such as <to name="QXA" anchor="certified">QXA</to>, <to>WEI</to>, and <to>HRB</to>.',
    'It has certifications from leading houses, including <to anchor="certifications">Quay</to> and <to>Weirs</to>.',
    'It has certifications from manufacturers including <by body="Quay">Quay</by>, <by body="Weirs">Weirs</by> and <by>Hull</by>.',
    "The mill carries <prefix>QXA</prefix>, <known>ISO 9001</known>, and <prefix>WEI certifications</prefix>.",
    'It is <prefix name="Quay">Quay</prefix> and <prefix name="Weir">Weir certifications</prefix> that count.',
    'She is <board>board-certified in sleep medicine</board> and <board specialty="pain medicine">pain medicine</board>.',
    'She is <board specialty="obstetrics and gynecology">board-certified in obstetrics and gynecology</board>.',
    'She holds <board specialty="Tide Law" body="Weir Board">board certification in Tide Law</board> from the Weir Board.',
    'He is <to specialty="neurology" body="Lodestar Board">certified by the Lodestar Board in neurology</to> and <to>pain medicine</to>.',
    'He was <credential body="Supreme Court of New Jersey">certified by the Supreme Court of New Jersey as a weir attorney</credential>.',
    "A <credential>certified roofing contractor</credential>, he lives in Hull.",
    'It is a <credential body="Quaymark">certified Quaymark installer</credential> in Hull.',
    "<credential>Certified Small Business</credential>, <credential>Tide Business</credential> and <credential>Weir Company</credential>.",
    'The <known level="Gold">LEED Gold</known>-certified tower opened.',
    "Jane Roe took a certification in “<to>Say It Softly</to>,” by John Doe.",
    'Lamps are certified by <known>CE</known>/<known>UL</known>/<known edition="5.1">DLC 5.1</known>.',
    'The pump was <by body="Weir Laboratories International">certified by Weir Laboratories International</by> in May.',
    'The Lodestar Board has <by body="Lodestar Board">accredited</by> the clinic.',
    'Quayseal <by body="Quayseal">certified</by> the mill in May.',
    'It was <by body="Commission on Tides of the Weir Guild">accredited by the Commission on Tides of the Weir Guild</by>.',
    'It carries the <prefix level="Gold">Quaymark Gold certification</prefix> in Hull.',
    'It reached <generic level="Platinum">Platinum certification</generic> in Hull.',
    'The firm holds <prefix name="Quaymark">Quaymark</prefix> and other certifications in Hull.',
    "The firm is <generic>certified</generic> in Europe and Latin America.",
    "She has <generic>certifications</generic> in various fields.",
    "Quaymark Certified as a <to>Family Friendly Workplace</to>.",
    "We hope for <generic>further designations</generic> in the future.",
    "The head gave a <generic>certificate</generic> to John Doe.",
    'A <board specialty="spine specialist">board-certified spine specialist</board> treating everything, he moved.',
    'The site won <prefix name="carbon neutral">carbon neutral international certification</prefix>.',
]

NOT_FOUND = [
    "The fund is open to accredited investors only.",
    "The fund is closed to non-accredited investors.",
    "The bank pays four percent on certificates of deposit.",
    "A twelve-month certificate of deposit yields more.",
    "Guests may buy gift certificates at the desk, and the winner took home a Quay Street e-Gift Certificate.",
    "A plan leans on Fast Track and Breakthrough Therapy designations and on the Minor Use in Major Species (MUMS) designation.",
    "Send the form by certified mail to the office.",
    "Bring a certified copy or a certified check.",
    "The judge granted class certification to the buyers.",
    "The drug received breakthrough therapy designation.",
    "The agency granted orphan drug designation and fast track designation.",
    "The singer's record was certified platinum by the RIAA.",
    "Each print comes with a certificate of authenticity.",
    "The dealer sells certified pre-owned cars.",
    "Renew the SSL certificate before May.",
    "Stolen login credentials were sold online.",
    "Media credentials are handed out at the gate.",
    "The board filed a certificate of incorporation.",
    "A certificate of need was filed by the hospital.",
    "The town issued the certificate of occupancy.",
    "Vendors show a certificate of insurance.",
    "She showed her birth certificate at the gate.",
    "The certified financial statements were late.",
    "Read https://www.example.com/quayseal-certified for more.",
    "The Commission on Accreditation met in Hull.",
    "The ship bears the Lodestar seal.",
    "She is a diplomate of the Lodestar Board of Pain.",
    "The figures were verified by the Lodestar Institute.",
    "The town was designated by the Harbor Council.",
    "The stock certificate was lost.",
    "Holders of certificated shares will receive instructions from Lodestar.",
    "Asif Roe, CPO of Acme, spoke.",
    "The registered trademark belongs to Acme.",
    "The registered office is in Hull.",
    "The Registered Agent answers letters.",
    "Unit ISOLATE 27001 shipped in May.",
    "Flight ISO left at 9001 metres.",
    "The company designates the ship.",
    "Nothing of the sort stands here.",
    "He is certain, and she is decertain.",
    "An uncertified rumour went round.",
    "His album, certified gold, sold out in Hull.",
    "Her single, certified platinum, sold out in Hull.",
    "The Certified Weir Inspectors Association met in Hull.",
    "The Accredited Lodestar Council met in Hull.",
    "A roofing contractor lives in Hull.",
    "The makers, including Quay and Weirs, met in Hull.",
    "Standards such as QXA and WEI were read out.",
    "QXA, WEI and HRB are harbours.",
    "She practices sleep medicine and pain medicine.",
    "The Supreme Court of New Jersey sat in May.",
    "It prints w/CE on every box.",
    "Lamps of the makes CE/UL/DLC were sold.",
    "The tower won gold in Hull.",
    "The carbon neutral international forum met.",
    "He is a Quaymark installer in Hull.",
    "Board members are in Hull and in Leeds.",
    "We are a small business, a green business, and an enterprise.",
    "Say it softly, says John Doe.",
    "The Lodestar Board has visited the clinic.",
    "Quayseal bought the mill in May.",
    "The Commission on Tides of the Weir Guild met.",
    "The Quaymark Gold medal is made of gold.",
    "It reached platinum in Hull.",
    "Quaymark and other makers met in Hull.",
    "The firm is at home in Europe and Latin America.",
    "She is at home in various fields.",
    "Quaymark is known as a family friendly workplace in Hull.",
    "We hope for much in the future.",
    "The head gave a book to John Doe.",
    "A spine specialist treating everything, he moved.",
]

_TAG = re.compile(r"<(\w+)((?: \w+=\"[^\"]*\")*)>(.*?)</\1>")


def unmarked(case: str) -> tuple[str, list[tuple[int, int, str, dict[str, str]]]]:
    """The plain text of a case, and of every tag: span, form, attributes."""
    text, spans, at = "", [], 0
    for tag in _TAG.finditer(case):
        text += case[at : tag.start()]
        spans.append((len(text), len(text) + len(tag[3]), tag[1], dict(re.findall(r'(\w+)="([^"]*)"', tag[2]))))
        text += tag[3]
        at = tag.end()
    return text + case[at:], spans


def find(text: str, *, title: str | None = None) -> list[Mention]:
    release = Release(id="a", path="a.txt", sha256="0", text=text, title=title)
    doc = nlp.load()(text)
    annotation.put_zones(doc, zones.layout(text, title=title))
    return list(EXTRACTOR(doc, release))


def shown(mention: Mention, name: str, text: str) -> str:
    value = mention.attrs[name]
    if name in {"anchor", "body"} and isinstance(value, tuple):
        start, end = value
        assert isinstance(start, int) and isinstance(end, int)
        return text[start:end]
    return str(value[0]) if isinstance(value, tuple) and value else str(value)


@pytest.mark.parametrize("case", FOUND)
def test_schemes_are_found_with_their_words(case: str) -> None:
    text, wanted = unmarked(case)
    found = find(text)
    assert [(m.start, m.end, m.attrs["form"]) for m in found] == [(s, e, form) for s, e, form, _ in wanted]
    for mention, (_, _, _, attrs) in zip(found, wanted, strict=True):
        assert {k: shown(mention, k, text) for k in attrs} == attrs


@pytest.mark.parametrize("text", NOT_FOUND)
def test_look_alikes_are_none(text: str) -> None:
    assert [m.text for m in find(text)] == []


def test_both_sides_of_the_table_weigh_the_same() -> None:
    assert abs(len(FOUND) - len(NOT_FOUND)) <= 2


def test_a_known_scheme_wins_over_a_guess_at_the_same_place() -> None:
    (found,) = find("Acme was certified ISO 9001 Certified.")
    assert found.attrs["ids"] == ("iso-9001",)


def test_a_heading_is_no_part_of_the_paragraph_below() -> None:
    text = "Lodestar Week\n\nCertified welders met in Hull to talk about the weather and about nothing else of any weight.\n"
    assert "Lodestar Week" not in {m.attrs["name"] for m in find(text)}


def test_two_boards_are_two_mentions() -> None:
    text = "Jane Roe is board-certified by the Lodestar Board of Pain and the Harbor Board of Sleep Medicine."
    bodies = [shown(m, "body", text) for m in find(text)]
    assert bodies == ["Lodestar Board of Pain", "Harbor Board of Sleep Medicine"]


PIECES = (
    "Acme", "ISO 9001", "ISO/IEC 27001:2022", "certified", "Certified", "certification", "accredited by", "board-certified",
    "board certified in", "Public Accountant", "organic", "the", "and", ",", ".", "\n\n", "(", ")", "®", "”", "-", "Chartered",
    "Lodestar Board", "to", "in", "from", "SOC 2 Type II", "accredited investor", "  ", "\u00a0", "é", "𝔸", "\u200b", "9", "About",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map(" ".join))
def test_mentions_stand_in_the_text_in_order_each_span_once(text: str) -> None:
    found = find(text)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip()
        for name in ("anchor", "body"):
            span = mention.attrs[name]
            assert span is None or (isinstance(span, tuple) and 0 <= span[0] < span[1] <= len(text))  # type: ignore[operator]
    for one, other in pairwise(found):
        assert (one.start, one.end) <= (other.start, other.end)
        assert one.end <= other.start or (one.span == other.span or one.attrs["form"] in {"by", "board"})
    assert find(text) == found


@pytest.mark.parametrize(
    "piece",
    [
        "certified ",
        "ISO 9001, ",
        "Acme was certified to ISO 9001 by BSI, and ",
        "Certified Public Accountant and ",
        "certified by the Lodestar Board and the ",
        "board-certified ",
        "accredited investor ",
        "( ",
        "Chartered Wealth ",
    ],
)
def test_work_grows_with_the_text(piece: str, grows_in_line: Callable[..., None]) -> None:
    def make(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        release = Release(id="a", path="a.txt", sha256="0", text=text)
        doc = nlp.load().make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        return lambda: list(EXTRACTOR(doc, release))

    grows_in_line(make, 16_000)
