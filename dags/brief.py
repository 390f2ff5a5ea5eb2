"""brief: the current draft goes to a person, and to its readers only if that person approves.

Weekly and on demand. The gate has no default answer and no time limit. The answer is recorded in
the mission's own decision log first; the release reads that log and nothing else.
"""

# ruff: noqa: PLC0415 - imports wait for the task: the scheduler parses this file all the time

from __future__ import annotations

from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import CronTriggerTimetable, Param, dag, task
from fusion_airflow import COMMON, FUSED, ISSUED, mission

_SUBJECT = "Release issue no. {{ ti.xcom_pull('draft')['number'] }} of the brief?"
_BODY = """\
{% set draft = ti.xcom_pull('draft') %}
As of {{ draft.as_of }}, marked {{ draft.marking }}, {{ draft.judgements }} sentences,
tradecraft {{ draft.lint_score }}. Identifier `{{ draft.brief_id }}`.

Read the draft in `{{ draft.drafts }}` before you decide. Your answer and your reason are recorded.
"""


@task(inlets=[FUSED])
def draft() -> dict[str, Any]:
    """The current draft: identifier, number, state and folder."""
    from fusion.pipeline import gate as release_gate

    return release_gate.draft(mission())


@task.branch
def gate(draft: dict[str, Any]) -> str | None:
    """Ask about a draft; release what was approved elsewhere; leave what was returned alone."""
    return {"draft": "ask", "approved": "release"}.get(draft["state"])


@task.short_circuit
def record(draft: dict[str, Any], answer: dict[str, Any] | None) -> bool:
    """The answer in the decision log, with who and why; go on only if the log says approved."""
    from fusion.pipeline import gate as release_gate

    return release_gate.record(mission(), draft["brief_id"], answer)


@task(outlets=[ISSUED], trigger_rule="none_failed_min_one_success")
def release(draft: dict[str, Any]) -> str:
    """The readers' folder of the issue. Fails unless the decision log holds the approval."""
    from fusion.pipeline import gate as release_gate

    return release_gate.release(mission(), draft["brief_id"])


@dag(schedule=CronTriggerTimetable("0 5 * * 1", timezone="UTC"), doc_md=__doc__, **COMMON)
def brief() -> None:
    """Draft, ask, record, release."""
    current = draft()
    ask = HITLOperator(
        task_id="ask",
        subject=_SUBJECT,
        body=_BODY,
        options=["approve", "return", "refuse"],
        params={
            # Airflow checks the form's defaults too, so that "required" cannot be said here:
            # an answer without a reason is refused when it is recorded.
            "reason": Param(None, type=["null", "string"], minLength=3, title="Why (required)"),
            "function": Param("head of JMAC", type="string", minLength=2, title="Your function"),
        },
    )
    recorded = record(current, ask.output)
    released = release(current)
    gate(current) >> [ask, released]
    recorded >> released


brief()
