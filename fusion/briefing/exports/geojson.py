"""GeoJSON (RFC 7946): incidents and corridors at the edition's precision."""

from __future__ import annotations

import math
from typing import Any

from fusion.briefing.exports.files import json_bytes
from fusion.briefing.exports.incidents import KM_PER_DEGREE
from fusion.briefing.exports.shown import Shown
from fusion.briefing.rows import Row

Feature = dict[str, Any]


def geojson(shown: Shown) -> bytes:
    """Every incident and corridor of the edition as a feature.

    An exact incident is a Point. A coarser one is the Polygon of its cell, so that no map shows
    it as a spot; one without a place has no geometry (null, section 3.2). Longitude comes first,
    exterior rings run counter-clockwise (section 3.1.6). Marking, date and state are foreign
    members of the collection (section 6.1).
    """
    parts: dict[str, list[str]] = {}
    for row in shown.tables["hypothesis_incident"]:
        parts.setdefault(row["incident_id"], []).append(row["hypothesis_id"])
    features = [_incident(row, parts[row["incident_id"]]) for row in shown.tables["incident"]]
    issue = shown.issue
    return json_bytes({
        "type": "FeatureCollection", "features": [*features, *_corridors(shown)],
        "marking": issue["banner"], "state": issue["state"], "mission": issue["mission"],
        "brief_id": issue["brief_id"], "edition": issue["edition"],
        "as_of": issue["as_of_iso"], "disclaimer": issue["disclaimer"],
    })  # fmt: skip


def _incident(row: Row, hypotheses: list[str]) -> Feature:
    left_out = ("latitude", "longitude", "incident_id")
    properties = {key: value for key, value in row.items() if key not in left_out}
    return {
        "type": "Feature", "id": row["incident_id"], "geometry": _geometry(row),
        "properties": {"feature": "incident", "hypotheses": sorted(hypotheses), **properties},
    }  # fmt: skip


def _geometry(row: Row) -> Feature | None:
    if row["latitude"] is None:
        return None
    at = (row["longitude"], row["latitude"])
    if row["precision"] == "exact":
        return {"type": "Point", "coordinates": list(at)}
    # precision_km is half the diagonal of the cell, in kilometres of latitude.
    half = round(row["precision_km"] / KM_PER_DEGREE / math.sqrt(2), 2)
    corners = ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))
    ring = [[round(at[0] + x, 5), round(at[1] + y, 5)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def _corridors(shown: Shown) -> list[Feature]:
    lines: dict[str, list[Row]] = {}
    for row in shown.tables["waypoint"]:
        lines.setdefault(row["corridor"], []).append(row)
    return [
        {
            "type": "Feature", "id": code,
            "geometry": {"type": "LineString",
                         "coordinates": [[row["longitude"], row["latitude"]] for row in rows]},
            "properties": {"feature": "corridor", "name": rows[0]["corridor_name"],
                           "points": [row["name"] for row in rows],
                           "marking": rows[0]["marking"], "state": rows[0]["state"]},
        }
        for code, rows in lines.items()
        if len(rows) > 1
    ]  # fmt: skip
