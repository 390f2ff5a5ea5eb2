"""Breaking tests: what is left without one origin, component or actor, or with origins redrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fusion.networks.body import Body
from fusion.networks.less import less_actor, less_origin
from fusion.networks.resampled import N_DRAWS, resampled

# Actors in one incident only hardly carry anything; the busiest are tried.
MOST_ACTORS = 12
FIRM = 0.9  # share of draws in which it must stand to be said to survive


@dataclass(frozen=True)
class Break:
    """One thing left out and what is left."""

    kind: str
    left_out: str
    survives: bool
    strength_left: float
    detail: str
    grade: str | None = None
    share: float | None = None


def breaking_tests(body: Body) -> list[Break]:
    """Leave out each origin, each component and each main actor, one at a time; draw origins anew.

    An origin is named by its grade: two letters, never who it is.
    """
    ev, rows, week = body.evidence, body.rows, body.week
    tests = [
        replace(_left(body, less_origin(body, name), "origin", name),
                grade=f"{o.reliability}{o.credibility}")
        for name, o in body.origins.items()
    ]  # fmt: skip
    tests += [
        _left(body, Body(ev, rows, week, without_component=c), "component", c)
        for c in sorted(body.components)
    ]
    busy = sorted(body.rows_of_actor, key=lambda a: (-len(body.rows_of_actor[a]), a))
    tests += [
        _left(body, less_actor(body, a), "actor", a)
        for a in busy[:MOST_ACTORS]
        if len(body.rows_of_actor[a]) > 1
    ]
    return [*tests, _redrawn(body)]


def _redrawn(body: Body) -> Break:
    found = resampled(body)
    low, middle, high = found.strength
    detail = (
        f"stands in {round(found.share * N_DRAWS)} of {N_DRAWS} draws of its origins with "
        f"replacement; "
        f"strength {low:.2f} to {high:.2f}"
    )
    is_firm = found.share >= FIRM
    return Break("bootstrap", "origins", is_firm, middle, detail, share=found.share)


def linchpin(tests: list[Break]) -> Break | None:
    """The origin whose loss hurts most; among equals the first by identifier."""
    origins = [t for t in tests if t.kind == "origin"]
    return min(origins, key=lambda t: (t.survives, t.strength_left, t.left_out), default=None)


def _left(whole: Body, rest: Body, kind: str, left_out: str) -> Break:
    incidents = len(whole.incident_rows) - len(rest.incident_rows)
    members = len(whole.rows_of_actor) - len(rest.rows_of_actor)
    ties = len(whole.strong_ties) - len(rest.strong_ties)
    loose = len(rest.origins_of) - len(rest.parts[0]) if rest.parts else 0
    loose -= len(whole.origins_of) - len(whole.parts[0]) if whole.parts else 0
    counts = ((incidents, "incident"), (members, "member"), (ties, "stated tie"))
    lost = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts if n]
    detail = f"{' and '.join(lost)} would fall" if lost else "nothing falls"
    if loose > 0:
        detail += f"; {loose} incident{'s' if loose != 1 else ''} would lose the link to the rest"
    return Break(kind, left_out, rest.stands, rest.strength, detail)
