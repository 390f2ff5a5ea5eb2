"""Writes fusion/briefing/data/boundaries.json: the world's countries, simplified, off line.

Source: Natural Earth 1:10m (public domain) as packed in npm 'world-atlas' 2.0.2, file
countries-10m.json (ISC licence). Usage:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_boundaries.py package/countries-10m.json

Land borders keep 0.01 degrees (about one kilometre, what a corridor map can show); coasts keep
0.04 degrees and rings smaller than 0.1 degrees go, since no corridor runs there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from babel import Locale

TARGET = Path(__file__).parents[1] / "fusion" / "briefing" / "data" / "boundaries.json"
QUANTUM = 0.005  # degrees per unit of the stored integers
BORDER_TOLERANCE, COAST_TOLERANCE, SMALLEST_RING = 0.01, 0.04, 0.1
# Natural Earth abbreviates some names, and draws lines that the United Nations does not: those
# parts are drawn and labelled with the State named here (first the name, then English, French).
NAMES = {
    "Central African Rep.": ("CF", "Central African Republic", "République centrafricaine"),
    "Dem. Rep. Congo": (
        "CD",
        "Democratic Republic of the Congo",
        "République démocratique du Congo",
    ),
    "Congo": ("CG", "Congo", "Congo"),
    "S. Sudan": ("SS", "South Sudan", "Soudan du Sud"),
    "W. Sahara": ("EH", "Western Sahara", "Sahara occidental"),
    "Côte d'Ivoire": ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
    "Eq. Guinea": ("GQ", "Equatorial Guinea", "Guinée équatoriale"),
    "Palestine": ("PS", "State of Palestine", "État de Palestine"),
    "Bosnia and Herz.": ("BA", "Bosnia and Herzegovina", "Bosnie-Herzégovine"),
    "Dominican Rep.": ("DO", "Dominican Republic", "République dominicaine"),
    "Myanmar": ("MM", "Myanmar", "Myanmar"),
    "Macedonia": ("MK", "North Macedonia", "Macédoine du Nord"),
    "Turkey": ("TR", "Türkiye", "Türkiye"),
    "eSwatini": ("SZ", "Eswatini", "Eswatini"),
    "Cabo Verde": ("CV", "Cabo Verde", "Cabo Verde"),
    "United States of America": ("US", "United States of America", "États-Unis d’Amérique"),
}
PART_OF = {
    "Somaliland": "Somalia", "N. Cyprus": "Cyprus", "Cyprus U.N. Buffer Zone": "Cyprus",
    "Akrotiri": "Cyprus", "Dhekelia": "Cyprus", "Baikonur": "Kazakhstan",
}  # fmt: skip
ATTRIBUTION = "Made with Natural Earth (public domain), via world-atlas 2.0.2 (ISC)"


def _decode(topology: dict[str, Any]) -> list[np.ndarray]:
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def _simplify(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Douglas and Peucker (1973), with a stack instead of recursion."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        chord = points[last] - points[first]
        away = points[first + 1 : last] - points[first]
        length = float(np.hypot(*chord))
        distance = (
            np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / length
            if length
            else np.hypot(away[:, 0], away[:, 1])
        )
        worst = int(distance.argmax())
        if distance[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            stack += [(first, middle), (middle, last)]
    return points[keep]


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    return [ring for polygon in geometry.get("arcs", []) for ring in polygon]


def _is_large(ring: list[int], arcs: list[np.ndarray]) -> bool:
    points = np.concatenate([arcs[a if a >= 0 else ~a] for a in ring])
    return bool((points.max(axis=0) - points.min(axis=0)).max() >= SMALLEST_RING)


def _owners(geometries: list[dict[str, Any]]) -> dict[int, set[str]]:
    """The States on the two sides of each arc."""
    owners: dict[int, set[str]] = {}
    for geometry in geometries:
        name = geometry["properties"]["name"]
        for ring in _rings(geometry):
            for arc in ring:
                owners.setdefault(arc if arc >= 0 else ~arc, set()).add(PART_OF.get(name, name))
    return owners


def main(source: Path) -> None:
    """Read the TopoJSON file and write the stored form."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = _decode(topology)
    geometries = topology["objects"]["countries"]["geometries"]
    owners = _owners(geometries)
    english, french = Locale("en").territories, Locale("fr").territories
    alpha2 = {english[code]: code for code in english if len(code) == 2 and code.isalpha()}
    countries, needed = [], set()
    for geometry in geometries:
        rings = [ring for ring in _rings(geometry) if _is_large(ring, arcs)]
        name = geometry["properties"]["name"]
        code = alpha2.get(name, "")
        needed.update(a if a >= 0 else ~a for ring in rings for a in ring)
        code, en, fr = NAMES.get(name, (code, name, french.get(code, name)))
        if name in PART_OF:
            code, en, fr = "", "", ""
        countries.append({"en": en, "fr": fr, "code": code, "rings": rings})
    order = {old: new for new, old in enumerate(sorted(needed))}
    stored = []
    for old in sorted(needed):
        tolerance = BORDER_TOLERANCE if len(owners[old]) > 1 else COAST_TOLERANCE
        whole = np.rint(_simplify(arcs[old], tolerance) / QUANTUM).astype(int)
        stored.append(np.diff(whole, axis=0, prepend=np.zeros((1, 2), int)).ravel().tolist())
    for country in countries:
        country["rings"] = [
            [order[a] if a >= 0 else ~order[~a] for a in ring] for ring in country["rings"]
        ]
    document = {
        "attribution": ATTRIBUTION,
        "quantum": QUANTUM,
        "arcs": stored,
        "is_border": [int(len(owners[old]) > 1) for old in sorted(needed)],
        "countries": sorted((c for c in countries if c["rings"]), key=lambda c: c["en"]),
    }
    TARGET.write_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
