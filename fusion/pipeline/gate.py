"""The release gate: a draft, a person's recorded answer, and the issue that readers get."""

from __future__ import annotations

from typing import Any

from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.review import Decision, DecisionLog
from fusion.store import Published
from fusion.terms.errors import NotApproved, NotFound


def draft(mission: Mission) -> dict[str, Any]:
    """The current draft: identifier, number, state, drafts folder. Raises NotFound without one."""
    published = Published(mission.home.published)
    tables = published.tables()
    decisions = DecisionLog(mission.home.decisions_url).until()
    rows = products.with_state(tables["brief"], decisions).to_pylist()
    if not rows:
        raise NotFound("brief", "current", "Nothing was accepted: see 'fusion quarantine list'.")
    kept = ("brief_id", "number", "marking", "lint_score", "state")
    return {
        **{name: rows[0][name] for name in kept},
        "as_of": f"{rows[0]['as_of']:%d %B %Y}",
        "judgements": tables["judgement"].num_rows,
        "drafts": str(published.path() / "drafts"),
    }


def record(mission: Mission, brief_id: str, answer: dict[str, Any] | None) -> bool:
    """Record a person's answer in the decision log; whether the log now says 'approved'.

    `answer` is what the human-in-the-loop step gave: the option chosen, the form (reason,
    function), who answered and when. It is None where there was none, as when somebody marks
    that step as done: then the log has to hold a decision already, or NotApproved is raised.
    """
    log = DecisionLog(mission.home.decisions_url)
    if answer and not _is_recorded(decision := _decision(brief_id, answer), log):
        log.append(decision)
    state = _state(mission, brief_id)
    if state == "draft":
        raise NotApproved(brief_id)
    return state == "approved"


def release(mission: Mission, brief_id: str) -> str:
    """Give the brief to its readers; their folder. Raises NotApproved unless the log says so."""
    return str(products.release(mission, brief_id))


def _state(mission: Mission, brief_id: str) -> str:
    _, tables = products.holding(mission, brief_id)
    return str(tables["brief"]["state"][0].as_py())


def _decision(brief_id: str, answer: dict[str, Any]) -> Decision:
    form = answer["params_input"] or {}
    account = (answer["responded_by_user"] or {}).get("id", "unknown")
    return Decision(
        kind=answer["chosen_options"][0],
        subject_id=brief_id,
        reason=form.get("reason", ""),
        # The function is what the person says, the account is what the scheduler has checked.
        decided_by=f"{form.get('function', 'function not given')} (account {account})",
        decided_at=answer["responded_at"],
    )


def _is_recorded(decision: Decision, log: DecisionLog) -> bool:
    """The step ran before and was cut off after it had written."""
    return any(
        (row["kind"], row["subject_id"], row["decided_at"])
        == (decision.kind, decision.subject_id, decision.decided_at)
        for row in log.until().to_pylist()
    )
