"""The networks of the issue in one table, and the requirements of leadership in another."""

from __future__ import annotations

from fusion.briefing import subject
from fusion.briefing.pages import adaptation
from fusion.briefing.pages.view import Node, View
from fusion.briefing.rows import Row
from fusion.briefing.wording import component, figure, joined, month_name, same

LEADS = 8  # rows: what an analyst looks at first; the rest stays in the tables


def networks(view: View, shown: list[Node]) -> Node:
    """Name, status, strength and its way, last report, confidence; one row a network."""
    by_id = view.holdings.by_id
    rows = [_row(view, by_id[node["id"]], node) for node in shown if not node["is_withheld"]]
    head = ("network", "status", "strength", "last_reported", "told_by", "confidence")
    return view.table("networks_table", head, rows)


def _row(view: View, row: Row, node: Node) -> list[str]:
    before, now = row["previous_strength"], row["strength"]
    way = ""
    if before is not None and abs(now - before) >= 0.005:
        way = " ▲" if now > before else " ▼"
    seen = sorted({c for item in view.holdings.incidents_of(row["hypothesis_id"])
                   for c in item["components"]})  # fmt: skip
    told = str(len(seen)) if len(seen) > 2 else view.t(joined([component(c) for c in seen]))
    level = view.l(f"confidence_{row['confidence']}")
    return [
        f"{adaptation.name(view, row)} · {node['code']}",
        view.coded("status", row["status"]),
        view.t(figure(now, 2)) + way,
        view.t(month_name(row["last_on"])),
        told if len(seen) <= 2 else f"{told} {view.l('components_word')}",
        level.rpartition(":")[2].strip(),
    ]


def leads(view: View) -> Node:
    """What is no hypothesis, and why: only in the edition that is told everything.

    Nothing of it was weighed as a hypothesis is, so no edition that is told less holds it.
    """
    rows = view.holdings.get("lead").to_pylist() if view.is_exact else []
    standing = [row for row in rows if row["last_on"]]
    standing.sort(key=lambda r: (-r["n_origins"], -r["n_incidents"], r["subject_id"]))
    body = [_lead(view, row) for row in standing[:LEADS]]
    table = view.table("leads_table", ("lead", "not_shown_because", "n_incidents", "origins",
                                       "last_reported"), body)  # fmt: skip
    left = len(standing) - len(body)
    table["note"] = f"+ {left} {view.l('more_rows')}" if left > 0 else ""
    return table


def _lead(view: View, row: Row) -> list[str]:
    profile = view.holdings.run.profile
    roads = [found for code in row["corridors"][:2] if (found := subject.corridor(profile, code))]
    what = view.t(subject.markets_the(row["markets"]))
    where = view.t(joined([subject.short_corridor(road) for road in roads])) if roads else ""
    return [
        " · ".join(part for part in (what, where, subject.short_code(row["subject_id"])) if part),
        view.foreign(row["reason"]),
        str(row["n_incidents"]),
        str(row["n_origins"]),
        view.t(month_name(row["last_on"])),
    ]


def requirements(view: View) -> Node:
    """Each priority requirement: what answers it now, and how far that goes."""
    stated = {row["pir"]: row for row in view.holdings.get("pir_status").to_pylist()}
    rows = [_requirement(view, pir.code, pir.markets, stated.get(pir.code))
            for pir in view.holdings.run.profile.requirements]  # fmt: skip
    texts = {pir.code: pir.text_fr if view.language == "fr" else pir.text_en
             for pir in view.holdings.run.profile.requirements}  # fmt: skip
    body = [[f"{row[0]} · {texts[row[0]]}", *row[1:]] for row in rows]
    return view.table("pir_table", ("pir", "answered_by", "state", "open_gaps"), body)


def _requirement(view: View, code: str, markets: tuple[str, ...], stated: Row | None) -> list[str]:
    judged = sorted(
        (row for row in view.holdings.get("judgement").to_pylist()
         if row["section"] == "key_judgement" and view.allows(row["marking"])),
        key=lambda row: row["rank"],
    )  # fmt: skip
    gaps = [r for r in view.holdings.get("requirement").to_pylist() if r["pir"] == code]
    keys = (
        [key for key in stated["hypothesis_ids"] if key in view.holdings.by_id]
        if stated
        else [
            r["hypothesis_id"] for r in view.holdings.hypotheses if set(r["markets"]) & set(markets)
        ]
    )
    said = [str(row["rank"]) for row in judged if code in (row["implication_en"] or "")]
    parts = [subject.short_code(key) for key in keys[:3]]
    if said:
        parts.append(f"{view.l('judgement').lower()} {', '.join(said)}")
    names = joined([same(part) for part in parts])
    state = (
        view.coded("pir", stated["state"])
        if stated
        else view.l("pir_partly_answered" if keys or said else "pir_unanswered")
    )
    reason = stated[f"reason_{view.language}"] if stated else ""
    return [
        code,
        view.t(names) or "–",
        f"{state}. {view.clean(reason)}".strip(". "),
        str(len(gaps)),
    ]
