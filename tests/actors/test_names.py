"""The comparison of names: spellings of one meet, namesakes and relatives do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.actors.names import compare, name_score, parse_name, score_pairs
from fusion.actors.names.score import weights
from fusion.actors.names.signs import SIGNS

ONE = [
    ("Mohamed Ould Zemmar", "M'hamed Weld Zemar"),
    ("Bilal Ould Hamoudi", "بلال ولد حمودي"),
    ("Attaher ag Wanzou", "Cdt Tahir Ag Wanzu"),
    ("Salou Kimba", "KIMBA, Saley"),
    ("Abderrahmane Zakouri", "Abdul Rahman Zakuri"),
    ("Abdoulaye Sambo Kareem", "A. S. Karim"),
    ("Nouh Ould Sidi Yeslem", "Noh Weld Sid Yaslem"),
]
TWO = [
    ("Attaher ag Wanzou", "Attaher ag Tassalit"),
    ("Attaher ag Wanzou", "Illias ag Wanzou"),
    ("Moussa Traoré", "Moussa Keïta"),
    ("Mohamed", "Mohamed"),
    ("Abou Hamza", "Abu Hamza"),
    ("أبو حمزة", "Abou Hamza"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_spellings_of_one_name_score_above_any_pair_of_two(a: str, b: str) -> None:
    assert name_score(a, b) > max(name_score(*pair) for pair in TWO)


@pytest.mark.parametrize(("a", "b"), TWO)
def test_namesakes_relatives_single_words_and_kunyas_stay_low(a: str, b: str) -> None:
    assert name_score(a, b) < 0.56


def test_a_contradiction_is_not_an_omission() -> None:
    omitted = compare("Illias ag Khabad", "Illias ag Khabad ag Mossa")
    contradicted = compare("Illias ag Khabad", "Illias ag Sidwane")
    assert omitted.score > 0.7
    assert contradicted.score < 0.5
    assert omitted.omitted and not omitted.contradicted
    assert set(contradicted.contradicted) == {"khabad", "sidwane"}
    assert "against" in contradicted.explain()


def test_a_child_is_not_the_father() -> None:
    father, child, sister = "Barkan Zakouri", "Hawa Barkan Zakouri", "Rana Barkan Zakouri"
    same = name_score(child, "Haoua Barkane Zakuri")
    assert same > name_score(father, child) + 0.15
    assert same > name_score(child, sister) + 0.15


def test_brothers_are_two_and_a_turned_chain_is_another_man() -> None:
    assert name_score("Hawa Barkan Zakouri", "Rana Barkan Zakouri") < 0.55
    turned = name_score("Ahmed ould Hassan ould Zemmar", "Hassan ould Ahmed ould Zemmar")
    assert turned < name_score("Ahmed ould Hassan ould Zemmar", "Ahmad Weld Hasan Weld Zemar") - 0.2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hamdullah Zomani", "حمد الله زماني"),
        ("Serajuddin Kotali", "Siraj al-Din Kotali"),
        ("Abdur Rehman Dalo", "عبد الرحمن دالو"),
        ("Matiur Rahman", "Mati ur-Rehman"),
        ("Shafiq Dormandi", "شفیق درمندی"),
        ("Khaled Abulfeda", "Khalid Abou Feda"),
        ("Cabdullahi Xasan", "Abdullahi Hassan"),
        ("BarkaneZakouri", "Barkane Zakouri"),
    ],
)
def test_compounds_and_orthographies_meet(a: str, b: str) -> None:
    assert name_score(a, b) > 0.6


def test_a_company_is_known_without_its_legal_form() -> None:
    assert [part.text for part in parse_name("Transports Tassa SARL").parts] == [
        "transports", "tassa",
    ]  # fmt: skip
    full = name_score("Zoro Kaba Joint Stock Company", "Zoro Kaba JSC")
    assert full > name_score("Zoro Kaba JSC", "Zoro Timba JSC") + 0.2


def test_every_weight_speaks_as_its_sign_is_meant() -> None:
    learned = dict(zip(SIGNS, weights().signs, strict=True))
    assert all(learned[name] * direction >= 0 for name, direction in SIGNS.items())


def test_names_with_nothing_in_common_score_nothing() -> None:
    assert name_score("Issa Traore", "Bilal Ould Hamoudi") == 0.0


def test_names_broken_differently_are_alike() -> None:
    assert name_score("Nouh Ould Sidi Yeslem", "Nuh Ould Sidyeslem") > 0.7


def test_rare_parts_weigh_more_than_common_ones() -> None:
    assert name_score("Yeslem Zabbari", "Yeslem Zabbari") > name_score(
        "Mohamed Ahmed", "Mohamed Ahmed"
    )


def test_titles_and_particles_identify_nobody() -> None:
    name = parse_name("Cdt El Hadj Bilal Ould Hamoudi")
    assert [part.text for part in name.parts] == ["bilal", "hamoudi"]
    assert name.titles == ("cdt", "elhadj")


WORDS = ["Ali", "ag", "Ould", "Zakari", "بلال", "M.", "Cdt", "Abou", "Traoré", "al-", "'", "X"]
names = st.lists(
    st.sampled_from(WORDS),
    min_size=0, max_size=7,
).map(" ".join)  # fmt: skip


@given(names, names)
def test_scores_are_symmetric_and_within_bounds(a: str, b: str) -> None:
    score = name_score(a, b)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(name_score(b, a), abs=0.02)


@given(st.text(max_size=40))
def test_any_text_can_be_parsed(text: str) -> None:
    assert len(parse_name(text).parts) <= 6


def test_the_batch_gives_what_single_comparisons_give() -> None:
    listed = sorted({name for pair in ONE + TWO for name in pair})
    left, right = (np.array(side) for side in np.triu_indices(len(listed)))
    batch = score_pairs(listed, left, right)
    single = [name_score(listed[i], listed[j]) for i, j in zip(left, right, strict=True)]
    assert batch == pytest.approx(single, abs=1e-12)


@pytest.mark.parametrize(
    ("one", "two"), [("Hassan", "Hussein"), ("Ahmed", "Mohamed"), ("Salih", "Salim")]
)
def test_two_listed_names_are_brothers_not_spellings(one: str, two: str) -> None:
    assert name_score(f"{one} Zemmour", f"{two} Zemmour") < 0.5
    assert name_score(f"{one} Zemmour", f"{one} Zemmur") > 0.8


@pytest.mark.parametrize(
    ("long", "short", "other"),
    [
        ("Aminullah Zarkani", "Amin Zarkani", "Omran Zarkani"),
        ("Naim Zarkani", "Naimullah Zarkani", "Yunus Zarkani"),
        ("Abd al-Rahman Zarkani", "Rahman Zarkani", "Usman Zarkani"),
        ("Nasiruddin Zarkani", "Nasir Zarkani", "Qasim Zarkani"),
    ],
)
def test_a_compound_may_be_called_by_its_stem(long: str, short: str, other: str) -> None:
    assert name_score(long, short) > name_score(long, other) + 0.3
    assert not compare(long, short).contradicted
