"""Two published versions of the same events: which note is the revision of which.

`fusion bench revisions --data DIR`: DIR holds incidents/mali_event_revisions.csv. Both versions of
all events are reports; only events whose note was changed are scored. `fusion.accounts.revisions`
answers; its threshold is chosen on the other folds of events.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz.fuzz import token_sort_ratio

from fusion.accounts.revisions import Revisions, revisions
from fusion.pipeline.bench import Row

FOLDS = 5
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
REWRITTEN = 80  # per cent of the letters in order, words sorted: below it a note was rewritten
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Notes:
    """Old and new note of each event with the day, and which were changed or rewritten."""

    old: pa.Array
    new: pa.Array
    old_day: npt.NDArray[np.int64]
    new_day: npt.NDArray[np.int64]
    changed: Flags
    rewritten: Flags


def rows(data: Path | None) -> list[Row]:
    """Measured rows; says that the set is absent where it is."""
    path = (data or Path()) / "incidents" / "mali_event_revisions.csv"
    if data is None or not path.is_file():
        return [Row("revisions: two versions of one event", "–", f"absent: {path.name}", None)]
    notes = read(path)
    fold = np.random.default_rng(3).permutation(len(notes.old)) % FOLDS
    found = [revisions(notes.old, notes.new, notes.old_day, notes.new_day, t) for t in THRESHOLDS]
    counts = np.zeros((2, 3), np.int64)
    for held_out in range(FOLDS):
        others, own = notes.changed & (fold != held_out), fold == held_out
        best = max(range(len(THRESHOLDS)), key=lambda i: f1([_counts(found[i], others)]))
        for number, kind in enumerate((notes.changed, notes.rewritten)):
            counts[number] += _counts(found[best], kind & own)
    changed, rewritten = f1([counts[0]]), f1([counts[1]])
    return [
        Row("revisions: changed notes find each other, threshold from other events", "F1 ≥ 0.96",
            f"F1 {changed:.3f} ({int(notes.changed.sum())} events)", changed >= 0.96),
        Row("revisions: really rewritten notes", "F1 ≥ 0.90",
            f"F1 {rewritten:.3f} ({int(notes.rewritten.sum())} events)", rewritten >= 0.90),
    ]  # fmt: skip


def read(path: Path) -> Notes:
    """The two versions of each event."""
    with path.open(encoding="utf-8") as file:
        held = list(csv.DictReader(file))
    old, new = ([row[f"notes_{year}"] for row in held] for year in ("2020", "2021"))
    changed = np.array([a != b for a, b in zip(old, new, strict=True)])
    alike = np.array([token_sort_ratio(a, b) for a, b in zip(old, new, strict=True)])
    days = [dt.date.fromisoformat(row["event_date_2020"]) for row in held]
    later = [dt.datetime.strptime(row["event_date_2021"] + " +0000", "%d %B %Y %z").date()
             for row in held]  # fmt: skip
    return Notes(
        pa.array(old), pa.array(new), np.array([d.toordinal() for d in days]),
        np.array([d.toordinal() for d in later]), changed, changed & (alike < REWRITTEN),
    )  # fmt: skip


def _counts(found: Revisions, scored: Flags) -> npt.NDArray[np.int64]:
    """(right, said, wanted) of the pairs that touch a scored event."""
    touching = scored[found.first] | scored[found.second]
    right = touching & (found.first == found.second)
    return np.array([right.sum(), touching.sum(), scored.sum()], np.int64)


def f1(counts: Sequence[npt.NDArray[np.int64]]) -> float:
    """F1 over summed counts."""
    right, said, wanted = np.sum(counts, axis=0).tolist()
    return 2 * right / max(said + wanted, 1)


__all__ = ["f1", "read", "rows"]
