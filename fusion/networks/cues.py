"""Words in accounts that tell readings apart: livelihood, politics, profit, splits.

The lists are data (data/cues.toml) in English, French and Arabic; texts are only searched.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Cues:
    """Which kinds of cue one account holds."""

    licit: bool = False
    political: bool = False
    profit: bool = False
    parting: bool = False


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """One case-blind pattern per kind of cue; words match at their beginning."""
    lists = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    return {
        kind: re.compile(r"\b(?:" + "|".join(words) + ")", re.IGNORECASE)
        for kind, words in lists.items()
    }


def read_cues(account: pa.Table, wanted: Set[str]) -> dict[str, Cues]:
    """Cues of the wanted accounts, by account."""
    found = {}
    ids, texts = account["account_id"].to_pylist(), account["text"].to_pylist()
    for account_id, text in zip(ids, texts, strict=True):
        if account_id in wanted:
            hits = {kind: bool(p.search(text)) for kind, p in patterns().items()}
            found[account_id] = Cues(**hits)
    return found
