"""Two of one name in one town: parted by an analyst's word between two mentions."""

from __future__ import annotations

from typing import Any

from fusion.actors.stage import resolve_actors
from tests.actors.support import actor_of, inputs, resolve, run
from tests.actors.test_resolution import decision, decisions

BEARERS = tuple(
    f"Kerzou ag Wanzamar {did} at Gao." for did in ("sold fuel", "bought fuel", "led a patrol")
)


def _mentions_of(tables: dict[str, list[dict[str, Any]]], name: str) -> list[str]:
    rows = sorted(tables["mention"], key=lambda row: row["account_id"])
    return [row["mention_id"] for row in rows if row["surface"] == name]


def test_namesakes_of_one_town_are_parted_by_an_analyst_and_stay_two() -> None:
    name = "Kerzou ag Wanzamar"
    before = resolve(*BEARERS)
    one, two, _ = _mentions_of(before, name)
    assert len(actor_of(before, name)) == 1
    parted = resolve(*BEARERS, decisions=decisions(decision(1, "different", two, one)))
    of = {row["mention_id"]: row["actor_id"] for row in parted["actor_mention"]}
    assert of[one] != of[two] and len(actor_of(parted, name)) == 2
    assert actor_of(before, name) == {of[one]}  # who came first keeps the identifier
    assert not parted["issue"]
    taken_back = (decision(1, "different", one, two), decision(2, "reopen", one, two))
    assert len(actor_of(resolve(*BEARERS, decisions=decisions(*taken_back)), name)) == 1


def test_what_was_carried_of_namesakes_follows_the_decision_and_its_withdrawal() -> None:
    first = resolve_actors(inputs(*BEARERS), run())
    name = "Kerzou ag Wanzamar"
    one, two, _ = _mentions_of({"mention": first.tables["mention"].to_pylist()}, name)
    given = inputs(*BEARERS, decisions=decisions(decision(1, "different", one, two)))
    carried = ("account_reading", "actor_persona")
    parted = resolve_actors(given | {n: first.tables[n] for n in carried}, run())
    assert parted.tables["actor"].equals(resolve_actors(given, run()).tables["actor"])
    back = resolve_actors(inputs(*BEARERS) | {n: parted.tables[n] for n in carried}, run())
    assert back.tables["actor"].equals(first.tables["actor"])
    assert len(parted.tables["actor"]) == len(first.tables["actor"]) + 1
