"""A mission's own table of places: codes of units, dense tables, words that hamlets are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion.actors.gazetteer import Gazetteer, build, gazetteer_of
from fusion.actors.places.find import find_places
from fusion.actors.places.resolve import resolve
from fusion.actors.tokens import read_text
from fusion.profile import Profile, load_profile
from fusion.terms.errors import ProfileError
from tests.support import make_profile

# An invented country of two units with letter codes; ISO keeps XA to XZ free for such.
UNITS = [("Nordland", "NL", 60.0, 10.0), ("Sudland", "SD", 50.0, 10.0)]
TOWNS = [
    ("Brenfeld", "NL", 60.1, 10.1, 900), ("Brenfeld", "SD", 50.1, 10.1, 90_000),
    ("Sudland", "NL", 60.4, 10.4, 4_000), ("Nordland", "NL", 60.0, 10.0, 70_000),
    ("University", "SD", 50.2, 10.2, 2_000), ("Kastra", "SD", 50.3, 10.3, 8_000),
]  # fmt: skip


def _line(number: int, name: str, cells: list[str]) -> str:
    north, east, kind, code, unit, people = cells
    row = [str(number), name, name, unit if code == "ADM1" else "", north, east, kind, code, "XA",
           "", unit, "", "", "", people, "", "", "", ""]  # fmt: skip
    return "\t".join(row)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The country and three hundred large towns, none of which is named below."""
    folder = tmp_path_factory.mktemp("places")
    rows = [_line(n, name, [str(north), str(east), "A", "ADM1", unit, "0"])
            for n, (name, unit, north, east) in enumerate(UNITS, 1)]  # fmt: skip
    rows += [_line(n, name, [str(north), str(east), "P", "PPL", unit, str(people)])
             for n, (name, unit, north, east, people) in enumerate(TOWNS, 10)]  # fmt: skip
    rows += [_line(n, f"Stad{n}", ["55.0", "10.0", "P", "PPL", "SD", "200000"])
             for n in range(100, 400)]  # fmt: skip
    (folder / "XA.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = folder / "own.parquet"
    build(folder, out)
    return out


def _profile(table: Path) -> Profile:
    area = {"west": -180, "south": -90, "east": 180, "north": 90, "countries": ["XA"]}
    return make_profile(area=area, gazetteer=str(table), corridors=[])


@pytest.fixture(scope="module")
def own(table: Path) -> Gazetteer:
    return gazetteer_of(_profile(table))


def _found(text: str, own: Gazetteer) -> list[tuple[str, float]]:
    words = read_text(text, "en")
    places = resolve(find_places(words, own, [False] * words.size), None)
    return [(place.toponym.key, round(place.site.latitude)) for place in places]


def test_a_code_behind_a_town_says_in_which_unit_it_lies(own: Gazetteer) -> None:
    assert _found("The van was left in Brenfeld, NL on Monday.", own) == [("brenfeld", 60)]
    assert _found("The van was left in Brenfeld, SD on Monday.", own) == [("brenfeld", 50)]
    assert _found("The van was left in Brenfeld on Monday.", own) == [("brenfeld", 50)]


def test_a_town_of_another_unit_than_the_code_says_is_not_meant(own: Gazetteer) -> None:
    assert _found("The van was left in Kastra, NL on Monday.", own) == []


def test_a_unit_with_no_town_of_its_name_is_meant_by_it(own: Gazetteer) -> None:
    """Sudland is a region and a small town in the other one; Nordland has a town of its name."""
    words = read_text("Cars from Sudland and Nordland stood there.", "en")
    places = resolve(find_places(words, own, [False] * words.size), None)
    assert [place.site.feature for place in places] == ["A.ADM1", "P.PPL"]


def test_a_small_town_needs_a_word_for_place_where_all_towns_are_counted(own: Gazetteer) -> None:
    assert _found("He met Kastra Holding and a University clerk.", own) == []
    assert _found("He lives near Kastra with his son.", own) == [("kastra", 50)]


def test_the_english_article_is_no_preposition(own: Gazetteer) -> None:
    assert _found("It was a Kastra trader who paid.", own) == _found("The Kastra trader paid.", own)


def test_a_profile_names_a_table_beside_it(table: Path, tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "sample_reports" / "mission.yaml"
    text = sample.read_text(encoding="utf-8").replace("gazetteer: sahel", "")
    mission = tmp_path / "m.yaml"
    mission.write_text(text + "\ngazetteer: own.parquet\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="gazetteer"):
        load_profile(mission)
    (tmp_path / "own.parquet").write_bytes(table.read_bytes())
    assert load_profile(mission).gazetteer == str((tmp_path / "own.parquet").resolve())
