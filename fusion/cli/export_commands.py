"""The command that gives an issue to other systems, under the protection of its editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fusion.cli.common import (
    SAMPLE,
    AsOf,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    errors,
    open_mission,
    parse_as_of,
    progress_bar,
)  # fmt: skip
from fusion.pipeline import exports as exporting
from fusion.terms.errors import DecisionRefused

FORMATS = f"{', '.join(exporting.FORMATS)} or all."


@app.command()
def export(
    edition: Annotated[
        str, typer.Option(help="Edition code of the profile, or all: what the files may hold.")
    ],
    lang: Annotated[
        str | None, typer.Option(help="en or fr. Default: each language of the edition.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help=FORMATS)] = exporting.ALL,
    brief: Annotated[
        str | None, typer.Option(help="Issue to export (BRF-). Default: the current one.")
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the files. Default: 'exports' in the state.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Export although not approved; the files say so.")
    ] = False,
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
) -> None:
    """Write an edition as STIX, FollowTheMoney, GraphML, GEXF, GeoJSON, CSV or Parquet.

    The files hold what the edition of the brief shows and no more. Only an approved issue goes
    out; [bold]--draft[/] exports one that waits, marked as a draft in every file. Each file is
    tested for leaks before any is written.
    """
    if brief and as_of:
        raise DecisionRefused("--brief and --as-of both name an issue.", "Give one of them.")
    request = exporting.Request(edition, lang, form, brief, parse_as_of(as_of), draft)
    with progress_bar() as on_progress:
        paths = exporting.export(open_mission(mission, inbox, home), request, out, on_progress)
    for path in paths:
        print(path)
    is_draft = any("-draft" in path.name for path in paths)
    errors.print(
        f"{len(paths)} files, no leak found.{' Drafts: not approved.' if is_draft else ''}",
        style="dim", highlight=False,
    )  # fmt: skip
