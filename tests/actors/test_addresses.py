"""Street addresses: read in three languages, one house one actor, no date or sum among them."""

from __future__ import annotations

import pytest

from fusion.actors.mentions.addresses import read_addresses
from tests.actors.support import actor_of, mentions, resolve


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("He lives at 12 Ferry Road, Harfleet.", "12 ferry@harfleet"),
        ("The lease is for 12 Ferry Rd. in Harfleet.", "12 ferry@harfleet"),
        ("the flat at 2404 Old Mill Ave. Apt. 31, Harfleet", "2404 old mill/31@harfleet"),
        ("his home at #7 St. Odo's Terrace", "7 st odos"),
        ("12A 3rd Street", "12a 3rd"),
        ("il loge au 14, rue du Puits, à Zoumbara", "14 du puits"),
        ("la villa de la rue 305, porte 1120", "1120 305"),
        ("la villa, porte 1120, rue 305", "1120 305"),
        ("المنزل في شارع 305 باب 12", "12 305"),
    ],
)
def test_an_address_is_read(text: str, normal: str) -> None:
    assert [m.normal for m in read_addresses(text)] == [normal]


@pytest.mark.parametrize(
    "text",
    ["On 23 March Road blocks stood there.", "15 km Gao Road", "the 3 Mission drivers",
     "paid 20 francs in Ferry Road", "Route 95 and 12 Streets", "le 14 rue barrée"],
)  # fmt: skip
def test_dates_distances_and_counts_are_no_addresses(text: str) -> None:
    assert list(read_addresses(text)) == []


def test_names_and_places_in_an_address_are_none() -> None:
    assert mentions("A van stood at 40 Gao Road, near the well.", "place") == []
    assert mentions("A van stood at 40 Gao Road, near the well.", "address")


def test_two_reports_that_name_a_house_share_an_actor() -> None:
    tables = resolve(
        "Oumar Diallo rents 2404 Old Mill Ave. Apt. 31, Harfleet.",
        "The line is installed at 2404 Old Mill Avenue, Apartment 31.",
        "The line is installed at 2404 Old Mill Avenue.",
        "A shop at 2404 Old Mill Avenue, Brenfeld was searched.",
    )
    houses = [row for row in tables["actor"] if row["kind"] == "address"]
    assert sorted(row["n_accounts"] for row in houses) == [1, 1, 2]
    assert actor_of(tables, "2404 Old Mill Ave. Apt. 31") == actor_of(
        tables, "2404 Old Mill Avenue, Apartment 31"
    )


def test_who_is_named_beside_a_house_is_met_there_and_no_more() -> None:
    tables = resolve("Oumar Diallo paid the rent of 2404 Old Mill Avenue for Sekou Barry.")
    house = next(row["actor_id"] for row in tables["actor"] if row["kind"] == "address")
    ties = [t for t in tables["tie"] if house in (t["source_id"], t["target_id"])]
    assert ties and {t["kind"] for t in ties} == {"co_presence"}
