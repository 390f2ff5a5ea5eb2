"""From a released issue to the correction: release, withdraw, run again, read the notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.stage import Run
from tests.laws import missions
from tests.laws.fixtures import early

__all__ = ["early"]


@dataclass(frozen=True)
class Corrected:
    """An issue that was released, the account withdrawn since, and the issue that follows."""

    mission: Mission
    issued: dict[str, list[dict[str, Any]]]
    rows: dict[str, list[dict[str, Any]]]
    account: str


@pytest.fixture(scope="module")
def corrected(early: Mission, tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    folder: Path = tmp_path_factory.mktemp("corrected") / "m"
    mission = missions.copied(early, folder)
    issued = missions.rows_of(mission)
    brief = issued["brief"][0]["brief_id"]
    missions.decide(mission, "approve", brief)
    products.release(mission, brief)
    cited = [row for row in issued["judgement_evidence"] if row["direction"] == "for"]
    account = min(row["account_id"] for row in cited)
    missions.decide(mission, "withdraw", account)
    missions.add(folder, missions.LATE)
    missions.fused(mission)
    return Corrected(mission, issued, missions.rows_of(mission), account)


def test_the_notice_lists_every_judgement_that_the_account_carried(corrected: Corrected) -> None:
    number = corrected.issued["brief"][0]["number"]
    assert corrected.rows["brief"][0]["number"] > number
    notice = next(
        row for row in corrected.rows["judgement"]
        if row["section"] == "correction" and row["scope"] == corrected.account
    )  # fmt: skip
    sentences = {row["judgement_id"]: row for row in corrected.issued["judgement"]}
    hit = [
        sentences[row["judgement_id"]] for row in corrected.issued["judgement_evidence"]
        if row["account_id"] == corrected.account and row["direction"] == "for"
    ]  # fmt: skip
    assert hit
    assert notice["text_en"].count(f"of no. {number}") == len(hit)
    assert notice["text_fr"].count(f"du n° {number}") == len(hit)
    assert any(row["text_en"] in notice["text_en"] for row in hit)
    for row in hit:
        if row["section"] == "key_judgement":
            assert f"judgement {row['rank']} of no. {number}" in notice["text_en"].lower()


def test_what_the_issue_rested_on_is_kept_and_known_only_later(corrected: Corrected) -> None:
    mission, brief = corrected.mission, corrected.issued["brief"][0]
    kept = corrected.rows["issued_evidence"]
    said = {(row["judgement_id"], row["account_id"]) for row in kept}
    assert said == {
        (row["judgement_id"], row["account_id"]) for row in corrected.issued["judgement_evidence"]
    }
    assert {row["number"] for row in kept} == {brief["number"]}
    same_day = Run(mission.profile, brief["as_of"], mission.profile.seed)
    assert products.issued_evidence(mission, same_day).num_rows == 0


def test_a_run_without_releases_knows_no_earlier_evidence(early: Mission) -> None:
    assert missions.rows_of(early)["issued_evidence"] == []
