"""Bynames, and what is known of a short name beside it: scenes, company, ranks, reach."""

from __future__ import annotations

import pytest

from fusion.actors.names import name_score
from fusion.actors.names.bynames import byname_key, called
from fusion.actors.resolve.actors import best_name
from tests.actors.support import actor_of, resolve, surfaces


@pytest.mark.parametrize(
    ("text", "name", "byname"),
    [
        ("Petit Sory", "Sory", "small"), ("سوري الصغير", "سوري", "small"),
        ("Kassoum le Tailleur", "Kassoum", "tailor"), ("Kassoum the Tailor", "Kassoum", "tailor"),
        ("Kassoum Boly", "Kassoum Boly", ""), ("Nguyen Le Binh", "Nguyen Le Binh", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_byname_is_told_apart_from_the_name(text: str, name: str, byname: str) -> None:
    assert called(text) == (name, byname)


def test_bynames_of_one_meaning_are_one_and_others_go_by_sound() -> None:
    assert byname_key("Borgne") == byname_key("الأعور") != byname_key("Boiteux")
    assert byname_key("Rabotteur") == byname_key("rabotteur") != ""
    assert byname_key("ox") == ""


def test_a_byname_is_read_in_arabic_as_part_of_the_mention() -> None:
    assert surfaces("شوهد عمر الصغير في غاو.", "person", "ar") == ["عمر الصغير"]


def test_a_name_in_quotes_behind_a_greeting_is_a_person() -> None:
    assert surfaces('The driver was greeted by a herder as "Koutou" at Gao.', "person") == [
        "Koutou"
    ]


# What else a mission tells: only where others are elsewhere is it rare to share a scene.
ELSEWHERE = tuple(
    f"On {day} February 2026 at Ansongo, {name} sold a goat."
    for day, name in enumerate(("Issa Boly", "Hawa Tall", "Kanda Diop", "Lassina Keita"), 2)
)


def test_a_byname_in_two_languages_is_one_person() -> None:
    tables = resolve(
        "Petit Omar of the FFJ was seen at Gao on 3 March 2026.",
        "شوهد عمر الصغير في غاو يوم 3 مارس 2026 مع جبهة النهر الأصفر.",
        *ELSEWHERE,
    )
    assert actor_of(tables, "Petit Omar") == actor_of(tables, "عمر الصغير") != set()


def test_two_bynames_are_two_persons() -> None:
    tables = resolve(
        "Petit Sory took the lorry at Gao on 3 March 2026.",
        "Sory le Borgne took the lorry at Gao on 3 March 2026.",
    )
    assert actor_of(tables, "Petit Sory").isdisjoint(actor_of(tables, "Sory le Borgne") or {""})


def test_one_scene_told_twice_joins_what_the_names_alone_leave_open() -> None:
    one = "On 3 March 2026 at Gao, {} sold two camels behind the well."
    apart = "On 9 April 2026 at Ansongo, {} sold two camels behind the well."
    names = ("Elias ag Hamad", "Ilyas ag Khamad")
    same = resolve(one.format(names[0]), one.format(names[1]), *ELSEWHERE)
    assert actor_of(same, names[0]) == actor_of(same, names[1]) != set()
    other = resolve(one.format(names[0]), apart.format(names[1]), *ELSEWHERE)
    assert actor_of(other, names[0]).isdisjoint(actor_of(other, names[1]))


def test_two_names_in_one_account_are_not_joined_by_its_scene() -> None:
    tables = resolve("On 3 March 2026 at Gao, Elias ag Hamad met Ilyas ag Khamad.")
    assert actor_of(tables, "Elias ag Hamad").isdisjoint(actor_of(tables, "Ilyas ag Khamad"))


def test_a_dialect_of_tuareg_writes_z_as_j() -> None:
    assert name_score("Tahir Ag Wenjou", "Attaher ag Wenzou") > 0.8
    assert name_score("Tahir Wenjou", "Attaher Wenzou") < 0.8


def test_definite_heads_of_other_languages_mean_the_only_body() -> None:
    tables = resolve(
        "Comité des Puits du Tarkint signed at Gao.", "قالت اللجنة في غاو إنها دفعت.",
        "قالت اللجنة الانتخابية في غاو إنها دفعت.",
    )  # fmt: skip
    assert actor_of(tables, "اللجنة") == actor_of(tables, "Comité des Puits du Tarkint") != set()
    assert sum(row["surface"] == "اللجنة" for row in tables["actor_mention"]) == 1


def test_a_boat_is_known_by_its_name_behind_the_article() -> None:
    tables = resolve("La pinasse Tanit est à Gao.", "C'est la Tanit qui est partie.", "Tanit dort.")
    assert len(actor_of(tables, "Tanit")) == 1
    assert sum(row["surface"] == "Tanit" for row in tables["actor_mention"]) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Les sacs sont venus, et l'on dit que c'est La Vieille du Puits qui les envoie.",
         "Vieille du Puits"),
        ("Ils ont fait réparer leurs armes chez Le Rémouleur à Gao.", "Rémouleur"),
        ("At Gao they say that Gros Souley came with one car.", "Gros Souley"),
    ],
)  # fmt: skip
def test_who_is_told_by_what_he_is_called_alone_is_read(text: str, name: str) -> None:
    assert name in surfaces(text, "person", "fr" if "é" in text or "Puits" in text else "en")


@pytest.mark.parametrize(
    "text",
    [
        "Il a lu Le Monde chez lui.",
        "Le Marché est fermé. La Vieille dame est partie.",
        "Ils sont arrivés à La Haye et au Caire.",
        "Small Arms were seen and Grand Marché was closed at Gao.",
        "On a acheté chez le boulanger du quartier.",
    ],
)
def test_an_article_or_a_size_alone_makes_no_person(text: str) -> None:
    assert surfaces(text, "person", "en" if "Small" in text else "fr") == []


@pytest.mark.parametrize(
    ("told", "best"),
    [
        (["Gros Sory", "Sory B. Kanté"], "Sory B. Kanté"),
        (["Petit Oumar", "Oumar Kanté", "Kanté"], "Oumar Kanté"),
        (["Kassoum", "Kassoum le Tailleur"], "Kassoum le Tailleur"),
        (["Petit Oumar"], "Petit Oumar"),
    ],
)
def test_what_others_call_a_man_is_not_his_preferred_name(told: list[str], best: str) -> None:
    assert best_name(told) == best
    assert best_name(reversed(told)) == best
