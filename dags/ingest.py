"""ingest: what has arrived becomes accepted reports, every quarter of an hour and on demand."""

# ruff: noqa: PLC0415 - imports wait for the task: the scheduler parses this file all the time

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from fusion_airflow import ACCEPTED, COMMON, DECISIONS, WRITER, mission, now


@task(pool=WRITER)
def discover() -> list[str]:
    """Partitions of the arrivals that have to be read; none when nothing is new."""
    from fusion.pipeline import ingest_tasks

    return ingest_tasks.discover(mission(), now())


@task
def read(partition: str) -> str:
    """Parquet parts of one partition, on any worker."""
    from fusion.pipeline import ingest_tasks

    return ingest_tasks.read(mission(), partition)


@task(pool=WRITER, outlets=[ACCEPTED])
def commit(parts: list[str]) -> dict[str, int]:
    """One batch: validated as a whole, committed once."""
    from fusion.pipeline import ingest_tasks

    return ingest_tasks.commit(mission(), list(parts))


@task(outlets=[DECISIONS])
def notice_decisions() -> int:
    """Decisions that the published version does not honour yet."""
    from fusion.pipeline import ingest_tasks

    count = ingest_tasks.new_decisions(mission())
    if not count:
        raise AirflowSkipException("Every decision is in the published version.")
    return count


@dag(schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC"), doc_md=__doc__, **COMMON)
def ingest() -> None:
    """Discover, read in parallel, commit once; beside it, look for decisions."""
    commit(read.expand(partition=discover()))
    notice_decisions()


ingest()
