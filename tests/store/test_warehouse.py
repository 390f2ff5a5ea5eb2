"""One transaction per stage with its ledger row; nothing half-written, nothing lost."""

import multiprocessing

import pytest

from fusion.stage import Flow
from fusion.store import Archive, Entry, Published, Warehouse, table_sha256, write_tables
from fusion.tables import TABLES
from fusion.terms.errors import ContractBroken, NotFound, StoreBusy
from tests.support import make_table


def entry(unit="all", n_in=1, n_out=1, stage="accounts"):
    return Entry(stage, unit, "in", "1", "set", Flow(unit, n_in, n_out))


def reports(*names, document="D1"):
    return make_table("report", *({"report_id": n, "document_id": document} for n in names))


def test_what_is_committed_is_read_back_conformed(tmp_path):
    table = make_table("account", {"account_id": "B", "text": "é ¶ نص"}, {"account_id": "A"})
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        assert warehouse.read("account").num_rows == 0
        warehouse.commit([entry()], replace={"account": table})
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        assert warehouse.read("account") == table
        assert warehouse.hash_of("account") == table_sha256(table)
        assert warehouse.entries("accounts")["all"].flow == Flow("all", 1, 1)


def test_counts_that_do_not_add_up_commit_nothing(tmp_path):
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        with pytest.raises(ContractBroken, match="do not add up"):
            warehouse.commit([entry(n_in=2)], replace={"account": make_table("account", {})})
        assert warehouse.read("account").num_rows == 0


def test_a_crash_inside_a_commit_leaves_the_state_before(tmp_path, monkeypatch):
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        warehouse.commit([entry()], replace={"account": make_table("account", {"account_id": "A"})})

        def crash(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(warehouse, "_note", crash)
        with pytest.raises(KeyboardInterrupt):
            warehouse.commit(
                [entry()], replace={"account": make_table("account", {"account_id": "Z"})}
            )
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        assert warehouse.read("account")["account_id"].to_pylist() == ["A"]


def test_merging_replaces_the_rows_of_the_named_documents_only(tmp_path):
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        warehouse.commit([], merge={"report": reports("R1", "R2")}, documents=["D1"])
        warehouse.commit([], merge={"report": reports("R3", document="D2")}, documents=["D2"])
        before = warehouse.hash_of("report")
        warehouse.commit([], merge={"report": reports("R9")}, documents=["D1"])
        assert warehouse.read("report")["report_id"].to_pylist() == ["R3", "R9"]
        assert warehouse.hash_of("report") != before


def test_the_order_of_merges_does_not_show_in_the_rows(tmp_path):
    parts = {"D1": reports("R1"), "D2": reports("R2", document="D2")}
    results = []
    for number, order in enumerate((["D1", "D2"], ["D2", "D1"])):
        with Warehouse.open(tmp_path / f"{number}.duckdb") as warehouse:
            for name in order:
                warehouse.commit([], merge={"report": parts[name]}, documents=[name])
            results.append(warehouse.read("report").select(["report_id", "document_id"]))
    assert results[0] == results[1]


def _hold(path, ready, done):
    with Warehouse.open(path):
        ready.set()
        done.wait(20)


def test_a_second_writer_is_told_to_wait(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(tmp_path / "w.duckdb", ready, done))
    holder.start()
    try:
        assert ready.wait(20)
        with pytest.raises(StoreBusy), Warehouse.open(tmp_path / "w.duckdb"):
            pass
    finally:
        done.set()
        holder.join(20)


def test_the_archive_keeps_bytes_once_and_exactly(tmp_path):
    archive = Archive(tmp_path)
    name = archive.keep(b"\x00bytes")
    assert archive.keep(b"\x00bytes") == name
    assert archive.fetch(name) == b"\x00bytes"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    with pytest.raises(NotFound):
        archive.fetch("0" * 64)


def test_a_version_appears_whole_and_the_pointer_moves_last(tmp_path):
    published = Published(tmp_path)
    assert published.current is None
    with pytest.raises(NotFound):
        published.tables()
    working = published.begin("v1")
    write_tables(working / "tables", {"account": make_table("account", {"account_id": "A"})})
    assert published.current is None
    published.finish("v1", working)
    assert published.current == "v1"
    tables = published.tables()
    assert tables.keys() == TABLES.keys()
    assert tables["account"]["account_id"].to_pylist() == ["A"]


def test_the_same_tables_are_the_same_files(tmp_path):
    table = make_table("account", {"account_id": "A"})
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_tables(tmp_path / name, {"account": table})
    assert (tmp_path / "a/account.parquet").read_bytes() == (
        tmp_path / "b/account.parquet"
    ).read_bytes()


def test_what_an_earlier_version_kept_is_read_with_its_new_columns_empty(tmp_path):
    today = make_table("breaking_test", {"hypothesis_id": "HYP-1", "grade": "B2"})
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        warehouse.commit([], replace={"breaking_test": today.drop_columns(["grade", "share"])})
        kept = warehouse.read("breaking_test")
    assert kept["hypothesis_id"].to_pylist() == ["HYP-1"]
    assert kept["grade"].to_pylist() == [None]
