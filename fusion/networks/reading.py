"""Reads the inputs of the room into Evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.cues import read_cues
from fusion.networks.evidence import Evidence, Origin, Reals
from fusion.profile.ground import on_corridors
from fusion.stage import Run
from fusion.store import query

HERE = Path(__file__).parent


def read_evidence(inputs: Mapping[str, pa.Table], run: Run) -> Evidence:
    """Gather the inputs. Only what had been received by run.as_of and still stands is kept.

    Accounts of no incident that name an actor stand in as tellings of their own.
    """
    inputs = {**inputs, **_tellings(inputs)}
    monday = run.profile.first_monday
    midnight = dt.datetime.combine(monday, dt.time(), dt.UTC)
    n_weeks = max(0, ceil((run.as_of - midnight) / dt.timedelta(days=7)))
    origins = _origins(inputs, run, monday)
    standing = inputs["incident"].filter(pc.field("is_standing"))
    rows = [r for r in standing.sort_by("incident_id").to_pylist() if r["incident_id"] in origins]
    index = {row["incident_id"]: n for n, row in enumerate(rows)}
    entries = [e for e in _entries(inputs, run) if e["incident_id"] in index]
    actors = _named_actors(inputs["actor"], {e["actor_id"] for e in entries})
    actor_index = {row["actor_id"]: n for n, row in enumerate(actors)}
    entries = [e for e in entries if e["actor_id"] in actor_index]
    place = {c: reals(rows, c) for c in ("latitude", "longitude", "radius_km")}
    known = [min(o.week for o in origins[row["incident_id"]]) for row in rows]
    return Evidence(
        run=run,
        first_monday=monday,
        n_weeks=n_weeks,
        incident_ids=tuple(index),
        is_incident=np.array([r["is_incident"] for r in rows], dtype=bool),
        incidents=tuple(rows),
        week=np.array(known, dtype=np.int64),
        day=np.array([_day(r, monday, w) for r, w in zip(rows, known, strict=True)], np.int64),
        latitude=place["latitude"],
        longitude=place["longitude"],
        radius=np.nan_to_num(place["radius_km"], nan=10.0),
        markets=tuple(frozenset(r["markets"] or ()) for r in rows),
        corridors=tuple(
            frozenset(codes)
            for codes in on_corridors(
                place["latitude"], place["longitude"], run.profile.corridors
            )
        ),
        origins=tuple(tuple(origins[row["incident_id"]]) for row in rows),
        actor_ids=tuple(actor_index),
        actors=tuple(actors),
        entry_incident=np.array([index[e["incident_id"]] for e in entries], np.int64),
        entry_actor=np.array([actor_index[e["actor_id"]] for e in entries], np.int64),
        entry_week=np.array([_week(e["known_at"], monday) for e in entries], np.int64),
        entry_score=np.array([e["score"] for e in entries], float),
        entry_origins=tuple(tuple(e["origin_ids"]) for e in entries),
        ties=_known_rows(inputs["tie"], "tie_id", set()),
        claims=_known_rows(inputs["claim"], "claim_id", _unknown_accounts(inputs, run)),
        cues=read_cues(inputs["account"], {a for o in origins.values() for x in o
                                           for a in x.account_ids}),
        kinds=_column_by(inputs["actor"], "actor_id", "kind"),
        vectors=_vectors(inputs, rows, index),
    )  # fmt: skip


def _tellings(inputs: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """`incident` and `incident_account` with the accounts that belong to no incident."""
    names = ("account", "account_event", "account_place", "actor_mention", "place", "incident",
             "incident_account")  # fmt: skip
    told = query(HERE / "telling.sql", **{name: inputs[name] for name in names})
    links = query(
        HERE / "telling_account.sql",
        incident_account=inputs["incident_account"],
        background=told.filter(pc.invert(told["is_incident"])),
        origin=inputs["origin"],
    )
    return {"incident": told, "incident_account": links}


def _withdrawn(inputs: Mapping[str, pa.Table]) -> pa.Table:
    return inputs["origin"].filter(pc.field("is_withdrawn")).select(["origin_id"])


def _origins(inputs: Mapping[str, pa.Table], run: Run, monday: dt.date) -> dict[str, list[Origin]]:
    table = query(
        HERE / "incident_origin.sql",
        {"as_of": run.as_of},
        incident=inputs["incident"],
        incident_account=inputs["incident_account"],
        account=inputs["account"],
        origin=inputs["origin"],
        withdrawn=_withdrawn(inputs),
    )
    out: dict[str, list[Origin]] = {}
    for r in table.to_pylist():
        out.setdefault(r["incident_id"], []).append(
            Origin(
                r["origin_id"], _week(r["known_at"], monday), r["component"], r["reliability"],
                r["credibility"], r["is_independent"], tuple(r["account_ids"]),
            )
        )  # fmt: skip
    return out


def _entries(inputs: Mapping[str, pa.Table], run: Run) -> list[dict[str, Any]]:
    table = query(
        HERE / "incident_actor.sql",
        {"as_of": run.as_of},
        incident=inputs["incident"],
        incident_account=inputs["incident_account"],
        account=inputs["account"],
        actor_mention=inputs["actor_mention"],
        withdrawn=_withdrawn(inputs),
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _named_actors(actor: pa.Table, wanted: set[str]) -> list[dict[str, Any]]:
    return [r for r in actor.sort_by("actor_id").to_pylist() if r["actor_id"] in wanted]


def _known_rows(table: pa.Table, key: str, barred: set[str]) -> tuple[dict[str, Any], ...]:
    rows = table.sort_by(key).to_pylist()
    return tuple(r for r in rows if r.get("account_id") not in barred or not barred)


def _unknown_accounts(inputs: Mapping[str, pa.Table], run: Run) -> set[str]:
    """Accounts whose claims do not count: withdrawn, or received after as_of."""
    account = inputs["account"]
    out = pc.or_(account["is_withdrawn"], pc.greater(account["received_at"], pa.scalar(run.as_of)))
    return set(account.filter(out)["account_id"].to_pylist())


def _vectors(
    inputs: Mapping[str, pa.Table], rows: list[dict[str, Any]], index: Mapping[str, int]
) -> dict[int, Reals]:
    """Vector of each incident's lead account, unit length, of the first encoder by name."""
    table = inputs["text_vector"]
    if not table.num_rows:
        return {}
    encoder = min(table["encoder_id"].to_pylist())
    chosen = table.filter(pc.field("encoder_id") == encoder)
    by_text = dict(zip(chosen["text_sha256"].to_pylist(), range(chosen.num_rows), strict=True))
    account = inputs["account"]
    text_of = _column_by(account, "account_id", "text_sha256")
    out: dict[int, Reals] = {}
    for row in rows:
        position = by_text.get(text_of.get(row["lead_account_id"], ""))
        if position is not None:
            vector = np.asarray(chosen["vector"][position].as_py(), dtype=float)
            out[index[row["incident_id"]]] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return out


def _column_by(table: pa.Table, key: str, value: str) -> dict[str, str]:
    return dict(zip(table[key].to_pylist(), table[value].to_pylist(), strict=True))


def _week(moment: dt.datetime, monday: dt.date) -> int:
    return max(0, (moment.date() - monday).days // 7)


def _day(row: Mapping[str, Any], monday: dt.date, week: int) -> int:
    day = row["occurred_from"] or row["occurred_to"] or monday + dt.timedelta(days=7 * week)
    return int(day.toordinal())


def reals(rows: list[dict[str, Any]], column: str) -> Reals:
    """A column as numbers, NaN where it is empty."""
    return np.array([np.nan if r[column] is None else r[column] for r in rows], dtype=float)
