"""How the brief speaks of its subjects: hypotheses, corridors, areas; no person is named."""

from __future__ import annotations

from collections.abc import Iterable

from fusion.briefing.holdings import Holdings
from fusion.briefing.naming import (
    corridor,
    corridor_name,
    corridors_of,
    name,
    province,
    renames,
    short_code,
    short_corridor,
    title,
)  # fmt: skip
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, joined, market_the, same, say, uncapitalised, words
from fusion.profile import Corridor

__all__ = [
    "area", "area_name", "corridor", "corridor_name", "corridors_of", "markets_the", "name",
    "neighbour", "province", "reading", "renames", "rung", "short_code", "short_corridor", "title",
    "where",
]  # fmt: skip


def where(holdings: Holdings, row: Row, most: int = 2) -> Both | None:
    """'on the River road' for a hypothesis with known corridors, else 'in Gao', else None."""
    names = corridors_of(holdings, row, most)
    if names:
        return uncapitalised(say("on_corridor", name=joined(names)))
    unit = province(holdings, row)
    return uncapitalised(say("in_admin2", name=unit)) if unit else None


def markets_the(codes: Iterable[str]) -> Both:
    """Markets with their French articles, at most two; said to be unnamed where there are none."""
    named = [market_the(code) for code in list(codes)[:2]]
    return joined(named) if named else uncapitalised(say("no_market"))


def area(holdings: Holdings, kind: str, code: str) -> Both:
    """'on the River road', 'in Ansongo', 'in the mission area', for a series."""
    profile = holdings.run.profile
    if kind == "corridor":
        found = corridor(profile, code)
        text = say("on_corridor", name=short_corridor(found) if found else code)
    elif kind == "hypothesis" and code in holdings.by_id:
        text = say("for_hypothesis", name=title(holdings, holdings.by_id[code]))
    elif kind == "mission":
        text = say("in_mission")
    else:
        text = say("in_admin2", name=code)
    return uncapitalised(text)


def area_name(holdings: Holdings, kind: str, code: str) -> Both:
    """The bare name of the area of a series."""
    if kind == "corridor":
        found = corridor(holdings.run.profile, code)
        return short_corridor(found) if found else same(code)
    if kind == "segment":  # 'GOLD: Dori–Téra'
        of, _, leg = code.partition(": ")
        found = corridor(holdings.run.profile, of)
        road = short_corridor(found) if found else same(of)
        return Both(f"{leg} ({road.en})", f"{leg} ({road.fr})")
    if kind == "hypothesis" and code in holdings.by_id:
        return title(holdings, holdings.by_id[code])
    if kind == "mission":
        profile = holdings.run.profile
        return Both(profile.name_en, profile.name_fr)
    return same(code)


def reading(rival: str) -> Both:
    """A rival reading as a noun phrase: 'one connected group'."""
    row = words("readings").get(rival)
    return Both(row["en"], row["fr"]) if row else same(rival.replace("_", " "))


def neighbour(holdings: Holdings, row: Row) -> Corridor | None:
    """The corridor that most of the traffic would move to if one in use closed.

    None where no way out is near enough for the networks room to give it a share.
    """
    shares: dict[str, float] = {}
    for way in holdings.of("spill_over").get(row["hypothesis_id"], []):
        if way["corridor"] not in row["corridors"]:
            shares[way["corridor"]] = shares.get(way["corridor"], 0.0) + way["share"]
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    return next((c for code in ranked if (c := corridor(holdings.run.profile, code))), None)


def rung(code: str) -> Both:
    """A rung of the state-embedment ladder."""
    row = words("ladder").get(code)
    return Both(row["en"], row["fr"]) if row else same(code.replace("_", " "))
