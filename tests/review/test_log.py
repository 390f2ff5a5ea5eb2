"""Decisions are append-only, have a reason, and only what can be decided is recorded."""

import datetime as dt

import pytest
import sqlalchemy as sa

from fusion.review import Decision, DecisionLog, standing
from fusion.terms.errors import DecisionRefused

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def decision(**changes):
    fields = {
        "kind": "reject", "subject_id": "HYP-0123456789AB", "reason": "one origin only",
        "decided_by": "analyst", "decided_at": NOON,
    }  # fmt: skip
    return Decision(**{**fields, **changes})


@pytest.fixture
def log(tmp_path):
    return DecisionLog(f"sqlite:///{tmp_path / 'd.sqlite'}")


def test_decisions_come_back_in_order_and_by_date(log):
    log.append(decision())
    log.append(decision(kind="accept", decided_at=NOON + dt.timedelta(days=1)))
    assert log.until().sort_by("sequence")["kind"].to_pylist() == ["reject", "accept"]
    assert log.until(NOON)["kind"].to_pylist() == ["reject"]


def test_the_database_itself_refuses_a_change(log, tmp_path):
    log.append(decision())
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'd.sqlite'}")
    for statement in ("update decision set reason = 'x'", "delete from decision"):
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "arrest"},
        {"reason": "  "},
        {"subject_id": "INC-0123456789AB"},
        {"kind": "same", "subject_id": "ACT-0123456789AB"},
        {"kind": "rename"},
        {"kind": "grade", "subject_id": "INC-0123456789AB", "value": "B2"},
        {"kind": "grade", "subject_id": "RPT-0123456789AB", "value": "2"},
    ],
)
def test_what_cannot_be_decided_is_refused_with_advice(log, changes):
    with pytest.raises(DecisionRefused) as refused:
        log.append(decision(**changes))
    assert refused.value.advice
    assert log.until().num_rows == 0


def test_what_was_reopened_stands_no_more_unless_the_reopening_was_reopened(log):
    first = log.append(decision())
    log.append(decision(kind="accept", subject_id="HYP-0123456789AC"))
    second = log.append(decision(kind="reopen", subject_id=first))
    assert standing(log.until())["kind"].to_pylist() == ["accept"]
    log.append(decision(kind="reopen", subject_id=second))
    assert sorted(standing(log.until())["kind"].to_pylist()) == ["accept", "reject"]
    assert log.until().num_rows == 4
