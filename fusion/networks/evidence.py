"""Everything the room reads, as arrays: incidents, who stands in them, what they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fusion.networks.cues import Cues, read_cues
from fusion.networks.geometry import on_corridors
from fusion.networks.weights import weights
from fusion.stage import Run
from fusion.store import query
from fusion.terms.data_files import load

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
HERE = Path(__file__).parent
VIOLENT = frozenset(
    {"battles", "riots", "explosions_remote_violence", "violence_against_civilians"}
)


@dataclass(frozen=True)
class Origin:
    """One origin of one incident: since which week, who reports it, how it is graded."""

    origin_id: str
    week: int
    component: str
    reliability: str
    credibility: str
    is_independent: bool
    account_ids: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """Standing incidents known by as_of, in order of identifier, and what hangs on them.

    Weeks are numbered from the Monday of the profile's first week (0). `entry_*` are parallel
    arrays: actor `entry_actor[n]` stands in incident `entry_incident[n]` since `entry_week[n]`.
    """

    run: Run
    first_monday: dt.date
    n_weeks: int
    incident_ids: tuple[str, ...]
    incidents: tuple[dict[str, Any], ...]
    week: Ints
    day: Ints
    latitude: Reals
    longitude: Reals
    radius: Reals
    markets: tuple[frozenset[str], ...]
    corridors: tuple[frozenset[str], ...]
    origins: tuple[tuple[Origin, ...], ...]
    actor_ids: tuple[str, ...]
    actors: tuple[dict[str, Any], ...]
    entry_incident: Ints
    entry_actor: Ints
    entry_week: Ints
    entry_score: Reals
    entry_origins: tuple[tuple[str, ...], ...]
    ties: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]
    cues: Mapping[str, Cues]
    vectors: Mapping[int, Reals] = field(default_factory=dict)

    def week_of(self, day: dt.date) -> int:
        """Number of the week that holds `day`; days before the mission count as its first."""
        return max(0, (day - self.first_monday).days // 7)

    def sunday(self, week: int) -> dt.date:
        """Last day of a week."""
        return self.first_monday + dt.timedelta(days=7 * week + 6)

    @cached_property
    def telling(self) -> Reals:
        """How telling each actor is by its kind, 0-1, before rarity (data/affinity.toml).

        A phone or plate is one thing; a person named by a single word may be anybody; a group
        that the mission already knows is known to stand in everything.
        """
        known = {
            name.casefold()
            for group in self.run.profile.known_groups
            for name in (group.name, *group.aliases)
        }
        return np.array([_telling(actor, known) for actor in self.actors], dtype=float)

    @cached_property
    def telling_of(self) -> dict[str, float]:
        """The same by actor."""
        return dict(zip(self.actor_ids, self.telling.tolist(), strict=True))

    @cached_property
    def families(self) -> tuple[frozenset[str], ...]:
        """Markets of each incident with the Index markets that they are sub-markets of."""
        parent = {code: row["of"] for code, row in load("markets").items() if "of" in row}
        return tuple(m | {parent[code] for code in m if code in parent} for m in self.markets)

    @cached_property
    def entries_of_row(self) -> dict[int, list[int]]:
        """Numbers of the entries of each incident."""
        table: dict[int, list[int]] = {}
        for n, row in enumerate(self.entry_incident):
            table.setdefault(int(row), []).append(n)
        return table

    @cached_property
    def claim_by_id(self) -> dict[str, dict[str, Any]]:
        """Claims that count, by identifier."""
        return {claim["claim_id"]: claim for claim in self.claims}

    @cached_property
    def origin_of_account(self) -> dict[str, Origin]:
        """Origin by account, for accounts of incidents."""
        return {a: o for origins in self.origins for o in origins for a in o.account_ids}

    @cached_property
    def kind_of_actor(self) -> dict[str, str]:
        """Kind by actor."""
        return {a: str(r["kind"]) for a, r in zip(self.actor_ids, self.actors, strict=True)}

    def is_violent(self, row: int) -> bool:
        """Somebody was attacked, fought or killed."""
        incident = self.incidents[row]
        return incident["event_type"] in VIOLENT or bool(incident["killed_best"])


def read_evidence(inputs: Mapping[str, pa.Table], run: Run) -> Evidence:
    """Gather the inputs. Only what had been received by run.as_of and still stands is kept."""
    monday = run.profile.starts_on - dt.timedelta(days=run.profile.starts_on.weekday())
    n_weeks = max(0, (run.as_of.date() - monday).days // 7)  # complete weeks only
    origins = _origins(inputs, run, monday)
    standing = inputs["incident"].filter(pc.field("is_standing"))
    rows = [r for r in standing.sort_by("incident_id").to_pylist() if r["incident_id"] in origins]
    index = {row["incident_id"]: n for n, row in enumerate(rows)}
    entries = [e for e in _entries(inputs, run) if e["incident_id"] in index]
    actors = _named_actors(inputs["actor"], {e["actor_id"] for e in entries})
    actor_index = {row["actor_id"]: n for n, row in enumerate(actors)}
    entries = [e for e in entries if e["actor_id"] in actor_index]
    place = {c: _reals(rows, c) for c in ("latitude", "longitude", "radius_km")}
    known = [min(o.week for o in origins[row["incident_id"]]) for row in rows]
    return Evidence(
        run=run,
        first_monday=monday,
        n_weeks=n_weeks,
        incident_ids=tuple(index),
        incidents=tuple(rows),
        week=np.array(known, dtype=np.int64),
        day=np.array([_day(r, monday, w) for r, w in zip(rows, known, strict=True)], np.int64),
        latitude=place["latitude"],
        longitude=place["longitude"],
        radius=np.nan_to_num(place["radius_km"], nan=10.0),
        markets=tuple(frozenset(r["markets"] or ()) for r in rows),
        corridors=tuple(
            on_corridors(place["latitude"], place["longitude"], run.profile.corridors)
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
        vectors=_vectors(inputs, rows, index),
    )  # fmt: skip


def _telling(actor: Mapping[str, Any], known: Set[str]) -> float:
    table = weights()["particular"]
    names = [str(actor["name"]), *(actor["aliases"] or ())]
    kind = str(actor["kind"])
    if any(name.casefold() in known for name in names):
        return float(table["known_group"])
    if kind == "person" and all(len(name.split()) < 2 for name in names):
        return float(table["single_word_person"])
    return float(table.get(kind, table["other"]))


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
    text_of = dict(
        zip(account["account_id"].to_pylist(), account["text_sha256"].to_pylist(), strict=True)
    )
    out: dict[int, Reals] = {}
    for row in rows:
        position = by_text.get(text_of.get(row["lead_account_id"], ""))
        if position is not None:
            vector = np.asarray(chosen["vector"][position].as_py(), dtype=float)
            out[index[row["incident_id"]]] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return out


def _week(moment: dt.datetime, monday: dt.date) -> int:
    return max(0, (moment.date() - monday).days // 7)


def _day(row: Mapping[str, Any], monday: dt.date, week: int) -> int:
    day = row["occurred_from"] or row["occurred_to"] or monday + dt.timedelta(days=7 * week)
    return int(day.toordinal())


def _reals(rows: list[dict[str, Any]], column: str) -> Reals:
    return np.array([np.nan if r[column] is None else r[column] for r in rows], dtype=float)
