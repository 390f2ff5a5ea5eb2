"""Every standard edition can be exported, also one that leaves out whole sections."""

from __future__ import annotations

import pytest

from benchmarks.many_hypotheses import composed, run_of_five
from fusion.briefing.editions import editions_of
from fusion.briefing.exports.write import shown_of
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings


@pytest.fixture(scope="module")
def five() -> Holdings:
    return composed(1, run_of_five())


def test_an_edition_without_a_section_exports_the_rest(five: Holdings) -> None:
    editions = Editions(five)
    left_out = set()
    for edition in editions_of(five.run.profile):
        content = editions.content(edition, "en")
        left_out |= {"opportunities", "options", "outlook", "sources"} - set(content)
        tables = shown_of(editions, edition, "en").tables
        assert {row["judgement_id"] for row in tables["judgement"]} >= {
            item["id"] for item in content["key_judgements"]
        }
        assert bool(tables["option"]) == bool(content.get("options"))
    assert {"opportunities", "options", "outlook"} <= left_out
