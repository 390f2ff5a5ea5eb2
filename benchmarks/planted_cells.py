"""Invented plots with cells: what a hypothesis of the product sees of them, and the truth.

A plot has two to six cells of three to eight persons, each with a base, things of its own
(telephones, accounts, lorries, a company) and a task, and one to three co-ordinators who touch
several. Documents tell of a meeting, of one person, of a call, a payment, a journey, a purchase;
some of the co-ordinators alone. The reading is imperfect: names are missed, one person becomes two
actors, two become one, a bank or an agency is named everywhere, documents of the same theme that
belong to no cell stand among the others; a document is told again by somebody else, two are taken
for one incident. All rates are drawn anew for each plot, so that no one
story decides a choice. Nothing here is taken from any test set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from fusion.networks.scene import Scene

NOBODY = -1  # truth of a document that belongs to no cell
Rng = np.random.Generator
Row = tuple[int, set[str], int]  # truth, who is named, place


@dataclass
class Plot:
    """One invented plot: its cells' people, their things and bases, and how it is told."""

    rng: Rng
    people: list[list[str]] = field(default_factory=list)
    things: list[list[str]] = field(default_factory=list)
    owner: dict[str, str] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    reach: dict[str, list[int]] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    home: list[int] = field(default_factory=list)
    ties: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Planted:
    """What is seen of a plot, and the cell of each telling of a document (NOBODY: of none)."""

    scene: Scene
    truth: tuple[int, ...]


def planted(seed: int, *, n_cells: int | None = None) -> Planted:
    """One plot of a seed. With one cell there is no structure to be found."""
    rng = np.random.default_rng([20261123, seed])
    plot = Plot(rng)
    _people(plot, n_cells or int(rng.integers(2, 7)))
    _told(plot)
    _taken_together(plot)
    return _seen(plot)


def _people(plot: Plot, n_cells: int) -> None:
    rng = plot.rng
    for cell in range(n_cells):
        plot.people.append([f"p{cell}.{n}" for n in range(rng.integers(3, 9))])
        plot.things.append([f"t{cell}.{n}" for n in range(rng.integers(1, 6))])
        for thing in plot.things[-1]:
            plot.owner[thing] = str(rng.choice(plot.people[-1]))
    plot.heads = [f"h{n}" for n in range(rng.integers(1, 4))]
    for head in plot.heads:
        n = int(rng.integers(min(2, n_cells), n_cells + 1))
        plot.reach[head] = sorted(rng.choice(n_cells, n, replace=False).tolist())
        plot.owner[f"t{head}"] = head
    plot.known = [f"k{n}" for n in range(rng.integers(0, 5))]  # a bank, an agency, an airline


def _told(plot: Plot) -> None:
    """Documents by cell, of the co-ordinators, and of nobody."""
    rng, n_cells = plot.rng, len(plot.people)
    kinds: tuple[Callable[[Plot, int], set[str]], ...] = (
        _meeting, _portrait, _call, _payment, _journey, _purchase,
    )  # fmt: skip
    often = rng.dirichlet(np.full(len(kinds), 1.5))
    at_base = rng.uniform(0.3, 0.9)
    for cell in range(n_cells):
        for _ in range(rng.integers(3, 13)):
            named = kinds[rng.choice(len(kinds), p=often)](plot, cell)
            place = cell if rng.random() < at_base else int(rng.integers(0, 2 * n_cells))
            plot.documents.append((cell, named, place))
    # Co-ordinators have documents of their own in most plots; they are then a cell themselves.
    for _ in range(rng.integers(0, 9) if rng.random() < 0.75 else 0):
        plot.documents.append((n_cells, _of_heads(plot), n_cells))
    for _ in range(rng.integers(1, 4) if rng.random() < 0.6 else 0):
        plot.documents.append((n_cells if rng.random() < 0.5 else NOBODY, _round_up(plot), n_cells))
    for _ in range(rng.integers(0, 8)):
        named = {f"x{rng.integers(0, 30)}" for _ in range(rng.integers(1, 4))}
        if rng.random() < 0.5:  # a chance link
            named.add(_anybody(plot))
        plot.documents.append((NOBODY, named, int(rng.integers(0, 2 * n_cells))))  # fmt: skip


def _anybody(plot: Plot) -> str:
    return str(plot.rng.choice([p for cell in plot.people for p in cell] + plot.heads))


def _head(plot: Plot, cell: int) -> str | None:
    mine = [head for head in plot.heads if cell in plot.reach[head]]
    return str(plot.rng.choice(mine)) if mine else None


def _some(plot: Plot, cell: int, low: int, high: int) -> set[str]:
    """People of a cell; the first of them more often, as the better known."""
    people = plot.people[cell]
    weight = 1 / np.arange(1, len(people) + 1) ** 0.5
    n = min(len(people), int(plot.rng.integers(low, high + 1)))
    return set(plot.rng.choice(people, n, replace=False, p=weight / weight.sum()).tolist())


def _tie(plot: Plot, one: str, two: str) -> None:
    if one != two and plot.rng.random() < 0.6:
        key = (min(one, two), max(one, two))
        plot.ties[key] = max(plot.ties.get(key, 0.0), float(plot.rng.uniform(0.3, 0.9)))


def _meeting(plot: Plot, cell: int) -> set[str]:
    named = _some(plot, cell, 2, 4)
    head = _head(plot, cell)
    if head and plot.rng.random() < 0.25:
        named.add(head)
    first, *others = sorted(named)
    for other in others:
        _tie(plot, first, other)
    return named


def _portrait(plot: Plot, cell: int) -> set[str]:
    named = _some(plot, cell, 1, 1)
    mine = [t for t in plot.things[cell] if plot.owner[t] in named]
    if mine:
        named.add(str(plot.rng.choice(mine)))
    return named


def _call(plot: Plot, cell: int) -> set[str]:
    thing = str(plot.rng.choice(plot.things[cell]))
    other = _head(plot, cell) if plot.rng.random() < 0.5 else None
    other = other or next(iter(_some(plot, cell, 1, 1)))
    _tie(plot, plot.owner[thing], other)
    named = {thing, f"t{other}" if other in plot.heads and plot.rng.random() < 0.5 else other}
    return named | ({plot.owner[thing]} if plot.rng.random() < 0.5 else set())


def _payment(plot: Plot, cell: int) -> set[str]:
    payee = next(iter(_some(plot, cell, 1, 1)))
    head = _head(plot, cell)
    named = {payee, *(plot.rng.choice(plot.known, 1).tolist() if plot.known else ())}
    if head and plot.rng.random() < 0.6:
        named.add(f"t{head}" if plot.rng.random() < 0.5 else head)
        _tie(plot, head, payee)
    return named


def _journey(plot: Plot, cell: int) -> set[str]:
    return _some(plot, cell, 1, 2) | set(
        plot.rng.choice(plot.known, 1).tolist() if plot.known else ()
    )


def _purchase(plot: Plot, cell: int) -> set[str]:
    return _some(plot, cell, 1, 2) | {str(plot.rng.choice(plot.things[cell]))}


def _of_heads(plot: Plot) -> set[str]:
    rng = plot.rng
    named = set(rng.choice(plot.heads, min(len(plot.heads), int(rng.integers(1, 3))),
                           replace=False).tolist())  # fmt: skip
    named |= {f"t{head}" for head in named if rng.random() < 0.4}
    if rng.random() < 0.3:
        cell = plot.reach[sorted(named & set(plot.heads))[0]]
        named |= _some(plot, int(rng.choice(cell)), 1, 1)
    if plot.known and rng.random() < 0.4:
        named.add(str(rng.choice(plot.known)))
    return named


def _round_up(plot: Plot) -> set[str]:
    """A list of calls, a roster, a watch list: many people and things of all cells at once."""
    everyone = [a for cell in (*plot.people, *plot.things) for a in cell] + plot.heads
    n = min(len(everyone), int(plot.rng.integers(4, 11)))
    return set(plot.rng.choice(everyone, n, replace=False).tolist())


def _taken_together(plot: Plot) -> None:
    """Documents told again by others, and documents that are taken for one incident.

    The latter mostly share a name: that is what misleads.
    """
    rng, first = plot.rng, plot.documents
    again, slips = rng.uniform(0.0, 0.4), rng.uniform(0.0, 0.3)
    home = list(range(len(first)))
    for n, (_, named, _) in enumerate(first):
        others = [k for k in range(len(first)) if k != n]
        alike = [k for k in others if first[k][1] & named]
        if rng.random() < slips and others:
            other = int(rng.choice(alike if alike and rng.random() < 0.85 else others))
            home = [home[other] if h == home[n] else h for h in home]
    n_told = rng.geometric(1 - again, len(first)).tolist()
    plot.home = [h for h, n in zip(home, n_told, strict=True) for _ in range(n)]
    plot.documents = [d for d, n in zip(first, n_told, strict=True) for _ in range(n)]


def _seen(plot: Plot) -> Planted:
    """The plot as it is read: names missed, split and confused, at rates of its own."""
    rng = plot.rng
    missed, split, confused = rng.uniform(0.0, 0.25), rng.uniform(0.0, 0.2), rng.uniform(0, 0.04)
    everyone = sorted({a for _, named, _ in plot.documents for a in named})
    twin = {a: str(rng.choice(everyone)) for a in everyone if rng.random() < confused}
    placed = rng.uniform(0.4, 1.0) if rng.random() < 0.8 else 0.0  # no gazetteer: no place at all
    rows, truth, places, home = [], [], [], []
    for (cell, named, place), incident in zip(plot.documents, plot.home, strict=True):
        read = {twin.get(a, a) for a in sorted(named) if rng.random() >= missed}
        read = {a + "'" if rng.random() < split else a for a in sorted(read)}
        if not read:
            continue
        rows.append(frozenset(read))
        truth.append(cell)
        places.append(place if rng.random() < placed else -1)
        home.append(incident)
    present = set().union(*rows)
    ties = {(a, b): s for (a, b), s in plot.ties.items() if a in present and b in present}
    # Bases and other places over a country: about three hundred kilometres each way.
    points = 12 + rng.uniform(0, 3, (2 * len(plot.people) + 1, 2))
    points = np.vstack([points, np.full(2, np.nan)])
    scene = _scene(rows, ties, points[places], home)
    return Planted(scene, tuple(truth))


def _scene(
    rows: list[frozenset[str]], ties: dict[tuple[str, str], float], point: np.ndarray,
    home: list[int],
) -> Scene:  # fmt: skip
    names = sorted(set().union(*rows))
    number = {name: n for n, name in enumerate(names)}
    presence = np.array([[name in row for name in names] for row in rows], dtype=float)
    tied = np.zeros((len(names), len(names)))
    for (a, b), strength in ties.items():
        tied[number[a], number[b]] = tied[number[b], number[a]] = strength
    homes = np.unique(home, return_inverse=True)[1].astype(np.int64)
    return Scene(presence, tied, point[:, 0], point[:, 1], homes)
