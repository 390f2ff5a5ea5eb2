"""Fan charts of forecasts against history (Altair, drawn by vl-convert without a browser)."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from fusion.briefing.pictures import svg

_ROLES = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"')
FONTS = Path(__file__).parents[1] / "data" / "fonts"


@dataclass(frozen=True)
class Past:
    """Incidents of a period; `n` is None where nobody reported."""

    starts_on: dt.date
    n: int | None


@dataclass(frozen=True)
class Ahead:
    """Quantiles for a period."""

    starts_on: dt.date
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


def draw(past: Sequence[Past], ahead: Sequence[Ahead], y_title: str) -> str:
    """SVG: history as bars, silence as hollow marks, forecast as median with 50 and 90 % bands."""
    return _drawn(tuple(past), tuple(ahead), y_title)


@cache
def _drawn(past: tuple[Past, ...], ahead: tuple[Ahead, ...], y_title: str) -> str:
    """One chart is drawn once for all editions that hold it."""
    history = [{"t": str(p.starts_on), "n": p.n} for p in past if p.n is not None]
    silent = [{"t": str(p.starts_on), "n": 0} for p in past if p.n is None]
    fan = [{"t": str(a.starts_on), "q05": a.q05, "q25": a.q25, "q50": a.q50, "q75": a.q75,
            "q95": a.q95} for a in ahead]  # fmt: skip
    axis = alt.Axis(format="%d.%m.", labelOverlap=True, grid=False)
    # A universal-time scale: the picture must not depend on the machine's time zone.
    x = alt.X("t:T", title=None, axis=axis, scale=alt.Scale(type="utc"))
    colours = svg.PALETTE
    layers = [
        alt.Chart(_data(history)).mark_bar(size=12, color=colours["muted"], opacity=0.55)
        .encode(x=x, y=alt.Y("n:Q", title=svg.legal(y_title), axis=alt.Axis(tickMinStep=1))),
        alt.Chart(_data(silent)).mark_point(shape="square", size=70, color=colours["warm"])
        .encode(x=x, y="n:Q"),
        alt.Chart(_data(fan)).mark_bar(size=16, color=colours["soft"])
        .encode(x=x, y="q05:Q", y2="q95:Q"),
        alt.Chart(_data(fan)).mark_bar(size=16, color=colours["accent"], opacity=0.55)
        .encode(x=x, y="q25:Q", y2="q75:Q"),
        alt.Chart(_data(fan)).mark_tick(thickness=2.5, size=20, color=colours["ink"])
        .encode(x=x, y="q50:Q"),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=780, height=190).configure(
        font="Source Sans 3", background="transparent",
        axis=alt.AxisConfig(labelColor=colours["muted"], titleColor=colours["muted"],
                            gridColor=colours["line"], domainColor=colours["line"],
                            tickColor=colours["line"], labelFontSize=12, titleFontSize=12,
                            titleFontWeight="normal"),
        view=alt.ViewConfig(stroke="transparent"),
    )  # fmt: skip
    # Validation against the grammar is what tests are for: it takes ten times as long as drawing.
    return _render(json.dumps(chart.to_dict(validate=False), sort_keys=True))


def _data(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _render(spec: str) -> str:
    vl_convert.register_font_directory(str(FONTS))
    drawn = str(vl_convert.vegalite_to_svg(spec))
    # The figure around it carries the words; roles inside would be read out twice.
    return _ROLES.sub("", drawn)
