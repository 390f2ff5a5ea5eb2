"""What is no hypothesis is shown with its reason, to those who are told everything."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fusion.briefing.editions import editions_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import build
from tests.briefing.sample import sample_run

Tables = dict[str, pa.Table]


def _rows(tables: Tables, edition: int, language: str = "en") -> list[list[str]]:
    run = sample_run()
    content = build(Holdings(tables, run), editions_of(run.profile)[edition], language)
    found: list[list[str]] = content.get("leads", {"rows": []})["rows"]
    return found


def test_leads_stand_with_their_reason_the_best_told_first(tables: Tables) -> None:
    rows = _rows(tables, 0)
    assert [row[1] for row in rows] == ["best read as coincidence", "a lead, not yet a hypothesis"]
    assert [row[3] for row in rows] == ["4", "2"]
    assert "CLU-0A1B" in rows[0][0]


def test_a_lead_of_which_nothing_stands_is_left_out(tables: Tables) -> None:
    assert not any("HYP-2A1B" in row[0] for row in _rows(tables, 0))


def test_their_reasons_are_told_in_french(tables: Tables) -> None:
    assert [row[1] for row in _rows(tables, 0, "fr")] == [
        "lecture la plus probable\u202f: faits sans lien", "une piste, pas encore une hypothèse",
    ]  # fmt: skip


@pytest.mark.parametrize("edition", [1, 2])
def test_no_edition_that_is_told_less_holds_leads(tables: Tables, edition: int) -> None:
    assert _rows(tables, edition) == []
