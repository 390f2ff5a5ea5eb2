"""What analysts decided about actors: same, different, names; the latest word on a pair counts."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

Pair = tuple[str, str]


class Decided(NamedTuple):
    """Pairs of actor ids that are one or are not, names given to actors, and pairs of mentions of
    one name that mean two."""

    same: list[Pair]
    different: list[Pair]
    renamed: dict[str, str]
    namesakes: list[Pair]


def decided(decisions: pa.Table) -> Decided:
    """The standing decisions about actors; 'reopen' on a pair takes it back to the machine."""
    verdict: dict[Pair, str] = {}
    renamed: dict[str, str] = {}
    for row in sorted(decisions.to_pylist(), key=lambda r: (r["sequence"], r["decision_id"])):
        one, two, kind = row["subject_id"], row["object_id"], row["kind"]
        if kind == "rename" and row["value"] and one.startswith("ACT-"):
            renamed[one] = row["value"]
        if not two or (one[:4], two[:4]) not in (("ACT-", "ACT-"), ("MEN-", "MEN-")):
            continue
        pair = (min(one, two), max(one, two))
        if kind in ("same", "merge"):
            verdict[pair] = "same"
        elif kind in ("different", "split"):
            verdict[pair] = "different"
        elif kind == "reopen":
            verdict.pop(pair, None)
    different = sorted(pair for pair, said in verdict.items() if said == "different")
    return Decided(
        sorted(pair for pair, said in verdict.items() if said == "same"),
        [pair for pair in different if pair[0].startswith("ACT-")],
        renamed,
        [pair for pair in different if pair[0].startswith("MEN-")],
    )
