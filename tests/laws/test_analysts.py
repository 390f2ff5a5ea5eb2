"""Analysts outrank the machine: what they decide is what the next run says, whatever comes in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from fusion.pipeline.explain import explain
from fusion.pipeline.layout import Mission
from tests.laws import missions

Rows = dict[str, list[dict[str, Any]]]
LIVING = {"new", "continued", "split_from", "revived", "accepted"}


@dataclass(frozen=True)
class Decided:
    """A mission whose analysts have decided, before and after the run that came next."""

    mission: Mission
    before: Rows
    after: Rows
    subject: dict[str, tuple[str, str]]
    decision: dict[str, str]


def members(rows: Rows, incident_id: str) -> set[str]:
    return {
        row["account_id"] for row in rows["incident_account"] if row["incident_id"] == incident_id
    }


def incident_of(rows: Rows, account_id: str) -> str | None:
    found = [r["incident_id"] for r in rows["incident_account"] if r["account_id"] == account_id]
    return found[0] if found else None


def origin_of(rows: Rows, account_id: str) -> str:
    return next(r["origin_id"] for r in rows["origin"] if r["account_id"] == account_id)


def persons(rows: Rows) -> list[str]:
    """Persons outside the hypotheses, whom the machine kept apart."""
    inside = {row["actor_id"] for row in rows["hypothesis_actor"]}
    found = {row["actor_id"] for row in rows["actor"] if row["kind"] == "person"}
    return sorted(found - inside)


def bearer(rows: Rows, mention_id: str) -> str:
    return next(r["actor_id"] for r in rows["actor_mention"] if r["mention_id"] == mention_id)


def mentions(rows: Rows, actor_id: str) -> list[str]:
    return sorted(r["mention_id"] for r in rows["actor_mention"] if r["actor_id"] == actor_id)


@pytest.fixture(scope="module")
def decided(early: Mission, tmp_path_factory: pytest.TempPathFactory) -> Decided:
    """One decision of each kind on what the machine said at CUT; then the later files come in."""
    folder = tmp_path_factory.mktemp("decided") / "m"
    mission = missions.copied(early, folder)
    before = missions.rows_of(mission)
    hypotheses = sorted(row["hypothesis_id"] for row in before["hypothesis"])
    # What lies outside the hypotheses: each decision is to be seen by itself.
    inside = {row["incident_id"] for row in before["hypothesis_incident"]}
    free = [
        row
        for row in sorted(before["incident"], key=lambda row: row["incident_id"])
        if row["is_standing"] and row["incident_id"] not in inside
    ]
    lone = [row["incident_id"] for row in free if row["n_accounts"] == 1]
    double = next(row["incident_id"] for row in free if row["n_accounts"] == 2)
    fused = tuple(sorted(members(before, double)))
    people = persons(before)
    subject = {
        "reject": (hypotheses[0], ""),
        "rename": (people[4], "Ferryman of the evening"),
        "same incident": (lone[0], lone[1]),
        "different": (fused[0], fused[1]),
        "same actor": (people[0], people[1]),
        "taken back": (people[2], people[3]),
        "grade": (lone[2], "1"),
    }
    made = {
        "reject": missions.decide(mission, "reject", hypotheses[0]),
        "rename": missions.decide(mission, "rename", people[4], value="Ferryman of the evening"),
        "same incident": missions.decide(mission, "same", lone[0], lone[1]),
        "different": missions.decide(mission, "different", *fused),
        "same actor": missions.decide(mission, "same", people[0], people[1]),
        "taken back": missions.decide(mission, "same", people[2], people[3]),
        "grade": missions.decide(mission, "grade", lone[2], value="1"),
    }
    missions.decide(mission, "reopen", made["taken back"])
    missions.add(folder, missions.LATE)
    missions.fused(mission)
    return Decided(mission, before, missions.rows_of(mission), subject, made)


def test_machine_never_overwrites_an_analyst(decided: Decided) -> None:
    """All decisions hold, although new files came in and every stage ran again."""
    rejected = decided.subject["reject"][0]
    state = {row["hypothesis_id"]: row["status"] for row in decided.after["hypothesis"]}
    assert state.get(rejected, "rejected") == "rejected"
    name = {row["actor_id"]: row["name"] for row in decided.after["actor"]}
    assert name[decided.subject["rename"][0]] == "Ferryman of the evening"
    grade = {row["incident_id"]: row for row in decided.after["incident"]}
    graded = grade[decided.subject["grade"][0]]
    assert graded["credibility"] == "1" and "as tested" in graded["credibility_reason"]
    assert all(row["credibility"] != "1" for row in decided.before["incident"])
    assert len(decided.after["report"]) > len(decided.before["report"])


def test_incidents_said_to_be_one_are_one(decided: Decided) -> None:
    a, b = decided.subject["same incident"]
    accounts = members(decided.before, a) | members(decided.before, b)
    assert len({incident_of(decided.before, account) for account in accounts}) == 2
    assert len({incident_of(decided.after, account) for account in accounts}) == 1


def test_accounts_said_to_be_different_are_two_incidents_with_two_origins(
    decided: Decided,
) -> None:
    a, b = decided.subject["different"]
    assert incident_of(decided.before, a) == incident_of(decided.before, b)
    assert incident_of(decided.after, a) != incident_of(decided.after, b)
    assert origin_of(decided.after, a) != origin_of(decided.after, b)


def test_actors_said_to_be_one_are_one(decided: Decided) -> None:
    a, b = (mentions(decided.before, actor)[0] for actor in decided.subject["same actor"])
    assert bearer(decided.before, a) != bearer(decided.before, b)
    assert bearer(decided.after, a) == bearer(decided.after, b)


def test_a_decision_that_was_taken_back_counts_no_more(decided: Decided) -> None:
    a, b = (mentions(decided.before, actor)[0] for actor in decided.subject["taken back"])
    assert bearer(decided.after, a) != bearer(decided.after, b)


def test_a_rejected_hypothesis_does_not_come_back_under_another_name(decided: Decided) -> None:
    rejected = decided.subject["reject"][0]
    lost = {
        row["incident_id"]
        for row in decided.before["hypothesis_incident"]
        if row["hypothesis_id"] == rejected
    }
    living = {
        row["hypothesis_id"] for row in decided.after["hypothesis"] if row["status"] in LIVING
    }
    # The cluster is found again: it is the decision that keeps it from being raised.
    found_again = {row["incident_id"] for row in decided.after["cluster"]}
    assert len(lost & found_again) >= 2
    for hypothesis in living:
        mine = {
            row["incident_id"]
            for row in decided.after["hypothesis_incident"]
            if row["hypothesis_id"] == hypothesis
        }
        assert len(mine & lost) < len(lost) / 2
    judged = {row["scope"] for row in decided.after["judgement"]}
    assert rejected not in judged
    drafts = missions.version_of(decided.mission) / "drafts"
    assert all(rejected[:8] not in path.read_text() for path in drafts.glob("*.html"))


def test_decisions_stay_and_the_run_after_has_nothing_to_do(decided: Decided) -> None:
    log = decided.after["decision"]
    assert {row["decision_id"] for row in log} >= set(decided.decision.values())
    again = missions.fused(decided.mission)
    assert not again.is_new and all(done.is_skipped for done in again.flows)


def test_a_decision_explains_what_it_was_about(decided: Decided) -> None:
    tables = missions.tables_of(decided.mission)
    found, about = (
        {source.report_id for source in explain(name, tables).sources}
        for name in (decided.decision["grade"], decided.subject["grade"][0])
    )
    assert found == about and found


def test_a_report_s_grade_is_the_analyst_s(few: Mission, tmp_path: Path) -> None:
    mission = missions.copied(few, tmp_path / "m")
    report = min(missions.rows_of(mission)["report"], key=lambda row: row["report_id"])
    new = "B2" if report["reliability"] + report["credibility"] != "B2" else "C3"
    missions.decide(mission, "grade", report["report_id"], value=new)
    missions.fused(mission)
    rows = missions.rows_of(mission)
    graded = next(r for r in rows["report"] if r["report_id"] == report["report_id"])
    assert graded["reliability"] + graded["credibility"] == new
    assert graded["native_grade"] == report["native_grade"]
    led = [row for row in rows["account"] if row["lead_report_id"] == report["report_id"]]
    assert [row["reliability"] + row["credibility"] for row in led] in ([], [new])


def test_pairs_are_looked_at_once(decided: Decided) -> None:
    """The subjects of the decisions above are not the same things under two names."""
    for one, other in combinations(decided.subject.values(), 2):
        assert one != other
