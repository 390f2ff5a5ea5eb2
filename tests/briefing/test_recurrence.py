"""Base rates: what repeats is given more than what does not, and a coin's worth is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.briefing.recurrence import (
    COIN,
    SURE,
    UNSURE,
    WEEKS,
    _before,
    _spans,
    merger_rate,
    rates,
    sign_rate,
)

weeks = st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0, float("nan")]), min_size=8, max_size=40)


def steady(n: int, value: float) -> np.ndarray:
    return np.full(n, value)


def test_a_lively_record_is_given_more_than_a_quiet_one() -> None:
    found = rates({"busy": steady(26, 1.0), "quiet": steady(26, 0.0)})
    assert found["busy"].probability > 0.8
    assert found["quiet"].probability < 0.2
    assert found["busy"].k == found["busy"].n and found["quiet"].k == 0
    assert found["busy"].tried.brier < COIN


@pytest.mark.parametrize("block", [10, 12])
def test_what_was_never_foretold_gets_no_number(block: int) -> None:
    """Two records that change places just when a rule has learnt which one is the lively one."""
    one = np.tile(np.repeat([1.0, 0.0], block), 2)[: 2 * block + 8]
    assert rates({"one": one, "other": 1.0 - one}) == {}


def test_uncovered_weeks_are_not_quiet_weeks() -> None:
    silent = np.full(26, np.nan)
    found = rates({"busy": steady(26, 1.0), "silent": silent, "quiet": steady(26, 0.0)})
    assert found["silent"].n == 0
    assert found["quiet"].probability < found["silent"].probability < found["busy"].probability


def test_a_short_record_borrows_from_the_pool() -> None:
    found = rates({"long": steady(40, 1.0), "short": steady(5, 1.0)})
    assert found["short"].n == 0 and found["short"].probability > 0.7


@given(st.lists(weeks, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_rate_is_a_probability_and_never_sure(records: list[list[float]]) -> None:
    pool = {str(n): np.array(record) for n, record in enumerate(records)}
    for rate in rates(pool).values():
        assert UNSURE <= rate.probability <= SURE
        assert 0 <= rate.k <= rate.n <= rate.pool_n and rate.k <= rate.pool_k


@given(st.permutations(["a", "b", "c"]))
@settings(max_examples=6, deadline=None)
def test_order_of_records_does_not_matter(order: list[str]) -> None:
    rng = np.random.default_rng(1)
    pool = {key: rng.integers(0, 2, 30).astype(float) for key in "abc"}
    assert rates({key: pool[key] for key in order}) == rates(pool)


def test_a_replay_knows_a_span_only_when_its_outcome_was_complete() -> None:
    spans = _spans(np.tile([1.0, 0.0, 0.0, 0.0, 0.0], 6))
    for week in range(8, 30):
        known = _before(spans, week - WEEKS)
        assert (known.at + WEEKS <= week).all() and len(known.at) < len(spans.at)


@pytest.mark.parametrize(("value", "base"), [(0, 0.0), (3, 1.0), (9, 9.0)])
def test_more_signs_give_more(value: float, base: float) -> None:
    assert sign_rate(value + 1, base, 180) >= sign_rate(value, base, 180)
    assert sign_rate(value, base + 1, 180) >= sign_rate(value, base, 180)


def test_mergers_are_as_rare_as_the_lineage_says() -> None:
    quiet = [{"event": "continued"}] * 99
    chance, merged, n = merger_rate([*quiet, {"event": "merged_into"}])
    assert (merged, n) == (1, 100) and 0.05 <= chance < 0.1
    assert merger_rate([{"event": "merged_into"}] * 10 + quiet[:10])[0] > chance
