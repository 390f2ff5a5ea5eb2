"""The sample mission's truth tables, and which published report each truth row is."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

SAMPLE = Path(__file__).parent.parent / "sample_reports"
# Relations in which the report is the same telling as the one it is of.
SAME_TELLING = {"exact_copy", "reformatted_copy", "truncated_copy", "update"}
Pairs = set[frozenset[str]]


@dataclass(frozen=True)
class Truth:
    """Truth tables as rows, and published report ids by report key where the anchor was found."""

    tables: dict[str, list[dict[str, str]]]
    found: dict[str, str]

    @property
    def reports(self) -> list[dict[str, str]]:
        """Rows of truth/report of all components."""
        return self.tables["report"]


def read_truth(folder: Path = SAMPLE / "truth") -> dict[str, list[dict[str, str]]]:
    """All truth tables by name; those kept per component (report, mention) put together."""
    tables = {path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))}
    for name in ("report", "mention"):
        parts = sorted((folder / name).glob("*.csv"))
        tables[name] = [row for path in parts for row in _rows(path)]
    return tables


def align(published: Mapping[str, pa.Table]) -> Truth:
    """Find each truth row's report by its anchor, in the document that the row names.

    Read reports that validation holds are not published and so not found: that is a miss.
    """
    truth = read_truth()
    files = {row["file"] for row in truth["report"]}
    by_path: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in published["report"].to_pylist():
        by_path[file_of(row["path"], files)].append(row)
    found = {}
    for row in truth["report"]:
        anchor = squeeze(row["anchor"])
        hits = [r for r in by_path[row["file"]] if anchor in squeeze(r["text"])]
        if hits:
            found[row["report_key"]] = min(hits, key=lambda r: len(r["text"]))["report_id"]
    return Truth(truth, found)


def file_of(path: str, files: set[str]) -> str:
    """The file in the inbox that a document is, or is attached to."""
    while path not in files and "/" in path:
        path = path.rpartition("/")[0]
    return path


def squeeze(text: str) -> str:
    """Letters and digits only, composed and case-folded: layout must not decide a match."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def pairs(groups: Mapping[str, Iterable[str]]) -> Pairs:
    """All pairs that stand in one group."""
    return {
        frozenset(pair) for members in groups.values() for pair in combinations(set(members), 2)
    }


def precision_recall(said: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs; 1.0 where nothing was said, 0.0 where nothing found."""
    hits = len(said & true)
    precision = hits / len(said) if said else 1.0
    recall = hits / len(true) if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def groups_by(rows: Iterable[Mapping[str, str]], key: str, value: str) -> dict[str, set[str]]:
    """Values grouped by a non-empty key."""
    grouped: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row[key]:
            grouped[row[key]].add(row[value])
    return grouped


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
