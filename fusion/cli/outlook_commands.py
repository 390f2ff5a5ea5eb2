"""Commands of the outlook: back-test, an analyst's own forecast, requirements traced both ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from fusion.cli.common import (
    SAMPLE,
    AsJson,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    console,
    now,
    open_mission,
)  # fmt: skip
from fusion.pipeline import backtest as testing
from fusion.pipeline import ledger, tracing
from fusion.store import Published

By = Annotated[str, typer.Option("--by", help="Your function, not your name.")]
Counts = Annotated[
    Path | None,
    typer.Option("--counts", help="CSV of counts: area, month (or year and month), a value."),
]

Unit = Annotated[
    str | None,
    typer.Option(help="Column of --counts that names the area; found by itself if usual."),
]
Value = Annotated[
    str | None, typer.Option(help="Column of --counts that is counted; by itself: events.")
]
Country = Annotated[
    str | None, typer.Option(help="Code or name: only its rows, where a table has several.")
]
Folder = Annotated[Path, typer.Option(help="Folder for the plot and the scores.")]


@app.command()
def backtest(
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    counts: Counts = None,
    value: Value = None, unit: Unit = None, country: Country = None,
    first: Annotated[str | None, typer.Option(help="First origin, as 2018-01.")] = None,
    last: Annotated[str | None, typer.Option(help="Last origin, as 2023-06.")] = None,
    out: Folder = Path("var/backtest"),
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Test all models against recent history on past origins; print, plot and keep the scores.

    Without --counts: the mission's own series, as the last run scored them.
    """
    if counts is not None:
        scores, moved, notes = testing.of_counts(counts, value, unit, first, last, country)
    else:
        (scores, moved), notes = testing.of_mission(open_mission(mission, inbox, home)), ()
    paths = testing.keep(scores, moved, out)
    rows = scores.to_pylist()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for note in notes:
        console.print(f"{counts}: {note}.", style="dim", highlight=False, soft_wrap=True)
    table = Table("series", "ahead", "model", "CRPS", "skill", "95 %", "held at 90 %",
                  "onset Brier", "onset AP", box=None, pad_edge=False)  # fmt: skip
    for row in sorted(rows, key=lambda row: (row["scope"], row["horizon"], row["crps"])):
        table.add_row(*_cells(row))
    console.print(table)
    _print_displacement(moved.to_pylist())
    console.print(f"Plot: {paths[0]}. Scores: {paths[1]}.", highlight=False, soft_wrap=True)


def _print_displacement(rows: list[dict[str, Any]]) -> None:
    if not rows:
        console.print("No area fell by half over three periods: displacement is untested.",
                      style="dim")  # fmt: skip
        return
    table = Table("displacement", "ahead", "falls", "rises", "Brier", "base rate's", "best other",
                  "95 % of skill", "AP", "best other AP", "printed", box=None,
                  pad_edge=False)  # fmt: skip
    for row in rows:
        low, high = row["skill_low"], row["skill_high"]
        table.add_row(
            row["scope"], str(row["horizon"]), str(row["n"]), str(row["n_rises"]),
            _figure(row["brier"]), _figure(row["brier_base"]),
            f"{row['brier_best']:.4f} {row['best_baseline'].replace('_', ' ')}",
            "–" if low is None else f"{low:+.1%} to {high:+.1%}",
            _figure(row["average_precision"]), _figure(row["average_precision_base"]),
            "yes" if row["has_skill"] else "no",
        )  # fmt: skip
    console.print(table)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _cells(row: dict[str, Any]) -> list[str]:
    low, high = row["skill_low"], row["skill_high"]
    interval = "–" if low is None else f"{low:+.1%} to {high:+.1%}"
    optional = [row["brier_onset"], row["average_precision"]]
    return [
        row["scope"], str(row["horizon"]), row["model"].replace("_", " "), f"{row['crps']:.4f}",
        f"{row['skill']:+.1%}", interval, f"{row['coverage']:.3f}",
        *(_figure(v) for v in optional),
    ]  # fmt: skip


@app.command()
def forecast(
    forecast_id: Annotated[str | None, typer.Argument(help="Forecast to answer.")] = None,
    probability: Annotated[
        float | None, typer.Option("--probability", "-p", help="Yours, between 0 and 1.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why you think so.")] = "",
    by: By = "analyst",
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(help="Show so many open questions.")] = 25,
) -> None:  # fmt: skip
    """Enter your own probability for an open question; alone: list them, and the track record.

    Entries are append-only. They are scored beside the machine's when the period is over.
    """
    where = open_mission(mission, inbox, home)
    if forecast_id is not None and probability is not None:
        name = ledger.enter(where, forecast_id, probability, by, reason, now())
        console.print(f"Recorded as {name}. It is scored when its period is over.", highlight=False)
        return
    tables = Published(where.home.published).tables()
    rows = [row for row in tables["forecast"].to_pylist() if row["at_least"] is not None]
    rows = [row for row in rows if forecast_id in (None, row["forecast_id"])]
    record = tables["track_record"].to_pylist()
    if as_json:
        found = {"open": rows, "track_record": record}
        print(json.dumps(found, ensure_ascii=False, default=str))
        return
    table = Table("forecast", "question", "at least", "recent history", box=None, pad_edge=False)
    for row in rows[:limit]:
        table.add_row(row["forecast_id"], row["question"], str(row["at_least"]),
                      f"{row['p_history']:.0%}")  # fmt: skip
    console.print(table)
    console.print(f"{len(rows)} open, {min(limit, len(rows))} shown.", style="dim")
    _print_record(record)


def _print_record(record: list[dict[str, Any]]) -> None:
    if not record:
        console.print("No published forecast has come due yet.", style="dim")
        return
    table = Table("made by", "resolved", "Brier", "history's", "held at 90 %", "slope", box=None,
                  pad_edge=False)  # fmt: skip
    for row in record:
        held = "–" if row["coverage"] is None else f"{row['coverage']:.0%}"
        table.add_row(row["made_by"], str(row["n"]), f"{row['brier']:.3f}",
                      f"{row['brier_history']:.3f}", held, f"{row['slope']:.2f}")  # fmt: skip
    console.print(table)


@app.command()
def requirements(
    pir: Annotated[str | None, typer.Argument(help="Priority requirement to trace.")] = None,
    unused: Annotated[bool, typer.Option("--unused", help="List reports nothing uses.")] = False,
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show how far each priority requirement is answered; with its code, trace it to reports."""
    tables = Published(open_mission(mission, inbox, home).home.published).tables()
    if unused:
        rows = tracing.unused(tables)
    elif pir is not None:
        rows = tracing.ways(tables, pir)
    else:
        rows = tracing.statuses(tables)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, default=str))
        return
    table = Table(*(rows[0] if rows else ("nothing",)), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console.print(table)
