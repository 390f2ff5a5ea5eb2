"""Commands that move reports through the pipeline: run, plan, status, brief."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from fusion.cli.common import (
    SAMPLE,
    AsJson,
    AsOf,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    console,
    errors,
    now,
    open_mission,
    parse_as_of,
    progress_bar,
)  # fmt: skip
from fusion.pipeline import plan as planning
from fusion.pipeline import products
from fusion.pipeline import run as running
from fusion.store import Published
from fusion.terms.errors import DecisionRefused, NotFound

REASONS = 4  # why reports were held, told at the end of a run; the rest is one command away


@app.command()
def run(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of reports (same as --inbox).")
    ] = None,
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    as_of: AsOf = None,
) -> None:
    """Read what is new, fuse it, and draft the brief.

    Only what is pending is done; a second run changes nothing and says so. Files that cannot be
    used end in quarantine and the run goes on: see [bold]fusion quarantine list[/].
    """
    where, moment = open_mission(mission, folder or inbox, home), parse_as_of(as_of)
    if moment is not None and moment - dt.timedelta(days=1) > now():
        raise DecisionRefused(
            f"{as_of} has not come yet: a run as of then would take the time between for silence.",
            "Name a day up to today.",
        )
    with progress_bar() as on_progress:
        summary = running.run(where, now(), on_progress, moment)
    _print_flows(summary)
    if summary.is_new:
        _print_held(summary, is_replay=as_of is not None)
    _print_products(summary, as_of)


def _print_flows(summary: running.Summary) -> None:
    table = Table("stage", "in", "out", "quarantined", "set aside", "", box=None, pad_edge=False)
    flow = summary.ingested
    table.add_row(
        "reports", str(flow.n_in), str(flow.n_out), str(flow.n_quarantined), str(flow.n_set_aside),
        f"{summary.n_read} of {summary.n_documents} files read now",
    )  # fmt: skip
    for done in summary.flows:
        counts = done.flow
        table.add_row(
            done.stage, str(counts.n_in), str(counts.n_out), str(counts.n_quarantined),
            str(counts.n_set_aside), "unchanged" if done.is_skipped else done.reason,
        )  # fmt: skip
    console.print(table)
    console.print("in = out + quarantined + set aside, at every stage.", style="dim")


def _print_held(summary: running.Summary, *, is_replay: bool) -> None:
    """Why reports are held back, the most frequent reasons first, and what to do about it."""
    rows = Published(summary.version.parent).tables()["quarantine"].to_pylist()
    held = [row for row in rows if row["status"] == "held"]
    if not held:
        return
    named = "" if is_replay else " ('fusion quarantine list' names each)"
    console.print(f"\n{len(held)} held back{named}:")
    rules = Counter(row["rule"] for row in held)
    for rule, n in rules.most_common(REASONS):
        first = next(row for row in held if row["rule"] == rule)
        why = " ".join(_first_sentence(first[part]) for part in ("reason", "advice"))
        told = f"{n} × {rule}, first {first['path']}: {why}"
        console.print(f"  {told}", soft_wrap=True, highlight=False)
    if len(rules) > REASONS:
        console.print(f"  and {len(rules) - REASONS} further reasons")


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _print_products(summary: running.Summary, as_of: str | None) -> None:
    if not summary.is_new:
        console.print("\nNothing new: every product stands as it was.")
    last_day = summary.as_of - dt.timedelta(microseconds=1)  # as_of is the midnight after it
    console.print(f"\nAs of {last_day:%-d %B %Y}. Version: {summary.version}", highlight=False)
    if not summary.ingested.n_out:
        known = "by that date" if as_of else "yet"
        console.print(f"No report was accepted {known}: the brief holds nothing.")
        if as_of:
            console.print("The field 'received' of the profile says where dates of receipt are.")
    drafts = sorted((summary.version / "drafts").rglob("*.html"))
    first = next((path for path in drafts if "head_of_mission" in str(path)), drafts[0])
    console.print("Open the draft brief:", Text(str(first), "bold"), soft_wrap=True,
                  highlight=False)  # fmt: skip
    if as_of is None:
        console.print("It reaches its readers after 'fusion review approve'.", style="dim")
        return
    console.print("It is kept apart: the present products stand as they were.", style="dim")
    console.print(f"To compare: fusion diff {as_of} current", style="dim", highlight=False)


@app.command()
def plan(
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what a run would do now, and why, without doing it."""
    found = planning.plan(open_mission(mission, inbox, home), now(), parse_as_of(as_of))
    if as_json:
        print(json.dumps({"files": found.files, "stages": found.stages}, ensure_ascii=False))
        return
    if found.is_empty:
        console.print("Nothing is pending.")
        return
    table = Table("pending", "why", box=None, pad_edge=False)
    for name, reason in [*found.files.items(), *found.stages.items()]:
        table.add_row(name, reason)
    console.print(table)


@app.command()
def status(
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show the current version, its brief and the size of every table."""
    published = Published(open_mission(mission, inbox, home).home.published)
    tables = published.tables()
    counts = {name: table.num_rows for name, table in tables.items()}
    briefs = tables["brief"].to_pylist()
    state = {"version": published.current, "brief": briefs[0] if briefs else None, "rows": counts}
    if as_json:
        print(json.dumps(state, default=str, ensure_ascii=False))
        return
    console.print(f"Version {published.current}", highlight=False)
    for row in briefs:
        console.print(
            f"Brief no. {row['number']} {row['brief_id']}: {row['state']}, "
            f"tradecraft {row['lint_score']}, {row['marking']}",
            highlight=False,
        )
    table = Table("table", "rows", box=None, pad_edge=False)
    for name, count in counts.items():
        table.add_row(name, str(count))
    console.print(table)


@app.command()
def brief(
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    edition: Annotated[str | None, typer.Option(help="Edition code of the profile.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or fr.")] = None,
    as_of: AsOf = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Give the approved issue to its readers.")
    ] = False,
) -> None:
    """Say where the editions of an issue are, or publish it once it is approved.

    The current issue, or with [bold]--as-of[/] that of a date, which a run or a replay
    ([bold]fusion run --as-of[/]) has made.
    """
    where = open_mission(mission, inbox, home)
    if publish:
        rows = Published(where.home.published).tables()["brief"].to_pylist()
        if not rows:
            raise NotFound("brief", "current", "Run 'fusion run' first.")
        console.print(
            f"Published to {products.release(where, rows[0]['brief_id'])}", soft_wrap=True
        )
        return
    issue, paths = products.drafts(where, edition, lang, parse_as_of(as_of))
    if not issue:
        raise NotFound("brief", "current", "Nothing was accepted: see 'fusion quarantine list'.")
    for path in paths:
        print(path)
    errors.print(
        f"Brief no. {issue['number']} {issue['brief_id']}: {issue['state']}", style="dim",
        highlight=False,
    )  # fmt: skip
