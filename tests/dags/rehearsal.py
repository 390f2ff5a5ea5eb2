"""Loads the DAG files and runs each with dag.test(), in a process of its own; writes what happened.

Airflow takes hold of logging, signals and settings of the process it is imported in: the tests
that read the result do not have to live in there. Run as: rehearsal.py DAGS_FOLDER RESULT.json
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict
from importlib.abc import MetaPathFinder
from pathlib import Path

from airflow.dag_processing.dagbag import BundleDagBag
from airflow.models.hitl import HITLDetail
from airflow.models.taskinstance import TaskInstance
from airflow.triggers.base import TriggerEvent
from airflow.utils.db import initdb
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState

HEAVY = (
    "duckdb", "pandas", "polars", "pyarrow", "numpy", "sklearn", "scipy", "torch", "splink",
    "sentence_transformers", "great_expectations", "spacy", "typst", "altair", "docx",
)  # fmt: skip
LIGHT = ("fusion", "fusion.terms", "fusion.terms.errors")


class Blocked(MetaPathFinder):
    """Refuses what must not be imported while a DAG file is parsed."""

    def find_spec(self, name, _path=None, _target=None):
        if name.split(".")[0] in HEAVY or (name.startswith("fusion.") and name not in LIGHT):
            raise ImportError(f"{name} is imported while a DAG file is parsed")


def load(folder):
    """(the DAGs, import errors) with everything heavy taken away."""
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_heavy(name)}
    blocked = Blocked()
    sys.meta_path.insert(0, blocked)
    try:
        bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
    finally:
        sys.meta_path.remove(blocked)
        sys.modules.update(hidden)
    return bag.dags, bag.import_errors


def _is_heavy(name):
    return name.split(".")[0] in HEAVY


def described(dag):
    """What the integrity tests look at."""
    return {
        "schedule": str(dag.timetable),
        "triggered_by": triggered_by(dag),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "tasks": {
            task.task_id: {
                "pool": task.pool,
                "is_mapped": task.is_mapped,
                "outlets": [asset.name for asset in task.outlets],
                "inlets": [asset.name for asset in task.inlets],
                "after": sorted(task.upstream_task_ids),
                "options": getattr(task, "options", None),
                "defaults": getattr(task, "defaults", None),
                "response_timeout": str(getattr(task, "response_timeout", None)),
            }
            for task in dag.tasks
        },
    }


def triggered_by(dag):
    """Names of the assets any of which sets the DAG going."""
    condition = getattr(dag.timetable, "asset_condition", None)
    return sorted(asset.name for asset in getattr(condition, "objects", ()))


def run(dag, **arguments):
    """States of all task instances of one run of the DAG, by task. Nothing is tried twice."""
    for task in dag.tasks:
        if task.is_mapped:
            task.partial_kwargs["retries"] = 0
        else:
            task.retries = 0
    done = dag.test(logical_date=None, **arguments)
    states = defaultdict(list)
    with create_session() as session:
        for item in done.get_task_instances(session=session):
            states[item.task_id].append(str(item.state))
    return {"run": str(done.state), **{name: sorted(found) for name, found in states.items()}}


def answer(option, form):
    """Do what the API does with a person's answer, as soon as a task waits for one."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        time.sleep(0.2)
        with create_session() as session:
            waiting = session.query(TaskInstance).filter_by(state=TaskInstanceState.AWAITING_INPUT)
            for item in waiting:
                _give(item, option, form, session)
                return


def _give(item, option, form, session):
    from airflow.models.trigger import handle_event_submit  # noqa: PLC0415
    from airflow.sdk import timezone  # noqa: PLC0415

    detail = session.query(HITLDetail).filter_by(ti_id=item.id).one()
    detail.responded_by = {"id": "7", "name": "tester"}
    detail.responded_at = timezone.utcnow()
    detail.chosen_options = [option]
    detail.params_input = form
    handle_event_submit(
        TriggerEvent(detail.as_resume_event_payload()), task_instance=item, session=session
    )


def rehearse(dags):
    """Runs in the order of the flow, with the gate closed, answered, and passed elsewhere."""
    rows = {"ingest": run(dags["ingest"]), "ingest again": run(dags["ingest"])}
    rows["fuse"] = run(dags["fuse"])
    rows["brief marked"] = run(dags["brief"], mark_success_pattern="ask")
    rows["readers after marking"] = readers()
    form = {"reason": "It reads well.", "function": "head of JMAC"}
    person = threading.Thread(target=answer, args=("approve", form))
    person.start()
    rows["brief answered"] = run(dags["brief"])
    person.join()
    rows["readers after approval"] = readers()
    rows["brief approved before"] = run(dags["brief"])
    rows["upkeep"] = run(dags["upkeep"])
    return rows


def readers():
    """Files in the readers' folder."""
    from fusion_airflow import mission  # noqa: PLC0415 - only importable once the DAGs are

    folder = mission().home.readers
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def main():
    folder, result = Path(sys.argv[1]), Path(sys.argv[2])
    dags, errors = load(folder)
    told = {
        "errors": {str(path): text for path, text in errors.items()},
        "dags": {name: described(dag) for name, dag in dags.items()},
    }
    result.write_text(json.dumps(told))
    initdb()
    told["runs"] = rehearse(dags)
    result.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
