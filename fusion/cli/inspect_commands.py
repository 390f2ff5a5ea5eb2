"""Commands that answer: what is this, why, and who told us."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from fusion import actors, incidents
from fusion.cli.common import (
    SAMPLE,
    AsJson,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    console,
    open_mission,
)  # fmt: skip
from fusion.pipeline import difference as differing
from fusion.pipeline import explain as explaining
from fusion.pipeline import explained, lookup
from fusion.pipeline.reach import Tables
from fusion.pipeline.sources import record_rows
from fusion.store import Published
from fusion.terms.errors import DecisionRefused


@app.command()
def explain(
    names: Annotated[list[str], typer.Argument(help="An identifier, or two of actors.")],
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:
    """Follow any identifier back to documents and page, row or paragraph.

    Sentences (JUD-), hypotheses (HYP-), ties (TIE-), incidents (INC-), numbers (SER-, FOR-),
    options (OPT-), contradictions (CON-), actors (ACT-), reports (RPT-) and all the others of the
    glossary; as the brief prints them (HYP-7F3A, R-7F3A2C, P-K7Q2B) as well. Two actors: what
    joins them.
    """
    where = open_mission(mission, inbox, home)
    tables = Published(where.home.published).tables()
    known = [lookup.identifier_of(name, tables, where.profile) for name in names]
    if len(known) > 2:
        raise DecisionRefused("More than two identifiers were given.", "Give one, or two actors.")
    found = (
        explaining.explain_pair(known[0], known[1], tables) if len(known) == 2
        else explaining.explain(known[0], tables)
    )  # fmt: skip
    if as_json:
        shown = {**asdict(found), "facts": dict(found.facts)}
        print(json.dumps(shown, ensure_ascii=False))
        return
    for line in explained.lines(found, tables):
        is_head = line.startswith((found.kind, "RPT-"))
        console.print(line, highlight=False, style="bold" if is_head else None)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="Version, issue number, BRF- or day.")],
    after: Annotated[str, typer.Argument(help="The same. Default: the current one.")] = "current",
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two published versions, and why.

    Judgements, hypotheses with their strengths, incidents, retractions, decisions and reports.
    """
    where = open_mission(mission, inbox, home)
    sides = [differing.version_named(where, name) for name in (before, after)]
    old, new = (published.tables(version) for published, version in sides)
    parts = differing.difference(old, new)
    if as_json:
        print(json.dumps({part.title.lower(): part.lines for part in parts}, ensure_ascii=False))
        return
    console.print(f"{sides[0][1]} -> {sides[1][1]}", highlight=False)
    for part in parts:
        console.print(f"\n{part.title}", style="bold", highlight=False)
        for line in part.lines:
            console.print(f"  {line}", highlight=False)
    if not parts:
        console.print("Nothing changed.")


@app.command()
def why(
    a: str, b: str, mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None
) -> None:
    """Say in a few lines why two reports are, or are not, one account, origin or incident.

    Two actors (ACT-) or mentions (MEN-): why they are, or are not, one person.
    """
    tables = Published(open_mission(mission, inbox, home).home.published).tables()
    ask = actors.why if a.startswith(("ACT-", "MEN-")) else incidents.why
    for line in ask(a, b, tables):
        console.print(line, highlight=False)


@app.command()
def sources(
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show who reports: volume and grading habit of each component, then its track record.

    The record is shown, never applied: reliability is an analyst's judgement.
    """
    tables = Published(open_mission(mission, inbox, home).home.published).tables()
    found = {"sources": source_rows(tables), "record": record_rows(tables)}
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for rows in found.values():
        table = Table(*rows[0].keys(), box=None, pad_edge=False) if rows else Table("no reports")
        for row in rows:
            table.add_row(*map(str, row.values()))
        console.print(table, end="\n\n")


def source_rows(tables: Tables) -> list[dict[str, Any]]:
    """One row per component: volume, languages, own observations, and its usual grades.

    The most frequent grade is shown because reporters tend to give letter and digit together
    (doctrine §2): where one component always does, its grades tell little.
    """
    lineage = {row["account_id"]: row for row in tables["origin"].to_pylist()}
    grades: dict[str, Counter[str]] = defaultdict(Counter)
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tables["report"].to_pylist():
        grades[row["component"]][row["reliability"] + row["credibility"]] += 1
        languages[row["component"]][row["language"]] += 1
    accounts: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for row in tables["account"].to_pylist():
        accounts[row["component"]] += 1
        relation = lineage.get(row["account_id"], {}).get("relation")
        own[row["component"]] += relation == "own_observation"
    return [
        {
            "component": name,
            "reports": sum(grades[name].values()),
            "tellings": accounts[name],
            "own observations": own[name],
            "languages": " ".join(
                f"{key}:{value}" for key, value in sorted(languages[name].items())
            ),
            "commonest grade": "{} ({})".format(*grades[name].most_common(1)[0]),
        }
        for name in sorted(grades)
    ]
