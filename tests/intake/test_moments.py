"""Times: every notation of the field, read against the right zone, month and year."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.intake.fields.clock import Clock, Impossible, Moment
from fusion.intake.fields.moments import find, read

CLOCK = Clock.of("Africa/Niamey", dt.date(2026, 6, 25))  # UTC+1, no summer time


def instant(text: str) -> str:
    found = find(text, CLOCK)
    assert len(found) == 1, found
    assert isinstance(found[0], Moment)
    assert found[0].is_instant
    return found[0].start.strftime("%Y-%m-%d %H:%M:%S")


def span(text: str) -> tuple[str, str]:
    found = find(text, CLOCK)
    assert len(found) == 1, found
    assert isinstance(found[0], Moment)
    zone = dt.timezone(dt.timedelta(hours=1))
    days = [t.astimezone(zone).strftime("%Y-%m-%d") for t in (found[0].start, found[0].end)]
    return days[0], days[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("221508ZNOV25", "2025-11-22 15:08:00"),
        ("DTG: 221508Z NOV 25", "2025-11-22 15:08:00"),
        ("22 1508Z NOV 2025", "2025-11-22 15:08:00"),
        ("22150830ZNOV25", "2025-11-22 15:08:30"),
        ("221508BNOV25", "2025-11-22 13:08:00"),
        ("221508RNOV25", "2025-11-22 20:08:00"),
        ("221508JNOV25", "2025-11-22 14:08:00"),
        ("051200ZFÉV26", "2026-02-05 12:00:00"),
        ("051200ZAOUT25", "2025-08-05 12:00:00"),
        ("at 221508Z the patrol", "2026-06-22 15:08:00"),
        ("at 281508Z the patrol", "2026-05-28 15:08:00"),
        ("311508ZMAY", "2026-05-31 15:08:00"),
        ("2026-06-24T23:40:00Z", "2026-06-24 23:40:00"),
        ("2026-06-24 23:40", "2026-06-24 22:40:00"),
        ("24.06.2026 14:30", "2026-06-24 13:30:00"),
        ("24/06/2026 à 22h40", "2026-06-24 21:40:00"),
        ("24 juin 2026 à 22h", "2026-06-24 21:00:00"),
        ("24 JUN 2340Z", "2026-06-24 23:40:00"),
        ("Sun 22 FEB, 1925Z", "2026-02-22 19:25:00"),
        ("18.02.2026 04:30 local (A)", "2026-02-18 03:30:00"),
        ("INTREP 003/26 120845ZJAN26", "2026-01-12 08:45:00"),
    ],
)
def test_instants(text: str, expected: str) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("le 3/2 à Labbézanga", "2026-02-03", "2026-02-03"),
        ("1er mars 2026", "2026-03-01", "2026-03-01"),
        ("March 12, 2026", "2026-03-12", "2026-03-12"),
        ("on 12 March", "2026-03-12", "2026-03-12"),
        ("on 12 December", "2025-12-12", "2025-12-12"),
        ("nuit du 15 au 16 mai", "2026-05-15", "2026-05-16"),
        ("10-12 April 2026", "2026-04-10", "2026-04-12"),
        ("يوم ١٢ مارس ٢٠٢٦", "2026-03-12", "2026-03-12"),
        ("12 أبريل 2026", "2026-04-12", "2026-04-12"),
        ("03/02/26", "2026-02-03", "2026-02-03"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "311508ZFEB26", "2026-13-01", "30 février 2026", "271508ZNOV2626"]
)
def test_days_that_no_calendar_has(text: str) -> None:
    found = find(text, CLOCK)
    assert not any(isinstance(moment, Moment) for moment in found)
    if text != "271508ZNOV2626":
        assert isinstance(found[0], Impossible)


@pytest.mark.parametrize("text", ["7.62x39", "1.4 m", "150,000 XOF", "resolution 1267 (1999)", ""])
def test_figures_are_no_dates(text: str) -> None:
    assert find(text, CLOCK) == []


def test_group_without_month_takes_it_from_the_group_after() -> None:
    first, last = find("PERIOD 301800Z TO 021800ZJUN26", CLOCK)
    assert isinstance(first, Moment)
    assert isinstance(last, Moment)
    assert first.start == dt.datetime(2026, 5, 30, 18, tzinfo=dt.UTC)


def test_misread_month_only_where_a_label_says_date() -> None:
    assert find("1 Aaril. 2003", CLOCK) == []
    moment = read("1 Aaril. 2003", CLOCK)
    assert isinstance(moment, Moment)
    assert moment.end.date() == dt.date(2003, 4, 1)


def test_bare_hour_after_a_full_date_in_a_field() -> None:
    for text in ("2026-05-14 0300", "14.05.2026 0300 local"):
        moment = read(text, CLOCK)
        assert isinstance(moment, Moment)
        assert moment.start == dt.datetime(2026, 5, 14, 2, tzinfo=dt.UTC)


def test_announced_day_is_of_the_year_of_receipt() -> None:
    clock = Clock(dt.UTC, dt.date(2026, 6, 28), dt.date(2026, 7, 4))
    (moment,) = find("1 July", clock)
    assert isinstance(moment, Moment)
    assert moment.start.year == 2026


@given(
    st.integers(min_value=0, max_value=3_092_688_000),  # 1970 to 2068 in seconds
    st.sampled_from("ABCDEFGHIKLMNOPQRSTUVWXYZ"),
)
def test_every_date_time_group_is_read_back(second: int, letter: str) -> None:
    east = "ABCDEFGHIKLM".find(letter) + 1
    west = "NOPQRSTUVWXY".find(letter) + 1
    at = dt.datetime.fromtimestamp(second - second % 60, dt.UTC)
    group = f"{at:%d%H%M}{letter}{at:%b%y}".upper()
    (found,) = find(f"seen {group} near", CLOCK)
    assert isinstance(found, Moment)
    assert found.start == at - dt.timedelta(hours=east - west)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    for moment in find(text, CLOCK):
        assert 0 <= moment.begin < moment.stop <= len(text)
