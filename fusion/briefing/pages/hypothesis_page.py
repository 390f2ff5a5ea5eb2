"""One page for one network hypothesis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fusion.briefing import subject
from fusion.briefing.confidence import FIRM
from fusion.briefing.hypotheses import embedment
from fusion.briefing.pages import adaptation, figures
from fusion.briefing.pages.view import Node, View
from fusion.briefing.rows import Row
from fusion.briefing.wording import (
    component,
    count,
    figure,
    words,
)
from fusion.terms.data_files import load

MEMBERS = 6  # rows of the members table; the rest is counted beneath
READINGS, FAINT = 3, 0.05  # rivals shown, and those that carry at least a twentieth
TESTS = 2  # of each kind: the worst ones
LINES = 6  # evidence lines in the rivals' table: what separates them most


def page(view: View, row: Row, statement: Node | None) -> Node:
    """Statement, members, pictures, elements, rivals, breaking tests; less in open editions.

    Breaking tests speak of origins, and the ladder of office holders: both stay in editions
    that may hold source text or name persons.
    """
    is_full = view.edition.names_persons or view.edition.holds_source_text
    node: Node = {
        "id": row["hypothesis_id"],
        "code": subject.short_code(row["hypothesis_id"]),
        "title": view.title(row),
        "name": adaptation.name(view, row),
        "status": view.coded("status", row["status"]),
        "facts": facts(view, row),
        "statement": statement,
        "is_withheld": statement is None,
    }
    if statement is None:
        view.count_withheld("hypothesis")
        return node
    node |= {
        "embedment": view.t(embedment(row)) if is_full else "",
        "members": members(view, row),
        "network": figures.network(view, row),
        "map": figures.corridor_map(view, row),
        "timeline": figures.timeline(view, row),
        "elements": elements(view, row),
        "rivals": rivals(view, row),
        "tests": tests(view, row) if is_full else None,
        "vulnerability": adaptation.lines(view, row, is_full),
    }
    return node


def facts(view: View, row: Row) -> str:
    """'continued, 26 weeks; 8 members; strength 0.71, was 0.64'."""
    weeks = max(1, (row["last_on"] - row["first_on"]).days // 7 + 1)
    strength = view.t(figure(row["strength"], 2))
    before = row["previous_strength"]
    moved = f" ({view.l('was')} {view.t(figure(before, 2))})" if before is not None else ""
    return " · ".join([
        view.t(count(weeks, "week")), view.t(count(row["n_actors"], "member")),
        view.t(count(row["n_incidents"], "incident")), view.t(count(row["n_origins"], "origin")),
        f"{view.l('strength')} {strength}{moved}",
    ])  # fmt: skip


def ranked_members(view: View, row: Row) -> list[Row]:
    """Members, most certain first, one row for each actor and role."""
    rows = view.holdings.of("hypothesis_actor").get(row["hypothesis_id"], [])
    return sorted(rows, key=lambda r: (-r["probability"], r["actor_id"], r["role"]))


def members(view: View, row: Row) -> Node:
    """Who, in which roles, on how many origins, with citations; one row an actor."""
    by_actor: dict[str, list[Row]] = {}
    for member in ranked_members(view, row):
        by_actor.setdefault(member["actor_id"], []).append(member)
    rows = [_member(view, row, mine) for mine in list(by_actor.values())[:MEMBERS]]
    table = view.table("members", ("who", "kind", "role", "origins", "membership", "sources"), rows)
    left = len(by_actor) - len(rows)
    notes = [f"+ {left}"] if left else []
    table["note"] = " · ".join(notes + possible(view, row))
    return table


def possible(view: View, row: Row) -> list[str]:
    """How many incidents lie near that share nobody with it: where all is told, nobody named."""
    found = view.holdings.of("possible_incident").get(row["hypothesis_id"], [])
    if not found or not view.is_exact:
        return []
    return [f"{view.t(count(len(found), 'incident'))} {view.l('possible_near')}"]


def _member(view: View, row: Row, mine: list[Row]) -> list[Any]:
    first = mine[0]
    actor = view.holdings.actors.get(first["actor_id"])
    claims = [key for member in mine for key in member["claim_ids"]]
    reports = [
        view.holdings.claims[key]["report_id"] for key in claims if key in view.holdings.claims
    ]
    reports = reports or view.reports_of(first["actor_id"], row["hypothesis_id"])
    roles = ", ".join(words("roles")[member["role"]][view.language] for member in mine)
    bridge = f" · {view.l('bridge')}" if any(member["is_bridge"] for member in mine) else ""
    return [
        view.name(first["actor_id"]),
        view.coded("kind", actor["kind"]) if actor else "–",
        roles + bridge,
        str(max(member["n_origins"] for member in mine)),
        view.t(figure(first["probability"], 1)),
        {"text": "", "citations": view.cites(reports[:3])},
    ]


def elements(view: View, row: Row) -> Node:
    """The Convention's elements, each with its verdict and evidence for this hypothesis."""
    stated = {e["element"]: e for e in view.holdings.of("element").get(row["hypothesis_id"], [])}
    rows = [
        [
            view.l(name),
            view.coded("verdict", stated[name]["verdict"]),
            view.foreign(stated[name]["evidence"]),
        ]
        for name in load("typologies")["elements"]
        if name in stated
    ]
    return view.table("elements", ("element", "verdict", "evidence"), rows)


def rivals(view: View, row: Row) -> Node:
    """Readings in rows, evidence in columns (Dhami et al. 2024); the lines beneath."""
    readings = sorted(
        view.holdings.of("rival").get(row["hypothesis_id"], []),
        key=lambda r: (r["rank"], r["rival"]),
    )
    shown = [r for n, r in enumerate(readings) if n < READINGS or r["weight"] >= FAINT]
    lines = separating(shown)
    rows = []
    for reading in shown:
        marks = [
            "+" if line in reading["evidence_for"] else
            "−" if line in reading["evidence_against"] else "·"
            for line in lines
        ]  # fmt: skip
        rounded = 5 * round(20 * reading["weight"])  # to what such a weight bears
        share = f"{rounded}\u202f%" if rounded else "< 5\u202f%"
        rows.append([view.t(subject.reading(reading["rival"])), *marks, share])
    head = [view.l("reading"), *(f"E{i}" for i in range(1, len(lines) + 1)), view.l("weight")]
    return {
        "caption": view.l("rivals"),
        "head": head,
        "rows": rows,
        "note": " ".join(_beside(view, readings, len(shown))),
        "lines": [f"E{i} {view.foreign(line)}" for i, line in enumerate(lines, 1)],
        "separating": [
            view.foreign(reading["separating_evidence"])
            for reading in readings if reading["separating_evidence"]
        ][:2],
    }  # fmt: skip


def _beside(view: View, readings: Sequence[Row], n_shown: int) -> Iterator[str]:
    """How firmly the first reading leads, and how many are not shown."""
    if readings:
        share = readings[0]["stability"]
        key = "rivals_firm" if share >= FIRM else "rivals_open"
        yield view.say(key, n=round(100 * share))
    if len(readings) > n_shown:
        yield view.say("rivals_left", n=len(readings) - n_shown)


def separating(readings: Sequence[Row]) -> list[str]:
    """Evidence lines on which the readings differ most, at most eight."""
    order: dict[str, None] = {}
    for reading in readings:
        for line in (*reading["evidence_for"], *reading["evidence_against"]):
            order.setdefault(line)

    def spread(line: str) -> int:
        """How many different ways the readings take a line of evidence."""
        signs = {
            (line in reading["evidence_for"]) - (line in reading["evidence_against"])
            for reading in readings
        }
        return len(signs)

    ranked = sorted(enumerate(order), key=lambda item: (-spread(item[1]), item[0]))[:LINES]
    return [line for _, line in sorted(ranked)]


def tests(view: View, row: Row) -> Node:
    """What is left without one origin, component or actor, or with other origins; the most telling
    of each kind."""
    found = view.holdings.of("breaking_test").get(row["hypothesis_id"], [])
    rows = []
    for kind in ("origin", "component", "actor", "bootstrap"):
        mine = sorted(
            (test for test in found if test["kind"] == kind),
            key=lambda test: (test["survives"], test["strength_left"], test["left_out"]),
        )
        rows += [[_left_out(view, test), _verdict(view, row, test)] for test in mine[:TESTS]]
    return view.table("tests", ("left_out", "result"), rows)


def _left_out(view: View, test: Row) -> str:
    if test["kind"] == "component":
        return view.say("test_component", left_out=component(test["left_out"]))
    if test["kind"] == "actor":
        return view.say("test_actor", left_out=view.described(test["left_out"]))
    if test["kind"] == "bootstrap":
        return view.say("test_bootstrap")
    code = f"O-{test['left_out'].removeprefix('ORI-')[:6]}"
    if test["grade"] is None:
        return view.say("test_origin", left_out=code)
    return view.say("test_origin_graded", left_out=code, grade=test["grade"])


def _verdict(view: View, row: Row, test: Row) -> str:
    before, after = figure(row["strength"], 2), figure(test["strength_left"], 2)
    if test["share"] is not None:
        n = figure(round(100 * test["share"]))
        return view.say("test_stands", n=n, before=before, after=after)
    return view.say(
        "test_survives" if test["survives"] else "test_falls", before=before, after=after
    )
