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
    "next day": 0.06, "told days later": 0.12, "days apart": 0.03, "a week apart": 0.04,
    "further apart": 0.02, "two days, both with an hour": 0.005,
}  # fmt: skip
WRITING = {
    "written by the next day": 0.30, "written within three days": 0.25,
    "written within a week": 0.18, "written within three weeks": 0.12, "written later": 0.15,
}  # fmt: skip
# Tolls of one happening differ: first counts, rumour, parties. Learned from few, they would bar
# the very accounts whose contradiction has to be raised.
TOLL = {"same toll": 0.55, "killed or not": 0.15, "other toll": 0.30}
HELD = {"time": TIME, "writing": WRITING, "toll": TOLL}
# Levels of these stand in levels.sql from the nearest to the furthest: a further one never speaks
# more for one happening. Few matches would teach that another type is better than a like one.
ORDERED = ("place", "type", "actors", "details", "content", "writing")
# A shared name raises both: Fellegi-Sunter would count it twice.
DAMPING = {"place": 0.7, "writing": 0.5, "actors": 0.7, "details": 0.7, "type": 0.7}


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
