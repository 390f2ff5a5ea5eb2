"""What changed between two versions, in words: nothing is missed and nothing is invented."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from fusion.pipeline.difference import SHOWN, Part, difference
from fusion.tables import TABLES
from tests.support import make_table

Tables = dict[str, pa.Table]


def _tables(**given: pa.Table) -> Tables:
    return {**{name: table.empty() for name, table in TABLES.items()}, **given}


def _judgement(key: str, likelihood: str | None, text: str, **more: str) -> dict[str, object]:
    return {"judgement_id": f"JUD-{key}", "section": "key_judgement", "kind": "reading",
            "scope": key, "likelihood": likelihood, "text_en": text, **more}  # fmt: skip


@pytest.fixture
def before() -> Tables:
    return _tables(
        judgement=make_table(
            "judgement", _judgement("HYP-1", "likely", "It is likely."),
            _judgement("HYP-2", "unlikely", "It is unlikely."),
        ),
        hypothesis=make_table(
            "hypothesis",
            {"hypothesis_id": "HYP-1", "name": "fuel", "strength": 0.5, "n_origins": 4},
            {"hypothesis_id": "HYP-2", "name": "gold", "strength": 0.3},
        ),
        incident=make_table(
            "incident", {"incident_id": "INC-1", "is_standing": True, "summary": "a levy"}
        ),
        account=make_table("account", {"account_id": "ACC-1", "lead_report_id": "RPT-1"}),
        report=make_table("report", {"report_id": "RPT-1", "component": "police"}),
    )  # fmt: skip


@pytest.fixture
def after(before: Tables) -> Tables:
    return {
        **before,
        "judgement": make_table(
            "judgement",
            _judgement("HYP-1", "very_likely", "It is very likely.", change_en="two new origins"),
            _judgement("HYP-3", "likely", "Another is likely."),
        ),
        "hypothesis": make_table(
            "hypothesis",
            {"hypothesis_id": "HYP-1", "name": "fuel", "strength": 0.61, "n_origins": 6},
            {"hypothesis_id": "HYP-2", "name": "gold", "strength": 0.3, "status": "merged_into"},
            {"hypothesis_id": "HYP-3", "name": "arms", "strength": 0.4},
        ),
        "hypothesis_lineage": make_table(
            "hypothesis_lineage",
            {"hypothesis_id": "HYP-2", "as_of": dt.date(2026, 5, 3), "event": "merged_into",
             "other_id": "HYP-1", "strength": 0.3},
            {"hypothesis_id": "HYP-1", "as_of": dt.date(2026, 5, 3), "event": "continued"},
        ),
        "incident": make_table(
            "incident", {"incident_id": "INC-1", "is_standing": False},
            *({"incident_id": f"INC-{n}", "is_standing": True, "summary": "x"}
              for n in range(2, SHOWN + 5)),
        ),
        "account": make_table(
            "account", {"account_id": "ACC-1", "lead_report_id": "RPT-1", "is_withdrawn": True}
        ),
        "decision": make_table(
            "decision", {"decision_id": "DEC-1", "kind": "withdraw", "subject_id": "ACC-1",
                         "decided_by": "analyst", "reason": "mistaken place"},
        ),
        "report": make_table(
            "report", {"report_id": "RPT-1", "component": "police"},
            {"report_id": "RPT-2", "component": "civil_affairs"},
        ),
    }  # fmt: skip


def _lines(parts: list[Part]) -> dict[str, list[str]]:
    return {part.title: part.lines for part in parts}


def test_every_kind_of_change_is_told_with_its_reason(before: Tables, after: Tables) -> None:
    told = _lines(difference(before, after))
    assert told["Judgements"] == [
        "likely -> very likely: It is very likely. Why: two new origins",
        "new: Another is likely.", "no longer carried: It is unlikely.",
    ]  # fmt: skip
    moved = "\n".join(told["Hypotheses"])
    assert "gold (HYP-2) merged into fuel (HYP-1) in the week to 2026-05-03, strength 0.30" in moved
    assert "arms (HYP-3) new, strength 0.40" in moved
    assert "fuel (HYP-1): strength 0.61, was 0.50; 6 origins, were 4" in moved
    assert "strength 0.61, was 0.50; 6 origins, were 4" in moved
    assert sum(line.startswith("added") for line in told["Incidents"]) == SHOWN + 1
    assert told["Incidents"][SHOWN] == "added: 3 more"
    assert told["Incidents"][-1].startswith("withdrawn or joined to another: INC-1")
    assert told["Retractions"] == ["ACC-1 (military, report RPT-1) was withdrawn"]
    assert told["Decisions"] == ["analyst: withdraw ACC-1, because mistaken place"]
    assert told["Reports"] == ["1 more: 1 civil affairs"]


def test_backwards_tells_the_opposite_and_the_same_is_nothing(
    before: Tables, after: Tables
) -> None:
    assert difference(after, after) == []
    back = _lines(difference(after, before))
    assert "new: It is unlikely." in back["Judgements"]
    assert back["Reports"] == ["1 fewer: 1 civil affairs"]
    assert "Decisions" not in back and "Retractions" not in back


def test_a_new_name_who_came_and_went_and_another_reading_are_said() -> None:
    def version(name: str, first: str, *members: str) -> Tables:
        return _tables(
            hypothesis=make_table("hypothesis", {"hypothesis_id": "HYP-1", "name": name}),
            actor=make_table("actor", *({"actor_id": f"ACT-{m}", "name": m} for m in members)),
            hypothesis_actor=make_table(
                "hypothesis_actor",
                *({"hypothesis_id": "HYP-1", "actor_id": f"ACT-{m}"} for m in members),
            ),
            rival=make_table("rival", {"hypothesis_id": "HYP-1", "rival": first, "rank": 1}),
        )

    old = version("fuel", "one_network", "Ada", "Bo")
    new = version("The levy", "licit_livelihood", *["Bo", "Cy", "Di", "Em", "Fa", "Go", "Ha"])
    (line,) = _lines(difference(old, new))["Hypotheses"]
    assert line == (
        "The levy (HYP-1): was called fuel; joined: Cy, Di, Em, Fa, Go and 1 more; left: Ada; "
        "best read as licit livelihood, was one network"
    )
