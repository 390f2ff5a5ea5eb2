"""Small worlds of accounts for the tests of this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from fusion.incidents import STAGE
from fusion.stage import Output
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier
from tests.support import AS_OF, make_run, make_table

DAY = dt.timedelta(days=1)
START = AS_OF - 60 * DAY

HIACE = (
    "SITREP. At 1520 a white Hiace from Tassiga to Bentia with 11 passengers was stopped by six "
    "armed men on three motorcycles, 6 km east of Karou. Two teachers, Hamma Sidibera (41) and "
    "Yacou Toloke (29), were tied with fan belts and taken north. Nine were let go after 25 "
    "minutes. The reaction force reached the spot at 1745 and found one sandal."
)
HIACE_RELAYED = (
    "UNPOL colleagues informed us that a white Hiace with eleven passengers running from Tassiga "
    "to Bentia was halted at 15:20, 6 km east of Karou, by six gunmen riding three motorcycles. "
    "The teachers Hamma Sidibera (41) and Yacou Toloke (29) were bound with fan belts and led "
    "north; nine others were freed 25 minutes later. A force arriving at 1745 found a sandal."
)
HIACE_WITNESS = (
    "We met a trader at the health post of Karou. She was on the minibus and lost 85,000 francs "
    "hidden in her cloth. The chief read a list from a school copybook and asked for the people "
    "of the school; Hamma Sidibera rose by himself. She counted seven or eight, very young."
)
OTHER_DAY = (
    "At 0830 a green Mercedes minicar, plate AD 4417, from Fafa with 17 travellers was stopped "
    "3 km from Labbezanga by four men on foot. The driver Bourem Kassogana and a nurse, Fanta "
    "Dembaga, were led away. An iron bar lay across the road; measles vaccine was taken."
)
MARKET = "Fuel is sold by the bottle along the road; drums come up from the south every night."


def account(name: str, text: str, day: float = 0, **fields: Any) -> dict[str, Any]:
    """One account told on `day` after START; `fields` are event, place, actors and account."""
    return {"name": name, "text": text, "day": day, **fields}


EVENT = {"is_event", "event_type", "event_subtype", "killed_low", "killed_high", "markets"}
ACCOUNT = {"component", "language", "reliability", "credibility", "is_withdrawn"}


def world(*told: dict[str, Any], decisions: pa.Table | None = None) -> dict[str, pa.Table]:
    """The input tables of the stage for these accounts."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in STAGE.reads}
    for one in told:
        _tell(rows, one)
    places = {row["place_id"]: row for row in rows["place"]}
    rows["place"] = list(places.values())
    tables = {name: make_table(name, *listed) for name, listed in rows.items()}
    if decisions is not None:
        tables["decision"] = decisions
    return tables


def _tell(rows: dict[str, list[dict[str, Any]]], one: dict[str, Any]) -> None:
    key, report = f"ACC-{one['name']}", f"RPT-{one['name']}"
    moment = START + one["day"] * DAY
    happened = (START + one.get("happened", one["day"]) * DAY).date()
    rows["account"].append(
        {"account_id": key, "lead_report_id": report, "text": one["text"], "n_reports": 1,
         "received_at": moment, "written_at": moment, "text_sha256": f"sha-{one['name']}",
         **{k: v for k, v in one.items() if k in ACCOUNT}}
    )  # fmt: skip
    rows["report"].append(
        {"report_id": report, "text": one["text"], "received_at": moment,
         "component": one.get("component", "military"), "withdraws": one.get("withdraws")}
    )  # fmt: skip
    rows["account_report"].append(
        {"account_id": key, "report_id": report, "relation": "lead", "score": 1.0}
    )
    rows["account_event"].append(
        {"account_id": key, "is_event": True, "event_type": "violence_against_civilians",
         "event_subtype": "abduction", "markets": ["kidnapping"], "occurred_from": happened,
         "occurred_to": happened, **{k: v for k, v in one.items() if k in EVENT}}
    )  # fmt: skip
    latitude, longitude = one.get("at", (15.1, 0.7))
    place = f"PLC-{latitude}-{longitude}"
    rows["place"].append(
        {"place_id": place, "name": f"place {latitude}", "latitude": latitude,
         "longitude": longitude, "radius_km": 3.0, "admin2": "Ansongo"}
    )  # fmt: skip
    rows["account_place"].append(
        {"account_id": key, "place_id": place, "part": "event", "score": 1.0}
    )
    for actor in one.get("actors", ()):
        rows["actor_mention"].append(
            {"actor_id": f"ACT-{actor}", "mention_id": f"MEN-{key}-{actor}", "account_id": key}
        )
    for unit, amount in one.get("counts", {}).items():
        rows["mention"].append(
            {"mention_id": f"MEN-{key}-{unit}", "account_id": key, "kind": "quantity",
             "unit": unit, "amount": amount}
        )  # fmt: skip
    for day, at in one.get("dates", {}).items():
        rows["mention"].append(
            {"mention_id": f"MEN-{key}-{day}", "account_id": key, "kind": "date",
             "normal": str(day), "start_at": at}
        )  # fmt: skip


def fuse(*told: dict[str, Any], decisions: pa.Table | None = None, **profile: Any) -> Output:
    """The stage over these accounts."""
    return STAGE.function(world(*told, decisions=decisions), make_run(**profile))


def groups(output: Output) -> set[frozenset[str]]:
    """Names of the accounts of each incident."""
    found: dict[str, set[str]] = {}
    for row in output.tables["incident_account"].to_pylist():
        found.setdefault(row["incident_id"], set()).add(row["account_id"][4:])
    return {frozenset(members) for members in found.values()}


def origins(output: Output) -> dict[str, dict[str, Any]]:
    """Origin rows by account name."""
    return {row["account_id"][4:]: row for row in output.tables["origin"].to_pylist()}


def incident(output: Output, name: str) -> dict[str, Any]:
    """The incident founded by an account."""
    wanted = identifier("incident", f"ACC-{name}")
    return next(r for r in output.tables["incident"].to_pylist() if r["incident_id"] == wanted)


def decision(kind: str, subject: str, other: str | None = None, **fields: Any) -> dict[str, Any]:
    """A row of the decision table."""
    return {"decision_id": f"DEC-{kind}-{subject}", "sequence": 1, "kind": kind,
            "subject_id": subject, "object_id": other, **fields}  # fmt: skip


def decided(*rows: dict[str, Any]) -> pa.Table:
    """A decision table."""
    return make_table("decision", *rows)


EMPTY = {name: TABLES[name].empty() for name in STAGE.reads}
