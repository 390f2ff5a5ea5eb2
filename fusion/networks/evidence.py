"""What the room knows, as arrays: incidents, who stands in them, what they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fusion.networks.cues import Cues
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


@dataclass(frozen=True)
class Evidence:
    """Standing incidents known by as_of, in order of identifier, and what hangs on them.

    A row is an incident or, where `is_incident` is false, an account of no incident: a register,
    somebody's habit, who owns what. Weeks are numbered from the Monday of the profile's first
    week (0). `entry_*` are parallel arrays: actor `entry_actor[n]` stands in row
    `entry_incident[n]` since `entry_week[n]`.
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
    ties: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]
    cues: Mapping[str, Cues]
    kinds: Mapping[str, str]
    vectors: Mapping[int, Reals] = field(default_factory=dict)
    bystanders: frozenset[str] = frozenset()

    def week_of(self, day: dt.date) -> int:
        """Number of the week that holds `day`; days before the mission count as its first."""
        return max(0, (day - self.first_monday).days // 7)

    def sunday(self, week: int) -> dt.date:
        """Last day of a week."""
        return self.first_monday + dt.timedelta(days=7 * week + 6)

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
    def entries_of_row(self) -> dict[int, list[int]]:
        """Numbers of the entries of each incident."""
        table: dict[int, list[int]] = {}
        for n, row in enumerate(self.entry_incident):
            table.setdefault(int(row), []).append(n)
        return table

    @cached_property
    def country(self) -> Ints:
        """Number of each incident's country; unknown is one of them."""
        codes = np.array([str(incident["country"] or "") for incident in self.incidents], dtype=str)
        return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)

    @cached_property
    def cue_counts(self) -> dict[str, int]:
        """Accounts that hold each kind of cue."""
        return {
            f.name: sum(getattr(held, f.name) for held in self.cues.values()) for f in fields(Cues)
        }

    @cached_property
    def tie_weeks(self) -> list[int]:
        """Weeks in which ties became known, in order."""
        return sorted(self.week_of(tie["first_on"]) if tie["first_on"] else 0 for tie in self.ties)

    @cached_property
    def rows_naming(self) -> dict[str, frozenset[int]]:
        """Standing incidents that name each actor."""
        rows: dict[str, set[int]] = {actor: set() for actor in self.actor_ids}
        for incident, actor in zip(self.entry_incident, self.entry_actor, strict=True):
            rows[self.actor_ids[actor]].add(int(incident))
        return {actor: frozenset(found) for actor, found in rows.items()}

    @cached_property
    def claim_by_id(self) -> dict[str, dict[str, Any]]:
        """Claims that count, by identifier."""
        return {claim["claim_id"]: claim for claim in self.claims}

    @cached_property
    def origin_of_account(self) -> dict[str, Origin]:
        """Origin by account, for accounts of incidents."""
        return {a: o for origins in self.origins for o in origins for a in o.account_ids}

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
