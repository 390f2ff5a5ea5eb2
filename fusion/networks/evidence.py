"""What the room knows, as arrays: incidents, who stands in them, what they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fusion.networks.blocks import NEVER, Busy
from fusion.networks.bystanders import Said
from fusion.networks.common import NOTHING, Common, checkpoint
from fusion.networks.cues import Cues
from fusion.networks.surroundings import Surroundings
from fusion.networks.ties import Tie
from fusion.networks.told import Told
from fusion.networks.weights import weights
from fusion.stage import Run

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
VIOLENT = frozenset(
    {"battles", "riots", "explosions_remote_violence", "violence_against_civilians"}
)


@dataclass(frozen=True)
class Origin:
    """One origin of one incident: since which week, who reports it, how it is graded."""

    origin_id: str
    week: int
    component: str
    reliability: str
    credibility: str
    is_independent: bool
    account_ids: tuple[str, ...]
    independent_since: int = 0

    def at(self, week: int) -> Origin:
        """The origin as it was known at the end of a week: independence may be shown later."""
        if not self.is_independent or self.independent_since <= week:
            return self
        return replace(self, is_independent=False)


@dataclass(frozen=True)
class Ghost:
    """An incident of which nothing stands any more: since when it was known, whom it named."""

    incident_id: str
    week: int
    actors: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """Standing incidents known by as_of, in order of identifier, and what hangs on them.

    A row is an incident or, where `is_incident` is false, an account of no incident: a register,
    somebody's habit, who owns what. Weeks are numbered from the Monday of the profile's first
    week (0). `entry_*` are parallel arrays: actor `entry_actor[n]` stands in row
    `entry_incident[n]` since `entry_week[n]`. `commons` say what the whole record was
    like in some weeks, `busy` who stands in too many incidents to link any: both reach further.
    """

    run: Run
    first_monday: dt.date
    n_weeks: int
    incident_ids: tuple[str, ...]
    is_incident: NDArray[np.bool_]
    incidents: tuple[dict[str, Any], ...]
    week: Ints
    day: Ints
    latitude: Reals
    longitude: Reals
    radius: Reals
    markets: tuple[frozenset[str], ...]
    corridors: tuple[frozenset[str], ...]
    origins: tuple[tuple[Origin, ...], ...]
    actor_ids: tuple[str, ...]
    actors: tuple[dict[str, Any], ...]
    entry_incident: Ints
    entry_actor: Ints
    entry_week: Ints
    entry_score: Reals
    entry_origins: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...]
    claims: tuple[dict[str, Any], ...]
    cues: Mapping[str, Cues]
    commons: Mapping[int, Common]
    busy: Mapping[str, Busy]
    ghosts: tuple[Ghost, ...] = ()
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    has_vector: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    bystanders: Mapping[str, Said] = field(default_factory=dict)
    told: Told = field(default_factory=Told)

    def week_of(self, day: dt.date) -> int:
        """Number of the week that holds `day`; days before the mission count as its first."""
        return max(0, (day - self.first_monday).days // 7)

    def sunday(self, week: int) -> dt.date:
        """Last day of a week."""
        return self.first_monday + dt.timedelta(days=7 * week + 6)

    def common_at(self, week: int) -> Common:
        """What the whole record was like, for bodies of a week."""
        return self.commons.get(checkpoint(week), NOTHING)

    @cached_property
    def telling(self) -> Reals:
        """How telling each actor is by its kind, 0-1, before rarity (data/affinity.toml).

        A phone or plate is one thing; a person named by a single word may be anybody; a group
        that the mission already knows is known to stand in everything.
        """
        known = {
            name.casefold()
            for group in self.run.profile.known_groups
            for name in (group.name, *group.aliases)
        }
        return np.array([_telling(actor, known) for actor in self.actors], dtype=float)

    @cached_property
    def least_rarity(self) -> Reals:
        """Floor of each actor's rarity by its kind (data/affinity.toml)."""
        table = weights()["least_rarity"]
        return np.array([table.get(str(a["kind"]), table["other"]) for a in self.actors], float)

    @cached_property
    def telling_of(self) -> dict[str, float]:
        """The same by actor."""
        return dict(zip(self.actor_ids, self.telling.tolist(), strict=True))

    @cached_property
    def busy_since(self) -> Ints:
        """Since which week each actor links nothing, being met everywhere."""
        weeks = [self.busy[a].since if a in self.busy else NEVER for a in self.actor_ids]
        return np.array(weeks, dtype=np.int64)

    @cached_property
    def may_link(self) -> NDArray[np.bool_]:
        """Entries that may join two incidents: of actors not yet busy nor known to the mission."""
        is_known = self.telling <= float(weights()["particular"]["known_group"])
        return np.asarray(
            (self.entry_week < self.busy_since[self.entry_actor]) & ~is_known[self.entry_actor]
        )

    @cached_property
    def surroundings(self) -> Surroundings:
        """Blocks of the record, and what is said in each."""
        return Surroundings(self)

    @cached_property
    def entries_of_row(self) -> dict[int, list[int]]:
        """Numbers of the entries of each incident."""
        table: dict[int, list[int]] = {}
        for n, row in enumerate(self.entry_incident.tolist()):
            table.setdefault(row, []).append(n)
        return table

    @cached_property
    def named_in_row(self) -> dict[int, list[tuple[str, int, tuple[str, ...]]]]:
        """Who stands in each incident, since which week, on which origins."""
        table: dict[int, list[tuple[str, int, tuple[str, ...]]]] = {}
        weeks, actors = self.entry_week.tolist(), self.entry_actor.tolist()
        for n, row in enumerate(self.entry_incident.tolist()):
            entry = (self.actor_ids[actors[n]], weeks[n], self.entry_origins[n])
            table.setdefault(row, []).append(entry)
        return table

    @cached_property
    def ghosts_of_actor(self) -> dict[str, list[Ghost]]:
        """Withdrawn incidents by those they named."""
        table: dict[str, list[Ghost]] = {}
        for ghost in self.ghosts:
            for actor in sorted(ghost.actors):
                table.setdefault(actor, []).append(ghost)
        return table

    @cached_property
    def rows_naming(self) -> dict[str, frozenset[int]]:
        """Standing incidents that name each actor."""
        rows: dict[str, set[int]] = {actor: set() for actor in self.actor_ids}
        entries = zip(self.entry_incident.tolist(), self.entry_actor.tolist(), strict=True)
        for incident, actor in entries:
            rows[self.actor_ids[actor]].add(incident)
        return {actor: frozenset(found) for actor, found in rows.items()}

    @cached_property
    def kind_of_actor(self) -> dict[str, str]:
        """Kind by actor."""
        return {a: str(r["kind"]) for a, r in zip(self.actor_ids, self.actors, strict=True)}

    def is_violent(self, row: int) -> bool:
        """Somebody was attacked, fought or killed."""
        incident = self.incidents[row]
        return incident["event_type"] in VIOLENT or bool(incident["killed_best"])


def _telling(actor: Mapping[str, Any], known: Set[str]) -> float:
    table = weights()["particular"]
    names = [str(actor["name"]), *(actor["aliases"] or ())]
    kind = str(actor["kind"])
    if any(name.casefold() in known for name in names):
        return float(table["known_group"])
    if kind == "person" and all(len(name.split()) < 2 for name in names):
        return float(table["single_word_person"])
    return float(table.get(kind, table["other"]))
