"""Reads the inputs of the room into Evidence: of all of the record, or of some of its blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.blocks import Ints
from fusion.networks.bystanders import read_bystanders
from fusion.networks.cues import read_cues
from fusion.networks.evidence import Evidence, Ghost, Origin, Reals
from fusion.networks.record import Record
from fusion.networks.survey import read_record
from fusion.networks.ties import dated
from fusion.networks.told import Told
from fusion.networks.vectors import vectors_of
from fusion.profile.ground import on_corridors
from fusion.stage import Run
from fusion.store import query

HERE = Path(__file__).parent
Rows = list[dict[str, Any]]


def read_evidence(
    inputs: Mapping[str, pa.Table],
    run: Run,
    record: Record | None = None,
    blocks: Ints | None = None,
    added: Set[str] = frozenset(),
) -> Evidence:
    """Gather the inputs. Only what had been received by run.as_of and still stands is kept.

    Accounts of no incident that name an actor stand in as tellings of their own. With `blocks`,
    only these blocks of the record are read; `added` are actors wanted beside those named there.
    """
    record = record or read_record(inputs, run)
    told, link, account = _part(record, blocks)
    monday, rows = run.profile.first_monday, told.to_pylist()
    index = {row["incident_id"]: n for n, row in enumerate(rows)}
    origins = _origins(link, monday)
    mention = _only(inputs["actor_mention"], "account_id", account["account_id"].combine_chunks())
    named = _only(inputs["actor"], "actor_id", pc.unique(mention["actor_id"]))
    entries = _entries(link, mention, named)
    ties, claims = _said(record, blocks, monday)
    ends = {tie[end] for tie in ties for end in ("source_id", "target_id")}
    actors = _actors(inputs["actor"], {e["actor_id"] for e in entries} | ends | added)
    actor_index = {row["actor_id"]: n for n, row in enumerate(actors)}
    place = {c: reals(rows, c) for c in ("latitude", "longitude", "radius_km")}
    known = [min(o.week for o in origins[row["incident_id"]]) for row in rows]
    vectors, has_vector = vectors_of(inputs, told["lead_account_id"])
    return Evidence(
        run=run,
        first_monday=monday,
        n_weeks=record.n_weeks,
        incident_ids=tuple(index),
        is_incident=np.array([r["is_incident"] for r in rows], dtype=bool),
        incidents=tuple(rows),
        week=np.array(known, dtype=np.int64),
        day=np.array([_day(r, monday, w) for r, w in zip(rows, known, strict=True)], np.int64),
        latitude=place["latitude"],
        longitude=place["longitude"],
        radius=np.nan_to_num(place["radius_km"], nan=10.0),
        markets=tuple(frozenset(r["markets"] or ()) for r in rows),
        corridors=_corridors(place, run),
        origins=tuple(tuple(origins[row["incident_id"]]) for row in rows),
        actor_ids=tuple(actor_index),
        actors=tuple(actors),
        **_entry_columns(entries, index, actor_index, monday),
        ties=tuple(ties),
        claims=tuple(claims),
        cues=read_cues(account, set(account["account_id"].to_pylist())),
        commons=record.commons,
        busy=record.busy,
        ghosts=_ghosts(record, actor_index.keys(), monday),
        vectors=vectors,
        has_vector=has_vector,
        bystanders=read_bystanders(mention, account),
        told=Told(mention, inputs["account_place"], inputs["place"]),
    )  # fmt: skip


def _corridors(place: Mapping[str, Reals], run: Run) -> tuple[frozenset[str], ...]:
    """Codes of the corridors that each telling lies on."""
    found = on_corridors(place["latitude"], place["longitude"], run.profile.corridors)
    return tuple(frozenset(codes) for codes in found)


def _entry_columns(
    entries: Rows, row_of: Mapping[str, int], actor_of: Mapping[str, int], monday: dt.date
) -> dict[str, Any]:
    """Who is named in what, as columns of Evidence."""
    return {
        "entry_incident": np.array([row_of[e["incident_id"]] for e in entries], np.int64),
        "entry_actor": np.array([actor_of[e["actor_id"]] for e in entries], np.int64),
        "entry_week": np.array([_week(e["known_at"], monday) for e in entries], np.int64),
        "entry_score": np.array([e["score"] for e in entries], float),
        "entry_origins": tuple(tuple(e["origin_ids"]) for e in entries),
    }


def _part(record: Record, blocks: Ints | None) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Tellings of some blocks, the links to them, and the accounts that tell of them."""
    inputs, link = record.inputs, record.link
    chosen = np.isin(record.blocks[0], blocks) if blocks is not None else slice(None)
    is_chosen = np.zeros(len(record.telling), dtype=np.bool_)
    is_chosen[chosen] = True
    linked = np.flatnonzero(is_chosen[link.row])
    number = record.telling[is_chosen]
    n_incidents = inputs["incident"].num_rows
    accounts = inputs["account"].take(pa.array(np.unique(link.account[linked])))
    told = query(
        HERE / "telling.sql",
        incident=inputs["incident"].take(pa.array(number[number < n_incidents])),
        background=inputs["account"].take(pa.array(number[number >= n_incidents] - n_incidents)),
        **{name: inputs[name] for name in ("account_event", "account_place", "place")},
    )
    pairs = pa.table({
        "incident_id": record.telling_id.take(pa.array(link.row[linked])),
        "account_id": inputs["account"]["account_id"].take(pa.array(link.account[linked])),
    })  # fmt: skip
    names = pc.unique(pairs["account_id"])
    tables = {
        name: _only(inputs[name], "account_id", names) for name in ("incident_account", "origin")
    }
    return told, query(HERE / "link.sql", told=pairs, account=accounts, **tables), accounts


def _only(table: pa.Table, column: str, wanted: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=wanted))


def _origins(link: pa.Table, monday: dt.date) -> dict[str, list[Origin]]:
    out: dict[str, list[Origin]] = {}
    for r in query(HERE / "incident_origin.sql", link=link).to_pylist():
        since = r["independent_at"]
        out.setdefault(r["incident_id"], []).append(
            Origin(
                r["origin_id"], _week(r["known_at"], monday), r["component"], r["reliability"],
                r["credibility"], since is not None, tuple(r["account_ids"]),
                0 if since is None else _week(since, monday),
            )
        )  # fmt: skip
    return out


def _ghosts(record: Record, named: Set[str], monday: dt.date) -> tuple[Ghost, ...]:
    """Withdrawn incidents that named anybody who is named here."""
    here = pa.array(sorted(named), pa.string())
    ids = _only(record.ghost, "actor_id", here)["incident_id"].combine_chunks()
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _only(record.ghost, "incident_id", ids).to_pylist():
        found.setdefault(row["incident_id"], []).append(row)
    return tuple(
        Ghost(name, min(_week(r["known_at"], monday) for r in rows),
              frozenset(r["actor_id"] for r in rows))
        for name, rows in sorted(found.items())
    )  # fmt: skip


def _entries(link: pa.Table, mention: pa.Table, actor: pa.Table) -> Rows:
    wanted = link.select(["incident_id", "account_id", "origin_id", "received_at"])
    table = query(HERE / "incident_actor.sql", link=wanted, actor_mention=mention, actor=actor)
    rows: Rows = table.to_pylist()
    return rows


def _actors(actor: pa.Table, wanted: Set[str]) -> Rows:
    """Rows of the wanted actors in order of identifier."""
    names = pa.array(sorted(wanted), pa.string())
    rows: Rows = _only(actor, "actor_id", names).to_pylist()
    return rows


def _claims(record: Record, chosen: Ints) -> Rows:
    """The chosen of the record's claims, with the week in which their account was received."""
    table = record.inputs["claim"].take(pa.array(record.said.number[chosen]))
    weeks = pa.array(record.said.week[chosen])
    rows: Rows = table.append_column("week", weeks).sort_by("claim_id").to_pylist()
    return rows


def _said(record: Record, blocks: Ints | None, monday: dt.date) -> tuple[Rows, Rows]:
    """Ties seen in these blocks, dated by whoever states them; claims made in the blocks."""
    table, said, tie = record.inputs["tie"], record.said, record.tie
    here = stating = np.arange(len(said.number))
    if blocks is not None:
        numbers, where = record.tie_blocks
        seen = np.unique(numbers[np.isin(where, blocks)])
        table = table.take(pa.array(seen))
        here = np.flatnonzero(np.isin(record.claim_block, blocks))
        stating = np.unique(tie.claim[np.isin(tie.stated, seen)])
    by_id = {claim["claim_id"]: claim for claim in _claims(record, stating)}

    def week_of(day: dt.date) -> int:
        """Week of a day; those before the mission count as its first."""
        return max(0, (day - monday).days // 7)

    found = (dated(tie, by_id, week_of) for tie in table.sort_by("tie_id").to_pylist())
    ties = [tie for tie in found if tie is not None]
    return ties, _claims(record, here)


def _week(moment: dt.datetime, monday: dt.date) -> int:
    return max(0, (moment.date() - monday).days // 7)


def _day(row: Mapping[str, Any], monday: dt.date, week: int) -> int:
    day = row["occurred_from"] or row["occurred_to"] or monday + dt.timedelta(days=7 * week)
    return int(day.toordinal())


def reals(rows: Rows, column: str) -> Reals:
    """A column as numbers, NaN where it is empty."""
    return np.array([np.nan if r[column] is None else r[column] for r in rows], dtype=float)
