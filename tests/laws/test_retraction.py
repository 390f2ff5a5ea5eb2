"""A retraction reaches every product: what rested on the report alone falls, the rest stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from tests.laws import missions

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Withdrawn:
    """The products with all reports, and those after an analyst withdrew the accounts of one
    incident that a released issue had built on."""

    mission: Mission
    with_all: Rows
    rows: Rows
    accounts: set[str]
    incident: str
    hypothesis: str
    issued: Rows


@pytest.fixture(scope="module")
def withdrawn(base: Mission, early: Mission, tmp_path_factory: pytest.TempPathFactory) -> Withdrawn:
    folder = tmp_path_factory.mktemp("withdrawn") / "m"
    mission = missions.copied(early, folder)
    issued = missions.rows_of(mission)
    brief = issued["brief"][0]["brief_id"]
    missions.decide(mission, "approve", brief)
    products.release(mission, brief)
    with_all = missions.rows_of(base)
    # One account tells of it, and a series counts it: it is of a market.
    lone = {
        row["incident_id"] for row in with_all["incident"]
        if row["n_accounts"] == 1 and row["markets"]
    }  # fmt: skip
    link = next(
        row
        for row in sorted(with_all["hypothesis_incident"], key=lambda row: row["incident_id"])
        if row["incident_id"] in lone
        and row["incident_id"] in {r["incident_id"] for r in issued["hypothesis_incident"]}
    )
    accounts = {
        row["account_id"]
        for row in with_all["incident_account"]
        if row["incident_id"] == link["incident_id"]
    }
    for account in sorted(accounts):
        missions.decide(mission, "withdraw", account)
    missions.add(folder, missions.LATE)
    missions.fused(mission)
    rows = missions.rows_of(mission)
    return Withdrawn(
        mission, with_all, rows, accounts, link["incident_id"], link["hypothesis_id"], issued
    )


def test_the_account_and_its_origin_are_marked(withdrawn: Withdrawn) -> None:
    state = {row["account_id"]: row["is_withdrawn"] for row in withdrawn.rows["account"]}
    assert all(state[account] for account in withdrawn.accounts)
    before = {row["account_id"]: row["is_withdrawn"] for row in withdrawn.with_all["account"]}
    assert {a for a in state if state[a] != before[a]} == withdrawn.accounts
    lost = [row for row in withdrawn.rows["origin"] if row["account_id"] in withdrawn.accounts]
    assert lost and all(row["is_withdrawn"] for row in lost)


def test_the_incident_falls_and_the_others_stand(withdrawn: Withdrawn) -> None:
    now = {row["incident_id"]: row for row in withdrawn.rows["incident"]}
    before = {row["incident_id"]: row for row in withdrawn.with_all["incident"]}
    assert before[withdrawn.incident]["is_standing"]
    fallen = now.get(withdrawn.incident, {"is_standing": False, "n_origins": 0})
    assert not fallen["is_standing"] and fallen["n_origins"] == 0
    for name in before.keys() - {withdrawn.incident}:
        assert now[name]["is_standing"] == before[name]["is_standing"]
        assert now[name]["n_origins"] == before[name]["n_origins"]


def test_claims_ties_and_members_rest_on_it_no_more(withdrawn: Withdrawn) -> None:
    rows = withdrawn.rows
    gone = {
        row["claim_id"]
        for row in withdrawn.with_all["claim"]
        if row["account_id"] in withdrawn.accounts
    }
    assert not gone & {row["claim_id"] for row in rows["claim"]}
    for name in ("tie", "hypothesis_actor"):
        assert not gone & {claim for row in rows[name] for claim in row["claim_ids"]}
    # Not by identifier: an actor that the withdrawn words had named first is now found elsewhere.
    told = {_words(row) for row in withdrawn.with_all["claim"] if row["claim_id"] not in gone}
    assert told and told == {_words(row) for row in rows["claim"]}


def _words(claim: dict[str, Any]) -> tuple[object, ...]:
    return tuple(claim[name] for name in ("account_id", "predicate", "start_at", "end_at", "quote"))


def test_the_hypothesis_loses_the_incident_and_weighs_less_or_falls(withdrawn: Withdrawn) -> None:
    now = {row["hypothesis_id"]: row for row in withdrawn.rows["hypothesis"]}
    before = {row["hypothesis_id"]: row for row in withdrawn.with_all["hypothesis"]}
    assert (withdrawn.hypothesis, withdrawn.incident) not in {
        (row["hypothesis_id"], row["incident_id"]) for row in withdrawn.rows["hypothesis_incident"]
    }
    if withdrawn.hypothesis in now:
        mine, old = now[withdrawn.hypothesis], before[withdrawn.hypothesis]
        assert mine["n_origins"] < old["n_origins"]
        assert mine["n_incidents"] < old["n_incidents"]
    for name in before.keys() - {withdrawn.hypothesis}:
        assert now[name]["n_origins"] == before[name]["n_origins"]


def test_counts_and_forecasts_are_made_without_it(withdrawn: Withdrawn) -> None:
    def total(rows: Rows) -> int:
        return sum(
            row["n_incidents"] for row in rows["series"]
            if (row["market"], row["area_kind"], row["period"]) == ("all", "mission", "week")
        )  # fmt: skip

    assert total(withdrawn.rows) < total(withdrawn.with_all)


def test_no_sentence_is_for_something_because_of_it(withdrawn: Withdrawn) -> None:
    rested = [
        row for row in withdrawn.rows["judgement_evidence"]
        if row["account_id"] in withdrawn.accounts and row["direction"] == "for"
    ]  # fmt: skip
    assert rested == []
    assert any(
        row["account_id"] in withdrawn.accounts and row["direction"] == "for"
        for row in withdrawn.issued["judgement_evidence"]
    )


def test_the_next_brief_carries_a_correction_notice(withdrawn: Withdrawn) -> None:
    notices = {
        row["scope"]: row for row in withdrawn.rows["judgement"] if row["section"] == "correction"
    }
    assert withdrawn.accounts <= notices.keys()
    before = {row["scope"] for row in withdrawn.with_all["judgement"]}
    assert not withdrawn.accounts & before
    drafts = missions.version_of(withdrawn.mission) / "drafts"
    page = next(drafts.glob("*head_of_mission-en.html")).read_text()
    for account in withdrawn.accounts:
        notice = notices[account]
        assert "withdrawn" in notice["text_en"] and "retiré" in notice["text_fr"]
        assert notice["text_en"].split(" was withdrawn")[0].split("account ")[1][:8] in page


def test_the_reports_themselves_are_still_there(withdrawn: Withdrawn) -> None:
    assert withdrawn.rows["report"] == withdrawn.with_all["report"]
