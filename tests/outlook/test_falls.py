"""A fall next door: one kind of sign, where people still report, and known in time."""

from __future__ import annotations

from typing import Any

from fusion.outlook import falls
from fusion.outlook.facts import Facts, read_facts
from fusion.outlook.warnings import ROOT, replay
from tests.outlook.test_stage import PROFILE, Mission, day, make_run

BESIDE = {"river": ("west",), "west": ("river",)}
# Both corridors meet at A.
MEETING: dict[str, Any] = PROFILE | {
    "corridors": [PROFILE["corridors"][0], PROFILE["corridors"][1] | {"points": [
        {"name": "A", "latitude": 15.0, "longitude": 0.5},
        {"name": "C", "latitude": 15.0, "longitude": -2.0},
        {"name": "D", "latitude": 16.0, "longitude": -2.0}]}],
}  # fmt: skip


def emptied(*, n_west: int = 4, reports: bool = True) -> Mission:
    """Two incidents a week on the river road until week 21; then none; reports may go on."""
    mission = Mission()
    for week in range(26):
        for k in range(2 if week < 21 else 0):
            mission.incident(f"r{week}{k}", day(week, k))
        if reports and week >= 21:
            mission.account(f"ACC-calm{week}", day(week), component="police")
    for k in range(n_west):
        mission.incident(f"w{k}", day(23, k), place="PLC-w", component="civil_affairs")
    return mission


def facts_of(mission: Mission, **changes: Any) -> Facts:
    return read_facts(mission.tables(), make_run(**{**PROFILE, **changes}))


def states(mission: Mission) -> dict[str, str]:
    rows = falls.fall_rows(facts_of(mission), "corridor", BESIDE)
    return {row["scope"]: row["state"] for row in rows}


def test_a_fall_next_door_is_seen_and_raised_where_more_happens_here() -> None:
    assert states(emptied()) == {"river": "quiet", "west": "raised"}
    assert states(emptied(n_west=0)) == {"river": "quiet", "west": "watch"}


def test_an_area_from_which_nobody_writes_has_not_calmed() -> None:
    assert set(states(emptied(reports=False)).values()) == {"quiet"}


def test_reports_on_their_way_are_no_fall() -> None:
    mission = Mission()
    for week in range(26):
        for k in range(2):
            mission.incident(f"r{week}{k}", day(week, k), late=20)
        mission.account(f"ACC-{week}", day(week), late=0)
    assert states(mission) == {"river": "quiet", "west": "quiet"}


def test_value_and_threshold_tell_the_fall() -> None:
    rows = falls.fall_rows(facts_of(emptied()), "corridor", BESIDE)
    row = next(row for row in rows if row["scope"] == "west")
    assert row["value"] >= row["threshold"] > 0
    assert row["evidence_ids"] == [f"ACC-calm{week}" for week in range(22, 26)]
    assert row["who_can_see"] == ["police"]


def test_with_talk_of_another_route_it_is_a_warning() -> None:
    mission = emptied(n_west=0)
    texts = {row["account_id"]: row["text"] for row in mission.rows["account"]}
    mission.account("ACC-talk", day(23), place="PLC-w", text="a new track was seen")
    texts["ACC-talk"] = "a new track was seen"
    raised = {
        (s.scope, s.code)
        for s in replay(facts_of(mission, **MEETING), texts)
        if s.is_raised and s.kind == "corridor"
    }
    assert ("west", ROOT) in raised
    assert ("river", ROOT) not in raised
