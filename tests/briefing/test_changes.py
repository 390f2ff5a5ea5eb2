"""What moved is told once, in the week it moved, and with the reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fusion.briefing.changes import movements
from fusion.briefing.holdings import Holdings
from fusion.stage import Run
from tests.briefing.sample import NETWORKS, sample_tables
from tests.support import make_table

ONE, TWO = NETWORKS[0]["id"], NETWORKS[1]["id"]


def told(run: Run, *events: tuple[str, int, str, int, str | None]) -> list[str]:
    """Sentences for (hypothesis, weeks ago, event, incidents, other), weeks ending on Sundays."""
    tables: dict[str, Any] = sample_tables()
    holdings = Holdings(tables, run)
    rows = (
        {"hypothesis_id": key, "as_of": holdings.week_end - dt.timedelta(weeks=ago), "event": event,
         "n_incidents": n, "n_actors": 4, "strength": 0.1 * n, "overlap": 1.0, "other_id": other}
        for key, ago, event, n, other in events
    )  # fmt: skip
    lineage = make_table("hypothesis_lineage", *rows)
    return [s.text.en for s in movements(Holdings({**tables, "hypothesis_lineage": lineage}, run))]


def test_the_week_of_an_issue_ends_on_a_sunday(run: Run) -> None:
    holdings = Holdings(sample_tables(), run)
    assert holdings.week_end.weekday() == 6
    assert 0 <= (holdings.week_end - holdings.last_day).days < 7


@pytest.mark.parametrize(("ago", "heard"), [(0, True), (1, False)])
def test_what_became_of_a_network_is_news_for_the_week_it_happened_in(
    run: Run, ago: int, heard: bool
) -> None:
    sentences = told(run, (ONE, 9, "new", 3, None), (ONE, ago, "dormant", 3, None))
    assert any(text.startswith("Silent:") for text in sentences) is heard


def test_a_network_told_apart_says_what_it_was_read_as_before(run: Run) -> None:
    sentences = told(
        run, (ONE, 9, "new", 8, None), (ONE, 0, "dormant", 4, None), (TWO, 0, "new", 4, ONE)
    )
    new = next(text for text in sentences if text.startswith("New:"))
    assert "until now these were read as part of the River road fuel network" in new


def test_a_network_told_apart_again_does_not_pass_for_one_that_was_silent(run: Run) -> None:
    sentences = told(
        run, (ONE, 9, "new", 8, None), (TWO, 9, "new", 4, None), (TWO, 0, "revived", 4, ONE)
    )
    again = next(text for text in sentences if text.startswith("Told apart again:"))
    assert "for a time these were read as part of the River road fuel network" in again
