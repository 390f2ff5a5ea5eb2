"""Whether words that look like a person's name are a place."""

from __future__ import annotations

from fusion.actors.gazetteer import Gazetteer

SEAT_PRIOR = 1.2  # as in places/find.py: a place this well known is no short name


def is_site(keys: list[str], gazetteer: Gazetteer) -> bool:
    """Whether folded words, or those behind their article, are a place near the area or a town."""
    return is_place(keys, gazetteer) or is_place(keys[1:], gazetteer)


def is_place(keys: list[str], gazetteer: Gazetteer) -> bool:
    """Whether the whole run is a place near the mission's area or a town."""
    key = "".join(keys)
    # One word must be the place's own spelling: 'Ismaguel' is not the village that sounds like it.
    is_readable = len(keys) > 1 or gazetteer.has_key(key)
    sites = gazetteer.find(key)[0] if is_readable else []
    return any(site.is_near or site.population > 0 for site in sites)


def is_town(key: str, gazetteer: Gazetteer) -> bool:
    """Whether a word is a seat or a corridor point near the mission's area."""
    sites = gazetteer.find(key)[0] if gazetteer.has_key(key) else []
    return any(site.prior >= SEAT_PRIOR for site in sites)
