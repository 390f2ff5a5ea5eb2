"""Cells of invented plots: the product's own, and other ways beside them on the same plots.

Seeds below 100 were for choosing; what is printed is measured on seeds from 1000 on. Documents of
nobody's cell are seen by all methods and left out of the score. Beside them the incidents of the
sample mission's networks taken for one plot, its networks for cells: a story that no method was
chosen on.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.crescent_cells import labels_by_method
from benchmarks.planted_cells import NOBODY, Planted, planted
from benchmarks.sample_truth import SAMPLE, align
from benchmarks.worked_mission import Tables
from fusion.networks import STAGE
from fusion.networks.body import Body
from fusion.networks.cells import MOST_ROWS, consensus, grouped
from fusion.networks.reading import read_evidence
from fusion.networks.scene import scene_of, tellings_of
from fusion.networks.weights import LEAST_TELLING
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.stage import Run
from fusion.store import Published

SEEDS = range(1000, 1100)


def rows(_data: Path | None) -> list[Row]:
    """Mean ARI by method, how often structure is seen where it is and where it is not."""
    plots = [planted(seed) for seed in SEEDS]
    started = time.process_time()
    shown = [grouped(plot.scene, seed) for seed, plot in zip(SEEDS, plots, strict=True)]
    spent = (time.process_time() - started) / len(plots)
    index: dict[str, list[float]] = defaultdict(list)
    for plot, parted, seed in zip(plots, shown, SEEDS, strict=True):
        found = consensus(plot.scene, np.random.default_rng(seed))[0].tolist()
        index["the product's, without its test against chance"].append(_ari(plot, found))
        if parted is not None:
            index["the product's, where it shows cells"].append(_ari(plot, parted[0].tolist()))
        for name, label in labels_by_method(plot.scene.presence, plot.scene.nearness).items():
            index[name].append(_ari(plot, label))
    alone = [grouped(planted(seed, n_cells=1).scene, seed) is not None for seed in SEEDS]
    return [
        Row("planted cells: shown where there are two to six", "–",
            f"{sum(p is not None for p in shown)} of {len(plots)}, {1000 * spent:.0f} ms of "
            "processor each", None),
        Row("planted cells: shown where there is one cell and its co-ordinators", "≤ 10",
            f"{sum(alone)} of {len(alone)}", sum(alone) <= len(alone) / 10),
        *(Row(f"planted cells: {name}", "–",
              f"ARI {np.mean(found):.3f} over {len(found)} plots", None)
          for name, found in sorted(index.items(), key=lambda item: -float(np.mean(item[1])))),
        *_sample(),
    ]  # fmt: skip


def _sample() -> list[Row]:
    """The incidents of all planted networks of the sample mission as one body."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    start = dt.datetime.combine(mission.profile.first_monday, dt.time(), dt.UTC)
    run = Run(mission.profile, start + dt.timedelta(weeks=26), 1)
    evidence = read_evidence({name: tables[name] for name in STAGE.reads}, run)
    network = _networks(tables)
    rows = tuple(n for n, name in enumerate(evidence.incident_ids) if name in network)
    body = Body(evidence, rows, evidence.n_weeks)
    told = tellings_of(body, MOST_ROWS)
    truth = [network[evidence.incident_ids[row]] for row, _ in told]
    telling = evidence.telling_of
    actors = sorted(a for a in body.rows_of_actor if telling[a] >= LEAST_TELLING)
    scene = scene_of(body, told, actors)
    found = {"the product's": consensus(scene, np.random.default_rng(run.seed))[0].tolist()}
    found |= labels_by_method(scene.presence, scene.nearness)
    return [
        Row(f"cells, the sample's networks as one plot: {name}", "–",
            f"ARI {adjusted_rand_score(truth, label):.3f} over {len(told)} tellings of {len(rows)} "
            "incidents, "
            f"{len(set(label))} groups of {len(set(truth))}", None)
        for name, label in found.items()
    ]  # fmt: skip


def _networks(tables: Tables) -> dict[str, str]:
    """Planted network of an incident or background account: that of most of its reports."""
    truth = align(tables)
    account = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    incident = {r["account_id"]: r["incident_id"] for r in tables["incident_account"].to_pylist()}
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for row in truth.reports:
        if row["report_key"] in truth.found and row["networks"].startswith("N"):
            name = account[truth.found[row["report_key"]]]
            told[incident.get(name, name)].update(
                {part.removesuffix("B") for part in row["networks"].split(";")}
            )
    return {name: min(found, key=lambda n: (-found[n], n)) for name, found in told.items()}


def _ari(plot: Planted, label: list[int]) -> float:
    inside = [n for n, cell in enumerate(plot.truth) if cell != NOBODY]
    return float(adjusted_rand_score([plot.truth[n] for n in inside], [label[n] for n in inside]))
