"""Commands that answer: what is this, why, and who told us."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

from rich.table import Table

from fusion import incidents
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
from fusion.pipeline import explain as explaining
from fusion.store import Published


@app.command()
def explain(
    name: str,
    mission: MissionFile = SAMPLE,
    inbox: Inbox = None,
    home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:
    """Follow any identifier back to documents and page, row or paragraph.

    Sentences (JUD-), hypotheses (HYP-), ties (TIE-), incidents (INC-), numbers (SER-, FOR-),
    options (OPT-), actors (ACT-), reports (RPT-) and all the others of the glossary.
    """
    tables = Published(open_mission(mission, inbox, home).home.published).tables()
    found = explaining.explain(name, tables)
    if as_json:
        print(
            json.dumps(
                {
                    "name": found.name,
                    "kind": found.kind,
                    "facts": dict(found.facts),
                    "sources": [source.__dict__ for source in found.sources],
                },
                ensure_ascii=False,
            )
        )
        return
    console.print(f"[bold]{found.kind} {found.name}[/]", highlight=False)
    for label, value in found.facts:
        console.print(f"  {label}: {value}", markup=False, highlight=False)
    documents = len({source.path for source in found.sources})
    origins = len({source.origin_id for source in found.sources if source.origin_id})
    console.print(
        f"\nRests on {len(found.sources)} reports in {documents} documents, {origins} origins:"
    )
    for source in found.sources:
        console.print(
            f"\n{source.report_id} {source.path}, {source.locator} "
            f"({source.component}, {source.grade}, {source.origin_id or 'no origin'})",
            markup=False, highlight=False, style="bold",
        )  # fmt: skip
        console.print(f"  {source.text}", markup=False, highlight=False)


@app.command()
def why(
    a: str, b: str, mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None
) -> None:
    """Say in a few lines why two reports are, or are not, one account, origin or incident."""
    tables = Published(open_mission(mission, inbox, home).home.published).tables()
    for line in incidents.why(a, b, tables):
        console.print(line, markup=False, highlight=False)


@app.command()
def sources(
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show who reports: reports, tellings, origins and grading habit of each component."""
    rows = source_rows(Published(open_mission(mission, inbox, home).home.published).tables())
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(*rows[0].keys(), box=None, pad_edge=False) if rows else Table("no reports")
    for row in rows:
        table.add_row(*map(str, row.values()))
    console.print(table)


def source_rows(tables: explaining.Tables) -> list[dict[str, Any]]:
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
