"""The forecast ledger: append-only, as-of, analysts beside the machine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fusion.pipeline import ledger
from fusion.pipeline.layout import Home, Mission
from fusion.stage import Run
from fusion.store import Published, write_tables
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused, NotFound
from tests.support import AS_OF, make_profile, make_table

QUESTION: dict[str, Any] = {
    "forecast_id": "FOR-1", "series_id": "SER-1", "at_least": 2, "p_at_least": 0.4,
    "p_history": 0.3, "model": "combination", "starts_on": dt.date(2026, 7, 6),
    "resolves_on": dt.date(2026, 7, 12), "quantiles": '{"0.5":1}', "history_quantiles": "{}",
}  # fmt: skip


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    home = Home(tmp_path / "home")
    made = {name: declared.empty() for name, declared in TABLES.items()}
    made["forecast"] = make_table("forecast", QUESTION, {"forecast_id": "FOR-old"})
    made["brief"] = make_table("brief", {"brief_id": "BRF-1", "as_of": AS_OF})
    published = Published(home.published)
    working = published.begin("2026-07-06-a")
    write_tables(working / "tables", made)
    published.finish("2026-07-06-a", working)
    return Mission(make_profile(), tmp_path, home)


def tables(mission: Mission) -> Any:
    return Published(mission.home.published).tables()


def later(mission: Mission, days: int = 7) -> Run:
    return Run(mission.profile, AS_OF + dt.timedelta(days=days), 1)


def test_a_release_enters_every_forecast_with_a_question_once(mission: Mission) -> None:
    assert ledger.remember(mission, tables(mission)) == 1
    assert ledger.remember(mission, tables(mission)) == 1
    rows = ledger.known(mission, later(mission)).to_pylist()
    assert [(r["made_by"], r["probability"], r["at_least"]) for r in rows] == [("machine", 0.4, 2)]
    assert ledger.known(mission, later(mission, 0)).num_rows == 0


def test_analysts_forecasts_stand_beside_and_may_be_revised(mission: Mission) -> None:
    ledger.remember(mission, tables(mission))
    first = ledger.enter(mission, "FOR-1", 0.7, "analyst", "new levy", AS_OF)
    second = ledger.enter(
        mission, "FOR-1", 0.6, "analyst", "second thoughts", AS_OF + dt.timedelta(hours=1)
    )
    assert first != second
    rows = ledger.everything(mission).to_pylist()
    given = sorted(r["probability"] for r in rows if r["made_by"] == "analyst")
    assert given == [0.6, 0.7]


@pytest.mark.parametrize("probability", [0.0, 1.0, 1.7, -0.1])
def test_certainty_is_no_forecast(mission: Mission, probability: float) -> None:
    with pytest.raises(DecisionRefused, match="not a probability"):
        ledger.enter(mission, "FOR-1", probability, "analyst", "because", AS_OF)


def test_a_reason_and_a_known_question_are_needed(mission: Mission) -> None:
    with pytest.raises(DecisionRefused, match="reason"):
        ledger.enter(mission, "FOR-1", 0.5, "analyst", "  ", AS_OF)
    with pytest.raises(NotFound):
        ledger.enter(mission, "FOR-old", 0.5, "analyst", "because", AS_OF)  # no question in it
    assert ledger.everything(mission).num_rows == 0


def test_entries_lie_where_every_backup_copies_them(mission: Mission) -> None:
    ledger.remember(mission, tables(mission))
    assert list(mission.home.issued.rglob("*.parquet"))
    assert not list(mission.home.issued.glob("*.parquet"))  # those are issued judgements
