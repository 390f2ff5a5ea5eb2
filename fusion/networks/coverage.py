"""Reporting effort: which component reports from which corridor, and where silence is no calm."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.reading import reals
from fusion.profile.ground import on_corridors
from fusion.stage import Run
from fusion.store import query

HERE = Path(__file__).parent
MISSION = "mission"  # area of every account, placed or not


def coverage_rows(inputs: Mapping[str, pa.Table], run: Run) -> list[dict[str, Any]]:
    """One row per component and corridor of the profile, and one for the mission as a whole."""
    areas = [MISSION, *(corridor.code for corridor in run.profile.corridors)]
    components = [component.name for component in run.profile.components]
    reporter = [{"component": c, "area": a} for c in components for a in areas]
    table = query(
        HERE / "coverage.sql",
        {"as_of": run.as_of, "mission": MISSION},
        account=inputs["account"].select(
            ["account_id", "component", "n_reports", "received_at", "is_withdrawn"]
        ),
        account_place=inputs["account_place"],
        place_area=_place_area(inputs, run),
        reporter=pa.Table.from_pylist(reporter),
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def source_sides(
    inputs: Mapping[str, pa.Table], run: Run, accounts: Set[str] | None = None
) -> dict[str, str]:
    """Known group by account, where what the report says of its source names just one.

    Of all accounts, or of those wanted.
    """
    schema = pa.schema([("name", pa.string()), ("alias", pa.string())])
    known = [
        {"name": group.name, "alias": alias}
        for group in run.profile.known_groups
        for alias in (group.name, *group.aliases)
    ]
    report, link = inputs["report"], inputs["account_report"]
    if accounts is not None:
        link = link.filter(pc.is_in(link["account_id"], pa.array(sorted(accounts), pa.string())))
        report = report.filter(pc.is_in(report["report_id"], link["report_id"].combine_chunks()))
    table = query(
        HERE / "source_side.sql",
        report=report,
        account_report=link,
        known=pa.Table.from_pylist(known, schema=schema),
    )
    return {row["account_id"]: row["side"] for row in table.to_pylist()}


def _place_area(inputs: Mapping[str, pa.Table], run: Run) -> pa.Table:
    """Places and every corridor that each lies on."""
    places = inputs["place"].select(["place_id", "latitude", "longitude"]).to_pylist()
    found = on_corridors(
        reals(places, "latitude"), reals(places, "longitude"), run.profile.corridors
    )
    rows = [
        {"place_id": row["place_id"], "area": code}
        for row, codes in zip(places, found, strict=True)
        for code in codes
    ]
    schema = pa.schema([("place_id", pa.string()), ("area", pa.string())])
    return pa.Table.from_pylist(rows, schema)
