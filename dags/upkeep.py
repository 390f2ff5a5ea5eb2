"""upkeep: every night a backup that is proved to restore, retention, Data Docs, back-test."""

# ruff: noqa: PLC0415 - imports wait for the task: the scheduler parses this file all the time

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, dag, task
from fusion_airflow import COMMON, WRITER, backups, mission, now


@task
def backup() -> str:
    """Documents, decisions and issued briefs: what cannot be made again."""
    from fusion.pipeline import upkeep

    return str(upkeep.backup(mission(), backups(), now()))


@task
def check_restore(folder: str) -> dict[str, int]:
    """The backup restored into a temporary folder and compared."""
    from pathlib import Path

    from fusion.pipeline import upkeep

    return upkeep.restore_check(mission(), Path(folder))


@task
def report_retention() -> str:
    """Documents that are older than the profile's retention. Nothing is deleted."""
    from fusion.pipeline import upkeep

    return str(upkeep.overdue(mission(), now()))


@task(pool=WRITER)
def build_data_docs() -> str:
    """The pages that show every validation rule and what broke it."""
    from fusion.pipeline import upkeep

    return str(upkeep.build_data_docs(mission()))


@task(pool=WRITER)
def refresh_back_test() -> dict[str, int]:
    """Scores of every model and baseline on what is known now."""
    from fusion.pipeline import fuse_tasks

    return fuse_tasks.fuse_until(mission(), "forecast_score", now())


@dag(schedule=CronTriggerTimetable("30 1 * * *", timezone="UTC"), doc_md=__doc__, **COMMON)
def upkeep() -> None:
    """Independent duties; only the check waits for its backup."""
    check_restore(backup())
    report_retention()
    build_data_docs()
    refresh_back_test()


upkeep()
