"""The release gate: nothing reaches a reader without a recorded approval that still holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.stage import Run
from fusion.terms.errors import NotApproved
from tests.laws import missions


@pytest.fixture
def mission(few: Mission, tmp_path: Path) -> Mission:
    return missions.copied(few, tmp_path / "m")


def brief_of(mission: Mission) -> str:
    return str(missions.rows_of(mission)["brief"][0]["brief_id"])


def test_without_approval_nothing_is_written(mission: Mission) -> None:
    with pytest.raises(NotApproved) as refused:
        products.release(mission, brief_of(mission))
    assert refused.value.exit_code == 8
    assert not mission.home.readers.exists()
    assert not (mission.home.folder / "issued").exists()


def test_an_approval_fills_the_readers_folder_with_the_editions(mission: Mission) -> None:
    missions.decide(mission, "approve", brief_of(mission))
    folder = products.release(mission, brief_of(mission))
    drafts = missions.version_of(mission) / "drafts"
    (page,) = drafts.glob("*head_of_mission-en.html")
    assert {path.name for path in folder.iterdir()} == {"released.json", page.name}
    again = missions.hashes(folder)
    products.release(mission, brief_of(mission))
    assert missions.hashes(folder) == again


@pytest.mark.parametrize("last", ["return", "refuse", "reopen"])
def test_whoever_takes_the_approval_back_closes_the_gate(mission: Mission, last: str) -> None:
    brief = brief_of(mission)
    approval = missions.decide(mission, "approve", brief)
    missions.decide(mission, last, approval if last == "reopen" else brief)
    with pytest.raises(NotApproved):
        products.release(mission, brief)
    assert not mission.home.readers.exists()


def test_a_later_approval_opens_it_again(mission: Mission) -> None:
    brief = brief_of(mission)
    for kind in ("approve", "return", "approve"):
        missions.decide(mission, kind, brief)
    assert products.release(mission, brief).is_dir()


def test_an_approval_is_for_one_issue_and_sets_no_stage_going(mission: Mission) -> None:
    missions.decide(mission, "approve", "BRF-000000000000")
    with pytest.raises(NotApproved):
        products.release(mission, brief_of(mission))
    assert all(done.is_skipped for done in missions.fused(mission).flows)


def test_a_draft_can_be_approved_although_a_later_one_stands(mission: Mission) -> None:
    brief = brief_of(mission)
    missions.add(mission.inbox.parent, ["civil_affairs/weekly_W18.docx"])
    missions.fused(mission)
    assert brief_of(mission) != brief
    missions.decide(mission, "approve", brief)
    assert brief in (products.release(mission, brief) / "released.json").read_text()


def test_a_withdrawal_after_the_approval_closes_the_gate_until_the_next_run(
    mission: Mission,
) -> None:
    brief = brief_of(mission)
    missions.decide(mission, "approve", brief)
    report = missions.rows_of(mission)["report"][0]["report_id"]
    missions.decide(mission, "withdraw", report)
    with pytest.raises(NotApproved, match="withdrawal"):
        products.release(mission, brief)
    assert not mission.home.readers.exists()


def test_a_replay_compares_with_what_had_been_released_by_then(mission: Mission) -> None:
    brief = brief_of(mission)
    missions.decide(mission, "approve", brief)
    products.release(mission, brief)
    issued = missions.rows_of(mission)["brief"][0]["as_of"]
    for days, expected in ((7, missions.tables_of(mission)["judgement"].num_rows), (0, 0), (-7, 0)):
        moment = issued + dt.timedelta(days=days)
        replay = Mission(mission.profile, mission.inbox, mission.home.as_of(moment))
        run = Run(mission.profile, moment, mission.profile.seed)
        assert products.previous_judgements(replay, run).num_rows == expected
