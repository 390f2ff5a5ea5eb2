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
COLUMNS = 7  # across a page: narrower ones could not hold a name
FEWEST_ROWS, MOST_ROWS = 2, 16  # of a column; what does not fit is counted beneath
TIES = 90  # drawn at most, best told first: more cannot be followed by eye; all are in the table
WIDTH, STEP, PILL, TOP = 960.0, 38.0, 26.0, 40.0
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
    if kind in ("vehicle", "phone", "account", "address"):
        return "means"
    return _ROLE_LANES.get(role, "others")


def draw(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    lanes: Mapping[str, str],
    legend: Mapping[str, str],
) -> str:
    """SVG of the network; `lanes` and `legend` hold words in the language of the edition.

    A lane with many actors takes several columns, so that sixty stay readable on one page.
    """
    grid = _Grid.of(nodes, edges)
    at = grid.places()
    pill = min(190.0, grid.wide - 26)
    bottom = TOP + grid.rows * STEP
    parts = [_heading(x, lanes[lane], bottom, wide) for lane, x, wide in grid.headings()]
    drawn = sorted(
        (edge for edge in edges if {edge.source, edge.target} <= at.keys()),
        key=lambda edge: (-edge.n_origins, edge.kind == "co_presence", edge.source, edge.target),
    )[:TIES]
    # Weak ties first, so that well told ones lie above them.
    parts += [_edge(edge, at, pill) for edge in reversed(drawn)]
    parts += [_pill(node, at[node.key], pill) for node in nodes if node.key in at]
    for lane, x, wide in grid.headings():
        if grid.left_out.get(lane):
            more = f"+ {grid.left_out[lane]}"
            parts.append(svg.text(x + wide / 2 - 8, bottom + 14, more, 11, "muted", "end"))
    shown = {kind: words for kind, words in legend.items() if any(e.kind == kind for e in drawn)}
    parts.append(_legend(shown, bottom + 34))
    return svg.document(WIDTH, bottom + 34 + 20 * ((len(shown) + 4) // 5), parts)


@dataclass(frozen=True)
class _Grid:
    """Lanes of actors in columns of equal height."""

    columns: dict[str, list[Node]]  # of the lanes in use, in reading order
    left_out: dict[str, int]
    rows: int

    @classmethod
    def of(cls, nodes: Sequence[Node], edges: Sequence[Edge]) -> _Grid:
        """The fewest rows with which all lanes fit beside each other."""
        lanes = _ordered(nodes, edges)
        rows = FEWEST_ROWS
        while rows < MOST_ROWS and sum(-(-len(c) // rows) for c in lanes.values()) > COLUMNS:
            rows += 1
        room = _room(lanes, rows)
        kept = {lane: column[: room[lane] * rows] for lane, column in lanes.items()}
        left = {lane: len(lanes[lane]) - len(kept[lane]) for lane in lanes}
        tallest = max((min(rows, len(column)) for column in kept.values()), default=1)
        return cls(kept, left, tallest)

    def _spread(self) -> dict[str, int]:
        """Columns that each lane takes."""
        return {lane: max(1, -(-len(c) // self.rows)) for lane, c in self.columns.items()}

    @property
    def wide(self) -> float:
        """Width of one column."""
        return WIDTH / max(2, sum(self._spread().values()))

    def headings(self) -> list[tuple[str, float, float]]:
        """Lane, middle and width of each lane."""
        found, at = [], 0
        for lane, n in self._spread().items():
            found.append((lane, (at + n / 2) * self.wide, n * self.wide))
            at += n
        return found

    def places(self) -> dict[str, tuple[float, float]]:
        """Middle of each actor's box."""
        at: dict[str, tuple[float, float]] = {}
        first = 0
        for lane, n in self._spread().items():
            column = self.columns[lane]
            for number in range(n):
                # Dealt out row by row, so that what lies near in order lies near on the page.
                part = column[number::n]
                offset = (self.rows - len(part)) * STEP / 2
                for row, node in enumerate(part):
                    x = (first + number + 0.5) * self.wide
                    at[node.key] = (x, TOP + offset + (row + 0.5) * STEP)
            first += n
        return at


def _room(lanes: Mapping[str, list[Node]], rows: int) -> dict[str, int]:
    """Columns for each lane where they do not all fit: one each, then by need."""
    need = {lane: -(-len(column) // rows) for lane, column in lanes.items()}
    room = dict.fromkeys(lanes, 1)
    while sum(room.values()) < COLUMNS and any(room[lane] < need[lane] for lane in lanes):
        lane = max(lanes, key=lambda name: need[name] - room[name])
        room[lane] += 1
    return room


def _ordered(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, list[Node]]:
    """Nodes by lane, ordered so that ties cross little (two barycentre sweeps)."""
    columns: dict[str, list[Node]] = {}
    for node in sorted(nodes, key=lambda n: (-n.weight, n.key)):
        columns.setdefault(node.lane, []).append(node)
    columns = {lane: columns[lane][: COLUMNS * MOST_ROWS] for lane in LANES if lane in columns}
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
    return columns


def _middle(node: Node, near: Mapping[str, list[str]], height: Mapping[str, float]) -> float:
    others = [height[key] for key in near.get(node.key, []) if key in height]
    return round(sum(others) / len(others), 6) if others else height[node.key]


def _heading(x: float, words: str, bottom: float, wide: float) -> str:
    band = svg.rect(x - wide / 2 + 4, 24, wide - 8, bottom - 20, "faint", radius=6,
                    extra=' fill-opacity="0.55"')  # fmt: skip
    return band + svg.text(x, 15, svg.fit(words, int(wide / 7)), 12, "muted", "middle", 600)


def _pill(node: Node, at: tuple[float, float], wide: float) -> str:
    fill = "soft" if node.is_bridge else "paper"
    label = svg.fit(node.label, int(wide / 5.8))
    dash = "" if node.weight >= 0.5 else ' stroke-dasharray="3 2"'
    box = svg.rect(at[0] - wide / 2, at[1] - PILL / 2, wide, PILL, fill, "accent", 13, dash)
    return box + svg.text(
        at[0], at[1] + 4, label, 11.5, "ink", "middle", 600 if node.is_bridge else 400
    )


def _edge(edge: Edge, at: Mapping[str, tuple[float, float]], pill: float) -> str:
    """A curve between two pills; inside one column it bows aside."""
    colour, dash = STYLES.get(edge.kind, ("muted", ""))
    start, end = at[edge.source], at[edge.target]
    half = pill / 2
    if abs(start[0] - end[0]) < 1:
        # In the last column it bows to the left, or it would leave the picture.
        way = 1.0 if start[0] + half + 44 < WIDTH else -1.0
        a, b = (start[0] + way * half, start[1]), (end[0] + way * half, end[1])
        bow = a[0] + way * (18 + min(26.0, abs(a[1] - b[1]) / 8))
        c1, c2, direction = (bow, a[1]), (bow, b[1]), -way
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
