"""Back-tests on demand: of the mission's own series, or of an outside table of counts."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import altair as alt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import vl_convert

from fusion.outlook import backtest_counts
from fusion.pipeline.layout import Mission
from fusion.store import Published
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused, NotFound

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SCORES, _MOVED = TABLES["forecast_score"], TABLES["displacement_score"]


def of_mission(mission: Mission) -> tuple[pa.Table, pa.Table]:
    """Scores of the mission's own series, and of displacement, as of the last run."""
    tables = Published(mission.home.published).tables()
    scores, moved = tables["forecast_score"], tables.get("displacement_score", _MOVED.empty())
    if not scores.num_rows:
        raise NotFound(
            "back-test", mission.profile.code, "Twelve complete weeks are needed before the first."
        )
    return scores, moved


def of_counts(
    path: Path, value: str | None, unit: str | None, first: str | None, last: str | None,
    country: str | None = None,
) -> tuple[pa.Table, pa.Table, tuple[str, ...]]:  # fmt: skip
    """The same on an outside table, with notes on it; by default over all origins with five years
    before them.

    Raises NotFound for a file or column, TableRefused for what cannot be read with certainty,
    DecisionRefused for a month that is none.
    """
    found = backtest_counts(
        path, value=value, unit=unit, country=country, first=_month(first), last=_month(last)
    )
    scores = _SCORES.build([asdict(r) for r in found.rows])
    return scores, _MOVED.build([asdict(r) for r in found.moved]), found.notes


def keep(scores: pa.Table, moved: pa.Table, folder: Path) -> tuple[Path, Path]:
    """Write the plot (SVG) and both tables of scores (Parquet) into `folder`.

    Gives the paths of the plot and of the scores of the counts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plot, table = folder / "backtest.svg", folder / "forecast_score.parquet"
    plot.write_text(picture(scores), encoding="utf-8")
    pq.write_table(scores, table)
    pq.write_table(moved, folder / "displacement_score.parquet")
    return plot, table


def picture(scores: pa.Table) -> str:
    """CRPS of every model by horizon, one panel for each group of series, as SVG."""
    shown = scores.filter(pc.not_equal(scores["model"], "zero"))  # off the scale, and no guide
    rows = [
        {"series": r["scope"], "ahead": r["horizon"], "model": r["model"].replace("_", " "),
         "CRPS": r["crps"], "kind": "recent history" if r["is_baseline"] else "model"}
        for r in shown.to_pylist()
    ]  # fmt: skip
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("ahead:O", title="periods ahead"),
            y=alt.Y("CRPS:Q", title="CRPS (lower is better)", scale=alt.Scale(zero=False)),
            color=alt.Color("model:N", scale=alt.Scale(scheme="tableau20")),
            strokeDash=alt.StrokeDash("kind:N", title=None),
        )
        .properties(width=260, height=180)
        .facet(facet=alt.Facet("series:N", title=None), columns=2)
        .resolve_scale(y="independent", x="independent")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _month(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        raise DecisionRefused(f"'{text}' is not a month.", "Write it as 2018-01.")
    return int(found[1]), int(found[2])
