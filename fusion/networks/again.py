"""Blocks that are done again: read in portions, worked out by as many processes as pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import joblib
import numpy as np
import pyarrow as pa

from fusion.networks.blocks import Ints
from fusion.networks.carried import named_blocks, ruled_blocks
from fusion.networks.coverage import source_sides
from fusion.networks.decisions import Rulings
from fusion.networks.judged import Found, Portion, awake, results_of
from fusion.networks.prints import Prints
from fusion.networks.reading import read_evidence
from fusion.networks.record import Record
from fusion.stage import Inputs, Run

# Tellings that are read at once: memory does not grow with the record.
PORTION = 20_000
# Tellings done again from which processes pay: a thousand take two seconds, and so does the start
# of a process.
WORTH_PROCESSES = 2_000
LARGE = 200_000  # accounts that take longer to read than processes take to start
MOST_AT_ONCE = 8  # each holds a portion, half a gigabyte


@dataclass(frozen=True)
class Again:
    """What is wanted: the record with its prints, and the decisions in force."""

    inputs: Inputs
    run: Run
    record: Record
    prints: Prints
    rulings: Rulings

    def portions(self, touched: Ints) -> Iterator[dict[str, pa.Table]]:
        """Results of these blocks; where several processes work, they have begun on return.

        Blocks know nothing of each other, unless an analyst's decision joins them: those that one
        speaks of are done together, after the others.
        """
        ruled = np.intersect1d(touched, ruled_blocks(self.inputs, self.record, self.rulings))
        free = np.setdiff1d(touched, ruled)
        size = np.bincount(self.record.blocks[0])[free] if len(free) else free
        n_processes = _at_once() if size.sum() >= WORTH_PROCESSES else 1
        shares = shared_out(free, size, n_processes)
        return self._gathered(shares, self._worked_out(shares, n_processes), ruled)

    def _worked_out(self, shares: list[Ints], n_processes: int) -> Iterator[Found]:
        if n_processes < 2:
            return (results_of(self._read(share, self.run)) for share in shares)
        # Whoever follows the progress of the run stays in this process.
        run = Run(self.run.profile, self.run.as_of, self.run.seed)
        found: Iterator[Found] = joblib.Parallel(n_processes, return_as="generator")(
            joblib.delayed(results_of)(self._read(share, run)) for share in shares
        )
        return found

    def _gathered(
        self, shares: list[Ints], worked_out: Iterator[Found], ruled: Ints
    ) -> Iterator[dict[str, pa.Table]]:
        for number, (share, (tables, decided)) in enumerate(zip(shares, worked_out, strict=True)):
            self.run.on_progress("blocks done again", number + 1, len(shares))
            if len(decided):
                ruled = np.union1d(ruled, decided)
                yield results_of(
                    self._read(np.setdiff1d(share, decided), self.run, is_settled=True)
                )[0]
            else:
                yield tables
        if len(ruled):
            yield results_of(self._read(ruled, self.run, is_settled=True))[0]

    def _read(self, blocks: Ints, run: Run, *, is_settled: bool = False) -> Portion:
        """What is told in these blocks."""
        added = {name for _, name in self.rulings.added}
        evidence = read_evidence(self.inputs, run, self.record, blocks, added)
        ids = pa.chunked_array([pa.array(evidence.incident_ids, pa.string())])
        accounts = {a for found in evidence.origins for o in found for a in o.account_ids}
        where = np.searchsorted(self.prints.blocks, blocks)
        return Portion(
            evidence=evidence,
            rulings=self.rulings,
            prints=dict(zip(blocks.tolist(), self.prints.prints[where].tolist(), strict=True)),
            block_of_row=self.record.blocks[0][self.record.rows_of(ids)],
            sides=source_sides(self.inputs, run, accounts),
            named=self._named,
            is_settled=is_settled,
        )

    @cached_property
    def _named(self) -> frozenset[int]:
        return frozenset(named_blocks(self.record, self.rulings).tolist())


def woken(n_accounts: int) -> Iterator[None]:
    """Begins to start the processes that a large record needs; when exhausted, they are there."""
    n_processes = _at_once() if n_accounts >= LARGE else 1
    if n_processes < 2:
        return iter(())
    found: Iterator[None] = joblib.Parallel(n_processes, return_as="generator")(
        joblib.delayed(awake)() for _ in range(n_processes)
    )
    return found


def _at_once() -> int:
    return min(int(joblib.cpu_count()), MOST_AT_ONCE)


def shared_out(blocks: Ints, size: Ints, n_processes: int) -> list[Ints]:
    """The blocks in shares of PORTION tellings at most, but for a block that is larger, and as
    many as there are processes."""
    least = min(PORTION, -(-int(size.sum()) // n_processes)) if len(blocks) else PORTION
    number = (np.cumsum(size) - size) // max(1, least)
    return [blocks[number == n] for n in np.unique(number).tolist()]
