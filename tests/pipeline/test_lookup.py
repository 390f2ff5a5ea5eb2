"""What a decision may be about: what is known, and what an analyst is asked."""

from __future__ import annotations

import pytest

from fusion.pipeline.lookup import require
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused
from tests.support import make_table

ASKED = {"kind": "actor_review", "subject_id": "ACT-1", "object_id": "ACT-2"}


def test_a_name_without_an_actor_may_be_decided_about_when_it_is_asked_about() -> None:
    tables = {name: table.empty() for name, table in TABLES.items()}
    with pytest.raises(DecisionRefused):
        require("ACT-2", tables)
    tables["issue"] = make_table("issue", ASKED)
    require("ACT-1", tables)
    require("ACT-2", tables)
    with pytest.raises(DecisionRefused):
        require("ACT-3", tables)
