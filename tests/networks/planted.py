"""Planted networks: tables as the rooms upstream would hand them over, with known truth."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fusion.networks import STAGE
from fusion.stage import Output, Run
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint
from tests.support import make_table

MONDAY = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
COMPONENTS = ("military", "police", "civil_affairs", "justice")
NAMES = (
    "account", "account_place", "actor", "actor_mention", "claim", "tie", "origin", "incident",
    "incident_account", "text_vector", "decision", "report", "account_report", "place",
    "account_event",
)  # fmt: skip


@dataclass
class World:
    """Collects rows; `tables()` gives the inputs of the stage."""

    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in NAMES}
    )

    def actor(self, actor_id: str, kind: str = "person", name: str | None = None) -> str:
        """Make an actor once."""
        if all(row["actor_id"] != actor_id for row in self.rows["actor"]):
            self.rows["actor"].append(
                {"actor_id": actor_id, "kind": kind, "name": name or f"Given {actor_id}"}
            )
        return actor_id

    def incident(
        self,
        incident_id: str,
        week: int,
        actors: list[str],
        *,
        markets: tuple[str, ...] = ("fuel_smuggling",),
        place: tuple[float, float] = (15.0, 0.5),
        n_origins: int = 2,
        grade: str = "B2",
        text: str = "seen on the road",
        **changes: Any,
    ) -> str:
        """An incident told by `n_origins` independent accounts, received in its week."""
        day = (MONDAY + dt.timedelta(weeks=week)).date()
        for n in range(n_origins):
            account_id = f"ACC-{incident_id}-{n}"
            self.account(account_id, week, actors, component=COMPONENTS[n % 4], grade=grade,
                         text=text)  # fmt: skip
            self.rows["incident_account"].append(
                {"incident_id": incident_id, "account_id": account_id,
                 "origin_id": f"ORI-{account_id}", "score": 1.0}
            )  # fmt: skip
        self.rows["incident"].append(
            {
                "incident_id": incident_id, "markets": list(markets), "latitude": place[0],
                "longitude": place[1], "radius_km": 2.0, "occurred_from": day, "occurred_to": day,
                "event_type": "strategic_developments", "killed_best": 0, "n_origins": n_origins,
                "place_name": f"Place {place[0]:.0f}", "admin2": "A", "country": "ML",
                "is_standing": True, "lead_account_id": f"ACC-{incident_id}-0", **changes,
            }
        )  # fmt: skip
        return incident_id

    def account(
        self, account_id: str, week: int, actors: list[str], *, component: str = "military",
        grade: str = "B2", text: str = "seen on the road",
    ) -> None:  # fmt: skip
        """An account of its own origin that names the actors."""
        self.rows["account"].append(
            {
                "account_id": account_id, "lead_report_id": account_id, "component": component,
                "received_at": MONDAY + dt.timedelta(weeks=week, days=1), "n_reports": 1,
                "reliability": grade[0], "credibility": grade[1], "is_withdrawn": False,
                "text": text, "text_sha256": account_id,
            }
        )  # fmt: skip
        self.rows["origin"].append(
            {"account_id": account_id, "origin_id": f"ORI-{account_id}", "is_withdrawn": False,
             "relation": "own_observation", "independence": "independent", "score": 1.0}
        )  # fmt: skip
        for actor in actors:
            self.actor(actor)
            self.rows["actor_mention"].append(
                {"actor_id": actor, "mention_id": f"{account_id}-{actor}",
                 "account_id": account_id, "surface": actor, "score": 0.95}
            )  # fmt: skip

    def tie(self, kind: str, source: str, target: str, account_id: str, **claim: Any) -> None:
        """A stated tie with the one claim that shows it."""
        claim_id = f"CLM-{kind}-{source}-{target}-{account_id}"
        self.rows["claim"].append(
            {"claim_id": claim_id, "account_id": account_id, "kind": "tie", "predicate": kind,
             "subject_id": source, "object_id": target, "polarity": "affirmed",
             "modality": "stated", **claim}
        )  # fmt: skip
        self.rows["tie"].append(
            {"tie_id": f"TIE-{kind}-{source}-{target}", "kind": kind, "source_id": source,
             "target_id": target, "claim_ids": [claim_id], "n_accounts": 1,
             "first_on": MONDAY.date(), "strength": 0.7}
        )  # fmt: skip

    def withdraw(self, account_id: str) -> None:
        """Withdraw an account and its origin."""
        for row in self.rows["account"] + self.rows["origin"]:
            if row["account_id"] == account_id:
                row["is_withdrawn"] = True

    def decide(self, kind: str, subject_id: str, **changes: Any) -> None:
        """An analyst's decision."""
        n = len(self.rows["decision"]) + 1
        self.rows["decision"].append(
            {"decision_id": f"DEC-{n}", "sequence": n, "kind": kind, "subject_id": subject_id,
             "decided_at": MONDAY, "reason": "test", **changes}
        )  # fmt: skip

    def tables(self) -> Mapping[str, pa.Table]:
        """The inputs of the stage."""
        return {
            name: make_table(name, *rows) if rows else TABLES[name].empty()
            for name, rows in self.rows.items()
        }


def ring(world: World, name: str, weeks: range, **how: Any) -> list[str]:
    """A network of five whose members return in turns: each incident names three of them."""
    people = [f"{name}{n}" for n in range(5)]
    return [
        world.incident(
            f"INC-{name}-{k:02d}", week, [people[k % 5], people[(k + 1) % 5], people[(k + 2) % 5]],
            **how,
        )
        for k, week in enumerate(weeks)
    ]  # fmt: skip


_DONE: dict[str, Output] = {}


def once(world: World, run: Run) -> Output:
    """The stage over this world, computed once however many tests ask for it: it is a pure
    function. Tests that compare two runs call it themselves."""
    rows = json.dumps(world.rows, default=str, sort_keys=True)
    key = fingerprint([rows, run.as_of.isoformat(), run.profile.model_dump_json(), run.seed])
    if key not in _DONE:
        _DONE[key] = STAGE.function(world.tables(), run)
    return _DONE[key]
