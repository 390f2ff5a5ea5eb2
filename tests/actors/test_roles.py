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
     "L'inspecteur Mossi Tanko ferme les yeux sur le carburant de contrebande."),
    ("supported", "Inspector Mossi Tanko provided papers for the smuggled fuel.",
     "L'inspecteur Mossi Tanko a fourni une escorte à la contrebande de carburant."),
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


AGENTS: list[tuple[str, ...]] = [
    ("leader", f"Fighters led by {A} came.", f"Les combattants conduits par {A} sont venus.",
     f"جاء المقاتلون بقيادة {AR} إلى غاو."),
    ("transporter", f"The owner of the convoy is {A}.", f"Le camion était conduit par {A}.",
     f"صاحب القافلة هو {AR}."),
    ("financier", f"The trip was financed by {A}.", f"Le bailleur est un chauffeur du nord, {A}."),
    ("buyer", f"The consignee in each case is {A}.", f"Le lot a été vendu à {A}."),
    ("enforcer", f"The one who struck him was {A}.", f"Celui qui a frappé est {A}."),
    ("enforcer", f"New guards led by {A} came.", f"Les gardes conduits par {A} sont venus."),
    ("tax_collector", f"The levy was collected by {A}.", f"La taxe est perçue par {A}."),
    ("broker", f"The price was negotiated by {A}.", f"Le prix a été négocié par {A}."),
    ("producer", f"The rifle was repaired by {A}.", f"Le fusil a été réparé par {A}."),
    ("facilitator", f"The papers were prepared by {A}.", f"Charge dédouanée par {A}."),
    ("protector", f"The lorries were protected by {A}.", f"Le convoi, protégé par {A}, passe."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "predicate", "language", "text"), cases("role", AGENTS))
def test_the_doer_named_after_the_deed_has_its_role(
    kind: str, predicate: str, language: str, text: str
) -> None:
    assert (predicate, "role_agent") in said(text, language, kind)


@pytest.mark.parametrize(
    "text",
    [
        f"The lot was sold to traders by {A}.",
        f"Le lot a été vendu au marché par {A}.",
        f"The men of the village told {A} everything.",
        f"A convoy led by nobody passed. {A} watched.",
        f"He works for money, {A} said.",
        f"The rope was handed to the guard and {A} left.",
        f"They elected a president and {A} applauded.",
        f"{A} and his guard ate at noon.",
    ],
)
def test_whoever_stands_after_other_words_has_no_role(text: str) -> None:
    language = "fr" if text.startswith("Le ") else "en"
    assert not said(text, language, "role")


@pytest.mark.parametrize(
    "text",
    [
        "La juge Mossi Tanko a reçu la lettre n° 12 : trois jours de préavis.",
        "Inspector Mossi Tanko received the complaint of the fuel traders on Monday.",
        "Le gendarme Mossi Tanko contrôle le trafic au carrefour du marché de carburant.",
        "Inspector Mossi Tanko heads the anti-smuggling unit and reported fuel smuggling.",
        "Inspector Mossi Tanko leads the smuggling investigation into fuel.",
        "Inspector Mossi Tanko escorted the food convoy of the programme to Gao.",
        "Inspector Mossi Tanko signed the report on the smuggled fuel.",
        "L'inspecteur Mossi Tanko n'est pas intervenu à la fête du village.",
        "L'adjudant Mossi Tanko a fourni un rapport sur la contrebande de carburant.",
    ],
)
def test_the_duties_of_an_office_are_no_sign_of_embedment(text: str) -> None:
    language = "en" if text.startswith("Inspector") else "fr"
    assert not said(text, language, "embedment")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("L'inspecteur Mossi Tanko a reçu 500 000 francs dans une enveloppe.", "fr"),
        ("Un million de francs aurait été remis le 27 à l'inspecteur Mossi Tanko.", "fr"),
        ("Inspector Mossi Tanko pocketed an envelope.", "en"),
        ("An envelope with cash was handed to Inspector Mossi Tanko.", "en"),
    ],
)
def test_money_that_changed_hands_is_one(text: str, language: str) -> None:
    assert ("penetrated", "official_penetrated") in said(text, language, "embedment")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"{A}, former leader of the youth, was there.", "en"),
        (f"{A}, son ancien chef, était là.", "fr"),
        (f"Armed men under {A} passed Gao.", "en"),
        (f"Le sac de {A} gardé à Gao a été rendu.", "fr"),
        (f"The drivers work for {A} at Gao.", "en"),
    ],
)
def test_what_was_or_is_anothers_is_no_role(text: str, language: str) -> None:
    assert not {role for role, _ in said(text, language, "role")} & {"leader", "enforcer"}


def roles(text: str, language: str = "en") -> dict[str, set[str]]:
    """Roles of an account by what bears them."""
    reading = read(text, language)
    names = {m.identify(reading.source.account_id): m.surface for m in reading.mentions}
    found: dict[str, set[str]] = {}
    for cue in reading.cues:
        if cue.kind == "role":
            found.setdefault(names[cue.subject], set()).add(cue.predicate)
    return found


def test_a_tie_implies_a_role_where_a_market_is_told_of() -> None:
    told = roles(f"{A} drives BX 2210 MD, which brings smuggled fuel to Gao.")
    assert told == {A: {"transporter"}, "BX 2210 MD": {"transporter"}}
    assert "transporter" not in roles(f"{A} owns BX 2210 MD.").get("BX 2210 MD", set())


def test_an_official_on_the_ladder_is_a_protector() -> None:
    told = said("Inspector Mossi Tanko is on the payroll of the fuel smugglers.", "en", "role")
    assert ("protector", "protector_in_uniform") in told


def test_a_laden_vehicle_and_a_haulier_carry() -> None:
    told = roles("The tanker BX 2210 MD unloaded contraband fuel at night in Gao.")
    assert told["BX 2210 MD"] == {"transporter"}
    assert "BX 2210 MD" not in roles("BX 2210 MD was parked; gold was sold at the market.")
    told = roles("La société Kokari Voyages SARL emmène les migrants vers Gao.", "fr")
    assert "transporter" in {role for found in told.values() for role in found}
