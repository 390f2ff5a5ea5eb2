"""Running again changes nothing; order, batches and the date asked for do not matter."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

from fusion.pipeline.layout import Mission
from fusion.store import Published
from tests.laws import missions


def test_the_cut_is_what_the_register_says() -> None:
    known = missions.received_by(missions.CUT)
    assert known >= set(missions.EARLY)
    assert not known & set(missions.LATE)


def test_a_second_run_reads_nothing_skips_every_stage_and_leaves_every_byte(
    base: Mission, tmp_path: Path
) -> None:
    mission = missions.copied(base, tmp_path / "m")
    before = missions.hashes(mission.home.published)
    again = missions.fused(mission)
    assert again.n_read == 0
    assert [done.stage for done in again.flows if not done.is_skipped] == []
    assert not again.is_new
    assert again.version.name == missions.version_of(base).name
    assert missions.hashes(mission.home.published) == before


def test_two_batches_end_as_all_at_once_byte_for_byte(
    base: Mission, early: Mission, tmp_path: Path
) -> None:
    """The second batch is read in another process, with another hash seed, than the whole was."""
    mission = missions.copied(early, tmp_path / "m")
    missions.add(tmp_path / "m", missions.LATE)
    summary = missions.fused(mission)
    assert summary.n_read == len(missions.LATE)
    one, other = missions.rows_of(base), missions.rows_of(mission)
    assert [name for name in one if one[name] != other[name]] == []
    assert missions.hashes(summary.version) == missions.hashes(missions.version_of(base))
    assert {path.suffix for path in (summary.version / "drafts").iterdir()} == {
        ".html", ".json", ".docx", ".pdf",
    }  # fmt: skip


@pytest.fixture(scope="module")
def replay(base: Mission, tmp_path_factory: pytest.TempPathFactory) -> tuple[Mission, Path]:
    """(mission, version) of a run over everything that may know only what had come by CUT."""
    mission = missions.copied(base, tmp_path_factory.mktemp("replay") / "m")
    return mission, missions.fused(mission, missions.CUT).version


def test_as_of_equals_a_run_over_what_had_come_by_then(
    replay: tuple[Mission, Path], early: Mission
) -> None:
    then = missions.version_of(early)
    assert replay[1].name == then.name
    assert missions.hashes(replay[1]) == missions.hashes(then)


def test_nothing_later_stands_in_any_table_of_a_replay(
    replay: tuple[Mission, Path], base: Mission
) -> None:
    tables = Published(replay[1].parent).tables()
    later = {
        row[key]
        for key in ("document_id", "report_id")
        for row in missions.tables_of(base)["report"].to_pylist()
        if row["received_at"] > missions.CUT
    }
    assert later
    for name, table in tables.items():
        for column in table.columns:
            if pa.types.is_string(column.type):
                assert not later & set(column.to_pylist()), name
    for name in ("document", "report", "account"):
        assert max(tables[name]["received_at"].to_pylist()) <= missions.CUT
    assert tables["brief"]["as_of"].to_pylist() == [missions.CUT]
    assert max(tables["forecast"]["made_on"].to_pylist()) <= missions.CUT.date()


def test_a_replay_leaves_the_present_as_it_was(replay: tuple[Mission, Path], base: Mission) -> None:
    assert missions.hashes(missions.version_of(replay[0])) == missions.hashes(
        missions.version_of(base)
    )
    assert not missions.fused(replay[0]).is_new


def test_the_date_of_a_run_is_the_mission_s_own_clock(base_run: subprocess.CompletedProcess[str],
                                                      base: Mission) -> None:  # fmt: skip
    assert base_run.returncode == 0
    brief = missions.rows_of(base)["brief"][0]
    assert brief["as_of"] == dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
