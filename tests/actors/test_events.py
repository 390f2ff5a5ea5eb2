"""What an account says happened: type, markets, toll with negation, days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fusion.actors.rules import rules
from fusion.terms.data_files import load
from tests.actors.support import DAY, read

FIRST = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def event(text: str, language: str = "en", **changes: Any) -> dict[str, Any]:
    return read(text, language, **changes).event


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("Three soldiers were killed near Gao.", "en", 3, 3),
        ("3 killed and 5 wounded.", "en", 3, 3),
        ("Between the huts 9 to 14 people were killed.", "en", 9, 14),
        ("UPDATE: two were killed at first; toll is now 3 killed.", "en", 3, 3),
        ("No casualties were reported.", "en", 0, 0),
        ("Two lorries passed.", "en", None, None),
        ("Trois morts et deux blessés.", "fr", 3, 3),
        ("Quatre orpailleurs tués à la mine.", "fr", 4, 4),
        ("Attaque sans faire de victime.", "fr", 0, 0),
        ("Aucune victime signalée.", "fr", 0, 0),
        ("قتل ثلاثة رجال قرب البئر.", "ar", 3, 3),
        ("دون سقوط ضحايا.", "ar", 0, 0),
    ],
)
def test_toll(text: str, language: str, low: int | None, high: int | None) -> None:
    told = event(text, language)
    assert (told["killed_low"], told["killed_high"]) == (low, high)


@pytest.mark.parametrize(
    ("text", "language", "subtype", "market"),
    [
        ("Clash between two groups at the well, exchange of fire.", "en", "armed_clash", None),
        ("An IED hit the convoy.", "en", "remote_explosive", None),
        ("Two traders were abducted; a ransom is asked.", "en", "abduction", "kidnapping"),
        ("Deux commerçants enlevés, une rançon est exigée.", "fr", "abduction", "kidnapping"),
        ("Police seized 31 rifles and arrested two men.", "en", "arrests", "arms_trafficking"),
        ("Nine fuel tankers paid a levy per tanker.", "en", "other", "fuel_smuggling"),
        ("Saisie de 40 kg de cocaïne.", "fr", "arrests", "cocaine"),
        ("Vol de bétail: 200 bovins volés.", "fr", "looting", "cattle_rustling"),
        ("خطف مسلحون تاجرا وطلبوا فدية.", "ar", "abduction", "kidnapping"),
    ],
)  # fmt: skip
def test_types(text: str, language: str, subtype: str, market: str | None) -> None:
    told = event(text, language)
    assert told["event_subtype"] == subtype
    assert told["is_event"]
    assert market is None or market in told["markets"]
    assert f"subtype:{subtype}" in told["rule"]


def test_codes_are_those_of_terms() -> None:
    known = {code: kind for kind, row in load("incident_types").items() for code in row["subtypes"]}
    for code, row in rules("events")["subtypes"].items():
        assert known[code] == row["type"]
    assert set(rules("events")["markets"]) <= set(load("markets"))


def test_nothing_to_report_is_no_event() -> None:
    assert not event("Patrol to Bara and back, nothing to report.")["is_event"]
    assert not event("No movement of weapons seen near Gao. Sory was at the mosque.")["is_event"]
    assert not event("Aucun mouvement de troupes observé à Gao.", "fr")["is_event"]


def test_a_patrol_that_had_no_fuel_tells_of_no_trade_in_it() -> None:
    assert event("There was no patrol on the axis from 12 to 19 March (fuel).")["markets"] == []
    assert event("Fuel came across at Gao.")["markets"] == ["fuel_smuggling"]


@pytest.mark.parametrize(
    ("text", "changes", "first"),
    [
        ("Seen on 3 March at Gao.", {}, dt.date(2026, 3, 3)),
        ("Vu hier à Gao.", {"language": "fr"}, dt.date(2026, 3, 9)),
        ("Vu le 7 à Gao.", {"language": "fr"}, dt.date(2026, 3, 7)),
        ("Seen at Gao.", {}, DAY.date()),
        ("Seen on 3 March.", {"observed_from": FIRST}, FIRST.date()),
    ],
)  # fmt: skip
def test_days(text: str, changes: dict[str, Any], first: dt.date) -> None:
    assert event(text, **changes)["occurred_from"] == first


@pytest.mark.parametrize(
    ("text", "language", "market"),
    [
        ("Two drivers paid at the rope and got a receipt with a stamp.", "en", "illicit_taxation"),
        ("Une nouvelle barrière tenue par onze hommes.", "fr", "illicit_taxation"),
        ("A pick-up with twelve oil drums left at dusk.", "en", "fuel_smuggling"),
        ("وصلت شاحنة تحمل براميل.", "ar", "fuel_smuggling"),
        ("Three shaft owners withdrew the complaint.", "en", "gold"),
        ("A workshop repairing weapons was closed.", "en", "arms_trafficking"),
        ("Deux caisses longues dans le véhicule.", "fr", "arms_trafficking"),
        ("Each family was phoned and asked for 350,000 XOF.", "en", "kidnapping"),
        ("Vingt passagers refoulés au poste.", "fr", "human_smuggling"),
    ],
)
def test_markets_that_are_told_without_their_name(text: str, language: str, market: str) -> None:
    assert market in event(text, language)["markets"]


def test_people_taken_on_a_road_are_abducted_and_found_arms_are_no_arrest() -> None:
    taken = event("Two traders were taken near the well by four men.")
    assert taken["event_subtype"] == "abduction"
    found = event("A patrol found thirteen rifles under a canvas.")
    assert found["event_subtype"] == "disrupted_weapons_use"
