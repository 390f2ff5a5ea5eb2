"""The tables of an export: the columns that every format is written from, and their meaning."""

from __future__ import annotations

from fusion.tables import TABLES, Column, Table
from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS

C = Column
MARKING = C("marking", TEXT, "banner of the edition: United Nations marking and TLP")
STATE = C("state", TEXT, "state of the issue: draft until it is approved")


def _as(table: str, name: str, is_required: bool = True) -> Column:
    """The column of a hand-over table, with its meaning there."""
    found = next(column for column in TABLES[table].columns if column.name == name)
    return C(name, found.type, found.meaning, is_required)


def _sheet(name: str, grain: str, key: tuple[str, ...], *columns: Column) -> Table:
    return Table(name, "briefing", grain, key, (*columns, MARKING, STATE))


_ACTOR = C("actor_id", TEXT, "actor: keyed identifier, the same in every issue and edition")
_HYPOTHESIS = C("hypothesis_id", TEXT, "hypothesis")
_INCIDENT = C("incident_id", TEXT, "incident")

SHEETS = (
    _sheet(
        "hypothesis", "A network hypothesis that the edition shows.", ("hypothesis_id",),
        _HYPOTHESIS, C("title", TEXT, "title in the brief"),
        C("statement", TEXT, "the hypothesis in one sentence"),
        C("portion", TEXT, "portion mark of the statement"), _as("hypothesis", "status"),
        _as("hypothesis", "markets"), _as("hypothesis", "corridors"),
        _as("hypothesis", "n_origins"), _as("hypothesis", "strength"),
        _as("hypothesis", "confidence"),
    ),
    _sheet(
        "actor", "A member of a hypothesis, by name or by code.", ("actor_id",),
        _ACTOR, C("label", TEXT, "name where the edition may print it, else the code"),
        C("code", TEXT, "code of the actor in every edition"), _as("actor", "kind"),
        C("is_named", FLAG, "the label is a name"),
    ),
    _sheet(
        "member", "An actor's role in a hypothesis.", ("hypothesis_id", "actor_id", "role"),
        _HYPOTHESIS, _ACTOR, _as("hypothesis_actor", "role"),
        C("probability", REAL, "of membership, to one tenth"),
        _as("hypothesis_actor", "n_origins"), _as("hypothesis_actor", "is_bridge"),
        C("citations", TEXTS, "reports behind it that the edition cites"),
    ),
    _sheet(
        "tie", "A tie between two members.", ("tie_id",),
        C("tie_id", TEXT, "tie: keyed identifier"), _as("tie", "kind"), _as("tie", "source_id"),
        _as("tie", "target_id"), _as("tie", "is_directed"), _as("hypothesis_tie", "n_origins"),
        C("credibility", TEXT, "best credibility of the claims behind it, 2-6; 6 unknown"),
        C("citations", TEXTS, "reports behind it that the edition cites"),
    ),
    _sheet(
        "incident", "An incident, as precisely as the edition may say.", ("incident_id",),
        _INCIDENT, _as("incident", "event_type", False), _as("incident", "event_subtype", False),
        C("market", TEXT, "most evident market", False),
        C("what", TEXT, "type and market in words"), C("place", TEXT, "where, as in the brief"),
        _as("incident", "country", False), _as("incident", "latitude", False),
        _as("incident", "longitude", False),
        C("precision_km", REAL, "the true place lies within, kilometres", False),
        C("first_on", DAY, "first day of the period the edition gives", False),
        C("last_on", DAY, "last day of that period", False),
        C("precision", TEXT, "of the date: exact, week, month or untold"),
        _as("incident", "n_origins"),
        _as("incident", "credibility"),
        C("citations", TEXTS, "reports behind it that the edition cites"),
    ),
    _sheet(
        "hypothesis_incident", "An incident of a hypothesis.", ("hypothesis_id", "incident_id"),
        _HYPOTHESIS, _INCIDENT,
    ),
    _sheet(
        "rival", "Another reading of a hypothesis' evidence.", ("hypothesis_id", "rival"),
        _HYPOTHESIS, _as("rival", "rival"), C("reading", TEXT, "the reading in words"),
        _as("rival", "rank"), C("weight", REAL, "share among the rivals, to one twentieth"),
    ),
    _sheet(
        "judgement", "A sentence of the brief.", ("judgement_id",),
        _as("judgement", "judgement_id"), C("section", TEXT, "part of the brief"),
        _as("judgement", "rank"), _as("judgement", "kind"),
        C("text", TEXT, "the sentence"), _as("judgement", "likelihood", False),
        _as("judgement", "band_low", False), _as("judgement", "band_high", False),
        _as("judgement", "confidence", False),
        C("confidence_text", TEXT, "confidence sentence with reasons"),
        C("alternative", TEXT, "the rival reading"), C("portion", TEXT, "portion mark"),
        C("hypothesis_id", TEXT, "hypothesis that it states", False),
        C("citations", TEXTS, "reports that the edition cites"),
    ),
    _sheet(
        "option", "A response that leadership can choose.", ("option_id",),
        _as("option", "option_id"), C("letter", TEXT, "letter in the brief"),
        C("title", TEXT, "title"), C("about", TEXT, "network concerned"),
        C("level", TEXT, "strategic or operational, in words"), C("verb", TEXT, "in words"),
        C("lead", TEXT, "lead component, in words"), _as("option", "hrddp_state"),
    ),
    _sheet(
        "report", "A report that the edition cites, as its source list describes it.",
        ("report_id",), _as("report", "report_id"), C("label", TEXT, "its code in the brief"),
        C("component", TEXT, "who reports, in words"), C("received", TEXT, "day of receipt"),
        _as("report", "language"), C("grade", TEXT, "reliability and credibility"),
        C("portion", TEXT, "portion mark"), C("origin", TEXT, "code of its origin"),
    ),
    _sheet(
        "waypoint", "A point of a corridor that a shown hypothesis uses.", ("corridor", "position"),
        C("corridor", TEXT, "corridor code of the profile"), C("position", INT, "from 1"),
        C("corridor_name", TEXT, "name of the corridor"), C("name", TEXT, "name of the point"),
        C("latitude", REAL, "degrees north"), C("longitude", REAL, "degrees east"),
    ),
)  # fmt: skip

# Tables that tell of the same things in every format: their counts are compared.
COUNTED = ("actor", "tie", "incident", "hypothesis")
