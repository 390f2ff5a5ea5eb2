"""The wide world by folded name: countries, their peoples, first-level units, towns, regions."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pyarrow.parquet as pq

from fusion.actors.fold import fold
from fusion.actors.gazetteer.build import SCALE
from fusion.actors.rules import FOLDER, rules


class Known(NamedTuple):
    """What a name of the world is: 'country', 'people', 'region', 'admin1' or 'city'."""

    name: str
    kind: str
    country: str
    population: int
    latitude: float
    longitude: float


@cache
def world() -> dict[str, Known]:
    """Every name of world.parquet and every people of world.toml by its folded key."""
    table = pq.read_table(FOLDER / "world.parquet")
    columns = (
        table["key"].to_pylist(), table["name"].to_pylist(), table["kind"].to_pylist(),
        table["country"].to_pylist(), table["population"].to_pylist(),
        (table["latitude"].to_numpy() / SCALE).tolist(),
        (table["longitude"].to_numpy() / SCALE).tolist(),
    )  # fmt: skip
    known = {key: Known(*row) for key, *row in zip(*columns, strict=True)}
    for code, names in rules("world")["people"].items():
        for name in names.split():
            for key in (fold(name), fold(name) + "s"):
                if key in known and known[key].kind == "country":
                    continue  # 'Philippines' is the country
                known[key] = Known(name.replace("_", " "), "people", code, 0, 0.0, 0.0)
    return known


@cache
def longest() -> int:
    """Letters of the longest key: no longer run of words need be looked up."""
    return max(map(len, world()))


@cache
def ordinary() -> frozenset[str]:
    """Folded names of towns and units that are first of all words, names or offices."""
    return frozenset(fold(name) for name in rules("world")["ordinary"]["names"].split())
