# ruff: noqa: E501
"""Laws of the stage: same bytes, any order, nothing lost, every judgement cited."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from fusion import briefing
from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier
from fusion.terms.yardsticks import bands
from tests.briefing.sample import sample_run, sample_tables
from tests.support import make_table

Tables = dict[str, pa.Table]


def compose(given: Tables, run: Run) -> Tables:
    return briefing.STAGE.function(given, run).tables


def decision(
    kind: str, subject: str, sequence: int = 1, value: str | None = None
) -> dict[str, Any]:
    return {"decision_id": f"DEC-{sequence}", "sequence": sequence, "kind": kind, "subject_id": subject,
            "value": value}  # fmt: skip


def test_it_writes_what_it_declares(run: Run) -> None:
    output = briefing.STAGE.function(sample_tables(), run)
    assert set(output.tables) == set(briefing.STAGE.writes)
    assert output.flow.adds_up and output.flow.n_in == 4
    for name, table in output.tables.items():
        assert table.schema == TABLES[name].schema


def test_order_of_rows_does_not_matter(tables: Tables, run: Run) -> None:
    given = sample_tables()
    turned = {
        name: table.take(pa.array(range(table.num_rows - 1, -1, -1), pa.int64()))
        for name, table in given.items()
    }
    again = compose(turned, run)
    for name in briefing.STAGE.writes:
        assert again[name].equals(tables[name]), name


def test_empty_tables_give_a_brief_that_says_so(run: Run) -> None:
    given = {name: TABLES["judgement" if name == "previous_judgement" else name].empty()
             for name in briefing.STAGE.reads}  # fmt: skip
    out = compose(given, run)
    texts = out["judgement"]["text_en"].to_pylist()
    assert any("No network hypothesis stands" in text for text in texts)
    assert out["option"].num_rows == 0
    assert out["brief"]["lint_score"][0].as_py() != "9/9"


def test_three_to_seven_key_judgements_all_cited(tables: Tables) -> None:
    judged = [r for r in tables["judgement"].to_pylist() if r["section"] == "key_judgement"]
    assert 3 <= len(judged) <= 7
    cited = {row["judgement_id"] for row in tables["judgement_evidence"].to_pylist()}
    assert {row["judgement_id"] for row in judged} <= cited


def test_every_citation_resolves_to_document_and_locator(tables: Tables) -> None:
    reports = {row["report_id"]: row for row in tables["report"].to_pylist()}
    documents = set(tables["document"]["document_id"].to_pylist())
    for row in tables["judgement_evidence"].to_pylist():
        assert row["document_id"] in documents
        assert row["locator"] == reports[row["report_id"]]["locator"]
        assert row["quote"] in reports[row["report_id"]]["text"]


def test_a_withdrawn_account_carries_nothing(tables: Tables) -> None:
    gone = set(
        tables["account"].filter(tables["account"]["is_withdrawn"])["account_id"].to_pylist()
    )
    sections = {row["judgement_id"]: row["section"] for row in tables["judgement"].to_pylist()}
    hit = [row for row in tables["judgement_evidence"].to_pylist() if row["account_id"] in gone]
    assert gone and {sections[row["judgement_id"]] for row in hit} == {"correction"}
    assert {row["direction"] for row in hit} == {"against"}


@pytest.mark.parametrize("yardstick", ["icd203", "phia"])
def test_both_languages_carry_the_band(yardstick: str) -> None:
    run = sample_run(yardstick=yardstick)
    known = {band.code: band for band in bands(yardstick)}
    rows = [r for r in compose(sample_tables(), run)["judgement"].to_pylist() if r["likelihood"]]
    assert rows
    for row in rows:
        band = known[row["likelihood"]]
        bounds = f"({band.low}–{band.high}\u202f%)"
        assert band.en in row["text_en"] and bounds in row["text_en"]
        assert band.fr in row["text_fr"] and bounds in row["text_fr"]
        assert (row["band_low"], row["band_high"]) == (band.low, band.high)


def test_likelihood_and_confidence_never_share_a_sentence(tables: Tables) -> None:
    for row in tables["judgement"].to_pylist():
        if row["likelihood"]:
            assert "confidence" not in row["text_en"].lower()
            assert "confiance" not in row["text_fr"].lower()
        if row["confidence_en"]:
            assert "likely" not in row["confidence_en"]


def test_no_person_is_named_in_a_sentence(tables: Tables) -> None:
    names = {r["name"] for r in tables["actor"].to_pylist() if r["kind"] == "person"}
    for row in tables["judgement"].to_pylist():
        for text in (row["text_en"], row["text_fr"], row["confidence_en"] or ""):
            assert not any(name in text for name in names)


def test_without_skill_no_forecast_number_is_printed(run: Run) -> None:
    given = sample_tables()
    rows = [{**row, "has_skill": False} for row in given["forecast"].to_pylist()]
    given["forecast"] = TABLES["forecast"].build(rows)
    judged = compose(given, run)["judgement"].to_pylist()
    assert not [row for row in judged if row["kind"] == "forecast"]
    assert any("recent history is the best guide" in row["text_en"] for row in judged)


def test_an_approval_changes_the_state_and_not_the_issue(tables: Tables, run: Run) -> None:
    brief = tables["brief"].to_pylist()[0]
    assert brief["state"] == "draft"
    given = sample_tables()
    given["decision"] = make_table("decision", decision("approve", brief["brief_id"]))
    again = compose(given, run)["brief"].to_pylist()[0]
    assert again["state"] == "approved" and again["brief_id"] == brief["brief_id"]


def test_an_option_in_scope_is_blocked_until_a_decision_is_recorded(
    tables: Tables, run: Run
) -> None:
    blocked = [r for r in tables["option"].to_pylist() if r["hrddp_state"] == "blocked"]
    assert blocked and all(row["hrddp_scope"] == "in" for row in blocked)
    given = sample_tables()
    given["decision"] = make_table(
        "decision", decision("hrddp", blocked[0]["option_id"], value="mitigated")
    )
    again = {row["option_id"]: row for row in compose(given, run)["option"].to_pylist()}
    assert again[blocked[0]["option_id"]]["hrddp_state"] == "recorded"
    given["decision"] = make_table(
        "decision", decision("hrddp", blocked[0]["option_id"], value="refused")
    )
    again = {row["option_id"]: row for row in compose(given, run)["option"].to_pylist()}
    assert again[blocked[0]["option_id"]]["hrddp_state"] == "blocked"


def test_options_hold_a_partner_no_action_and_something_open(tables: Tables) -> None:
    rows = tables["option"].to_pylist()
    tools = {row["tool"] for row in rows}
    assert {"no_action", "let_partner_lead"} <= tools and 4 <= len(rows) <= 8
    first = min(rows, key=lambda row: row["rank"])
    assert first["hrddp_state"] != "blocked" and first["verb"] != "none"


def test_changes_since_the_last_issue_are_explained(tables: Tables, run: Run) -> None:
    given = sample_tables()
    earlier = [dict(row) for row in tables["judgement"].to_pylist()]
    judged = [row for row in earlier if row["section"] == "key_judgement"]
    judged.sort(key=lambda row: row["likelihood"] != "likely")
    judged[0]["likelihood"], judged[0]["band_low"] = "unlikely", 20.0
    judged[1]["scope"] = "SER-gone"
    given["previous_judgement"] = TABLES["judgement"].build(earlier)
    rows = compose(given, run)["judgement"].to_pylist()
    now = {(r["scope"], r["kind"]): r for r in rows if r["section"] == "key_judgement"}
    first = now[judged[0]["scope"], judged[0]["kind"]]
    assert first["change_en"].startswith("Raised since the last issue (then: unlikely)")
    assert first["change_fr"].startswith(
        "Relevé depuis le dernier numéro (alors\u202f: peu probable)"
    )
    assert any(r["change_en"].startswith("Unchanged") for r in now.values())
    gone = [row for row in rows if row["section"] == "change"]
    assert any(row["scope"] == "SER-gone" for row in gone)


def test_a_retraction_names_the_earlier_judgements_it_hit(tables: Tables, run: Run) -> None:
    given = sample_tables()
    given["previous_judgement"] = tables["judgement"]
    notice = next(
        r for r in compose(given, run)["judgement"].to_pylist() if r["section"] == "correction"
    )
    earlier = [r for r in tables["judgement"].to_pylist() if r["section"] == "key_judgement"]
    assert any(row["text_en"] in notice["text_en"] for row in earlier)


def test_a_renamed_hypothesis_carries_its_name(run: Run) -> None:
    given = sample_tables()
    given["decision"] = make_table(
        "decision", decision("rename", "HYP-0A11C0FFEE01", value="River ring")
    )
    rows = compose(given, run)["judgement"].to_pylist()
    assert any("“River ring”" in row["text_en"] for row in rows)


def test_as_of_moves_the_issue() -> None:
    run = sample_run()
    later = Run(run.profile, run.as_of + dt.timedelta(weeks=1), run.seed)
    brief = compose(sample_tables(), later)["brief"].to_pylist()[0]
    assert brief["number"] == 27 and brief["covers_to"] == dt.date(2026, 7, 12)


def test_identifiers_are_declared(tables: Tables) -> None:
    row = tables["option"].to_pylist()[0]
    assert row["option_id"] == identifier("option", "TESTM", row["tool"], row["scope"])
