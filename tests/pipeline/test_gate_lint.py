"""An approval cannot stand in for sound tradecraft."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion.briefing import SOUND
from fusion.pipeline import products
from fusion.store import Published
from fusion.terms.errors import NotApproved
from tests.support import make_table


@pytest.mark.parametrize("score", ["8/9", "0/9", ""])
def test_a_brief_that_failed_its_lint_is_not_released_though_approved(
    score: str, tmp_path: Path
) -> None:
    held = {"brief_id": "BRF-1", "state": "approved", "lint_score": score}
    tables = {"brief": make_table("brief", held)}
    with pytest.raises(NotApproved, match="tradecraft") as refused:
        products.check_gate(Published(tmp_path), "v", tables)
    assert refused.value.exit_code == 8 and score != SOUND
