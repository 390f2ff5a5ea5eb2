"""What analysts decided about reports: the same telling, different ones, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

Edge = tuple[int, int]


@dataclass(frozen=True)
class Decided:
    """Pairs of reports by their number in order of arrival, and withdrawn identifiers."""

    same: tuple[Edge, ...]
    different: frozenset[Edge]
    withdrawn_ids: frozenset[str]


def read_decisions(decision: pa.Table, number_of: Mapping[str, int]) -> Decided:
    """Decisions on reports that are here; the last decision on a pair or report holds.

    Pairs of incidents or accounts are not decided here: the incidents room reads them.
    """
    verdicts: dict[Edge, str] = {}
    withdrawn: dict[str, bool] = {}
    for row in sorted(decision.to_pylist(), key=lambda r: (r["sequence"], r["decision_id"])):
        subject, other = row["subject_id"], row["object_id"]
        if row["kind"] in ("same", "different") and subject in number_of and other in number_of:
            a, b = sorted((number_of[subject], number_of[other]))
            if a != b:
                verdicts[(a, b)] = row["kind"]
        elif row["kind"] in ("withdraw", "reopen"):
            withdrawn[subject] = row["kind"] == "withdraw"
    return Decided(
        same=tuple(sorted(pair for pair, kind in verdicts.items() if kind == "same")),
        different=frozenset(pair for pair, kind in verdicts.items() if kind == "different"),
        withdrawn_ids=frozenset(key for key, is_gone in withdrawn.items() if is_gone),
    )
