"""From any identifier back to documents and page, row or paragraph."""

import pytest

from fusion.pipeline.explain import explain, explain_pair
from fusion.pipeline.explained import lines
from fusion.pipeline.lookup import identifier_of
from fusion.tables import TABLES
from fusion.terms.errors import NotFound
from tests.support import make_profile, make_table


@pytest.fixture
def tables():
    """One network: two incidents, three accounts (one a relay), four reports, a judgement."""
    given = {
        "document": make_table("document", {"document_id": "DOC-1"}),
        "report": make_table(
            "report",
            *(
                {"report_id": f"RPT-{n}", "document_id": "DOC-1", "path": "police/a.txt",
                 "locator": f"¶ {n}", "ordinal": n, "text": f"text {n}"}
                for n in range(1, 5)
            ),
        ),
        "account_report": make_table(
            "account_report",
            {"account_id": "ACC-1", "report_id": "RPT-1"},
            {"account_id": "ACC-1", "report_id": "RPT-2"},
            {"account_id": "ACC-2", "report_id": "RPT-3"},
            {"account_id": "ACC-3", "report_id": "RPT-4"},
        ),
        "origin": make_table(
            "origin",
            {"account_id": "ACC-1", "origin_id": "ORI-1"},
            {"account_id": "ACC-2", "origin_id": "ORI-1"},
            {"account_id": "ACC-3", "origin_id": "ORI-3"},
        ),
        "incident": make_table(
            "incident", {"incident_id": "INC-1", "markets": ["gold"]}, {"incident_id": "INC-2"}
        ),
        "incident_account": make_table(
            "incident_account",
            {"incident_id": "INC-1", "account_id": "ACC-1"},
            {"incident_id": "INC-1", "account_id": "ACC-2"},
            {"incident_id": "INC-2", "account_id": "ACC-3"},
        ),
        "hypothesis": make_table("hypothesis", {"hypothesis_id": "HYP-1"}),
        "hypothesis_incident": make_table(
            "hypothesis_incident",
            {"hypothesis_id": "HYP-1", "incident_id": "INC-1"},
            {"hypothesis_id": "HYP-1", "incident_id": "INC-2"},
        ),
        "claim": make_table("claim", {"claim_id": "CLM-1", "account_id": "ACC-2"}),
        "tie": make_table("tie", {"tie_id": "TIE-1", "claim_ids": ["CLM-1"]}),
        "series": make_table(
            "series", {"series_id": "SER-1", "market": "gold", "area_kind": "mission"}
        ),
        "forecast": make_table("forecast", {"forecast_id": "FOR-1", "series_id": "SER-1"}),
        "option": make_table("option", {"option_id": "OPT-1", "scope": "HYP-1"}),
        "indicator": make_table("indicator", {"indicator_id": "IND-1", "evidence_ids": ["INC-2"]}),
        "contradiction": make_table(
            "contradiction",
            {"contradiction_id": "CON-1", "account_a": "ACC-1", "account_b": "ACC-3"},
        ),
        "judgement": make_table("judgement", {"judgement_id": "JUD-1"}),
        "judgement_evidence": make_table(
            "judgement_evidence", {"judgement_id": "JUD-1", "report_id": "RPT-4"}
        ),
    }  # fmt: skip
    return {**{name: table.empty() for name, table in TABLES.items()}, **given}


@pytest.mark.parametrize(
    ("name", "reports"),
    [
        ("JUD-1", {"RPT-4"}),
        ("HYP-1", {"RPT-1", "RPT-2", "RPT-3", "RPT-4"}),
        ("INC-1", {"RPT-1", "RPT-2", "RPT-3"}),
        ("ORI-1", {"RPT-1", "RPT-2", "RPT-3"}),
        ("TIE-1", {"RPT-3"}),
        ("CLM-1", {"RPT-3"}),
        ("CON-1", {"RPT-1", "RPT-2", "RPT-4"}),
        ("FOR-1", {"RPT-1", "RPT-2", "RPT-3"}),
        ("IND-1", {"RPT-4"}),
        ("OPT-1", {"RPT-1", "RPT-2", "RPT-3", "RPT-4"}),
        ("DOC-1", {"RPT-1", "RPT-2", "RPT-3", "RPT-4"}),
        ("RPT-2", {"RPT-2"}),
    ],
)
def test_each_thing_goes_back_to_its_reports_and_no_others(tables, name, reports):
    found = explain(name, tables)
    assert {source.report_id for source in found.sources} == reports
    assert all(source.path == "police/a.txt" and source.locator for source in found.sources)


def test_origins_are_shown_not_only_reports(tables):
    assert {source.origin_id for source in explain("HYP-1", tables).sources} == {"ORI-1", "ORI-3"}


@pytest.mark.parametrize("name", ["HYP-9", "XYZ-1", "", "HYP", "INC-1' or 1=1 --"])
def test_what_does_not_exist_is_said_with_advice(tables, name):
    with pytest.raises(NotFound) as error:
        explain(name, tables)
    assert error.value.advice


@pytest.fixture
def joined(tables):
    """The same with two actors, joined by a payment that one account states and one denies."""
    tables["actor"] = make_table(
        "actor", {"actor_id": "ACT-1A2B3C", "name": "One"}, {"actor_id": "ACT-2", "name": "Two"},
        {"actor_id": "ACT-3", "name": "Three"},
    )  # fmt: skip
    tables["claim"] = make_table(
        "claim",
        {"claim_id": "CLM-1", "account_id": "ACC-2", "report_id": "RPT-3", "quote": "One paid Two",
         "polarity": "affirmed"},
        {"claim_id": "CLM-2", "account_id": "ACC-3", "report_id": "RPT-4", "quote": "no payment",
         "polarity": "denied"},
    )  # fmt: skip
    tables["tie"] = make_table(
        "tie", {"tie_id": "TIE-1", "kind": "payment", "source_id": "ACT-1A2B3C",
                "target_id": "ACT-2", "is_directed": True, "claim_ids": ["CLM-1", "CLM-2"]},
    )  # fmt: skip
    return tables


def test_a_pair_of_actors_is_explained_by_its_ties_and_their_words(joined):
    found = explain_pair("ACT-2", "ACT-1A2B3C", joined)
    said = {source.report_id: (source.quote, source.direction) for source in found.sources}
    assert said == {"RPT-3": ("One paid Two", "for"), "RPT-4": ("no payment", "against")}
    shown = "\n".join(lines(found, joined))
    assert "ACT-2 (Two)" in shown and "ACT-1A2B3C -> ACT-2" in shown and "“no payment”" in shown
    for a, b in (("ACT-2", "ACT-3"), ("ACT-2", "ACT-9"), ("HYP-1", "ACT-2")):
        with pytest.raises(NotFound):
            explain_pair(a, b, joined)


def test_the_sentence_comes_first_and_nothing_is_code(tables):
    tables["judgement"] = make_table(
        "judgement", {"judgement_id": "JUD-1", "text_en": "It is likely.", "text_fr": "Probable."}
    )
    tables["option"] = make_table(
        "option", {"option_id": "OPT-1", "title_en": "Do it", "details_en": '{"needs": "a seat"}'}
    )
    shown = list(lines(explain("JUD-1", tables), tables))
    assert shown[:2] == ["judgement JUD-1", "  It is likely."]
    assert not any("Probable" in line for line in shown)
    option = list(lines(explain("OPT-1", tables), tables))
    assert "  needs: a seat" in option and not any("{" in line for line in option)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("RPT-1", "RPT-1"), ("R-1", "RPT-1"), ("O-3", "ORI-3"), ("act-1a2b", "ACT-1A2B3C"),
     ("XYZ-1", "XYZ-1"), ("HYP-9", "HYP-9"), ("", "")],
)  # fmt: skip
def test_names_as_the_brief_prints_them_are_understood(joined, typed, meant):
    assert identifier_of(typed, joined, make_profile()) == meant


def test_a_beginning_that_fits_several_things_is_refused(joined):
    joined["actor"] = make_table("actor", {"actor_id": "ACT-21"}, {"actor_id": "ACT-22"})
    with pytest.raises(NotFound, match="ACT-21"):
        identifier_of("ACT-2", joined, make_profile())
