# ruff: noqa: E501
"""A small invented mission as fused tables: four networks, 30 incidents, 60 reports."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fusion.stage import Run
from fusion.tables import TABLES
from tests.briefing.sample_networks import AS_OF, CORRIDORS, NETWORKS, add_leads, add_network
from tests.briefing.sample_outlook import outlook_tables
from tests.briefing.sample_reports import CHILD, SECRET, START, Builder
from tests.support import make_profile, make_table

__all__ = ["AS_OF", "CHILD", "FORBIDDEN", "NETWORKS", "SECRET", "sample_run", "sample_tables"]

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


def sample_tables() -> dict[str, pa.Table]:
    """Every table the briefing stage reads, built anew."""
    builder = Builder()
    for index, network in enumerate(NETWORKS):
        add_network(builder, index, network)
    add_leads(builder, AS_OF.date())
    for corridor in CORRIDORS:
        for point in corridor["points"]:
            builder.add(
                "place", place_id=f"PLC-{point['name']}", name=point["name"], scheme="geonames",
                latitude=point["latitude"], longitude=point["longitude"], radius_km=2.0,
                country="ML", admin1="Gao", admin2=f"{corridor['points'][0]['name']} district",
            )  # fmt: skip
    tables = {name: make_table(name, *rows) for name, rows in builder.rows.items()}
    tables.update(outlook_tables(NETWORKS, CORRIDORS, AS_OF.date(), START))
    tables["decision"] = TABLES["decision"].empty()
    tables["previous_judgement"] = TABLES["judgement"].empty()
    return tables
