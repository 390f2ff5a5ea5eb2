# ruff: noqa: E501
"""Series, forecasts, scores, indicators and requirements of the invented mission."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from tests.support import make_table


def outlook_tables(
    networks: list[dict[str, Any]], corridors: list[dict[str, Any]], today: dt.date, start: dt.date
) -> dict[str, pa.Table]:
    """Weekly series for each corridor and network; skill on the first corridor only."""
    series, forecasts = [], []
    areas = [("corridor", c["code"], "all") for c in corridors]
    areas += [("hypothesis", n["id"], n["markets"][0]) for n in networks]
    for a, (kind, area, market) in enumerate(areas):
        series_id = f"SER-{a:012d}"
        for week in range(26):
            silent = a == 1 and week in (19, 20, 21)
            series.append(
                {
                    "series_id": series_id,
                    "market": market,
                    "area_kind": kind,
                    "area": area,
                    "period": "week",
                    "starts_on": start + dt.timedelta(weeks=week),
                    "n_incidents": 0 if silent else (week * (a + 3)) % 4,
                    "n_reports": 0 if silent else 3 + week % 3,
                    "n_components": 2,
                    "is_covered": not silent,
                }
            )
        for horizon in (1, 2, 4):
            skilled = a in (0, 3)
            forecasts.append(
                {
                    "forecast_id": f"FOR-{a}{horizon:011d}",
                    "series_id": series_id,
                    "question": "how many incidents",
                    "resolution_rule": "counted after 14 days",
                    "made_on": today,
                    "horizon": horizon,
                    "resolves_on": today + dt.timedelta(weeks=horizon, days=-1),
                    "model": "negative_binomial",
                    "mean": 1.6,
                    "q05": 0.0,
                    "q25": 1.0,
                    "q50": 1.5,
                    "q75": 2.0,
                    "q95": 4.0,
                    "p_any": 0.72,
                    "has_skill": skilled,
                    "reason": "beats the baseline" if skilled else "no skill",
                }
            )
    scores = [
        {
            "scope": "corridor·week",
            "model": "pooled",
            "horizon": 1,
            "n": 220,
            "crps": 0.61,
            "ignorance": 1.4,
            "interval_score": 3.1,
            "coverage": 0.88,
            "brier_onset": 0.16,
            "skill": 0.07,
            "skill_low": 0.02,
            "skill_high": 0.11,
            "is_baseline": False,
        },
        {
            "scope": "corridor·week",
            "model": "negative_binomial",
            "horizon": 1,
            "n": 220,
            "crps": 0.66,
            "ignorance": 1.5,
            "interval_score": 3.4,
            "coverage": 0.91,
            "brier_onset": 0.19,
            "skill": 0.0,
            "is_baseline": True,
        },
    ]
    indicators = [
        {
            "indicator_id": "IND-1",
            "scope_kind": "hypothesis",
            "scope": networks[0]["id"],
            "observable": "levy reported at a barrier in a market week",
            "value": 3.0,
            "base_rate": 1.0,
            "threshold": 2.0,
            "state": "raised",
            "horizon": "immediate",
            "who_can_see": ["police", "civil_affairs"],
            "by_on": today + dt.timedelta(days=14),
        },
        {
            "indicator_id": "IND-2",
            "scope_kind": "hypothesis",
            "scope": networks[2]["id"],
            "observable": "court cases against buyers dismissed or withdrawn",
            "value": 2.0,
            "base_rate": 0.5,
            "threshold": 2.0,
            "state": "raised",
            "horizon": "institutional",
            "who_can_see": ["justice"],
            "by_on": today + dt.timedelta(days=21),
        },
        {
            "indicator_id": "IND-3",
            "scope_kind": "corridor",
            "scope": "west",
            "observable": "night traffic on the track",
            "value": 0.0,
            "base_rate": 1.0,
            "threshold": 2.0,
            "state": "no_coverage",
            "horizon": "immediate",
            "who_can_see": ["military"],
            "by_on": None,
        },
    ]
    requirements = [
        {"requirement_id": "REQ-1", "pir": "PIR 1", "kind": "rival", "question": "Who owns the depot behind the mill?",
         "splits": "one network against two", "components": ["justice", "civil_affairs"], "by_on": today + dt.timedelta(days=12),
         "value": "high", "scope": networks[0]["id"]},
        {"requirement_id": "REQ-2", "pir": None, "kind": "coverage", "question": "What moves on the Western track after dark?",
         "splits": None, "components": ["military", "regional_office"], "by_on": today + dt.timedelta(days=25),
         "value": "medium", "scope": "west"}]  # fmt: skip
    return {
        "series": make_table("series", *series),
        "forecast": make_table("forecast", *forecasts),
        "forecast_score": make_table("forecast_score", *scores),
        "indicator": make_table("indicator", *indicators),
        "requirement": make_table("requirement", *requirements),
    }
