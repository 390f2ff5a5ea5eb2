"""Where no report names a trade, the brief says so and offers nothing that speaks of one."""

from __future__ import annotations

from fusion import briefing
from fusion.briefing.wording import words
from fusion.stage import Run
from fusion.tables import TABLES
from tests.briefing.sample import sample_tables


def test_nothing_that_speaks_of_a_trade_is_offered_for_an_unknown_one(run: Run) -> None:
    tables = sample_tables()
    rows = [row | {"markets": []} for row in tables["hypothesis"].to_pylist()]
    tables["hypothesis"] = TABLES["hypothesis"].build(rows)
    made = briefing.STAGE.function(tables, run).tables
    tools = {row["tool"] for row in made["option"].to_pylist()}
    assert "regional_office" in tools and "no_action" in tools
    assert not any(words("options")[tool].get("about_trade") for tool in tools)
