"""The network in lanes by role: readable at sixty actors, the same picture for the same network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fusion.briefing.pictures import svg

LANES = ("money", "brokerage", "movement", "protection", "others", "means")
_ROLE_LANES = {
    "financier": "money", "leader": "money", "buyer": "money",
    "broker": "brokerage", "facilitator": "brokerage",
    "transporter": "movement", "producer": "movement",
    "protector": "protection", "enforcer": "protection", "tax_collector": "protection",
}  # fmt: skip
TALLEST = 10  # nodes in one lane: sixty actors in six lanes; the rest is counted beneath
WIDTH, STEP, PILL, TOP = 960.0, 40.0, 26.0, 40.0
# Stroke of each kind of tie: colour, dashes. Shape tells them apart without colour.
STYLES: dict[str, tuple[str, str]] = {
    "command": ("ink", ""), "membership": ("ink", "2 3"), "family": ("plum", ""),
    "payment": ("accent", ""), "supply": ("accent", "7 4"), "transport": ("green", ""),
    "protection": ("warm", ""), "communication": ("green", "2 3"), "meeting": ("muted", "7 4"),
    "co_presence": ("muted", "1 4"), "conflict": ("warm", "9 3 2 3"),
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """An actor; `weight` 0–1 is the probability of membership."""

    key: str
    label: str
    lane: str
    weight: float
    is_bridge: bool


@dataclass(frozen=True)
class Edge:
    """A tie on `n_origins` independent origins."""

    source: str
    target: str
    kind: str
    is_directed: bool
    n_origins: int


def lane_of(role: str, kind: str) -> str:
    """Lane of an actor: things are means, whatever their role."""
    if kind in ("vehicle", "phone", "account"):
        return "means"
    return _ROLE_LANES.get(role, "others")


def draw(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    lanes: Mapping[str, str],
    legend: Mapping[str, str],
) -> str:
    """SVG of the network; `lanes` and `legend` hold words in the language of the edition."""
    columns, left_out = _columns(nodes, edges)
    used = [lane for lane in LANES if columns.get(lane)]
    wide = WIDTH / len(used)
    pill = min(190.0, wide - 26)
    at: dict[str, tuple[float, float]] = {}
    tallest = max(len(columns[lane]) for lane in used)
    for number, lane in enumerate(used):
        column = columns[lane]
        offset = (tallest - len(column)) * STEP / 2
        for row, node in enumerate(column):
            at[node.key] = (number * wide + wide / 2, TOP + offset + (row + 0.5) * STEP)
    bottom = TOP + tallest * STEP
    parts = [_heading(number * wide + wide / 2, lanes[lane], bottom, wide)
             for number, lane in enumerate(used)]  # fmt: skip
    parts += [_edge(edge, at, pill) for edge in edges if {edge.source, edge.target} <= at.keys()]
    parts += [_pill(node, at[node.key], pill) for node in nodes if node.key in at]
    for number, lane in enumerate(used):
        if left_out.get(lane):
            more = f"+ {left_out[lane]}"
            parts.append(
                svg.text(number * wide + wide / 2, bottom + 12, more, 11, "muted", "middle")
            )
    parts.append(_legend(legend, bottom + 34))
    return svg.document(WIDTH, bottom + 34 + 20 * ((len(legend) + 4) // 5), parts)


def _columns(
    nodes: Sequence[Node], edges: Sequence[Edge]
) -> tuple[dict[str, list[Node]], dict[str, int]]:
    """Nodes by lane, ordered so that ties cross little (two barycentre sweeps)."""
    columns: dict[str, list[Node]] = {}
    for node in sorted(nodes, key=lambda n: (-n.weight, n.key)):
        columns.setdefault(node.lane, []).append(node)
    left_out = {lane: max(0, len(column) - TALLEST) for lane, column in columns.items()}
    columns = {lane: column[:TALLEST] for lane, column in columns.items()}
    near: dict[str, list[str]] = {}
    for edge in edges:
        near.setdefault(edge.source, []).append(edge.target)
        near.setdefault(edge.target, []).append(edge.source)
    for sweep in (LANES, LANES[::-1]):
        height = {
            node.key: (row + 0.5) / len(column)
            for column in columns.values() for row, node in enumerate(column)
        }  # fmt: skip
        for lane in sweep:
            column = columns.get(lane, [])
            column.sort(key=lambda node: (_middle(node, near, height), node.key))
            height |= {node.key: (row + 0.5) / len(column) for row, node in enumerate(column)}
    return columns, left_out


def _middle(node: Node, near: Mapping[str, list[str]], height: Mapping[str, float]) -> float:
    others = [height[key] for key in near.get(node.key, []) if key in height]
    return round(sum(others) / len(others), 6) if others else height[node.key]


def _heading(x: float, words: str, bottom: float, wide: float) -> str:
    band = svg.rect(x - wide / 2 + 4, 24, wide - 8, bottom - 20, "faint", radius=6,
                    extra=' fill-opacity="0.55"')  # fmt: skip
    return band + svg.text(x, 15, svg.fit(words, 24), 12, "muted", "middle", 600)


def _pill(node: Node, at: tuple[float, float], wide: float) -> str:
    fill = "soft" if node.is_bridge else "paper"
    label = svg.fit(node.label, int(wide / 6.1))
    dash = "" if node.weight >= 0.5 else ' stroke-dasharray="3 2"'
    box = svg.rect(at[0] - wide / 2, at[1] - PILL / 2, wide, PILL, fill, "accent", 13, dash)
    return box + svg.text(
        at[0], at[1] + 4, label, 11.5, "ink", "middle", 600 if node.is_bridge else 400
    )


def _edge(edge: Edge, at: Mapping[str, tuple[float, float]], pill: float) -> str:
    """A curve between two pills; inside one lane it bows to the right."""
    colour, dash = STYLES.get(edge.kind, ("muted", ""))
    start, end = at[edge.source], at[edge.target]
    half = pill / 2
    if abs(start[0] - end[0]) < 1:
        a, b = (start[0] + half, start[1]), (end[0] + half, end[1])
        bow = a[0] + 18 + min(26.0, abs(a[1] - b[1]) / 8)
        c1, c2, direction = (bow, a[1]), (bow, b[1]), -1.0
    else:
        side = 1.0 if end[0] > start[0] else -1.0
        a, b = (start[0] + side * half, start[1]), (end[0] - side * half, end[1])
        reach = max(30.0, abs(b[0] - a[0]) * 0.45)
        c1, c2, direction = (a[0] + side * reach, a[1]), (b[0] - side * reach, b[1]), side
    width = 1.0 + 0.5 * min(4, edge.n_origins)
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    path = (
        f'<path d="M{a[0]:.1f} {a[1]:.1f}C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} '
        f'{b[0]:.1f} {b[1]:.1f}" fill="none" stroke="{svg.PALETTE[colour]}" '
        f'stroke-width="{width:g}" stroke-opacity="0.75"{extra}/>'
    )
    if not edge.is_directed:
        return path
    tip = f"{b[0]:.1f},{b[1]:.1f} " + " ".join(
        f"{b[0] - direction * 8:.1f},{b[1] + d:.1f}" for d in (-4, 4)
    )
    return path + f'<polygon points="{tip}" fill="{svg.PALETTE[colour]}"/>'


def _legend(legend: Mapping[str, str], y: float) -> str:
    parts = []
    for number, (kind, words) in enumerate(legend.items()):
        x, row = 10 + (number % 5) * (WIDTH / 5), y + 20 * (number // 5)
        colour, dash = STYLES.get(kind, ("muted", ""))
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(svg.line([(x, row), (x + 30, row)], colour, 2, extra))
        parts.append(svg.text(x + 38, row + 4, words, 12, "muted"))
    return "".join(parts)
