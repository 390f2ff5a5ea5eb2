"""Effort and the corridors' past beside the series: as known then, and read as what they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from fusion.outlook import boosted, pooled, quantile_boosted
from fusion.outlook.combining import FITTING
from fusion.outlook.distributions import Distribution
from fusion.outlook.exciting import FIRST
from fusion.outlook.facts import read_facts
from fusion.outlook.features import Sight, beside, look, neighbours
from fusion.outlook.history import NEVER, Beside, History
from fusion.outlook.scoring import score
from fusion.outlook.series import count_series, weeks
from fusion.outlook.surroundings import with_surroundings
from tests.outlook.test_stage import PROFILE, RIVER, Mission, day, make_run

USUAL = 12  # accounts of one area in one period
LAST, LEARNT = 96, 72


@cache
def told(seed: int, reach: float = 1.0, n: int = 24) -> History:
    """Drifting areas; now and then a period with fourfold reporting, which counts follow.

    Where `reach` is zero they follow it nowhere.
    """
    rng = np.random.default_rng(seed)
    walk = np.cumsum(rng.normal(0, 0.25, (n, LAST + 2)), axis=1)
    level = np.exp(np.clip(np.log(rng.gamma(2, 2, (n, 1))) + walk, -3, 3.5))
    is_on = rng.random((n, LAST + 2)) < 0.15
    effort = rng.poisson(USUAL * np.where(is_on, 4.0, 1.0))
    counts = rng.poisson(level * (effort / USUAL) ** reach)
    names = tuple(f"s{k}" for k in range(n))
    return History(names, counts, beside=(Beside(History(names, effort), is_effort=True),))


def bare(history: History) -> History:
    return replace(history, beside=())


def given(history: History, name: str, origins: range) -> list[Distribution]:
    """Forecasts one period ahead by one model, learnt at LEARNT where it is costly to learn."""
    if name == pooled.NAME:
        cube = pooled.feature_cube(history)
        made = [pooled.predict(history, cube, o, 1) for o in origins]
        return [found for found in made if found is not None]
    sights = sights_of(history, origins[-1])
    fitted = FITTING[name](history, sights, LEARNT, 1)
    assert isinstance(fitted, boosted.Fitted | quantile_boosted.Fitted)
    return [fitted.predict(history, sights[o], o + 1) for o in origins]


_SEEN: dict[int, tuple[History, dict[int, Sight]]] = {}


def sights_of(history: History, last: int) -> dict[int, Sight]:
    """What stands before each origin to the last, looked at once for all models."""
    _, found = _SEEN.setdefault(id(history), (history, {}))  # held, so that no other gets its id
    near = neighbours(history, LEARNT)
    for origin in range(FIRST - 1, last + 1):
        if origin not in found:
            found[origin] = look(history, origin, near)
    return found


def crps(history: History, name: str) -> float:
    origins = range(LEARNT, LEARNT + 12)
    found = zip(origins, given(history, name, origins), strict=True)
    return float(np.mean([score(f, history.counts[:, o + 1]).crps.mean() for o, f in found]))


AWARE = (pooled.NAME, boosted.NAME, quantile_boosted.NAME)
BY_MEAN = (pooled.NAME, boosted.NAME)


@pytest.mark.parametrize("name", BY_MEAN)
def test_effort_helps_where_reports_follow_it(name: str) -> None:
    gains = [1 - crps(h, name) / crps(bare(h), name) for h in (told(1), told(2))]
    assert min(gains) > -0.01
    assert float(np.mean(gains)) > 0.02


@pytest.mark.parametrize("name", BY_MEAN)
def test_effort_costs_little_where_counts_do_not_follow_it(name: str) -> None:
    for history in (told(1, 0.0), told(2, 0.0)):
        assert crps(history, name) < 1.025 * crps(bare(history), name)


STRUCK = slice(0, 24, 4)  # the areas that are looked at more closely of late


@cache
def with_last(seed: int, reach: float, effort: int, times: float) -> History:
    """What is told with effort and counts of the last known period given in the areas STRUCK."""
    history = told(seed, reach)
    (other,) = history.beside
    seen, counts = other.past.counts.copy(), history.counts.copy()
    seen[STRUCK, LAST] = effort
    usual = np.median(history.counts[STRUCK, LAST - 12 : LAST], axis=1)
    counts[STRUCK, LAST] = np.round(times * usual)
    return replace(
        history, counts=counts, beside=(replace(other, past=replace(other.past, counts=seen)),)
    )


def mean_of(history: History, name: str) -> float:
    return float(given(history, name, range(LAST, LAST + 1))[0].mean[STRUCK].sum())


@pytest.mark.parametrize("name", AWARE)
@pytest.mark.parametrize("reach", [0.0, 1.0])
def test_twice_the_reports_without_more_events_are_no_escalation(name: str, reach: float) -> None:
    for seed in (3,):
        usual, twice = (mean_of(with_last(seed, reach, n * USUAL, 1), name) for n in (1, 2))
        assert twice <= 1.001 * usual


@pytest.mark.parametrize("name", BY_MEAN)
def test_more_events_that_only_more_reports_tell_are_not_wholly_believed(name: str) -> None:
    for seed in (3, 4):
        history = with_last(seed, 1.0, 4 * USUAL, 4)
        assert mean_of(history, name) < 0.95 * mean_of(bare(history), name)


def test_effort_after_the_origin_changes_no_forecast() -> None:
    before = told(5)
    (other,) = before.beside
    effort = other.past.counts.copy()
    effort[:, LEARNT + 1 :] = effort[:, LEARNT + 1 :][:, ::-1] * 5
    after = replace(before, beside=(replace(other, past=replace(other.past, counts=effort)),))
    origin, rows = range(LEARNT, LEARNT + 1), np.arange(24)
    for name in AWARE:
        tables = [given(h, name, origin)[0].cdf(rows, 20) for h in (before, after)]
        assert np.array_equal(*tables)


def test_without_effort_there_is_no_column() -> None:
    history = bare(told(6))
    assert beside(history, 40).shape == (24, 0)
    assert pooled.feature_cube(history).shape[2] == pooled.OWN


def test_what_bears_on_a_series_counts_from_the_day_it_is_known() -> None:
    roads = History(("a", "b"), np.array([[1, 2, 3], [10, 20, 30]]))
    other = Beside(roads, np.array([[0, 2], [NEVER, NEVER]]))
    assert other.known(1, 2).tolist() == [[1, 2], [0, 0]]
    assert other.known(2, 2).tolist() == [[22, 33], [0, 0]]


def mission() -> Mission:
    found = Mission()
    for week in range(20):
        found.incident(f"{week:02d}", day(week))
    return found


def test_an_account_that_came_late_was_no_effort_yet() -> None:
    late = mission()
    late.account("ACC-late", day(10), late=20)
    run = make_run(**PROFILE)
    facts = read_facts(late.tables(), run)
    scopes = with_surroundings(facts, weeks(facts), count_series(facts, weeks(facts), {}), {})
    keys, history = scopes["admin2"]
    row = next(n for n, key in enumerate(keys) if (key.area, key.market) == ("East", "all"))
    effort, roads = history.beside
    assert effort.known(11, 2)[row].tolist() == [1, 1]
    assert effort.known(13, 4)[row].tolist() == [2, 1, 1, 1]
    assert roads.known(13, 4)[row].tolist() == [1, 1, 1, 1]  # East lies on the river road
    assert len(scopes["corridor"][1].beside) == 1  # its own past is the corridor's


def test_a_unit_lies_on_a_corridor_from_the_first_incident_that_shows_it() -> None:
    found = mission()
    found.rows["place"].append(
        {"place_id": "PLC-s", "latitude": RIVER[0], "longitude": RIVER[1], "admin2": "South"}
    )
    found.account("ACC-early", day(3), place="PLC-s")
    found.incident("s", day(12), place="PLC-s")
    found.rows["incident"][-1] |= {
        "admin2": "South", "latitude": RIVER[0], "longitude": RIVER[1],
    }  # fmt: skip
    facts = read_facts(found.tables(), make_run(dt.datetime(2026, 6, 1, tzinfo=dt.UTC), **PROFILE))
    scopes = with_surroundings(facts, weeks(facts), count_series(facts, weeks(facts), {}), {})
    keys, history = scopes["admin2"]
    row = next(n for n, key in enumerate(keys) if (key.area, key.market) == ("South", "all"))
    assert history.beside[1].known(11, 3)[row].tolist() == [0, 0, 0]
    assert history.beside[1].known(12, 3)[row].tolist() == [1, 1, 2]
