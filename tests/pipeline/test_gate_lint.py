"""An approval cannot stand in for sound tradecraft."""

from __future__ import annotations

from typing import Any, cast

import pytest

from fusion.briefing import SOUND
from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.terms.errors import NotApproved


@pytest.mark.parametrize("score", ["8/9", "0/9", ""])
def test_a_brief_that_failed_its_lint_is_not_released_though_approved(score: str) -> None:
    held: dict[str, Any] = {"brief_id": "BRF-1", "state": "approved", "lint_score": score}
    with pytest.raises(NotApproved, match="tradecraft") as refused:
        products._check_gate(cast(Mission, None), "v", {}, held)
    assert refused.value.exit_code == 8 and score != SOUND
