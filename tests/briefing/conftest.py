"""The composed sample mission, once for all tests of the room."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from fusion import briefing
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import build
from fusion.stage import Run
from tests.briefing.sample import sample_run, sample_tables


@pytest.fixture(scope="session")
def run() -> Run:
    return sample_run()


@pytest.fixture(scope="session")
def tables(run: Run) -> dict[str, pa.Table]:
    """Inputs and outputs of the stage."""
    given = sample_tables()
    return {**given, **briefing.STAGE.function(given, run).tables}


@pytest.fixture(scope="session")
def holdings(tables: dict[str, pa.Table], run: Run) -> Holdings:
    return Holdings(tables, run)


@pytest.fixture(scope="session")
def contents(holdings: Holdings) -> dict[tuple[str, str], dict[str, Any]]:
    """Content of each edition and language. Tests copy before they change."""
    return {
        (edition.code, language): build(holdings, edition, language)
        for edition in holdings.run.profile.editions
        for language in edition.languages
    }
