"""How a hypothesis stands when its origins are drawn anew: the bootstrap (Efron 1979).

Leaving one origin out asks whether everything hangs on it; drawing all of them with replacement
leaves out more than a third at once, as if other people had happened to be there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fusion.networks.body import Body
from fusion.networks.evidence import Reals
from fusion.networks.grading import belief
from fusion.networks.ties import Tie
from fusion.networks.weights import LEAST_TELLING

Flags = NDArray[np.bool_]
N_DRAWS = 100
AT_ONCE = 4_000_000  # cells of the tables of actors by actors or incidents that are held at once


@dataclass(frozen=True)
class Resampled:
    """Share of draws in which it stands, 0-1, and the 5th, 50th and 95th percentile of strength."""

    share: float
    strength: tuple[float, float, float]


def resampled(body: Body) -> Resampled:
    """Draw the standing origins of a body N_DRAWS times with replacement."""
    ids = sorted({o.origin_id for found in body.origins_of.values() for o in found})
    rng = np.random.default_rng(body.evidence.run.seed)
    drawn = rng.integers(0, max(1, len(ids)), (N_DRAWS, len(ids)))
    alive = np.zeros((N_DRAWS, len(ids)), dtype=np.bool_)
    np.put_along_axis(alive, drawn, values=True, axis=1)
    n_actors = len(body.rows_of_actor)
    step = max(1, AT_ONCE // max(1, n_actors * max(n_actors, len(body.origins_of))))
    parts = [under(body, ids, alive[n : n + step]) for n in range(0, N_DRAWS, step)]
    stands, strength = (np.concatenate(found) for found in zip(*parts, strict=True))
    low, middle, high = np.quantile(strength, [0.05, 0.5, 0.95])
    return Resampled(float(stands.mean()), (float(low), float(middle), float(high)))


def under(body: Body, ids: list[str], alive: Flags) -> tuple[Flags, Reals]:
    """Whether it stands and how strong it is when only these origins are there.

    `alive` is (draws, origins), the origins being `ids`. Strength is that of Body.strength, with
    the origins that count in the whole.
    """
    place = {name: n for n, name in enumerate(ids)}
    seats = _seats(body, place, alive)
    ties = _ties(body, place, alive, np.asarray(seats.any(axis=2)))
    stands = _has_pair(body, seats) & _has_chain(body, seats, ties)
    known = [(o, place[o.origin_id]) for o in body.origins.values() if o.origin_id in place]
    trust = sum((belief(o) * alive[:, n] for o, n in known), np.zeros(len(alive)))
    strong = {tie["tie_id"] for tie, _ in body.strong_ties}
    tied = sum((body.strength_of(tie) * there for tie, there in ties if tie["tie_id"] in strong),
               0.2 * (seats.sum(axis=2) > 1).sum(axis=1))  # fmt: skip
    heard = [_any(alive, [n for o, n in known if o.component == c]) for c in body.components]
    n_components = sum(heard, np.zeros(len(alive)))
    return stands, np.asarray(
        0.5 * (1 - np.exp(-trust / 4))
        + 0.3 * (1 - np.exp(-tied / 3))
        + 0.2 * np.minimum(n_components, 3) / 3
    )


def _seats(body: Body, place: dict[str, int], alive: Flags) -> Flags:
    """Who stands in which incident in each draw, (draws, actors, incidents)."""
    row_at = {row: n for n, row in enumerate(body.origins_of)}
    seats = np.zeros((len(alive), len(body.rows_of_actor), len(row_at)), dtype=np.bool_)
    for a, rows in enumerate(body.rows_of_actor.values()):
        for row, said in rows.items():
            seats[:, a, row_at[row]] = _any(alive, [place[o] for o in said])
    return seats


def _ties(body: Body, place: dict[str, int], alive: Flags, there: Flags) -> list[tuple[Tie, Flags]]:
    """Ties of the body, and the draws in which both its members and somebody who says so are."""
    number = {actor: n for n, actor in enumerate(body.rows_of_actor)}
    out = []
    for tie, said in body.ties:
        told = _any(alive, [place[o] for o in said if o in place], bool(set(said) - place.keys()))
        ends = there[:, number[tie["source_id"]]] & there[:, number[tie["target_id"]]]
        out.append((tie, told & ends))
    return out


def _any(alive: Flags, columns: list[int], otherwise: bool = False) -> Flags:
    """Draws in which one of these origins is there; all where something else says it too."""
    if otherwise or not columns:
        return np.full(len(alive), otherwise or not columns)
    return np.asarray(alive[:, columns].any(axis=1))


def _has_pair(body: Body, seats: Flags) -> Flags:
    """Two incidents that share a telling actor."""
    telling = [body.evidence.telling_of[a] >= LEAST_TELLING for a in body.rows_of_actor]
    return np.asarray((seats[:, np.array(telling, dtype=np.bool_)].sum(axis=2) > 1).any(axis=1))


def _has_chain(body: Body, seats: Flags, ties: list[tuple[Tie, Flags]]) -> Flags:
    """As many members as there must be, joined by ties or by standing in one incident."""
    number = {actor: n for n, actor in enumerate(body.rows_of_actor)}
    weight = seats.astype(np.float32)
    joined: Flags = np.asarray(np.matmul(weight, weight.transpose(0, 2, 1)) > 0)
    for tie, both in ties:
        a, b = number[tie["source_id"]], number[tie["target_id"]]
        joined[:, a, b] |= both
        joined[:, b, a] |= both
    least = body.evidence.run.profile.thresholds.minimum_members
    reach = joined
    for _ in range(max(0, least - 2)):  # whoever is one of k in a chain meets k in k - 1 steps
        reach = np.asarray(np.matmul(reach.astype(np.float32), joined.astype(np.float32)) > 0)
    return np.asarray((reach.sum(axis=2) >= least).any(axis=1))
