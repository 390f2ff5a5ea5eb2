"""Commands for a mission's own set-up: init and doctor."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from fusion.cli.common import (
    SAMPLE,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    console,
    open_mission,
)  # fmt: skip
from fusion.pipeline import doctor as doctoring
from fusion.pipeline import new_mission
from fusion.terms.errors import DecisionRefused


@app.command()
def init(
    out: Annotated[Path, typer.Argument(help="Profile to write, e.g. mission.yaml.")],
    code: Annotated[str, typer.Option(help="Short code of the mission.")],
    name: Annotated[str, typer.Option(help="Name of the mission.")],
    starts_on: Annotated[str, typer.Option(help="First day of reporting, 2026-01-05.")],
    countries: Annotated[str, typer.Option(help="ISO codes, comma-separated: ML,NE,BF.")] = "",
    component: Annotated[
        list[str] | None,
        typer.Option(help="component=folder; a folder may be a pattern such as 'fbi*'."),
    ] = None,
    received: Annotated[str, typer.Option(help="register, dateline or file_time.")] = "register",
) -> None:
    """Write a mission profile to start from; every field says what it is for."""
    if out.exists():
        raise DecisionRefused(f"{out} exists already.", "Name another file, or remove it first.")
    try:
        first = dt.date.fromisoformat(starts_on)
    except ValueError as error:
        raise DecisionRefused(f"'{starts_on}' is no date.", "Write it as 2026-01-05.") from error
    folders = dict(item.partition("=")[::2] for item in component or [])
    codes = [item.strip().upper() for item in countries.split(",") if item.strip()]
    # The seed keys the pseudonyms of sanitised editions: it must not be the same everywhere.
    new_mission.write(out, code, name, first, codes, folders, received, secrets.randbits(48))
    console.print(f"Wrote {out}. Next: fusion run --mission {out} --inbox FOLDER", soft_wrap=True)


@app.command()
def doctor(mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None) -> None:
    """Check the environment, the profile and the state, and say what to do about each fault."""
    table = Table("check", "state", "what to do", box=None, pad_edge=False)
    found = doctoring.checks(open_mission(mission, inbox, home))
    for check in found:
        table.add_row(check.name, "ok" if check.is_ok else Text("fault", "red"), check.detail)
    console.print(table)
    if not all(check.is_ok for check in found):
        raise typer.Exit(1)
