"""What the DAG files declare: tasks, pools, assets, schedules, and a gate without a way round."""

import pytest

WRITER = "fusion_writer"
TASKS = {
    "ingest": ["commit", "discover", "notice_decisions", "read"],
    "fuse": [
        "fold_accounts", "link_incidents", "look_ahead", "publish", "resolve_actors",
        "weigh_hypotheses",
    ],
    "brief": ["ask", "draft", "gate", "record", "release"],
    "upkeep": [
        "backup", "build_data_docs", "check_restore", "refresh_back_test", "report_retention",
    ],
}  # fmt: skip


def test_every_file_loads_without_anything_heavy(rehearsed):
    assert rehearsed["errors"] == {}
    assert sorted(rehearsed["dags"]) == sorted(TASKS)


@pytest.mark.parametrize("name", TASKS)
def test_tasks_are_the_expected_ones(rehearsed, name):
    assert sorted(rehearsed["dags"][name]["tasks"]) == TASKS[name]


@pytest.mark.parametrize("name", TASKS)
def test_runs_do_not_overlap_and_do_not_catch_up(rehearsed, name):
    assert rehearsed["dags"][name]["max_active_runs"] == 1
    assert rehearsed["dags"][name]["catchup"] is False


def test_assets_link_the_four(rehearsed):
    dags = rehearsed["dags"]
    assert dags["ingest"]["tasks"]["commit"]["outlets"] == ["accepted_reports"]
    assert dags["ingest"]["tasks"]["notice_decisions"]["outlets"] == ["decisions"]
    assert dags["fuse"]["triggered_by"] == ["accepted_reports", "decisions"]
    assert dags["fuse"]["tasks"]["publish"]["outlets"] == ["fused"]
    assert dags["brief"]["tasks"]["draft"]["inlets"] == ["fused"]
    assert dags["brief"]["tasks"]["release"]["outlets"] == ["issued_brief"]


def test_whatever_opens_the_warehouse_holds_the_only_slot(rehearsed):
    dags = rehearsed["dags"]
    single = {("ingest", "discover"), ("ingest", "commit")}
    single |= {("upkeep", "refresh_back_test"), ("upkeep", "build_data_docs")}
    single |= {("fuse", task) for task in TASKS["fuse"]}
    found = {
        (name, task)
        for name, dag in dags.items()
        for task, declared in dag["tasks"].items()
        if declared["pool"] == WRITER
    }
    assert found == single
    assert dags["ingest"]["tasks"]["read"]["is_mapped"]


def test_the_gate_has_no_default_and_no_time_limit(rehearsed):
    ask = rehearsed["dags"]["brief"]["tasks"]["ask"]
    assert ask["options"] == ["approve", "return", "refuse"]
    assert ask["defaults"] is None
    assert ask["response_timeout"] == "None"


def test_nothing_is_released_without_passing_the_log(rehearsed):
    tasks = rehearsed["dags"]["brief"]["tasks"]
    assert tasks["release"]["after"] == ["draft", "gate", "record"]
    assert tasks["record"]["after"] == ["ask", "draft"]
