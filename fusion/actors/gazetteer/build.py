"""A compact gazetteer from GeoNames country files (https://www.geonames.org, CC BY 4.0)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from fusion.actors.fold import fold, is_arabic
from fusion.terms.errors import NotFound

# Column order of GeoNames' readme.
_COLUMNS = [
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "class", "code",
    "country", "cc2", "admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem",
    "timezone", "modified",
]  # fmt: skip
# Populated places and units all; of water, ground and areas only what field reports name.
_CODES = {
    "P": None,
    "A": {"ADM1", "ADM2", "ADM3", "PCLI"},
    "L": {"RGN", "AREA", "OAS", "PRK", "RGNE"},
    "H": {"LK", "LKI", "WLL", "WTRH", "PND", "SPNG"},
    "T": {"MT", "MTS", "PK", "PASS", "ISL", "MESA", "PLAT"},
}
_ADMIN_WORDS = re.compile(
    r"^(r[ée]gion (de la |de l'|de |du |d')?|cercle (de |d')?|d[ée]partement (de |du |d')?"
    r"|province (de la |de |du |d')?)|\s+(region|cercle|department|province|r[ée]gion)$",
    re.IGNORECASE,
)


def build(folder: Path, out: Path) -> int:
    """Write the table of every XX.txt in `folder` to `out`; the number of places.

    Columns: geonameid, name, keys (folded names, the main one first), latitude, longitude
    (ten-thousandths of a degree, whole numbers: the file stays under 2 MB), code ('P.PPL'),
    country, population, admin1, admin2 (names). Where GeoNames gives no second-level code, the
    nearest second-level unit of the same country is taken: an approximation that suits
    orientation, not law.
    """
    files = sorted(folder.glob("[A-Z][A-Z].txt"))
    if not files:
        raise NotFound("GeoNames country file in", str(folder), "Put XX.txt files there.")
    rows = pa.concat_tables([_read(path) for path in files])
    admin1, admin2 = _admin_names(rows)
    kept = rows.filter(
        pa.array(
            [
                _is_kept(c, f)
                for c, f in zip(rows["class"].to_pylist(), rows["code"].to_pylist(), strict=True)
            ]
        )
    )
    table = _compact(
        kept.sort_by([("name", "ascending"), ("geonameid", "ascending")]), admin1, admin2
    )
    pq.write_table(table, out, compression="zstd", compression_level=19)
    return int(table.num_rows)


def _read(path: Path) -> pa.Table:
    text = {name: pa.string() for name in _COLUMNS}
    numbers = {
        "geonameid": pa.int32(), "latitude": pa.float64(), "longitude": pa.float64(),
        "population": pa.int64(),
    }  # fmt: skip
    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(column_names=_COLUMNS),
        parse_options=pacsv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=pacsv.ConvertOptions(column_types={**text, **numbers}),
    )


def _is_kept(feature_class: str, code: str) -> bool:
    if feature_class not in _CODES:
        return False
    codes = _CODES[feature_class]
    return codes is None or code in codes


def _plain_admin(name: str) -> str:
    return _ADMIN_WORDS.sub("", name).strip() or name


SCALE = 10_000  # 1e-4 degree is 11 m: finer than any of these points is known
Admin2 = dict[str, tuple[np.ndarray, list[str], dict[tuple[str, str], str]]]


def _admin_names(rows: pa.Table) -> tuple[dict[tuple[str, str], str], Admin2]:
    admin1 = {}
    by_country: dict[str, list[tuple[float, float, str, str, str]]] = {}
    wanted = rows.filter(pc.is_in(rows["code"], pa.array(["ADM1", "ADM2"])))
    for row in wanted.to_pylist():
        name = _plain_admin(row["name"])
        if row["code"] == "ADM1":
            admin1[row["country"], row["admin1"]] = name
        else:
            by_country.setdefault(row["country"], []).append(
                (row["latitude"], row["longitude"], name, row["admin1"], row["admin2"])
            )
    admin2: Admin2 = {}
    for country, units in by_country.items():
        codes = {(one, two): name for _, _, name, one, two in units}
        points = np.array([(unit[0], unit[1]) for unit in units])
        admin2[country] = (points, [unit[2] for unit in units], codes)
    return admin1, admin2


def _second_level(row: dict[str, object], admin2: Admin2) -> str | None:
    country = str(row["country"])
    if country not in admin2 or row["code"] in ("ADM1", "PCLI"):
        return None
    points, names, codes = admin2[country]
    by_code = codes.get((str(row["admin1"]), str(row["admin2"])))
    if by_code:
        return by_code
    if row["code"] in ("PPLC", "PPLA", "PPLA2"):
        keys = set(_keys(row))
        for name in names:
            if fold(name) in keys:
                return name
    here = np.array([row["latitude"], row["longitude"]], dtype=float)
    scale = np.array([1.0, np.cos(np.radians(here[0]))])
    return names[int(np.argmin((((points - here) * scale) ** 2).sum(axis=1)))]


def _compact(rows: pa.Table, admin1: dict[tuple[str, str], str], admin2: Admin2) -> pa.Table:
    records = rows.to_pylist()
    short = pa.dictionary(pa.int16(), pa.string())
    first = [admin1.get((r["country"], r["admin1"])) for r in records]
    second = [_second_level(r, admin2) for r in records]
    columns: dict[str, pa.Array] = {
        "geonameid": pa.array([r["geonameid"] for r in records], pa.int32()),
        "name": pa.array([r["name"] for r in records]),
        "keys": pa.array([_keys(r) for r in records], pa.list_(pa.string())),
        "latitude": pa.array([round(r["latitude"] * SCALE) for r in records], pa.int32()),
        "longitude": pa.array([round(r["longitude"] * SCALE) for r in records], pa.int32()),
        "code": pa.array([f"{r['class']}.{r['code']}" for r in records]).cast(short),
        "country": pa.array([r["country"] for r in records]).cast(short),
        "population": pa.array([r["population"] for r in records], pa.int32()),
        "admin1": pa.array(first, pa.string()).cast(short),
        "admin2": pa.array(second, pa.string()).cast(short),
    }
    return pa.table(columns)


def _keys(row: dict[str, object]) -> list[str]:
    """Folded names in Latin and Arabic script, the main one first, each once."""
    alternates = next(csv.reader([str(row["alternatenames"] or "")]), [])
    names = [str(row["name"]), str(row["asciiname"]), *alternates]
    if str(row["class"]) == "A":
        names[1:1] = [_plain_admin(str(row["name"]))]
    keys = []
    for name in names:
        is_code = (
            name.isupper() and len(name) <= 4 and name != str(row["name"])
        )  # IATA and the like
        is_foreign = is_code or (any(ord(c) > 0x24F for c in name) and not is_arabic(name))
        if not is_foreign and (key := fold(name)) and (len(key) > 2 or is_arabic(key)):
            keys.append(key)
    # A unit's own letter code stands behind its towns ('Springfield, VA'); numbers stand nowhere.
    if row["code"] == "ADM1" and str(row["admin1"]).isalpha():
        keys.append(fold(str(row["admin1"])))
    return list(dict.fromkeys(keys)) or [fold(names[0])]
