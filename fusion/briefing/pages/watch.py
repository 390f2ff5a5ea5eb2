"""What to watch and what to find out: indicators, the acquisition plan, contradictory accounts."""

from __future__ import annotations

import datetime as dt

from fusion.briefing import subject
from fusion.briefing.pages import adaptation
from fusion.briefing.pages.view import Node, View
from fusion.briefing.rows import Row
from fusion.briefing.wording import component, day_short, figure, french_spaces, joined, same

COUNTED = ("toll", "count")  # the rest holds places, days or words of reports
NAMED = 2  # components named in a cell
FIRST = 8  # rows in the body of the brief: what leadership can act on
NEVER = 10**6  # a requirement without a rank comes last
LATEST = 24  # rows of a table that a reader still scans; the rest stays in the tables


def indicators(view: View) -> Node:
    """Observables with their state, the raised ones first; the quiet ones are counted."""
    order = {"raised": 0, "watch": 1, "no_coverage": 2}
    every = view.holdings.get("indicator").to_pylist()
    n_quiet = sum(row["state"] == "quiet" for row in every)
    rows = sorted(
        (row for row in every if row["state"] != "quiet"),
        key=lambda r: (order.get(r["state"], 9), r["by_on"] or dt.date.max, r["indicator_id"]),
    )
    body = [
        [view.foreign(row["observable"]), _scope(view, row["scope_kind"], row["scope"]),
         view.coded("state", row['state']),
         f"{_short(view, row['value'])} / {_short(view, row['threshold'])}",
         view.coded("horizon", row['horizon']), _components(view, row["who_can_see"]),
         view.t(day_short(row["by_on"])) if row["by_on"] else "–"]
        for row in rows[:LATEST]
    ]  # fmt: skip
    head = ("observable", "about", "state", "value_threshold", "horizon", "seen_by", "by")
    table = view.table("indicators_table", head, body)
    left = [f"+ {n_quiet} {view.l('state_quiet')}"] if n_quiet else []
    left += _left(view, len(rows))
    table["note"] = " · ".join(left)
    return table


def _scope(view: View, kind: str, scope: str) -> str:
    if kind == "hypothesis" and scope in view.holdings.by_id:
        return adaptation.name(view, view.holdings.by_id[scope])
    return view.clean(view.t(subject.area_name(view.holdings, kind, scope)))


def _short(view: View, number: float) -> str:
    return view.t(figure(number, 0 if float(number).is_integer() else 1))


def _components(view: View, codes: list[str]) -> str:
    """Those that could see it, best placed first; more than three become a number."""
    named = [component(code) for code in codes[:NAMED]]
    if len(codes) > NAMED + 1:
        return view.t(joined([*named, same(f"+\u202f{len(codes) - NAMED}")], "plus"))
    return view.t(joined([component(code) for code in codes])) or "–"


def gaps(view: View) -> Node:
    """The acquisition plan: what to find out, what it splits, who could see it, by when."""
    order = {"high": 0, "medium": 1, "low": 2}
    rows = sorted(
        (
            row
            for row in view.holdings.get("requirement").to_pylist()
            if view.is_exact or row["kind"] != "contradiction"
        ),
        key=lambda r: (order.get(r["value"], 9), r["rank"] or NEVER, r["requirement_id"]),
    )
    body = [
        [_told(view, row, "question"), _concerns(view, row["scope"]),
         _told(view, row, "splits") or "–", row["pir"] or "–",
         _components(view, row["components"]),
         view.t(day_short(row["by_on"])) if row["by_on"] else "–",
         view.coded("value", row['value'])]
        for row in rows[:LATEST]
    ]  # fmt: skip
    head = ("question", "about", "splits", "pir", "seen_by", "by", "value")
    table = view.table("gaps_table", head, body)
    table["note"] = "".join(_left(view, len(rows)))
    return table


def _told(view: View, row: Row, name: str) -> str:
    """A column of the plan in the language of the edition: composed so, or by the phrase book."""
    if view.language == "fr" and row[f"{name}_fr"]:
        return view.clean(french_spaces(row[f"{name}_fr"]))
    return view.foreign(row[name])


def _left(view: View, n: int) -> list[str]:
    """How many rows the table leaves to the tables of the version."""
    return [f"+ {n - LATEST} {view.l('more_rows')}"] if n > LATEST else []


def first(view: View, table: Node, key: str) -> Node:
    """The first rows of a table, for the body of the brief."""
    rows = table["rows"][:FIRST]
    left = len(table["rows"]) - len(rows)
    note = f"+ {left}: {view.l('part_annexes')}" if left > 0 else table["note"]
    return {**table, "caption": view.l(key), "rows": rows, "note": note}


def _concerns(view: View, scope: str | None) -> str:
    """A hypothesis by its short name, a corridor by its name, an incident by place and day."""
    if scope in view.holdings.by_id:
        return adaptation.name(view, view.holdings.by_id[str(scope)])
    incident = view.holdings.incidents.get(scope or "")
    if incident:
        return f"{view.place(incident)}, {view.date(incident)}"
    found = subject.corridor(view.holdings.run.profile, scope or "")
    return view.t(subject.short_corridor(found)) if found else "–"


def contradictions(view: View) -> Node:
    """Accounts of one incident that cannot both be true, side by side."""
    rows = []
    for row in view.holdings.get("contradiction").to_pylist():
        incident = view.holdings.incidents.get(row["incident_id"])
        if incident is None or not (view.is_exact or row["field"] in COUNTED):
            continue
        cites = [_cited(view, row[f"account_{side}"]) for side in "ab"]
        rows.append([
            view.date(incident), view.place(incident), view.coded("field", row['field']),
            {"text": view.clean(row["value_a"]), "citations": cites[0]},
            {"text": view.clean(row["value_b"]), "citations": cites[1]},
        ])  # fmt: skip
    head = ("when", "where", "field", "one_says", "other_says")
    return view.table("contradictions_table", head, rows[:LATEST])


def _cited(view: View, account_id: str) -> list[Node]:
    account = view.holdings.accounts.get(account_id)
    return view.cites([account["lead_report_id"]]) if account else []
