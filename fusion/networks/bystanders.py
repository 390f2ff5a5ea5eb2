"""Who is named in a network's incidents and is none of it: its victims, and who judges the case.

A person whom reports call the one killed, abducted or robbed, or the magistrate of the case, is no
member for being named, unless somebody states a tie. It still links the incidents that name it.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from pathlib import Path

import pyarrow as pa

Said = Mapping[str, bool]
DATA = Path(__file__).parent / "data"
WINDOW = 90  # characters before and after a name that are read: about one clause
# A member may be hurt too, in one report of many: from a third of the accounts on it is the rule.
LEAST_SHARE = 1 / 3


@cache
def _patterns() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each standing, the words just before a name and those just after it."""
    lists = tomllib.loads((DATA / "bystanders.toml").read_text(encoding="utf-8"))
    return [
        (
            re.compile(r"\b(?:" + "|".join(kind["before"]) + r")\s*$", re.IGNORECASE),
            re.compile(r"^\s*(?:" + "|".join(kind["after"]) + ")", re.IGNORECASE),
        )
        for kind in lists.values()
    ]


def read_bystanders(actor_mention: pa.Table, account: pa.Table) -> dict[str, Said]:
    """For each actor whom some account calls victim, or magistrate of the case: which of the
    accounts naming the actor do, and which do not."""
    columns = (account[name].to_pylist() for name in ("account_id", "text"))
    texts = dict(zip(*columns, strict=True))
    naming: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in actor_mention.select(["actor_id", "account_id", "surface"]).to_pylist():
        said = naming[row["actor_id"]]
        account_id = row["account_id"]
        said[account_id] = said.get(account_id, False) or _is_bystander(
            texts.get(account_id, ""), row["surface"]
        )
    return {actor: said for actor, said in naming.items() if any(said.values())}


def is_bystander(said: Said, accounts: Set[str] | None = None) -> bool:
    """Whether a third of the accounts, of these or of all, call the actor one."""
    heard = [is_one for name, is_one in said.items() if accounts is None or name in accounts]
    return any(heard) and sum(heard) >= LEAST_SHARE * len(heard)


def _is_bystander(text: str, surface: str) -> bool:
    """Whether the words around any occurrence of a name say so."""
    start = text.find(surface) if surface else -1
    while start >= 0:
        end = start + len(surface)
        before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
        if any(b.search(before) or a.search(after) for b, a in _patterns()):
            return True
        start = text.find(surface, end)
    return False
