"""The weights of evidence of this room (data/affinity.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

# Groups the mission knows are everywhere: their presence in two incidents proves nothing.
LEAST_TELLING = 0.3


@cache
def weights() -> dict[str, Any]:
    """Tables particular, least_rarity, pair, context and cluster. Callers do not change them."""
    path = Path(__file__).parent / "data" / "affinity.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
