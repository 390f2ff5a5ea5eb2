"""Origins drawn anew: whether a hypothesis stands, and how strong it is, in each draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fusion.networks.body import Body
from fusion.networks.breaking import breaking_tests
from fusion.networks.evidence import Evidence
from fusion.networks.reading import read_evidence
from fusion.networks.resampled import resampled, under
from tests.networks.planted import World, ring
from tests.support import make_run


def body_of(world: World) -> Body:
    """All of a world in its last week."""
    evidence = read_evidence(world.tables(), make_run())
    return Body(evidence, tuple(range(len(evidence.incident_ids))), 25)


def without(body: Body, gone: set[str]) -> Body:
    """The body as it would be had these origins never spoken."""
    silent = {a for found in body.evidence.origins for o in found if o.origin_id in gone
              for a in o.account_ids}  # fmt: skip
    evidence: Evidence = replace(
        body.evidence,
        claims=tuple(c for c in body.evidence.claims if c["account_id"] not in silent),
        origins=tuple(
            tuple(o for o in found if o.origin_id not in gone) for found in body.evidence.origins
        ),
    )
    return Body(evidence, body.rows, body.week)


@pytest.mark.parametrize("seed", range(6))
def test_each_draw_is_the_body_without_the_others(seed: int) -> None:
    world = World()
    ring(world, "a", range(0, 5), n_origins=1)
    world.incident("INC-z", 3, ["a0", "z1"], n_origins=2)
    world.tie("payment", "a0", "a3", "ACC-INC-a-00-0")
    world.tie("command", "z1", "a4", "ACC-INC-z-1")
    body = body_of(world)
    ids = sorted({o.origin_id for found in body.origins_of.values() for o in found})
    alive = np.random.default_rng(seed).random((8, len(ids))) < 0.45
    stands, strength = under(body, ids, alive)
    for n, there in enumerate(alive):
        rest = without(body, {name for name, is_there in zip(ids, there, strict=True)
                              if not is_there})  # fmt: skip
        assert bool(stands[n]) == rest.stands
        assert strength[n] == pytest.approx(rest.strength)


def test_what_many_tell_stands_and_what_two_tell_does_not_always() -> None:
    many, few = World(), World()
    ring(many, "a", range(0, 9), n_origins=2)
    few.incident("INC-1", 1, ["a", "b"], n_origins=1)
    few.incident("INC-2", 2, ["b", "c"], n_origins=1)
    firm, frail = resampled(body_of(many)), resampled(body_of(few))
    assert firm.share == 1.0
    assert 0.3 < frail.share < 0.7  # both of two are drawn in half of the draws
    assert firm.strength[0] <= firm.strength[1] <= firm.strength[2] <= body_of(many).strength
    assert resampled(body_of(few)) == frail


def test_breaking_tests_name_origins_by_grade_and_end_with_the_draws() -> None:
    world = World()
    ring(world, "a", range(0, 4), grade="C3")
    tests = breaking_tests(body_of(world))
    assert {t.grade for t in tests if t.kind == "origin"} == {"C3"}
    last = tests[-1]
    assert (last.kind, last.left_out) == ("bootstrap", "origins")
    assert last.share is not None and "draws of its origins" in last.detail
