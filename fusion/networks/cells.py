"""Cells of a hypothesis: parts of one network that act apart, and who goes between them.

Tellings of its incidents are joined by whom they share, each actor worth one over the tellings
that name it, by half as much where a stated tie leads from one to the other, by nearness, and where
they are of one incident. They are grouped by modularity (Newman and Girvan 2004, agglomerated as by
Clauset, Newman and Moore 2004) many times, with some actors left out each time; those that stay
together in most of the draws are a cell (consensus clustering, Lancichinetti and Fortunato 2012).
There are none where names dealt anew to the same incidents part as well and who shares names is no
nearer than others are (Mantel 1967). A hypothesis that merged into this one stays a cell of it.
Chosen among some forty ways on invented plots, see docs/networks.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from fusion.networks.body import Body
from fusion.networks.evidence import Ints, Reals
from fusion.networks.scene import Scene, scene_of, tellings_of
from fusion.networks.weights import LEAST_TELLING

BY_TIE = 0.5  # a tie to somebody named there, against being named oneself
BY_PLACE = 0.5  # one place, against a usual bond
BY_INCIDENT = 0.5  # one incident, against a usual bond: it may be two that were taken for one
LEFT_OUT = 0.15  # of the actors, in each draw
DRAWS = 20
# None of them does as well as the record, in one of two tests: one in twenty.
DEALS = 39
APART = 0.5  # of the draws
# From 0.3 a network is usually said to have structure (Newman and Girvan 2004); far below it the
# deals need not be made.
LEAST_MODULARITY = 0.2
LEAST_ROWS, MOST_ROWS = 6, 300  # two groups of three; above, cost grows with the cube
LEAST_INSIDE = 2  # incidents and actors of a cell: one alone does not act together
LEAST_SHARE = 0.25  # of an actor's incidents: less is a visit
OUT = -np.inf


@dataclass(frozen=True)
class Cell:
    """A part of a hypothesis: share of the draws in which each of its incidents (rows of Evidence)
    stays with the others, and share of each actor's incidents that lie in it.

    An incident lies where most of its tellings do; `accounts` are those of tellings that lie
    here without it.
    """

    rows: dict[int, float]
    accounts: dict[str, float]
    actors: dict[str, float]


def cells_of(body: Body, absorbed: Sequence[tuple[int, ...]] = ()) -> list[Cell]:
    """Cells of a body, largest first; `absorbed` are the incidents of hypotheses that merged into
    it. None where it has no parts."""
    telling = body.evidence.telling_of
    actors = sorted(a for a in body.rows_of_actor if telling[a] >= LEAST_TELLING)
    told = tellings_of(body, MOST_ROWS)
    scene = scene_of(body, told, actors)
    is_fit = LEAST_ROWS <= len(body.origins_of) <= MOST_ROWS
    found = grouped(scene, body.evidence.run.seed) if is_fit else None
    if found is None and not absorbed:
        return []
    group, stays = found or (np.zeros(len(told), dtype=np.int64), np.ones(len(told)))
    rows = np.array([row for row, _ in told], dtype=np.int64)
    for number, branch in enumerate(absorbed, 1):
        is_its = np.isin(rows, branch)
        group, stays = np.where(is_its, -number, group), np.where(is_its, 1.0, stays)
    # Of each actor's incidents, not of their tellings: often told is not often met.
    own = scene.presence / scene.is_one.sum(axis=1)[:, None]
    own = own.T @ (group[:, None] == np.unique(group)[None, :])
    share = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-12)
    cells = []
    for number, label in enumerate(np.unique(group).tolist()):
        is_in = group == label
        who = {a: float(share[n, number]) for n, a in enumerate(actors)
               if share[n, number] >= LEAST_SHARE}  # fmt: skip
        if len(np.unique(rows[is_in])) >= LEAST_INSIDE and len(who) >= LEAST_INSIDE:
            is_seat = is_in & (_seat(scene, group) == label)
            held = {row: float(stays[is_seat & (rows == row)].mean())
                    for row in np.unique(rows[is_seat]).tolist()}  # fmt: skip
            other = np.flatnonzero(is_in & ~is_seat).tolist()
            cells.append(Cell(held, {told[n][1]: float(stays[n]) for n in other}, who))
    cells.sort(key=lambda cell: (-len(cell.rows), min(cell.rows, default=-1)))
    return cells if len(cells) > 1 else []


def _seat(scene: Scene, group: Ints) -> Ints:
    """The group in which most tellings of a telling's incident lie, the first of equal ones."""
    names, number = np.unique(group, return_inverse=True)
    often = scene.is_one @ np.eye(len(names))[number]
    return np.asarray(names[often.argmax(axis=1)])


def cell_rows(
    body: Body, members: Set[str], absorbed: Sequence[tuple[int, ...]] = ()
) -> list[dict[str, Any]]:
    """Rows of hypothesis_cell: incidents, accounts and members; who stands in two goes between."""
    cells, evidence, out = cells_of(body, absorbed), body.evidence, list[dict[str, Any]]()
    seats = Counter(actor for cell in cells for actor in cell.actors)
    for number, cell in enumerate(cells, 1):
        told = [
            ("incident" if evidence.is_incident[row] else "account", evidence.incident_ids[row], p)
            for row, p in cell.rows.items()
        ]
        told += [("account", name, p) for name, p in sorted(cell.accounts.items())]
        told += [("actor", a, p) for a, p in sorted(cell.actors.items()) if a in members]
        out += [
            {"cell": number, "subject_kind": kind, "subject_id": name, "share": share,
             "is_go_between": seats[name] > 1}
            for kind, name, share in told
        ]  # fmt: skip
    return out


def grouped(scene: Scene, seed: int) -> tuple[Ints, Reals] | None:
    """Group of each telling, (n), and its mean share of draws with the others of its group, (n).

    None where the parts are no better than chance: each of two tests is made at half the level.
    """
    rng = np.random.default_rng(seed)
    value = agglomerated(_bonds(scene.presence[None], scene))[1][0]
    if value < LEAST_MODULARITY:
        return None
    if not _is_near(scene.whole, rng):
        dealt = agglomerated(_bonds(_dealt(scene, rng), scene))[1]
        if (dealt >= value).any():
            return None
    return consensus(scene, rng)


def _is_near(scene: Scene, rng: np.random.Generator) -> bool:
    """Whether incidents that share names are nearer than in any deal of the known places."""
    known = np.flatnonzero(~np.isnan(scene.latitude))
    if len(known) < LEAST_ROWS:
        return False
    shared = _shared(scene.presence[None], scene)[0][np.ix_(known, known)]
    shared, near = np.minimum(shared, 1.0), scene.nearness[np.ix_(known, known)]
    orders = rng.permuted(np.repeat(np.arange(len(known))[None], DEALS, axis=0), axis=1)
    dealt = near[orders[:, :, None], orders[:, None, :]]
    return bool(((dealt * shared).sum(axis=(1, 2)) < (near * shared).sum() - 1e-9).all())


def consensus(scene: Scene, rng: np.random.Generator) -> tuple[Ints, Reals]:
    """As `grouped`, whatever chance would give."""
    drawn = np.repeat(scene.presence[None], DRAWS, axis=0)
    drawn *= rng.random((DRAWS, 1, drawn.shape[2])) >= LEFT_OUT
    labels = agglomerated(_bonds(drawn, scene))[0]
    together = (labels[:, :, None] == labels[:, None, :]).mean(axis=0)
    tree = linkage(squareform(1 - together, checks=False), method="average")
    group = np.asarray(fcluster(tree, APART, criterion="distance"), dtype=np.int64)
    mine = group[:, None] == group[None, :]
    np.fill_diagonal(mine, val=False)
    return group, (together * mine).sum(axis=1) / np.maximum(mine.sum(axis=1), 1)


def _dealt(scene: Scene, rng: np.random.Generator) -> Reals:
    """Presence with the names dealt anew: an incident names as many, an actor is named as often.

    What tellings of one incident say alike they say alike in every deal.
    """
    row, actor = np.nonzero(scene.whole.presence)
    new = np.zeros((DEALS, *scene.whole.presence.shape), dtype=np.int64)
    order = rng.permuted(np.repeat(actor[None], DEALS, axis=0), axis=1)
    new[:, row, actor] = order
    telling, named = np.nonzero(scene.presence)
    out = np.zeros((DEALS, *scene.presence.shape))
    deal = np.arange(DEALS)[:, None]
    out[deal, telling[None], new[:, scene.homes[telling], named]] = 1.0
    return out


def _bonds(presence: Reals, scene: Scene) -> Reals:
    """How strongly incidents are joined, (k, n, n), for presences (k, n, m)."""
    bonds = _shared(presence, scene)
    usual = bonds.sum(axis=(1, 2)) / np.maximum((bonds > 0).sum(axis=(1, 2)), 1)
    beside = BY_PLACE * scene.nearness + BY_INCIDENT * scene.is_one
    bonds += usual[:, None, None] * beside
    n = bonds.shape[1]
    bonds[:, range(n), range(n)] = 0.0
    return bonds


def _shared(presence: Reals, scene: Scene) -> Reals:
    """The part of it that comes of shared and tied actors."""
    tied = BY_TIE * np.minimum(1.0, presence @ scene.tied)
    reached = np.where(presence > 0, presence, tied)
    often = reached.sum(axis=1)
    weight = np.where(often > 1, 1 / np.maximum(often, 1), 0.0)
    bonds = (reached * weight[:, None, :]) @ reached.transpose(0, 2, 1)
    n = bonds.shape[1]
    bonds[:, range(n), range(n)] = 0.0
    return np.asarray(bonds)


def agglomerated(bonds: Reals) -> tuple[Ints, Reals]:
    """Groups (k, n) of best modularity by merging, and the modularity (k), of graphs (k, n, n)."""
    k, n, _ = bonds.shape
    total = np.maximum(bonds.sum(axis=(1, 2)), 1e-12)
    degree = bonds.sum(axis=2) / total[:, None]
    gain = bonds / total[:, None, None] - degree[:, :, None] * degree[:, None, :]
    value = gain[:, range(n), range(n)].sum(axis=1)
    gain[:, range(n), range(n)] = OUT
    labels = np.repeat(np.arange(n)[None], k, axis=0)
    live = np.arange(k)
    for _ in range(n - 1):
        flat = gain[live].reshape(len(live), -1)
        best = flat.argmax(axis=1)
        won = flat[np.arange(len(live)), best]
        live, best, won = live[won > 1e-12], best[won > 1e-12], won[won > 1e-12]
        if not len(live):
            break
        i, j = best // n, best % n
        value[live] += 2 * won
        gain[live, i] += gain[live, j]
        gain[live, :, i] += gain[live, :, j]
        gain[live, j] = OUT
        gain[live, :, j] = OUT
        labels[live] = np.where(labels[live] == j[:, None], i[:, None], labels[live])
    return labels, value
