"""Blocks: the pieces of the record that share nothing that could join them.

Two tellings are in one block when a chain of actors, stated ties or common accounts leads from one
to the other. Nothing that is said in one block can change a hypothesis in another: a block in
which nothing changed is not done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# From this number of incidents on an actor links nothing by itself: pairs stay linear in incidents.
BUSIEST = 60
NEVER = 1 << 30


@dataclass(frozen=True)
class Busy:
    """An actor in more than BUSIEST incidents: since which week, and in how many, in bands."""

    since: int
    n_rows: int


def busy_since(entry_actor: Ints, entry_week: Ints, n_actors: int) -> Ints:
    """For each actor the first week at whose end more than BUSIEST incidents name it, or NEVER."""
    out = np.full(n_actors, NEVER, dtype=np.int64)
    degree = np.bincount(entry_actor, minlength=n_actors)
    crowded = np.flatnonzero(degree[entry_actor] > BUSIEST)
    order = crowded[np.lexsort((entry_week[crowded], entry_actor[crowded]))]
    actors, first = np.unique(entry_actor[order], return_index=True)
    out[actors] = entry_week[order[first + BUSIEST]] if len(actors) else NEVER
    return out


def busy_actors(names: tuple[str, ...], since: Ints, degree: Ints) -> dict[str, Busy]:
    """The busy ones by name; their number of incidents is rounded down to a power of two."""
    return {
        names[n]: Busy(int(since[n]), 1 << (int(degree[n]).bit_length() - 1))
        for n in np.flatnonzero(since < NEVER).tolist()
    }


def label_blocks(
    n_rows: int, n_actors: int, entries: tuple[Ints, Ints], ties: tuple[Ints, Ints],
    together: tuple[Ints, Ints],
) -> tuple[Ints, Ints]:  # fmt: skip
    """Block of each row and of each actor.

    `entries` are row and actor of each entry that links, `ties` both actors of each tie that
    joins, `together` pairs of rows that one account tells of. The numbers mean nothing else.
    """
    a = np.concatenate([entries[0], n_rows + ties[0], together[0]])
    b = np.concatenate([n_rows + entries[1], n_rows + ties[1], together[1]])
    size = n_rows + n_actors
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(size, size))
    label = np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
    return label[:n_rows], label[n_rows:]


def told_together(row: Ints, account: Ints) -> tuple[Ints, Ints]:
    """Pairs of rows that one account tells of, from parallel arrays of rows and accounts."""
    order = np.lexsort((row, account))
    same = account[order][1:] == account[order][:-1]
    return row[order][:-1][same], row[order][1:][same]


def codes_of(names: Mapping[str, int], wanted: list[str]) -> Ints:
    """Numbers of names, -1 where unknown."""
    return np.array([names.get(name, -1) for name in wanted], dtype=np.int64)
