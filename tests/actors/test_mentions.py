"""Mentions of one account: what is found, what is not, and that every span resolves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actors.support import mentions, read, surfaces

TEXT_EN = """SITREP 12/26
1. ANSONGO, 07 MAR 0630Z: Cdt Attaher ag Wanzou, alias Petit Zak, paid
Bilal Ould Zemmar 4.2 million XOF; tanker BA 4471 MD, phone +223 40 55 21 07.
FFJ escorted nine tankers on the road between Gao and Ansongo."""
TEXT_FR = """Le 7 mars à N'Tillit, l'adjudant Mossi Tanko aurait remis
31 fusils à Salou Kimba, courtier.
La Coopérative Union Zara et Boucle Pétrole SARL ont versé
2,5 millions de FCFA (compte 40-771-882)."""
TEXT_AR = """شوهد بلال ولد زمار في أنسونغو يوم 7 مارس مع سبعة صهاريج.
دفع 200000 فرنك لجبهة النهر الأصفر قرب غاو."""


@pytest.mark.parametrize(
    ("text", "language", "kind", "wanted"),
    [
        (TEXT_EN, "en", "person", {"Cdt Attaher ag Wanzou", "Petit Zak", "Bilal Ould Zemmar"}),
        (TEXT_EN, "en", "plate", {"BA 4471 MD"}),
        (TEXT_EN, "en", "phone", {"+223 40 55 21 07"}),
        (TEXT_EN, "en", "group", {"FFJ"}),
        (TEXT_EN, "en", "money", {"4.2 million XOF"}),
        (TEXT_EN, "en", "quantity", {"nine tankers"}),
        (TEXT_EN, "en", "place", {"ANSONGO", "Gao", "Ansongo", "Gao and Ansongo"}),
        (TEXT_FR, "fr", "person", {"adjudant Mossi Tanko", "Salou Kimba"}),
        (TEXT_FR, "fr", "organisation", {"Coopérative Union Zara", "Boucle Pétrole SARL"}),
        (TEXT_FR, "fr", "place", {"N'Tillit"}),
        (TEXT_FR, "fr", "account", {"40-771-882"}),
        (TEXT_FR, "fr", "quantity", {"31 fusils"}),
        (TEXT_AR, "ar", "person", {"بلال ولد زمار"}),
        (TEXT_AR, "ar", "place", {"أنسونغو", "غاو"}),
        (TEXT_AR, "ar", "group", {"لجبهة النهر الأصفر"}),
        (TEXT_AR, "ar", "quantity", {"سبعة صهاريج"}),
    ],
)
def test_finds(text: str, language: str, kind: str, wanted: set[str]) -> None:
    assert set(surfaces(text, kind, language)) == wanted


@pytest.mark.parametrize(
    ("kind", "surface", "normal", "language"),
    [
        ("phone", "+223 40 55 21 07", "+22340552107", "en"),
        ("phone", "0022340552107", "+22340552107", "en"),
        ("plate", "BA-4471-MD", "BA4471MD", "en"),
        ("plate", "8E 0907 RN", "8E0907RN", "en"),
        ("plate", "11 KL 5520", "11KL5520", "en"),
        ("money", "2,5 millions de FCFA", "2500000 XOF", "fr"),
        ("money", "150 000 F", "150000 XOF", "fr"),
        ("money", "$2,000", "2000 USD", "en"),
        ("money", "٥ ملايين فرنك", "5000000 XOF", "ar"),
        ("coordinates", "31P BS 506 742", "31PBS506742", "en"),
        ("coordinates", "15.6597, 0.5022", "15.6597,0.5022", "en"),
        ("date", "211310ZFEB26", "2026-02-21", "en"),
        ("date", "12/02/2026", "2026-02-12", "fr"),
        ("date", "3 mars", "2026-03-03", "fr"),
        ("quantity", "60,000 litres", "60000 litre", "en"),
    ],
)
def test_values_are_normalised(kind: str, surface: str, normal: str, language: str) -> None:
    found = mentions(f"seen: {surface} .", kind, language)
    assert [(m.surface, m.normal) for m in found] == [(surface, normal)]


@pytest.mark.parametrize(
    "text",
    [
        "The ber and the bara were left in the camp; do not go on to it.",
        "Le bon de livraison est au bureau, la mare est à sec, on a mis le mil au four.",
        "Nothing to report. All men back at base by noon on Monday in March.",
        "The Team Site and the Civil Affairs Section met the Sector Commander.",
    ],
)
def test_ordinary_words_are_neither_places_nor_persons(text: str) -> None:
    assert surfaces(text, "place") == []
    assert surfaces(text, "person") == []


def test_a_signature_is_no_actor() -> None:
    reading = read("Patrol saw Bilal Ould Zemmar at Gao.\n\nTwo lorries passed.\nCapt. L. Vantoor")
    rules = {m.surface: m.rule for m in reading.mentions if m.kind == "person"}
    assert rules["Capt. L. Vantoor"] == "signature"
    assert rules["Bilal Ould Zemmar"] != "signature"


@pytest.mark.parametrize(("text", "language"), [(TEXT_EN, "en"), (TEXT_FR, "fr"), (TEXT_AR, "ar")])
def test_every_span_resolves_and_stands_once(text: str, language: str) -> None:
    found = read(text, language).mentions
    assert all(text[m.start : m.end] == m.surface for m in found)
    keys = [(m.start, m.end, m.kind) for m in found]
    assert keys == sorted(set(keys))
    assert all(m.rule for m in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                [
                    "Cdt ",
                    "ag ",
                    "Gao",
                    " 15 km N of ",
                    "(",
                    "بلال ",
                    "ولد ",
                    "+223 40",
                    "\n",
                    ". ",
                    "XOF 5",
                    "Ould",
                    "é",
                    "ﷺ",
                    "İ",
                    "ǅ",
                ]
            ),
        ),
        max_size=25,
    ).map("".join)
)
def test_any_text_is_read_and_its_spans_resolve(text: str) -> None:
    reading = read(text)
    assert all(text[m.start : m.end] == m.surface for m in reading.mentions)
    assert all(0 <= cue.start <= cue.end <= len(text) for cue in reading.cues)
