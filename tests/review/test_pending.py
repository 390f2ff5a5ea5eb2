"""What waits for a decision is listed until somebody decides."""

from fusion.review import pending
from fusion.tables import TABLES
from tests.support import make_table


def tables(**given):
    return {**{name: table.empty() for name, table in TABLES.items()}, **given}


def test_a_draft_waits_until_it_is_decided_and_again_when_reopened():
    brief = make_table("brief", {"brief_id": "BRF-1", "state": "draft"})
    assert [item.subject_id for item in pending(tables(brief=brief))] == ["BRF-1"]
    said = {"decision_id": "DEC-1", "kind": "return", "subject_id": "BRF-1"}
    assert pending(tables(brief=brief, decision=make_table("decision", said))) == []
    again = {"decision_id": "DEC-2", "kind": "reopen", "subject_id": "DEC-1", "sequence": 2}
    assert pending(tables(brief=brief, decision=make_table("decision", said, again)))


def test_pairs_under_the_automatic_threshold_wait_and_linked_ones_do_not():
    links = make_table(
        "incident_link",
        {"account_a": "ACC-1", "account_b": "ACC-2", "score": 0.7},
        {"account_a": "ACC-1", "account_b": "ACC-3", "score": 0.99, "is_linked": True},
        {"account_a": "ACC-1", "account_b": "ACC-4", "score": 0.2},
    )
    found = pending(tables(incident_link=links))
    assert [(item.subject_id, item.object_id) for item in found] == [("ACC-1", "ACC-2")]
