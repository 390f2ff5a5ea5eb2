"""Rivals: the true explanation of each planted case comes first, and the table is complete."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.networks.body import Body
from fusion.networks.bridges import facilitator_cut
from fusion.networks.evidence import Evidence, Origin
from fusion.networks.grading import belief, draw_beliefs
from fusion.networks.nulls import chance_p_value
from fusion.networks.reading import read_evidence
from fusion.networks.rivals import Ranking, rank_rivals, separating, table
from fusion.terms.data_files import load
from tests.networks.planted import COMPONENTS, World, ring
from tests.support import make_run

LICIT = "licensed cooperative, members were paid in public, nothing was found in the search"
TALKS = "mediation before the election, the candidate and the prefect at the ceasefire talks"


def body_of(world: World) -> Body:
    evidence: Evidence = read_evidence(world.tables(), make_run())
    rows = [n for n, i in enumerate(evidence.incident_ids) if not i.startswith("INC-z")]
    return Body(evidence, tuple(rows), 25)


def with_noise(world: World) -> World:
    for k in range(20):
        world.incident(f"INC-z{k:02d}", k, [f"z{k}", f"y{k}"], markets=())
    return world


def one_network() -> World:
    world = World()
    ring(world, "a", range(0, 8))
    for n in range(4):
        world.tie("payment", f"a{n}", f"a{n + 1}", f"ACC-INC-a-0{n}-0")
    return world


def two_networks() -> World:
    world = World()
    ring(world, "a", range(0, 5))
    ring(world, "b", range(0, 5), place=(18.0, 3.0), markets=("arms_trafficking",))
    for account in ("ACC-INC-a-01-0", "ACC-INC-b-01-0", "ACC-INC-a-03-0", "ACC-INC-b-03-0"):
        world.actor("broker")
        world.rows["actor_mention"].append(
            {"actor_id": "broker", "mention_id": f"{account}-k", "account_id": account,
             "score": 0.95}
        )  # fmt: skip
    return world


def artefact() -> World:
    world = World()
    ring(world, "a", range(0, 3), n_origins=1, grade="D4")
    for row in world.rows["account"]:
        row["component"] = COMPONENTS[0]
    for row in world.rows["origin"] + world.rows["incident_account"]:
        row["origin_id"] = "ORI-one"
    return world


def licit() -> World:
    world = World()
    ring(world, "a", range(0, 5), markets=(), text=LICIT)
    return world


def bargain() -> World:
    world = World()
    ring(world, "a", range(0, 5), markets=(), text=TALKS)
    return world


def coincidence() -> World:
    world = World()
    for k in range(5):
        world.incident(f"INC-a{k}", k, [f"a{k}", f"b{k}"], markets=())
    return world


CASES = {
    "one_network": one_network, "two_networks_shared_facilitator": two_networks,
    "reporting_artefact": artefact, "licit_livelihood": licit, "political_bargain": bargain,
    "coincidence": coincidence,
}  # fmt: skip


@pytest.mark.parametrize("true", sorted(CASES))
def test_the_planted_explanation_ranks_first(true: str) -> None:
    ranking = rank_rivals(body_of(with_noise(CASES[true]())))
    assert ranking.first == true


def ranking_of(world: World) -> Ranking:
    return rank_rivals(body_of(with_noise(world)))


def test_weights_sum_to_one_and_stability_is_a_share() -> None:
    ranking = ranking_of(one_network())
    assert sum(ranking.weight.values()) == pytest.approx(1)
    assert all(0 <= s <= 1 for s in ranking.stability.values())
    assert [ranking.weight[r] for r in ranking.rivals] == sorted(
        ranking.weight.values(), reverse=True
    )


def test_the_table_speaks_of_every_rival_and_every_item_has_words() -> None:
    names = load("typologies")["rivals"]
    for item in table()["items"].values():
        assert set(item) == {"present", "absent", *names}
        assert all(len(item[name]) == 2 for name in names)
    assert {separating(name) for name in names}


def test_a_first_ranked_rival_has_evidence_in_words() -> None:
    ranking = ranking_of(one_network())
    assert any("independent origins" in line for line in ranking.evidence_for["one_network"])
    assert ranking.evidence_against["coincidence"]


def test_evidence_of_bad_grade_ranks_less_stably() -> None:
    good, bad = World(), World()
    ring(good, "a", range(0, 4), grade="B2", n_origins=1)
    ring(bad, "a", range(0, 4), grade="E5", n_origins=1)
    stable, shaky = (ranking_of(w).stability["one_network"] for w in (good, bad))
    assert stable > shaky


def test_the_broker_is_named_as_the_cut_and_a_ring_has_none() -> None:
    cut = facilitator_cut(body_of(two_networks()))
    assert (cut.actors, cut.value > 0.9, len(cut.sides)) == (("broker",), True, 2)
    assert facilitator_cut(body_of(one_network())).value == 0


def test_chance_explains_strangers_but_not_a_ring() -> None:
    p_value = chance_p_value(body_of(with_noise(one_network())))
    assert p_value is not None and p_value < 0.05
    assert chance_p_value(body_of(with_noise(coincidence()))) == 1.0


def test_a_record_that_is_the_body_itself_says_nothing_of_chance() -> None:
    assert chance_p_value(body_of(one_network())) is None
    ranking = rank_rivals(body_of(one_network()))
    told = [*ranking.evidence_for["coincidence"], *ranking.evidence_against["coincidence"]]
    assert not any("random dealing" in line for line in told)
    assert ranking.first == "one_network"


def origin(grade: str) -> Origin:
    return Origin("O", 0, "police", grade[0], grade[1], True, ("A",))


def test_unknown_grades_are_drawn_from_the_whole_range_and_never_count_as_one_half() -> None:
    assert belief(origin("F6")) < 0.5 < belief(origin("C3"))
    assert belief(origin("B2")) > belief(origin("C3")) > belief(origin("D4")) > belief(origin("E5"))
    assert belief(origin("F2")) == belief(origin("A6")) - 0.12 == pytest.approx(0.8)


def test_draws_follow_the_grade_and_the_seed() -> None:
    worlds = draw_beliefs([origin("A1"), origin("E5")], 2000, seed=3)
    assert worlds.mean(axis=0) == pytest.approx([0.935, 0.125], abs=0.03)
    assert np.array_equal(worlds, draw_beliefs([origin("A1"), origin("E5")], 2000, seed=3))


def one_informant(*, is_circular: bool) -> World:
    """Six incidents that one component alone tells of, each once."""
    world = World()
    ring(world, "a", range(0, 6), n_origins=1, grade="F6")
    for row in world.rows["origin"]:
        row["independence"] = "not_established" if is_circular else "independent"
    return world


def test_what_one_component_retells_is_best_read_as_an_artefact() -> None:
    assert rank_rivals(body_of(with_noise(one_informant(is_circular=True)))).first == (
        "reporting_artefact"
    )


def test_what_one_component_alone_saw_may_be_its_habit() -> None:
    ranking = rank_rivals(body_of(with_noise(one_informant(is_circular=False))))
    assert "reporting_artefact" in ranking.rivals[:2]
    assert ranking.weight["reporting_artefact"] > 0.3


def test_origins_not_shown_to_be_independent_count_once() -> None:
    said = " ".join(
        text
        for texts in rank_rivals(body_of(one_informant(is_circular=True))).evidence_for.values()
        for text in texts
    )
    assert "few independent origins (1)" in said
    assert "(0 of 6)" in said


def test_offices_named_in_every_report_speak_for_no_bargain() -> None:
    world = World()
    ring(world, "a", range(0, 6), text="seen on the road; the mayor was told")
    plain = rank_rivals(body_of(world)).weight["political_bargain"]
    for k in range(25):
        world.account(f"ACC-x{k}", 0, [f"x{k}"], text="a quiet day; the mayor was told")
    evidence = read_evidence(world.tables(), make_run())
    rows = tuple(n for n, name in enumerate(evidence.incident_ids) if name.startswith("INC-a"))
    usual = rank_rivals(Body(evidence, rows, 25)).weight["political_bargain"]
    assert usual < plain / 2
