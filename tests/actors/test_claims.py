"""Claims: direction, polarity, modality, roles, embedment, and the weakness of co-presence."""

from __future__ import annotations

import pytest

from tests.actors.support import read, resolve, surfaces

A, B = "Attaher ag Wanzou", "Bilal Ould Zemmar"


def cues(text: str, language: str = "en") -> set[tuple[str, str, str, str | None]]:
    reading = read(text, language)
    surface = {m.identify("ACC-1"): m.surface for m in reading.mentions}
    return {
        (c.kind, c.predicate, surface[c.subject], surface[c.object] if c.object else None)
        for c in reading.cues
    }


@pytest.mark.parametrize(
    ("text", "language", "predicate", "subject", "other"),
    [
        (f"{A} paid {B} 200,000 XOF.", "en", "payment", A, B),
        (f"{A} was paid by {B} at the ramp.", "en", "payment", B, A),
        (f"{A} a versé 2 millions à {B}.", "fr", "payment", A, B),
        (f"{A}, brother of {B}, left.", "en", "family", A, B),
        (f"{A} est le frère de {B}.", "fr", "family", A, B),
        (f"{A} works for Boucle Pétrole SARL.", "en", "membership", A, "Boucle Pétrole SARL"),
        (f"{A} commands FFJ at Gao.", "en", "command", A, "FFJ"),
        (f"FFJ is led by {A}.", "en", "command", A, "FFJ"),
        (f"{A} drives BA 4471 MD.", "en", "transport", A, "BA 4471 MD"),
        (f"BA 4471 MD conduit par {A}.", "fr", "transport", A, "BA 4471 MD"),
        (f"{A} was seen with {B} at Gao.", "en", "meeting", A, B),
        (f"{A} escorted {B} to Gao.", "en", "protection", A, B),
        (f"{A} est protégé par {B}.", "fr", "protection", B, A),
        (f"{A} sold ammunition to {B}.", "en", "supply", A, B),
        (f"{A} uses the number +223 40 55 21 07.", "en", "communication", A, "+223 40 55 21 07"),
        (f"{A} spoke on +223 40 55 21 07.", "en", "communication", A, "+223 40 55 21 07"),
        (f"FFJ and its chief {A} took the ramp.", "en", "command", A, "FFJ"),
        (f"Le FFJ et son chef {A} tiennent le bac.", "fr", "command", A, "FFJ"),
        (f"FFJ sent its treasurer {A} round.", "en", "membership", A, "FFJ"),
        (f"{A} and {B} sat down over the price.", "en", "meeting", A, B),
        (f"{A} et {B} se sont rencontrés au puits.", "fr", "meeting", A, B),
        (f"{A} and {B} quarrelled at the well.", "en", "conflict", A, B),
    ],
)
def test_ties(text: str, language: str, predicate: str, subject: str, other: str) -> None:
    found = cues(text, language)
    assert ("tie", predicate, subject, other) in found
    assert not any(cue[1] == "co_presence" for cue in found)


@pytest.mark.parametrize(
    "text",
    [
        f"{A} and the goods changing hands by way of {B}.",
        f"{A}, who stayed in his car, and an armed escort the others call {B}.",
        f"{A} and {B} arrived at Gao on Monday.",
    ],
)
def test_words_that_only_look_like_a_tie_are_none(text: str) -> None:
    assert {cue[1] for cue in cues(text) if cue[0] == "tie"} <= {"co_presence"}


def test_a_list_shares_what_is_told() -> None:
    found = cues(f"{A} paid {B} and Salou Kimba.")
    assert {("tie", "payment", A, B), ("tie", "payment", A, "Salou Kimba")} <= found


@pytest.mark.parametrize(
    ("text", "language", "polarity", "modality"),
    [
        (f"{A} paid {B}.", "en", "affirmed", "stated"),
        (f"{A} never paid {B}.", "en", "denied", "stated"),
        (f"{A} n'a pas payé {B}.", "fr", "denied", "stated"),
        (f"{A} reportedly paid {B}.", "en", "affirmed", "hearsay"),
        (f"{A} aurait payé {B}.", "fr", "affirmed", "hearsay"),
        (f"{A} may have paid {B}.", "en", "affirmed", "supposed"),
        (f"{A} is expected to have paid {B} by noon.", "en", "affirmed", "future"),
    ],
)
def test_polarity_and_modality(text: str, language: str, polarity: str, modality: str) -> None:
    cue = next(c for c in read(text, language).cues if c.predicate == "payment")
    assert (cue.polarity, cue.modality) == (polarity, modality)


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        (f"The driver {A} left.", "en", "transporter"),
        (f"{A}, courtier à Gao, est parti.", "fr", "broker"),
        (f"{A} lends money for fuel.", "en", "financier"),
        (f"{A} collects the levy at the barrier.", "en", "tax_collector"),
        (f"{A} répare des fusils.", "fr", "producer"),
    ],
)
def test_roles(text: str, language: str, role: str) -> None:
    assert ("role", role, A, None) in cues(text, language)


def test_embedment_needs_an_official_and_evidence() -> None:
    paid = "Inspecteur Mossi Tanko received 500,000 francs in a box."
    assert ("embedment", "penetrated", "Inspecteur Mossi Tanko", None) in cues(paid)
    assert not any(c[0] == "embedment" for c in cues("Inspecteur Mossi Tanko was on leave."))
    assert not any(c[0] == "embedment" for c in cues(f"{A} received 500,000 francs."))


def test_claims_quote_the_text_and_ties_rest_on_claims() -> None:
    text = f"{A} paid {B} at Gao. {A} met {B}."
    tables = resolve(text, text, text)
    texts = {f"ACC-{n:03}": text for n in range(3)}
    for claim in tables["claim"]:
        assert texts[claim["account_id"]][claim["start_at"] : claim["end_at"]] == claim["quote"]
    known = {claim["claim_id"] for claim in tables["claim"]}
    assert {c for tie in tables["tie"] for c in tie["claim_ids"]} <= known
    payment = next(tie for tie in tables["tie"] if tie["kind"] == "payment")
    assert payment["is_directed"] and payment["n_accounts"] == 3 and payment["strength"] > 0.9


def test_denied_claims_make_no_tie() -> None:
    text = f"{A} never paid {B} at Gao."
    tables = resolve(text, text)
    assert tables["claim"] and all(c["polarity"] == "denied" for c in tables["claim"])
    assert not tables["tie"]


def test_co_presence_alone_stays_weak_and_lists_say_nothing() -> None:
    text = f"{A} stood by the ramp at Gao. {B} sat in the shade."
    tables = resolve(*[text] * 9)
    assert {tie["kind"] for tie in tables["tie"]} == {"co_presence"}
    assert all(tie["strength"] <= 0.3 for tie in tables["tie"])
    crowd = ", ".join(f"Salou Kimb{x} Zar{x}" for x in "abcdefghijklmn")
    assert not any(c.predicate == "co_presence" for c in read(f"Present: {crowd}.").cues)


N1, N2, N3, N4 = (f"+223 40 55 21 0{digit}" for digit in (6, 7, 8, 9))


def test_who_calls_several_numbers_is_told_once_and_they_are_not_told_of_each_other() -> None:
    found = cues(f"Calls went from {N1} to {N2} [listed in the name {A}]; {N3} and {N4}.")
    assert {("tie", "communication", N1, number) for number in (N2, N3, N4)} <= found
    assert ("tie", "communication", N2, A) in found
    numbers = {N1, N2, N3, N4}
    assert not any(c[1] == "co_presence" and {c[2], c[3]} <= numbers for c in found)


def test_a_number_of_no_known_form_is_read_where_a_word_or_a_row_says_so() -> None:
    assert surfaces("He called 01 1207670735 twice.", "phone") == ["01 1207670735"]
    row = "Calls to 804-555-0177; and 01 1207670735 were heard of in town, nothing else."
    assert "01 1207670735" in surfaces(row, "phone")
    assert not surfaces("Account number 10 1207670735 was closed.", "phone")
    assert not surfaces("A sum of 10 1207670735 was told.", "phone")


def test_holders_of_listed_numbers_were_not_seen_together() -> None:
    found = cues(f"{N2}, listed in the name {A}; {N3}, listed in the name {B}.")
    assert {("tie", "communication", N2, A), ("tie", "communication", N3, B)} <= found
    assert not any(c[1] == "co_presence" and {c[2], c[3]} == {A, B} for c in found)


@pytest.mark.parametrize(
    ("text", "is_party"),
    [
        (f"{A} was found with an FFJ rifle.", False),
        (f"A list on an FFJ laptop computer names {A}.", False),
        (f"{A} sat beside an FFJ fighter.", True),
        (f"{A} and FFJ were named.", True),
    ],
)
def test_a_body_that_only_qualifies_a_thing_is_no_company(text: str, is_party: bool) -> None:
    found = cues(text)
    assert any(c[1] == "co_presence" and {c[2], c[3]} == {A, "FFJ"} for c in found) == is_party
