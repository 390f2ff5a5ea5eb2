"""How firmly the first reading leads is told beside the rivals."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fusion.briefing.editions import editions_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import build
from tests.briefing.sample import sample_run

Tables = dict[str, pa.Table]


def _note(tables: Tables, share: float, language: str) -> str:
    rival = tables["rival"]
    place = rival.column_names.index("stability")
    drawn = pa.array([share] * rival.num_rows)
    run = sample_run()
    given = tables | {"rival": rival.set_column(place, rival.schema.field(place), drawn)}
    content = build(Holdings(given, run), editions_of(run.profile)[0], language)
    return str(content["hypotheses"][0]["rivals"]["note"])


@pytest.mark.parametrize(
    ("share", "language", "told"),
    [
        (0.97, "en", "stays first in 97 of 100 draws."),
        (0.52, "en", "in only 52 of 100 draws: between the first two it is open."),
        (0.97, "fr", "dans 97 tirages sur 100."),
        (0.52, "fr", "que dans 52 tirages sur 100"),
    ],
)
def test_draws_over_grades_are_told(tables: Tables, share: float, language: str, told: str) -> None:
    assert told in _note(tables, share, language)
