"""Reads the accounts of a run as tellings from the hand-over tables."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from fusion.incidents.tellings import Revision, Row, Spot, Telling
from fusion.incidents.toll import read_toll
from fusion.stage import Inputs

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPOT_COLUMNS = ("place_id", "name", "latitude", "longitude", "radius_km", "admin2", "country")


def read_tellings(inputs: Inputs) -> list[Telling]:
    """All accounts as tellings, in order of writing (ties by arrival, then identifier)."""
    event = {r["account_id"]: r for r in inputs["account_event"].to_pylist()}
    reports = {r["report_id"]: r for r in inputs["report"].to_pylist()}
    members: dict[str, list[Row]] = defaultdict(list)
    for row in inputs["account_report"].to_pylist():
        members[row["account_id"]].append(row)
    (spots, named), actors = _spots(inputs), _actors(inputs)
    days = _named_days(inputs["mention"])
    counts, vectors = _counts(inputs["mention"]), _vectors(inputs["text_vector"])
    tellings = []
    for row in inputs["account"].to_pylist():
        key = row["account_id"]
        own = [
            reports[m["report_id"]] | {"relation": m["relation"]}
            for m in members[key]
            if m["report_id"] in reports
        ]
        tellings.append(
            Telling(
                row=row,
                event=event.get(key, {}),
                spots=tuple(spots.get(key, ())),
                passing=tuple(named.get(key, ())),
                named_days=days.get(key, {}),
                actors=frozenset(actors.get(key, ())),
                counts=counts.get(key, {}),
                references=frozenset(r["reference"] for r in own if r["reference"]),
                is_retraction=any(r["withdraws"] for r in own),
                n_reports=row["n_reports"],
                components=frozenset(r["component"] for r in own) | {row["component"]},
                revisions=_revisions(own),
                vector=vectors.get(row["text_sha256"]),
            )
        )
    tellings.sort(key=lambda t: (t.written_at, t.row["received_at"], t.account_id))
    for order, telling in enumerate(tellings):
        telling.order = order
    return tellings


def _revisions(own: list[Row]) -> tuple[Revision, ...]:
    """Updates: the lead's text stays, their toll replaces its toll."""
    updates = [row for row in own if row["relation"] == "update"]
    updates.sort(key=lambda row: (row["received_at"], row["report_id"]))
    return tuple(
        Revision(row["received_at"], read_toll(row["text"]), row["report_id"], row["text"])
        for row in updates
    )


def _spots(inputs: Inputs) -> tuple[dict[str, list[Spot]], dict[str, list[Spot]]]:
    """(places of the event, places named at all and no region) by account, likeliest first."""
    places = {r["place_id"]: r for r in inputs["place"].to_pylist()}
    event: dict[str, list[Spot]] = defaultdict(list)
    named: dict[str, dict[str, Spot]] = defaultdict(dict)
    for row in inputs["account_place"].to_pylist():
        place = places.get(row["place_id"])
        if place is None:
            continue
        spot = Spot(**{name: place[name] for name in _SPOT_COLUMNS}, score=row["score"])
        if row["part"] == "event":
            event[row["account_id"]].append(spot)
        if spot.radius_km <= NAMED_RADIUS_KM:
            held = named[row["account_id"]].get(spot.place_id)
            if held is None or spot.score > held.score:
                named[row["account_id"]][spot.place_id] = spot
    in_order = {account: sorted(spots, key=_likeliest) for account, spots in event.items()}
    passing = {account: sorted(s.values(), key=_likeliest) for account, s in named.items()}
    return in_order, passing


def _likeliest(spot: Spot) -> tuple[float, float, str]:
    return (-spot.score, spot.radius_km, spot.place_id)


NAMED_RADIUS_KM = 15.0  # a place this well known is a place, not a region


def _named_days(mention: pa.Table) -> dict[str, dict[dt.date, int]]:
    """Days that each account names in full, with the character where they first stand."""
    found: dict[str, dict[dt.date, int]] = defaultdict(dict)
    for row in mention.filter(pc.equal(mention["kind"], "date")).to_pylist():
        if row["normal"] and _ISO_DAY.fullmatch(row["normal"]):
            day, at = dt.date.fromisoformat(row["normal"]), row["start_at"]
            days = found[row["account_id"]]
            days[day] = min(days.get(day, at), at)
    return found


def _actors(inputs: Inputs) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in inputs["actor_mention"].to_pylist():
        found[row["account_id"]].add(row["actor_id"])
    return found


def _counts(mention: pa.Table) -> dict[str, dict[str, frozenset[float]]]:
    """Counted things by account and unit: {'tanker': {9}}."""
    found: dict[str, dict[str, set[float]]] = defaultdict(lambda: defaultdict(set))
    for row in mention.to_pylist():
        if row["kind"] == "quantity" and row["amount"] is not None and row["unit"]:
            found[row["account_id"]][row["unit"]].add(row["amount"])
    return {
        account: {unit: frozenset(amounts) for unit, amounts in by_unit.items()}
        for account, by_unit in found.items()
    }


def _vectors(text_vector: pa.Table) -> dict[str, list[float]]:
    """Vectors by text hash; of the encoder with most of them, where two stand in the table."""
    rows = text_vector.to_pylist()
    numbers: dict[str, int] = defaultdict(int)
    for row in rows:
        numbers[row["encoder_id"]] += 1
    chosen = max(numbers, key=lambda e: (numbers[e], e), default=None)
    return {r["text_sha256"]: r["vector"] for r in rows if r["encoder_id"] == chosen}
