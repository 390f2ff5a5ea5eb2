"""Track record of each component by topic: how often others bore out what it saw. Shown only.

A Beta posterior over "an observation of this component on this topic is borne out", from a
uniform prior: with nothing known it says so by its width. It never enters a grade: reliability
is an analyst's judgement (doctrine §2), and components that report on the same things together
would look better than those who alone go where nobody else does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
from scipy.stats import beta

INTERVAL = 0.9
ANY_TOPIC = "any"


@dataclass(frozen=True)
class Record:
    """Observations of one component on one topic: borne out, denied or withdrawn, and the rest.

    `mean`, `low` and `high` are of the share that is borne out, 0-1, with 90 % between the two.
    """

    component: str
    topic: str
    n_borne_out: int
    n_denied: int
    n_alone: int
    mean: float
    low: float
    high: float


def track_record(tables: Mapping[str, pa.Table]) -> list[Record]:
    """Records by component and topic (its incidents' first market), and over any topic.

    `tables` holds account, origin, incident, incident_account and contradiction. Only
    observations count: who passes on is neither right nor wrong. Denied is what was withdrawn or
    stands in a contradiction; borne out is what another independent origin of its incident
    supports and nobody denies.
    """
    incident_of = {
        r["account_id"]: r["incident_id"] for r in tables["incident_account"].to_pylist()
    }
    incident = {r["incident_id"]: r for r in tables["incident"].to_pylist()}
    denied = {
        row[side]
        for row in tables["contradiction"].to_pylist()
        for side in ("account_a", "account_b")
    }
    component = {r["account_id"]: r["component"] for r in tables["account"].to_pylist()}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in tables["origin"].to_pylist():
        account = row["account_id"]
        if row["independence"] != "independent" or account not in incident_of:
            continue
        told = incident[incident_of[account]]
        if row["is_withdrawn"] or account in denied:
            verdict = "denied"
        else:
            verdict = "borne out" if told["n_origins"] >= 2 else "alone"
        for topic in {ANY_TOPIC, *told["markets"][:1]}:
            counts[component[account], topic][verdict] += 1
    return [_record(*key, counts[key]) for key in sorted(counts)]


def _record(component: str, topic: str, counted: Counter[str]) -> Record:
    good, bad = counted["borne out"], counted["denied"]
    tail = (1 - INTERVAL) / 2
    low, high = beta.ppf([tail, 1 - tail], good + 1, bad + 1)
    mean = (good + 1) / (good + bad + 2)
    return Record(component, topic, good, bad, counted["alone"],
                  round(mean, 3), round(float(low), 3), round(float(high), 3))  # fmt: skip
