"""Coverage, source summary, method, sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fusion.briefing import marking, subject
from fusion.briefing.evidence import origin_of
from fusion.briefing.pages.highlight import highlighted
from fusion.briefing.pages.view import Node, View
from fusion.briefing.pictures import coverage_picture
from fusion.briefing.rows import Row
from fusion.briefing.wording import (
    Both,
    component,
    count,
    day,
    same,
    words,
)
from fusion.store import query
from fusion.terms.data_files import load

SUMMARY = Path(__file__).with_name("source_summary.sql")
COVERAGE_WEEKS = 26


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
