"""Speed of the networks stage on a drawn mission: from scratch, and a day more on a large record.

Vectors are given. The day more is the same stage with what it handed over before; up to MOST_TWICE
accounts the result is compared with that of doing all of it again.
`FUSION_BENCH_ACCOUNTS=1000000 fusion bench networks_speed` takes a million: a quarter of an hour
and 5 GB.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from joblib.externals.loky import get_reusable_executor

from fusion.networks import STAGE
from fusion.pipeline.bench import Row
from fusion.stage import Output
from fusion.tables import TABLES
from tests.networks.planted import COMPONENTS, MONDAY
from tests.support import make_run

DEFAULT, LIMIT_S = 100_000, 60.0
NEW, LIMIT_MORE_S = 1_000, 10.0
ASKED, ASKED_MORE = 100_000, 1_000_000
MOST_TWICE = 300_000  # doing all of a larger record twice takes half an hour
ACCOUNTS_EACH = 2  # accounts of an incident, on average
IN_NETWORKS = 0.3  # of the incidents; the rest is other people's business
PER_NETWORK, MEMBERS, NAMED = 12, 8, 3  # incidents; people of each; named in each incident
WEEKS = 26
DIMENSIONS = 384
MARKETS = ("fuel_smuggling", "gold", "arms_trafficking", "human_smuggling", "kidnapping")
Tables = dict[str, pa.Table]
END = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)


def rows(_data: Path | None) -> list[Row]:
    """Wall and processor time, and memory, of both runs."""
    size = int(os.environ.get("FUSION_BENCH_ACCOUNTS", DEFAULT))
    tables = mission(size, 1)
    before, new = held_back(tables, NEW)
    first, cost = timed(before)
    n_raised = first.tables["hypothesis"].num_rows
    more, cost_more = timed({**tables, **first.tables})
    n_again = more.notes["blocks done again"]
    out = [
        Row(f"networks: {size - new:,} accounts from scratch, {WEEKS} weeks folded",
            f"{ASKED:,} under {LIMIT_S:.0f} s on two cores", f"{cost}; {n_raised} hypotheses",
            cost.wall < LIMIT_S if size == ASKED else None),
        Row(f"networks: {new:,} new accounts on {size - new:,}",
            f"on {ASKED_MORE:,} under {LIMIT_MORE_S:.0f} s",
            f"{cost_more}; {n_again} blocks done again",
            cost_more.wall < LIMIT_MORE_S if size >= ASKED_MORE else None),
    ]  # fmt: skip
    if size <= MOST_TWICE:
        again, _ = timed(tables)
        is_same = all(table.equals(more.tables[name]) for name, table in again.tables.items())
        said = "the same" if is_same else "not the same"
        out.append(Row("networks: tables as if all had been done again", "the same bytes", said,
                       is_same))  # fmt: skip
    return out


def memory_gb() -> float:
    """The most memory that this process has held, what was drawn for it included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def helpers_gb() -> float:
    """The most that the processes which help have held, one with another."""
    pids = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    states = [Path(f"/proc/{pid}/status").read_text() for pid in pids.split()]
    held = [line.split()[1] for state in states for line in state.splitlines() if "VmHWM" in line]
    return sum(map(int, held)) / 2**20


@dataclass(frozen=True)
class Cost:
    """Wall seconds, processor seconds of all processes, gigabytes at most, of one run."""

    wall: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return (
            f"{self.wall:.1f} s, {self.processor:.1f} s of processor, "
            f"{self.memory:.1f} GB at most"
        )  # fmt: skip


def timed(tables: Tables) -> tuple[Output, Cost]:
    """One run of the stage, and its cost. Processes that help start anew in each run."""
    wall, cpu = time.perf_counter(), processor()
    out = STAGE.function(tables, make_run(END))
    wall = time.perf_counter() - wall
    memory = memory_gb() + helpers_gb()
    get_reusable_executor().shutdown(wait=True)  # what ended processes took is known
    return out, Cost(wall, processor() - cpu, memory)


def processor() -> float:
    """Processor seconds of this process and of those it started that have ended."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def mission(n_accounts: int, seed: int) -> Tables:
    """Inputs of the stage: networks of eight people among incidents of one or two strangers."""
    rng = np.random.default_rng(seed)
    n = n_accounts // ACCOUNTS_EACH
    in_network = rng.random(n) < IN_NETWORKS
    n_networks = max(1, int(in_network.sum()) // PER_NETWORK)
    network = np.where(in_network, rng.integers(0, n_networks, n), -1)
    seats = rng.uniform((13.5, -3.0), (17.0, 4.0), (n_networks, 2))
    trade = np.append(rng.integers(0, len(MARKETS), n_networks), 0)
    near = seats[network] + rng.normal(0, 0.1, (n, 2))
    where = np.where(in_network[:, None], near, rng.uniform((13.5, -3.0), (17.0, 4.0), (n, 2)))
    week = rng.integers(0, WEEKS, n)
    told = rng.integers(1, 2 * ACCOUNTS_EACH, n)  # ACCOUNTS_EACH on average
    members = rng.random((n, MEMBERS)).argsort(axis=1)[:, :NAMED] + network[:, None] * MEMBERS
    strangers = n_networks * MEMBERS + rng.integers(0, n, (n, NAMED))
    who = np.where(in_network[:, None], members, strangers)
    is_named = np.arange(NAMED) < np.where(in_network, NAMED, rng.integers(0, 3, n))[:, None]
    market = np.where(in_network, trade[network], rng.integers(0, len(MARKETS), n))
    return _tables(rng, where, week, market, told, who, is_named)


def held_back(tables: Tables, n_new: int) -> tuple[Tables, int]:
    """The mission without about `n_new` accounts of its last week, and how many they are."""
    account = tables["account"]
    late = pc.equal(account["received_at"], pc.max(account["received_at"]))
    last = account.filter(late)["account_id"].slice(0, n_new).combine_chunks()
    link = tables["incident_account"]
    gone = pc.unique(link.filter(pc.is_in(link["account_id"], last))["incident_id"])
    apart = link.filter(pc.is_in(link["incident_id"], gone))["account_id"].combine_chunks()
    out = dict(tables)
    for name, column, values in (
        ("incident", "incident_id", gone), ("incident_account", "incident_id", gone),
        ("account", "account_id", apart), ("origin", "account_id", apart),
        ("actor_mention", "account_id", apart),
    ):  # fmt: skip
        rest = pc.invert(pc.is_in(tables[name][column], value_set=values))
        out[name] = tables[name].filter(rest)
    return out, len(apart)


def _tables(
    rng: np.random.Generator, where: Any, week: Any, market: Any, told: Any, who: Any, is_named: Any
) -> Tables:
    n, of = len(where), np.repeat(np.arange(len(where)), told)
    within = np.arange(len(of)) - np.repeat(np.cumsum(told) - told, told)
    incidents = np.char.add("INC-", np.char.zfill(np.arange(n).astype(str), 7))
    accounts = np.char.add(np.char.add(np.char.replace(incidents[of], "INC", "ACC"), "-"),
                           within.astype(str))  # fmt: skip
    days = np.array([MONDAY.date() + dt.timedelta(weeks=w) for w in range(WEEKS)])[week]
    received = np.array([MONDAY + dt.timedelta(weeks=w, days=1) for w in range(WEEKS)])[week][of]
    actors, code = np.unique(who[is_named], return_inverse=True)
    names = np.char.add("ACT-", np.char.zfill(actors.astype(str), 8))
    slot = np.full(who.shape, -1)
    slot[is_named] = code
    mention, seat = np.nonzero(slot[of] >= 0)
    named = names[slot[of][mention, seat]]
    vectors = rng.standard_normal(len(of) * DIMENSIONS, dtype=np.float32)
    offsets = np.arange(0, len(of) * DIMENSIONS + 1, DIMENSIONS, dtype=np.int32)
    filled = {
        "incident": {
            "incident_id": incidents, "markets": [[MARKETS[m]] for m in market.tolist()],
            "latitude": where[:, 0], "longitude": where[:, 1], "radius_km": np.full(n, 3.0),
            "occurred_from": list(days), "occurred_to": list(days), "country": ["ML"] * n,
            "place_name": ["Somewhere"] * n, "is_standing": np.ones(n, dtype=bool),
            "event_type": ["strategic_developments"] * n,
            "lead_account_id": np.char.add(np.char.replace(incidents, "INC", "ACC"), "-0"),
        },
        "account": {
            "account_id": accounts, "component": np.array(COMPONENTS)[(of + within) % 4],
            "received_at": list(received), "reliability": ["B"] * len(of),
            "credibility": ["3"] * len(of), "text": ["seen on the road"] * len(of),
            "text_sha256": accounts,
        },
        "origin": {"account_id": accounts, "origin_id": accounts,
                   "independence": ["independent"] * len(of)},
        "incident_account": {"incident_id": incidents[of], "account_id": accounts,
                             "origin_id": accounts},
        "actor": {"actor_id": names, "kind": ["person"] * len(names),
                  "name": np.char.add("Given ", names)},
        "actor_mention": {"actor_id": named, "account_id": accounts[mention], "surface": named,
                          "mention_id": np.char.add(np.char.add(accounts[mention], "-"),
                                                    seat.astype(str)),
                          "score": np.full(len(mention), 0.95)},
        "text_vector": {"text_sha256": accounts,
                        "vector": pa.ListArray.from_arrays(pa.array(offsets), pa.array(vectors)),
                        "encoder_id": ["drawn"] * len(of)},
    }  # fmt: skip
    return {
        name: _filled(name, filled[name]) if name in filled else TABLES[name].empty()
        for name in STAGE.reads
    }


def _filled(name: str, columns: dict[str, Any]) -> pa.Table:
    """A declared table from some of its columns; the others hold nothing."""
    n = len(next(iter(columns.values())))
    arrays = []
    for column in TABLES[name].columns:
        if column.name in columns:
            value = columns[column.name]
            arrays.append(value if isinstance(value, pa.Array) else pa.array(value, column.type))
        elif column.is_required:
            arrays.append(pa.array([_nothing(column.type)] * n, column.type))
        else:
            arrays.append(pa.nulls(n, column.type))
    return pa.Table.from_arrays(arrays, names=[c.name for c in TABLES[name].columns])


def _nothing(kind: pa.DataType) -> Any:
    if pa.types.is_list(kind):
        return []
    if pa.types.is_string(kind):
        return ""
    if pa.types.is_boolean(kind):
        return False
    return END if pa.types.is_timestamp(kind) else 0
