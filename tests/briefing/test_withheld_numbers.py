"""A number that may not be printed is found however it is written."""

from __future__ import annotations

import pytest

from fusion.briefing.withheld_numbers import WithheldNumbers

NUMBERS = WithheldNumbers.of([("+223 40 55 21 07", "T-1"), ("Bilal Ould Zemmar", "P-1")])


@pytest.mark.parametrize(
    "written",
    ["+22340552107", "0022340552107", "40552107", "40 55 21 07", "40.55.21.07", "+223-40-55-21-07"],
)
def test_every_way_of_writing_is_replaced_whole(written: str) -> None:
    text = f"Call {written} at night."
    ((start, end, code),) = NUMBERS.find(text)
    assert (text[start:end], code) == (written, "T-1")


@pytest.mark.parametrize("text", ["405521070", "4055210", "140552108", "no number", ""])
def test_other_numbers_stay(text: str) -> None:
    assert list(NUMBERS.find(text)) == []
