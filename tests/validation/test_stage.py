"""The stage: bad rows held, bad batches refused, counts that add up, mends judged again."""

from __future__ import annotations

import datetime as dt
import json
import socket
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from fusion.tables import TABLES
from fusion.terms.errors import BatchRefused, DecisionRefused
from fusion.validation import STAGE, build_data_docs, check_documents, mend
from fusion.validation.checking import LARGE_BATCH
from tests.support import make_run, make_table

RECEIVED = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)


def reports(*changes: dict[str, Any]) -> pa.Table:
    rows = [
        {
            "report_id": f"RPT-{number:012X}",
            "document_id": "DOC-1",
            "path": "police/a.csv",
            "locator": f"row {number}",
            "component": "police",
            "text": "Four tankers were unloaded behind the mill at night.",
            "received_at": RECEIVED,
            **change,
        }
        for number, change in enumerate(changes)
    ]
    return make_table("report", *rows)


BAD_DATE = {"fields": '{"unreadable": {"observed_from": "31/02/2026"}, "visa": "MS"}'}
BAD_PLACE = {"latitude": 95.0, "longitude": 1.0}


def held_rows(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def test_bad_rows_are_held_with_rule_value_and_reason() -> None:
    output = STAGE.function({"report": reports({}, BAD_DATE, BAD_PLACE)}, make_run())
    assert output.tables["report"]["locator"].to_pylist() == ["row 0"]
    held = {(r["locator"], r["rule"]): r for r in held_rows(output.tables["quarantine"])}
    assert held.keys() == {("row 1", "dates_exist"), ("row 2", "latitude_in_area")}
    date = held["row 1", "dates_exist"]
    assert (date["column_name"], date["value"]) == ("observed_from", "31/02/2026")
    assert date["reason"]
    assert date["advice"]
    assert json.loads(date["row"])["report_id"] == date["report_id"]
    assert output.flow.adds_up
    assert (output.flow.n_in, output.flow.n_out, output.flow.n_quarantined) == (3, 1, 2)


def test_order_of_rows_and_second_run_change_nothing() -> None:
    table = reports({}, BAD_DATE, BAD_PLACE, {})
    first = STAGE.function({"report": table}, make_run())
    again = STAGE.function({"report": table.take([3, 1, 0, 2])}, make_run())
    assert all(first.tables[name].equals(again.tables[name]) for name in first.tables)


def test_nothing_in_nothing_out() -> None:
    output = STAGE.function({"report": TABLES["report"].empty()}, make_run())
    assert output.flow.n_in == 0
    assert all(table.num_rows == 0 for table in output.tables.values())


def test_doubled_identifier_refuses_the_batch() -> None:
    table = reports({}, {})
    with pytest.raises(BatchRefused) as refused:
        STAGE.function({"report": pa.concat_tables([table, table.slice(0, 1)])}, make_run())
    assert "report_id_unique" in str(refused.value)


def test_missing_column_refuses_the_batch() -> None:
    with pytest.raises(BatchRefused) as refused:
        STAGE.function({"report": reports({}).drop_columns(["language"])}, make_run())
    assert "report_columns_present" in str(refused.value)


def test_large_batch_with_most_rows_held_is_refused_and_a_small_one_is_not() -> None:
    large = [BAD_PLACE] * (LARGE_BATCH // 2 + 1) + [{}] * (LARGE_BATCH // 2)
    with pytest.raises(BatchRefused) as refused:
        STAGE.function({"report": reports(*large)}, make_run())
    assert "held_share_bounded" in str(refused.value)
    half = [BAD_PLACE] * (LARGE_BATCH // 2) + [{}] * (LARGE_BATCH // 2)
    assert STAGE.function({"report": reports(*half)}, make_run()).flow.adds_up
    small = STAGE.function({"report": reports(BAD_PLACE, BAD_PLACE, {})}, make_run())
    assert small.flow.n_quarantined == 2


def test_old_date_of_those_who_look_back_is_an_issue_only() -> None:
    old = {"observed_from": dt.datetime(2012, 3, 1, tzinfo=dt.UTC), "component": "panel_of_experts"}
    output = STAGE.function({"report": reports(old)}, make_run())
    assert output.tables["report"].num_rows == 1
    assert output.tables["issue"]["kind"].to_pylist() == ["retrospective_date"]


def test_documents_of_one_arrival_have_distinct_paths() -> None:
    good = {"sha256": "a" * 64, "status": "read", "size_bytes": 1}
    one = {**good, "document_id": "DOC-1", "path": "a"}
    check_documents(make_table("document", one, {**good, "document_id": "DOC-2", "path": "b"}))
    with pytest.raises(BatchRefused) as refused:
        check_documents(make_table("document", one, {**good, "document_id": "DOC-2", "path": "a"}))
    assert "document_path_unique" in str(refused.value)


def held_one(change: dict[str, Any]) -> dict[str, Any]:
    output = STAGE.function({"report": reports(change)}, make_run())
    return held_rows(output.tables["quarantine"])[0]


def test_mended_row_is_released_under_its_own_identifier() -> None:
    held = held_one(BAD_DATE)
    released = mend(held, {"observed_from": "2026-02-28T00:00:00Z"}, make_run())
    (row,) = held_rows(released)
    assert row["report_id"] == held["report_id"]
    assert row["observed_from"] == dt.datetime(2026, 2, 28, tzinfo=dt.UTC)
    assert json.loads(row["fields"]) == {"visa": "MS"}


def test_emptied_date_is_a_mend() -> None:
    (row,) = held_rows(mend(held_one(BAD_DATE), {"observed_from": ""}, make_run()))
    assert row["observed_from"] is None


@pytest.mark.parametrize(
    ("change", "mended", "said"),
    [
        (BAD_DATE, {"unit": "x"}, "dates_exist"),
        (BAD_PLACE, {"latitude": "94.9"}, "latitude_in_area"),
        (BAD_PLACE, {"latitude": "north"}, "north"),
        (BAD_PLACE, {"report_id": "RPT-000000000001"}, "report_id"),
        (BAD_PLACE, {"shoe_size": "43"}, "shoe_size"),
        (BAD_PLACE, {"text": ""}, "text"),
    ],
)
def test_refused_mends_say_why(change: dict[str, Any], mended: dict[str, str], said: str) -> None:
    with pytest.raises(DecisionRefused) as refused:
        mend(held_one(change), mended, make_run())
    assert said in str(refused.value)


def test_file_that_was_never_read_cannot_be_released() -> None:
    held = {"row": None, "locator": "file", "path": "a.pdf", "advice": "Ask the sender."}
    with pytest.raises(DecisionRefused):
        mend(held, {}, make_run())


def test_data_docs_are_static_pages_made_without_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    table = reports({}, BAD_PLACE)
    output = STAGE.function({"report": table}, make_run())
    documents = make_table("document", {"sha256": "a" * 64, "status": "read"})
    run = make_run()
    index = build_data_docs(tmp_path, table, documents, output.tables["quarantine"], run.profile)
    assert index.is_file()
    pages = [page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")]
    assert any("latitude" in page for page in pages)
