"""The command that tells week by week what was known."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from fusion.cli.common import (
    SAMPLE,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    now,
    open_mission,
    parse_as_of,
    progress_bar,
)
from fusion.pipeline import replay as replaying


@app.command()
def replay(
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    weekly: Annotated[  # noqa: ARG001 - said for clearness; there is no other rhythm
        bool, typer.Option("--weekly", help="One step a week; there is no other rhythm.")
    ] = True,
    first: Annotated[
        str | None, typer.Option("--from", help="First day (2026-05-01). Default: the mission's.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day. Default: the latest.")] = None,
) -> None:
    """Rebuild what was known week by week, and print a line for each.

    Only what had been received by the Sunday night of a week is used. The line says which
    hypotheses lived and how strong they were (0-1), what became of them, and where the published
    lineage, which knows what came later, tells that week otherwise. Nothing is published.
    """
    where = open_mission(mission, inbox, home)
    begin, end = (_last_day(text) for text in (first, last))
    with progress_bar() as on_progress:
        for week in replaying.weekly(where, now(), on_progress, begin, end):
            print(week_line(week), flush=True)


def _last_day(text: str | None) -> dt.date | None:
    """The day that an option names."""
    moment = parse_as_of(text)
    return (moment - dt.timedelta(microseconds=1)).date() if moment else None


def week_line(week: replaying.Week) -> str:
    """A week in one line: counts, who lived, what became of whom, what is published otherwise."""
    living = " ".join(f"{key[:8]}:{value:.2f}" for key, value in sorted(week.strengths.items()))
    told = [_told(found, week.names) for found in week.events if found[0] != "continued"]
    told += [f"{key[:8]} no longer raised: {why}" for key, why in sorted(week.withheld.items())]
    line = (
        f"{week.ends_on} | {week.n_reports} reports, {week.n_incidents} incidents | "
        f"{living or 'no hypothesis'} | {', '.join(told) or 'nothing new'}"
    )
    return line + _compared(week)


def _told(found: replaying.Event, names: dict[str, str]) -> str:
    """What became of one hypothesis; with its name where it begins."""
    event, key, other = found
    name = f" ({names[key]})" if key in names and event in ("new", "split_from") else ""
    return f"{key[:8]} {event.replace('_', ' ')}{f' {other[:8]}' if other else ''}{name}"


def _compared(week: replaying.Week) -> str:
    if week.published is None:
        return ""
    then, later = set(week.events), set(week.published)
    parts = [
        f"{word} {', '.join(_told(found, {}) for found in sorted(only, key=str))}"
        for word, only in (("not published:", then - later), ("published since:", later - then))
        if only
    ]
    return f" | {'; '.join(parts) or 'as published'}"
