"""The credibility that the machine proposes for an incident: 2 to 6, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.incidents.tellings import Telling

TRUSTED = "ABC"  # source reliability good enough to make unproven independence likely


@dataclass(frozen=True)
class Support:
    """What the grade of one incident depends on."""

    n_origins: int
    n_observers: int
    n_contradictions: int
    is_status_contradicted: bool
    fits_pattern: bool
    standing: tuple[Telling, ...]


def propose(support: Support, edition: str) -> tuple[str, str]:
    """(credibility, why) by STANAG 2511, doctrine §2; never 1: that needs proven independence.

    `edition` is 'stanag' or 'fm': a lone new report is 6 in the one and 4 in the other.
    """
    if not support.standing:
        return "5", "every report that it rested on was withdrawn"
    if support.is_status_contradicted:
        return "4", "accounts of it say opposite things of the same matter"
    if support.n_origins >= 2:
        return _several(support)
    if support.n_observers >= 2:
        return _unproven(support)
    if support.fits_pattern:
        return "3", "one origin; in keeping with other incidents of its kind in the area"
    return "4" if edition == "fm" else "6", "one origin and nothing to compare it with"


def _several(support: Support) -> tuple[str, str]:
    if not support.n_contradictions:
        return "2", f"{support.n_origins} independent origins agree; only an analyst sets 1"
    return "3", (
        f"{support.n_origins} independent origins, but they contradict each other in "
        f"{support.n_contradictions} point(s)"
    )


def _unproven(support: Support) -> tuple[str, str]:
    trusted = sum(t.row["reliability"] in TRUSTED for t in support.standing)
    if trusted >= 2 and not support.n_contradictions:
        return "3", "several accounts from trusted sources, independence not established"
    return "6", "several accounts, independence not established: one origin at most is sure"
