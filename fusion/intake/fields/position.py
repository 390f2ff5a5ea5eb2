"""Positions as reports give them: military grid references and degrees."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import mgrs

from fusion.intake.numbers import western

_KM_PER_DEGREE = 111.195  # mean length of a degree of a meridian, sphere of 6,371 km
_GRID = re.compile(
    r"(?<![A-Za-z\d])(?P<zone>0?[1-9]|[1-5]\d|60)\s?(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z]{2})"
    r"\s?(?P<figures>\d{5}\s?\d{5}|\d{4}\s?\d{4}|\d{3}\s?\d{3}|\d{2}\s?\d{2}|\d\s?\d)(?!\d|[A-Za-z])"
)
_DECIMAL = re.compile(
    r"(?<![\d.,])(?P<lat>[-+]?\d{1,3}[.]\d{2,8})\s?°?\s?(?P<ns>[NS])?\s?[,;/ ]\s?"
    r"(?:lon(?:g|gitude)?\.?\s?:?\s?)?(?P<lon>[-+]?\d{1,3}[.]\d{2,8})\s?°?\s?(?P<ew>[EWO])?(?![\d.])",
    re.IGNORECASE,
)
_ANGLE = (
    r"(?P<{n}d>\d{{1,3}})\s?[°º]\s?(?P<{n}m>\d{{1,2}}(?:[.,]\d+)?)\s?['’′]\s?"
    r"(?:(?P<{n}s>\d{{1,2}}(?:[.,]\d+)?)\s?(?:[\"”″]|'')\s?)?(?P<{n}h>[{h}])"
)
_SEXAGESIMAL = re.compile(
    _ANGLE.format(n="lat", h="NSns") + r"[\s,;/-]*" + _ANGLE.format(n="lon", h="EWOewo")
)


@dataclass(frozen=True)
class Position:
    """A point in degrees, the radius (km) that its rounding leaves open, the grid as received."""

    latitude: float
    longitude: float
    radius_km: float
    grid: str | None = None


def find_position(text: str) -> Position | None:
    """The first position in `text`: grid reference, degrees and minutes, or decimal degrees."""
    digits = western(text)
    for found in _GRID.finditer(digits):
        if (position := _from_grid(found)) is not None:
            return position
    if found_angle := _SEXAGESIMAL.search(digits):
        return _from_angles(found_angle)
    if found_pair := _DECIMAL.search(digits):
        return _from_decimals(found_pair)
    return None


def from_columns(latitude: str, longitude: str) -> tuple[float | None, float | None, float | None]:
    """(latitude, longitude, radius in km) of two fields; a decimal comma is allowed.

    Values outside the globe are handed over as they are: validation holds the row back.
    """
    lat, lon = _number(latitude), _number(longitude)
    figures = min(_decimals(latitude), _decimals(longitude))
    radius = _rounding_km(figures, lat) if lat is not None and lon is not None else None
    return lat, lon, radius


def _from_grid(found: re.Match[str]) -> Position | None:
    """Centre of the cell and half its diagonal: the bare conversion gives the south-west corner."""
    figures = re.sub(r"\s", "", found["figures"])
    half = len(figures) // 2
    size_m = 10 ** (5 - half)
    centre = "".join(
        f"{part}{'5':0<{5 - half}}" if half < 5 else part
        for part in (figures[:half], figures[half:])
    )
    name = f"{int(found['zone'])}{found['band']}{found['square']}"
    try:
        latitude, longitude = mgrs.MGRS().toLatLon(f"{name}{centre}")
    except (mgrs.core.MGRSError, ValueError):
        return None
    radius = size_m * math.sqrt(2) / 2 / 1000
    return Position(round(latitude, 6), round(longitude, 6), round(radius, 4), found[0].strip())


def _from_angles(found: re.Match[str]) -> Position:
    lat, lon = _angle(found, "lat"), _angle(found, "lon")
    step = 1 / 3600 if found["lats"] else 1 / 60
    return Position(round(lat, 6), round(lon, 6), round(step * _KM_PER_DEGREE * math.sqrt(0.5), 4))


def _angle(found: re.Match[str], name: str) -> float:
    degrees = float(found[name + "d"])
    minutes = float(found[name + "m"].replace(",", "."))
    seconds = float((found[name + "s"] or "0").replace(",", "."))
    value = degrees + minutes / 60 + seconds / 3600
    return -value if found[name + "h"].upper() in "SWO" else value


def _from_decimals(found: re.Match[str]) -> Position | None:
    lat, lon = float(found["lat"]), float(found["lon"])
    lat = -lat if (found["ns"] or "").upper() == "S" else lat
    lon = -lon if (found["ew"] or "").upper() in ("W", "O") else lon
    figures = min(_decimals(found["lat"]), _decimals(found["lon"]))
    return Position(lat, lon, _rounding_km(figures, lat) or 0.0)


def _rounding_km(figures: int, latitude: float | None) -> float | None:
    """Half the diagonal of the cell that the last decimal leaves open."""
    if latitude is None or abs(latitude) > 90:
        return None
    side = 10.0**-figures * _KM_PER_DEGREE
    return round(math.hypot(side, side * math.cos(math.radians(latitude))) / 2, 4)


def _number(text: str) -> float | None:
    match = re.fullmatch(r"\s*([-+]?\d{1,4}(?:[.,]\d+)?)\s?°?\s?([NSEWO])?\s*", western(text), re.I)
    if match is None:
        return None
    value = float(match[1].replace(",", "."))
    return -value if (match[2] or "").upper() in ("S", "W", "O") and value > 0 else value


def _decimals(text: str) -> int:
    match = re.search(r"[.,](\d+)", western(text))
    return len(match[1]) if match else 0
