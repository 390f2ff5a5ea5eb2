"""Each DAG, run with dag.test() over a small part of the sample mission, with the real stages."""

import json

import pytest

from fusion.pipeline import run as running
from fusion.pipeline.layout import Mission
from fusion.review import DecisionLog
from fusion.store import Published


@pytest.fixture
def runs(rehearsed):
    assert "runs" in rehearsed, rehearsed["log"]
    return rehearsed["runs"]


def test_ingest_reads_and_commits(runs, rehearsed):
    states = runs["ingest"]
    assert states["run"] == "success", rehearsed["log"]
    assert states["discover"] == states["commit"] == ["success"]
    assert set(states["read"]) == {"success"}
    assert states["notice_decisions"] == ["skipped"]


def test_an_idle_ingest_sets_nothing_going(runs):
    states = runs["ingest again"]
    assert states["run"] == "success"
    assert states["read"] == states["commit"] == ["skipped"]


def test_fuse_publishes_a_version_with_a_draft(runs, rehearsed):
    assert runs["fuse"] == {
        "run": "success",
        **{
            task: ["success"]
            for task in (
                "fold_accounts", "resolve_actors", "link_incidents", "weigh_hypotheses",
                "look_ahead", "publish",
            )
        },
    }  # fmt: skip
    published = Published(rehearsed["home"] / "published")
    assert published.tables()["report"].num_rows
    assert list((published.path() / "drafts").rglob("*.html"))


def test_the_version_is_the_one_the_command_line_makes(runs, rehearsed, small_mission, tmp_path):
    assert runs["fuse"]["run"] == "success"
    mission = Mission.open(small_mission / "mission.yaml", None, tmp_path / "home")
    made = Published(rehearsed["home"] / "published")
    # The date follows from the last receipt, so any later clock gives the same run.
    now = max(made.tables()["brief"]["as_of"].to_pylist())
    summary = running.run(mission, now, lambda *_: None)
    assert summary.version.name == made.current
    for path in sorted(made.path().rglob("*")):
        if path.is_file():
            assert (
                path.read_bytes() == (summary.version / path.relative_to(made.path())).read_bytes()
            )


def test_marking_the_gate_as_done_releases_nothing(runs):
    states = runs["brief marked"]
    assert states["ask"] == ["success"]
    assert states["record"] == ["failed"]
    assert states["release"] == ["upstream_failed"]
    assert runs["readers after marking"] == []


def test_an_approval_is_recorded_with_who_and_why_and_then_released(runs, rehearsed):
    states = runs["brief answered"]
    assert states["run"] == "success"
    assert states["release"] == ["success"]
    rows = DecisionLog(f"sqlite:///{rehearsed['home'] / 'decisions.sqlite'}").until().to_pylist()
    assert [(row["kind"], row["decided_by"], row["reason"]) for row in rows] == [
        ("approve", "head of JMAC (account 7)", "It reads well.")
    ]
    assert any(name.endswith(".html") for name in runs["readers after approval"])
    note = json.loads(next((rehearsed["home"] / "readers").rglob("released.json")).read_text())
    assert note["brief_id"] == rows[0]["subject_id"]


def test_what_was_approved_elsewhere_is_released_without_asking_again(runs):
    states = runs["brief approved before"]
    assert states["run"] == "success"
    assert states["ask"] == states["record"] == ["skipped"]
    assert states["release"] == ["success"]


def test_upkeep_backs_up_restores_and_reports(runs, rehearsed):
    assert set(map(str, runs["upkeep"].values())) == {"success", "['success']"}
    assert json.loads((rehearsed["home"] / "upkeep" / "retention.json").read_text())["n_documents"]
