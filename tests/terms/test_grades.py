"""Grades are kept as received; the mapped grade is derived and never 1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.terms.data_files import load
from fusion.terms.grades import SCHEMES, parse_grade, stix_confidence


@pytest.mark.parametrize(
    ("native", "scheme", "mapped", "handling"),
    [
        ("B2", "admiralty", "B2", None),
        ("f6", "admiralty", "F6", None),
        ("1BP", "3x5x2", "B2", "P"),
        ("2 D C", "3x5x2", "F6", "C"),
        ("3EC", "3x5x2", "E5", "C"),
        ("E41", "5x5x5", "F6", "1"),
        ("B35", "5x5x5", "B2", "5"),
        ("C4 H1", "4x4", "D6", "H1"),
        ("X1", "4x4", "F2", None),
    ],
)
def test_each_scheme_is_read_by_position(native, scheme, mapped, handling):
    grade = parse_grade(native, scheme)
    assert grade is not None
    assert grade.reliability + grade.credibility == mapped
    assert grade.handling == handling
    assert grade.native == native
    assert grade.is_derived == (scheme != "admiralty")


def test_letters_mean_other_things_in_other_schemes():
    assert parse_grade("E4", "admiralty").reliability == "E"
    assert parse_grade("E41", "5x5x5").reliability == "F"
    assert parse_grade("C4", "admiralty").reliability == "C"
    assert parse_grade("C4", "4x4").reliability == "D"


@given(st.sampled_from(SCHEMES), st.text(max_size=6))
def test_nothing_is_guessed_and_no_crosswalk_gives_grade_one(scheme, text):
    grade = parse_grade(text, scheme)
    if grade is None:
        return
    assert grade.reliability in "ABCDEF"
    assert grade.credibility in "123456"
    assert not (grade.is_derived and grade.credibility == "1")


def test_contradictory_pairs_are_seen():
    assert parse_grade("A5", "admiralty").is_inconsistent
    assert parse_grade("E1", "admiralty").is_inconsistent
    assert not parse_grade("B2", "admiralty").is_inconsistent


def test_stix_leaves_the_unknown_without_a_number():
    assert [stix_confidence(digit) for digit in "123456"] == [90, 70, 50, 30, 10, None]


def test_every_admiralty_word_is_there_in_both_languages():
    frame = load("grades")["admiralty"]
    for row in [*frame["reliability"].values(), *frame["credibility"].values()]:
        assert row["en"] and row["fr"]
