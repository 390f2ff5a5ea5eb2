"""Elements, confidence, breaking tests, members, embedment and quiet control."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fusion.networks import STAGE
from fusion.networks.assess import QuietControl, embedment, five_elements, quiet_control
from fusion.networks.body import Body
from fusion.networks.breaking import breaking_tests, linchpin
from fusion.networks.confidence import confidence
from fusion.networks.less import less_actor, less_origin
from fusion.networks.members import members_of, settle_drawn
from fusion.networks.reading import read_evidence
from fusion.networks.rivals import rank_rivals
from tests.networks.planted import World, ring
from tests.support import make_run


def body_of(world: World) -> Body:
    evidence = read_evidence(world.tables(), make_run())
    return Body(evidence, tuple(np.flatnonzero(evidence.is_incident).tolist()), 25)


def verdicts(world: World) -> dict[str, str]:
    return {e.element: e.verdict for e in five_elements(body_of(world))}


def test_all_five_elements_can_be_met() -> None:
    world = World()
    ring(world, "a", range(0, 8), text="each lorry paid 150,000 XOF")
    world.tie("command", "a0", "a1", "ACC-INC-a-00-0")
    world.tie("payment", "a1", "a2", "ACC-INC-a-01-0")
    assert set(verdicts(world).values()) == {"met"}


def test_what_is_not_shown_is_unknown_or_not_met() -> None:
    world = World()
    ring(world, "a", range(0, 3), markets=())
    assert verdicts(world) == {
        "three_or_more_persons": "met", "period_of_time": "not_met",
        "acting_in_concert": "unknown", "serious_crime": "unknown", "material_benefit": "unknown",
    }  # fmt: skip


def test_being_seen_together_is_not_acting_in_concert() -> None:
    world = World()
    ring(world, "a", range(0, 6))
    for n in range(3):
        world.tie("co_presence", f"a{n}", f"a{n + 1}", f"ACC-INC-a-0{n}-0")
    assert verdicts(world)["acting_in_concert"] == "unknown"


def test_denied_claims_show_no_tie() -> None:
    world = World()
    ring(world, "a", range(0, 6))
    world.tie("payment", "a0", "a1", "ACC-INC-a-00-0", polarity="denied")
    assert body_of(world).strong_ties == []


def test_what_was_violent_last_week_is_not_quiet_and_money_is_a_market_signal() -> None:
    def quiet(*, last: str, text: str) -> QuietControl | None:
        world = World()
        for week in range(24):
            kind = "battles" if week < 8 else last if week == 23 else "strategic_developments"
            world.incident(f"INC-{week:02d}", week, ["a0", "a1", "a2"],
                           markets=(), event_type=kind, text=text)  # fmt: skip
        return quiet_control(body_of(world))

    assert quiet(last="strategic_developments", text="each paid 10,000 francs") is not None
    assert quiet(last="strategic_developments", text="seen on the road") is None
    assert quiet(last="battles", text="each paid 10,000 francs") is None


def level(world: World) -> tuple[str, list[str]]:
    body = body_of(world)
    tests, elements = breaking_tests(body), five_elements(body)
    return confidence(body, rank_rivals(body), tests, elements)


def test_confidence_rises_with_corroboration_and_grades() -> None:
    high, low = World(), World()
    ring(high, "a", range(0, 9), n_origins=3, text="paid 10 million francs")
    for n in range(3):
        high.tie("payment", f"a{n}", f"a{n + 1}", f"ACC-INC-a-0{n}-0")
    ring(low, "a", range(0, 3), n_origins=1, grade="F6")
    assert level(high)[0] == "high"
    assert level(low)[0] == "low"
    assert all(reason and "%" not in reason for reason in level(high)[1])


def test_confidence_is_not_high_where_other_grades_would_put_another_reading_first() -> None:
    world = World()
    ring(world, "a", range(0, 9), n_origins=3, text="paid 10 million francs")
    for n in range(3):
        world.tie("payment", f"a{n}", f"a{n + 1}", f"ACC-INC-a-0{n}-0")
    body = body_of(world)
    tests, elements, ranking = breaking_tests(body), five_elements(body), rank_rivals(body)
    open_ = replace(ranking, stability=ranking.stability | {ranking.first: 0.5})
    assert confidence(body, ranking, tests, elements)[0] == "high"
    rung, reasons = confidence(body, open_, tests, elements)
    assert rung == "moderate" and any("hardly better" in reason for reason in reasons)


def test_a_hypothesis_on_one_origin_falls_with_it_and_that_origin_is_the_linchpin() -> None:
    world = World()
    ring(world, "a", range(0, 4), n_origins=1)
    for row in world.rows["origin"] + world.rows["incident_account"]:
        if row["account_id"] != "ACC-INC-a-03-0":
            row["origin_id"] = "ORI-one"
    tests = breaking_tests(body_of(world))
    pin = linchpin(tests)
    assert pin is not None
    assert (pin.left_out, pin.survives) == ("ORI-one", False)
    assert "3 incidents" in pin.detail


def test_strength_never_rises_when_something_is_left_out() -> None:
    world = World()
    ring(world, "a", range(0, 6))
    body = body_of(world)
    assert all(t.strength_left <= body.strength + 1e-12 for t in breaking_tests(body))
    kinds = {t.kind for t in breaking_tests(body)}
    assert kinds == {"origin", "component", "actor", "bootstrap"}


def test_probability_of_membership_grows_with_origins_and_stays_below_one() -> None:
    world = World()
    ring(world, "a", range(0, 20), n_origins=4)
    world.incident("INC-last", 21, ["a0", "once"], n_origins=1)
    found = {m.actor_id: m for m in members_of(body_of(world), set(), set(), {})}
    assert found["once"].probability < found["a0"].probability < 1
    assert found["once"].n_origins == 1


def test_a_members_phone_is_drawn_in_but_not_through_a_facilitator_of_two() -> None:
    world = World()
    ring(world, "a", range(0, 6))
    world.actor("phone", "phone", "+223 40")
    world.account("ACC-extra", 3, ["phone", "a0"])
    world.tie("co_presence", "a0", "phone", "ACC-extra")
    mine = members_of(body_of(world), set(), set(), {})
    assert [m.is_drawn_in for m in mine if m.actor_id == "phone"] == [True]
    seated = [m for m in mine if m.actor_id != "phone"]
    lone = [m for m in mine if m.actor_id == "phone"]
    blocks = dict.fromkeys(("HYP-1", "HYP-2"), frozenset({0}))
    settled = settle_drawn({"HYP-1": seated + lone, "HYP-2": lone}, blocks)
    assert "phone" not in {m.actor_id for m in settled["HYP-2"]}


def test_roles_come_from_affirmed_claims() -> None:
    world = World()
    ring(world, "a", range(0, 4))
    for n, (role, polarity) in enumerate((("financier", "affirmed"), ("leader", "denied"))):
        world.rows["claim"].append(
            {"claim_id": f"CLM-{n}", "account_id": "ACC-INC-a-00-0", "kind": "role",
             "predicate": role, "subject_id": "a0", "polarity": polarity}
        )  # fmt: skip
    roles = {(m.actor_id, m.role) for m in members_of(body_of(world), set(), set(), {})}
    assert ("a0", "financier") in roles
    assert ("a0", "leader") not in roles
    assert ("a1", "member") in roles


def test_a_high_rung_needs_two_origins_that_affirm_it() -> None:
    def rung(n_origins: int) -> str:
        world = World()
        ring(world, "a", range(0, 4))
        for n in range(n_origins):
            world.rows["claim"].append(
                {"claim_id": f"CLM-{n}", "account_id": f"ACC-INC-a-00-{n}", "kind": "embedment",
                 "predicate": "penetrated", "subject_id": "a0", "polarity": "affirmed"}
            )  # fmt: skip
        return embedment(body_of(world))

    assert [rung(n) for n in range(3)] == ["none", "tolerated", "penetrated"]


def test_falling_violence_with_a_growing_market_is_quiet_control() -> None:
    def quiet(*, violence_falls: bool) -> QuietControl | None:
        world = World()
        for week in range(24):
            is_early = week < 8
            fights = is_early if violence_falls else week % 2 == 0
            kind = "battles" if fights else "strategic_developments"
            people = ["a0", "a1", "a2"]
            world.incident(f"INC-{week:02d}", week, people, markets=("gold",), event_type=kind)
        return quiet_control(body_of(world))

    found = quiet(violence_falls=True)
    assert found is not None
    assert (found.violent_before, found.violent_since) == (8, 0)
    assert found.days_before + found.days_since == 23 * 7
    assert quiet(violence_falls=False) is None


def test_an_actor_in_many_incidents_only_by_relays_is_weak() -> None:
    world = World()
    ring(world, "a", range(0, 4))
    for row in world.rows["origin"]:
        row["independence"] = "dependent" if row["account_id"].endswith("-1") else "independent"
    tables = STAGE.function(world.tables(), make_run()).tables
    assert max(tables["hypothesis_actor"]["n_origins"].to_pylist()) <= 4


def test_a_body_without_one_origin_or_actor_is_the_same_whichever_way_it_is_made() -> None:
    world, rng = World(), np.random.default_rng(1)
    ring(world, "a", range(0, 7))
    world.tie("payment", "a0", "a1", "ACC-INC-a-00-0")
    for row in world.rows["origin"]:
        row["independence"] = str(rng.choice(["independent", "dependent"]))
    body = body_of(world)
    pairs = [(less_origin(body, o), replace(body, without_origin=o)) for o in body.rows_of_origin]
    pairs += [(less_actor(body, a), replace(body, without_actor=a)) for a in body.rows_of_actor]
    for quick, slow in pairs:
        assert quick.origins_of == slow.origins_of
        assert quick.rows_of_actor == slow.rows_of_actor
        assert list(quick.origins.items()) == list(slow.origins.items())
        assert (quick.strength, quick.stands, quick.ties) == (slow.strength, slow.stands, slow.ties)
    assert len({quick.strength for quick, _ in pairs}) > 3
