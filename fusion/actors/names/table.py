"""Many names as arrays: their parts by number, and which parts of two names are one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fusion.actors.names.likeness import Likeness, Numbers, Parts, Reals
from fusion.actors.names.parse import MAX_PARTS, Name, Part, is_full

KUNYA_WEIGHT = 0.5  # a kunya is chosen, and shared by many
_PLACES = np.arange(MAX_PARTS)
# A hair's breadth for the same place in both names, so that ties fall in order.
_NEARNESS = 1 - 0.001 * np.abs(_PLACES[:, None] - _PLACES[None, :])


class Aligned:
    """Pairs of names with the parts that are one: pair, place in either name, likeness, edits."""

    def __init__(self, n_pairs: int, cells: Numbers, found: Likeness) -> None:
        self.n_pairs = n_pairs
        self.pair, rest = np.divmod(cells, MAX_PARTS * MAX_PARTS)
        self.one, self.two = np.divmod(rest, MAX_PARTS)
        self.found = found

    def total(self, values: Reals) -> Reals:
        """Sum by pair of a value per aligned couple of parts."""
        sums = np.bincount(self.pair, weights=values, minlength=self.n_pairs)
        return np.asarray(sums, dtype=np.float64)

    def most(self, values: Reals) -> Reals:
        """Greatest by pair of a value per aligned couple of parts; 0 where nothing is aligned."""
        out = np.zeros(self.n_pairs)
        np.maximum.at(out, self.pair, values)
        return out

    def hits(self, side: Numbers) -> NDArray[np.bool_]:
        """pairs × places: whether the part at that place of one side has a counterpart."""
        out = np.zeros((self.n_pairs, MAX_PARTS), dtype=bool)
        out[self.pair, side] = True
        return out


class Table:
    """Names as rows of part numbers (-1 where there is none), with what each name is."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        parts: list[Part] = []
        numbers: dict[int, int] = {}
        rows: list[list[int]] = []
        for name in names:
            row = []
            for part in name.parts:
                if id(part) not in numbers:
                    numbers[id(part)] = len(parts)
                    parts.append(part)
                row.append(numbers[id(part)])
            rows.append(row + [-1] * (MAX_PARTS - len(row)))
        self.ids = np.array(rows, dtype=np.int64).reshape(len(names), MAX_PARTS)
        self.parts = Parts(parts)
        weights = [p.weight * (KUNYA_WEIGHT if p.is_kunya else 1.0) for p in parts]
        self.weight = np.array([*weights, 0.0])
        self.initial = np.append(self.parts.is_initial, True)
        self.has_descent = np.array([*(p.has_descent for p in parts), False], dtype=bool)
        # 'Abdul Morani' is one part to compare, and yet no single word.
        n_full = [n.n_full if n.n_full != 1 else 1 + is_full(n.text) for n in names]
        self.n_full = np.array(n_full, dtype=np.int64)
        self.own = np.array([_own_name(n) for n in names], dtype=np.int64)
        self.last = np.array([_last_name(n) for n in names], dtype=np.int64)
        self.is_kunya = np.array([n.is_kunya for n in names], dtype=bool)
        self.n_joined = np.array([len(n.joined) for n in names], dtype=np.int64)
        self.spelt = [n.spelt for n in names]
        self.core = [n.core for n in names]

    def align(self, left: Numbers, right: Numbers) -> Aligned:
        """The parts that are one, likeliest first, each at most once."""
        likeness, found, cell_of = self._likeness(self.ids[left], self.ids[right])
        chosen: list[Numbers] = []
        rows = np.flatnonzero(likeness.any(axis=(1, 2)))
        likeness = likeness[rows]
        for _ in range(MAX_PARTS):
            if not len(rows):
                break
            flat = likeness.reshape(len(rows), -1)
            best = flat.argmax(axis=1)
            chosen.append(rows * (MAX_PARTS * MAX_PARTS) + best)
            here = np.arange(len(rows))
            likeness[here, best // MAX_PARTS, :] = 0
            likeness[here, :, best % MAX_PARTS] = 0
            more = likeness.any(axis=(1, 2))
            rows, likeness = rows[more], likeness[more]
        cells = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)
        cells.sort()
        at = cell_of[cells]
        return Aligned(len(left), cells, Likeness(*(values[at] for values in found)))

    def _likeness(self, a: Numbers, b: Numbers) -> tuple[Reals, Likeness, Numbers]:
        """pairs × places × places likeness, the likeness of unlike couples, and which is where."""
        real = (a[:, :, None] >= 0) & (b[:, None, :] >= 0)
        cells = np.flatnonzero(real)
        n_parts = max(1, len(self.parts.voice))
        pair, place = np.divmod(cells, MAX_PARTS * MAX_PARTS)
        left, right = a[pair, place // MAX_PARTS], b[pair, place % MAX_PARTS]
        near = self.parts.may_be_alike(left, right)
        cells, left, right = cells[near], left[near], right[near]
        unique, back = np.unique(left * n_parts + right, return_inverse=True)
        found = self.parts.likeness(*np.divmod(unique, n_parts))
        out: Reals = np.zeros(real.size)
        out[cells] = found.like[back]
        cell_of = np.zeros(real.size, dtype=np.int64)
        cell_of[cells] = back
        return out.reshape(real.shape) * _NEARNESS, found, cell_of


def _own_name(name: Name) -> int:
    """Place of the first part that is the person's own name: no kunya, no initial, no father's."""
    for place, part in enumerate(name.parts):
        if not (part.is_initial or part.is_kunya or part.has_descent):
            return place
    return -1


def _last_name(name: Name) -> int:
    """Place of the last part that is more than an initial; -1 where there is none."""
    for place in range(len(name.parts) - 1, -1, -1):
        if not name.parts[place].is_initial:
            return place
    return -1
