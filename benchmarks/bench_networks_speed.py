"""Speed of the networks stage: a mission of many accounts from scratch, drawn with a seed."""

from __future__ import annotations

import datetime as dt
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fusion.networks import STAGE
from fusion.pipeline.bench import Row
from fusion.tables import TABLES
from tests.networks.planted import COMPONENTS, MONDAY
from tests.support import make_run, make_table

# Asked are 100,000 accounts in a minute; a fifth of them is run, and a fifth of the time allowed.
SIZE, LIMIT_S = 20_000, 12.0
ACCOUNTS_EACH = 2  # accounts of an incident, on average
IN_NETWORKS = 0.3  # of the incidents; the rest is other people's business
PER_NETWORK = 12  # incidents
WEEKS = 26
MARKETS = ("fuel_smuggling", "gold", "arms_trafficking", "human_smuggling", "kidnapping")


def rows(_data: Path | None) -> list[Row]:
    """Wall and processor time, and memory, of one run of the stage with vectors given."""
    tables = mission(SIZE, 1)
    wall, cpu = time.perf_counter(), time.process_time()
    out = STAGE.function(tables, make_run(dt.datetime(2026, 7, 6, tzinfo=dt.UTC)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told = f"{wall:.0f} s, {cpu:.0f} s of processor, {memory:.1f} GB at most; "
    told += f"{out.tables['hypothesis'].num_rows} hypotheses"
    test = f"networks: {SIZE:,} accounts from scratch, {WEEKS} weeks folded"
    return [Row(test, f"under {LIMIT_S:.0f} s on two cores", told, wall < LIMIT_S)]


def mission(n_accounts: int, seed: int) -> dict[str, pa.Table]:
    """Inputs of the stage: networks of eight people among incidents of one or two strangers."""
    rng = np.random.default_rng(seed)
    n = n_accounts // ACCOUNTS_EACH
    in_network = rng.random(n) < IN_NETWORKS
    n_networks = max(1, int(in_network.sum()) // PER_NETWORK)
    network = np.where(in_network, rng.integers(0, n_networks, n), -1)
    seats = rng.uniform((13.5, -3.0), (17.0, 4.0), (n_networks, 2))
    trade = rng.integers(0, len(MARKETS), n_networks)
    where = np.where(in_network[:, None], seats[network] + rng.normal(0, 0.1, (n, 2)),
                     rng.uniform((13.5, -3.0), (17.0, 4.0), (n, 2)))  # fmt: skip
    week = rng.integers(0, WEEKS, n)
    told = rng.integers(1, 2 * ACCOUNTS_EACH, n)  # ACCOUNTS_EACH on average
    return _tables(rng, network, where, week, trade, told)


def _tables(
    rng: np.random.Generator, network: Any, where: Any, week: Any, trade: Any, told: Any
) -> dict[str, pa.Table]:
    names = {name: [] for name in (*STAGE.reads, "incident")}  # type: dict[str, list[Any]]
    actors: set[str] = set()
    for k in range(len(network)):
        net, day = int(network[k]), MONDAY + dt.timedelta(weeks=int(week[k]))
        who = (
            [f"ACT-N{net}-{m}" for m in rng.choice(8, 3, replace=False)]
            if net >= 0
            else [f"ACT-X{m}" for m in rng.integers(0, len(network), rng.integers(0, 3))]
        )
        market = MARKETS[trade[net]] if net >= 0 else MARKETS[int(rng.integers(0, 5))]
        actors.update(who)
        incident = f"INC-{k:07d}"
        for m in range(int(told[k])):
            account = f"ACC-{k:07d}-{m}"
            names["account"].append(_account(account, day, COMPONENTS[(k + m) % 4]))
            names["origin"].append(
                {"account_id": account, "origin_id": f"ORI-{account}", "is_withdrawn": False,
                 "relation": "own_observation", "independence": "independent", "score": 1.0}
            )  # fmt: skip
            names["incident_account"].append(
                {"incident_id": incident, "account_id": account, "origin_id": f"ORI-{account}",
                 "score": 1.0}
            )  # fmt: skip
            names["actor_mention"] += [
                {"actor_id": a, "mention_id": f"{account}-{a}", "account_id": account,
                 "surface": a, "score": 0.95, "rule": "drawn"} for a in dict.fromkeys(who)
            ]  # fmt: skip
        names["incident"].append(_incident(incident, day.date(), where[k], market))
    names["actor"] = [
        {"actor_id": a, "kind": "person", "name": f"Given {a}", "aliases": [], "n_accounts": 1,
         "rule": "drawn"} for a in sorted(actors)
    ]  # fmt: skip
    return {
        name: make_table(name, *rows) if rows else TABLES[name].empty()
        for name, rows in names.items()
    }


def _account(account: str, day: dt.datetime, component: str) -> dict[str, Any]:
    return {
        "account_id": account, "lead_report_id": account, "component": component,
        "received_at": day + dt.timedelta(days=1), "n_reports": 1, "reliability": "B",
        "credibility": "3", "is_withdrawn": False, "text": "seen on the road",
        "text_sha256": account, "language": "en",
    }  # fmt: skip


def _incident(incident: str, day: dt.date, where: Any, market: str) -> dict[str, Any]:
    return {
        "incident_id": incident, "markets": [market], "latitude": float(where[0]),
        "longitude": float(where[1]), "radius_km": 3.0, "occurred_from": day, "occurred_to": day,
        "event_type": "strategic_developments", "killed_best": 0, "n_origins": 1,
        "place_name": "Somewhere", "admin2": "A", "country": "ML", "is_standing": True,
        "lead_account_id": incident.replace("INC", "ACC") + "-0",
    }  # fmt: skip
