# ruff: noqa: E501
"""Texts: both languages complete, the same values, French that agrees."""

from __future__ import annotations

import datetime as dt
import string

import pytest

from fusion.briefing.phrasebook import in_french
from fusion.briefing.pseudonyms import PREFIX
from fusion.briefing.wording import (
    Both,
    contracted,
    count,
    day,
    figure,
    joined,
    market,
    market_the,
    say,
    span,
    with_likelihood,
    words,
)  # fmt: skip
from fusion.terms.data_files import load
from fusion.terms.yardsticks import bands


def fields(text: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_of").removesuffix("_to") for name in names}


def test_every_sentence_has_both_languages_and_the_same_values() -> None:
    for key, row in words("sentences").items():
        assert row["en"] and row["fr"], key
        assert fields(row["en"]) == fields(row["fr"]), key
        assert "'" not in row["fr"], f"{key}: typewriter apostrophe"


def test_every_option_is_complete_in_both_languages() -> None:
    for tool, data in words("options").items():
        for name in ("title", "partners", "needs", "expected", "livelihoods", "staff_risk",
                     "displacement", "reversible", "would_change"):  # fmt: skip
            is_empty = name == "staff_risk" and not data[name]["en"]  # nothing added by the tool
            assert is_empty or (data[name]["en"] and data[name]["fr"]), (tool, name)
            assert fields(data[name]["en"]) == fields(data[name]["fr"]), (tool, name)
        assert data["hrddp"] in ("in", "out") and data["verb"] in (
            "prevent",
            "avert",
            "mitigate",
            "none",
        )
        assert set(data["markets"]) <= set(load("markets")), tool


def test_every_band_has_a_phrase_that_holds_its_word() -> None:
    for yardstick in ("icd203", "phia"):
        for band in bands(yardstick):
            text = with_likelihood(band, Both("it rains.", "il [pleuvra|pleuve]."))
            assert band.en in text.en and band.fr in text.fr
            assert f"({band.low}–{band.high}\u202f%)" in text.en
            assert ("pleuvra" in text.fr) == (band.low >= 55)
            assert "qu’il" in text.fr


def test_every_term_of_the_tables_has_its_labels() -> None:
    labels, typologies = words("labels"), load("typologies")
    for rung in typologies["embedment"]:
        assert rung in words("ladder")
    for role in typologies["roles"]:
        assert role in words("roles")
    for rival in typologies["rivals"]:
        assert rival in words("readings")
    for key in [*(f"tie_{k}" for k in typologies["tie_kinds"]), *typologies["elements"],
                *(f"kind_{k}" for k in PREFIX)]:  # fmt: skip
        assert labels[key][0] and labels[key][1]
    for row in load("incident_types").values():
        assert set(row["subtypes"]) <= set(words("subtypes"))
    assert set(words("nouns")["market_articles"]) == set(load("markets"))


@pytest.mark.parametrize(
    ("number", "noun", "english", "french"),
    [(0, "incident", "no incidents", "aucun incident"), (1, "origin", "one independent origin", "une origine indépendante"),
     (2, "week", "two weeks", "deux semaines"), (1500, "report", "1,500 reports", "1\u202f500 rapports")],
)  # fmt: skip
def test_counts(number: int, noun: str, english: str, french: str) -> None:
    assert count(number, noun) == Both(english, french)


def test_dates_and_numbers() -> None:
    assert day(dt.date(2026, 3, 1)) == Both("1 March 2026", "1er mars 2026")
    assert span(dt.date(2026, 7, 27), dt.date(2026, 8, 2)).en == "27 July and 2 August 2026"
    assert figure(1234.5, 1) == Both("1,234.5", "1\u202f234,5")


def test_french_contracts() -> None:
    assert (
        contracted("le réseau A et le réseau B", "de", "du", "des") == "du réseau A et du réseau B"
    )
    assert contracted("les prix", "à", "au", "aux") == "aux prix"
    assert contracted("la route", "de", "du", "des") == "de la route"
    assert market_the("extortion").fr == "l’extorsion et le racket de protection"
    assert market("no_such") == Both("no such", "no such")


def test_braces_in_values_stay_braces() -> None:
    text = say("quoted", text="{0.__class__} {name}")
    assert text.en == "“{0.__class__} {name}”"
    assert joined([Both("a", "a"), Both("b", "b")]).fr == "a et b"


def test_an_unknown_sentence_stays_as_it_was_written() -> None:
    assert in_french("Something nobody foresaw.") == "Something nobody foresaw."
