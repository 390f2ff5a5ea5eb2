"""fuse: accepted reports and decisions become a published version with drafts of the brief.

Each step brings everything up to its table, so each can be run again on its own. The last one
looks at all stages once more and publishes.
"""

# ruff: noqa: PLC0415 - imports wait for the task: the scheduler parses this file all the time

from __future__ import annotations

from typing import Any

from airflow.sdk import chain, dag, task
from fusion_airflow import ACCEPTED, COMMON, DECISIONS, FUSED, WRITER, mission, now


@task(pool=WRITER)
def fuse_until(table: str) -> dict[str, int]:
    """Rows of each stage that had to run, up to the one that writes `table`."""
    from fusion.pipeline import fuse_tasks

    return fuse_tasks.fuse_until(mission(), table, now())


@task(pool=WRITER, outlets=[FUSED])
def publish() -> dict[str, Any]:
    """A version with its drafts; the one before stays current if anything is wrong."""
    from fusion.pipeline import fuse_tasks

    return fuse_tasks.publish(mission(), now())


@dag(schedule=(ACCEPTED | DECISIONS), doc_md=__doc__, **COMMON)
def fuse() -> None:
    """Accounts and vectors, actors, incidents, hypotheses, outlook; then the brief."""
    chain(
        fuse_until.override(task_id="fold_accounts")("text_vector"),
        fuse_until.override(task_id="resolve_actors")("tie"),
        fuse_until.override(task_id="link_incidents")("incident"),
        fuse_until.override(task_id="weigh_hypotheses")("hypothesis"),
        fuse_until.override(task_id="look_ahead")("forecast"),
        publish(),
    )


fuse()
