"""Short names of networks and corridors: what leadership will remember, never a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from fusion.briefing.folding import Phrases, words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.wording import (
    Both,
    joined,
    market,
    same,
    say,
    sentence_case,
    uncapitalised,
    words,
)  # fmt: skip
from fusion.profile import Corridor, Profile

# 'River road Ayorou–Gao' -> 'River road': the two ends are for the map, not for the ear.
_ENDS = re.compile(r"\s+\S+\s?[–—-]\s?\S+$")
_RANGE = re.compile(r"[–—]")


def short_code(hypothesis_id: str) -> str:
    """HYP- and the first four digits: enough to tell apart what one issue holds."""
    return hypothesis_id[:8]


def corridor(profile: Profile, code: str) -> Corridor | None:
    """The corridor of the profile with this code."""
    return next((row for row in profile.corridors if row.code == code), None)


def corridor_name(found: Corridor) -> Both:
    """Its full name: 'River road Ayorou–Gao'."""
    return Both(found.name, found.name_fr or found.name)


def short_corridor(found: Corridor) -> Both:
    """Its name without its two ends where it has more than them: 'River road'."""
    full = corridor_name(found)
    return Both(_without_ends(full.en), _without_ends(full.fr))


def _without_ends(name: str) -> str:
    bare = _ENDS.sub("", name) if _RANGE.search(name) else name
    return bare.strip() or name


def corridors_of(holdings: Holdings, row: Row, most: int = 2) -> list[Both]:
    """Short names of the profile's corridors that a hypothesis uses."""
    known = [corridor(holdings.run.profile, code) for code in row["corridors"]]
    return [short_corridor(found) for found in known if found][:most]


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


def title(holdings: Holdings, row: Row) -> Both:
    """'Fuel smuggling and arms trafficking, River road': market and corridor, never a person.

    The working name of the networks room may hold a name of a person or of a place, so it is
    not used; a name that an analyst gave with a 'rename' decision is.
    """
    renamed = renames(holdings).get(row["hypothesis_id"])
    if renamed:
        return same(renamed)
    named = [market(code) for code in row["markets"][:2]]
    markets = joined(named) if named else say("no_market")
    corridors = corridors_of(holdings, row)
    spot = joined(corridors) if corridors else province(holdings, row)
    if spot is None:
        return say("title_bare", markets=sentence_case(markets))
    return say("title", markets=sentence_case(markets), where=spot)


def name(holdings: Holdings, row: Row) -> Both:
    """'the River road–Western track fuel network': short, distinct, the same in every issue.

    From its leading market and its corridors; more is said only where two networks would share a
    name. An analyst's name outranks it.
    """
    renamed = renames(holdings).get(row["hypothesis_id"])
    if renamed:
        return uncapitalised(say("network_renamed", name=renamed))
    return _names(holdings).get(row["hypothesis_id"]) or _plain(holdings, row)


def _names(holdings: Holdings) -> dict[str, Both]:
    """Distinct names of all living hypotheses, worked out once."""
    if "names" not in holdings.memo:
        holdings.memo["names"] = _distinct(holdings)
    found: dict[str, Both] = holdings.memo["names"]
    return found


def _distinct(holdings: Holdings) -> dict[str, Both]:
    """Each takes its shortest form that no other one has; older ones keep the plain form."""
    rows = sorted(holdings.by_id.values(), key=lambda row: (row["first_on"], row["hypothesis_id"]))
    forms = {row["hypothesis_id"]: list(_forms(holdings, row)) for row in rows}
    found: dict[str, Both] = {}
    for row in rows:
        taken = set(found.values())
        key = row["hypothesis_id"]
        found[key] = next(form for form in forms[key] if form not in taken)
    return found


def _forms(holdings: Holdings, row: Row) -> Iterator[Both]:
    """Names of a hypothesis, each telling more than the one before; the last one is unique."""
    yield _plain(holdings, row)
    yield _form(holdings, row, 2)
    group = _known_group(holdings, row)
    if group:
        yield _with(_form(holdings, row, 1), group)
    unit = province(holdings, row)
    if unit:
        yield _with(_form(holdings, row, 1), unit)
    yield _with(_plain(holdings, row), same(short_code(row["hypothesis_id"])))
    yield _with(_plain(holdings, row), same(row["hypothesis_id"]))


def _plain(holdings: Holdings, row: Row) -> Both:
    return _form(holdings, row, 1)


def _form(holdings: Holdings, row: Row, markets: int) -> Both:
    trades = [_trade(code) for code in row["markets"][:markets]]
    spots = corridors_of(holdings, row)
    if not spots:
        unit = province(holdings, row)
        spots = [unit] if unit else []
    if not spots:
        bare = say("network_name_bare", market=joined(trades)) if trades else None
        return uncapitalised(bare or say("network_name_unknown"))
    at = Both("–".join(s.en for s in spots), " – ".join(s.fr for s in spots))
    if not trades:
        return uncapitalised(say("network_name_bare", market=at))
    named = say("network_name", market=joined(trades), at=at)
    if trades[0].en in words_of(at.en) and markets == 1:
        # 'the gold road network', not 'the gold road gold network'.
        named = Both(say("network_name_bare", market=at).en, named.fr)
    return uncapitalised(named)


def _trade(code: str) -> Both:
    """What a network deals in, as an adjective: 'fuel', 'arms', 'levy'."""
    row = words("activities")["trades"].get(code)
    return Both(row["en"], row["fr"]) if row else market(code)


def _with(form: Both, extra: Both) -> Both:
    return Both(f"{form.en} ({extra.en})", f"{form.fr} ({extra.fr})")


def _known_group(holdings: Holdings, row: Row) -> Both | None:
    """The known group among its members, where there is one: such names are public."""
    groups = holdings.run.profile.known_groups
    known = Phrases.of((alias, g.name) for g in groups for alias in (g.name, *g.aliases))
    for member in holdings.of("hypothesis_actor").get(row["hypothesis_id"], []):
        actor = holdings.actors.get(member["actor_id"])
        if actor and actor["kind"] in ("group", "organisation"):
            found = known.any_in(actor["name"])
            if found:
                return same(found)
    return None


def renames(holdings: Holdings) -> dict[str, str]:
    """Names that analysts gave to hypotheses; the last decision stands."""
    rows = [row for row in holdings.get("decision").to_pylist() if row["kind"] == "rename"]
    rows.sort(key=lambda row: row["sequence"])
    return {row["subject_id"]: row["value"] for row in rows if row["value"]}
