"""Cells of invented plots: the product's own, and other ways beside them on the same plots.

Seeds below 100 were for choosing; what is printed is measured on seeds from 1000 on. Documents of
nobody's cell are seen by all methods and left out of the score.
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.crescent_cells import labels_by_method
from benchmarks.planted_cells import NOBODY, Planted, planted
from fusion.networks.cells import consensus, grouped
from fusion.pipeline.bench import Row

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
    ]  # fmt: skip


def _ari(plot: Planted, label: list[int]) -> float:
    inside = [n for n, cell in enumerate(plot.truth) if cell != NOBODY]
    return float(adjusted_rand_score([plot.truth[n] for n in inside], [label[n] for n in inside]))
