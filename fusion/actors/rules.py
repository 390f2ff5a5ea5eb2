"""The data files of this room, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


@cache
def rules(name: str) -> dict[str, Any]:
    """The content of data/NAME.toml. Callers do not change it."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
