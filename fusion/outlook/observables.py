"""Observables told in words: which accounts speak of them, and who wrote those."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fusion.outlook.facts import Effort, Facts


@dataclass(frozen=True)
class Sign:
    """One dated piece of evidence for an observable."""

    day: dt.date
    evidence_id: str
    component: str


Told = dict[str, list[tuple[Sign, Effort]]]


@cache
def observables() -> dict[str, dict[str, Any]]:
    """Observables told in words (data/observables.toml), with their pattern compiled."""
    path = Path(__file__).parent / "data" / "observables.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        code: row | {"pattern": re.compile(r"\b(?:" + "|".join(row["words"]) + ")", re.IGNORECASE)}
        for code, row in listed.items()
    }


def told_of(facts: Facts, texts: Mapping[str, str]) -> Told:
    """Accounts that speak of each observable, with where they come from."""
    out: Told = {code: [] for code in observables()}
    for account in facts.effort:
        text = texts.get(account.account_id, "")
        for code, row in observables().items():
            if row["pattern"].search(text):
                sign = Sign(account.day, account.account_id, account.component)
                out[code].append((sign, account))
    return out
