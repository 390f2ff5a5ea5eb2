"""What is set by judgement where the linkage weights are learned, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

# How the days of two accounts of one happening lie cannot be learned from pairs chosen by their
# days, and would drift towards networks: set by judgement and held. A good third agree, a third
# speak of the day in passing, one in eight tells it days later; with an hour in both, two days
# are two happenings but for a slip.
TIME = {
    "same day, both with an hour": 0.05, "same day": 0.33, "a day that both speak of": 0.32,
    "a day recalled": 0.01,
    "next day": 0.06, "told days later": 0.06, "days apart": 0.03, "a week apart": 0.04,
    "further apart": 0.02, "two days, both with an hour": 0.005,
    "visited within days": 0.06, "visited within ten days": 0.02, "visited before": 0.002,
}  # fmt: skip
WRITING = {
    "written by the next day": 0.30, "written within three days": 0.25,
    "written within a week": 0.18, "written within three weeks": 0.12, "written later": 0.15,
}  # fmt: skip
# Tolls of one happening differ: first counts, rumour, parties. Learned from few, they would bar
# the very accounts whose contradiction has to be raised.
TOLL = {"same toll": 0.55, "killed or not": 0.15, "other toll": 0.30}
# Four in ten second observers tell what they found afterwards (a visit, a hearing); of any two
# accounts of the same weeks one in five.
GATHERING = {
    "one was gathered after": 0.40, "both were gathered after": 0.05,
    "neither was gathered after": 0.55,
}  # fmt: skip
# A component that tells of one happening again sends an update, which folds, or says so.
REPORTER = {"same component": 0.12, "another component": 0.88}
HELD = {
    "time": TIME, "writing": WRITING, "toll": TOLL, "gathering": GATHERING, "reporter": REPORTER,
}  # fmt: skip
# Bits that a comparison may speak against at most: a market or a content read wrongly is commoner
# than the sample, whose markets are told apart well, can teach.
FLOORS = {"market": -2.0, "content": -2.5}
# Levels of these stand in levels.sql from the nearest to the furthest: a further one never speaks
# more for one happening. Few matches would teach that another type is better than a like one.
ORDERED = ("place", "type", "actors", "details", "content", "writing")
# While levels are learned without labels, a shared name would be counted twice.
DAMPING = {"place": 0.7, "writing": 0.5, "actors": 0.7, "details": 0.7, "type": 0.7}
# What the bits of each comparison count for: Fellegi-Sunter takes comparisons for independent,
# and they are not (a shared name raises actors, details and content). Fitted with labels, by
# logistic regression over the sample's truth and planted near-misses, drawn towards the values
# set before (benchmarks/learn_linkage.py); the levels within a comparison are learned without.
FACTORS = {
    "actors": 0.50, "content": 1.49, "details": 0.73, "gathering": 0.96, "market": 0.87,
    "place": 0.29, "reporter": 1.41, "time": 1.03, "toll": 1.03, "type": 0.76, "writing": 1.14,
}  # fmt: skip


def floored(m: Mapping[str, float], u: Mapping[str, float], least: float) -> dict[str, float]:
    """`m` with no level below `least` bits."""
    return {level: max(m[level], u[level] * 2.0**least) for level in m}


def falling(m: Mapping[str, float], u: Mapping[str, float]) -> dict[str, float]:
    """`m` so changed that m/u falls from level to level: adjacent violators are pooled.

    Levels that are pooled get one ratio, the sum of their m over the sum of their u (isotonic
    regression, Ayer et al. 1955).
    """
    pools: list[tuple[list[str], float, float]] = []
    for level in m:
        pools.append(([level], m[level], u[level]))
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] < pools[-1][1] * pools[-2][2]:
            (levels, m_one, u_one), (more, m_other, u_other) = pools[-2:]
            pools[-2:] = [(levels + more, m_one + m_other, u_one + u_other)]
    return {
        level: total_m * u[level] / total_u
        for levels, total_m, total_u in pools
        for level in levels
    }
