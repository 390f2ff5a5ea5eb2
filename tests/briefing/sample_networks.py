# ruff: noqa: E501
"""Networks of the invented mission: incidents, hypotheses, and how they were weighed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.briefing.sample_reports import START, Builder

AS_OF = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
CORRIDORS: list[dict[str, Any]] = [
    {"code": "river", "name": "River road", "borders": ["NE-ML"], "points": [
        {"name": "Ayorou", "latitude": 14.73, "longitude": 0.92},
        {"name": "Labbézanga", "latitude": 14.96, "longitude": 0.70},
        {"name": "Ansongo", "latitude": 15.66, "longitude": 0.50},
        {"name": "Gao", "latitude": 16.27, "longitude": -0.04}]},
    {"code": "west", "name": "Western track", "borders": ["NE-BF"], "points": [
        {"name": "Yatakala", "latitude": 14.79, "longitude": 0.37},
        {"name": "Tin-Akoff", "latitude": 14.97, "longitude": -0.16},
        {"name": "In-Tillit", "latitude": 15.55, "longitude": -0.46}]},
    {"code": "axis", "name": "Azgaret axis", "points": [
        {"name": "Abala", "latitude": 14.94, "longitude": 3.43},
        {"name": "Bani-Bangou", "latitude": 15.04, "longitude": 2.70},
        {"name": "Ménaka", "latitude": 15.92, "longitude": 2.40}]},
]  # fmt: skip
# name, kind; the last one of each network has one origin only and must stay a pseudonym
NETWORKS: list[dict[str, Any]] = [
    {"id": "HYP-0A11C0FFEE01", "name": "River fuel levy", "markets": ["fuel_smuggling", "illicit_taxation"],
     "corridor": 0, "strength": 0.71, "previous": 0.64, "confidence": "moderate", "status": "continued",
     "embedment": "supported", "quiet": False, "rivals": (0.58, 0.27, 0.15),
     "members": [("Almoustapha Inzoua", "person", "buyer"), ("Kadidia Warmo", "person", "financier"),
                 ("Bilou Hamzatta", "person", "transporter"), ("Front de la Berge", "group", "tax_collector"),
                 ("AB 1234 ML", "vehicle", "transporter"), ("Seydou Tankara", "person", "protector"),
                 ("Nouhoum Sidilamine", "person", "facilitator"), ("Rissa Olomide", "person", "member")]},
    {"id": "HYP-0B22BEEF0002", "name": "Azgaret arms", "markets": ["arms_trafficking"], "corridor": 2,
     "strength": 0.55, "previous": 0.58, "confidence": "low", "status": "revived",
     "embedment": "tolerated", "quiet": False, "rivals": (0.44, 0.36, 0.20),
     "members": [("Atalou Wanzig", "person", "broker"), ("Ghalib Tassar", "person", "transporter"),
                 ("Nouhoum Sidilamine", "person", "facilitator"), ("+223 40 11 22 33", "phone", "member"),
                 ("Illiassou Kamad", "person", "producer")]},
    {"id": "HYP-0C33CAFE0003", "name": "Gold market committee", "markets": ["gold", "financial_crimes"],
     "corridor": 1, "strength": 0.62, "previous": 0.50, "confidence": "moderate", "status": "continued",
     "embedment": "penetrated", "quiet": True, "rivals": (0.66, 0.20, 0.14),
     "members": [("Inouss Zabri", "person", "leader"), ("Hamado Dickory", "person", "financier"),
                 ("Comité des acheteurs", "organisation", "buyer"), ("Yacou Tiendra", "person", "enforcer")]},
    {"id": "HYP-0D44FACE0004", "name": "Travellers", "markets": ["human_smuggling", "kidnapping"],
     "corridor": 1, "strength": 0.48, "previous": None, "confidence": "low", "status": "split_from",
     "embedment": "none", "quiet": False, "rivals": (0.52, 0.30, 0.18),
     "members": [("Ibrahima Agaly", "person", "transporter"), ("Zeyna Harou", "person", "broker"),
                 ("Oumara Sidiba", "person", "enforcer")]},
]  # fmt: skip
SUBTYPES = [("strategic_developments", "other"), ("battles", "armed_clash"),
            ("violence_against_civilians", "attack"), ("strategic_developments", "agreement"),
            ("strategic_developments", "looting")]  # fmt: skip
RIVALS = ("one_network", "two_networks_shared_facilitator", "licit_livelihood")
ELEMENTS = (("three_or_more_persons", "met"), ("period_of_time", "met"),
            ("acting_in_concert", "met"), ("serious_crime", "unknown"),
            ("material_benefit", "met"))  # fmt: skip
KINDS = ("payment", "command", "transport", "protection", "conflict", "meeting")
Claim = tuple[str, str, str]  # claim, who, whom


def add_network(builder: Builder, index: int, network: dict[str, Any]) -> None:
    """The incidents of one network with their reports, and the hypothesis about it."""
    members = [(builder.actor(n, k, 6), n, r) for n, k, r in network["members"]]
    n_incidents, claims, origins, days = (9, 8, 7, 6)[index], [], [], []
    for i in range(n_incidents):
        on = START + dt.timedelta(days=int(10 + i * 170 / n_incidents) - index)
        mine, told = _accounts(builder, index, i, on, members)
        claims += mine
        origins += [origin for _, origin in told]
        _incident(builder, index, i, on, told)
        days.append(on)
    _hypothesis(builder, network, members, origins, days)
    _members(builder, network, members, claims)
    _ties(builder, network, claims, days)
    _weighing(builder, network, members, claims)
    _tests(builder, network, members, origins)
    _positions(builder, network, members)
    if index == 0:
        _cells(builder, network, members)
    _lineage(builder, network, members, days)


def _accounts(
    builder: Builder, index: int, i: int, on: dt.date, members: list[Any]
) -> tuple[list[Claim], list[tuple[str, str]]]:
    network = NETWORKS[index]
    points = CORRIDORS[network["corridor"]]["points"]
    claims, accounts = [], []
    for a in range(2 + (i % 3 == 0) - (i % 4 == 3)):
        who, whom = members[(i + a) % len(members)], members[(i + a + 1) % len(members)]
        withdrawn = index == 0 and i == 4 and a == 0
        account, origin, claim = builder.report(
            network, on, points[i % len(points)]["name"], ((who[0], who[1]), (whom[0], whom[1])),
            withdrawn,
        )  # fmt: skip
        accounts.append((account, origin))
        claims.append((claim, who[0], whom[0]))
    return claims, accounts


def _incident(
    builder: Builder, index: int, i: int, on: dt.date, accounts: list[tuple[str, str]]
) -> None:
    network = NETWORKS[index]
    points = CORRIDORS[network["corridor"]]["points"]
    place, incident_id = points[i % len(points)], f"INC-{index}{i:011d}"
    kind = SUBTYPES[0] if network["quiet"] and i > 3 else SUBTYPES[(i + index) % len(SUBTYPES)]
    builder.add(
        "incident", incident_id=incident_id, event_type=kind[0], event_subtype=kind[1],
        markets=network["markets"], place_id=f"PLC-{place['name']}", place_name=place["name"],
        latitude=place["latitude"] + (i % 3) * 0.05, longitude=place["longitude"] - (i % 2) * 0.06,
        radius_km=3.0, admin2=f"{points[0]['name']} district", country="ML", occurred_from=on,
        occurred_to=on, killed_best=2 if kind[0] == "battles" else 0, n_reports=len(accounts),
        n_accounts=len(accounts), n_origins=len(accounts), components=["military"],
        credibility="2", summary=f"{network['name']} at {place['name']}",
        lead_account_id=accounts[0][0], is_standing=True,
    )  # fmt: skip
    for account, origin in accounts:
        builder.add("incident_account", incident_id=incident_id, account_id=account,
                    origin_id=origin, score=0.9)  # fmt: skip
    builder.add("hypothesis_incident", hypothesis_id=network["id"], incident_id=incident_id,
                probability=0.8)  # fmt: skip
    if i == 2:
        builder.add(
            "contradiction", contradiction_id=f"CON-{index:012d}", incident_id=incident_id,
            field="toll", account_a=accounts[0][0], value_a="5", account_b=accounts[-1][0],
            value_b="11", request="Ask the medical post.",
        )  # fmt: skip


QUIET = {
    "quiet_days_before": 56, "quiet_days_since": 91, "quiet_violent_before": 4,
    "quiet_violent_since": 1,
}  # fmt: skip


def _hypothesis(
    builder: Builder, network: dict[str, Any], members: list[Any], origins: list[str],
    days: list[dt.date],
) -> None:  # fmt: skip
    corridor = CORRIDORS[network["corridor"]]
    builder.add(
        "hypothesis", hypothesis_id=network["id"], name=network["name"],
        statement=f"A group linked to {members[0][1]} works the {corridor['name']}.",
        status=network["status"], markets=network["markets"], corridors=[corridor["code"]],
        first_on=days[0], last_on=days[-1], n_actors=len(members), n_incidents=len(days),
        n_origins=len(set(origins)), strength=network["strength"],
        previous_strength=network["previous"], confidence=network["confidence"],
        confidence_reasons=["several origins"], embedment=network["embedment"],
        linchpin_origin_id=origins[0], quiet_control=network["quiet"],
        **(QUIET if network["quiet"] else {}),
    )  # fmt: skip


def _members(
    builder: Builder, network: dict[str, Any], members: list[Any], claims: list[Claim]
) -> None:
    for i, (actor_id, name, role) in enumerate(members):
        mine = sorted({c for c, who, whom in claims if actor_id in (who, whom)})
        builder.add(
            "hypothesis_actor", hypothesis_id=network["id"], actor_id=actor_id, role=role,
            probability=round(0.95 - 0.05 * i, 2),
            n_origins=1 if i == len(members) - 1 else len(mine), claim_ids=mine,
            is_bridge="Nouhoum" in name,
        )  # fmt: skip


def _ties(
    builder: Builder, network: dict[str, Any], claims: list[Claim], days: list[dt.date]
) -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for claim, who, whom in claims:
        seen.setdefault((who, whom), []).append(claim)
    for i, ((who, whom), mine) in enumerate(sorted(seen.items())):
        tie_id = f"TIE-{network['id'][4:8]}{i:08d}"
        builder.add(
            "tie", tie_id=tie_id, kind=KINDS[i % len(KINDS)], source_id=who, target_id=whom,
            is_directed=True, claim_ids=sorted(mine), n_accounts=len(mine), first_on=days[0],
            last_on=days[-1], strength=0.6,
        )  # fmt: skip
        builder.add("hypothesis_tie", hypothesis_id=network["id"], tie_id=tie_id,
                    n_origins=len(mine))  # fmt: skip


def _weighing(
    builder: Builder, network: dict[str, Any], members: list[Any], claims: list[Claim]
) -> None:
    """The Convention's elements and the rival readings."""
    for element, verdict in ELEMENTS:
        builder.add("element", hypothesis_id=network["id"], element=element, verdict=verdict,
                    evidence=f"{members[0][1]} and others",
                    evidence_ids=[claim for claim, _, _ in claims[:3]])  # fmt: skip
    lines = [f"line {i} about {members[i % len(members)][1]}" for i in range(6)]
    for rank, (rival, weight) in enumerate(zip(RIVALS, network["rivals"], strict=True), 1):
        builder.add(
            "rival", hypothesis_id=network["id"], rival=rival, rank=rank, weight=weight,
            stability=0.8 - 0.1 * rank, evidence_for=lines[: 7 - 2 * rank],
            evidence_against=lines[7 - 2 * rank :],
            separating_evidence="a dated payment between the two",
        )  # fmt: skip


def _tests(
    builder: Builder, network: dict[str, Any], members: list[Any], origins: list[str]
) -> None:
    is_firm = network["confidence"] != "low"
    for kind, left_out, survives, loss, detail in (
        ("origin", origins[0], is_firm, 0.3, "two ties fall"),
        ("component", "military", True, 0.1, "one tie falls"),
        ("component", "police", True, 0.1, "one tie falls"),
        ("actor", members[0][0], True, 0.2, "the chain holds"),
    ):
        builder.add(
            "breaking_test", hypothesis_id=network["id"], kind=kind, left_out=left_out,
            survives=survives, strength_left=network["strength"] - loss, detail=detail,
        )  # fmt: skip


def _positions(builder: Builder, network: dict[str, Any], members: list[Any]) -> None:
    """Who stands between, who would step in, where traffic would go, what to check."""
    hyp, own = network["id"], CORRIDORS[network["corridor"]]["code"]
    for rank, (actor_id, _, _) in enumerate(members[:3], 1):
        builder.add("network_position", hypothesis_id=hyp, actor_id=actor_id,
                    brokerage=0.5 / rank, rank=rank, rank_low=1, rank_high=rank + 1)  # fmt: skip
    is_firm = network["confidence"] != "low"
    builder.add(
        "removal", hypothesis_id=hyp, actor_id=members[0][0], n_cut_off=0 if is_firm else 2,
        strength_left=network["strength"] - 0.2,
        successor_id=members[1][0] if is_firm else None, fit=0.6 if is_firm else 0.0,
        reasons=["same_role", "same_contacts"] if is_firm else [],
        recovery="quick" if is_firm else "unknown",
    )  # fmt: skip
    for share, other in zip((0.6, 0.2), (c for c in CORRIDORS if c["code"] != own), strict=True):
        builder.add("spill_over", hypothesis_id=hyp, closed=own, corridor=other["code"],
                    share=share, gap_km=70.0, n_own=0, n_market=1,
                    borders=other.get("borders", []))  # fmt: skip
    builder.add("caution", hypothesis_id=hyp, kind="single_source_surge", subject="military",
                detail="3 of 4 origins of the last 4 weeks", evidence_ids=[])  # fmt: skip
    builder.add("caution", hypothesis_id=hyp, kind="accuser_has_a_quarrel",
                subject=members[-1][0], detail="two accounts", evidence_ids=[])  # fmt: skip


def _cells(builder: Builder, network: dict[str, Any], members: list[Any]) -> None:
    """Two cells of four incidents and four members, and one more member who stands in both."""
    for cell, (first, last) in enumerate(((0, 4), (4, 8)), 1):
        told = [
            ("actor", actor_id, 1.0, False)
            for actor_id, _, _ in members[first:last]
            if actor_id != members[6][0]
        ]
        told += [("actor", members[6][0], 0.5, True)]
        told += [("incident", f"INC-0{i:011d}", 0.9, False) for i in range(first, last)]
        for kind, subject, share, is_between in told:
            builder.add("hypothesis_cell", hypothesis_id=network["id"], cell=cell, subject_kind=kind,
                        subject_id=subject, share=share, is_go_between=is_between)  # fmt: skip


def _lineage(
    builder: Builder, network: dict[str, Any], members: list[Any], days: list[dt.date]
) -> None:
    event = network["status"] if network["status"] in ("split_from", "revived") else "continued"
    builder.add(
        "hypothesis_lineage", hypothesis_id=network["id"],
        as_of=AS_OF.date() - dt.timedelta(days=8), event=event,
        other_id=NETWORKS[0]["id"] if event == "split_from" else None, overlap=0.7,
        n_incidents=len(days), n_actors=len(members), strength=network["strength"],
    )  # fmt: skip


def add_leads(builder: Builder, last: dt.date) -> None:
    """A cluster that is best read as chance, one that is too small yet, one that fell."""
    for key, kind, reason, n_origins, day in (
        ("CLU-0A1B2C3D4E5F", "not_raised", "best read as coincidence", 4, last),
        ("CLU-1A1B2C3D4E5F", "not_raised", "a lead, not yet a hypothesis", 2, last),
        ("HYP-2A1B2C3D4E5F", "withheld", "none of its incidents stands any more", 0, None),
    ):
        builder.add(
            "lead", subject_id=key, kind=kind, reason=reason, n_incidents=n_origins,
            n_origins=n_origins, n_actors=3, markets=["fuel_smuggling"], corridors=[], first_on=day,
            last_on=day, incident_ids=["INC-0"],
        )  # fmt: skip
