"""How the brief speaks of its subjects: hypotheses, corridors, areas; no person is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fusion.briefing.holdings import Holdings, Row
from fusion.briefing.wording import (
    Both,
    joined,
    market,
    market_the,
    same,
    say,
    sentence_case,
    uncapitalised,
    words,
)  # fmt: skip
from fusion.profile import Corridor, Profile


def short_code(hypothesis_id: str) -> str:
    """HYP- and the first four digits: enough to tell apart what one issue holds."""
    return hypothesis_id[:8]


def corridor(profile: Profile, code: str) -> Corridor | None:
    """The corridor of the profile with this code."""
    return next((row for row in profile.corridors if row.code == code), None)


def corridors_of(holdings: Holdings, row: Row, most: int = 2) -> list[Both]:
    """Names of the profile's corridors that a hypothesis uses."""
    known = [corridor(holdings.run.profile, code) for code in row["corridors"]]
    return [same(found.name) for found in known if found][:most]


def province(holdings: Holdings, row: Row) -> Both | None:
    """First-level unit of most of a hypothesis' incidents: as coarse as every edition may print."""
    units = Counter(
        place["admin1"]
        for item in holdings.incidents_of(row["hypothesis_id"])
        if (place := holdings.places.get(item["place_id"] or "")) and place["admin1"]
    )
    if not units:
        return None
    return same(min(units, key=lambda unit: (-units[unit], unit)))


def where(holdings: Holdings, row: Row, most: int = 2) -> Both | None:
    """'on the River road' for a hypothesis with known corridors, else 'in Gao', else None."""
    names = corridors_of(holdings, row, most)
    if names:
        return uncapitalised(say("on_corridor", name=joined(names)))
    unit = province(holdings, row)
    return uncapitalised(say("in_admin2", name=unit)) if unit else None


def _spot(holdings: Holdings, row: Row, most: int) -> Both | None:
    names = corridors_of(holdings, row, most)
    return joined(names) if names else province(holdings, row)


def title(holdings: Holdings, row: Row) -> Both:
    """'Fuel smuggling and arms trafficking, River road': market and corridor, never a person.

    The working name of the networks room may hold a name of a person or of a place, so it is
    not used; a name that an analyst gave with a 'rename' decision is.
    """
    renamed = renames(holdings).get(row["hypothesis_id"])
    if renamed:
        return same(renamed)
    markets = joined([market(code) for code in row["markets"][:2]] or [same(row["hypothesis_id"])])
    spot = _spot(holdings, row, 2)
    if spot is None:
        return say("title_bare", markets=sentence_case(markets))
    return say("title", markets=sentence_case(markets), where=spot)


def name(holdings: Holdings, row: Row) -> Both:
    """'the River road fuel smuggling network (HYP-7F3A)', for running text."""
    code = short_code(row["hypothesis_id"])
    renamed = renames(holdings).get(row["hypothesis_id"])
    if renamed:
        return uncapitalised(say("network_renamed", market=renamed, code=code))
    first = market(row["markets"][0]) if row["markets"] else Both("unnamed", "sans nom")
    spot, phrase = _spot(holdings, row, 1), where(holdings, row, 1)
    if spot is None or phrase is None:
        return uncapitalised(say("network_name_bare", market=first, code=code))
    return uncapitalised(say("network_name", market=first, at=Both(phrase.en, spot.fr), code=code))


def renames(holdings: Holdings) -> dict[str, str]:
    """Names that analysts gave to hypotheses; the last decision stands."""
    rows = [row for row in holdings.get("decision").to_pylist() if row["kind"] == "rename"]
    rows.sort(key=lambda row: row["sequence"])
    return {row["subject_id"]: row["value"] for row in rows if row["value"]}


def markets_the(codes: Iterable[str]) -> Both:
    """Markets with their French articles, at most two; said to be unnamed where there are none."""
    named = [market_the(code) for code in list(codes)[:2]]
    return joined(named) if named else uncapitalised(say("no_market"))


def area(holdings: Holdings, kind: str, code: str) -> Both:
    """'on the River road', 'in Ansongo', 'in the mission area', for a series."""
    profile = holdings.run.profile
    if kind == "corridor":
        found = corridor(profile, code)
        text = say("on_corridor", name=found.name if found else code)
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
        return same(found.name if found else code)
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
    """The corridor that traffic would most easily move to: the nearest one not in use.

    Distance between corridors is that of their two nearest waypoints, in degrees; enough to
    order a handful of corridors of one mission.
    """
    profile = holdings.run.profile
    used = [found for code in row["corridors"] if (found := corridor(profile, code))]
    free = [found for found in profile.corridors if found.code not in row["corridors"]]
    if not used or not free:
        return None
    return min(free, key=lambda other: (min(_apart(one, other) for one in used), other.code))


def _apart(one: Corridor, other: Corridor) -> float:
    return min(
        (a.latitude - b.latitude) ** 2 + (a.longitude - b.longitude) ** 2
        for a in one.points
        for b in other.points
    )


def rung(code: str) -> Both:
    """A rung of the state-embedment ladder."""
    row = words("ladder").get(code)
    return Both(row["en"], row["fr"]) if row else same(code.replace("_", " "))
