"""Places: spelling variants, ambiguity, distance, corridors, and which one is the scene."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq
import pytest

from fusion.actors.gazetteer import build
from fusion.actors.gazetteer.index import distance_km
from fusion.actors.places.relative import shift
from tests.actors.support import gazetteer, read

GAO = (16.27167, -0.04472)


def places(
    text: str, language: str = "en", **changes: Any
) -> dict[str, tuple[str, float, float, float]]:
    """Name of each place -> part, latitude, longitude, radius."""
    reading = read(text, language, **changes)
    parts = {row["place_id"]: str(row["part"]) for row in reading.account_places}
    return {
        str(r["name"]): (
            parts[r["place_id"]],
            *(float(str(r[field])) for field in ("latitude", "longitude", "radius_km")),
        )
        for r in reading.places
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "language", "name"),
    [
        ("at Menaka", "en", "Ménaka"), ("near Minaka", "en", "Ménaka"),
        ("at GOROM GOROM", "en", "Gorom-Gorom"),
        ("près de Gorom-Gorom", "fr", "Gorom-Gorom"), ("in Anderamboukane", "en", "Andéranboukan"),
        ("près d'In-Tillit", "fr", "I-n-Tillit"), ("في أنسونغو", "ar", "Ansongo"),
        ("قرب ميناكا", "ar", "Ménaka"), ("à l'ouest de Labezanga", "fr", "Labézanga"),
    ],
)  # fmt: skip
def test_variants_reach_the_place(written: str, language: str, name: str) -> None:
    assert any(name in place for place in places(f"seen {written} .", language))


def test_the_town_wins_over_villages_of_its_name() -> None:
    found = places("Shots were fired in Gao on Monday.")
    assert distance_km(found["Gao"][1:3], GAO) < 1


def test_the_reports_own_coordinates_settle_which_village() -> None:
    sites, _ = gazetteer().find("bara")
    near = sorted(sites, key=lambda s: -s.prior)[:2]
    assert len(near) == 2
    for site in near:
        reading = read("Two men seen in Bara.", latitude=site.latitude, longitude=site.longitude)
        assert any(row["code"] == site.code for row in reading.places)


def test_distance_and_direction_move_the_point_and_widen_the_radius() -> None:
    part, latitude, longitude, radius = places("Ambush 15 km N of Gao today.")["15 km N of Gao"]
    assert part == "event"
    assert distance_km((latitude, longitude), GAO) == pytest.approx(15, abs=0.2)
    assert latitude > GAO[0] and radius >= 2
    french = places("Embuscade à 15 km au nord de Gao.", "fr")
    assert any(abs(row[1] - latitude) < 1e-6 for row in french.values())


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("15 kilometres north-east of Ansongo", "en", "15 km NE of Ansongo"),
        ("about fifteen kilometers south of Gao", "en", "15 km S of Gao"),
        ("quinze kilomètres au sud de Gao", "fr", "15 km S of Gao"),
        ("على بعد ١٥ كلم شمال غاو", "ar", "15 km N of Gao"),
        ("على بعد 15 كيلومترا شمال شرق أنسونغو", "ar", "15 km NE of Ansongo"),
        ("20km NNE of Gao", "en", "20 km NNE of Gao"),
        ("Gao, 20 km to the north", "en", "20 km N of Gao"),
        ("10 nautical miles east of Gao", "en", "18.52 km E of Gao"),
        ("20 km from Gao towards Ansongo", "en", "20 km SE of Gao"),
        ("au PK 35 de Gao", "fr", "35 km from Gao"),
        ("PK 35 on the Gao road", "en", "35 km from Gao"),
        ("axe Gao-Ansongo-Labbezanga", "fr", "Gao – Ansongo – Labézanga"),
        ("على الطريق بين غاو وأنسونغو", "ar", "Gao – Ansongo"),
        ("طريق غاو أنسونغو", "ar", "Gao – Ansongo"),
        ("the road from Gao to Ansongo", "en", "Gao – Ansongo"),
    ],
)
def test_a_place_told_by_others_has_its_own_point(text: str, language: str, name: str) -> None:
    found = places(f"Seen {text} today.", language)
    assert name in found
    assert 2 <= found[name][3] < 100


def test_a_country_is_no_base_of_a_distance() -> None:
    reading = read("Seen between Gao and the Niger border, 20 km north of Mali.")
    assert {row["scheme"] for row in reading.places} <= {"geonames"}


def test_a_stretch_between_two_places_covers_both() -> None:
    for text, language in (
        ("on the road between Gao and Ansongo", "en"),
        ("sur l'axe Gao–Ansongo", "fr"),
    ):
        _, latitude, longitude, radius = places(text, language)["Gao – Ansongo"]
        assert radius >= distance_km((latitude, longitude), GAO)


def test_a_corridor_of_the_profile_is_a_place() -> None:
    reading = read("Traffic on the River road has stopped.")
    assert [row["scheme"] for row in reading.places] == ["corridor"]


def test_coordinates_of_the_report_then_its_field_then_its_grid_are_the_scene() -> None:
    text = "Seen near Gao at 31P BS 506 742."

    def event(**given: Any) -> str:
        reading = read(text, **given)
        ids = {r["place_id"]: str(r["scheme"]) for r in reading.places}
        return next(ids[r["place_id"]] for r in reading.account_places if r["part"] == "event")

    assert event(latitude=15.1, longitude=0.7, radius_km=1.0) == "coordinates"
    assert event(latitude=15.1, longitude=0.7, mgrs="31P BS 5 7", radius_km=1.0) == "mgrs"
    assert event() == "mgrs"
    named = read("Two men were seen.", place_text="Ansongo")
    assert [(r["name"], r["scheme"]) for r in named.places] == [("Ansongo", "geonames")]


def test_a_grid_cell_is_its_centre_with_half_its_diagonal() -> None:
    row = read("Seen at 31P BS 50 74.").places[0]
    assert float(str(row["radius_km"])) == pytest.approx(0.707, abs=0.01)
    fine = read("Seen at 31P BS 50500 74500.").places[0]
    assert distance_km(
        (float(str(row["latitude"])), float(str(row["longitude"]))),
        (float(str(fine["latitude"])), float(str(fine["longitude"]))),
    ) < 0.05  # fmt: skip


def test_a_point_without_a_name_is_told_by_the_nearest_that_has_one() -> None:
    def near(**given: Any) -> tuple[str, str | None]:
        (row,) = read("Two men were seen.", **given).places
        return str(row["name"]), row["near"]

    north, east = GAO
    assert near(latitude=north, longitude=east)[1] == "Gao"
    name, told = near(latitude=north + 0.1, longitude=east - 0.4)
    assert told is not None and told.endswith(" km)") and name != told
    assert near(latitude=north, longitude=east, place_text="the old quay") == ("the old quay", None)
    assert near(place_text="Ansongo") == ("Ansongo", None)


@pytest.mark.parametrize("bearing", [0, 45, 90, 180, 270])
def test_shifting_there_and_back_comes_home(bearing: float) -> None:
    there = shift(*GAO, bearing, 40)
    back = shift(*there, (bearing + 180) % 360, 40)
    assert distance_km(back, GAO) < 0.3


def test_a_gazetteer_is_built_from_country_files(tmp_path: Any) -> None:
    row = [
        "1",
        "Zoumbara",
        "Zoumbara",
        "Zumbara,زومبارا",
        "15.0",
        "1.0",
        "P",
        "PPL",
        "ML",
        "",
        "09",
        "",
        "",
        "",
        "100",
        "",
        "250",
        "Africa/Bamako",
        "2014-01-01",
    ]
    unit = [
        "2",
        "Zoum Cercle",
        "Zoum Cercle",
        "",
        "15.1",
        "1.1",
        "A",
        "ADM2",
        "ML",
        "",
        "09",
        "2",
        "",
        "",
        "0",
        "",
        "250",
        "Africa/Bamako",
        "2014-01-01",
    ]
    (tmp_path / "ML.txt").write_text(
        "\n".join("\t".join(r) for r in (row, unit)) + "\n", encoding="utf-8"
    )
    assert build(tmp_path, tmp_path / "out.parquet") == 2
    first = {r["name"]: r for r in pq.read_table(tmp_path / "out.parquet").to_pylist()}["Zoumbara"]
    assert first["keys"] == ["zoumbara", "zumbara", "زومبارا"]
    assert first["admin2"] == "Zoum"
