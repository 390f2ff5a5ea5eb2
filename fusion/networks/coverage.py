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
        {"as_of": run.as_of},
        account=inputs["account"],
        account_area=_account_area(inputs, run),
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


def _account_area(inputs: Mapping[str, pa.Table], run: Run) -> pa.Table:
    """Account and area: the mission, and every corridor that a place of the account lies on."""
    accounts = inputs["account"]["account_id"]
    whole = pa.table(
        {"account_id": accounts, "area": pa.array([MISSION] * len(accounts), pa.string())}
    )
    if not run.profile.corridors:
        return whole
    places = inputs["place"].select(["place_id", "latitude", "longitude"]).to_pylist()
    found = on_corridors(
        reals(places, "latitude"), reals(places, "longitude"), run.profile.corridors
    )
    by_place = {row["place_id"]: codes for row, codes in zip(places, found, strict=True)}
    links = inputs["account_place"].select(["account_id", "place_id"]).to_pylist()
    rows = {(r["account_id"], code) for r in links for code in by_place.get(r["place_id"], ())}
    schema = pa.schema([("account_id", pa.string()), ("area", pa.string())])
    named = [{"account_id": account, "area": area} for account, area in sorted(rows)]
    return pa.concat_tables([whole, pa.Table.from_pylist(named, schema)])
