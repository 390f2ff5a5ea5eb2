"""Indicators, gaps, contradictions, coverage, source summary, method, sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fusion.briefing import marking, subject
from fusion.briefing.evidence import origin_of
from fusion.briefing.holdings import Row
from fusion.briefing.pages import adaptation
from fusion.briefing.pages.highlight import highlighted
from fusion.briefing.pages.view import Node, View
from fusion.briefing.pictures import coverage_picture
from fusion.briefing.wording import (
    Both,
    component,
    count,
    day,
    day_short,
    figure,
    joined,
    same,
    words,
)
from fusion.store import query
from fusion.terms.data_files import load

SUMMARY = Path(__file__).with_name("source_summary.sql")
COUNTED = ("toll", "count")  # the rest holds places, days or words of reports
COVERAGE_WEEKS = 26
NAMED = 2  # components named in a cell
FIRST = 8  # rows in the body of the brief: what leadership can act on
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
        key=lambda r: (order.get(r["value"], 9), r["by_on"] or dt.date.max, r["requirement_id"]),
    )
    body = [
        [view.foreign(row["question"]), _concerns(view, row["scope"]),
         view.foreign(row["splits"]) or "–", row["pir"] or "–",
         _components(view, row["components"]),
         view.t(day_short(row["by_on"])) if row["by_on"] else "–",
         view.coded("value", row['value'])]
        for row in rows[:LATEST]
    ]  # fmt: skip
    head = ("question", "about", "splits", "pir", "seen_by", "by", "value")
    table = view.table("gaps_table", head, body)
    table["note"] = "".join(_left(view, len(rows)))
    return table


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
    """Short name of a hypothesis, name of a corridor; nothing for an incident."""
    if scope in view.holdings.by_id:
        return adaptation.name(view, view.holdings.by_id[str(scope)])
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


def coverage(view: View) -> Node:
    """Who reported from where: silence is drawn as no coverage."""
    start = view.holdings.last_day - dt.timedelta(weeks=COVERAGE_WEEKS) + dt.timedelta(days=1)
    weeks: dict[str, dict[dt.date, Row]] = {}
    for row in view.holdings.series_rows:
        is_area = row["area_kind"] == "corridor" and row["period"] == "week"
        if is_area and row["starts_on"] >= start:
            kept = weeks.setdefault(row["area"], {}).get(row["starts_on"])
            if kept is None or row["n_reports"] > kept["n_reports"]:
                weeks[row["area"]][row["starts_on"]] = row
    areas = sorted(weeks)
    days = sorted({on for rows in weeks.values() for on in rows})
    if not days:
        return {"figure": None, "sentences": []}
    names = [view.t(subject.area_name(view.holdings, "corridor", area)) for area in areas]
    cells = [
        [weeks[area][on]["n_reports"] if on in weeks[area] and weeks[area][on]["is_covered"]
         else None for on in days]
        for area in areas
    ]  # fmt: skip
    silent = [sum(n is None for n in row) for row in cells]
    months = words("nouns")["short_months"][view.language]
    ticks = [(i, months[on.month - 1]) for i, on in enumerate(days) if on.day <= 7]
    sentences = [
        view.say("coverage_gap", area=same(name), weeks=count(n, "week"), n=len(days))
        for name, n in zip(names, silent, strict=True)
        if n
    ]
    svg = coverage_picture.draw(
        names, cells, ticks, (view.l("reports_of_week"), view.l("no_coverage_legend"))
    )
    rows = [[name, str(len(days) - n), str(n)] for name, n in zip(names, silent, strict=True)]
    return {
        "figure": {
            "kind": "coverage",
            "caption": view.l("figure_coverage"),
            "alt": f"{view.l('figure_coverage')}. {' '.join(sentences)}",
            "svg": svg,
            "table": view.table("coverage", ("area", "weeks_covered", "weeks_silent"), rows),
        },
        "sentences": sentences,
    }


def source_summary(view: View) -> Node:
    """Reports, accounts and origins by component; grades and languages."""
    tables = {name: view.holdings.get(name) for name in ("report", "account", "origin")}
    rows = query(SUMMARY, **tables).to_pylist()
    body = [
        [view.t(component(row["component"])), str(row["n_reports"]), str(row["n_accounts"]),
         str(row["n_origins"]), f"{row['n_en']} · {row['n_fr']} · {row['n_ar']}",
         f"{row['n_good']} · {row['n_fair']} · {row['n_poor']} · {row['n_unknown']}"]
        for row in rows
    ]  # fmt: skip
    totals = {name: sum(row[name] for row in rows)
              for name in ("n_reports", "n_accounts", "n_origins")}  # fmt: skip
    head = ("component", "reports", "accounts", "origins", "languages", "reliability_split")
    return {
        "sentence": view.say(
            "source_sentence",
            reports=count(totals["n_reports"], "report"),
            components=count(len(rows), "component"),
            accounts=count(totals["n_accounts"], "account"),
            origins=count(totals["n_origins"], "origin"),
        ),
        "table": view.table("source_table", head, body),
    }


def method(view: View, brief: Row) -> Node:
    """How to read this brief, and the nine standards it was checked against."""
    text = words("method")
    yardstick = load("yardsticks")[brief["yardstick"]]["title"]
    paragraphs = [
        view.t(Both(row["en"], row["fr"])).replace("{yardstick}", yardstick)
        for row in text["paragraphs"]
    ]
    standards = [view.t(Both(row["en"], row["fr"])) for row in text["standards"]]
    return {"paragraphs": paragraphs, "standards": standards}


def sources(view: View) -> list[Node]:
    """The cited reports: what each is, and its text where the edition may hold it."""
    rows = sorted(view.cited.values(), key=lambda r: (r["received_at"], r["report_id"]))
    return [source(view, row) for row in rows]


def source(view: View, report: Row) -> Node:
    """Descriptor of a report (ICD 206) and, in the full edition, its text with the span marked."""
    default = view.holdings.run.profile.default_marking
    account = view.holdings.account_of_report.get(report["report_id"])
    grades = load("grades")["admiralty"]
    reliability = grades["reliability"][report["reliability"]]
    credibility = grades["credibility"][report["credibility"]]
    node: Node = {
        "id": report["report_id"],
        "label": f"R-{report['report_id'].removeprefix('RPT-')[:6]}",
        "component": view.t(component(report["component"])),
        "date": view.t(day(report["received_at"].date())),
        "language": view.coded("language", report["language"]),
        "grade": f"{report['reliability']}{report['credibility']}",
        "grade_words": f"{reliability[view.language]}; {credibility[view.language]}",
        "is_derived": bool(report["is_grade_derived"]),
        "portion": marking.portion(marking.of_report(report, default)),
        "origin": "",
        "relation": "",
        "path": "",
        "locator": "",
        "text": None,
        "direction": "rtl" if report["language"] == "ar" else "ltr",
        "code": report["language"],
    }
    if account:
        origin = view.holdings.origins.get(account["account_id"])
        key = origin_of(view.holdings, account["account_id"])
        node["origin"] = f"O-{key.removeprefix('ORI-')[:6]}"
        node["relation"] = view.coded("relation", origin["relation"] if origin else "unknown")
    if view.edition.holds_source_text:
        node["path"] = view.clean(report["path"])
        node["locator"] = view.clean(report["locator"])
        node["text"] = highlighted(view, report)
    return node
