"""Roles and the State-embedment ladder: each with its evidence, in English, French and Arabic."""

from __future__ import annotations

import pytest

from tests.actors.support import read

A, AR = "Attaher ag Wanzou", "بلال ولد زمار"
ROLES = [
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
LADDER = [
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


@pytest.mark.parametrize(("role", "english", "french", "arabic"), ROLES)
def test_each_role_is_read_in_three_languages(
    role: str, english: str, french: str, arabic: str
) -> None:
    for text, language in ((english, "en"), (french, "fr"), (arabic, "ar")):
        assert role in {predicate for predicate, _ in said(text, language, "role")}, text


@pytest.mark.parametrize(("rung", "english", "french"), LADDER)
def test_each_rung_of_the_ladder_has_its_evidence(rung: str, english: str, french: str) -> None:
    for text, language in ((english, "en"), (french, "fr")):
        assert rung in {predicate for predicate, _ in said(text, language, "embedment")}, text


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
