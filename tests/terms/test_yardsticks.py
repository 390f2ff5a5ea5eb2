"""Words for probability: bands of one yardstick, each in two languages."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.terms.yardsticks import band_of, bands


def test_icd203_bounds_are_those_of_the_directive():
    assert [(b.low, b.high) for b in bands("icd203")] == [
        (1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99),
    ]  # fmt: skip


def test_phia_keeps_its_gaps():
    rows = bands("phia")
    assert all(low.high < high.low for low, high in itertools.pairwise(rows))


@pytest.mark.parametrize("yardstick", ["icd203", "phia"])
def test_seven_terms_in_each_language_and_none_twice(yardstick):
    rows = bands(yardstick)
    assert len(rows) == 7
    assert len({b.en for b in rows}) == len({b.fr for b in rows}) == 7


@given(st.floats(0, 1), st.sampled_from(["icd203", "phia"]))
def test_every_probability_has_a_band_and_order_is_kept(p, yardstick):
    rows = bands(yardstick)
    assert band_of(p, yardstick) in rows
    assert rows.index(band_of(p, yardstick)) <= rows.index(band_of(min(1.0, p + 0.01), yardstick))


def test_a_value_on_a_boundary_takes_the_less_certain_word():
    assert band_of(0.55, "icd203").code == "roughly_even_chance"
    assert band_of(0.80, "icd203").code == "likely"
    assert band_of(0.20, "icd203").code == "unlikely"
