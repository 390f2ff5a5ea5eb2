"""Tables of counts of any publisher: read right, or refused with the row and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fusion.outlook import backtest_counts
from fusion.outlook.cells import count_of, month_of
from fusion.outlook.count_tables import CountTable, read_counts
from fusion.terms.errors import NotFound, TableRefused

Read = Callable[..., CountTable]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a table from its text."""

    def from_text(text: str | bytes, **asked: str) -> CountTable:
        path = tmp_path / "counts.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_counts(path, **asked)

    return from_text


@pytest.mark.parametrize(
    "text",
    [
        "Admin2 Pcode,Year,Month,Events\nA,2020,January,3\nA,2020,February,0\nB,2020,1,1\n"
        "B,2020,02,2\n",
        "admin2_code,reference_period_start,events\nA,2020-01-01,3\nA,2020-02-01T00:00:00,0\n"
        "B,2020-01-01,1\nB,2020-02-01,2\n",
        "ADM2_EN;Date;Event count\r\nA;01/2020;3\r\nA;202002;0\r\nB;Jan 2020;1.0\r\n"
        "B;février 2020;2\r\n",
        "\ufeffUnit\tannée\tmois\tcount\nB\t2020\tfévr.\t2\nA\t2020\tjanvier\t3\n"
        "A\t2020\tFEB\t0\nB\t2020\t1\t1\n",
        "admin2,month,events\n#adm2+name,#date,#affected\nA,2020-01,3\nA,2020-02,0\nB,2020-01,1\n"
        ",,\nB,2020-02,2\n",
    ],
)  # fmt: skip
def test_columns_months_and_marks_of_any_publisher(read: Read, text: str) -> None:
    found = read(text)
    assert found.first == 2020 * 12
    assert found.history.keys == ("A", "B")
    assert found.history.counts.tolist() == [[3, 0], [1, 2]]


def test_a_table_that_is_not_unicode_is_read(read: Read) -> None:
    found = read("cercle,month,events\nSégou,2020-01,3\n".encode("cp1252"))
    assert found.history.keys == ("Ségou",)


def test_order_of_rows_does_not_matter(read: Read) -> None:
    lines = [f"{u},{y}-{m:02d},{(y + m) % 5}" for u in "CAB" for y in (2019, 2020)
             for m in range(1, 13)]  # fmt: skip
    straight = read("\n".join(["unit,date,events", *lines]))
    turned = read("\n".join(["unit,date,events", *lines[::-1]]))
    assert np.array_equal(straight.history.counts, turned.history.counts)
    assert straight.history.keys == turned.history.keys


COUNTRIES = (
    "ISO3,Country,Admin1,Admin2,Month,Events\n"
    "XAA,Aland,North,Centre,2020-01,1\nXAA,Aland,South,Centre,2020-01,2\n"
    "XAA,Aland,North,Hill,2020-01,4\nXBB,Bland,West,Centre,2020-01,8\n"
)


def test_units_of_one_name_in_two_countries_or_provinces_are_two(read: Read) -> None:
    found = read(COUNTRIES)
    assert dict(zip(found.history.keys, found.history.counts[:, 0].tolist(), strict=True)) == {
        "North XAA Centre": 1, "South XAA Centre": 2, "XAA Hill": 4, "XBB Centre": 8,
    }  # fmt: skip
    for name in ("XBB", "bland"):
        assert read(COUNTRIES, country=name).history.keys == ("Centre",)
    with pytest.raises(NotFound, match="Aland, Bland, XAA, XBB"):
        read(COUNTRIES, country="XCC")


def test_rows_of_one_unit_and_month_are_added_up_and_told(read: Read) -> None:
    found = read("unit,type,date,events\nA,battle,2020-01,1\nA,riot,2020-01,2\n")
    assert found.history.counts.tolist() == [[3]]
    assert any("1 rows share" in note for note in found.notes)


def test_the_same_row_twice_is_refused_where_rows_are_months(read: Read) -> None:
    with pytest.raises(TableRefused, match="first row 2"):
        read("unit,date,events\nA,2020-01,1\nB,2020-01,1\nA,2020-01,1\n")
    by_day = read("unit,date,events\nA,2020-01-03,1\nA,2020-01-03,1\nA,2020-01-09,1\n")
    assert by_day.history.counts.tolist() == [[3]]


def test_quiet_months_without_rows_are_zero_only_where_the_table_lists_no_zeros(read: Read) -> None:
    found = read("unit,date,events\nA,2020-01,1\nA,2020-04,2\n")
    assert found.history.counts.tolist() == [[1, 0, 0, 2]]
    with pytest.raises(TableRefused, match="2020-02, 2020-03"):
        read("unit,date,events\nA,2020-01,1\nB,2020-01,0\nA,2020-04,2\n")


def test_a_unit_that_appears_late_is_zero_before_and_told(read: Read) -> None:
    found = read("unit,date,events\nA,2020-01,0\nA,2020-02,2\nB,2020-02,5\n")
    assert found.history.counts.tolist() == [[0, 2], [0, 5]]
    assert any("1 units begin after" in note for note in found.notes)


def test_rows_without_a_unit_are_set_aside_and_told(read: Read) -> None:
    found = read("unit,date,events\nA,2020-01,1\n,2020-01,7\n")
    assert found.history.counts.tolist() == [[1]]
    assert found.notes[0].startswith("1 rows without 'unit'")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,2020-01,-1", "row 3: '-1' in 'events'"),
        ("A,2020-01,", "row 3: '' in 'events'"),
        ("A,2020-01,1.5", "row 3: '1.5' in 'events'"),
        ("A,2020-13,1", "row 3: '2020-13' in 'date'"),
        ("A,03/04/2020,1", "row 3: '03/04/2020' in 'date'"),
        ("A,spring 2020,1", "row 3: 'spring 2020'"),
        ("A,2020-01,100001", "100,001 in one month"),
        ("A,2020-01", "it is no table"),
    ],
)
def test_what_cannot_be_read_with_certainty_is_refused(read: Read, row: str, said: str) -> None:
    with pytest.raises(TableRefused, match=said):
        read(f"unit,date,events\nB,2020-01,1\n{row}\n")


def test_what_is_missing_is_said(read: Read, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="table of counts"):
        read_counts(tmp_path / "none.csv")
    with pytest.raises(NotFound, match=r"'Deaths'.*unit, date, events"):
        read("unit,date,events\nA,2020-01,1\n", value="Deaths")
    with pytest.raises(NotFound, match="Year and Month"):
        read("unit,year,events\nA,2020,1\n")
    with pytest.raises(TableRefused, match="no row of counts"):
        read("unit,date,events\n")
    with pytest.raises(TableRefused, match="no heading"):
        read("")
    with pytest.raises(TableRefused, match="no heading"):
        read("unit,unit,date,events\nA,A,2020-01,1\n")


def test_a_short_record_is_refused_with_its_length(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    lines = [f"A,2020-{m:02d},{m % 3}" for m in range(1, 13)]
    path.write_text("\n".join(["unit,date,events", *lines]))
    with pytest.raises(TableRefused, match="12 months, 2020-01 to 2020-12"):
        backtest_counts(path)
    more = [f"A,2021-{m:02d},{m % 3}" for m in range(1, 4)]
    path.write_text("\n".join(["unit,date,events", *lines, *more]))
    found = backtest_counts(path)
    assert {row.horizon for row in found.rows} == {1, 2, 3}
    assert all(row.n > 0 for row in found.rows)


def test_all_quiet_and_single_units_are_scored(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    months = [f"{y}-{m:02d}" for y in range(2014, 2018) for m in range(1, 13)]
    path.write_text("\n".join(["unit,date,events", *(f"A,{m},0" for m in months)]))
    found = backtest_counts(path, horizons=(1,))
    assert all(row.crps == pytest.approx(0, abs=0.05) for row in found.rows)


@pytest.mark.parametrize(
    ("text", "month"),
    [("2020-1", 0), ("2020/12/31", 11), ("M03 2020", 2), ("3.0 2020.0", 2), ("sept 2020", 8),
     ("15 janvier 2020", 0), ("December, 2020", 11), ("août 2020", 7)],
)  # fmt: skip
def test_months_are_read(text: str, month: int) -> None:
    assert month_of(text) == 2020 * 12 + month


@pytest.mark.parametrize("text", ["", "2020", "jui 2020", "1/2/2020", "May June 2020", "1899-01"])
def test_what_may_be_two_months_is_none(text: str) -> None:
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [("0", 0), ("12", 12), ("1,204", 1204), ("1 204", 1204), ("3.0", 3), ("3.5", None),
     ("", None), ("-2", None), ("1,2", None), ("nan", None), ("1e3", None)],
)  # fmt: skip
def test_counts_are_whole(text: str, count: int | None) -> None:
    assert count_of(text) == count
