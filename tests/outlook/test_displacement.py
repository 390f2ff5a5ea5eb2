"""A fall and the rise beside it: told as of the origin, scored against chance, gated."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.outlook.adjacency import touching
from fusion.outlook.combining import Forecaster
from fusion.outlook.displaced import BASE_RATE, displacement_test
from fusion.outlook.displacement import FIRST, Displacements, alike
from fusion.outlook.history import History
from fusion.profile import Corridor
from fusion.profile.ground import on_segments, segments
from tests.outlook.test_stage import Mission, day, half_year

FELL, BESIDE, FAR = 0, 1, 2


def beside(_origin: int) -> list[list[int]]:
    return [[BESIDE], [FELL], []]


def moved(n_after: int = 4) -> History:
    """One area falls from four to none after period 11; its neighbour has two, then n_after."""
    counts = np.full((3, 20), 2, dtype=np.int64)
    counts[FELL, :12], counts[FELL, 12:] = 4, 0
    counts[BESIDE, 15:] = n_after
    return History(("fell", "beside", "far"), counts)


def test_a_fall_is_paired_with_its_neighbour_and_the_rise_is_counted() -> None:
    found = Displacements(Forecaster(moved()), beside)
    pairs = found.pairs(14)
    assert (pairs.source.tolist(), pairs.target.tolist()) == ([FELL], [BESIDE])
    assert (pairs.usual[0], pairs.recent[0], pairs.at_least[0]) == (12, 0, 4)
    assert found.rose(14, 1).tolist() == [1.0]
    assert Displacements(Forecaster(moved(3)), beside).rose(14, 1).tolist() == [0.0]
    assert not len(found.pairs(12).target)  # one low period is no fall yet


def test_an_area_that_fell_as_well_is_no_place_to_move_to() -> None:
    both = moved()
    both.counts[BESIDE, 12:15] = 0
    assert not len(Displacements(Forecaster(both), beside).pairs(14).target)


def test_periods_whose_reports_are_on_their_way_have_not_fallen() -> None:
    new = np.zeros((3, 20, 3), dtype=np.int64)
    new[:, :, 2] = 4  # everything is told two periods late
    late = History(("a", "b", "c"), new.sum(axis=2), np.cumsum(new, axis=2))
    assert not len(Displacements(Forecaster(late), beside).pairs(16).target)
    new[FELL, 12:, :] = 0
    fell = History(("a", "b", "c"), new.sum(axis=2), np.cumsum(new, axis=2))
    assert Displacements(Forecaster(fell), beside).pairs(16).source.tolist() == [FELL]


def restless(n_series: int = 12, n_periods: int = 72, seed: int = 2) -> History:
    """Series whose level jumps, so that some fall and some rise."""
    rng = np.random.default_rng(seed)
    walk = np.cumsum(rng.normal(0, 0.6, (n_series, n_periods)), axis=1)
    counts = rng.poisson(np.exp(np.clip(1 + walk - walk.mean(axis=1, keepdims=True), -3, 3)))
    return History(tuple(f"s{k}" for k in range(n_series)), counts)


@pytest.fixture(scope="module")
def found() -> Displacements:
    """Displacements of the restless series; what they have worked out is kept between tests."""
    history = restless()
    return Displacements(Forecaster(history), alike(history))


def test_data_after_the_origin_change_neither_falls_nor_chances(found: Displacements) -> None:
    history = found.history
    changed = history.counts.copy()
    changed[:, 61:] = changed[:, 61:][:, ::-1] * 5 + 2
    after = History(history.keys, changed)
    other = Displacements(Forecaster(after), alike(after))
    assert len(found.pairs(60).target)
    for name in ("source", "target", "at_least"):
        assert np.array_equal(getattr(found.pairs(60), name), getattr(other.pairs(60), name))
    assert np.array_equal(found.predict(60, 2), other.predict(60, 2))  # type: ignore[arg-type]
    assert found.base_rate(60, 2) == other.base_rate(60, 2)


def test_scores_follow_their_definition_and_the_base_rate_is_of_settled_falls(
    found: Displacements,
) -> None:
    (row,) = displacement_test(found, "x·month", range(48, 72), (2,), seed=1)
    at = [o for o in range(48, 70) if len(found.pairs(o).target)]
    rose = np.concatenate([found.rose(o, 2) for o in at])
    assert (row.n, row.n_rises, row.n_origins) == (len(rose), int(rose.sum()), 22)
    base = np.concatenate([np.full(len(found.pairs(o).target), found.base_rate(o, 2)) for o in at])
    assert row.brier_base == pytest.approx(((base - rose) ** 2).mean())
    earlier = np.concatenate([found.rose(o, 2) for o in range(FIRST, 47)])
    assert found.base_rate(48, 2) == pytest.approx((earlier.sum() + 0.5) / (len(earlier) + 1))
    assert row.brier_best <= row.brier_base
    assert row.brier is not None
    assert row.has_skill == (row.skill_low is not None and row.skill_low > 0)


def test_the_gate_opens_for_who_knows_and_stays_shut_for_who_guesses(
    found: Displacements, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "predict", lambda o, h: 0.05 + 0.9 * found.rose(o, h))
    (knows,) = displacement_test(found, "x·month", range(48, 72), (1,), seed=1)
    assert knows.has_skill and "beat" in knows.reason
    assert knows.average_precision == pytest.approx(1)
    monkeypatch.setattr(found, "predict", lambda o, h: np.full(len(found.rose(o, h)), 0.9))
    (guesses,) = displacement_test(found, "x·month", range(48, 72), (1,), seed=1)
    assert not guesses.has_skill and guesses.best_baseline.replace("_", " ") in guesses.reason
    (few,) = displacement_test(found, "x·month", range(60, 72), (1,), seed=1)
    assert not few.has_skill and few.brier is None and few.best_baseline


def test_corridors_touch_where_a_waypoint_of_one_lies_on_the_other() -> None:
    def road(code: str, *points: tuple[float, float]) -> Corridor:
        stops = [{"name": f"p{k}", "latitude": a, "longitude": b} for k, (a, b) in
                 enumerate(points)]  # fmt: skip
        return Corridor.model_validate({"code": code, "name": code, "points": stops})

    found = touching([
        road("long", (15, 0), (15, 4)), road("branch", (15.05, 2), (17, 2)),
        road("apart", (20, 0), (20, 4)),
    ])  # fmt: skip
    assert found == {"long": ["branch"], "branch": ["long"], "apart": []}


def test_the_stage_lists_a_fall_with_its_neighbour_and_no_number_without_skill() -> None:
    mission = Mission()
    for week in range(26):
        for k in range(3 if week < 20 else 0):
            mission.incident(f"r{week}{k}", day(week, k))
        mission.incident(f"w{week}", day(week, 1), place="PLC-w")
    tables = mission.run().tables
    rows = [row for row in tables["displacement"].to_pylist() if row["area_kind"] == "admin2"]
    assert {(r["from_area"], r["to_area"]) for r in rows} == {("East", "West")}
    assert {row["horizon"] for row in rows if row["period"] == "week"} == {1, 2, 4, 8, 12}
    for row in rows:
        assert row["p_rise"] is None and not row["has_skill"]
        assert row["recent"] <= row["usual"] / 2
        assert 0 < row["p_base"] < 1
    scores = tables["displacement_score"].to_pylist()
    assert all(row["best_baseline"] and not row["has_skill"] for row in scores)
    assert any(row["best_baseline"] == BASE_RATE or row["brier_base"] >= row["brier_best"]
               for row in scores)  # fmt: skip


def test_an_incident_is_counted_on_one_leg_and_by_market_and_area() -> None:
    stops = [{"name": n, "latitude": 15.0, "longitude": x} for n, x in (("A", 0), ("B", 1),
             ("C", 2))]  # fmt: skip
    road = Corridor.model_validate({"code": "road", "name": "road", "points": stops})
    lat, lon = np.array([15.0, 15.0, 15.05, 17.0]), np.array([0.5, 1.0, 1.7, 1.0])
    assert [leg.code for leg in segments([road])] == ["road: A–B", "road: B–C"]
    assert on_segments(lat, lon, [road]) == [("road: A–B",), ("road: A–B",), ("road: B–C",), ()]
    rows = half_year().run().tables["series"].to_pylist()
    total = {
        (r["area_kind"], r["area"], r["market"]): 0 for r in rows if r["period"] == "week"
    }  # fmt: skip
    for row in rows:
        if row["period"] == "week":
            total[row["area_kind"], row["area"], row["market"]] += row["n_incidents"]
    fuel = {key: n for key, n in total.items() if key[2] == "fuel_smuggling"}
    areas = {("mission", "TESTM"), ("admin2", "East"), ("corridor", "river"),
             ("segment", "river: A–B"), ("hypothesis", "HYP-1")}  # fmt: skip
    assert {key[:2] for key in fuel} == areas and set(fuel.values()) == {26}
    assert total["segment", "west: C–D", "all"] == 0


def test_legs_of_one_corridor_touch() -> None:
    stops = [{"name": n, "latitude": 15.0, "longitude": x} for n, x in (("A", 0), ("B", 2),
             ("C", 4), ("D", 6))]  # fmt: skip
    road = Corridor.model_validate({"code": "r", "name": "r", "points": stops})
    found = touching(segments([road]))
    assert found["r: B–C"] == ["r: A–B", "r: C–D"] and found["r: A–B"] == ["r: B–C"]
