"""From any identifier back to documents and page, row or paragraph."""

import pytest

from fusion.pipeline.explain import explain
from fusion.tables import TABLES
from fusion.terms.errors import NotFound
from tests.support import make_table


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
