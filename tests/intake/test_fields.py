"""Positions, grades, cues and language: oracles and traps."""

from __future__ import annotations

import math

import mgrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.intake.fields.cues import marking_in, set_source_apart, withdrawn_reference
from fusion.intake.fields.grading import grade_in_text, grade_of_fields
from fusion.intake.fields.labels import field_of, is_header, split_label
from fusion.intake.fields.language import language_of
from fusion.intake.fields.position import find_position, from_columns


@given(
    st.floats(min_value=-60, max_value=60),
    st.floats(min_value=-170, max_value=170),
    st.integers(min_value=1, max_value=5),
)
def test_point_lies_within_the_radius_of_its_cell(lat: float, lon: float, figures: int) -> None:
    grid = mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=figures)
    found = find_position(f"seen at {grid} moving north")
    assert found is not None
    dy = (found.latitude - lat) * 111.2
    dx = (found.longitude - lon) * 111.2 * math.cos(math.radians(lat))
    # two per cent for the sphere, two metres for rounding
    assert math.hypot(dx, dy) <= found.radius_km * 1.02 + 0.002
    assert found.radius_km == pytest.approx(10 ** (5 - figures) * math.sqrt(0.5) / 1000, abs=1e-4)


def test_spaced_grid_is_its_cell_and_its_words_as_received() -> None:
    found = find_position("at OUATAGOUNA (31P BS 554 793) observed")
    assert found is not None
    assert found.grid == "31P BS 554 793"
    assert found.radius_km == pytest.approx(0.0707)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("15.6597, 0.5022", 15.6597, 0.5022),
        ("15.6597 N 0.5022 W", 15.6597, -0.5022),
        ("14°26'34\"N 0°14'05\"W", 14.442778, -0.234722),
        ("14°26'N, 0°14'O", 14.433333, -0.233333),
    ],
)
def test_degrees(text: str, lat: float, lon: float) -> None:
    found = find_position(text)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((lat, lon), abs=1e-6)
    assert found.radius_km > 0


def test_columns_allow_a_decimal_comma_and_hand_over_what_is_off_the_globe() -> None:
    assert from_columns("15,66", "0,50")[:2] == (15.66, 0.5)
    assert from_columns("95 N", "0.5")[:2] == (95.0, 0.5)
    assert from_columns("north", "0.5") == (None, 0.5, None)


@pytest.mark.parametrize(
    ("text", "scheme", "default", "expected"),
    [
        ("Nobody was hurt. (B2)", None, "admiralty", ("B", "2", False)),
        ("Nobody was hurt. Grade B2.", None, "admiralty", ("B", "2", False)),
        ("Nobody was hurt. B-3", None, "admiralty", ("B", "3", False)),
        ("Cotation : C3", None, "admiralty", ("C", "3", False)),
        ("Graded 2C P by the cell", None, None, ("F", "3", True)),
        ("Grading: E41", "5x5x5", None, ("F", "6", True)),
        ("Grading: E4", "4x4", None, ("F", "6", False)),
        ("Evaluation: X4", None, None, ("F", "6", True)),
        ("Building B2 burned", None, None, ("F", "6", False)),
        ("no grade at all", None, "admiralty", ("F", "6", False)),
    ],
)
def test_grades_in_prose(
    text: str, scheme: str | None, default: str | None, expected: tuple[str, str, bool]
) -> None:
    grade = grade_in_text(text, scheme, default).grade
    assert (grade.reliability, grade.credibility, grade.is_derived) == expected


def test_a_bare_pair_is_never_guessed() -> None:
    graded = grade_of_fields("B2", "", "", "", None, None)
    assert graded.grade.native is None
    assert graded.unread == "B2"
    assert grade_of_fields("B2", "", "", "", "4x4", None).grade.scheme == "4x4"
    assert grade_of_fields("B2", "", "", "", None, "admiralty").grade.scheme == "admiralty"


def test_e_and_4_are_read_by_their_scheme() -> None:
    five = grade_of_fields("", "E", "4", "1", "5x5x5", None).grade
    admiralty = grade_of_fields("", "E", "4", "", "admiralty", None).grade
    assert (five.reliability, five.credibility, five.native) == ("F", "6", "E4 1")
    assert (admiralty.reliability, admiralty.credibility) == ("E", "4")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("This office WITHDRAWS its report UNPOL/XYZ/0107 in full.", "UNPOL/XYZ/0107"),
        ("Para 4 of SITREP RIVER 006 is WITHDRAWN.", "SITREP RIVER 006 para 4"),
        ("Le présent annule et remplace le message ABC-26/0044.", "ABC-26/0044"),
        ("يُسحب التقرير ABC/OUA/0012 لعدم صحته.", "ABC/OUA/0012"),
        ("The witness retracts. Case 044/26 goes on.", None),
        ("Le dossier 059/26 est retiré du rôle.", None),
        ("SADC announced the withdrawal of its force; AFC/M23 welcomed it.", None),
        ("Nothing of the kind in report UNPOL/XYZ/0107.", None),
    ],
)
def test_retractions_name_the_report_they_withdraw(text: str, number: str | None) -> None:
    assert withdrawn_reference(text) == number


def test_source_leaves_the_text_with_all_that_is_said_of_it() -> None:
    text = (
        "Tariff agreed on 12 Feb. Source: H. Example, sells tea opposite the gate. "
        "He is a cousin of the chief. Protect source. Price 200,000."
    )
    kept, source = set_source_apart(text)
    assert "Example" not in kept
    assert "cousin" not in kept
    assert "tea" not in kept
    assert "Tariff agreed" in kept
    assert "Price 200,000." in kept
    assert source is not None
    assert "Example" in source


def test_markings() -> None:
    assert marking_in("UN CONFIDENTIAL // annex") == "CONFIDENTIAL"
    assert marking_in("STRICTLY CONFIDENTIAL") == "STRICTLY CONFIDENTIAL"
    assert marking_in("TLP: AMBER+STRICT") == "TLP:AMBER+STRICT"
    assert marking_in("he was confidential about it") is None


def test_languages() -> None:
    assert language_of("IED AGAINST CONVOY, ONE VEHICLE HIT, NOBODY WOUNDED", "fr") == "en"
    assert language_of("Un berger montre trois fosses vidées près du puits", "en") == "fr"
    assert language_of("الطريق مات والناس خائفون BA 4471 MD", "en") == "ar"
    assert language_of("1234", "fr") == "fr"


def test_labels_are_known_or_kept_never_mapped_to_something_near() -> None:
    assert field_of("Date des faits") == "observed_at"
    assert field_of("B. WHERE") == "place"
    assert field_of("Grade 3x5x2") == "grade"
    assert field_of("Shoe size") is None
    assert split_label("Lieu : Gao") == ("Lieu", "Gao")
    assert split_label("He said: no") is None
    assert is_header(["N°", "Date", "Lieu", "Description", "Visa"])
    assert not is_header(["14", "11/01/2026", "Gao", "Un vol", "MS"])
