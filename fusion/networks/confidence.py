"""Confidence in a hypothesis: low, moderate or high, computed, with its reasons (doctrine §3).

Low: uncorroborated, marginal sources, many assumptions, glaring gaps. Moderate: partly
corroborated. High: well corroborated from proven, independent sources, few assumptions, no or
minor gaps. Each condition is a count that a reader can check.
"""

from __future__ import annotations

from fusion.networks.assess import Element
from fusion.networks.body import Body
from fusion.networks.breaking import Break
from fusion.networks.rivals import Ranking

PROVEN = frozenset("ABC")  # at least fairly reliable: occasionally used, some confidence
STEADY = 0.95  # share of draws with other origins in which a well corroborated group stands; ours
FIRM = 0.75  # share of draws over grades in which the first reading leads; ours
NETWORK_RIVALS = frozenset({"one_network", "two_networks_shared_facilitator"})


def confidence(
    body: Body, ranking: Ranking, tests: list[Break], elements: list[Element]
) -> tuple[str, list[str]]:
    """The rung and its reasons in words, the weightiest first."""
    n_incidents = len(body.incident_rows)
    confirmed = sum(
        len({o.origin_id for o in body.origins_of[row] if o.is_independent}) > 1
        for row in body.incident_rows
    )
    proven = sum(o.reliability in PROVEN for o in body.origins.values())
    ungraded = sum(o.reliability == "F" for o in body.origins.values())
    fatal = [t for t in tests if t.kind in ("origin", "component") and not t.survives]
    unknown = [e for e in elements if e.verdict != "met"]
    reasons = [
        f"{confirmed} of {n_incidents} incidents rest on two or more independent origins",
        f"{len(body.origins)} independent origins from {len(body.components)} components",
        f"{proven} of them from sources graded fairly reliable or better, {ungraded} without grade",
        _reading(ranking),
        "it survives the loss of any single origin or component"
        if not fatal
        else f"it would not survive the loss of {_named(fatal)}",
    ]
    redrawn = next((t.share for t in tests if t.share is not None), 1.0)
    if redrawn < STEADY:
        reasons.append(f"drawn anew, its origins carry it in {round(100 * redrawn)} of 100 draws")
    if unknown:
        names = ", ".join(e.element.replace("_", " ") for e in unknown)
        reasons.append(f"not established: {names}")
    share, trusted = confirmed / max(1, n_incidents), proven / max(1, len(body.origins))
    is_low = (
        len(body.origins) < 4
        or len(body.components) < 2
        or any(t.kind == "origin" for t in fatal)
        or ranking.first not in NETWORK_RIVALS
        or (share < 0.25 and trusted < 0.5)
        or len(unknown) >= 3
    )
    is_high = (
        share >= 0.5
        and trusted >= 0.6
        and len(body.components) >= 3
        and not fatal
        and redrawn >= STEADY
        and ranking.weight[ranking.first] >= 0.6
        and ranking.stability[ranking.first] >= FIRM
        and len(unknown) <= 1
    )
    return ("low" if is_low else "high" if is_high else "moderate"), reasons


def _reading(ranking: Ranking) -> str:
    first, second = (name.replace("_", " ") for name in ranking.rivals[:2])
    ratio = ranking.weight[ranking.rivals[0]] / max(ranking.weight[ranking.rivals[1]], 1e-9)
    is_clear = ratio >= 3 and ranking.stability[ranking.first] >= FIRM
    how = "clearly better than" if is_clear else "hardly better than"
    return f"'{first}' explains the evidence {how} '{second}'"


def _named(tests: list[Break]) -> str:
    components = [t.left_out.replace("_", " ") for t in tests if t.kind == "component"]
    origins = sum(t.kind == "origin" for t in tests)
    parts = [f"the {name} component" for name in components]
    if origins:
        parts.append(f"{origins} single origin{'s' if origins > 1 else ''}")
    return " or of ".join(parts)
