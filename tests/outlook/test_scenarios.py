"""Scenarios, the tree of indicators, their record, traceability and the nowcast."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.outlook.facts import Facts
from fusion.outlook.history import History
from fusion.outlook.indicators import Hypothesis
from fusion.outlook.nowcast import nowcast
from fusion.outlook.scenarios import COUNTED, _chances, patterns
from tests.outlook.test_stage import PROFILE, Mission, day, half_year
from tests.support import make_run


@pytest.fixture(scope="module")
def tables():  # type: ignore[no-untyped-def]
    mission = half_year()
    mission.rows["hypothesis"][0]["confidence"] = "moderate"
    mission.account("ACC-alone", day(20), text="nothing of note")
    mission.rows["account_report"] = [
        {"account_id": row["account_id"], "report_id": "RPT-" + row["account_id"]}
        for row in mission.rows["account"]
    ]
    return mission.run().tables


def test_each_scope_has_three_scenarios_that_differ(tables) -> None:  # type: ignore[no-untyped-def]
    rows = tables["scenario"].to_pylist()
    for scope in ("HYP-1", "TESTM"):
        mine = {row["kind"]: row for row in rows if row["scope"] == scope}
        assert set(mine) == {"most_likely", "best", "most_dangerous"}
        assert len({row["pattern"] for row in mine.values()}) == 3
        assert mine["most_likely"]["pattern"] == "continue"  # one incident every week, to the end
    for row in rows:
        assert row["statement_en"] != row["statement_fr"]
        assert "{" not in row["statement_fr"] + row["basis_en"] + row["would_bring_about_fr"]


def test_the_most_likely_scenario_is_never_less_likely_than_the_others(tables) -> None:  # type: ignore[no-untyped-def]
    by_scope: dict[str, dict[str, float]] = {}
    for row in tables["scenario"].to_pylist():
        by_scope.setdefault(row["scope"], {})[row["kind"]] = row["band_low"]
    for bands in by_scope.values():
        known = [value for value in bands.values() if value is not None]
        assert bands["most_likely"] is None or bands["most_likely"] == max(known)


def test_quiet_control_is_read_as_consolidation_without_a_number() -> None:
    mission = half_year()
    mission.rows["hypothesis"][0]["quiet_control"] = True
    rows = mission.run().tables["scenario"].to_pylist()
    likely = next(r for r in rows if (r["scope"], r["kind"]) == ("HYP-1", "most_likely"))
    assert likely["pattern"] == "consolidate"
    assert likely["likelihood"] is None
    assert "institutions" in likely["basis_en"]


def test_every_pattern_is_told_in_both_languages() -> None:
    for name, words in patterns().items():
        if name != "basis":
            assert {f"statement_{t}" for t in ("en", "fr")} <= words.keys()
            assert words["indicators"]
    assert set(COUNTED) < patterns().keys()


def test_indicators_stand_in_a_tree_with_their_requirements(tables) -> None:  # type: ignore[no-untyped-def]
    rows = {row["indicator_id"]: row for row in tables["indicator"].to_pylist()}
    leaves = [row for row in rows.values() if row["parent_id"]]
    assert leaves
    for row in leaves:
        parent = rows[row["parent_id"]]
        assert (parent["scope"], parent["observable_code"]) == (row["scope"], "warning")
    assert any("PIR 1" in row["pirs"] for row in rows.values() if row["scope"] == "HYP-1")


def test_requirements_are_traced_to_reports_and_unused_reports_are_listed(tables) -> None:  # type: ignore[no-untyped-def]
    status = {row["pir"]: row for row in tables["pir_status"].to_pylist()}
    assert status["PIR 1"]["state"] == "answered"
    assert status["PIR 1"]["n_reports"] >= 26
    use = {row["report_id"]: row for row in tables["report_use"].to_pylist()}
    assert use["RPT-ACC-alone"]["use"] == "unused"
    assert use["RPT-ACC-00"]["use"] in ("hypothesis", "indicator", "requirement")
    assert use["RPT-ACC-00"]["pirs"] == ["PIR 1"]
    traced = {row["report_id"] for row in tables["requirement_trace"].to_pylist()}
    assert "RPT-ACC-00" in traced and "RPT-ACC-alone" not in traced


def test_a_requirement_that_nothing_serves_is_unanswered() -> None:
    changed = {**PROFILE, "requirements": [
        {"code": "PIR 9", "text_en": "who sells gold", "text_fr": "qui vend de l'or",
         "markets": ["gold"], "components": []}]}  # fmt: skip
    rows = half_year().run(**changed).tables["pir_status"].to_pylist()
    assert [row["state"] for row in rows] == ["unanswered"]


def test_a_warning_before_a_surge_of_violence_counts_with_its_lead() -> None:
    mission = Mission()
    for week in range(26):
        mission.account(f"ACC-w{week:02d}", day(week), text="patrol, nothing seen")
    for k in range(3):  # told in weeks 19 to 21, a fight in weeks 23 and 24
        mission.account(f"ACC-m{k}", day(19 + k), text="young men offered money to join the band")
    for k in range(4):
        mission.incident(f"f{k}", day(23 + k // 2, k), markets=())
    rows = {
        (r["scope_kind"], r["observable_code"]): r
        for r in mission.run().tables["indicator_score"].to_pylist()
    }
    told = rows["admin2", "mobilisation"]
    assert (told["n_events"], told["n_warned"], told["n_false"]) == (1, 1, 0)
    assert 14 <= told["lead_days"] <= 35
    assert rows["admin2", "departure"]["n_raised"] == 0


def test_a_nowcast_adds_what_is_usually_still_missing() -> None:
    new = np.zeros((2, 30, 3), dtype=np.int64)
    new[0, :, 0], new[0, :, 2] = 6, 6  # half of it always comes two periods late
    new[0, -2:, 2] = 0
    history = History(("busy", "empty"), new.sum(axis=2), np.cumsum(new, axis=2))
    found = nowcast(history)
    assert found is not None
    assert found.share[0, -1] == pytest.approx(0.5)
    assert found.mean[0, -1] == pytest.approx(12, rel=0.05)
    assert found.low[0, -1] < 12 < found.high[0, -1]
    assert found.mean[0, 5] == 12  # complete
    assert found.mean[1, -1] == 0
    assert nowcast(History(("x",), np.ones((1, 30), dtype=np.int64))) is None


def test_the_mission_as_a_whole_is_compared_with_its_own_past() -> None:
    rows = [r for r in half_year().run().tables["scenario"].to_pylist() if r["scope"] == "TESTM"]
    assert {row["likelihood"] for row in rows} == {None}  # six months hold too few windows
    assert all("only" in row["basis_en"] for row in rows)


def test_several_signs_of_one_pattern_count_once() -> None:
    def odds(*codes: str) -> float:
        raised = [{"observable_code": code, "state": "raised"} for code in codes]
        chances = _chances(
            Facts(make_run(), (), ()),
            Hypothesis("HYP-1", (), False, ()),
            raised,
            {(False, "continue"): 9, (False, "escalate"): 3},
        )
        return chances["escalate"] / chances["continue"]

    assert odds("surge") == pytest.approx(3 * odds())
    assert odds("surge", "mobilisation", "departure") == odds("surge")
