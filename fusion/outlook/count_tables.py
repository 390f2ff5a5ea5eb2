"""Tables of monthly counts from outside, whatever their columns and months are called.

A table has one row for each unit and month, or several that are added up. What a column is called,
how months are written and whether several countries stand in one table differs from publisher to
publisher; what cannot be read with certainty is refused with its row, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fusion.outlook.cells import Texts, count_of, month_of, plain, texts_of
from fusion.outlook.history import History
from fusion.terms.errors import NotFound, TableRefused

# Names that publishers give their columns, most telling first, without case, accents and marks.
NAMES = {
    "unit": ("admin2pcode", "adm2pcode", "admin2code", "admin2", "adm2en", "adm2name", "adm2",
             "admin2name", "pcode", "unit", "area", "district", "county", "cercle", "prefecture",
             "admin1pcode", "admin1", "region", "province"),
    "value": ("events", "event", "nevents", "eventcount", "incidents", "count", "counts", "value"),
    "month": ("month", "mois", "mon"),
    "date": ("date", "monthyear", "yearmonth", "period", "periode", "monthstart", "startdate",
             "referenceperiodstart", "time", "ds"),
    "year": ("year", "annee", "yr"),
    "country": ("iso3", "countrycode", "locationcode", "adm0pcode", "admin0pcode", "country",
                "pays", "locationname"),
    "parent": ("admin1pcode", "adm1pcode", "admin1code", "admin1", "adm1en", "admin1name",
               "region", "province"),
}  # fmt: skip
LARGEST = 100_000  # of one unit and month: distributions are enumerated count by count


@dataclass(frozen=True)
class CountTable:
    """Counts by unit and month; `first` is its first month as year * 12 + month - 1.

    `notes` say what was added up, filled in or set aside.
    """

    history: History
    first: int
    unit: str
    value: str
    notes: tuple[str, ...]


def read_counts(
    path: Path, value: str | None = None, unit: str | None = None, country: str | None = None
) -> CountTable:
    """A CSV of counts by unit and month.

    `value` and `unit` name its columns; without them they are found by the names that publishers
    use. `country` keeps the rows of one country, by its code or name; several together are told
    apart by unit and country. Raises NotFound and TableRefused.
    """
    rows = _Rows(path, texts_of(path))
    of_unit, of_value = rows.column("unit", unit), rows.column("value", value)
    notes: list[str] = []
    rows.keep_country(country)
    rows.keep_named(of_unit, notes)
    months = _months(rows)
    counts = rows.parsed(of_value, count_of)
    _refuse_repeated(rows, counts, months)
    keys = _keys(rows, of_unit, months)
    names, series = np.unique(keys, return_inverse=True)
    first = int(months.min())
    table = np.zeros((len(names), int(months.max()) - first + 1), dtype=np.int64)
    np.add.at(table, (series, months - first), counts)
    if table.max() > LARGEST:
        raise TableRefused(path.name, f"a unit has {table.max():,} in one month, above {LARGEST:,}",
                           "Check the column, or count in larger units.")  # fmt: skip
    has_row = np.zeros(table.shape, dtype=bool)
    has_row[series, months - first] = True
    notes += _coverage(path, has_row, first, lists_zeros=bool((counts == 0).any()))
    n_added = len(counts) - int(has_row.sum())
    notes += [f"{n_added} rows share their unit and month with another: added up"] * bool(n_added)
    history = History(tuple(str(name) for name in names), table)
    return CountTable(history, first, of_unit, of_value, tuple(notes))


class _Rows:
    """The columns of one table as texts, with the row of the file that each stands in."""

    def __init__(self, path: Path, columns: dict[str, Texts]) -> None:
        self.path, self.columns = path, columns
        n = len(next(iter(columns.values()), ()))
        self.number = np.arange(n) + 2  # the heading is the first row
        blank = np.all([c == "" for c in columns.values()], axis=0) if columns else np.zeros(0)
        # Tables of humanitarian data may carry a second heading of tags, each with a hash.
        tags = np.any([np.char.startswith(c, "#") for c in columns.values()], axis=0)
        self.keep(~(blank | (tags & (self.number == 2))))

    def keep(self, wanted: NDArray[np.bool_]) -> None:
        """Leave out the other rows. Raises TableRefused where none is left."""
        self.columns = {name: column[wanted] for name, column in self.columns.items()}
        self.number = self.number[wanted]
        if not len(self.number):
            raise TableRefused(self.path.name, "no row of counts is in it", "Give another table.")

    def column(self, kind: str, asked: str | None = None) -> str:
        """The column asked for, else the first that is called as such columns are."""
        found = self.maybe(kind) if asked is None else self._named((plain(asked),))
        if found is None:
            raise NotFound("column", asked or kind, f"{self.path.name} has "
                           f"{', '.join(self.columns)}. Name it with an option.")  # fmt: skip
        return found

    def maybe(self, kind: str) -> str | None:
        """The same without an error."""
        return self._named(NAMES[kind])

    def _named(self, names: Sequence[str]) -> str | None:
        known = {plain(name): name for name in reversed(self.columns)}
        return next((known[name] for name in names if name in known), None)

    def keep_country(self, country: str | None) -> None:
        """Only rows of one country, by any column that names countries. Raises NotFound."""
        if country is None:
            return
        named = [c for name, c in self.columns.items() if plain(name) in NAMES["country"]]
        hits = [np.char.lower(c) == country.strip().lower() for c in named]
        wanted = np.any(hits, axis=0) if hits else np.zeros(len(self.number), dtype=bool)
        if not wanted.any():
            there = sorted({str(v) for c in named for v in c})
            raise NotFound("country", country, f"There are: {', '.join(there) or 'none named'}.")
        self.keep(wanted)

    def keep_named(self, unit: str, notes: list[str]) -> None:
        """Set aside rows that name no unit, and say so."""
        has_unit = self.columns[unit] != ""
        if not has_unit.all():
            notes.append(f"{int((~has_unit).sum())} rows without '{unit}' are set aside")
            self.keep(has_unit)

    def parsed(self, column: str, read: Any) -> NDArray[np.int64]:
        """Values of a column, each distinct text read once. Raises TableRefused with the row."""
        texts, place = np.unique(self.columns[column], return_inverse=True)
        found = [read(str(text)) for text in texts]
        for n, value in enumerate(found):
            if value is None:
                row = int(self.number[int(np.argmax(place == n))])
                raise TableRefused(
                    self.path.name, f"row {row}: '{texts[n]}' in '{column}' cannot be read",
                    "Counts are whole and not negative, months as 2020-01 or January 2020.",
                )  # fmt: skip
        return np.array(found, dtype=np.int64)[place]


def _months(rows: _Rows) -> NDArray[np.int64]:
    """Months as year * 12 + month - 1, from a year and a month or from a date."""
    year, month = rows.maybe("year"), rows.maybe("month")
    date = rows.maybe("date") or month
    if year is None or month is None:
        if date is None:
            raise NotFound("column", "Year and Month, or a date",
                           f"{rows.path.name} has {', '.join(rows.columns)}.")  # fmt: skip
        return rows.parsed(date, month_of)
    both = np.char.add(np.char.add(rows.columns[month], " "), rows.columns[year])
    rows.columns[f"{month} {year}"] = both
    return rows.parsed(f"{month} {year}", month_of)


def _keys(rows: _Rows, unit: str, months: NDArray[np.int64]) -> Texts:
    """Names of the units; with the country or the larger area where one name stands for several."""
    keys = rows.columns[unit]
    country, parent = rows.maybe("country"), rows.maybe("parent")
    if country is not None and len(np.unique(rows.columns[country])) > 1:
        keys = np.char.add(np.char.add(rows.columns[country], " "), keys)
    if parent is None or parent == unit:
        return keys
    # Two areas of one name in two provinces, counted in the same month, are two units.
    cells = np.char.add(np.char.add(keys, "\n"), months.astype(str))
    pairs = np.unique(np.stack([cells, rows.columns[parent]], axis=1), axis=0)
    listed, times = np.unique(pairs[:, 0], return_counts=True)
    shared = np.unique([cell.split("\n")[0] for cell in listed[times > 1]])
    longer = np.char.add(np.char.add(rows.columns[parent], " "), keys)
    return np.where(np.isin(keys, shared), longer, keys)


def _refuse_repeated(rows: _Rows, counts: NDArray[np.int64], months: NDArray[np.int64]) -> None:
    """Rows that are the same in every column would be counted twice: which is meant is not said.

    A table with a row for each event and its day may hold two of a kind.
    """
    date = rows.maybe("date")
    if date is not None and len(np.unique(rows.columns[date])) > len(np.unique(months)):
        return
    whole = np.zeros(len(counts), dtype=np.int64)
    for column in rows.columns.values():
        whole = np.unique(
            whole * (len(whole) + 1) + np.unique(column, return_inverse=True)[1],
            return_inverse=True,
        )[1]
    _, first, times = np.unique(whole, return_index=True, return_counts=True)
    twice = first[(times > 1) & (counts[first] > 0)]
    if len(twice):
        raise TableRefused(
            rows.path.name,
            f"{len(twice)} rows stand in it twice in every column, first row "
            f"{int(rows.number[twice].min())}",
            "Leave one of each, or tell them apart by a column.",
        )


def _coverage(
    path: Path, has_row: NDArray[np.bool_], first: int, *, lists_zeros: bool
) -> list[str]:
    """What months without a row were taken for. Raises TableRefused where nobody can tell."""
    empty = np.flatnonzero(~has_row.any(axis=0)) + first
    if len(empty) and lists_zeros:
        # A table that lists quiet months as zeros and then has no row at all has a gap.
        listed = ", ".join(f"{m // 12}-{m % 12 + 1:02d}" for m in empty[:5].tolist())
        raise TableRefused(path.name, f"{len(empty)} months have no row at all ({listed})",
                           "Write zeros where nothing happened, or cut the table at the gap."
                           )  # fmt: skip
    if not lists_zeros:
        return ["months without a row are taken as zero: the table lists none"]
    late = int((has_row.argmax(axis=1) > 0).sum())
    early = int((has_row[:, ::-1].argmax(axis=1) > 0).sum())
    holes = int((~has_row).sum())
    told = f"{holes} of {has_row.size} units and months have no row and are taken as zero"
    return [f"{told}; {late} units begin after the first month, {early} end before the last"] * (
        holes > 0
    )
