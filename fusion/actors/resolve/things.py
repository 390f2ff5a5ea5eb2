"""Groups, organisations, telephones, vehicles, accounts, addresses: resolved by what they are."""

from __future__ import annotations

from collections.abc import Iterable

import phonenumbers

from fusion.actors.claims.scene import is_actor_mention
from fusion.actors.fold import fold, sound
from fusion.actors.model import Mention, Reading
from fusion.actors.resolve.model import Spot
from fusion.actors.rules import rules

# kind of mention -> kind of actor
KINDS = {
    "group": "group", "organisation": "organisation", "phone": "phone", "plate": "vehicle",
    "vehicle": "vehicle", "account": "account", "address": "address",
}  # fmt: skip
_LEGAL = frozenset({"sarl", "sa", "sas", "ltd", "llc", "inc", "gmbh", "gie", "suarl"})
_SMALL = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "al", "el", "pour", "for"}
)

Key = tuple[str, str]


def things_of(readings: list[Reading]) -> dict[Key, list[Spot]]:
    """Mentions by (actor kind, key), each list in order of receipt.

    A telephone without country code, a plate without its letters and an address without its flat
    or town join the only full one that fits; organisations meet by acronym, and where one's words
    open the other's.
    """
    spots = [
        Spot(m.identify(r.source.account_id), m, r.source)
        for r in readings
        for m in r.mentions
        if m.kind in KINDS and is_actor_mention(m) and m.normal
    ]
    keyed = [(KINDS[s.mention.kind], _key(s.mention), s) for s in spots]
    settle = _settled({(kind, key) for kind, key, _ in keyed}, _acronyms(spots))
    found: dict[Key, list[Spot]] = {}
    for kind, key, spot in keyed:
        final = settle.get((kind, key), (kind, key))
        if final[1]:
            found.setdefault(final, []).append(spot)
    return {key: sorted(found[key], key=lambda spot: spot.order) for key in sorted(found)}


def _key(mention: Mention) -> str:
    normal = mention.normal or ""
    if mention.kind in ("group", "organisation") and not normal.startswith("known:"):
        return " ".join(sound(word) for word in _telling(normal))
    if normal.startswith("ship:"):
        return f"named:{' '.join(sound(word) for word in normal[5:].split())}"
    if mention.kind == "vehicle":
        return f"named:{sound(normal.split()[-1])}"
    return normal


def _telling(normal: str) -> list[str]:
    """The words of a body's name without legal form and small words."""
    return [w for w in normal.split() if w not in _LEGAL and w not in _SMALL]


def _acronyms(spots: Iterable[Spot]) -> dict[str, set[str]]:
    """Full keys that an acronym may stand for: written beside it, or its own initials."""
    found: dict[str, set[str]] = {}
    for spot in spots:
        if spot.mention.kind not in ("group", "organisation"):
            continue
        key = _key(spot.mention)
        if spot.mention.rule == "acronym_of":
            found.setdefault(sound(fold(spot.mention.surface)), set()).add(key)
        words = _telling((spot.mention.normal or "").removeprefix("known:"))
        if len(words) > 1:
            initials = "".join(word[0] for word in words)
            found.setdefault(sound(fold(initials)), set()).add(key)
    return found


def _settled(keys: set[Key], acronyms: dict[str, set[str]]) -> dict[Key, Key]:
    """Where each short key goes: to the one full key that it can mean, else it stays."""
    settled: dict[Key, Key] = {}
    full_numbers = sorted(key for kind, key in keys if key.startswith("+"))
    plates = sorted(key for kind, key in keys if kind == "vehicle" and not key.startswith("named:"))
    bodies = sorted(keys - {k for k in keys if k[0] not in ("group", "organisation")})
    for kind, key in sorted(keys):
        if key.startswith("tel:"):
            fits = [number for number in full_numbers if number.endswith(key[4:])]
        elif kind == "vehicle" and key[:1].isdigit() and len(key) <= 6:
            fits = [plate for plate in plates if plate != key and plate.endswith(key)]
        elif kind == "address":
            fits = [full for other, full in sorted(keys) if other == kind and _is_fuller(key, full)]
        elif kind in ("group", "organisation") and not key.startswith("known:"):
            bodies_fit = _bodies_like(key, bodies, acronyms)
            if len(bodies_fit) == 1:
                settled[kind, key] = bodies_fit[0]
            continue
        else:
            continue
        if len(fits) == 1:
            settled[kind, key] = (kind, fits[0])
    return settled


def _is_fuller(key: str, full: str) -> bool:
    """Whether an address says more of the same house: its flat, its town."""
    house, _, town = key.partition("@")
    other, _, there = full.partition("@")
    is_house = other == house or ("/" not in house and other.startswith(f"{house}/"))
    return full != key and is_house and town in ("", there)


def _bodies_like(key: str, bodies: list[Key], acronyms: dict[str, set[str]]) -> list[Key]:
    """The fuller bodies that a short name or acronym may mean."""
    words = key.split()
    if len(words) == 1:
        meant = {full for full in acronyms.get(words[0], ()) if full != key}
        return [body for body in bodies if body[1] in meant]
    minimum = 2  # one word opens too many names
    return [
        (kind, other)
        for kind, other in bodies
        if other != key
        and not other.startswith("known:")
        and len(words) >= minimum
        and len(other.split()) >= len(words)
        and (_opens(words, other.split()) or words == other.split()[-len(words) :])
    ]


def _opens(words: list[str], other: list[str]) -> bool:
    """Whether each word begins the other name's word at its place."""
    return all(o.startswith(w) and len(w) >= 4 for w, o in zip(words, other, strict=False))


def country_of(mention: Mention) -> str | None:
    """ISO country of a telephone's code or of a plate's form; None where neither says."""
    if mention.kind == "plate" and mention.rule.startswith("plate_"):
        country = mention.rule.removeprefix("plate_")
        return country if len(country) == 2 and country in rules("values")["plates"] else None
    normal = mention.normal or ""
    if mention.kind == "phone" and normal.startswith("+"):
        try:
            number = phonenumbers.parse(normal)
        except phonenumbers.NumberParseException:
            return None
        region = phonenumbers.region_code_for_country_code(number.country_code or 0)
        return region if region and len(region) == 2 and region != "ZZ" else None
    return None
