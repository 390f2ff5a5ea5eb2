"""Names, numbers and assumed names as reports from elsewhere write them; all invented."""

from __future__ import annotations

import datetime as dt

import pytest

from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.mentions.values import read_values
from fusion.actors.names import is_full
from tests.actors.support import read, resolve, surfaces
from tests.support import make_profile

DAY = dt.date(2026, 3, 10)


def phones(text: str, regions: list[str]) -> list[str | None]:
    """Normal forms of the telephones of a text."""
    found = read_values(text, make_profile(phone_regions=regions), DAY)
    return [m.normal for m in found if m.kind == "phone"]


@pytest.mark.parametrize(
    ("text", "regions", "wanted"),
    [
        ("Phone number 202-456-1111.", ["US"], ["+12024561111"]),
        ("Calls from (202) 456-1111 to 804- 555-0100.", ["US"], ["+12024561111"]),
        ("Tel. 081 234 5678, shop", ["CF", "CD", "HT"], ["+243812345678"]),
        ("Account 1070173749003 holds 500 000 000 francs.", ["CD"], []),
        ("Called on 2026-01-12 and 12-01-2026.", ["ML"], []),
    ],
)
def test_numbers_in_national_groups(text: str, regions: list[str], wanted: list[str]) -> None:
    found = phones(text, regions)
    assert found[: len(wanted)] == wanted
    assert bool(found) == bool(wanted)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Daniel Venn uses a passport in the name Luis Ardo.", ("Daniel Venn", "Luis Ardo")),
        ("Victor Ombra left in May and uses the alias Hans Elder.", ("Victor Ombra", "Hans Elder")),
        ("Samir Adelbo left in June. He is using the alias: Kamal Rusto.",
         ("Samir Adelbo", "Kamal Rusto")),
        ("A photo of the man using the name Mark Ustan was shown. The investigator identified the"
         " man in the photo to be Hamid Orlun.", ("Mark Ustan", "Hamid Orlun")),
    ],
)  # fmt: skip
def test_an_assumed_name_is_an_alias(text: str, pair: tuple[str, str]) -> None:
    reading = read(text)
    surface = {m.identify("ACC-1"): m.surface for m in reading.mentions}
    assert [(surface[a], surface[b]) for a, b in reading.aliases] == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "Samir Adelbo met a man using the name Kamal Rusto.",
        "Samir Adelbo left in June. The truck was rented under the name Kamal Rusto.",
        "Samir Adelbo wrote the name Kamal Rusto on the list.",
    ],
)
def test_somebody_elses_name_is_no_alias(text: str) -> None:
    assert read(text).aliases == []


def test_an_unknown_name_is_listed_with_a_known_one() -> None:
    assert "Zoril Maved" in surfaces("Robert Elder and Zoril Maved rented a flat.", "person")


@pytest.mark.parametrize("text", ["The office on Howling Street was shut.", "Calls by Orbit PCS."])
def test_addresses_and_bodies_are_no_persons(text: str) -> None:
    assert surfaces(text, "person") == []


def test_a_number_is_tied_to_who_holds_it_and_whom_it_called() -> None:
    text = "Calls from +22376123456 to +22370112233 [Gao, listed in the name Samir Adelbo]."
    reading = read(text)
    surface = {m.identify("ACC-1"): m.surface for m in reading.mentions}
    ties = [
        (surface[c.subject], surface[c.object or ""])
        for c in reading.cues
        if c.predicate == "communication"
    ]
    assert ties == [("+22376123456", "+22370112233"), ("+22370112233", "Samir Adelbo")]


def test_a_stated_alias_is_the_same_actor_elsewhere() -> None:
    tables = resolve(
        "Victor Ombra left in May and uses the alias Zoltan Quirrel.",
        "Zoltan Quirrel rented a store room at the harbour.",
        "Victor Lenz, a broker, sold the lorry.",
    )
    names = {m["mention_id"]: m["surface"] for m in tables["mention"]}
    actors: dict[str, set[str]] = {}
    for row in tables["actor_mention"]:
        actors.setdefault(row["actor_id"], set()).add(names[row["mention_id"]])
    assert {"Victor Ombra", "Zoltan Quirrel"} in actors.values()
    assert sum("Zoltan Quirrel" in held for held in actors.values()) == 1


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Abdul Morani", True), ("Abdul Karim", False), ("Abd al-Rahman", False), ("Morani", False)],
)
def test_abdul_before_a_family_name_is_a_given_name(name: str, wanted: bool) -> None:
    assert is_full(name) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "Two traders from Kenya met near Gaza.",
        "The flight left Port-au-Prince for Malabo.",
        "He bought it in Ankara and in Borno.",
    ],
)
def test_the_wide_world_is_named_and_is_no_hamlet_of_the_area(text: str) -> None:
    reading = read(text)
    assert reading.places == []
    assert {m.rule for m in reading.mentions if m.kind == "place"} == {"abroad"}


def test_a_world_wide_box_makes_no_village_near() -> None:
    area = {"west": -180, "south": -90, "east": 180, "north": 90, "countries": ["US"]}
    known = gazetteer_of(make_profile(area=area))
    assert known.sites
    assert not any(site.is_near for site in known.sites)
