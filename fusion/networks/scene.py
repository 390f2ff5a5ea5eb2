"""What cells are found in: tellings of one body, whom each names, stated ties and places.

A telling is what one account says of one incident. Two incidents taken for one (a common slip of
reading) would draw two cells together; their tellings stay apart where they name different people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from fusion.networks.body import Body
from fusion.networks.evidence import Ints, Reals
from fusion.profile.ground import distance_km

REACH_KM = 25.0  # as in data/affinity.toml
PLACED_KM = 100.0  # a wider place is no place, as in near_trade.py
Telling = tuple[int, str]  # row of Evidence, account


@dataclass(frozen=True)
class Scene:
    """Tellings of one body (n) and its actors (m) as arrays.

    `presence` (n, m) is 1 where a telling names an actor, `tied` (m, m) the strength of stated
    ties, `latitude`, `longitude` (n) NaN where unknown, `home` (n) the number of its incident,
    from 0 on: without it each telling is an incident.
    """

    presence: Reals
    tied: Reals
    latitude: Reals
    longitude: Reals
    home: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @cached_property
    def homes(self) -> Ints:
        """The incident of each telling."""
        return self.home if len(self.home) else np.arange(len(self.presence))

    @cached_property
    def is_one(self) -> Reals:
        """1 where two tellings are of one incident, (n, n)."""
        return np.asarray(self.homes[:, None] == self.homes[None, :], dtype=float)

    @cached_property
    def nearness(self) -> Reals:
        """1 at one place, falling with distance; 0 where a place is unknown, (n, n)."""
        km = distance_km(self.latitude[:, None], self.longitude[:, None],
                         self.latitude[None, :], self.longitude[None, :])  # fmt: skip
        return np.asarray(np.where(np.isnan(km), 0.0, np.exp(-km / REACH_KM)), dtype=float)

    @cached_property
    def whole(self) -> Scene:
        """The same by incidents: who is named in any telling, and the first known place."""
        seat = np.eye(int(self.homes.max(initial=-1)) + 1)[self.homes]
        known = np.flatnonzero(~np.isnan(self.latitude))[::-1]
        latitude, longitude = np.full((2, seat.shape[1]), np.nan)
        latitude[self.homes[known]] = self.latitude[known]
        longitude[self.homes[known]] = self.longitude[known]
        return Scene(np.minimum(1.0, seat.T @ self.presence), self.tied, latitude, longitude)


def tellings_of(body: Body, most: int) -> list[Telling]:
    """Tellings of a body in order, or its incidents, each as one, where they are more than `most`.

    An incident told whole by '' has all its accounts in one telling.
    """
    told = [
        (row, account)
        for row in sorted(body.origins_of)
        for origin in body.origins_of[row]
        for account in origin.account_ids
    ]
    return sorted(told) if len(told) <= most else [(row, "") for row in sorted(body.origins_of)]


def scene_of(body: Body, tellings: Sequence[Telling], actors: list[str]) -> Scene:
    """These tellings and actors of a body as arrays."""
    number = {a: n for n, a in enumerate(actors)}
    named, rows_of = body.evidence.told.named, body.rows_of_actor
    presence = np.zeros((len(tellings), len(actors)))
    for n, (row, account) in enumerate(tellings):
        for actor, m in number.items():
            is_named = row in rows_of[actor] and (not account or actor in named.get(account, ()))
            presence[n, m] = float(is_named)
    tied = np.zeros((len(actors), len(actors)))
    for tie, _ in body.strong_ties:
        a, b = number.get(tie["source_id"]), number.get(tie["target_id"])
        if a is not None and b is not None and a != b and tie["kind"] != "conflict":
            tied[a, b] = tied[b, a] = max(tied[a, b], body.strength_of(tie))
    where = np.array([_place(body, row, account) for row, account in tellings]).reshape(-1, 2)
    rows = np.array([row for row, _ in tellings], dtype=np.int64)
    home = np.unique(rows, return_inverse=True)[1].astype(np.int64)
    return Scene(presence, tied, where[:, 0], where[:, 1], home)


def _place(body: Body, row: int, account: str) -> tuple[float, float]:
    """Where an account says it happened, else where its incident was; NaN where that is wide."""
    evidence = body.evidence
    own = (float(evidence.latitude[row]), float(evidence.longitude[row]), evidence.radius[row])
    latitude, longitude, radius = evidence.told.places.get(account, own)
    return (np.nan, np.nan) if radius > PLACED_KM else (latitude, longitude)
