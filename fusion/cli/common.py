"""What all commands share: the application, the consoles, the mission options."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from fusion.pipeline.layout import Mission
from fusion.stage import Progress as OnProgress
from fusion.terms.errors import DecisionRefused

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Field reports of a peace operation in, a strategic brief out.\n\n"
    "Start with [bold]fusion run[/] on the sample mission, then open the draft it names, "
    "then [bold]fusion explain[/] any identifier you see in it.",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Terminal(Console):
    """A console on which words of reports and names of files are words: no markup, no controls.

    A file may be called [red] or hold the codes that clear a screen or turn the line about.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """The text with control and direction characters shown as such."""
        return super().render_str(_CONTROL.sub("\ufffd", text), **options)


# Piped output is read by people as well: eighty columns would break every table.
console = Terminal(width=None if sys.stdout.isatty() else 160)
errors = Terminal(stderr=True)

SAMPLE = Path("sample_reports") / "mission.yaml"
MissionFile = Annotated[
    Path,
    typer.Option("--mission", "-m", help="Mission profile (YAML). Default: the sample mission."),
]
Inbox = Annotated[
    Path | None,
    typer.Option("--inbox", "-i", help="Folder of reports. Default: 'inbox' beside the profile."),
]
HomeFolder = Annotated[
    Path | None,
    typer.Option("--home", help="Where state and products go. Default: below var."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Know only what had been received by this date (2026-05-01)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def open_mission(mission: Path, inbox: Path | None, home: Path | None) -> Mission:
    """The mission that the options name."""
    return Mission.open(mission, inbox, home)


def parse_as_of(text: str | None) -> dt.datetime | None:
    """An aware UTC time. A bare date means the end of that day: its reports are known."""
    if text is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise DecisionRefused(f"'{text}' is not a date.", "Write it as 2026-05-01.") from error
    if len(text) == len("2026-05-01"):
        moment += dt.timedelta(days=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def now() -> dt.datetime:
    """The clock: read here, at the entrance, and nowhere below."""
    return dt.datetime.now(dt.UTC)


@contextmanager
def progress_bar() -> Iterator[OnProgress]:
    """A progress bar on standard error, fed by the pipeline's progress calls."""
    columns = (
        TextColumn("{task.description:<44.44}", markup=False), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def show(what: str, done: int, total: int) -> None:
            """Move the bar."""
            bar.update(task, description=what, completed=done, total=total)

        yield show
