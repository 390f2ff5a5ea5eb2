"""Planted breaches of the nine standards are caught by their own standard; sound briefs are not."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from benchmarks.planted_breaches import BREACHES, Breach, spoiled
from fusion import briefing
from fusion.briefing.editions import editions_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.lint import SOUND, check, failures_of
from fusion.briefing.pages import build
from fusion.stage import Run
from tests.briefing.sample import sample_tables
from tests.support import make_profile, make_run, make_table

Contents = dict[tuple[str, str], dict[str, Any]]


def test_there_are_a_hundred_and_ten_for_each_standard_in_both_languages() -> None:
    assert len(BREACHES) >= 100
    assert min(Counter(standard for standard, *_ in BREACHES).values()) >= 10
    assert min(Counter(language for _, language, *_ in BREACHES).values()) >= 30
    assert len({breach[:3] for breach in BREACHES}) == len(BREACHES)


@pytest.mark.parametrize("breach", BREACHES, ids=[" ".join(b[:3]) for b in BREACHES])
def test_a_planted_breach_is_caught_by_its_standard(contents: Contents, breach: Breach) -> None:
    standard, language = breach[:2]
    found = failures_of(spoiled(contents["head", language], breach))
    assert standard in {number for number, _ in found}, found


def test_every_edition_of_the_sample_is_sound(holdings: Holdings) -> None:
    assert check(holdings) == (SOUND, [])
    for edition in editions_of(make_profile()):
        for language in edition.languages:
            assert failures_of(build(holdings, edition, language)) == [], (edition.code, language)


def composed(run: Run, **tables: Any) -> Holdings:
    """A mission of the given tables, composed."""
    return Holdings({**tables, **briefing.STAGE.function(tables, run).tables}, run)


def test_a_brief_that_honestly_says_no_hypothesis_is_sound() -> None:
    given = sample_tables()
    quiet = {name: given[name] for name in ("report", "document", "account", "account_report")}
    assert check(composed(make_run(), **quiet)) == (SOUND, [])


def test_a_brief_that_rests_on_nothing_is_not() -> None:
    score, failures = check(composed(make_run()))
    assert score == "8/9" and {number for number, _ in failures} == {"1"}


def test_hypotheses_without_a_judgement_are_not() -> None:
    given = sample_tables()
    bare = {**given, "hypothesis_incident": make_table("hypothesis_incident"),
            "hypothesis_actor": make_table("hypothesis_actor"),
            "hypothesis_tie": make_table("hypothesis_tie")}  # fmt: skip
    _, failures = check(composed(make_run(), **bare))
    assert ("6", "there is no key judgement") in failures
