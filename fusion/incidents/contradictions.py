"""Statements of one incident that cannot both be true, each with a question that settles it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from fusion.incidents.facts import distance_km
from fusion.incidents.tellings import Telling
from fusion.terms.identifiers import identifier

Row = dict[str, Any]
Statement = tuple[str, str, str, str]  # field, value of a, value of b, request
BEYOND_KM = 10.0  # past the radii of both places: two descriptions of one spot differ by less
SURE_SCORE = 0.8  # share of the evidence for this reading of the place
PEOPLE = {"person", "people"}  # of the dead, the wounded, the witnesses: of whom is not read
MOST_PER_FIELD = 3  # an incident told by many raises its main contradictions, not every pair


def contradictions(incident_id: str, order: list[Telling]) -> list[Row]:
    """Contradictions among accounts that rest on observations of their own.

    `order` holds them with the most trusted first: each field names at most MOST_PER_FIELD
    pairs, those with the most trusted accounts. An account that passes on another's information
    contradicts nobody: its slip is the relay's, not a second witness's.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for one, other in combinations(order, 2):
        for field, value_a, value_b, request in _statements(one, other):
            seen[field] = seen.get(field, 0) + 1
            if seen[field] > MOST_PER_FIELD:
                continue
            a, b = one.account_id, other.account_id
            rows.append(
                {
                    "contradiction_id": identifier(
                        "contradiction", field, *sorted((a, b)), request
                    ),
                    "incident_id": incident_id,
                    "field": field.split(":")[0],
                    "account_a": a,
                    "value_a": value_a,
                    "account_b": b,
                    "value_b": value_b,
                    "request": request,
                }
            )
    return rows


def _statements(one: Telling, other: Telling) -> Iterator[Statement]:
    yield from _toll(one, other)
    yield from _date(one, other)
    yield from _place(one, other)
    yield from _status(one, other)
    yield from _counts(one, other)


def _toll(one: Telling, other: Telling) -> Iterator[Statement]:
    a, b = one.toll, other.toll
    if a is None or b is None or (a[0] <= b[1] and b[0] <= a[1]):
        return
    yield (
        "toll", _range(a), _range(b),
        f"How many were killed: {_range(a)} ({one.component}) or {_range(b)} ({other.component})? "
        "Ask the health post or the authority that saw the dead.",
    )  # fmt: skip


def _date(one: Telling, other: Telling) -> Iterator[Statement]:
    """Each speaks of one day and no other, and they differ.

    An account that speaks of several days, or only of that of its writing, may tell of a visit
    or a hearing after the happening: its day contradicts nobody.
    """
    if not (_states_day(one) and _states_day(other)):
        return
    (a,), (b,) = one.told, other.told
    if abs((a - b).days) < 1:
        return
    yield (
        "date", str(a), str(b),
        f"On which day: {a} ({one.component}) or {b} ({other.component})? "
        "Ask both components for the time of observation, with its zone.",
    )  # fmt: skip


def _states_day(telling: Telling) -> bool:
    is_stated = telling.is_exact or not telling.is_vague
    return telling.is_event and len(telling.told) == 1 and is_stated


def _place(one: Telling, other: Telling) -> Iterator[Statement]:
    """Each is sure of its place, and names no place near the other's."""
    if not (_is_sure(one) and _is_sure(other)):
        return
    apart = min(
        distance_km(s, t) - s.radius_km - t.radius_km
        for s, t in [
            *product(one.spots, (*other.spots, *other.passing)),
            *product(one.passing, other.spots),
        ]
    )
    if apart <= BEYOND_KM:
        return
    yield (
        "place", one.spots[0].name, other.spots[0].name,
        f"Where: {one.spots[0].name} ({one.component}) or {other.spots[0].name} "
        f"({other.component})? Ask for a grid reference.",
    )  # fmt: skip


def _is_sure(telling: Telling) -> bool:
    return telling.is_event and bool(telling.spots) and telling.spots[0].score >= SURE_SCORE


def _status(one: Telling, other: Telling) -> Iterator[Statement]:
    said = {name: (value, words) for name, value, words in one.cues.status}
    for name, value, words in other.cues.status:
        if name in said and said[name][0] != value:
            yield (
                "status", said[name][1], words,
                f"Which holds of the {name}: '{said[name][1]}' ({one.component}) or '{words}' "
                f"({other.component})? Ask for the latest state and who saw it.",
            )  # fmt: skip


def _counts(one: Telling, other: Telling) -> Iterator[Statement]:
    """One thing counted once in each account, with two results."""
    counted = (one.counted, other.counted)
    for unit in sorted((counted[0].keys() & counted[1].keys()) - PEOPLE):
        a, b = counted[0][unit], counted[1][unit]
        if len(a) == 1 and len(b) == 1 and a != b:
            first, second = f"{min(a):g} {unit}", f"{min(b):g} {unit}"
            yield (
                f"count:{unit}", first, second,
                f"How many: {first} ({one.component}) or {second} ({other.component})? "
                "Ask who counted, from where, and for how long.",
            )  # fmt: skip


def _range(values: tuple[int, int]) -> str:
    return str(values[0]) if values[0] == values[1] else f"{values[0]}–{values[1]}"
