"""Values of a text in English, French and Arabic: what they are and what they come to."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.actors.mentions.coordinates import read_coordinates
from fusion.actors.mentions.numbers import spoken_number
from fusion.actors.mentions.values import read_values
from tests.actors.support import read
from tests.support import make_profile

DAY = dt.date(2026, 3, 10)  # a Tuesday


def values(text: str, kind: str) -> list[tuple[str, str | None]]:
    """Words and normal form of the values of one kind."""
    profile = make_profile(phone_regions=["ML", "NE", "BF"])
    found = read_values(f"Seen: {text} .", profile, DAY)
    return [(m.surface, m.normal) for m in found if m.kind == kind]


@pytest.mark.parametrize(
    ("kind", "text", "surface", "normal"),
    [
        ("phone", "tel: (+223) 76 12 34 56", "(+223) 76 12 34 56", "+22376123456"),
        ("phone", "00 223 76 12 34 56", "00 223 76 12 34 56", "+22376123456"),
        ("phone", "SIM 223 76123456", "223 76123456", "+22376123456"),
        ("phone", "WhatsApp +227 90.12.34.56", "+227 90.12.34.56", "+22790123456"),
        ("phone", "هاتف ٧٦١٢٣٤٥٦", "٧٦١٢٣٤٥٦", "tel:76123456"),
        ("phone", "numéro 76123456", "76123456", "tel:76123456"),
        ("plate", "plate AJ 512 KL", "AJ 512 KL", "AJ512KL"),
        ("plate", "لوحة 1234 AB 01", "1234 AB 01", "1234AB01"),
        ("plate", "immatriculé BA 4471 MD", "BA 4471 MD", "BA4471MD"),
        ("money", "deux millions de francs CFA", "deux millions de francs CFA", "2000000 XOF"),
        ("money", "cinq cent mille francs", "cinq cent mille francs", "500000 XOF"),
        ("money", "2 milliards FCFA", "2 milliards FCFA", "2000000000 XOF"),
        ("money", "three hundred thousand dollars", "three hundred thousand dollars", "300000 USD"),
        ("money", "25k USD", "25k USD", "25000 USD"),
        ("money", "$1.2m", "$1.2m", "1200000 USD"),
        ("money", "500 000 ouguiyas", "500 000 ouguiyas", "500000 MRU"),
        ("money", "450 dinars", "450 dinars", "450 dinar"),
        ("money", "مليوني فرنك", "مليوني فرنك", "2000000 XOF"),
        ("money", "خمسة ملايين فرنك", "خمسة ملايين فرنك", "5000000 XOF"),
        ("money", "٢٥٠٠٠٠ فرنك", "٢٥٠٠٠٠ فرنك", "250000 XOF"),
        ("quantity", "60 000 l de gasoil", "60 000 l", "60000 litre"),
        ("quantity", "quinze sacs", "quinze sacs", "15 bag"),
        ("quantity", "twenty kilos", "twenty kilos", "20 kg"),
        ("quantity", "ثلاثة أطنان", "ثلاثة أطنان", "3 tonne"),
        ("quantity", "12 jerricans", "12 jerricans", "12 barrel"),
        ("date", "March 3, 2026", "March 3, 2026", "2026-03-03"),
        ("date", "3rd of March 2026", "3rd of March 2026", "2026-03-03"),
        ("date", "070630ZMAR", "070630ZMAR", "2026-03-07"),
        ("date", "21 1310Z FEB 2026", "21 1310Z FEB 2026", "2026-02-21"),
        ("date", "5-mars-2026", "5-mars-2026", "2026-03-05"),
        ("date", "5 آذار 2026", "5 آذار 2026", "2026-03-05"),
        ("duration", "for three hours", "three hours", "PT3H"),
        ("duration", "pendant deux jours", "deux jours", "P2D"),
        ("duration", "منذ أسبوعين", "أسبوعين", "P2W"),
        ("duration", "72h", "72h", "PT72H"),
        ("period", "two days ago", "two days ago", "2026-03-08"),
        ("period", "hier", "hier", "2026-03-09"),
        ("period", "أمس", "أمس", "2026-03-09"),
        ("period", "on Friday", "Friday", "2026-03-06"),
        ("period", "le mois dernier", "le mois dernier", None),
        ("period", "since 2011", "2011", "2011"),
    ],
)
def test_a_value_is_read_and_normalised(
    kind: str, text: str, surface: str, normal: str | None
) -> None:
    assert values(text, kind) == [(surface, normal)]


NEAR = (16.2717, -0.0447)


@pytest.mark.parametrize(
    "written",
    [
        "16.2717, -0.0447", "N16.2717 W0.0447", "16.2717°N, 0.0447°W", "16,2717 N ; 0,0447 O",
        "16°16'18\"N 0°02'41\"W", "16° 16.3' N, 000° 02.7' W", "N 16°16'18'' W 000°02'41''",
        "161618N 0000241W", "lat 16.2717, lon -0.0447", "خط العرض 16.2717 وخط الطول -0.0447",
    ],
)  # fmt: skip
def test_every_notation_is_the_same_point(written: str) -> None:
    (mention,) = read_coordinates(f"Seen at {written} .")
    north, east = (float(part) for part in (mention.normal or "").split(","))
    assert abs(north - NEAR[0]) < 0.002 and abs(east - NEAR[1]) < 0.002
    place = read(f"Seen at {written} .").places[0]
    assert place["scheme"] == "coordinates"


@pytest.mark.parametrize(
    "text",
    ["les deux l'ont vu", "16 18 N of the post", "registered in 2026", "he had 2 to 3", "may go"],
)
def test_ordinary_words_are_no_values(text: str) -> None:
    assert [v for kind in ("money", "quantity", "coordinates", "plate", "date")
            for v in values(text, kind)] == []  # fmt: skip


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("cinq cent mille", 500_000), ("three hundred", 300), ("quatre-vingt-deux mille", 82_000),
        ("twenty-five", 25), ("مليونين", 2_000_000), ("خمسة عشر", 15), ("a million", 1_000_000),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, value: float) -> None:
    found = spoken_number(f"they took {words} ")
    assert found is not None and found[1] == value


def test_an_article_alone_is_no_number() -> None:
    assert spoken_number("he saw a ") is None


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="0123456789٠١٢°'\"NSEW,. -/+kmFCA$€مليونفرنك\n", max_size=60))
def test_any_figures_are_read_and_resolve(text: str) -> None:
    found = read_values(text, make_profile(), DAY)
    assert all(text[m.start : m.end] == m.surface for m in found)
    spans = [(m.start, m.end) for m in found]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
