# ruff: noqa: E501
"""Series, forecasts, scores, indicators and requirements of the invented mission."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from tests.support import make_table

Row = dict[str, Any]


def outlook_tables(
    networks: list[Row], corridors: list[Row], today: dt.date, start: dt.date
) -> dict[str, pa.Table]:
    """Weekly series for each corridor and network; skill on the first corridor only."""
    areas = [("corridor", c["code"], "all") for c in corridors]
    areas += [("hypothesis", n["id"], n["markets"][0]) for n in networks]
    rows = {
        "series": [row for a, area in enumerate(areas) for row in _series(a, *area, start)],
        "forecast": [row for a in range(len(areas)) for row in _forecasts(a, today)],
        "forecast_score": _scores(),
        "indicator": _indicators(networks, today),
        "requirement": _requirements(networks, today),
        "displacement": _displacements(corridors, today),
    }
    return {name: make_table(name, *listed) for name, listed in rows.items()}


def _series(a: int, kind: str, area: str, market: str, start: dt.date) -> list[Row]:
    rows = []
    for week in range(26):
        silent = a == 1 and week in (19, 20, 21)
        rows.append(
            {
                "series_id": _series_id(a),
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
    return rows


def _series_id(a: int) -> str:
    return f"SER-{a:012d}"


def _forecasts(a: int, today: dt.date) -> list[Row]:
    skilled = a in (0, 3)
    return [
        {
            "forecast_id": f"FOR-{a}{horizon:011d}",
            "series_id": _series_id(a),
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
        for horizon in (1, 2, 4)
    ]


def _displacements(corridors: list[Row], today: dt.date) -> list[Row]:
    """The first corridor has fallen; its neighbour at three horizons, one beyond a month."""
    return [
        {
            "displacement_id": f"DIS-{to}{horizon}",
            "from_series_id": _series_id(0),
            "to_series_id": _series_id(to),
            "area_kind": "corridor",
            "from_area": corridors[0]["code"],
            "to_area": corridors[to]["code"],
            "usual": 4.5,
            "recent": 1.0,
            "at_least": 5,
            "made_on": today,
            "period": "week",
            "horizon": horizon,
            "starts_on": today + dt.timedelta(weeks=horizon - 1),
            "resolves_on": today + dt.timedelta(weeks=horizon, days=-1),
            "p_rise": 0.31 if to == 1 else None,
            "p_base": 0.18,
            "has_skill": to == 1,
            "reason": "beats the base rate" if to == 1 else "no skill",
        }
        for to in (1, 2)
        for horizon in (2, 4, 8)
    ]


def _scores() -> list[Row]:
    return [
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


def _indicators(networks: list[Row], today: dt.date) -> list[Row]:
    return [
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


def _requirements(networks: list[Row], today: dt.date) -> list[Row]:
    return [
        {"requirement_id": "REQ-1", "pir": "PIR 1", "kind": "rival", "question": "Who owns the depot behind the mill?",
         "splits": "one network against two", "components": ["justice", "civil_affairs"], "by_on": today + dt.timedelta(days=12),
         "value": "high", "scope": networks[0]["id"]},
        {"requirement_id": "REQ-2", "pir": None, "kind": "coverage", "question": "What moves on the Western track after dark?",
         "splits": None, "components": ["military", "regional_office"], "by_on": today + dt.timedelta(days=25),
         "value": "medium", "scope": "west"}]  # fmt: skip
