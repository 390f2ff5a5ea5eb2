"""Where incidents fell, and where they may rise: no number without skill."""

from __future__ import annotations

import pyarrow as pa

from fusion.briefing.editions import editions_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import build
from tests.briefing.sample import sample_run

Tables = dict[str, pa.Table]


def _rows(tables: Tables, language: str = "en") -> list[list[str]]:
    run = sample_run()
    content = build(Holdings(tables, run), editions_of(run.profile)[0], language)
    found: list[list[str]] = content["outlook"]["displacement"]["rows"]
    return found


def test_one_row_a_pair_at_the_furthest_horizon_within_the_outlook(tables: Tables) -> None:
    rows = _rows(tables)
    assert len(rows) == 2
    assert {row[4] for row in rows} == {rows[0][4]}  # four weeks, not two and not eight
    assert all(row[1] == "4.5 / 1" and row[3] == "≥ 5" for row in rows)


def test_a_chance_is_printed_only_where_it_was_earned(tables: Tables) -> None:
    earned, unearned = (row[5] for row in _rows(tables))
    assert earned == "30\u202f%"
    assert unearned.startswith("no skill shown") and "20\u202f%" in unearned
    assert "31" not in unearned


def test_french_says_the_same(tables: Tables) -> None:
    english, french = _rows(tables), _rows(tables, "fr")
    assert [row[3] for row in english] == [row[3] for row in french]
    assert french[0][1] == "4,5 / 1"
    assert french[1][5] != english[1][5]


def test_nothing_fell_nothing_is_shown(tables: Tables) -> None:
    assert _rows({**tables, "displacement": tables["displacement"].slice(0, 0)}) == []
