"""Ships by name: told by their mark, their kind, who is aboard; one ship one actor."""

from __future__ import annotations

import pytest

from tests.actors.support import actor_of, mentions, resolve


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The MV Grey Heron left at night.", "en"),
        ("A cook was seen aboard the Grey Heron in May.", "en"),
        ("One container ship bound for the coast, the Grey Heron, is late.", "en"),
        ("The Grey Heron crew list has nine names.", "en"),
        ("Le navire « Grey Heron » est arrivé.", "fr"),
        ("Il est monté à bord du Grey Heron.", "fr"),
    ],
)
def test_a_ship_is_read_by_name(text: str, language: str) -> None:
    ships = [m for m in mentions(text, "vehicle", language) if m.rule == "ship"]
    assert [m.normal for m in ships] == ["ship:grey heron"]


@pytest.mark.parametrize(
    "text",
    ["Staff aboard the Boeing were safe.", "They came on board the United Nations flight.",
     "THE SHIP GREY HERON LEFT.", "A Peruvian crew and a Diallo-led crew met.",
     "The vessel was empty. Grey Heron is a bird."],
)  # fmt: skip
def test_aircraft_bodies_and_plain_words_are_no_ships(text: str) -> None:
    assert [m for m in mentions(text, "vehicle") if m.rule == "ship"] == []


def test_a_ship_told_once_is_read_wherever_it_stands_and_is_no_place() -> None:
    text = "The crew of the Gao Queen slept. The Gao Queen sails in May."
    assert len([m for m in mentions(text, "vehicle") if m.rule == "ship"]) == 2
    assert mentions(text, "place") == []


def test_two_reports_of_a_ship_share_it_and_ships_of_one_last_word_are_two() -> None:
    tables = resolve(
        "The MV Grey Heron left at night.", "A cook is aboard the Grey Heron.",
        "The MV White Heron left at night.",
    )  # fmt: skip
    assert len(actor_of(tables, "Grey Heron")) == len(actor_of(tables, "White Heron")) == 1
    assert actor_of(tables, "Grey Heron") != actor_of(tables, "White Heron")
