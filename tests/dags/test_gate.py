"""The gate: only what the decision log says, with who and why, once."""

import datetime as dt

import pytest

from fusion.pipeline import gate
from fusion.pipeline.layout import Home, Mission
from fusion.review import DecisionLog
from fusion.store import Published, write_tables
from fusion.terms.errors import DecisionRefused, NotApproved, NotFound
from tests.support import make_profile, make_table

AT = dt.datetime(2026, 7, 6, 9, tzinfo=dt.UTC)
BRIEF = "BRF-000000000001"


@pytest.fixture
def mission(tmp_path):
    """A mission whose current version holds one draft."""
    home = Home(tmp_path / "home")
    published = Published(home.published)
    working = published.begin("v1")
    brief = make_table("brief", {"brief_id": BRIEF, "number": 26, "state": "draft"})
    write_tables(working / "tables", {"brief": brief})
    published.finish("v1", working)
    return Mission(make_profile(), tmp_path, home)


def answered(option, reason="It reads well."):
    return {
        "chosen_options": [option],
        "params_input": {"reason": reason, "function": "head of JMAC"},
        "responded_at": AT,
        "responded_by_user": {"id": "7", "name": "tester"},
    }


def log(mission):
    return DecisionLog(mission.home.decisions_url).until().to_pylist()


@pytest.mark.parametrize(
    ("option", "state"), [("approve", "approved"), ("return", "returned"), ("refuse", "refused")]
)
def test_an_answer_is_recorded_and_only_approval_goes_on(mission, option, state):
    assert gate.record(mission, BRIEF, answered(option)) is (option == "approve")
    assert [(row["kind"], row["subject_id"], row["reason"], row["decided_by"], row["decided_at"])
            for row in log(mission)] == [
        (option, BRIEF, "It reads well.", "head of JMAC (account 7)", AT)
    ]  # fmt: skip
    assert gate.draft(mission)["state"] == state


def test_a_step_that_is_run_again_records_nothing_twice(mission):
    for _ in range(2):
        assert gate.record(mission, BRIEF, answered("approve"))
    assert len(log(mission)) == 1


def test_no_answer_and_nothing_in_the_log_is_no_approval(mission):
    with pytest.raises(NotApproved):
        gate.record(mission, BRIEF, None)
    assert log(mission) == []


def test_no_answer_but_a_decision_from_elsewhere_counts(mission):
    gate.record(mission, BRIEF, answered("approve"))
    assert gate.record(mission, BRIEF, None)


@pytest.mark.parametrize("form", [{}, None, {"reason": "  ", "function": "head of JMAC"}])
def test_an_answer_without_a_reason_is_refused(mission, form):
    with pytest.raises(DecisionRefused):
        gate.record(mission, BRIEF, {**answered("approve"), "params_input": form})
    assert log(mission) == []


def test_an_approval_does_not_pass_to_a_later_draft(mission):
    with pytest.raises(NotFound):
        gate.record(mission, "BRF-000000000002", answered("approve"))


def test_a_release_without_approval_is_refused(mission):
    with pytest.raises(NotApproved):
        gate.release(mission, BRIEF)
    assert not mission.home.readers.exists()
