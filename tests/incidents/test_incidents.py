"""Origins counted, near-misses kept apart, analysts obeyed, withdrawals followed."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.incidents import STAGE, why
from fusion.terms.errors import NotFound
from fusion.terms.identifiers import identifier
from tests.incidents.support import (
    DAY,
    EMPTY,
    HIACE,
    HIACE_RELAYED,
    HIACE_WITNESS,
    MARKET,
    OTHER_DAY,
    START,
    account,
    decided,
    decision,
    fuse,
    groups,
    incident,
    origins,
    world,
)
from tests.support import make_run, make_table

ORIGINAL = account("a", HIACE, 0, component="police", actors=("sidibera", "toloke"))
RELAY = account("r", HIACE_RELAYED, 1, happened=0, actors=("sidibera", "toloke"))
WITNESS = account(
    "w", HIACE_WITNESS, 2, happened=0, component="civil_affairs", actors=("sidibera",)
)
NEAR_MISS = account("n", OTHER_DAY, 2, component="police", at=(15.3, 0.75))


def test_relay_has_the_origin_of_what_it_relays_and_adds_nothing() -> None:
    output = fuse(ORIGINAL, RELAY)
    row = origins(output)["r"]
    assert row["origin_id"] == identifier("origin", "ACC-a")
    assert (row["relation"], row["of_account_id"]) == ("relay", "ACC-a")
    assert row["independence"] == "dependent"
    assert incident(output, "a")["n_origins"] == 1
    assert incident(output, "a")["n_accounts"] == 2


def test_another_observer_is_a_second_origin() -> None:
    output = fuse(ORIGINAL, RELAY, WITNESS)
    assert groups(output) == {frozenset("arw")}
    assert origins(output)["w"]["independence"] == "independent"
    assert incident(output, "a")["n_origins"] == 2
    assert incident(output, "a")["credibility"] == "2"


def test_near_miss_stays_apart() -> None:
    assert groups(fuse(ORIGINAL, WITNESS, NEAR_MISS)) == {frozenset("aw"), frozenset("n")}


def test_second_hand_account_without_its_source_is_unknown() -> None:
    output = fuse(RELAY)
    assert origins(output)["r"]["relation"] == "unknown"
    assert origins(output)["r"]["independence"] == "not_established"
    assert incident(output, "r")["n_origins"] == 1


def test_unknown_lineage_adds_nothing() -> None:
    vague = account(
        "v", "A Hiace was stopped near Karou and teachers were taken, Sidibera among them.",
        1, happened=0, component="ddr", actors=("sidibera", "toloke"),
    )  # fmt: skip
    output = fuse(ORIGINAL, vague)
    if frozenset("av") in groups(output):
        assert incident(output, "a")["n_origins"] == 1


@pytest.mark.parametrize("edition", ["stanag", "fm"])
def test_machine_never_proposes_grade_1(edition: str) -> None:
    many = [
        account(f"w{i}", HIACE_WITNESS.replace("85,000", f"{i}7,{i}00"), 1 + i, happened=0,
                component=name, actors=("sidibera",))
        for i, name in enumerate(("civil_affairs", "ddr", "justice", "regional_office"), 1)
    ]  # fmt: skip
    output = fuse(ORIGINAL, *many, admiralty_edition=edition)
    assert "1" not in output.tables["incident"]["credibility"].to_pylist()


def test_lone_report_is_6_or_4_by_edition() -> None:
    assert incident(fuse(NEAR_MISS), "n")["credibility"] == "6"
    assert incident(fuse(NEAR_MISS, admiralty_edition="fm"), "n")["credibility"] == "4"


def test_analyst_alone_sets_1() -> None:
    name = identifier("incident", "ACC-n")
    given_grade = decided(decision("grade", name, value="1", reason="seen on film"))
    row = incident(fuse(NEAR_MISS, decisions=given_grade), "n")
    assert row["credibility"] == "1" and "seen on film" in row["credibility_reason"]


def test_machine_never_overwrites_an_analyst() -> None:
    apart = decided(decision("different", "ACC-a", "ACC-r"))
    output = fuse(ORIGINAL, RELAY, decisions=apart)
    assert groups(output) == {frozenset("a"), frozenset("r")}
    assert origins(output)["r"]["of_account_id"] is None
    together = decided(decision("same", "RPT-a", identifier("incident", "ACC-n")))
    assert groups(fuse(ORIGINAL, NEAR_MISS, decisions=together)) == {frozenset("an")}


def test_analyst_settles_the_origin_alone() -> None:
    a, w = identifier("origin", "ACC-a"), identifier("origin", "ACC-w")
    output = fuse(ORIGINAL, WITNESS, decisions=decided(decision("same", a, w)))
    assert origins(output)["w"]["origin_id"] == a
    assert incident(output, "a")["n_origins"] == 1
    r = identifier("origin", "ACC-r")
    output = fuse(ORIGINAL, RELAY, decisions=decided(decision("different", a, r)))
    assert origins(output)["r"]["of_account_id"] is None


def test_withdrawn_origin_takes_its_relays_with_it_and_leaves_a_trace() -> None:
    output = fuse({**ORIGINAL, "is_withdrawn": True}, RELAY)
    row = incident(output, "a")
    assert (row["n_origins"], row["is_standing"], row["credibility"]) == (0, False, "5")
    assert all(o["is_withdrawn"] for o in origins(output).values())
    assert row["n_accounts"] == 2


def test_incident_with_another_origin_survives_a_withdrawal() -> None:
    row = incident(fuse({**ORIGINAL, "is_withdrawn": True}, RELAY, WITNESS), "a")
    assert row["is_standing"] and row["n_origins"] == 1


def test_identity_is_that_of_the_first_account_received() -> None:
    alone = fuse(ORIGINAL).tables["incident"]["incident_id"].to_pylist()
    grown = fuse(WITNESS, RELAY, ORIGINAL).tables["incident"]["incident_id"].to_pylist()
    assert alone == grown


def test_contradicting_observers_become_a_request() -> None:
    first = {**ORIGINAL, "killed_low": 3, "killed_high": 3, "counts": {"rifle": 31.0}}
    second = {**WITNESS, "killed_low": 7, "killed_high": 7, "counts": {"rifle": 13.0}}
    together = decided(decision("same", "ACC-a", "ACC-w"))
    output = fuse(first, second, decisions=together)
    found = {r["field"]: r for r in output.tables["contradiction"].to_pylist()}
    assert set(found) == {"toll", "count"}
    assert found["toll"]["request"].endswith("saw the dead.")
    row = incident(output, "a")
    assert (row["killed_low"], row["killed_high"]) == (3, 7)


def test_a_relays_slip_contradicts_nobody() -> None:
    slip = {**RELAY, "killed_low": 9, "killed_high": 9}
    output = fuse({**ORIGINAL, "killed_low": 3, "killed_high": 3}, slip)
    assert origins(output)["r"]["independence"] == "dependent"
    assert output.tables["contradiction"].num_rows == 0


def test_toll_of_an_update_replaces_that_of_its_account() -> None:
    tables = world({**ORIGINAL, "killed_low": 9, "killed_high": 9})
    late = {"report_id": "RPT-u", "text": "UPDATE 1: fourteen killed.", "received_at": START + DAY}
    tables["report"] = make_table("report", *tables["report"].to_pylist(), late)
    member = {"account_id": "ACC-a", "report_id": "RPT-u", "relation": "update", "score": 0.9}
    tables["account_report"] = make_table(
        "account_report", *tables["account_report"].to_pylist(), member
    )
    row = incident(STAGE.function(tables, make_run()), "a")
    assert (row["killed_best"], row["killed_high"]) == (14, 14)


def test_background_and_withdrawals_stay_out_and_are_counted() -> None:
    background = account("b", "The library of the town reopened.", is_event=False, markets=[])
    withdrawal = account("x", "We withdraw our report on the Hiace.", 3, withdraws="SITREP 7")
    output = fuse(ORIGINAL, background, withdrawal)
    assert groups(output) == {frozenset("a")}
    assert output.flow.adds_up and output.flow.n_set_aside == 2
    assert set(origins(output)) == {"a", "b", "x"}


def test_state_of_a_market_is_an_episode() -> None:
    output = fuse(account("m", MARKET, is_event=False, markets=["fuel_smuggling"]))
    assert incident(output, "m")["is_episode"]


def test_best_place_and_toll_come_from_the_best_graded_observer() -> None:
    poor = {**ORIGINAL, "killed_low": 9, "killed_high": 9, "reliability": "E", "at": (15.1, 0.7)}
    good = {**WITNESS, "killed_low": 2, "killed_high": 2, "reliability": "B", "at": (15.12, 0.7)}
    output = fuse(poor, good, decisions=decided(decision("same", "ACC-a", "ACC-w")))
    row = incident(output, "a")
    assert row["killed_best"] == 2 and row["latitude"] == 15.12
    assert row["lead_account_id"] == "ACC-w"


def test_every_link_keeps_its_waterfall() -> None:
    rows = fuse(ORIGINAL, RELAY).tables["incident_link"].to_pylist()
    steps = json.loads(rows[0]["waterfall"])
    assert rows[0]["is_linked"]
    assert ["lineage", "relay", 6.0] in steps and steps[0][0] == "prior"


def test_why_names_account_origin_and_incident() -> None:
    told = (ORIGINAL, RELAY, NEAR_MISS)
    tables = {**world(*told), **fuse(*told).tables}
    same = " ".join(why("RPT-a", "ACC-r", tables))
    assert "One origin" in same and "One incident" in same and "relay of ACC-a" in same
    assert "Two incidents" in " ".join(why("ACC-a", "RPT-n", tables))
    assert "one account" in " ".join(why("RPT-a", "ACC-a", tables))
    with pytest.raises(NotFound):
        why("RPT-a", "RPT-nobody", tables)


def test_no_accounts() -> None:
    output = STAGE.function(EMPTY, make_run())
    assert output.flow.n_in == 0
    assert all(table.num_rows == 0 for table in output.tables.values())


TOLD = [ORIGINAL, RELAY, WITNESS, NEAR_MISS, account("m", MARKET, 4, is_event=False)]


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from(range(len(TOLD))), min_size=1), st.randoms(use_true_random=False))
def test_laws(chosen: set[int], shuffle: random.Random) -> None:
    """Order does not matter, again gives the same bytes, every account has one origin."""
    told = [TOLD[i] for i in sorted(chosen)]
    first = fuse(*told)
    mixed = list(told)
    shuffle.shuffle(mixed)
    again = fuse(*mixed)
    assert all(first.tables[name].equals(again.tables[name]) for name in first.tables)
    assert first.flow.adds_up
    assert first.tables["origin"].num_rows == len(told)
    members = first.tables["incident_account"]["account_id"].to_pylist()
    assert len(members) == len(set(members)) == first.flow.n_out
