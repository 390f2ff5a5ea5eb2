"""How often the record repeated itself: the base rate behind a judgement, and how it was tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row

WEEKS = 4  # looked back and ahead: the horizon of the brief
# The pool of like series counts as two spans of its own record: a short record borrows, a long
# one speaks for itself.
POOL_WEIGHT = 2.0
LEAST_SPANS = 4  # past spans in the pool below which nothing is computed
# No rule of ours knows the world better than nineteen times in twenty.
SURE, UNSURE = 0.95, 0.05

Weeks = NDArray[np.float64]  # incidents by week, oldest first; NaN where nobody reported


@dataclass(frozen=True)
class Rule:
    """A way to read the record: only spans that began in the present state, or recent ones more."""

    uses_state: bool
    half_life: float | None  # weeks after which a span counts half; None: all count alike


# Four plain readings. Which one is used is decided by replay, for all records of a kind at once:
# the one that erred least on the past, the plainest first among equals.
RULES = (Rule(False, None), Rule(True, None), Rule(False, 8.0), Rule(True, 8.0))
COIN = 0.25  # Brier score of always saying one half: a rule that does no better says nothing


@dataclass(frozen=True)
class Tried:
    """How the chosen rule did when replayed over the past, beside saying one half."""

    rule: Rule
    brier: float
    n: int


@dataclass(frozen=True)
class Rate:
    """The chance of at least one incident in the next four weeks, and where it comes from.

    `k` of `n` spans of the own record that the rule looks at were followed by one; `pool_k` of
    `pool_n` over all records of the kind.
    """

    probability: float
    k: int
    n: int
    pool_k: int
    pool_n: int
    is_active: bool
    tried: Tried


@dataclass(frozen=True)
class _Spans:
    """Past spans of one record: state at their start, whether one followed, when it was known."""

    at: NDArray[np.int64]
    active: NDArray[np.bool_]
    hit: NDArray[np.bool_]


def records(holdings: Holdings, kind: str, wants: Callable[[str], bool]) -> dict[str, Weeks]:
    """Weekly counts by series identifier, for one kind of area and the markets wanted."""
    found: dict[str, dict[object, float]] = {}
    for row in holdings.series_rows:
        if row["area_kind"] == kind and row["period"] == "week" and wants(row["market"]):
            value = float(row["n_incidents"]) if row["is_covered"] else float("nan")
            found.setdefault(row["series_id"], {})[row["starts_on"]] = value
    return {
        key: np.array([weeks[on] for on in sorted(weeks)])  # type: ignore[type-var]
        for key, weeks in sorted(found.items())
    }


def rates(pool: Mapping[str, Weeks]) -> dict[str, Rate]:
    """Base rate of each record in its present state, shrunk towards that of all of them.

    A span whose weeks nobody covered tells nothing and is left out. Empty where the pool is too
    thin, or where no rule did better on the past than saying one half each time.
    """
    spans = {key: _spans(record) for key, record in pool.items()}
    every = list(spans.values())
    tried = _best_rule(every)
    if tried is None:
        return {}
    return {
        key: _rate(record, spans[key], every, tried)
        for key, record in pool.items()
        if len(record) >= WEEKS
    }


def _rate(record: Weeks, own: _Spans, every: Sequence[_Spans], tried: Tried) -> Rate:
    is_active = bool(np.nansum(record[-WEEKS:]) > 0)
    now, rule = len(record), tried.rule
    plain = Rule(rule.uses_state, None)
    k, n = _counts([own], is_active, plain, now)
    pool_k, pool_n = _counts(every, is_active, plain, now)
    chance = _shrunk(*_counts([own], is_active, rule, now), *_counts(every, is_active, rule, now))
    return Rate(chance, int(k), int(n), int(pool_k), int(pool_n), is_active, tried)


def _best_rule(spans: Sequence[_Spans]) -> Tried | None:
    """The rule with the smallest error on the past; None where none beats a coin."""
    if sum(len(s.at) for s in spans) < LEAST_SPANS:
        return None
    errors, n = _replayed(spans)
    if not n:
        return None
    best = int(np.argmin(np.round(errors, 6)))
    return Tried(RULES[best], float(errors[best]), n) if errors[best] < COIN else None


def _spans(record: Weeks) -> _Spans:
    """Every start with four weeks before it and four after it that somebody covered.

    One uncovered week of four is borne; an incident counts whatever was not covered.
    """
    if len(record) < 2 * WEEKS:
        empty = np.zeros(0, bool)
        return _Spans(np.zeros(0, np.int64), empty, empty)
    windows = np.lib.stride_tricks.sliding_window_view(record, WEEKS)
    total = np.nansum(windows, axis=1)
    seen = (~np.isnan(windows)).sum(axis=1) >= WEEKS - 1
    known = seen | (total > 0)
    before, after = slice(0, len(windows) - WEEKS), slice(WEEKS, len(windows))
    use = known[before] & known[after]
    at = np.flatnonzero(use) + WEEKS
    return _Spans(at, (total[before] > 0)[use], (total[after] > 0)[use])


def _counts(spans: Sequence[_Spans], is_active: bool, rule: Rule, now: int) -> tuple[float, float]:
    """Spans that were followed by an incident, and all spans, as the rule weighs them."""
    k = n = 0.0
    for one in spans:
        weight = (
            (one.active == is_active).astype(float) if rule.uses_state else np.ones(len(one.at))
        )
        if rule.half_life:
            weight = weight * 0.5 ** ((now - WEEKS - one.at) / rule.half_life)
        k, n = k + float(weight[one.hit].sum()), n + float(weight.sum())
    return k, n


def _shrunk(k: float, n: float, pool_k: float, pool_n: float) -> float:
    """Rate of the own spans with the pool as prior; overlapping spans count a quarter each."""
    prior = (pool_k / WEEKS + 0.5) / (pool_n / WEEKS + 1.0)
    own = (k / WEEKS + POOL_WEIGHT * prior) / (n / WEEKS + POOL_WEIGHT)
    return float(min(SURE, max(UNSURE, own)))


def _replayed(spans: Sequence[_Spans]) -> tuple[NDArray[np.float64], int]:
    """Brier score of each rule, each span told only from earlier ones; number of spans told."""
    errors: list[list[float]] = []
    last = max((int(s.at.max()) for s in spans if len(s.at)), default=0)
    for week in range(2 * WEEKS, last + 1):
        past = [_before(s, week - WEEKS) for s in spans]
        if sum(len(s.at) for s in past) < LEAST_SPANS:
            continue
        pools = {
            (rule, state): _counts(past, state, rule, week) for rule in RULES
            for state in (True, False)
        }  # fmt: skip
        for own, everything in zip(past, spans, strict=True):
            for index in np.flatnonzero(everything.at == week):
                state, hit = bool(everything.active[index]), float(everything.hit[index])
                told = [
                    _shrunk(*_counts([own], state, rule, week), *pools[rule, state])
                    for rule in RULES
                ]
                errors.append([(p - hit) ** 2 for p in told])
    return (np.array(errors).mean(axis=0) if errors else np.zeros(len(RULES))), len(errors)


def _before(spans: _Spans, week: int) -> _Spans:
    """Spans whose outcome was complete by the start of `week`."""
    keep = spans.at <= week
    return _Spans(spans.at[keep], spans.active[keep], spans.hit[keep])


def sign_rate(value: float, base: float, days_of_record: int, window: int = 30) -> float:
    """Chance of at least one sign in the next four weeks, from an indicator's counts.

    A Poisson rate with a Gamma(½, 0) prior, learnt from the last window and the usual value of
    the windows before it (Jeffreys prior; the answer is a negative binomial's zero term).
    """
    earlier = max(0.0, days_of_record / window - 1.0)
    shape, exposure = 0.5 + value + base * earlier, 1.0 + earlier
    ahead = 7.0 * WEEKS / window
    chance = 1.0 - (exposure / (exposure + ahead)) ** shape
    return float(min(SURE, max(UNSURE, chance)))


def merger_rate(lineage: Sequence[Row]) -> tuple[float, int, int]:
    """Chance that two given living networks merge within four weeks, mergers and weeks on record.

    Hypothesis-weeks of the lineage with the mergers among them (Jeffreys prior), four weeks on.
    """
    n_merged = sum(row["event"] == "merged_into" for row in lineage)
    weekly = (n_merged + 0.5) / (len(lineage) + 1.0)
    chance = 1.0 - (1.0 - min(weekly, 0.5)) ** WEEKS
    return float(min(SURE, max(UNSURE, chance))), n_merged, len(lineage)
