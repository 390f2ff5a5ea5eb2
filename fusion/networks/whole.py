"""What can only be said of all hypotheses together, and what is kept of each block."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.blocks import Ints
from fusion.networks.clusters import Members
from fusion.networks.decisions import Rulings

OUT = ("merged_into", "rejected")


def with_bridges(member: pa.Table, hypothesis: pa.Table) -> pa.Table:
    """Members with `is_bridge`: who stands in two hypotheses or more that stand themselves."""
    out = pc.is_in(hypothesis["status"], value_set=pa.array(OUT))
    gone = hypothesis.filter(out)["hypothesis_id"].combine_chunks()
    standing = member.filter(pc.invert(pc.is_in(member["hypothesis_id"], value_set=gone)))
    seats = standing.group_by(["hypothesis_id", "actor_id"]).aggregate([])
    seats = seats.group_by("actor_id").aggregate([([], "count_all")])
    several = seats.filter(pc.greater(seats["count_all"], 1))["actor_id"].combine_chunks()
    at = member.column_names.index("is_bridge")
    is_bridge = pc.is_in(member["actor_id"], value_set=several)
    return member.set_column(at, member.schema.field("is_bridge"), is_bridge)


def block_rows(
    prints: Mapping[int, int],
    block_of_row: Ints,
    rulings: Rulings,
    born: Mapping[str, Members],
    named: Set[int],
) -> list[dict[str, Any]]:
    """What is kept of each block: its print and the hypotheses founded in it.

    `born` gives rows of the evidence by hypothesis, `named` are blocks that decisions name.
    """
    names: dict[int, list[str]] = {}
    ruled = set(named)
    decided = rulings.hypotheses()
    for name, rows in born.items():
        names.setdefault(int(block_of_row[rows[0]]), []).append(name)
        if name in decided:
            ruled |= set(block_of_row[list(rows)].tolist())
    return [
        {
            "print": found,
            "hypothesis_ids": sorted(names.get(number, [])),
            "is_ruled": number in ruled,
        }
        for number, found in sorted(prints.items())
    ]
