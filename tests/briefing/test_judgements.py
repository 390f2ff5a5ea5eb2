"""Key judgements: different in kind, short, concrete, each with the origin of its number."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pyarrow as pa
import pytest

from fusion import briefing
from fusion.briefing.holdings import Holdings
from fusion.briefing.lineage import past_of
from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.yardsticks import band_of
from tests.briefing.sample import AS_OF, NETWORKS, sample_tables
from tests.support import make_table

Tables = dict[str, pa.Table]
LONGEST = 38  # words of an English judgement, its band counted as one


def judged(tables: Tables) -> list[dict[str, Any]]:
    rows = [r for r in tables["judgement"].to_pylist() if r["section"] == "key_judgement"]
    return sorted(rows, key=lambda row: row["rank"])


def composed(run: Run, **changes: pa.Table) -> Tables:
    return briefing.STAGE.function({**sample_tables(), **changes}, run).tables


def without_forecasts() -> dict[str, pa.Table]:
    return {"forecast": TABLES["forecast"].empty()}


def test_no_two_are_of_one_kind(tables: Tables) -> None:
    kinds = [row["kind"] for row in judged(tables)]
    assert len(kinds) == len(set(kinds)) >= 5


def test_they_are_short(tables: Tables) -> None:
    for row in judged(tables):
        text = re.sub(r"\([^)]*%\)", "(band)", row["text_en"])
        assert len(text.split()) <= LONGEST, text


def test_every_likelihood_has_a_number_that_lies_in_its_band_and_a_reason(
    tables: Tables, run: Run
) -> None:
    for row in judged(tables):
        assert row["basis_en"] and row["basis_fr"]
        if row["likelihood"]:
            band = band_of(row["probability"], run.profile.yardstick)
            assert band.code == row["likelihood"]
        else:
            assert row["probability"] is None


def test_both_languages_hold_the_same_numbers(tables: Tables) -> None:
    for row in judged(tables):
        for name in ("text", "basis"):
            english, french = row[f"{name}_en"], row[f"{name}_fr"].replace(",", ".")
            numbers = [re.findall(r"\d+(?:\.\d+)?", text) for text in (english, french)]
            # French writes 1er for the first of a month.
            assert sorted(numbers[0]) == sorted(numbers[1]), row


def test_traffic_on_a_new_road_is_foretold(run: Run) -> None:
    given = sample_tables()
    first = NETWORKS[0]["id"]
    rows = given["hypothesis"].to_pylist()
    given["hypothesis"] = TABLES["hypothesis"].build(
        {**row, "corridors": ["river", "west"]} if row["hypothesis_id"] == first else row
        for row in rows
    )
    mine = {
        r["incident_id"] for r in given["hypothesis_incident"].to_pylist()
        if r["hypothesis_id"] == first
    }  # fmt: skip
    incidents = given["incident"].to_pylist()
    latest = max(
        (r for r in incidents if r["incident_id"] in mine), key=lambda r: r["occurred_from"]
    )
    moved = {**latest, "latitude": 14.965, "longitude": -0.163,
             "occurred_from": AS_OF.date() - dt.timedelta(days=6)}  # fmt: skip
    given["incident"] = TABLES["incident"].build(
        moved if r["incident_id"] == latest["incident_id"] else r for r in incidents
    )
    rows = judged(briefing.STAGE.function({**given, **without_forecasts()}, run).tables)
    found = next(row for row in rows if row["kind"] == "displacement")
    assert found["scope"] == first and "Western track" in found["text_en"]
    assert "River road" in found["would_change_en"]


def threat(state: str, value: float) -> pa.Table:
    account = sample_tables()["account"]["account_id"][0].as_py()
    return make_table("indicator", {
        "indicator_id": "IND-9", "scope_kind": "mission", "scope": "TESTM", "state": state,
        "observable": "threats against mission personnel, contractors or local staff",
        "value": value, "base_rate": 0.5, "threshold": 3.0, "evidence_ids": [account],
    })  # fmt: skip


def test_threats_to_staff_are_judged_and_quiet_ones_are_not(run: Run) -> None:
    loud = judged(composed(run, indicator=threat("watch", 1.0)))
    assert [row["likelihood"] for row in loud if row["kind"] == "threat_staff"]
    quiet = judged(composed(run, indicator=threat("quiet", 0.0)))
    assert not [row for row in quiet if row["kind"] == "threat_staff"]


def test_more_signs_never_lower_the_band(run: Run) -> None:
    found = [
        next(r for r in judged(composed(run, indicator=threat("raised", value)))
             if r["kind"] == "threat_staff")["probability"]
        for value in (1.0, 4.0)
    ]  # fmt: skip
    assert found[0] < found[1]


def test_without_any_series_nothing_is_foretold_from_base_rates(run: Run) -> None:
    empty = {"series": TABLES["series"].empty(), **without_forecasts()}
    kinds = {row["kind"] for row in judged(composed(run, **empty))}
    assert not kinds & {"market", "violence", "displacement", "forecast"}


def test_a_shared_contact_is_named_by_code_and_a_known_group_by_name(tables: Tables) -> None:
    merger = next(row for row in judged(tables) if row["kind"] == "merger")
    assert re.search(r"one contact \(P-[2-9A-Z]{5}\)", merger["text_en"])
    assert "Nouhoum" not in merger["text_en"]


@pytest.mark.parametrize(("weeks", "before"), [(1, 8), (12, 8)])
def test_the_past_of_a_network_is_read_from_its_lineage(run: Run, weeks: int, before: int) -> None:
    day = AS_OF.date() - dt.timedelta(days=1)
    lineage = make_table(
        "hypothesis_lineage",
        *({"hypothesis_id": NETWORKS[0]["id"], "as_of": day - dt.timedelta(weeks=w),
           "event": event, "n_incidents": n, "n_actors": 4, "strength": 0.1 * n}
          for w, event, n in ((20, "new", 3), (14, "dormant", 8), (2, "revived", 8),
                              (0, "continued", 9))),
    )  # fmt: skip
    holdings = Holdings({**sample_tables(), "hypothesis_lineage": lineage}, run)
    past = past_of(holdings, NETWORKS[0]["id"], weeks)
    assert past is not None and past.n_incidents == (before, 9) and not past.is_new
    assert past.silent_weeks == (12 if weeks == 12 else 0)


def test_the_first_issue_tells_what_moved_and_says_once_that_it_is_the_first(
    tables: Tables,
) -> None:
    rows = [r for r in tables["judgement"].to_pylist() if r["section"] == "change"]
    first = [r for r in rows if "No earlier issue" in r["text_en"]]
    assert len(first) == 1 and len(rows) > 1
    assert any(r["text_en"].startswith("Split:") for r in rows)
    assert all("Nothing to compare" not in (r["change_en"] or "") for r in judged(tables))
