"""Figures of a hypothesis: what is drawn, its words for those who cannot see it, its table."""

from __future__ import annotations

import datetime as dt

from fusion.briefing import subject
from fusion.briefing.holdings import VIOLENT
from fusion.briefing.pages.view import Node, View
from fusion.briefing.pictures import map_picture, network_picture, timeline_picture
from fusion.briefing.rows import Row
from fusion.briefing.wording import count, day, market, words
from fusion.terms.data_files import load

INCIDENTS = 12  # latest incidents in the table behind the timeline
WEEKS = 26  # of the timeline: half a year


def figure(view: View, kind: str, svg: str, alt: str, table: Node | None) -> Node:
    """A figure with its caption, its text for those who do not see it, and its data."""
    return {"kind": kind, "caption": view.coded("figure", kind), "alt": alt, "svg": svg,
            "table": table}  # fmt: skip


def network(view: View, row: Row) -> Node | None:
    """Members in lanes by role, ties between them."""
    members = view.holdings.of("hypothesis_actor").get(row["hypothesis_id"], [])
    best: dict[str, Row] = {}
    for member in sorted(members, key=lambda r: (-r["probability"], r["actor_id"], r["role"])):
        best.setdefault(member["actor_id"], member)
    nodes = [
        network_picture.Node(
            key=key,
            label=view.described(key, member["role"]),
            lane=network_picture.lane_of(member["role"], _kind(view, key)),
            weight=member["probability"],
            is_bridge=member["is_bridge"],
        )
        for key, member in best.items()
    ]
    ties = _ties(view, row, best)
    if not nodes:
        return None
    edges = [
        network_picture.Edge(tie["source_id"], tie["target_id"], tie["kind"], tie["is_directed"],
                             n_origins)
        for tie, n_origins in ties
    ]  # fmt: skip
    lanes = {lane: view.coded("lane", lane) for lane in network_picture.LANES}
    legend = {kind: view.coded("tie", kind) for kind in sorted({edge.kind for edge in edges})}
    alt = (
        f"{view.l('figure_network')}: {view.t(count(len(nodes), 'member'))}, "
        f"{view.t(count(len(edges), 'tie'))}."
    )
    roles = {key: member["role"] for key, member in best.items()}
    rows = [
        [view.described(tie["source_id"], roles[tie["source_id"]]), view.coded("tie", tie['kind']),
         view.described(tie["target_id"], roles[tie["target_id"]]), str(n_origins)]
        for tie, n_origins in ties
    ]  # fmt: skip
    table = view.table("ties", ("from", "tie", "to", "origins"), rows)
    return figure(view, "network", network_picture.draw(nodes, edges, lanes, legend), alt, table)


def _kind(view: View, actor_id: str) -> str:
    actor = view.holdings.actors.get(actor_id)
    return actor["kind"] if actor else "person"


def _ties(view: View, row: Row, members: dict[str, Row]) -> list[tuple[Row, int]]:
    """Ties between members, those on most origins first."""
    found = [
        (view.holdings.ties[item["tie_id"]], item["n_origins"])
        for item in view.holdings.of("hypothesis_tie").get(row["hypothesis_id"], [])
        if item["tie_id"] in view.holdings.ties
    ]
    inside = [(t, n) for t, n in found if t["source_id"] in members and t["target_id"] in members]
    return sorted(inside, key=lambda item: (-item[1], item[0]["tie_id"]))


def corridor_map(view: View, row: Row) -> Node | None:
    """Incidents and corridors on real borders."""
    profile = view.holdings.run.profile
    corridors = [
        map_picture.Line(view.t(subject.corridor_name(c)),
                         [(p.latitude, p.longitude, p.name) for p in c.points],
                         c.code in row["corridors"])
        for c in profile.corridors
    ]  # fmt: skip
    spots: dict[tuple[float, float], int] = {}
    places: dict[str, int] = {}
    for incident in view.holdings.incidents_of(row["hypothesis_id"]):
        point = view.point(incident)
        if point:
            spots[point] = spots.get(point, 0) + 1
            where = view.place(incident)
            places[where] = places.get(where, 0) + 1
    shown = [line for line in corridors if line.is_used]
    if not spots and not shown:
        return None
    svg = map_picture.draw(
        corridors, [map_picture.Spot(*at, n) for at, n in sorted(spots.items())], view.language
    )
    names = ", ".join(line.name for line in shown) or "–"
    n_spots = sum(spots.values())
    alt = f"{view.l('figure_map')}: {names}; {view.t(count(n_spots, 'incident'))}."
    rows = [[name, str(n)] for name, n in sorted(places.items(), key=lambda i: (-i[1], i[0]))]
    table = view.table("figure_map", ("where", "n_incidents"), rows[:INCIDENTS])
    table["note"] = f"+ {len(rows) - INCIDENTS}" if len(rows) > INCIDENTS else ""
    return figure(view, "map", svg, alt, table)


def timeline(view: View, row: Row) -> Node | None:
    """Incidents by week in three lanes; the latest ones in a table with their sources."""
    start = view.holdings.last_day - dt.timedelta(weeks=WEEKS) + dt.timedelta(days=1)
    start -= dt.timedelta(days=start.weekday())
    incidents = [
        item for item in view.holdings.incidents_of(row["hypothesis_id"])
        if item["occurred_from"] and item["occurred_from"] >= start
    ]  # fmt: skip
    if not incidents:
        return None
    dots = [
        timeline_picture.Dot((item["occurred_from"] - start).days // 7, _lane(item),
                             max(1, item["n_origins"]))
        for item in incidents
    ]  # fmt: skip
    lanes = {lane: view.coded("timeline", lane) for lane in timeline_picture.LANES}
    ticks = _months(view, start)
    svg = timeline_picture.draw(dots, lanes, ticks, WEEKS + 1)
    alt = (
        f"{view.l('figure_timeline')}: {view.t(count(len(dots), 'incident'))}, "
        f"{view.t(day(start))} – {view.t(day(view.holdings.last_day))}."
    )
    return figure(view, "timeline", svg, alt, _incident_table(view, incidents))


def _lane(incident: Row) -> str:
    if incident["event_type"] in VIOLENT:
        return "violent"
    return "agreement" if incident["event_subtype"] == "agreement" else "market"


def _months(view: View, start: dt.date) -> list[tuple[float, str]]:
    """Position in weeks and short name of each first of a month."""
    names = words("nouns")["short_months"][view.language]
    days = [start + dt.timedelta(days=offset) for offset in range(WEEKS * 7 + 7)]
    return [((on - start).days / 7, names[on.month - 1]) for on in days if on.day == 1]


def _incident_table(view: View, incidents: list[Row]) -> Node:
    rows = []
    for item in reversed(incidents[-INCIDENTS:]):
        lead = view.holdings.accounts.get(item["lead_account_id"])
        cites = view.cites([lead["lead_report_id"]]) if lead else []
        rows.append([
            view.date(item), view.place(item), _what(view, item), str(item["n_origins"]),
            {"text": "", "citations": cites},
        ])  # fmt: skip
    return view.table("incidents", ("when", "where", "what", "origins", "sources"), rows)


def _what(view: View, incident: Row) -> str:
    """Type and market in the language of the view: no sentence of a report."""
    types = load("incident_types")
    group = types.get(incident["event_type"] or "")
    if view.language == "fr":
        named = words("subtypes").get(incident["event_subtype"] or "")
    else:
        named = group["subtypes"].get(incident["event_subtype"] or "") if group else None
    markets = [view.t(market(code)) for code in incident["markets"][:1]]
    if markets and incident["event_subtype"] == "other":
        named = None  # 'Other · fuel smuggling' says no more than 'fuel smuggling'
    return " · ".join([part for part in (named, *markets) if part]) or "–"
