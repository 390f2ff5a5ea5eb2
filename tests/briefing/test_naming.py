"""Short names: distinct, stable, never a person; an analyst's name outranks them."""

from __future__ import annotations

from typing import Any

import pytest

from fusion.briefing import naming
from fusion.briefing.holdings import Holdings
from fusion.profile import Corridor
from fusion.stage import Run
from fusion.tables import TABLES
from tests.briefing.sample import NETWORKS, sample_run, sample_tables
from tests.support import make_table


def named(run: Run, change: dict[str, dict[str, Any]] | None = None, **more: Any) -> dict[str, str]:
    given = sample_tables() | more
    rows = given["hypothesis"].to_pylist()
    given["hypothesis"] = TABLES["hypothesis"].build(
        {**row, **(change or {}).get(row["hypothesis_id"], {})} for row in rows
    )
    holdings = Holdings(given, run)
    return {row["hypothesis_id"]: naming.name(holdings, row).en for row in holdings.hypotheses}


def test_a_name_tells_trade_and_road(run: Run) -> None:
    assert named(run)[NETWORKS[0]["id"]] == "the River road fuel network"


def test_two_networks_on_one_road_get_two_names(run: Run) -> None:
    change = {n["id"]: {"markets": ["fuel_smuggling"], "corridors": ["river"]} for n in NETWORKS}
    names = named(run, change)
    assert len(set(names.values())) == len(NETWORKS)
    assert all("HYP-0000" not in name for name in names.values())


def test_the_older_network_keeps_its_plain_name_when_a_namesake_comes(run: Run) -> None:
    first, second = NETWORKS[0]["id"], NETWORKS[1]["id"]
    before = named(run)
    rows = {row["hypothesis_id"]: row for row in sample_tables()["hypothesis"].to_pylist()}
    later = max(row["first_on"] for row in rows.values())
    change = {second: {"markets": ["fuel_smuggling"], "corridors": ["river"], "first_on": later}}
    after = named(run, change)
    assert after[first] == before[first] != after[second]


def test_no_person_is_in_a_name(run: Run) -> None:
    people = {m[0] for n in NETWORKS for m in n["members"] if m[1] == "person"}
    assert not any(person in name for name in named(run).values() for person in people)


def test_an_analysts_name_stands(run: Run) -> None:
    decision = {"decision_id": "DEC-1", "sequence": 1, "kind": "rename", "value": "River ring",
                "subject_id": NETWORKS[0]["id"]}  # fmt: skip
    names = named(run, decision=make_table("decision", decision))
    assert names[NETWORKS[0]["id"]] == "the “River ring” network"


@pytest.mark.parametrize(
    ("name", "short"),
    [("River road Ayorou–Gao", "River road"), ("Azgaret axis", "Azgaret axis"),
     ("Ayorou–Gao", "Ayorou–Gao")],
)  # fmt: skip
def test_ends_of_a_corridor_are_dropped(name: str, short: str) -> None:
    corridor = Corridor(code="X", name=name, name_fr="route du fleuve Ayorou–Gao", points=())
    assert naming.short_corridor(corridor).en == short
    assert naming.short_corridor(corridor).fr == "route du fleuve"


def test_a_corridor_without_a_french_name_keeps_its_own() -> None:
    assert sample_run().profile.corridors[0].name_fr == ""
    assert naming.corridor_name(sample_run().profile.corridors[0]).fr == "River road"


def test_a_network_of_which_no_report_names_a_trade_is_called_after_its_place(run: Run) -> None:
    first = NETWORKS[0]["id"]
    assert named(run, {first: {"markets": []}})[first] == "the River road network"
    placeless = {first: {"markets": [], "corridors": []}}
    unplaced = TABLES["place"].empty()
    assert named(run, placeless, place=unplaced)[first] == "the network of unknown trade"
