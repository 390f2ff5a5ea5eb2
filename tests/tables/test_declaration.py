"""The declaration is enforced where a stage hands over."""

import pyarrow as pa
import pytest

from fusion.tables import TABLES
from fusion.terms.errors import ContractBroken
from fusion.terms.identifiers import PREFIXES
from tests.support import make_table

NEEDED = {
    "document", "report", "quarantine", "account", "account_report", "origin", "incident",
    "incident_account", "contradiction", "mention", "place", "actor", "actor_mention", "claim",
    "tie", "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_lineage", "rival",
    "series", "forecast", "forecast_score", "indicator", "judgement", "judgement_evidence",
    "option", "decision", "issue",
}  # fmt: skip


def test_the_published_tables_of_the_design_are_declared():
    assert TABLES.keys() >= NEEDED


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_each_declaration_is_complete(table):
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert all(column.is_required for column in table.columns if column.name in table.key)
    assert all(column.meaning.strip() for column in table.columns)
    assert table.grain.endswith(".")
    own = f"{table.name}_id"
    assert own not in names or table.name in PREFIXES


def test_rows_come_out_in_key_order_whatever_order_they_came_in():
    rows = [{"account_id": f"ACC-{n}", "report_id": "R"} for n in (3, 1, 2)]
    one = make_table("account_report", *rows)
    other = make_table("account_report", *reversed(rows))
    assert one["account_id"].to_pylist() == ["ACC-1", "ACC-2", "ACC-3"]
    assert one.select(["account_id", "report_id"]) == other.select(["account_id", "report_id"])


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ContractBroken, match="stands twice"):
        make_table("account", {"account_id": "A"}, {"account_id": "A"})


def test_a_missing_column_an_unknown_column_and_a_null_are_refused():
    table = TABLES["origin"]
    good = make_table("origin", {"account_id": "A"})
    with pytest.raises(ContractBroken, match="missing columns"):
        table.conform(good.drop_columns(["rule"]))
    with pytest.raises(ContractBroken, match="unknown columns"):
        table.build([{"account_id": "A", "surprise": 1}])
    holed = good.set_column(
        good.schema.get_field_index("rule"), "rule", pa.array([None], pa.string())
    )
    with pytest.raises(ContractBroken, match="nulls in required column 'rule'"):
        table.conform(holed)


def test_a_wrong_type_is_refused():
    good = make_table("account", {"account_id": "A"})
    wrong = good.set_column(
        good.schema.get_field_index("n_reports"), "n_reports", pa.array(["many"])
    )
    with pytest.raises(ContractBroken):
        TABLES["account"].conform(wrong)


def test_rows_kept_from_an_earlier_version_get_the_optional_columns_they_lack() -> None:
    whole = make_table("judgement", {"judgement_id": "JUD-1"})
    kept = TABLES["judgement"].widened(whole.drop_columns(["basis_en", "basis_fr"]))
    assert kept.equals(whole)
    with pytest.raises(ContractBroken):
        TABLES["judgement"].widened(whole.drop_columns(["text_en"]))
