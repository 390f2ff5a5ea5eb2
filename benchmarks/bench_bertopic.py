"""Beside BERTopic on the same accounts with the same vectors: groups found, and their names.

BERTopic (MIT) is not needed by the product: where it is not installed, a row says so. It is given
the pipeline's own vectors and its own defaults, with UMAP's seed fixed. Truth is the planted
network of each account of the sample mission; who is in no group stands alone.
"""

from __future__ import annotations

import datetime as dt
import importlib
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.sample_truth import SAMPLE, align
from benchmarks.worked_mission import Tables
from fusion.networks import STAGE
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.stage import Run
from fusion.store import Published

SEED = 1
EARLIER = 20  # weeks: groups are found then, and again at the end
Labels = dict[str, str]


def rows(_data: Path | None) -> list[Row]:
    """ARI over accounts of planted networks, and accounts whose group keeps its name."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    truth = _truth(tables)
    start = dt.datetime.combine(mission.profile.first_monday, dt.time(), dt.UTC)
    early, late = (start + dt.timedelta(weeks=week) for week in (EARLIER, 26))
    inputs = {n: tables[n] for n in STAGE.reads if n not in STAGE.writes}
    ours = [_hypotheses(STAGE.function(inputs, Run(mission.profile, at, SEED)).tables, tables)
            for at in (early, late)]  # fmt: skip
    peers = _topics(tables, early), _topics(tables, late)
    if peers[0] is None or peers[1] is None:
        found = [Row("BERTopic on the sample mission", "–", "absent: pip install bertopic", None)]
        return [_ari("hypotheses", ours[1], truth, None), _kept("hypotheses", *ours), *found]
    peer = _ari("BERTopic's topics", peers[1], truth, None)
    least = adjusted_rand_score(*_pairs(peers[1], truth))
    return [
        _ari("hypotheses", ours[1], truth, float(least)), peer,
        _kept("hypotheses", *ours), _kept("BERTopic's topics", peers[0], peers[1]),
    ]  # fmt: skip


def _truth(tables: Tables) -> Labels:
    """Planted network by account, where there is just one."""
    truth = align(tables)
    account = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    found: dict[str, set[str]] = {}
    for row in truth.reports:
        if row["report_key"] in truth.found and row["networks"].startswith("N"):
            held = found.setdefault(account[truth.found[row["report_key"]]], set())
            held.update(name.removesuffix("B") for name in row["networks"].split(";"))
    return {a: min(names) for a, names in found.items() if len(names) == 1}


def _hypotheses(out: Tables, tables: Tables) -> Labels:
    incident: dict[str, str] = {}
    for row in out["hypothesis_incident"].to_pylist():
        incident.setdefault(row["incident_id"], row["hypothesis_id"])
    label = {
        row["account_id"]: incident[row["incident_id"]]
        for row in tables["incident_account"].to_pylist()
        if row["incident_id"] in incident
    }
    for row in out["hypothesis_account"].to_pylist():
        label.setdefault(row["account_id"], row["hypothesis_id"])
    return label


def _topics(tables: Tables, at: dt.datetime) -> Labels | None:
    """Topic number by account received before `at`; outliers have none."""
    try:
        bertopic: Any = importlib.import_module("bertopic")
        umap: Any = importlib.import_module("umap")
    except ImportError:
        return None
    vector = {r["text_sha256"]: r["vector"] for r in tables["text_vector"].to_pylist()}
    told = [r for r in tables["account"].to_pylist()
            if r["received_at"] < at and r["text_sha256"] in vector]  # fmt: skip
    told.sort(key=lambda row: row["account_id"])
    reduced = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine",
                        random_state=SEED)  # BERTopic's own defaults, seeded  # fmt: skip
    model = bertopic.BERTopic(umap_model=reduced, embedding_model=None)
    vectors = np.array([vector[row["text_sha256"]] for row in told], dtype=np.float32)
    numbers, _ = model.fit_transform([row["text"] for row in told], vectors)
    return {row["account_id"]: str(n) for row, n in zip(told, numbers, strict=True) if n >= 0}


def _pairs(label: Labels, truth: Labels) -> tuple[list[str], list[str]]:
    names = sorted(truth)
    return [truth[a] for a in names], [label.get(a, a) for a in names]


def _ari(what: str, label: Labels, truth: Labels, peer: float | None) -> Row:
    index = float(adjusted_rand_score(*_pairs(label, truth)))
    asked = "higher than BERTopic's" if what == "hypotheses" else "–"
    told = f"ARI {index:.3f} over {len(truth)} accounts of planted networks"
    return Row(f"sample, in one run: {what}", asked, told, None if peer is None else index > peer)


def _kept(what: str, early: Labels, late: Labels) -> Row:
    both = sorted(early.keys() & late.keys())
    same = sum(early[a] == late[a] for a in both)
    return Row(f"sample, weeks {EARLIER} and 26: accounts whose group kept its name, {what}",
               "–", f"{same} of {len(both)}", None)  # fmt: skip
