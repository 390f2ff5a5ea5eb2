"""Why two actors or two mentions are, or are not, one person: the evidence, term by term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.actors.names import compare
from fusion.terms.errors import NotFound

Row = dict[str, Any]
Tables = Mapping[str, pa.Table]
_MOST = 12  # mentions of an actor that are listed


def why(a: str, b: str, tables: Tables) -> list[str]:
    """Plain lines on two actors (ACT-) or mentions (MEN-); twice the same: how it was put together.

    `tables` holds actor, actor_mention, mention and issue. Raises NotFound for an identifier that
    stands in none of them. A mention without an actor says so. A name that nobody bears for sure
    has no actor; of a pair that an analyst is asked about, the question is told.
    """
    asked = _asked(a, b, tables)
    if asked and not {a, b} <= set(tables["actor"]["actor_id"].to_pylist()):
        return asked
    one, two = _actor_of(a, tables), _actor_of(b, tables)
    silent = [name for name, actor in ((a, one), (b, two)) if actor is None]
    if silent or one is None or two is None:
        return [f"{name} is a mention without an actor: nothing but its words tells who it is."
                for name in silent]  # fmt: skip
    if one["actor_id"] == two["actor_id"]:
        return _one(one, {a, b}, tables)
    return _two(one, two, tables)


def _actor_of(name: str, tables: Tables) -> Row | None:
    actor = name
    if name.startswith("MEN-"):
        if not _rows(tables["mention"], "mention_id", name):
            raise NotFound("mention", name, "Mentions stand in the table 'mention'.")
        links = _rows(tables["actor_mention"], "mention_id", name)
        if not links:
            return None
        actor = str(links[0]["actor_id"])
    rows = _rows(tables["actor"], "actor_id", actor)
    if not rows:
        raise NotFound("actor", name, "Actors stand in the table 'actor'.")
    return rows[0]


def _one(actor: Row, asked: set[str], tables: Tables) -> list[str]:
    """Each mention with what joined it; only those asked about, where mentions were named."""
    links = _rows(tables["actor_mention"], "actor_id", actor["actor_id"])
    named = [row for row in links if row["mention_id"] in asked]
    lines = [
        f"One actor, {actor['actor_id']} '{actor['name']}', in {actor['n_accounts']} accounts."
    ]
    shown: dict[tuple[str, str], None] = {}
    for row in sorted(named or links, key=lambda row: (-row["score"], row["surface"])):
        shown.setdefault((row["surface"], f"{row['rule']} (probability {row['score']:.2f})"))
    return lines + [f"'{surface}': {rule}." for surface, rule in list(shown)[:_MOST]]


def _two(one: Row, two: Row, tables: Tables) -> list[str]:
    """Two actors: what their names say, and what an analyst is asked."""
    lines = [f"Two actors: {_told(one)} and {_told(two)}."]
    if one["kind"] != two["kind"]:
        return [*lines, f"The one is a {one['kind']}, the other a {two['kind']}."]
    if one["kind"] == "person":
        lines.append(f"Names compared: {compare(one['name'], two['name']).explain()}.")
    asked = _asked(one["actor_id"], two["actor_id"], tables)
    return lines + (asked or ["What speaks for one person is too little for a question."])


def _asked(one: str, two: str, tables: Tables) -> list[str]:
    issues = _rows(tables["issue"], "kind", "actor_review")
    return [r["detail"] for r in issues if {r["subject_id"], r["object_id"]} == {one, two}]


def _told(actor: Row) -> str:
    return f"{actor['actor_id']} '{actor['name']}'"


def _rows(table: pa.Table, column: str, value: str) -> list[Row]:
    found: list[Row] = table.filter(pc.equal(table[column], value)).to_pylist()
    return found
