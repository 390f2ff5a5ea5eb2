"""Days spoken of, hours, concepts and counts, in three languages; hostile and empty texts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.incidents.concepts import read_concepts, read_counted
from fusion.incidents.cues import read_cues
from fusion.incidents.days import gives_hour, told_days

THURSDAY = dt.date(2031, 5, 15)


def day(number: int, month: int = 5) -> dt.date:
    return dt.date(2031, month, number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The herd was driven off yesterday.", {day(14)}),
        ("Le troupeau a été emmené avant-hier.", {day(13)}),
        ("سُرق القطيع أمس", {day(14)}),
        ("They came last night.", {day(14), day(15)}),
        ("Since Tuesday evening no lorry passed.", {day(13)}),
        ("Depuis mardi soir, plus rien.", {day(13)}),
        ("منذ يوم الثلاثاء", {day(13)}),
        ("On the 3rd a driver was beaten.", {day(3)}),
        ("Samedi 10, quatre citernes ont vidé.", {day(10)}),
        ("Le 28 à 22h40, des fûts ont été passés.", {day(28, 4)}),
    ],
)
def test_days_that_a_text_speaks_of(text: str, expected: set[dt.date]) -> None:
    assert told_days(text, THURSDAY).keys() == expected


@pytest.mark.parametrize(
    "text", ["Closed until Friday.", "Réunion lundi prochain.", "Le 5 000 F par fût", "83 bags"]
)
def test_days_to_come_and_numbers_are_no_days_told(text: str) -> None:
    assert told_days(text, THURSDAY) == {}


@given(st.text(max_size=80), st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_no_day_lies_after_the_writing(text: str, written: dt.date) -> None:
    assert all(told <= written for told in told_days(text, written))
    assert read_counted(text) is not None


@pytest.mark.parametrize(
    ("text", "has_hour"),
    [
        ("At 041520Z a bus was stopped.", True),
        ("Vers 15h20, un bus", True),
        ("At 0420 on 1 June", True),
        ("Entretien au centre de santé.", False),
        ("x " * 150 + "at 15:20", False),
    ],
)
def test_hour_at_the_beginning(text: str, has_hour: bool) -> None:
    assert gives_hour(text) is has_hour


@pytest.mark.parametrize(
    ("english", "french", "arabic", "concept"),
    [
        ("The bridge was closed.", "Le pont a été fermé.", "أغلق الجسر", "c:bridge"),
        ("Nine sheep were taken.", "Neuf moutons ont été pris.", "أخذوا الأغنام", "c:sheep"),
        ("The school burned.", "L'école a brûlé.", "احترقت المدرسة", "c:school"),
    ],
)
def test_concepts_meet_across_languages(
    english: str, french: str, arabic: str, concept: str
) -> None:
    assert all(concept in read_concepts(text) for text in (english, french, arabic))


def test_french_words_are_not_read_as_english_ones() -> None:
    assert "c:tea" not in read_concepts("The road or the river")
    assert "c:gold" not in read_concepts("this or that")


@pytest.mark.parametrize(
    ("text", "thing", "number"),
    [
        ("On the canvas lay 13 rifles.", "rifle", 13),
        ("La douane inscrit CINQ (5) citernes.", "tanker", 5),
        ("nine tankers were counted", "tanker", 9),
        ("neuf (9) bureaux ont brûlé", "polling_station", 9),
    ],
)
def test_counted_things(text: str, thing: str, number: float) -> None:
    assert read_counted(text)[thing] == {number}


def test_a_patrol_of_others_is_no_witness_of_ones_own() -> None:
    assert not read_cues("Une patrouille mixte est entrée dans la maison.").own
    assert read_cues("Notre patrouille est entrée dans la maison.").own
    assert read_cues("Our foot patrol saw the lorry.").own


def test_a_cue_without_a_source_takes_the_component_named_before_it() -> None:
    cues = read_cues("Le secteur militaire arrête le bilan à 14 tués. Je vous traduis l'essentiel.")
    assert cues.relay and cues.relay_components == {"military"}


@pytest.mark.parametrize(
    "text", ["Ismaguel, 14 ans, emmené hier", "14 years old, arrested", "يوم 11 مايو أُخذ صبية"]
)
def test_ages_and_days_count_nothing(text: str) -> None:
    assert read_counted(text) == {}


def test_a_day_is_found_where_it_is_first_spoken_of() -> None:
    told = told_days(
        "Yesterday a shop burned. " + "It was dark. " * 9 + "On the 3rd too.", THURSDAY
    )
    assert told[day(14)] == 0 and told[day(3)] > 0.8
