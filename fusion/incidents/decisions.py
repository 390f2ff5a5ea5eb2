"""What analysts decided about accounts, origins and incidents: it outranks every score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from fusion.incidents.tellings import Telling
from fusion.stage import Inputs
from fusion.terms.identifiers import identifier

Pair = tuple[int, int]


@dataclass
class Decided:
    """Pairs of telling numbers, by what was decided; grades by incident identifier."""

    one_incident: set[Pair] = field(default_factory=set)
    other_incident: set[Pair] = field(default_factory=set)
    one_origin: set[Pair] = field(default_factory=set)
    other_origin: set[Pair] = field(default_factory=set)
    grades: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_decisions(inputs: Inputs, tellings: list[Telling]) -> Decided:
    """The decisions on what is here; the last one on a pair holds.

    A pair may be named by reports, accounts, origins or incidents. Identifiers of origins and
    incidents come from their founding account, so that each leads back to it. A pair of origins
    settles the origin alone; any other pair settles the incident, and 'different' accounts also
    have different origins.
    """
    decided = Decided()
    number_of = _numbers(inputs, tellings)
    verdicts: dict[tuple[bool, Pair], str] = {}
    for row in _in_order(inputs["decision"]):
        if row["kind"] == "grade" and row["value"]:
            decided.grades[row["subject_id"]] = (row["value"].strip(), row["reason"])
        ends = number_of.get(row["subject_id"]), number_of.get(row["object_id"] or "")
        if row["kind"] not in ("same", "different") or ends[0] is None or ends[1] is None:
            continue
        pair = (min(ends[0], ends[1]), max(ends[0], ends[1]))
        is_origin = row["subject_id"].startswith("ORI-")
        if pair[0] != pair[1]:
            verdicts[is_origin, pair] = row["kind"]
    for (is_origin, pair), kind in verdicts.items():
        if is_origin:
            (decided.one_origin if kind == "same" else decided.other_origin).add(pair)
        elif kind == "same":
            decided.one_incident.add(pair)
        else:
            decided.other_incident.add(pair)
            decided.other_origin.add(pair)
    return decided


def _in_order(decision: pa.Table) -> Iterator[dict[str, str]]:
    rows = decision.to_pylist()
    yield from sorted(rows, key=lambda r: (r["sequence"], r["decision_id"]))


def _numbers(inputs: Inputs, tellings: list[Telling]) -> dict[str, int]:
    number_of: dict[str, int] = {}
    for telling in tellings:
        number_of[telling.account_id] = telling.order
        number_of[identifier("incident", telling.account_id)] = telling.order
        number_of[identifier("origin", telling.account_id)] = telling.order
    for row in inputs["account_report"].to_pylist():
        if row["account_id"] in number_of:
            number_of[row["report_id"]] = number_of[row["account_id"]]
    return number_of
