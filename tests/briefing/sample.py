# ruff: noqa: E501
"""A small invented mission as fused tables: four networks, 30 incidents, 60 reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier
from tests.briefing.sample_outlook import outlook_tables
from tests.support import make_profile, make_table

AS_OF = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
START = dt.date(2026, 1, 5)

CORRIDORS = [
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
TASKS = [
    ("1", "Protection of civilians", "Protection des civils"),
    ("3", "Local peace committees and market mediation", "Comités de paix locaux et médiation des marchés"),
    ("5", "Support to border management and customs", "Appui à la gestion des frontières et aux douanes"),
    ("6", "Support to justice and corrections", "Appui à la justice et au système pénitentiaire"),
]  # fmt: skip
PIRS = [
    ("PIR 1", "Who taxes and protects the river fuel trade?",
     "Qui taxe et protège le commerce fluvial de carburant ?", ["fuel_smuggling", "illicit_taxation"]),
    ("PIR 2", "Where do weapons enter, and who buys?",
     "Par où entrent les armes, et qui les achète ?", ["arms_trafficking"]),
]  # fmt: skip
EDITIONS = [
    {"code": "head", "title_en": "Head of mission", "title_fr": "Chef de mission",
     "names_persons": True, "holds_source_text": True, "place_precision": "exact",
     "marking_ceiling": "STRICTLY CONFIDENTIAL", "tlp": "AMBER+STRICT"},
    {"code": "components", "title_en": "Components", "title_fr": "Composantes",
     "place_precision": "admin2", "marking_ceiling": "CONFIDENTIAL", "tlp": "AMBER"},
    {"code": "public", "title_en": "Public", "title_fr": "Public", "place_precision": "admin1",
     "marking_ceiling": "UNCLASSIFIED", "tlp": "CLEAR", "formats": ["html", "pdf", "json"]},
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
COMPONENTS = [
    "military",
    "police",
    "civil_affairs",
    "justice",
    "political_affairs",
    "regional_office",
]
SUBTYPES = [("strategic_developments", "other"), ("battles", "armed_clash"),
            ("violence_against_civilians", "attack"), ("strategic_developments", "agreement"),
            ("strategic_developments", "looting")]  # fmt: skip
SECRET = "Haroun Tiekoro"  # protected source
CHILD = "Ismaïl Rhissatou"  # protected minor
FORBIDDEN = (SECRET, CHILD, "ferryman of the lower landing stage", "Operation Acacia Veil")


def sample_run(**changes: Any) -> Run:
    """The run of the invented mission."""
    profile = make_profile(
        corridors=CORRIDORS, editions=EDITIONS, protected_strings=["Operation Acacia Veil"],
        mandate_tasks=[{"code": c, "text_en": e, "text_fr": f} for c, e, f in TASKS],
        requirements=[{"code": c, "text_en": e, "text_fr": f, "markets": m} for c, e, f, m in PIRS],
        known_groups=[{"name": "Front de la Berge", "aliases": ["FDB"]}],
        **changes,
    )  # fmt: skip
    return Run(profile=profile, as_of=AS_OF, seed=7)


def _text(number: int, network: dict[str, Any], who: str, whom: str, place: str) -> tuple[str, str]:
    """Text of a report and the quote that carries its claim."""
    if number % 5 == 1:
        quote = f"{who} a payé 150 000 francs à {whom}"
        return (
            f"Le marché de {place} était calme le matin. {quote}, selon deux commerçants. <b>Fin</b>.",
            quote,
        )
    if number % 11 == 3:
        quote = f"شوهد {who} مع {whom}"
        return f"{quote} قرب {place}. لا حوادث أخرى.", quote
    quote = f"{who} was seen paying {whom} at the barrier"
    extra = ""
    if number == 4:
        extra = f" The information comes from {SECRET}, ferryman of the lower landing stage."
    if number == 8:
        extra = f" A boy, {CHILD}, carried the receipts."
    return (
        f"At {place} the patrol noted trucks & tankers. {quote}.{extra} =1+1 <script>alert(1)</script>",
        quote,
    )


class _Builder:
    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.n_report = 0

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def actor(self, name: str, kind: str, n_accounts: int) -> str:
        actor_id = f"ACT-{abs(sum(ord(c) * (i + 7) for i, c in enumerate(name))):012d}"
        if all(row["actor_id"] != actor_id for row in self.rows.get("actor", [])):
            self.add(
                "actor",
                actor_id=actor_id,
                kind=kind,
                name=name,
                aliases=[],
                n_accounts=n_accounts,
                rule="sample",
            )
        return actor_id

    def report(
        self,
        network: dict[str, Any],
        on: dt.date,
        place: str,
        pair: tuple[tuple[str, str], tuple[str, str]],
        is_withdrawn: bool = False,
    ) -> tuple[str, str, str]:
        """A document with one report, its account, origin, mentions and claim."""
        self.n_report += 1
        n = self.n_report
        component = COMPONENTS[n % len(COMPONENTS)]
        (who_id, who), (whom_id, whom) = pair
        text, quote = _text(n, network, who, whom, place)
        ids = {k: identifier(k, n) for k in ("report", "document", "account", "origin", "claim")}
        received = dt.datetime.combine(on, dt.time(18), dt.UTC) + dt.timedelta(days=1)
        self.add(
            "document",
            document_id=ids["document"],
            path=f"{component}/report_{n:03d}.txt",
            sha256=f"{n:064d}",
            component=component,
            received_at=received,
            status="read",
            n_reports=1,
        )
        self.add(
            "report",
            report_id=ids["report"],
            document_id=ids["document"],
            path=f"{component}/report_{n:03d}.txt",
            locator=f"¶ {1 + n % 6}",
            ordinal=1,
            component=component,
            report_type="sitrep",
            reference=f"REF-{n:03d}",
            title=None,
            language="fr" if n % 5 == 1 else "ar" if n % 11 == 3 else "en",
            written_at=received,
            observed_from=received,
            received_at=received,
            reliability="ABCDF"[n % 5],
            credibility="23462"[n % 5],
            is_grade_derived=component == "police",
            marking={"police": "UN CONFIDENTIAL", "justice": "UN CONFIDENTIAL"}.get(component),
            source_text=f"{SECRET}, ferryman of the lower landing stage" if n == 4 else None,
            has_protected_source=n == 4,
            text=text,
        )
        self.add(
            "account",
            account_id=ids["account"],
            lead_report_id=ids["report"],
            component=component,
            n_reports=1,
            received_at=received,
            written_at=received,
            reliability="ABCDF"[n % 5],
            credibility="23462"[n % 5],
            is_withdrawn=is_withdrawn,
            text=text,
            text_sha256=f"{n:064d}",
        )
        self.add(
            "account_report",
            account_id=ids["account"],
            report_id=ids["report"],
            relation="lead",
            score=1.0,
        )
        self.add(
            "origin",
            account_id=ids["account"],
            origin_id=ids["origin"],
            relation="own_observation",
            score=1.0,
            independence="independent",
            evidence="own patrol",
            is_withdrawn=is_withdrawn,
        )
        start = text.index(quote)
        self.add(
            "claim",
            claim_id=ids["claim"],
            account_id=ids["account"],
            report_id=ids["report"],
            kind="tie",
            predicate="payment",
            subject_id=who_id,
            object_id=whom_id,
            quote=quote,
            start_at=start,
            end_at=start + len(quote),
            polarity="denied" if n % 17 == 0 else "affirmed",
            modality="stated",
            reliability="B",
            credibility="2",
            claimed_on=on,
        )
        for surface, actor_id, kind in (
            (who, who_id, "person"),
            (whom, whom_id, "person"),
            (SECRET, None, "person"),
            (CHILD, None, "person"),
        ):
            if surface in text:
                self.mention(ids, text, surface, actor_id, kind)
        return ids["account"], ids["origin"], ids["claim"]

    def mention(
        self, ids: dict[str, str], text: str, surface: str, actor_id: str | None, kind: str
    ) -> None:
        at = text.index(surface)
        mention_id = f"MEN-{ids['account'][-4:]}{at:05d}"
        self.add(
            "mention",
            mention_id=mention_id,
            account_id=ids["account"],
            report_id=ids["report"],
            start_at=at,
            end_at=at + len(surface),
            surface=surface,
            kind=kind,
            is_protected=actor_id is None,
        )
        if actor_id:
            self.add(
                "actor_mention",
                actor_id=actor_id,
                mention_id=mention_id,
                account_id=ids["account"],
                surface=surface,
                score=1.0,
            )

    def network(self, index: int, network: dict[str, Any]) -> None:
        members = [(self.actor(n, k, 6), n, k, r) for n, k, r in network["members"]]
        points = CORRIDORS[network["corridor"]]["points"]
        n_incidents, claims, origins, days = (9, 8, 7, 6)[index], [], [], []
        for i in range(n_incidents):
            on = START + dt.timedelta(days=int(10 + i * 170 / n_incidents) - index)
            place = points[i % len(points)]
            incident_id = f"INC-{index}{i:011d}"
            accounts = []
            for a in range(2 + (i % 3 == 0) - (i % 4 == 3)):
                who, whom = members[(i + a) % len(members)], members[(i + a + 1) % len(members)]
                withdrawn = index == 0 and i == 4 and a == 0
                account, origin, claim = self.report(
                    network, on, place["name"], ((who[0], who[1]), (whom[0], whom[1])), withdrawn
                )
                accounts.append((account, origin))
                claims.append((claim, who[0], whom[0], account))
                origins.append(origin)
            kind = (
                SUBTYPES[0] if network["quiet"] and i > 3 else SUBTYPES[(i + index) % len(SUBTYPES)]
            )
            self.add(
                "incident",
                incident_id=incident_id,
                event_type=kind[0],
                event_subtype=kind[1],
                markets=network["markets"],
                place_id=f"PLC-{place['name']}",
                place_name=place["name"],
                latitude=place["latitude"] + (i % 3) * 0.05,
                longitude=place["longitude"] - (i % 2) * 0.06,
                radius_km=3.0,
                admin2=f"{points[0]['name']} district",
                country="ML",
                occurred_from=on,
                occurred_to=on,
                killed_best=2 if kind[0] == "battles" else 0,
                n_reports=len(accounts),
                n_accounts=len(accounts),
                n_origins=len(accounts),
                components=["military"],
                credibility="2",
                summary=f"{network['name']} at {place['name']}",
                lead_account_id=accounts[0][0],
                is_standing=True,
            )
            for account, origin in accounts:
                self.add(
                    "incident_account",
                    incident_id=incident_id,
                    account_id=account,
                    origin_id=origin,
                    score=0.9,
                )
            self.add(
                "hypothesis_incident",
                hypothesis_id=network["id"],
                incident_id=incident_id,
                probability=0.8,
            )
            days.append(on)
            if i == 2:
                self.add(
                    "contradiction",
                    contradiction_id=f"CON-{index:012d}",
                    incident_id=incident_id,
                    field="toll",
                    account_a=accounts[0][0],
                    value_a="5",
                    account_b=accounts[-1][0],
                    value_b="11",
                    request="Ask the medical post.",
                )
        self.hypothesis(network, members, claims, origins, days)

    def hypothesis(
        self,
        network: dict[str, Any],
        members: list[Any],
        claims: list[Any],
        origins: list[str],
        days: list[dt.date],
    ) -> None:
        hyp, points = network["id"], CORRIDORS[network["corridor"]]
        self.add(
            "hypothesis",
            hypothesis_id=hyp,
            name=network["name"],
            statement=f"A group linked to {members[0][1]} works the {points['name']}.",
            status=network["status"],
            markets=network["markets"],
            corridors=[points["code"]],
            first_on=days[0],
            last_on=days[-1],
            n_actors=len(members),
            n_incidents=len(days),
            n_origins=len(set(origins)),
            strength=network["strength"],
            previous_strength=network["previous"],
            confidence=network["confidence"],
            confidence_reasons=["several origins"],
            embedment=network["embedment"],
            linchpin_origin_id=origins[0],
            quiet_control=network["quiet"],
        )
        seen: dict[tuple[str, str], list[str]] = {}
        for claim, who, whom, _ in claims:
            seen.setdefault((who, whom), []).append(claim)
        for i, (actor_id, _, _, role) in enumerate(members):
            mine = sorted({c for c, who, whom, _ in claims if actor_id in (who, whom)})
            self.add(
                "hypothesis_actor",
                hypothesis_id=hyp,
                actor_id=actor_id,
                role=role,
                probability=round(0.95 - 0.05 * i, 2),
                n_origins=1 if i == len(members) - 1 else len(mine),
                claim_ids=mine,
                is_bridge="Nouhoum" in members[i][1],
            )
        kinds = ["payment", "command", "transport", "protection", "conflict", "meeting"]
        for i, ((who, whom), mine) in enumerate(sorted(seen.items())):
            tie_id = f"TIE-{hyp[4:8]}{i:08d}"
            self.add(
                "tie",
                tie_id=tie_id,
                kind=kinds[i % len(kinds)],
                source_id=who,
                target_id=whom,
                is_directed=True,
                claim_ids=sorted(mine),
                n_accounts=len(mine),
                first_on=days[0],
                last_on=days[-1],
                strength=0.6,
            )
            self.add("hypothesis_tie", hypothesis_id=hyp, tie_id=tie_id, n_origins=len(mine))
        for element, verdict in (
            ("three_or_more_persons", "met"),
            ("period_of_time", "met"),
            ("acting_in_concert", "met"),
            ("serious_crime", "unknown"),
            ("material_benefit", "met"),
        ):
            self.add(
                "element",
                hypothesis_id=hyp,
                element=element,
                verdict=verdict,
                evidence=f"{members[0][1]} and others",
                evidence_ids=[c[0] for c in claims[:3]],
            )
        lines = [f"line {i} about {members[i % len(members)][1]}" for i in range(6)]
        for rank, (rival, weight) in enumerate(
            zip(
                ("one_network", "two_networks_shared_facilitator", "licit_livelihood"),
                network["rivals"],
                strict=True,
            ),
            1,
        ):
            self.add(
                "rival",
                hypothesis_id=hyp,
                rival=rival,
                rank=rank,
                weight=weight,
                stability=0.8 - 0.1 * rank,
                evidence_for=lines[: 7 - 2 * rank],
                evidence_against=lines[7 - 2 * rank :],
                separating_evidence="a dated payment between the two",
            )
        self.add(
            "breaking_test",
            hypothesis_id=hyp,
            kind="origin",
            left_out=origins[0],
            survives=network["confidence"] != "low",
            strength_left=network["strength"] - 0.3,
            detail="two ties fall",
        )
        for component in ("military", "police"):
            self.add(
                "breaking_test",
                hypothesis_id=hyp,
                kind="component",
                left_out=component,
                survives=True,
                strength_left=network["strength"] - 0.1,
                detail="one tie falls",
            )
        self.add(
            "breaking_test",
            hypothesis_id=hyp,
            kind="actor",
            left_out=members[0][0],
            survives=True,
            strength_left=network["strength"] - 0.2,
            detail="the chain holds",
        )
        event = {"split_from": "split_from", "revived": "revived"}.get(
            network["status"], "continued"
        )
        self.add(
            "hypothesis_lineage",
            hypothesis_id=hyp,
            as_of=AS_OF.date() - dt.timedelta(days=8),
            event=event,
            other_id=NETWORKS[0]["id"] if event == "split_from" else None,
            overlap=0.7,
            n_incidents=len(days),
            n_actors=len(members),
            strength=network["strength"],
        )


def sample_tables() -> dict[str, pa.Table]:
    """Every table the briefing stage reads, built anew."""
    builder = _Builder()
    for index, network in enumerate(NETWORKS):
        builder.network(index, network)
    for corridor in CORRIDORS:
        for point in corridor["points"]:
            builder.add(
                "place",
                place_id=f"PLC-{point['name']}",
                name=point["name"],
                scheme="geonames",
                latitude=point["latitude"],
                longitude=point["longitude"],
                radius_km=2.0,
                country="ML",
                admin1="Gao",
                admin2=f"{corridor['points'][0]['name']} district",
            )
    tables = {name: make_table(name, *rows) for name, rows in builder.rows.items()}
    tables.update(outlook_tables(NETWORKS, CORRIDORS, AS_OF.date(), START))
    tables["decision"] = TABLES["decision"].empty()
    tables["previous_judgement"] = TABLES["judgement"].empty()
    return tables
