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
_SCORES = TABLES["forecast_score"]


def of_mission(mission: Mission) -> pa.Table:
    """Scores of the mission's own series, as the outlook made them in the last run."""
    scores = Published(mission.home.published).tables()["forecast_score"]
    if not scores.num_rows:
        raise NotFound(
            "back-test", mission.profile.code, "Twelve complete weeks are needed before the first."
        )
    return scores


def of_counts(path: Path, value: str, unit: str, first: str | None, last: str | None) -> pa.Table:
    """Scores on an outside table; by default over all origins that have five years before them.

    Raises NotFound for a file or column, DecisionRefused for a month that is none.
    """
    rows = backtest_counts(path, value=value, unit=unit, first=_month(first), last=_month(last))
    return _SCORES.build([asdict(row) for row in rows])


def keep(scores: pa.Table, folder: Path) -> tuple[Path, Path]:
    """Write the plot (SVG) and the scores (Parquet) into `folder`; both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    plot, table = folder / "backtest.svg", folder / "forecast_score.parquet"
    plot.write_text(picture(scores), encoding="utf-8")
    pq.write_table(scores, table)
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
