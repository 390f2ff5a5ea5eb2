"""Fellegi-Sunter scores of candidate pairs: weights learned without labels, stored in models/."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fusion.incidents.content import Index
from fusion.incidents.likeness import Likeness
from fusion.incidents.records import measured, records
from fusion.incidents.tellings import Telling
from fusion.store import query

LEVELS = Path(__file__).with_name("levels.sql")
WEIGHTS = Path(__file__).parents[2] / "models" / "incident_linkage.json"
UNKNOWN = "unknown"
# One comparison may not decide alone, whatever it was learned from: bits are capped.
CAP_BITS = 8.0
FEWEST = 8  # candidates: of fewer, none is likelier to match


@dataclass(frozen=True)
class Weights:
    """Bits of evidence by (comparison, level), and the prior of a candidate pair in bits."""

    version: str
    siblings: float
    bits: dict[tuple[str, str], float]

    def prior_bits(self, n_accounts: int, n_pairs: int) -> float:
        """Bits of a candidate pair before any evidence.

        True pairs grow with the accounts, candidates with how crowded area and weeks are: the
        prior is the number of siblings that an account is expected to have, over the number of
        its candidates.
        """
        candidates = 2 * n_pairs / max(n_accounts, 1)
        chance = min(self.siblings / max(candidates, FEWEST), 0.5)
        return float(np.log2(chance / (1 - chance)))

    @property
    def comparisons(self) -> tuple[str, ...]:
        """Names of the comparisons, in order."""
        return tuple(dict.fromkeys(name for name, _ in self.bits))


@dataclass(frozen=True)
class Link:
    """A scored pair of tellings (by number), with the evidence that makes up its bits."""

    first: int
    second: int
    bits: float
    waterfall: tuple[tuple[str, str, float], ...]

    @property
    def probability(self) -> float:
        """Of one incident, 0-1."""
        return float(1 / (1 + 2.0**-self.bits))


@cache
def read_weights(path: Path = WEIGHTS) -> Weights:
    """The weights at `path`: log2(m/u) of each level; a level without evidence has none.

    Comparisons that see the same thing (actors, rare details, meaning all rise with a shared
    name) are damped, since Fellegi-Sunter takes them for independent.
    """
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    bits = {}
    for comparison, levels in raw["comparisons"].items():
        damping = raw["damping"].get(comparison, 1.0)
        for level, chance in levels.items():
            value = float(np.log2(chance["m"] / chance["u"]))
            bits[comparison, level] = float(np.clip(value, -CAP_BITS, CAP_BITS)) * damping
    return Weights(str(raw["version"]), float(raw["siblings"]), bits)


def score(
    tellings: list[Telling],
    pairs: tuple[Index, Index],
    like: Likeness,
    weights: Weights,
) -> list[Link]:
    """Each candidate pair with its bits and waterfall, in order of the pairs."""
    if not len(pairs[0]):
        return []
    number = {t.account_id: i for i, t in enumerate(tellings)}
    table = levels(tellings, pairs, like)
    prior = round(weights.prior_bits(len(tellings), len(pairs[0])), 2)
    links = []
    for row in table.to_pylist():
        steps = [("prior", "", prior)]
        for comparison in weights.comparisons:
            level = row[comparison]
            if level != UNKNOWN:
                steps.append(
                    (comparison, level, round(weights.bits.get((comparison, level), 0), 2))
                )
        ends = sorted((number[row["account_a"]], number[row["account_b"]]))
        total = round(sum(bits for _, _, bits in steps), 2)
        links.append(Link(ends[0], ends[1], total, tuple(steps)))
    return sorted(links, key=lambda link: (link.first, link.second))


def levels(tellings: list[Telling], pairs: tuple[Index, Index], like: Likeness) -> pa.Table:
    """The level of every comparison for every pair, as levels.sql says."""
    pair = pa.table({"first": pairs[0], "second": pairs[1], **measured(tellings, pairs, like)})
    return query(LEVELS, telling=records(tellings), pair=pair)
