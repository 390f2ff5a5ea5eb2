"""News texts of one event (ECB+): documents grouped by sub-topic, near-miss events in one pool.

Scored by B-cubed F1 in cross-validation by topic: vocabulary, neighbours and border
are chosen on the other topics, the documents of the held-out one are scored among all documents.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
from defusedxml.ElementTree import parse

from fusion.incidents.documents import (
    NEIGHBOURS,
    SAME_EVENT,
    alike,
    cut,
    group_texts,
    scaled,
    supported,
    tree,
)
from fusion.pipeline.bench import Row

SET = "ecbplus"
BAR = 0.94
BORDERS = np.round(np.arange(0.06, 1.2, 0.02), 2)
TRIED_NEIGHBOURS = (6, 8, 10)
TRIED_SHARES = (0.2, 1.0)
Labels = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def rows(data: Path | None) -> list[Row]:
    """Measured rows; says that the set is absent where it is."""
    folder = data / SET if data is not None and (data / SET).is_dir() else data
    files = sorted(folder.glob("*/*_*ecb*.xml")) if folder is not None else []
    if not files:
        return [Row("ecb: documents of one event", f"B-cubed F1 ≥ {BAR}", "data set absent", None)]
    topics, events, texts = zip(*(_document(path) for path in files), strict=True)
    topic, event = np.unique(topics, return_inverse=True)[1], np.array(events)
    plain = {share: alike(texts, share) for share in TRIED_SHARES}
    of_words = _cross_validated([_cuts(likeness) for likeness in plain.values()], topic, event)
    near = [(scaled(likeness, k), k) for likeness in plain.values() for k in TRIED_NEIGHBOURS]
    of_scaled = _cross_validated([_cuts(likeness) for likeness, _ in near], topic, event)
    of_supported = _cross_validated([_cuts(supported(*one)) for one in near], topic, event)
    fixed = _b_cubed(group_texts(texts), event, np.ones(len(event), bool))
    return [
        Row("ecb: baseline, TF-IDF and average linkage", "–", _said(of_words), None),
        Row("ecb: scaled by the neighbourhood, neighbours in common not counted", "–",
            _said(of_scaled), None),
        Row("ecb: documents of one event", f"B-cubed F1 ≥ {BAR}",
            f"{_said(of_supported)}, {len(event)} documents", bool(of_supported[2] >= BAR)),
        Row(f"ecb: the same as shipped ({NEIGHBOURS} neighbours, {SAME_EVENT})", "–",
            _said(fixed), None),
    ]  # fmt: skip


def _document(path: Path) -> tuple[str, str, str]:
    """(topic, sub-topic, text). The first line of an ecbplus file is its URL: dropped."""
    topic, kind = re.fullmatch(r"(\d+)_\d+(ecb(?:plus)?)", path.stem).groups()  # type: ignore[union-attr]
    tokens = [(t.get("sentence"), t.text or "") for t in parse(path).getroot().iter("token")]
    if kind == "ecbplus" and tokens and tokens[0][1].lower() == "http":
        tokens = [t for t in tokens if t[0] != tokens[0][0]]
    return topic, topic + kind, " ".join(word for _, word in tokens)


def _cuts(likeness: npt.NDArray[np.float64]) -> dict[float, Labels]:
    built = tree(likeness)
    return {float(border): cut(built, float(border)) for border in BORDERS}


def _cross_validated(
    found: list[dict[float, Labels]], topic: Labels, event: npt.NDArray[np.str_]
) -> tuple[float, float, float]:
    """(precision, recall, F1) of the documents of all held-out topics together."""
    precision = recall = 0.0
    for one in np.unique(topic):
        held = topic == one
        best = max(
            (labels for cuts in found for labels in cuts.values()),
            key=lambda labels: _b_cubed(labels, event, ~held)[2],
        )
        p, r, _ = _b_cubed(best, event, held)
        precision, recall = precision + p * held.sum(), recall + r * held.sum()
    precision, recall = precision / len(topic), recall / len(topic)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _b_cubed(
    labels: Labels, event: npt.NDArray[np.str_], scored: Flags
) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of the `scored` documents among all of them."""
    kinds = np.unique(event, return_inverse=True)[1]
    both = labels * (int(kinds.max()) + 1) + kinds
    size = [
        np.unique(x, return_inverse=True, return_counts=True)[1:] for x in (labels, kinds, both)
    ]
    n_label, n_event, n_both = (counts[inverse][scored] for inverse, counts in size)
    precision, recall = float((n_both / n_label).mean()), float((n_both / n_event).mean())
    return precision, recall, 2 * precision * recall / (precision + recall)


def _said(score: tuple[float, float, float]) -> str:
    return f"F1 {score[2]:.3f} (precision {score[0]:.3f}, recall {score[1]:.3f})"
