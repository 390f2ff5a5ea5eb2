"""Steps of ingest: however the files are shared out, and whatever is run again, one result."""

import datetime as dt
from pathlib import Path

import pytest

from fusion.pipeline import ingest, ingest_tasks
from fusion.pipeline.layout import Mission
from fusion.review import Decision, DecisionLog
from fusion.stage import Run
from fusion.store import Archive, Published, Warehouse, write_tables
from fusion.tables import TABLES

NOW = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
STORED = (
    "document", "report", "report@intake", "quarantine@intake", "quarantine@validation",
    "issue@intake", "issue@validation",
)  # fmt: skip


@pytest.fixture
def mission(small_mission, tmp_path):
    return Mission.open(small_mission / "mission.yaml", None, tmp_path / "home")


def stored(mission):
    """Every table of ingest as it lies in the warehouse, and the ledger."""
    with Warehouse.open(mission.home.warehouse) as warehouse:
        tables = {name: warehouse.read(name.partition("@")[0], name) for name in STORED}
        return tables, warehouse.entries(ingest.STAGE)


def read_in_steps(mission, partitions):
    folders = [ingest_tasks.read(mission, path) for path in partitions]
    return ingest_tasks.commit(mission, list(reversed(folders)))


def test_shared_out_or_in_one_go_is_the_same(mission, small_mission, tmp_path, monkeypatch):
    monkeypatch.setattr(ingest_tasks, "_FILES_PER_PARTITION", 3)
    partitions = ingest_tasks.discover(mission, NOW)
    assert len(partitions) > 3
    counts = read_in_steps(mission, partitions)

    other = Mission.open(small_mission / "mission.yaml", None, tmp_path / "other")
    found = ingest.arrivals(other)
    run = Run(other.profile, ingest.latest_receipt(found, NOW), other.profile.seed)
    with Warehouse.open(other.home.warehouse) as warehouse:
        ingest.ingest(found, other, warehouse, Archive(other.home.archive), run)

    (tables, ledger), (expected, expected_ledger) = stored(mission), stored(other)
    assert ledger == expected_ledger
    assert counts["files"] == len(found)
    for name in STORED:
        assert tables[name].equals(expected[name]), name
    assert _names(mission.home.archive) == _names(other.home.archive)


def _names(folder: Path):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_commit_that_is_run_again_changes_nothing(mission):
    partitions = ingest_tasks.discover(mission, NOW)
    read_in_steps(mission, partitions)
    before = stored(mission)
    ingest_tasks.commit(mission, [path.removesuffix(".json") for path in partitions])
    after = stored(mission)
    assert after[1] == before[1]
    assert all(after[0][name].equals(before[0][name]) for name in STORED)


def test_what_a_broken_run_left_behind_is_read_again(mission):
    partitions = ingest_tasks.discover(mission, NOW)
    ingest_tasks.read(mission, partitions[0])
    assert ingest_tasks.discover(mission, NOW) == partitions
    assert not Path(partitions[0]).with_suffix("").exists()


def test_nothing_new_gives_no_partition(mission):
    read_in_steps(mission, ingest_tasks.discover(mission, NOW))
    assert ingest_tasks.discover(mission, NOW) == []


def publish(mission, decisions):
    published = Published(mission.home.published)
    version = f"v{decisions.num_rows}"
    working = published.begin(version)
    write_tables(working / "tables", {"decision": decisions})
    published.finish(version, working)


def decide(mission, kind, subject):
    log = DecisionLog(mission.home.decisions_url)
    log.append(Decision(kind, subject, "because", "analyst", NOW))
    return log.until()


def test_only_decisions_that_bear_on_the_analysis_are_noticed(mission):
    publish(mission, TABLES["decision"].empty())
    assert ingest_tasks.new_decisions(mission) == 0
    decide(mission, "approve", "BRF-1")
    assert ingest_tasks.new_decisions(mission) == 0
    known = decide(mission, "reject", "HYP-1")
    assert ingest_tasks.new_decisions(mission) == 1
    publish(mission, known)
    assert ingest_tasks.new_decisions(mission) == 0


def test_decisions_before_the_first_version_count(mission):
    decide(mission, "reject", "HYP-1")
    assert ingest_tasks.new_decisions(mission) == 1
