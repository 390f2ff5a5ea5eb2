"""The `fusion` command: reports in, a brief out, every sentence explained."""

from __future__ import annotations

import sys

from fusion.cli import (
    export_commands,
    inspect_commands,
    mission_commands,
    outlook_commands,
    quality_commands,
    replay_command,
    review_commands,
    run_commands,
)
from fusion.cli.common import app, errors
from fusion.terms.errors import FusionError

__all__ = ["app", "main"]

_GROUPS = (
    run_commands, replay_command, review_commands, export_commands, inspect_commands,
    outlook_commands, mission_commands, quality_commands,
)  # fmt: skip


def main() -> None:
    """Run the command line. Exit codes are those of fusion.terms.errors."""
    try:
        app()
    except FusionError as error:
        errors.print(type(error).__name__, style="bold red", highlight=False)
        errors.print(error.problem, highlight=False)
        errors.print(error.advice, highlight=False)
        sys.exit(error.exit_code)
