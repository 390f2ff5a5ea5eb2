"""The command line as a script sees it: what it prints and the code it ends with."""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fusion.cli import main, review_commands, run_commands
from fusion.pipeline.layout import Mission
from tests.laws import missions


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def fusion(*arguments: object, mission: Mission | None = None) -> Outcome:
    """Run the command in this process, on the fixed day, on a wide screen.

    With a mission, its profile and home are named as every command takes them.
    """
    words = [str(word) for word in arguments]
    if mission is not None:
        profile = mission.inbox.parent / "mission.yaml"
        words += ["--mission", str(profile), "--home", str(mission.home.folder)]
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        patch("sys.argv", ["fusion", *words]),
        patch.dict(os.environ, {"COLUMNS": "400"}),
        patch.object(run_commands, "now", lambda: missions.NOW),
        patch.object(review_commands, "now", lambda: missions.NOW),
        patch("fusion.pipeline.run._data_docs"),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Outcome(code, out.getvalue(), err.getvalue())


def everything(mission: Mission) -> dict[str, str]:
    """Hashes of what a command that only looks must not change: products, decisions, documents."""
    found = missions.hashes(mission.home.folder)
    return {path: digest for path, digest in found.items() if not _is_store(Path(path))}


def _is_store(path: Path) -> bool:
    # Opening a database may rewrite its header: the tables are compared through what is published.
    return path.name.startswith("warehouse.duckdb")
