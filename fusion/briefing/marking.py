"""Markings: the portion mark of a sentence is the highest of what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fusion.briefing.rows import Row
from fusion.terms.data_files import load

# Handling codes that forbid passing on without the originator's consent (doctrine §2):
# 3x5x2 'C', 5x5x5 '5', Europol 4x4 'H2'. Sanitising them is the originator's to grant.
RESTRICTED_HANDLING = {"3x5x2": {"C"}, "5x5x5": {"5"}, "4x4": {"H2", "H3"}}
_STRICT = re.compile(r"strict\w*\s+confiden|\bsecret\b|tlp\s*:?\s*red", re.IGNORECASE)
_OPEN = re.compile(r"unclassified|non\s+classifi|sans\s+classification|public", re.IGNORECASE)


def scale() -> list[str]:
    """United Nations markings, lowest first."""
    return list(load("markings")["un"])


def rank(marking: str) -> int:
    """Position on the scale; a word that is not on it counts as CONFIDENTIAL (fails closed)."""
    levels = scale()
    return levels.index(marking) if marking in levels else 1


def normal(printed: str | None, default: str) -> str:
    """The marking as printed, on the United Nations scale; `default` where there is none."""
    levels = scale()
    if not printed or not printed.strip():
        return default if default in levels else levels[1]
    if _STRICT.search(printed):
        return levels[2]
    return levels[0] if _OPEN.search(printed) else levels[1]


def of_report(report: Row, default: str) -> str:
    """Marking of a report: as printed, raised by a protected source or restricted handling."""
    marking = normal(report["marking"], default)
    handling = (report["handling"] or "").strip().upper()
    is_restricted = handling in RESTRICTED_HANDLING.get(report["native_scheme"] or "", set())
    if is_restricted or report["has_protected_source"]:
        return highest([marking, scale()[1]])
    return marking


def highest(markings: Iterable[str]) -> str:
    """High-water mark; the lowest marking of the scale for nothing at all."""
    return max(markings, key=rank, default=scale()[0])


def portion(marking: str) -> str:
    """Portion mark: (U), (C) or (SC)."""
    return "(" + "".join(word[0] for word in marking.split()) + ")"
