"""All places of one account: the report's own coordinates first, then what the text names."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import mgrs as geotrans

from fusion.actors.gazetteer import Gazetteer
from fusion.actors.gazetteer.index import Site, distance_km
from fusion.actors.lexicon import Lexicon
from fusion.actors.model import Mention, Source
from fusion.actors.places.abroad import read_abroad
from fusion.actors.places.context import read_context
from fusion.actors.places.derived import Relative
from fusion.actors.places.find import find_places, follows_event_cue
from fusion.actors.places.relative import read_relative
from fusion.actors.places.resolve import Point, Resolved, resolve
from fusion.actors.tokens import Text, read_text
from fusion.profile.model import Corridor
from fusion.terms.identifiers import identifier

_RELATIVE = 0.15  # a place told by distance is more exact than the one it is told by; ours
_IN_TOWN = 2.0  # km; half the breadth of a small town
_COARSE = frozenset({"A.PCLI", "A.ADM1", "L.RGN"})


class Places(NamedTuple):
    """Mentions of places, place rows and account_place rows of one account."""

    mentions: list[Mention]
    rows: list[dict[str, Any]]
    links: list[dict[str, Any]]


def read_places(
    source: Source, text: Text, values: list[Mention], gazetteer: Gazetteer,
    corridors: tuple[Corridor, ...], taken: list[bool],
) -> Places:  # fmt: skip
    """The places of one account; one of them is where it happened, if any is known.

    Order of trust for the event place: coordinates of the report, its place field, a grid in the
    text, a relative place, the named place that most looks like the scene.
    """
    out = Places([], [], [])
    points = [p for p in (_report_point(source), *_grid_points(values)) if p]
    here = (points[0]["latitude"], points[0]["longitude"]) if points else None
    field = _resolve_field(source, gazetteer, here)
    corridor_rows = _corridors(text, corridors, taken)
    resolved = resolve(find_places(text, gazetteer, taken), here or _point_of(field))
    relatives = read_relative(text, resolved)
    events: list[tuple[dict[str, Any], float, str, Mention | None]] = []
    events += [(_with_admin(row, gazetteer), 1.0, row["scheme"], None) for row in points[:1]]
    if field:
        events.append((_site_row(field), field.score, "place_field", None))
    named: list[tuple[float, dict[str, Any], float, str, Mention]] = []
    for relative in relatives:
        row = _with_admin(_relative_row(relative), gazetteer)
        named.append((_scene(text, relative.base) + _RELATIVE, row, relative.score, relative.rule,
                      _relative_mention(text, relative)))  # fmt: skip
    for place in resolved:
        named.append((_scene(text, place), _site_row(place), place.score, place.toponym.rule,
                      _place_mention(text, place)))  # fmt: skip
    for _, row, score, rule, mention in sorted(named, key=lambda entry: -entry[0]):
        out.mentions.append(mention)
        events.append((row, score, rule, mention))
    for row, mention in corridor_rows:
        out.mentions.append(mention)
        events.append((row, 0.5, "corridor", mention))
    out.mentions.extend(read_abroad(text, taken))
    out.mentions.extend(read_context(text, taken, out.mentions))
    _link(source, events, out)
    return out


def _link(
    source: Source, events: list[tuple[dict[str, Any], float, str, Mention | None]], out: Places
) -> None:
    """The first place is the event's; each other one is mentioned, once."""
    seen: set[str] = set()
    for row, score, rule, mention in events:
        if row["place_id"] in seen:
            continue
        part = "mentioned" if seen else "event"
        seen.add(row["place_id"])
        out.rows.append(row)
        out.links.append(
            {
                "account_id": source.account_id, "place_id": row["place_id"], "part": part,
                "mention_id": mention.identify(source.account_id) if mention else None,
                "score": round(score, 4), "rule": rule,
            }
        )  # fmt: skip


def _row(
    scheme: str, code: str, name: str, latitude: float, longitude: float, radius: float
) -> dict[str, Any]:
    return {
        "place_id": _place_id(scheme, code), "name": name, "scheme": scheme,
        "code": code, "latitude": round(latitude, 6), "longitude": round(longitude, 6),
        "radius_km": round(radius, 3), "country": None, "admin1": None, "admin2": None,
        "near": None,
    }  # fmt: skip


@lru_cache(maxsize=50_000)
def _place_id(scheme: str, code: str) -> str:
    return identifier("place", scheme, code)


def _with_admin(row: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """The row with country and units of the nearest place that knows them."""
    nearest = gazetteer.nearest(row["latitude"], row["longitude"])
    if nearest:
        row |= {"country": nearest.country, "admin1": nearest.admin1, "admin2": nearest.admin2}
        if row["scheme"] == "mgrs" or row["name"] == row["code"]:
            row["near"] = _near(row, nearest)
    return row


def _near(row: dict[str, Any], site: Site) -> str:
    """The name that people would say for a point: without distance inside a town's bounds."""
    point, seat = (row["latitude"], row["longitude"]), (site.latitude, site.longitude)
    km = distance_km(point, seat)
    return site.name if km < _IN_TOWN else f"{site.name} ({km:.0f} km)"


def _report_point(source: Source) -> dict[str, Any] | None:
    if source.latitude is None or source.longitude is None:
        return None
    code = f"{source.latitude:.4f},{source.longitude:.4f}"
    scheme = "mgrs" if source.mgrs else "coordinates"
    name = source.mgrs or source.place_text or code
    return _row(scheme, re.sub(r"\s", "", source.mgrs) if source.mgrs else code, name,
                source.latitude, source.longitude, source.radius_km or 1.0)  # fmt: skip


def _grid_points(values: list[Mention]) -> list[dict[str, Any]]:
    rows = []
    for value in values:
        if value.kind != "coordinates" or value.normal is None:
            continue
        if "," in value.normal:
            north, east = (float(part) for part in value.normal.split(","))
            rows.append(_row("coordinates", value.normal, value.surface, north, east, 1.0))
        elif cell := _cell(value.normal):
            rows.append(_row("mgrs", value.normal, value.surface, *cell))
    return rows


@lru_cache(maxsize=10_000)
def _cell(grid: str) -> tuple[float, float, float] | None:
    """Centre of a grid cell (degrees) and half its diagonal (km); None for an impossible grid.

    The metre at the centre is named in full: what a conversion gives for a shorter reference,
    corner or centre, differs between versions of the library.
    """
    match = re.match(r"^(\d{1,2}[A-Z]{3})(\d*)$", grid)
    if not match or len(match[2]) % 2 or len(match[2]) > 10:
        return None
    half = len(match[2]) // 2
    east, north = (f"{part}5".ljust(5, "0")[:5] for part in (match[2][:half], match[2][half:]))
    try:
        latitude, longitude = _converter().toLatLon(f"{match[1]}{east}{north}")
    except (geotrans.core.MGRSError, ValueError):
        return None
    return float(latitude), float(longitude), 10.0 ** (2 - half) * math.sqrt(0.5)


@cache
def _converter() -> geotrans.MGRS:
    return geotrans.MGRS()


def _resolve_field(source: Source, gazetteer: Gazetteer, here: Point | None) -> Resolved | None:
    """The report's own place field, read as a place by definition."""
    if not source.place_text:
        return None
    words = read_text(f"at {source.place_text}", source.language)
    found = resolve(find_places(words, gazetteer, [False] * words.size), here)
    return next((p for p in found if p.site.feature not in _COARSE), found[0] if found else None)


def _point_of(place: Resolved | None) -> Point | None:
    return (place.site.latitude, place.site.longitude) if place else None


def _scene(text: Text, place: Resolved) -> float:
    """How much a named place looks like the scene: early, after 'at', and not a whole region."""
    early = 1.0 - place.toponym.start / max(1, len(text.text))
    has_cue = follows_event_cue(text, place.toponym.first)
    is_coarse = place.site.feature in _COARSE
    is_frame = is_coarse or place.toponym.is_unit
    return 0.6 * early + 0.5 * has_cue + 0.3 * place.score - 1.5 * is_frame


def _site_row(place: Resolved) -> dict[str, Any]:
    site = place.site
    row = _row("geonames", site.code, site.name, site.latitude, site.longitude, site.radius_km)
    return row | {"country": site.country, "admin1": site.admin1, "admin2": site.admin2}


def _relative_row(relative: Relative) -> dict[str, Any]:
    return _row("relative", relative.code, relative.name, relative.latitude, relative.longitude,
                relative.radius_km)  # fmt: skip


def _place_mention(text: Text, place: Resolved) -> Mention:
    toponym = place.toponym
    surface = text.text[toponym.start : toponym.end]
    normal = f"geonames:{place.site.code}"
    return Mention(toponym.start, toponym.end, surface, "place", normal, toponym.rule)


def _relative_mention(text: Text, relative: Relative) -> Mention:
    surface = text.text[relative.start : relative.end]
    return Mention(
        relative.start, relative.end, surface, "place", f"relative:{relative.code}", relative.rule
    )


@lru_cache(maxsize=8)
def _corridor_lexicon(corridors: tuple[Corridor, ...]) -> Lexicon:
    return Lexicon(
        (name, "corridor", corridor.code)
        for corridor in corridors
        for name in (corridor.name, *corridor.aliases)
        if " " in name or "-" in name
    )


def _corridors(
    text: Text, corridors: tuple[Corridor, ...], taken: list[bool]
) -> list[tuple[dict[str, Any], Mention]]:
    by_code = {corridor.code: corridor for corridor in corridors}
    found = []
    for hit in _corridor_lexicon(corridors).find(text):
        corridor = by_code[hit.code]
        if any(taken[hit.first : hit.last + 1]) or not corridor.points:
            continue
        start, end = text.starts[hit.first], text.ends[hit.last]
        mention = Mention(
            start, end, text.text[start:end], "place", f"corridor:{hit.code}", "corridor"
        )
        found.append((_corridor_row(corridor), mention))
    return found


def _corridor_row(corridor: Corridor) -> dict[str, Any]:
    """The middle of a corridor's points, with the radius that covers them."""
    north = sum(p.latitude for p in corridor.points) / len(corridor.points)
    east = sum(p.longitude for p in corridor.points) / len(corridor.points)
    reach = max(distance_km((north, east), (p.latitude, p.longitude)) for p in corridor.points)
    return _row("corridor", corridor.code, corridor.name, north, east, reach + corridor.width_km)
