"""Nothing is lost, and everything can be followed back to the page it came from."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fusion.pipeline.explain import explain
from fusion.pipeline.layout import Mission
from fusion.pipeline.order import set_stages
from fusion.store import Archive, Warehouse
from fusion.tables import TABLES
from fusion.terms.identifiers import PREFIXES
from tests.laws import missions

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(base: Mission) -> Rows:
    return missions.rows_of(base)


def ids(rows: Rows, table: str, column: str) -> set[str]:
    """Identifiers in a column of identifiers, or of lists of them."""
    found = [row[column] for row in rows[table] if row[column] is not None]
    return {item for value in found for item in (value if isinstance(value, list) else [value])}


def test_counts_add_up_in_every_stage_and_from_one_stage_to_the_next(
    base: Mission, rows: Rows, tmp_path: Path
) -> None:
    summary = missions.fused(missions.copied(base, tmp_path / "m"))
    flows = {done.stage: done.flow for done in summary.flows}
    assert set(flows) == {stage.name for stage in set_stages("hashing")}
    assert all(flow.adds_up and flow.n_in for flow in (summary.ingested, *flows.values()))
    assert summary.ingested.n_out == len(rows["report"]) == flows["accounts"].n_in
    assert flows["incidents"].n_in == len(rows["account"])


def test_every_file_is_a_document_and_every_row_of_it_is_somewhere(
    base: Mission, rows: Rows
) -> None:
    files = set(missions.EARLY + missions.LATE)
    assert {row["path"] for row in rows["document"] if row["container_id"] is None} == files
    with Warehouse.open(base.home.warehouse) as warehouse:
        entries = warehouse.entries("ingest")
    assert set(entries) == files
    assert all(entry.flow.adds_up for entry in entries.values())
    accepted = Counter(row["document_id"] for row in rows["report"])
    held = {
        (row["document_id"], row["report_id"]) for row in rows["quarantine"] if row["report_id"]
    }
    kept = Counter(document for document, _ in held)
    for row in rows["document"]:
        found = accepted[row["document_id"]] + kept[row["document_id"]]
        assert found == row["n_reports"], row["path"]


def test_original_bytes_come_back_for_every_document_also_for_broken_ones(
    base: Mission, rows: Rows
) -> None:
    archive = Archive(base.home.archive)
    for row in rows["document"]:
        content = archive.fetch(row["sha256"])
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert len(content) == row["size_bytes"]
        if row["container_id"] is None:
            assert content == (base.inbox / row["path"]).read_bytes()
    refused = {row["path"] for row in rows["document"] if row["status"] == "refused"}
    assert {"military/SITREP_empty.txt", "military/SITREP_RIVER_013_truncated.docx"} <= refused
    assert refused <= {row["path"] for row in rows["quarantine"]}


def test_every_report_is_in_exactly_one_account_and_leads_only_its_own(rows: Rows) -> None:
    told = Counter(row["report_id"] for row in rows["account_report"])
    assert told == Counter(row["report_id"] for row in rows["report"])
    account_of = {row["report_id"]: row["account_id"] for row in rows["account_report"]}
    for row in rows["account"]:
        assert account_of[row["lead_report_id"]] == row["account_id"]
        assert row["n_reports"] == list(account_of.values()).count(row["account_id"])
    assert len(rows["account"]) < len(rows["report"])  # there are copies among them


def test_every_account_has_an_origin_and_a_copy_adds_none(rows: Rows) -> None:
    assert ids(rows, "origin", "account_id") == ids(rows, "account", "account_id")
    standing = {row["account_id"]: row for row in rows["origin"]}
    for incident in rows["incident"]:
        mine = [
            standing[row["account_id"]] for row in rows["incident_account"]
            if row["incident_id"] == incident["incident_id"]
        ]  # fmt: skip
        origins = {row["origin_id"] for row in mine if not row["is_withdrawn"]}
        assert incident["n_origins"] <= len(origins) <= incident["n_accounts"] == len(mine)
    assert any(row["n_origins"] < row["n_accounts"] for row in rows["incident"])


def test_every_reference_between_tables_leads_somewhere(rows: Rows) -> None:
    known = {kind: ids(rows, kind, f"{kind}_id") for kind in PREFIXES if kind in rows
             and any(column.name == f"{kind}_id" for column in TABLES[kind].columns)}  # fmt: skip
    held = {row["report_id"] for row in rows["quarantine"]}
    checked = 0
    for name, listed in rows.items():
        for column in TABLES[name].columns:
            kind = column.name.removesuffix("_id").removesuffix("s")
            is_own = name in ("quarantine", "decision")
            if column.name.endswith("_id") and kind in known and listed and not is_own:
                wanted = ids(rows, name, column.name)
                # A cluster holds accounts of no incident as well: its declaration says so.
                also = known["account"] if column in TABLES["cluster"].columns else set()
                assert wanted <= known[kind] | held | also, f"{name}.{column.name}"
                checked += len(wanted)
    assert checked > 1000


def test_spans_resolve_in_the_text_of_their_report(rows: Rows) -> None:
    text = {row["report_id"]: row["text"] for row in rows["report"]}
    assert rows["mention"] and rows["claim"]
    for row in rows["mention"]:
        assert text[row["report_id"]][row["start_at"] : row["end_at"]] == row["surface"]
    for row in rows["claim"]:
        assert text[row["report_id"]][row["start_at"] : row["end_at"]] == row["quote"]


def test_every_sentence_of_the_brief_rests_on_reports_that_can_be_opened(
    base: Mission, rows: Rows
) -> None:
    report = {row["report_id"]: row for row in rows["report"]}
    evidence: dict[str, list[dict[str, Any]]] = {}
    for row in rows["judgement_evidence"]:
        evidence.setdefault(row["judgement_id"], []).append(row)
        assert report[row["report_id"]]["document_id"] == row["document_id"]
        assert report[row["report_id"]]["locator"] == row["locator"]
        if row["quote"]:
            assert _flat(row["quote"]).rstrip("…. ") in _flat(report[row["report_id"]]["text"])
    bare = {row["judgement_id"]: (row["section"], row["kind"]) for row in rows["judgement"]
            if row["judgement_id"] not in evidence}  # fmt: skip
    assert len(evidence) > len(bare)
    assert set(bare.values()) <= _SAYS_THAT_THERE_IS_NOTHING


# No report can show that there is no earlier issue, nothing to act on, or nothing that moved.
_SAYS_THAT_THERE_IS_NOTHING = {("change", "first"), ("change", "still"), ("opportunity", "none")}


def _flat(text: str) -> str:
    return " ".join(text.split())


# Decisions rest on people; the small mission's weeks are too few for a displacement.
@pytest.mark.parametrize("kind", sorted(set(PREFIXES) - {"decision", "displacement"}))
def test_explain_goes_from_every_kind_of_identifier_to_page_row_or_paragraph(
    base: Mission, rows: Rows, kind: str
) -> None:
    names = sorted(ids(rows, kind, f"{kind}_id"))
    assert names, f"the small mission has no {kind}"
    tables = missions.tables_of(base)
    paths = {row["path"] for row in rows["report"]}
    shown = ids(rows, "judgement_evidence", "judgement_id")
    bare = ids(rows, "judgement", "judgement_id") - shown  # see above
    # Evenly spread: all of a small kind, a dozen of a large one.
    for name in names[:: max(1, len(names) // 12)]:
        found = explain(name, tables)
        assert found.kind == kind and found.facts
        for source in found.sources:
            assert source.path in paths and source.locator and source.text
        assert found.sources or kind in _MAY_REST_ON_NOTHING or name in bare, name


# A refused file has no report; a quiet indicator, a gap in coverage and an empty series neither.
_MAY_REST_ON_NOTHING = {
    "document", "quarantine", "issue", "indicator", "requirement", "series", "forecast", "option",
}  # fmt: skip
