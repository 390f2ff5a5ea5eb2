"""Commands of review: what waits for a decision, and recording one with its reason."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from fusion import review as reviewing
from fusion.cli.common import (
    SAMPLE,
    AsJson,
    HomeFolder,
    Inbox,
    MissionFile,
    app,
    console,
    now,
    open_mission,
)  # fmt: skip
from fusion.pipeline import lookup
from fusion.pipeline import quarantine as holding
from fusion.review import KINDS, Decision, DecisionLog, check
from fusion.store import Published

review = typer.Typer(no_args_is_help=False, help="What waits for a decision, and deciding it.")
app.add_typer(review, name="review")
quarantine = typer.Typer(no_args_is_help=True, help="Rows and files held back, and their release.")
app.add_typer(quarantine, name="quarantine")

By = Annotated[str, typer.Option("--by", help="Your function, not your name.")]
Reason = Annotated[str, typer.Option("--reason", "-r", help="Why. A decision without is refused.")]


@review.callback(invoke_without_command=True)
def waiting(
    context: typer.Context,
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(help="Show so many.")] = 25,
) -> None:  # fmt: skip
    """List what needs a decision, most consequential first.

    Decisions are append-only and outrank the machine; the next run honours them.
    """
    if context.invoked_subcommand:
        return
    where = open_mission(mission, inbox, home)
    tables = Published(where.home.published).tables()
    tables["decision"] = DecisionLog(where.home.decisions_url).until()
    found = reviewing.pending(tables)
    if as_json:
        print(json.dumps([item.__dict__ for item in found], ensure_ascii=False))
        return
    table = Table("about", "question", "decide", box=None, pad_edge=False)
    for item in found[:limit]:
        about = item.subject_id + (f" {item.object_id}" if item.object_id else "")
        table.add_row(about, item.question, " ".join(item.choices))
    console.print(table)
    console.print(f"{len(found)} waiting, {min(limit, len(found))} shown.", style="dim")


def _usage(name: str) -> str:
    kind = KINDS[name]
    about = " or ".join(kind.about) if len(kind.about) < 4 else "any two of a kind"
    return f"[bold]{name}[/] ({about}): {kind.effect}."


@review.command(epilog="\n\n".join(_usage(name) for name in KINDS))
def decide(
    kind: Annotated[str, typer.Argument(help="What is decided; each is told below.")],
    subject: Annotated[str, typer.Argument(help="Identifier that the decision is about.")],
    other: Annotated[str | None, typer.Argument(help="Second identifier, for pairs.")] = None,
    reason: Reason = "",
    value: Annotated[str | None, typer.Option(help="New name, grade or mended fields.")] = None,
    by: By = "analyst",
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
) -> None:  # fmt: skip
    """Record a decision, with its reason. Nothing is ever changed or removed in the log."""
    where = open_mission(mission, inbox, home)
    published = Published(where.home.published)
    log = DecisionLog(where.home.decisions_url)
    tables = published.tables() | {"decision": log.until()} if published.versions else {}
    both = [subject, other] if other else [subject]
    if tables:  # what is short or a code is read as the brief prints it
        both = [lookup.identifier_of(each, tables, where.profile) for each in both]
    decision = Decision(
        kind=kind, subject_id=both[0], object_id=both[1] if other else None, value=value,
        reason=reason, decided_by=by, decided_at=now(),
    )  # fmt: skip
    check(decision)
    for each in both if tables else ():
        lookup.require(each, tables)
    name = log.append(decision)
    about = " ".join(lookup.named(each, tables) if tables else each for each in both)
    console.print(f"Recorded as {name}. The next run honours it: {kind} {about}.",
                  highlight=False)  # fmt: skip


@review.command()
def approve(
    brief_id: str, reason: Reason = "", by: By = "head of JMAC",
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
) -> None:  # fmt: skip
    """Approve a brief: 'fusion brief --publish' then gives it to its readers."""
    decide("approve", brief_id, None, reason, None, by, mission, inbox, home)


@review.command()
def log(mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None) -> None:
    """Show every decision ever recorded, in order."""
    where = open_mission(mission, inbox, home)
    table = Table("when", "who", "what", "about", "why", box=None, pad_edge=False)
    for row in DecisionLog(where.home.decisions_url).until().sort_by("sequence").to_pylist():
        about = " ".join(filter(None, (row["subject_id"], row["object_id"], row["value"])))
        table.add_row(f"{row['decided_at']:%Y-%m-%d %H:%M}", row["decided_by"], row["kind"], about,
                      row["reason"])  # fmt: skip
    console.print(table)


@quarantine.command("list")
def list_held(
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """List what is held back: file, locator, rule, value and reason."""
    rows = Published(open_mission(mission, inbox, home).home.published).tables()["quarantine"]
    if as_json:
        print(json.dumps(rows.to_pylist(), default=str, ensure_ascii=False))
        return
    table = Table("id", "file", "where", "rule", "reason", "state", box=None, pad_edge=False)
    for row in rows.to_pylist():
        table.add_row(row["quarantine_id"], row["path"][-60:], row["locator"][:40], row["rule"],
                      row["reason"], row["status"])  # fmt: skip
    console.print(table)


@quarantine.command("show")
def show_held(
    quarantine_id: str,
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
) -> None:  # fmt: skip
    """Show one held row with everything that was read of it, and how to mend it."""
    row = holding.held(open_mission(mission, inbox, home), quarantine_id)
    for name, value in row.items():
        console.print(name, style="bold", highlight=False)
        console.print(f"  {value}", highlight=False, soft_wrap=True)


@quarantine.command("release")
def release_held(
    quarantine_id: str,
    set_: Annotated[list[str], typer.Option("--set", help="field=value, as often as needed.")] = [],  # noqa: B006
    reason: Reason = "", by: By = "analyst",
    mission: MissionFile = SAMPLE, inbox: Inbox = None, home: HomeFolder = None,
) -> None:  # fmt: skip
    """Mend a held row and release it: it is checked again, now and in every later run."""
    where = open_mission(mission, inbox, home)
    changes = dict(item.partition("=")[::2] for item in set_)
    name = holding.release(where, quarantine_id, changes, reason, by, now())
    console.print(f"Recorded as {name}. The next run takes the row in.", highlight=False)
