"""The stage: accounts are read one by one, then who and where is resolved over all of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fusion.actors.events.judged import judge
from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.mentions.learned import read_again
from fusion.actors.mentions.readings import VERSION, read_all
from fusion.actors.model import Reading, Source
from fusion.actors.resolve.actors import Resolved, add_persons, add_things
from fusion.actors.resolve.claims import claim_rows, tie_rows
from fusion.actors.resolve.decisions import Decided, decided
from fusion.actors.resolve.held import Held
from fusion.actors.resolve.linked import Linked
from fusion.actors.resolve.model import Node, Placed
from fusion.actors.resolve.personas import personas_of
from fusion.actors.resolve.protected import protect_everywhere
from fusion.actors.resolve.things import things_of
from fusion.stage import Flow, Inputs, Output, Run, Stage
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier

_REPORTED = (
    "place_text", "mgrs", "latitude", "longitude", "radius_km", "source_text",
    "has_protected_source", "category_text",
)  # fmt: skip
_TOLD = (
    "account_id", "language", "text", "received_at", "written_at", "observed_from", "observed_to",
    "reliability", "credibility",
)  # fmt: skip


def resolve_actors(inputs: Inputs, run: Run) -> Output:
    """Mentions, places, events, actors, claims and ties of all accounts.

    A withdrawn account keeps its mentions, places and event; nothing it says becomes an actor, a
    claim or a tie. Protected persons stay mentions, marked so. Accounts that an earlier run has
    read (account_reading) are not read again, and persons that it has placed (actor_persona) are
    not weighed again; the result is the same without them, to the byte.
    """
    sources = sources_of(inputs)
    known = inputs.get("account_reading", TABLES["account_reading"].empty())
    read = read_all(sources, run, known)
    readings = read.listed
    read_again(readings, gazetteer_of(run.profile), read.holding)
    protect_everywhere(readings, read.holding)
    read.mark()
    withdrawn = _withdrawn(inputs)
    living = [reading for reading in readings if reading.source.account_id not in withdrawn]
    decisions = decided(inputs["decision"])
    before = inputs.get("actor_persona", TABLES["actor_persona"].empty())
    held = Held(decisions.same, decisions.different, placed_in(before), decisions.namesakes)
    held.add(persona for reading in living for persona in personas_of(reading))
    resolved, issues = _resolved(living, held, decisions)
    claims = claim_rows(living, resolved.actor_of)
    events, model_note = judge(
        [reading.event for reading in readings],
        _text_keys(inputs["account"]),
        inputs.get("text_vector", TABLES["text_vector"].empty()),
    )
    tables = {
        **_row_tables(readings),
        "account_event": TABLES["account_event"].build(events),
        "account_reading": read.table,
        "actor_persona": TABLES["actor_persona"].build(row._asdict() for row in held.placed),
        "actor": TABLES["actor"].build(resolved.actors),
        "actor_mention": TABLES["actor_mention"].build(resolved.links),
        "claim": TABLES["claim"].build(claims),
        "tie": TABLES["tie"].build(tie_rows(claims)),
        "issue": TABLES["issue"].build(issues),
    }
    flow = Flow("account", len(sources), len(readings))
    notes = {"accounts newly read": str(read.n_new), "crime model": model_note}
    return Output(tables, flow, notes)


def sources_of(inputs: Inputs) -> list[Source]:
    """Accounts with what their lead reports say of place and source, in order of identifier."""
    reports = {
        row["report_id"]: row
        for row in inputs["report"].select(["report_id", *_REPORTED]).to_pylist()
    }
    names = [*_TOLD, "lead_report_id"]
    rows = inputs["account"].select(names).sort_by("account_id").to_pylist()
    blank: dict[str, Any] = dict.fromkeys(_REPORTED) | {"has_protected_source": False}
    return [
        Source(
            report_id=row["lead_report_id"],
            **{name: row[name] for name in _TOLD},
            **{name: reports.get(row["lead_report_id"], blank)[name] for name in _REPORTED},
        )
        for row in rows
    ]


def _text_keys(accounts: pa.Table) -> list[str]:
    """Keys of the accounts' texts, in order of account identifier as sources_of gives them."""
    keys: list[str] = accounts.sort_by("account_id")["text_sha256"].to_pylist()
    return keys


def _withdrawn(inputs: Inputs) -> set[str]:
    table: pa.Table = inputs["account"]
    return set(table.filter(table["is_withdrawn"])["account_id"].to_pylist())


def placed_in(table: pa.Table) -> dict[str, Placed]:
    """Rows of actor_persona by mention."""
    names = Placed._fields
    rows = zip(*(table[name].to_pylist() for name in names), strict=True)
    return {row[0]: Placed(*row) for row in rows}


def _resolved(
    readings: list[Reading], held: Held, decisions: Decided
) -> tuple[Resolved, list[dict[str, Any]]]:
    nodes, linked = held.nodes, held.linked
    resolved = Resolved()
    add_persons(nodes, linked, decisions.renamed, resolved)
    add_things(things_of(readings), decisions.renamed, resolved)
    return resolved, _review(nodes, linked, resolved, decisions)


def _review(
    nodes: list[Node], linked: Linked, resolved: Resolved, decisions: Decided
) -> list[dict[str, Any]]:
    """One issue per pair of actors, or of an actor and a short name, that evidence leaves open."""
    by_key = {node.key: node for node in nodes}
    settled = {*decisions.same, *decisions.different}
    rows: dict[str, dict[str, Any]] = {}
    for (one, two), evidence in sorted(
        linked.review.items(), key=lambda e: (-e[1].probability, e[0])
    ):
        ids = sorted(resolved.actor_of_node.get(key, by_key[key].actor_id) for key in (one, two))
        if ids[0] == ids[1] or tuple(ids) in settled:
            continue
        row = {
            "issue_id": identifier("issue", "actor_review", *ids), "stage": "actors",
            "document_id": None, "locator": None, "kind": "actor_review",
            "detail": f"{_first_told(by_key[one])} and {_first_told(by_key[two])} may be one "
            f"person, {evidence.probability:.2f}: {evidence.explain()}",
            "advice": f"Decide 'same' or 'different' about {ids[0]} and {ids[1]}.",
            "subject_id": ids[0], "object_id": ids[1],
        }  # fmt: skip
        rows.setdefault(row["issue_id"] or "", row)
    return list(rows.values())


def _first_told(node: Node) -> str:
    """Its name and the account that was first to tell of it, where a reader may look."""
    first = min((persona.first for persona in node.personas), key=lambda spot: spot.order)
    return f"'{node.names[0]}' ({first.source.account_id})"


def _row_tables(readings: list[Reading]) -> dict[str, pa.Table]:
    places: dict[str, dict[str, Any]] = {}
    for reading in readings:
        for row in reading.places:
            # One place, one row: of equal identifiers the widest radius is the honest one.
            key = str(row["place_id"])
            if key not in places or _rank(row) > _rank(places[key]):
                places[key] = row
    return {
        "mention": TABLES["mention"].build(row for r in readings for row in _mention_rows(r)),
        "place": TABLES["place"].build(places.values()),
        "account_place": TABLES["account_place"].build(
            row for r in readings for row in r.account_places
        ),
    }


def _rank(row: dict[str, Any]) -> tuple[float, str]:
    return float(row["radius_km"]), str(row["name"])


def _mention_rows(reading: Reading) -> list[dict[str, Any]]:
    source = reading.source
    return [
        {
            "mention_id": m.identify(source.account_id), "account_id": source.account_id,
            "report_id": source.report_id, "start_at": m.start, "end_at": m.end,
            "surface": m.surface, "kind": m.kind, "normal": m.normal, "amount": m.amount,
            "unit": m.unit, "language": source.language, "rule": m.rule,
            "is_protected": m.is_protected,
        }
        for m in reading.mentions
    ]  # fmt: skip


STAGE = Stage(
    name="actors",
    version=VERSION,
    reads=(
        "account", "report", "account_report", "decision", "account_reading", "actor_persona",
        "text_vector",
    ),
    writes=(
        "account_reading", "actor_persona",
        "mention", "place", "account_place", "account_event", "actor", "actor_mention", "claim",
        "tie", "issue",
    ),
    function=resolve_actors,
)  # fmt: skip
STAGES = (STAGE,)
