"""What the whole record is usually like: a few figures in bands, so that one report moves none.

A hypothesis is weighed against the rest of the record: how often accounts speak of votes, how often
two incidents share an actor by chance. Counted exactly and anew, each report anywhere would move
every hypothesis a little and rewrite its past. So these figures come from a sample, in bands, and
from the record as it stood when its age in weeks last doubled.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, fields
from functools import cached_property
from math import log2

import numpy as np
from numpy.typing import NDArray

from fusion.networks.cues import Cues

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Accounts and incidents whose identifiers come first: identifiers are hashes, so this is a sample.
SAMPLE = 1000
LEAST_OTHERS = 20  # accounts from which the usual share of a cue is taken
STEPS = 2  # bands of a share: two to each doubling
COSINE_BAND = 1 / 16
CUES = tuple(f.name for f in fields(Cues))
# Actors by the incidents that name them: in fewer than 4, in fewer than 16, in more.
CLASSES = (4, 16)


@dataclass(frozen=True)
class Pool:
    """Actors as a deal would draw them: share of entries in each class, and actors in it."""

    n_incidents: int
    share: tuple[float, ...]
    n_actors: tuple[float, ...]


@dataclass(frozen=True)
class Common:
    """Figures of the whole record: cues of the sampled accounts, actors to deal, mean cosine.

    `pools` holds one pool for each country and one for all, under "".
    """

    cues: Mapping[str, Cues] = field(default_factory=dict)
    is_whole: bool = True
    pools: Mapping[str, Pool] = field(default_factory=dict)
    usual_cosine: float = 0.0

    def usual_share(self, cue: str, without: Set[str]) -> float:
        """Share of accounts that hold a cue, in bands; in a small record those of others only."""
        left_out = self.cues.keys() & without if self.is_whole else frozenset[str]()
        n = len(self.cues) - len(left_out)
        if n < LEAST_OTHERS:
            return 0.0
        held = self.n_holding[cue] - sum(getattr(self.cues[a], cue) for a in left_out)
        return banded(held / n)

    @cached_property
    def n_holding(self) -> dict[str, int]:
        """Sampled accounts that hold each cue."""
        return {cue: sum(getattr(c, cue) for c in self.cues.values()) for cue in CUES}

    @property
    def print(self) -> tuple[object, ...]:
        """Everything here that a result may depend on beside a body's own accounts."""
        held = list(self.n_holding.values())
        # A small record is weighed exactly; all of it is done again, which costs little.
        n = len(self.cues) if self.is_whole else -1
        shares = held if self.is_whole else [banded(h / max(1, len(self.cues))) for h in held]
        pools = [(k, p.n_incidents, p.share, p.n_actors) for k, p in sorted(self.pools.items())]
        return n, shares, pools, self.usual_cosine


def checkpoint(week: int) -> int:
    """The week whose record tells what is usual in `week`: the last power of two, or 0."""
    return 1 << (week.bit_length() - 1) if week > 0 else 0


def banded(value: float) -> float:
    """The nearest power of the square root of two; 0 stays 0."""
    return float(2 ** (round(STEPS * log2(value)) / STEPS)) if value > 0 else 0.0


def pools_of(entry_row: Ints, entry_actor: Ints, country: Mapping[str, Flags]) -> dict[str, Pool]:
    """A pool for every name in `country`, which flags the rows that lie in it."""
    return {
        name: _pool(entry_actor[inside[entry_row]], inside)
        for name, inside in sorted(country.items())
    }


def _pool(actors: Ints, inside: Flags) -> Pool:
    degree = np.bincount(actors)
    degree = degree[degree > 0]
    kind = np.searchsorted(CLASSES, degree, side="right")
    entries = np.bincount(kind, weights=degree, minlength=len(CLASSES) + 1)
    eighths = np.round(8 * entries / max(1, entries.sum())) / 8
    share = eighths / max(eighths.sum(), 1e-9)
    counts = np.bincount(kind, minlength=len(CLASSES) + 1)
    # To the nearest power of four: chance is judged to the order of magnitude.
    n_actors = [float(4 ** round(log2(max(1, n)) / 2)) for n in counts]
    n_rows = int(np.count_nonzero(inside))
    return Pool(1 << (n_rows.bit_length() - 1) if n_rows else 0, tuple(share.tolist()),
                tuple(n_actors))  # fmt: skip


def usual_cosine(vectors: NDArray[np.float64]) -> float:
    """Mean cosine of any two of these unit vectors (n, d), in bands; 0 where there are none."""
    if not len(vectors):
        return 0.0
    mean = vectors.mean(axis=0)
    return round(float(mean @ mean) / COSINE_BAND) * COSINE_BAND


NOTHING = Common(pools={"": Pool(0, (1.0,), (1.0,))})
