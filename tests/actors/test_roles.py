"""Roles and the State-embedment ladder: each with its evidence, in English, French and Arabic."""

from __future__ import annotations

import pytest

from tests.actors.support import read

A, AR = "Attaher ag Wanzou", "بلال ولد زمار"
ROLES: list[tuple[str, ...]] = [
    ("financier", f"{A} lends money for fuel at Gao.", f"{A} finance les convois de Gao.",
     f"الممول {AR} في غاو."),
    ("transporter", f"{A} transports fuel to Gao.", f"Le chauffeur {A} est parti.",
     f"السائق {AR} في غاو."),
    ("broker", f"{A} brokered the deal at Gao.", f"{A}, courtier à Gao, est parti.",
     f"الوسيط {AR} في غاو."),
    ("enforcer", f"{A} threatens the traders.", f"{A} menace les commerçants.",
     f"{AR} يهدد التجار في غاو."),
    ("protector", f"{A} protects the convoys.", f"{A} ferme les yeux sur les convois.",
     f"{AR} يحمي القوافل في غاو."),
    ("facilitator", f"{A} forged the papers.", f"Le transitaire {A} est parti.",
     f"{AR} يزور الأوراق في غاو."),
    ("buyer", f"{A}, the buyer, paid in cash.", f"{A} achète l'or de Gao.",
     f"{AR} يشتري الذهب في غاو."),
    ("producer", f"{A} repairs rifles.", f"{A} fabrique des fusils.", f"{AR} يصلح البنادق في غاو."),
    ("tax_collector", f"{A} collects the levy.", f"{A} perçoit la taxe à Gao.",
     f"{AR} يجبي الضريبة في غاو."),
]  # fmt: skip
LADDER: list[tuple[str, ...]] = [
    ("tolerated", "Inspector Mossi Tanko waved the tankers through.",
     "L'inspecteur Mossi Tanko ferme les yeux sur les camions."),
    ("supported", "Inspector Mossi Tanko provided papers for the load.",
     "L'inspecteur Mossi Tanko a fourni une escorte au convoi."),
    ("penetrated", "Inspector Mossi Tanko is on the payroll of the traders.",
     "L'inspecteur Mossi Tanko touche un pot-de-vin par camion."),
    ("co_opted", "Inspector Mossi Tanko is a silent partner in the fuel trade.",
     "L'inspecteur Mossi Tanko est associé au trafic de carburant."),
    ("directed", "Inspector Mossi Tanko runs the smuggling ring.",
     "L'inspecteur Mossi Tanko dirige le réseau de contrebande."),
]  # fmt: skip


def said(text: str, language: str, kind: str) -> set[tuple[str, str]]:
    """What an account says of its persons: predicate and rule of cues of one kind."""
    return {(c.predicate, c.rule) for c in read(text, language).cues if c.kind == kind}


def cases(kind: str, rows: list[tuple[str, ...]]) -> list[tuple[str, str, str, str]]:
    """(kind, predicate, language, text) of rows that hold a predicate and its texts."""
    return [
        (kind, predicate, language, text)
        for predicate, *texts in rows
        for language, text in zip(("en", "fr", "ar"), texts, strict=False)
    ]


@pytest.mark.parametrize(
    ("kind", "predicate", "language", "text"),
    [*cases("role", ROLES), *cases("embedment", LADDER)],
)
def test_each_role_and_rung_has_its_evidence_in_every_language(
    kind: str, predicate: str, language: str, text: str
) -> None:
    assert predicate in {code for code, _ in said(text, language, kind)}


@pytest.mark.parametrize("text", [row[1].replace("Inspector ", "") for row in LADDER])
def test_no_rung_without_an_office(text: str) -> None:
    assert said(text, "en", "embedment") == set()


def test_a_protector_is_in_uniform_or_in_office() -> None:
    uniform = said("Adjudant Mossi Tanko protects the convoys at Gao.", "en", "role")
    office = said("The mayor of Gao, Mossi Tanko, protects the convoys.", "en", "role")
    assert ("protector", "protector_in_uniform") in uniform
    assert ("protector", "protector_in_office") in office
    assert ("protector", "role_verb") in said(f"{A} protects the convoys.", "en", "role")


def test_denied_roles_say_so() -> None:
    cue = next(c for c in read(f"{A} never collects the levy.").cues if c.kind == "role")
    assert cue.polarity == "denied"
