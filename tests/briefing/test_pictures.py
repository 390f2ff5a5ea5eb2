# ruff: noqa: E501
"""Pictures: well-formed, escaped, deterministic, readable when there is much to show."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest

from fusion.briefing.pictures import (
    borders,
    calibration_picture,
    coverage_picture,
    fan_picture,
    map_picture,
    network_picture,
    svg,
    timeline_picture,
)  # fmt: skip
from fusion.briefing.pictures.network_picture import Edge, Node

HOSTILE = "<script>alert('x')</script> & \x00\x0b\ufffe ]]>"
LANES = {lane: lane for lane in network_picture.LANES}


def network(n: int, lanes: int = 6) -> str:
    nodes = [Node(f"A{i:02d}", f"Name of actor {i:02d}", network_picture.LANES[i % lanes], 0.9, i % 7 == 0)
             for i in range(n)]  # fmt: skip
    kinds = list(network_picture.STYLES)
    edges = [
        Edge(f"A{i:02d}", f"A{(i * 7 + 3) % n:02d}", kinds[i % len(kinds)], True, 2)
        for i in range(n)
    ]
    return network_picture.draw(nodes, edges, LANES, {kind: kind for kind in kinds})


def boxes(drawn: str) -> list[tuple[float, float, float, float]]:
    root = ElementTree.fromstring(drawn)
    return [
        (float(r.get("x", 0)), float(r.get("y", 0)), float(r.get("width", 0)), float(r.get("height", 0)))
        for r in root.iter("{http://www.w3.org/2000/svg}rect") if r.get("rx") == "13"
    ]  # fmt: skip


@pytest.mark.parametrize("lanes", [6, 3, 1])
def test_sixty_actors_do_not_cover_each_other(lanes: int) -> None:
    found = boxes(network(60, lanes))
    assert len(found) == 60
    for i, a in enumerate(found):
        assert a[0] >= 0 and a[0] + a[2] <= network_picture.WIDTH
        for b in found[i + 1 :]:
            apart = (
                a[0] + a[2] <= b[0]
                or b[0] + b[2] <= a[0]
                or a[1] + a[3] <= b[1]
                or b[1] + b[3] <= a[1]
            )
            assert apart


def test_what_does_not_fit_is_counted() -> None:
    drawn = network(120)
    left = sum(int(n) for n in re.findall(r">\+ (\d+)<", drawn))
    assert len(boxes(drawn)) + left == 120 and left > 0


def test_a_small_network_stays_flat() -> None:
    root = ElementTree.fromstring(network(8, 2))
    assert float(root.get("height")) < 220


def test_calibration_marks_stand_where_they_should() -> None:
    bins = [
        calibration_picture.Bin("machine", 0.0, 1.0, 10),
        calibration_picture.Bin("analyst", 1.0, 0.0, 4),
    ]
    drawn = calibration_picture.draw(
        bins, {"machine": "machine", "analyst": "analysts"}, ("given", "happened")
    )
    root = ElementTree.fromstring(drawn)
    first = next(c for c in root.iter("{http://www.w3.org/2000/svg}circle"))
    assert (float(first.get("cx")), float(first.get("cy"))) == (
        calibration_picture.LEFT,
        calibration_picture.TOP,
    )
    assert "given" in drawn and "happened" in drawn


def test_the_same_network_gives_the_same_picture() -> None:
    assert network(30) == network(30)


@pytest.mark.parametrize("kind", ["network", "map", "timeline", "coverage", "fan", "calibration"])
def test_hostile_names_stay_text(kind: str) -> None:
    drawn = {
        "network": lambda: network_picture.draw([Node("a", HOSTILE, "money", 1, False)], [], LANES, {"x": HOSTILE}),
        "map": lambda: map_picture.draw([map_picture.Line(HOSTILE, [(15, 1, HOSTILE), (16, 0, "b")], True)], [], "en"),
        "timeline": lambda: timeline_picture.draw([timeline_picture.Dot(1, "violent", 1)],
                                                  dict.fromkeys(timeline_picture.LANES, HOSTILE), [(0, HOSTILE)], 5),
        "coverage": lambda: coverage_picture.draw([HOSTILE], [[1, None]], [(0, HOSTILE)], (HOSTILE, HOSTILE)),
        "fan": lambda: fan_picture.draw([fan_picture.Past(dt.date(2026, 1, 5), 1)], [], (HOSTILE, HOSTILE)),
        "calibration": lambda: calibration_picture.draw([calibration_picture.Bin("x", 0.5, 0.5, 3)], {"x": HOSTILE}, (HOSTILE, HOSTILE)),
    }[kind]()  # fmt: skip
    ElementTree.fromstring(drawn)
    assert "<script" not in drawn
    assert not re.search(r'\s(id|style|class|on\w+|href|xlink:href)="', drawn)


def test_palette_values_are_distinct_and_themed() -> None:
    values = list(svg.PALETTE.values())
    assert len(values) == len(set(values))
    assert 'fill="var(--accent)"' in svg.themed(svg.circle(1, 1, 1, "accent"))


def test_borders_are_real_and_names_bilingual() -> None:
    box = borders.Box(-4, 12, 5, 20)
    english = {name for _, _, name in borders.names(box, "en")}
    assert {"Mali", "Niger", "Burkina Faso"} <= english
    assert len(borders.borders(box)) >= 3
    assert {name for _, _, name in borders.names(borders.Box(14, 6, 24, 14), "fr")} >= {"Tchad"}


def test_a_fan_shows_history_silence_and_both_intervals() -> None:
    past = [
        fan_picture.Past(dt.date(2026, 1, 5) + dt.timedelta(weeks=i), None if i == 2 else i)
        for i in range(4)
    ]
    ahead = [fan_picture.Ahead(dt.date(2026, 2, 2), 0, 1, 2, 3, 6)]
    root = ElementTree.fromstring(fan_picture.draw(past, ahead, ("week", "incidents")))
    rects = list(root.iter("{http://www.w3.org/2000/svg}rect"))
    hollow = [r for r in rects if r.get("stroke") == svg.PALETTE["warm"]]
    outer = [r for r in rects if r.get("stroke") == svg.PALETTE["accent"]]
    assert len(rects) == 6 and len(hollow) == 1 and len(outer) == 1
    assert float(outer[0].get("y")) < min(float(r.get("y")) for r in rects if r is not outer[0])
