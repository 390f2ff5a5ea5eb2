"""What a hypothesis page says of leaning, stepping in, moving, and of sources to check."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fusion.briefing.editions import editions_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import adaptation
from fusion.briefing.pages.view import View
from tests.briefing.sample import NETWORKS, sample_run

Tables = dict[str, pa.Table]
LEVY, ARMS = NETWORKS[0]["id"], NETWORKS[1]["id"]


def _lines(tables: Tables, hypothesis: str, language: str = "en", edition: int = 0) -> list[str]:
    run = sample_run()
    view = View(Holdings(tables, run), editions_of(run.profile)[edition], language)
    return adaptation.lines(view, view.holdings.by_id[hypothesis], is_full=edition == 0)


def _said(lines: list[str], words: str) -> bool:
    return any(words in line for line in lines)


def test_cells_are_told_with_who_goes_between_them_in_both_languages(tables: Tables) -> None:
    cells, french = _lines(tables, LEVY)[0], _lines(tables, LEVY, "fr")[0]
    assert cells.startswith("It shows in two cells: ") and cells.endswith(" goes between them.")
    assert french.startswith("Il se présente en deux cellules") and "fait le lien" in french
    names = [name for name, _, _ in NETWORKS[0]["members"]]
    between, listed = cells.split(": ")[1].rsplit(". ", 1)[1], cells.split(": ")[1]
    assert names[6] in between and not any(name in between for name in names[:6])
    assert names[0] in listed and "one other" in listed
    none = {**tables, "hypothesis_cell": tables["hypothesis_cell"].slice(0, 0)}
    assert not _said(_lines(none, LEVY), "cells")


def test_cells_of_an_open_edition_name_nobody(tables: Tables) -> None:
    for edition in (1, 2):
        told = "\n".join(_lines(tables, LEVY, edition=edition))
        named = [name for name, kind, _ in NETWORKS[0]["members"] if kind == "person"]
        assert not any(name in told for name in named)


def test_a_clear_broker_is_named_and_an_unclear_one_is_called_so(tables: Tables) -> None:
    (first, *_) = _lines(tables, LEVY)[1:]
    assert first.startswith("Most ways between its members run through") and "rank 1 to 2" in first


def test_who_would_step_in_is_said_with_the_reason(tables: Tables) -> None:
    levy, arms = _lines(tables, LEVY), _lines(tables, ARMS)
    assert _said(levy, "strength would fall from 0.71 to 0.51")
    assert _said(levy, "likeliest to step in (same role and same contacts), and quickly")
    assert _said(arms, "cut off two members") and _said(arms, "Nobody is reported who would step")


def test_traffic_moves_to_the_corridor_with_the_largest_share(tables: Tables) -> None:
    assert _said(_lines(tables, ARMS), "(about 60\u202f% of what would move)")
    none = {**tables, "spill_over": tables["spill_over"].slice(0, 0)}
    assert not _said(_lines(none, ARMS), "what would move")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_doubts_about_sources_stay_in_the_fullest_edition(tables: Tables, language: str) -> None:
    words = {"en": "To check:", "fr": "À vérifier"}[language]
    assert _said(_lines(tables, LEVY, language), words)
    open_lines = _lines(tables, LEVY, language, edition=2)
    assert not _said(open_lines, words) and not _said(open_lines, NETWORKS[0]["members"][0][0])
