"""The statement of each network hypothesis: what is held, since when, on how much."""

from __future__ import annotations

from fusion.briefing import confidence, subject
from fusion.briefing.evidence import evidence_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import Both, count, day, say


def statements(holdings: Holdings) -> list[Sentence]:
    """One statement for each living hypothesis, in the order of the brief."""
    return [statement(holdings, row) for row in holdings.hypotheses]


def statement(holdings: Holdings, row: Row) -> Sentence:
    """The hypothesis in one sentence built from its numbers; it accuses nobody."""
    where = subject.where(holdings, row)
    values = {
        "members": count(row["n_actors"], "member"),
        "markets": subject.markets_the(row["markets"]),
        "day": day(row["first_on"]),
        "origins": count(row["n_origins"], "origin"),
        "incidents": count(row["n_incidents"], "incident"),
    }
    text = say("statement", where=where, **values) if where else say("statement_nowhere", **values)
    return Sentence(
        section="hypothesis",
        kind="statement",
        scope=row["hypothesis_id"],
        text=text,
        confidence=row["confidence"],
        confidence_text=confidence.of_hypothesis(holdings, row),
        evidence=evidence_of(holdings, row),
    )


def embedment(row: Row) -> Both:
    """The rung of the state-embedment ladder, with what it does not say."""
    return say("embedment", rung=subject.rung(row["embedment"]))
