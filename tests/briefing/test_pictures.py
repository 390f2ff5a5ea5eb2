# ruff: noqa: E501
"""Pictures: well-formed, escaped, deterministic, readable when there is much to show."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest

from fusion.briefing.pictures import (
    borders,
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


def network(n: int) -> str:
    nodes = [Node(f"A{i:02d}", f"Name of actor {i:02d}", network_picture.LANES[i % 6], 0.9, i % 7 == 0)
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


def test_sixty_actors_do_not_cover_each_other() -> None:
    found = boxes(network(60))
    assert len(found) == 60
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            apart = (
                a[0] + a[2] <= b[0]
                or b[0] + b[2] <= a[0]
                or a[1] + a[3] <= b[1]
                or b[1] + b[3] <= a[1]
            )
            assert apart


def test_more_than_sixty_are_counted() -> None:
    assert len(boxes(network(90))) == 60 and network(90).count(">+ 5<") == 6


def test_the_same_network_gives_the_same_picture() -> None:
    assert network(30) == network(30)


@pytest.mark.parametrize("kind", ["network", "map", "timeline", "coverage", "fan"])
def test_hostile_names_stay_text(kind: str) -> None:
    drawn = {
        "network": lambda: network_picture.draw([Node("a", HOSTILE, "money", 1, False)], [], LANES, {"x": HOSTILE}),
        "map": lambda: map_picture.draw([map_picture.Line(HOSTILE, [(15, 1, HOSTILE), (16, 0, "b")], True)], [], "en"),
        "timeline": lambda: timeline_picture.draw([timeline_picture.Dot(1, "violent", 1)],
                                                  dict.fromkeys(timeline_picture.LANES, HOSTILE), [(0, HOSTILE)], 5),
        "coverage": lambda: coverage_picture.draw([HOSTILE], [[1, None]], [(0, HOSTILE)], (HOSTILE, HOSTILE)),
        "fan": lambda: fan_picture.draw([fan_picture.Past(dt.date(2026, 1, 5), 1)], [], HOSTILE.replace("\x00", "")),
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


def test_a_fan_does_not_depend_on_the_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    past = [fan_picture.Past(dt.date(2026, 1, 5) + dt.timedelta(weeks=i), i) for i in range(4)]
    fan_picture._drawn.cache_clear()
    first = fan_picture.draw(past, [], "n")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    fan_picture._drawn.cache_clear()
    assert fan_picture.draw(past, [], "n") == first
