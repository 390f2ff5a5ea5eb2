"""The decision log: its own database, so that nobody has to hold the warehouse to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused
from fusion.terms.grades import CREDIBILITY, parse_grade
from fusion.terms.identifiers import PREFIXES, identifier


@dataclass(frozen=True)
class Kind:
    """What can be decided: about what, whether it takes a second thing or a value, its effect."""

    about: tuple[str, ...]
    needs: str
    effect: str


_THINGS = ("report", "account", "origin", "incident", "actor", "hypothesis")
KINDS: dict[str, Kind] = {
    "approve": Kind(("brief",), "", "it may be published"),
    "return": Kind(("brief",), "", "it goes back to its authors"),
    "refuse": Kind(("brief",), "", "it is not published"),
    "accept": Kind(("hypothesis",), "", "it stands, whatever is weighed"),
    "reject": Kind(("hypothesis",), "", "it falls, and does not come back under another name"),
    "merge": Kind(("hypothesis",), "object", "the second becomes part of the first"),
    "split": Kind(("hypothesis",), "object", "the incident, and those in --value, leave it"),
    "pin": Kind(("hypothesis",), "", "it stays listed, however weak it becomes"),
    "rename": Kind(("hypothesis", "actor"), "value", "it bears the name in --value"),
    "same": Kind(_THINGS, "object", "both are one; a hypothesis: the second is a member"),
    "different": Kind(
        (*_THINGS, "mention"), "object", "both are two; a hypothesis: the second is no member"
    ),
    "withdraw": Kind(("report", "account"), "", "it counts no more, in any product"),
    "grade": Kind(
        ("incident", "report"), "value", "its grade is that in --value (B2; incident: 2)"
    ),
    "hrddp": Kind(("option",), "value", "due diligence stands as in --value"),
    "release": Kind(("quarantine",), "value", "the row is read, mended as in --value"),
    "reopen": Kind(("decision",), "", "the decision is taken back"),
}

_METADATA = sa.MetaData()
_DECISION = sa.Table(
    "decision",
    _METADATA,
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("decision_id", sa.String(16), unique=True, nullable=False),
    sa.Column("decided_at", sa.String(32), nullable=False),
    sa.Column("decided_by", sa.String(120), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("subject_id", sa.String(32), nullable=False),
    sa.Column("object_id", sa.String(32)),
    sa.Column("value", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
)
# Append-only is enforced by the database, not by good manners.
_GUARDS = (
    "create trigger if not exists decision_no_update before update on decision"
    " begin select raise(abort, 'decisions are append-only'); end",
    "create trigger if not exists decision_no_delete before delete on decision"
    " begin select raise(abort, 'decisions are append-only'); end",
)


@dataclass(frozen=True)
class Decision:
    """What somebody decided, about what, and why. `decided_by` is a function, not a person."""

    kind: str
    subject_id: str
    reason: str
    decided_by: str
    decided_at: dt.datetime
    object_id: str | None = None
    value: str | None = None


class DecisionLog:
    """Append-only decisions behind a SQLAlchemy URL (SQLite file by default, or PostgreSQL)."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        _METADATA.create_all(self._engine)
        if self._engine.dialect.name == "sqlite":
            with self._engine.begin() as connection:
                for guard in _GUARDS:
                    connection.exec_driver_sql(guard)

    def append(self, decision: Decision) -> str:
        """Record a decision and return its identifier. Raises DecisionRefused."""
        check(decision)
        with self._engine.begin() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(_DECISION)).scalar()
            moment = decision.decided_at.astimezone(dt.UTC).isoformat()
            name = identifier(
                "decision", count, moment, decision.kind, decision.subject_id, decision.object_id
            )
            connection.execute(
                _DECISION.insert().values(
                    decision_id=name,
                    decided_at=moment,
                    decided_by=decision.decided_by,
                    kind=decision.kind,
                    subject_id=decision.subject_id,
                    object_id=decision.object_id,
                    value=decision.value,
                    reason=decision.reason,
                )
            )
        return name

    def until(self, as_of: dt.datetime | None = None) -> pa.Table:
        """Decisions recorded by `as_of` (all by default) as the declared table."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_DECISION).order_by(_DECISION.c.sequence))
            listed = [dict(row._mapping) for row in rows]
        for row in listed:
            row["decided_at"] = dt.datetime.fromisoformat(row["decided_at"])
        kept = [row for row in listed if as_of is None or row["decided_at"] <= as_of]
        return TABLES["decision"].build(kept)


def standing(decisions: pa.Table) -> pa.Table:
    """Decisions that nobody took back: without those reopened, and without the reopenings.

    Who reopens a reopening lets the first decision stand again.
    """
    reopened: set[str] = set()
    for row in decisions.sort_by([("sequence", "descending")]).to_pylist():
        if row["kind"] == "reopen" and row["decision_id"] not in reopened:
            reopened.add(row["subject_id"])
    is_reopening = pc.equal(decisions["kind"], "reopen")
    names = pa.array(sorted(reopened), pa.string())
    is_reopened = pc.is_in(decisions["decision_id"], value_set=names)
    return decisions.filter(pc.invert(pc.or_(is_reopening, is_reopened)))


def check(decision: Decision) -> None:
    """Raises DecisionRefused for what can not be recorded as given."""
    if decision.kind not in KINDS:
        raise DecisionRefused(
            f"'{decision.kind}' is not a decision.", f"Choose one of: {', '.join(KINDS)}."
        )
    about, needs = KINDS[decision.kind].about, KINDS[decision.kind].needs
    prefixes = [PREFIXES[kind] for kind in about]
    # A hypothesis has members and is none: two of them are merged, not said to be the same.
    is_member = decision.kind in ("same", "different") and decision.object_id
    if is_member and (decision.object_id or "").startswith("HYP-"):
        raise DecisionRefused(
            f"'{decision.object_id}' is no member of '{decision.subject_id}'.",
            "Name the hypothesis first and its member second, or use 'merge' for two hypotheses.",
        )
    for name in filter(None, (decision.subject_id, decision.object_id)):
        if decision.kind != "split" and name.partition("-")[0] not in prefixes:
            raise DecisionRefused(
                f"'{decision.kind}' is about {' or '.join(about)}, not '{name}'.",
                f"Give an identifier that begins with {' or '.join(prefixes)}.",
            )
    if not decision.reason.strip():
        raise DecisionRefused("A decision needs a reason.", "Say why with --reason.")
    if decision.kind == "split" and not decision.object_id:
        raise DecisionRefused(
            "'split' needs the incident that goes.",
            "Name it after the hypothesis; further ones with --value, separated by commas.",
        )
    if needs == "object" and not decision.object_id:
        raise DecisionRefused(f"'{decision.kind}' needs a second identifier.", "Give both.")
    if needs == "value" and not decision.value:
        raise DecisionRefused(f"'{decision.kind}' needs a value.", "Give it with --value.")
    if decision.kind == "grade":
        _check_grade(decision.subject_id, (decision.value or "").strip())


def _check_grade(subject_id: str, value: str) -> None:
    """An incident has a credibility alone, a report both letters of the Admiralty frame."""
    if subject_id.startswith(PREFIXES["incident"]) and value not in tuple(CREDIBILITY):
        raise DecisionRefused(f"'{value}' is no credibility of an incident.", "Give 1 to 6.")
    if subject_id.startswith(PREFIXES["report"]) and parse_grade(value, "admiralty") is None:
        raise DecisionRefused(
            f"'{value}' is no grade of a report.", "Give reliability and credibility, as in B2."
        )
