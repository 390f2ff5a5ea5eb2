"""Distributions and scores against brute force, SciPy and their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from fusion.outlook.baselines import BASELINES, WINDOW, size_by_moments
from fusion.outlook.combining import Forecaster
from fusion.outlook.distributions import (
    POISSON_SIZE,
    Distribution,
    Mixture,
    NegativeBinomial,
    Resampled,
    at_least_one,
    quantiles,
)
from fusion.outlook.history import History
from fusion.outlook.quantile_boosted import TAUS, Quantiles
from fusion.outlook.scoring import FLOOR, score


def one(mean: float, size: float = POISSON_SIZE) -> NegativeBinomial:
    return NegativeBinomial(np.array([mean]), np.array([size]))


def sample_crps(draws: np.ndarray, outcome: int) -> float:
    """The definition: E|X - y| - E|X - X'| / 2. Of n in order the k-th lies above k - 1 others
    and below n - k."""
    n = len(draws)
    spread = 2 * (2 * np.arange(n) + 1 - n) @ np.sort(draws) / n**2
    return float(np.abs(draws - outcome).mean() - spread / 2)


@pytest.mark.parametrize(("mean", "size", "outcome"), [(0.3, 0.5, 0), (4.0, 1.5, 9), (30, 5, 2)])
def test_crps_agrees_with_its_definition_on_draws(mean: float, size: float, outcome: int) -> None:
    draws = np.random.default_rng(1).negative_binomial(size, size / (size + mean), 4000)
    exact = score(one(mean, size), np.array([outcome])).crps[0]
    assert exact == pytest.approx(sample_crps(draws.astype(float), outcome), rel=0.05)


@given(
    values=st.lists(st.integers(0, 40), min_size=WINDOW, max_size=WINDOW),
    outcome=st.integers(0, 60),
)
@settings(max_examples=60, deadline=None)
def test_crps_of_a_resample_is_exact(values: list[int], outcome: int) -> None:
    window = np.array([values])
    found = score(Resampled(window), np.array([outcome])).crps[0]
    assert found == pytest.approx(sample_crps(window[0].astype(float), outcome), abs=1e-9)


@given(mean=st.floats(0.01, 80), size=st.floats(0.1, 50))
@settings(max_examples=60, deadline=None)
def test_quantiles_agree_with_scipy(mean: float, size: float) -> None:
    levels = (0.05, 0.5, 0.95)
    found = quantiles(one(mean, size), levels)[0]
    law = stats.nbinom(size, size / (size + mean))
    # By the definition of a quantile: where the level lies on a step, rounding decides the side.
    assert (law.cdf(found) >= np.array(levels) - 1e-9).all()
    assert (law.cdf(found - 1) <= np.array(levels) + 1e-9).all()


def test_poisson_is_the_limit() -> None:
    assert quantiles(one(3.0), (0.5, 0.95))[0].tolist() == [3.0, 6.0]
    assert at_least_one(one(0.0)).tolist() == [0.0]
    assert at_least_one(one(1.0))[0] == pytest.approx(1 - np.exp(-1))


def test_zero_forecast_scores_the_outcome_itself() -> None:
    outcome = np.array([0, 3, 70])
    zero = BASELINES["zero"](np.zeros((3, WINDOW), dtype=int), np.zeros(3, dtype=int))
    scores = score(zero, outcome)
    assert scores.crps == pytest.approx([0, 3, 70])
    assert scores.ignorance == pytest.approx([0, -np.log2(FLOOR), -np.log2(FLOOR)])
    assert scores.interval == pytest.approx([0, 60, 1400])  # 2 / 0.1 per count beyond the bound
    assert scores.brier_any == pytest.approx([0, 1, 1])


def test_ignorance_is_the_bits_of_the_outcomes_bin() -> None:
    halves = Resampled(np.array([[0] * 6 + [2] * 6] * 3))
    found = score(halves, np.array([0, 1, 2])).ignorance
    assert found == pytest.approx([1, 1, 1])  # 1 and 2 fall into the same bin, 0.5 to 2.5


def test_a_mixture_lies_between_its_parts() -> None:
    low, high = one(1.0), one(9.0)
    mix = Mixture((low, high), (np.array([0.5]), np.array([0.5])))
    assert mix.mean[0] == pytest.approx(5)
    assert quantiles(low, (0.5,)) < quantiles(mix, (0.5,)) < quantiles(high, (0.5,))


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_every_baseline_is_a_distribution(name: str) -> None:
    windows = np.random.default_rng(2).poisson(2, (40, WINDOW))
    made: Distribution = BASELINES[name](windows, np.repeat([0, 1], 20))
    cdf = made.cdf(np.arange(40), int(made.top.max()))
    assert (np.diff(cdf, axis=1) >= -1e-12).all()
    assert cdf[:, -1] == pytest.approx(1, abs=1e-3)
    assert made.mean == pytest.approx((1 - cdf).sum(axis=1), abs=0.02)


def test_the_pool_holds_positive_counts_of_its_own_origin_only() -> None:
    windows = np.array([[0] * WINDOW, [5] * WINDOW, [0] * WINDOW, [50] * WINDOW])
    made = BASELINES["mixture"](windows, np.array([0, 0, 1, 1]))
    top = quantiles(made, (0.999,))[:, 0]
    assert top.tolist() == [5, 5, 50, 50]
    assert at_least_one(made)[0] == pytest.approx(1 / 13)


def test_no_overdispersion_means_poisson() -> None:
    size = size_by_moments(np.array([2.0, 2.0]), np.array([1.0, 4.0]))
    assert size.tolist() == [POISSON_SIZE, 2.0]


def test_quantiles_make_a_distribution_that_holds_them() -> None:
    knots = np.cumsum(np.random.default_rng(4).gamma(2, 1, (30, len(TAUS))), axis=1)
    found = Quantiles(knots)
    rows, top = np.arange(30), int(found.top.max())
    cdf = found.cdf(rows, top)
    assert (np.diff(cdf, axis=1) >= 0).all() and (cdf[:, -1] > 1 - 2e-4).all()
    # P(count <= k) is P(continuous form <= k + 1): at a knot it is the level of the knot.
    whole = Quantiles(np.ceil(knots) + np.arange(1.0, len(TAUS) + 1))
    at = (whole.knots - 1).astype(int)
    reached = np.take_along_axis(whole.cdf(rows, int(at.max())), at, axis=1)
    assert reached == pytest.approx(np.broadcast_to(TAUS, at.shape))
    assert found.mean == pytest.approx((1 - cdf).sum(axis=1))


def test_boosted_quantiles_learn_a_spread_that_grows_with_the_level() -> None:
    rng = np.random.default_rng(6)
    level = rng.gamma(1.5, 2.0, (30, 1))
    counts = rng.negative_binomial(2.0, 2.0 / (2.0 + level), (30, 80))
    forecaster = Forecaster(History(tuple(f"s{k}" for k in range(30)), counts))
    made = forecaster.parts(78, 1)["quantile_boosted"]
    low, high = quantiles(made, (0.1, 0.9)).T
    busy = level[:, 0] > np.median(level)
    assert (high - low)[busy].mean() > 2 * (high - low)[~busy].mean()
    assert np.corrcoef(made.mean, level[:, 0])[0, 1] > 0.8


def test_a_record_that_is_empty_for_half_its_length_can_be_learnt_from() -> None:
    counts = np.zeros((12, 60), dtype=np.int64)
    counts[:, 30:36] = np.random.default_rng(1).poisson(2.0, (12, 6))
    made = Forecaster(History(tuple(f"s{k}" for k in range(12)), counts)).predict(48, 1)
    assert made is not None and np.isfinite(made.mean).all()
