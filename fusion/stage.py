"""What a stage is: tables in, tables out, and counts that add up.

A stage is a pure function. The clock, the seed and the settings come in with the Run; nothing
is read from the environment. The pipeline knows the order, reads the inputs from the store and
commits the outputs with their ledger row in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from fusion.profile import Profile

Inputs = Mapping[str, pa.Table]
Progress = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _total: int) -> None:
    return None


@dataclass(frozen=True)
class Run:
    """What every stage of one run shares. `as_of` is an aware UTC time: nothing later is known."""

    profile: Profile
    as_of: dt.datetime
    seed: int
    on_progress: Progress = _silent


@dataclass(frozen=True)
class Flow:
    """Counts of one stage in its unit: n_in = n_out + n_quarantined + n_set_aside."""

    unit: str
    n_in: int
    n_out: int
    n_quarantined: int = 0
    n_set_aside: int = 0

    @property
    def adds_up(self) -> bool:
        """Nothing was lost."""
        return self.n_in == self.n_out + self.n_quarantined + self.n_set_aside


@dataclass(frozen=True)
class Output:
    """What a stage hands over: conformed tables by name, and its counts."""

    tables: dict[str, pa.Table]
    flow: Flow
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """A stage as its room declares it. `version` changes when its results may change."""

    name: str
    version: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    function: Callable[[Inputs, Run], Output]
    is_per_row: bool = False
