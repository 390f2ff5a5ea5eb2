"""A crash anywhere is safe: run again, and the products are the same."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path
from typing import Any

import pytest

from fusion import briefing
from fusion.pipeline import ingest
from fusion.pipeline.fuse import stored_name
from fusion.pipeline.layout import Mission
from fusion.pipeline.order import set_stages
from fusion.stage import Stage
from fusion.store import Published, Warehouse
from tests.laws import missions

STAGES = set_stages("hashing")


class Struck(Exception):
    """The fault that is put in."""


def strike(*_: Any, **__: Any) -> Any:
    raise Struck


def broken_in(name: str) -> list[Stage]:
    """The stages, with one that fails when it is run."""
    return [
        dataclasses.replace(stage, function=strike) if stage.name == name else stage
        for stage in STAGES
    ]


def broken_after(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of the stage are written, its ledger row is not, when the fault strikes."""
    note = Warehouse._note

    def struck(self: Warehouse, entry: Any) -> None:
        if entry.stage == name:
            raise Struck
        note(self, entry)

    monkeypatch.setattr(Warehouse, "_note", struck)


def stored(mission: Mission) -> dict[str, str]:
    """Hashes of the tables in the warehouse, and what its ledger says of them."""
    writes = [stored_name(table, stage.name) for stage in STAGES for table in stage.writes]
    with Warehouse.open(mission.home.warehouse) as warehouse:
        tables = {name: warehouse.hash_of(name) for name in ("document", "report", *writes)}
        ledger = {stage.name: repr(warehouse.entries(stage.name)) for stage in STAGES}
    return tables | ledger


@pytest.fixture(scope="module")
def two_files(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """A published version that is to stay current while the next run crashes."""
    mission = missions.one_page(tmp_path_factory.mktemp("two") / "m", missions.FEW[:2])
    missions.fused(mission)
    return mission


def test_a_fault_in_or_after_each_stage_and_in_publication_changes_no_product(
    two_files: Mission, few: Mission, tmp_path: Path
) -> None:
    """One home takes all the faults one after the other, as a machine with bad memory would."""
    mission = missions.copied(two_files, tmp_path / "m")
    before = missions.hashes(mission.home.published)
    missions.add(tmp_path / "m", missions.FEW[2:])

    def crash(**options: Any) -> None:
        with pytest.raises(Struck):
            missions.fused(mission, **options)
        assert missions.hashes(mission.home.published).items() >= before.items()
        assert (
            Published(mission.home.published).current == Published(two_files.home.published).current
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "read_part", strike)
        crash()
    for name in ("ingest", *(stage.name for stage in STAGES)):
        if name != "ingest":
            crash(stages=broken_in(name))
        with pytest.MonkeyPatch.context() as patch:
            whole = stored(mission)
            broken_after(name, patch)
            crash()
            assert stored(mission) == whole  # all of a stage or nothing of it
    for target, attribute in (
        (briefing, "render_all"), (Published, "finish"), (Published, "_point"),
    ):  # fmt: skip
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(target, attribute, strike)
            crash()
    summary = missions.fused(mission)
    assert summary.n_read == 0  # the ingest was committed before the later stages fell
    assert missions.hashes(summary.version) == missions.hashes(missions.version_of(few))


def test_a_process_killed_inside_a_transaction_leaves_nothing_half_done(
    two_files: Mission, few: Mission, tmp_path: Path
) -> None:
    mission = missions.copied(two_files, tmp_path / "m")
    missions.add(tmp_path / "m", missions.FEW[2:])
    ended = missions.in_another_process(mission, kill_in="incidents")
    assert ended.returncode == -signal.SIGKILL
    assert missions.version_of(mission).name == missions.version_of(two_files).name
    with Warehouse.open(mission.home.warehouse) as warehouse:
        n_documents = warehouse.read("document").num_rows
        n_accounts = warehouse.read("account").num_rows
        n_origins = warehouse.read("origin").num_rows
    assert n_documents == len(missions.FEW) and n_origins < n_accounts
    summary = missions.fused(mission)
    assert missions.hashes(summary.version) == missions.hashes(missions.version_of(few))
