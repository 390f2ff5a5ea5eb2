"""Breaking tests: what is left of a hypothesis without one origin, component or actor."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.networks.body import Body

# Actors in one incident only hardly carry anything; the busiest are tried.
MOST_ACTORS = 12


@dataclass(frozen=True)
class Break:
    """One thing left out and what is left."""

    kind: str
    left_out: str
    survives: bool
    strength_left: float
    detail: str


def breaking_tests(body: Body) -> list[Break]:
    """Leave out each origin, each component and each main actor, one at a time."""
    ev, rows, week = body.evidence, body.rows, body.week
    tests = [_left(body, body.less_origin(o), "origin", o) for o in body.origins]
    tests += [
        _left(body, Body(ev, rows, week, without_component=c), "component", c)
        for c in sorted(body.components)
    ]
    busy = sorted(body.rows_of_actor, key=lambda a: (-len(body.rows_of_actor[a]), a))
    tests += [
        _left(body, Body(ev, rows, week, without_actor=a), "actor", a)
        for a in busy[:MOST_ACTORS]
        if len(body.rows_of_actor[a]) > 1
    ]
    return tests


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
