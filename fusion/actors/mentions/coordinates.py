"""Coordinates in every notation that reports use: MGRS, decimal degrees, degrees and minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fusion.actors.model import Mention

_MGRS = re.compile(
    r"(?<!\w)\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2,5}\s\d{2,5}|\d{2,10})(?!\w)"
)
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"


def _angle(part: str, sides: str) -> str:
    """One angle: degrees, then minutes and seconds if any; a side of the sky before or behind."""
    return (
        rf"(?:(?P<{part}a>[{sides}])\s?)?(?P<{part}d>{_NUMBER})(?:\s?[°º])?"
        rf"(?:\s?(?P<{part}m>\d{{1,2}}(?:[.,]\d+)?)\s?['’′](?!['’]))?"
        rf"(?:\s?(?P<{part}s>\d{{1,2}}(?:[.,]\d+)?)\s?(?:[\"”″]|''|’’))?(?:\s?(?P<{part}b>[{sides}]))?"
    )


_PAIR = re.compile(rf"(?<![\w.]){_angle('n', 'NS')}\s*[,;/ –-]\s*{_angle('e', 'EWO')}(?![\w])")
_DECIMAL = re.compile(
    r"(?<![\d.])([+-]?\d{1,2}\.\d{2,})\s*[,;/ ]\s*([+-]?\d{1,3}\.\d{2,})(?![\d.])"
)
_LABELLED = re.compile(
    r"(?:\blat(?:itude)?\b|خط العرض)\W{0,4}([+-]?\d{1,2}[.,]\d+)\D{1,18}?"
    r"(?:\blon(?:g(?:itude)?)?\b|\blng\b|خط الطول)[^\w+-]{0,4}([+-]?\d{1,3}[.,]\d+)",
    re.IGNORECASE,
)
_PACKED = re.compile(
    r"(?<!\w)(\d{2})(\d{2})(\d{2})?([NS])\s?[,/]?\s?(\d{3})(\d{2})(\d{2})?([EWO])(?!\w)"
)


def read_coordinates(text: str) -> Iterator[Mention]:
    """Mentions of kind 'coordinates'; normal is the grid, or 'latitude,longitude' in degrees."""
    for match in _MGRS.finditer(text):
        normal = re.sub(r"\s", "", match.group())
        if len(re.sub(r"^\d{1,2}[A-Z]{3}", "", normal)) % 2 == 0:
            yield _mention(match, normal, "mgrs")
    for match in _LABELLED.finditer(text):
        yield from _point(match, _number(match[1]), _number(match[2]), "labelled_degrees")
    for match in _DECIMAL.finditer(text):
        if abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
            yield _mention(match, f"{match[1]},{match[2]}", "decimal_degrees")
    for match in _PACKED.finditer(text):
        north = _degrees(match[1], match[2], match[3], match[4])
        east = _degrees(match[5], match[6], match[7], match[8])
        yield from _point(match, north, east, "packed_degrees")
    for match in _PAIR.finditer(text):
        sides = [match[f"{part}a"] or match[f"{part}b"] for part in ("n", "e")]
        if all(sides):  # without N and W two numbers may be anything
            north = _degrees(match["nd"], match["nm"], match["ns"], sides[0])
            east = _degrees(match["ed"], match["em"], match["es"], sides[1])
            yield from _point(match, north, east, "degrees")


def _degrees(degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    value = _number(degrees) + _number(minutes or "0") / 60 + _number(seconds or "0") / 3600
    return -value if side in "SWO" else value


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _point(match: re.Match[str], north: float, east: float, rule: str) -> Iterator[Mention]:
    if abs(north) <= 90 and abs(east) <= 180:
        yield _mention(match, f"{north:.5f},{east:.5f}", rule)


def _mention(match: re.Match[str], normal: str, rule: str) -> Mention:
    return Mention(match.start(), match.end(), match.group(), "coordinates", normal, rule)
