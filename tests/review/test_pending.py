"""What waits for a decision is listed until somebody decides."""

import datetime as dt

from fusion.review import pending
from fusion.tables import TABLES
from tests.support import make_table

SECOND, THIRD = (dt.datetime(2026, 3, day, tzinfo=dt.UTC) for day in (2, 3))


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


def test_a_pair_is_told_in_its_own_words_and_that_of_a_hypothesis_comes_first():
    links = make_table(
        "incident_link",
        {"account_a": "ACC-1", "account_b": "ACC-2", "score": 0.9},
        {"account_a": "ACC-3", "account_b": "ACC-4", "score": 0.6},
    )
    accounts = make_table(
        "account",
        {"account_id": "ACC-3", "component": "police", "observed_from": SECOND,
         "text": "Three lorries " + "passed and " * 40},
        {"account_id": "ACC-4", "component": "justice", "observed_from": THIRD,
         "text": "Two lorries."},
    )  # fmt: skip
    held = make_table("incident_account", {"account_id": "ACC-3", "incident_id": "INC-1"})
    shown = make_table("hypothesis_incident", {"incident_id": "INC-1"})
    found = pending(tables(incident_link=links, account=accounts, incident_account=held,
                           hypothesis_incident=shown))  # fmt: skip
    assert [item.subject_id for item in found] == ["ACC-3", "ACC-1"]
    first = found[0].question
    assert (
        "2 Mar 2026, police: “Three lorries passed" in first
        and "3 Mar 2026, justice: “Two" in first
    )
    assert len(first) < 300


def test_accounts_of_one_incident_are_not_asked_about_again():
    links = make_table("incident_link", {"account_a": "ACC-1", "account_b": "ACC-2", "score": 0.9})
    joined = make_table(
        "incident_account",
        {"account_id": "ACC-1", "incident_id": "INC-1"},
        {"account_id": "ACC-2", "incident_id": "INC-1"},
    )
    assert pending(tables(incident_link=links, incident_account=joined)) == []


def test_who_may_be_one_person_waits_until_it_is_decided():
    asked = make_table(
        "issue",
        {"kind": "actor_review", "detail": "'A' and 'B' may be one person, 0.7: name +1.0",
         "subject_id": "ACT-1", "object_id": "ACT-2"},
        {"issue_id": "ISS-2", "kind": "set_aside", "detail": "a blank page"},
    )  # fmt: skip
    (item,) = pending(tables(issue=asked))
    assert (item.subject_id, item.object_id, item.choices) == (
        "ACT-1", "ACT-2", ("same", "different"))  # fmt: skip
    said = {"decision_id": "DEC-1", "kind": "same", "subject_id": "ACT-1", "object_id": "ACT-2"}
    assert pending(tables(issue=asked, decision=make_table("decision", said))) == []
